"""Codes that machines read from a cover: the ISBN as an EAN-13 barcode, an address as a QR code; drawn as vectors.

GS1 General Specifications, 5.2: an EAN-13 symbol is 95 modules wide, with quiet zones of 11 to its left and 7 to its
right; at magnification 100 % a module is 0.33 mm, the bars are 22.85 mm high and the guards 5 modules longer; 80 to
200 % are allowed. ISO/IEC 18004: a QR code has a quiet zone of 4 modules all round. Both are black alone on white.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MODULE = 0.33  # mm, at 100 %
QUIET_LEFT, QUIET_RIGHT, BARS, QUIET = 11, 7, 95, 4
BAR_HEIGHT, GUARD = 22.85 / MODULE, 5  # modules
#: Modules of the guard bars: start, middle, end.
GUARDS = {0, 2, 46, 48, 92, 94}
#: Magnification on the cover, where scanners of shops and libraries read it without trouble.
MAGNIFICATION = 1.0
#: A module of the QR code in mm: a telephone held at arm's length reads 0.5, so this is generous.
QR_MODULE = 0.6
ADDRESS = re.compile(r"https?://\S+|[^\s@/]+@[^\s@/]+\.[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A code as one path in modules, `columns` by `rows` with its quiet zones; a module is `module` mm."""

    path: str
    columns: int
    rows: float
    module: float

    @property
    def width(self) -> float:
        return self.columns * self.module

    @property
    def height(self) -> float:
        return self.rows * self.module


def ean13(isbn: str) -> Drawing:
    """The bars of an ISBN of 13 digits. Neighbouring dark modules are one bar, so that no hairline parts them."""
    from barcode.ean import EuropeanArticleNumber13  # type: ignore[import-untyped]  # slow to import

    digits = isbn.replace("-", "")
    (modules,) = EuropeanArticleNumber13(digits).build()
    bars = []
    for dark in re.finditer("1+", modules):
        height = BAR_HEIGHT + (GUARD if dark.start() in GUARDS else 0)
        bars.append(_rectangle(QUIET_LEFT + dark.start(), 0, dark.end() - dark.start(), height))
    return Drawing("".join(bars), QUIET_LEFT + BARS + QUIET_RIGHT, BAR_HEIGHT + GUARD, MODULE * MAGNIFICATION)


def qr(address: str) -> Drawing:
    """A QR code that opens the address, with the error correction M (15 % may be lost)."""
    import segno  # slow to import

    rows = segno.make(address, error="m", micro=False, boost_error=False).matrix
    runs = []
    for y, row in enumerate(rows):
        for dark in re.finditer("1+", "".join("1" if module else "0" for module in row)):
            runs.append(_rectangle(QUIET + dark.start(), QUIET + y, dark.end() - dark.start(), 1))
    size = len(rows) + 2 * QUIET
    return Drawing("".join(runs), size, size, QR_MODULE)


def link(words: str) -> str:
    """What a telephone opens for these words: they are a web address or an e-mail address; else nothing."""
    if not ADDRESS.fullmatch(words.strip()):
        return ""
    return words.strip() if words.strip().startswith("http") else f"mailto:{words.strip()}"


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:g} {y:g}h{width:g}v{height:.5g}h{-width:g}z"
