"""Names for font subsets that are true in the whole book.

The engine derives a subset's tag from the font alone, so the subsets of all sections have one name though each holds
letters of its own. ISO 32000-1, 9.6.4 wants different tags for different subsets in one file: some readers and RIPs
keep fonts by name, and would set one section in the letters of another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def tag_subsets(pdf: Pdf) -> None:
    """Give every embedded subset of `pdf`, in place, the tag that its own bytes make: equal subsets keep one name."""
    done: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for font in _fonts(page.obj.get("/Resources"), done):
            descendants = font.get("/DescendantFonts")
            inner = descendants[0] if isinstance(descendants, Array) else font
            descriptor = inner.get("/FontDescriptor", Dictionary())
            program = next((descriptor[key] for key in _FILES if key in descriptor), None)
            name = str(font.get("/BaseFont", "")).removeprefix("/")
            if program is None or name[6:7] != "+":
                continue
            tagged = Name(f"/{_tag(program.read_raw_bytes())}+{name[7:]}")
            font.BaseFont = inner.BaseFont = descriptor.FontName = tagged


def _tag(program: bytes) -> str:
    """Six capital letters (ISO 32000-1, 9.6.4)."""
    value = int.from_bytes(hashlib.sha256(program).digest()[:8], "big")
    return "".join(chr(65 + value // 26**place % 26) for place in range(6))


def _fonts(resources: Object | None, done: set[tuple[int, int]]) -> Iterator[Object]:
    """The fonts that these resources and the forms in them name, each once."""
    if not isinstance(resources, Dictionary) or resources.objgen in done:
        return
    if resources.is_indirect:
        done.add(resources.objgen)
    for font in resources.get("/Font", Dictionary()).values():
        if not font.is_indirect or font.objgen not in done:
            done.add(font.objgen)
            yield font
    for kind in ("/XObject", "/Pattern"):
        for thing in resources.get(kind, Dictionary()).values():
            if not thing.is_indirect or thing.objgen not in done:
                done.add(thing.objgen)
                yield from _fonts(thing.get("/Resources"), done)
