"""CMaps that are in the file: how the bytes of a text are cut into codes, and which glyph of the font a code asks for.

ISO 32000-1, 9.7.5 and 9.7.6.2. CMaps that are only named, but for Identity, are Adobe's own tables, which are not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Name, PdfError, Stream, String

IDENTITY = ("/Identity-H", "/Identity-V")


@dataclass(slots=True)
class CMap:
    """`spaces`: the lowest and the highest code of each codespace; `ranges`: first and last code, and the first's CID."""

    spaces: list[tuple[bytes, bytes]] = field(default_factory=list)
    ranges: list[tuple[bytes, bytes, int]] = field(default_factory=list)
    _known: dict[bytes, int] = field(default_factory=dict)

    def cids(self, text: bytes) -> list[int]:
        """The glyphs' numbers in the font (CID); 0, which is .notdef, for a code that the CMap does not know."""
        return [self._cid(code) for code in self._codes(text)]

    def _codes(self, text: bytes) -> Iterator[bytes]:
        at, shortest = 0, min((len(low) for low, _ in self.spaces), default=1)
        while at < len(text):
            size = next((size for size in range(1, 5) if self._fits(text[at : at + size])), shortest)
            yield text[at : at + size]
            at += size

    def _fits(self, code: bytes) -> bool:
        return any(len(low) == len(code) and all(a <= byte <= z for a, byte, z in zip(low, code, high, strict=False))
                   for low, high in self.spaces)  # fmt: skip

    def _cid(self, code: bytes) -> int:
        known = self._known.get(code)
        if known is None:
            number = int.from_bytes(code, "big")
            known = next((cid + number - int.from_bytes(low, "big") for low, high, cid in reversed(self.ranges)
                          if len(low) == len(code) and low <= code <= high), 0)  # fmt: skip
            self._known[code] = known
        return known


def read_cmap(encoding: Any, depth: int = 0) -> CMap | None:
    """The CMap of a composite font's Encoding; None where it is a name, or cannot be read."""
    if not isinstance(encoding, Stream) or depth > 4:
        return None
    found = CMap()
    base = encoding.get("/UseCMap")
    if base is not None and not _begin_with(found, base, depth):
        return None
    try:
        for one in pikepdf.parse_content_stream(encoding):
            _obey(found, str(one.operator), list(one.operands))
    except (PdfError, TypeError, ValueError, IndexError):
        return None
    return found if found.spaces else None


def _begin_with(found: CMap, base: Any, depth: int) -> bool:
    """Take over what another CMap says; whether it is known."""
    if isinstance(base, Name) and str(base) in IDENTITY:
        found.spaces.append((b"\x00\x00", b"\xff\xff"))
        found.ranges.append((b"\x00\x00", b"\xff\xff", 0))
        return True
    other = read_cmap(base, depth + 1)
    if other is not None:
        found.spaces += other.spaces
        found.ranges += other.ranges
    return other is not None


def _obey(found: CMap, operator: str, values: list[Any]) -> None:
    if operator == "endcodespacerange":
        found.spaces += ((_code(values[i]), _code(values[i + 1])) for i in range(0, len(values) - 1, 2))
    elif operator == "endcidrange":
        found.ranges += ((_code(values[i]), _code(values[i + 1]), int(values[i + 2])) for i in range(0, len(values) - 2, 3))
    elif operator == "endcidchar":
        found.ranges += ((_code(values[i]), _code(values[i]), int(values[i + 1])) for i in range(0, len(values) - 1, 2))


def _code(value: Any) -> bytes:
    if not isinstance(value, String):
        raise TypeError("a code of a CMap is a string")
    return bytes(value)
