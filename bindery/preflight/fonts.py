"""What preflight must know of a font: is it in the file, how wide are its glyphs, how much of their box is ink.

The codes of composite fonts are read as the file's CMap has it; where that is one of Adobe's, which are only named, as
two bytes. In simple fonts a glyph's own area is not looked up, and half of the box counts as ink.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, PdfError, Stream

from bindery.preflight.cmaps import IDENTITY, CMap, read_cmap
from bindery.preflight.glyphs import Lacks, lacks, nothing_known

logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # what is odd in a font program is no news here
#: Share of a glyph's box that is ink where its outline is not known: more than any letter has.
SHARE = 0.5
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True)
class Shape:
    """A glyph's inked area, in ems squared, and the box around its outline (left, bottom, right, top), in ems."""

    area: float
    box: tuple[float, float, float, float]


@dataclass(slots=True)
class Font:
    """One font of a file. Widths and areas in thousandths of the type size (and of its square)."""

    name: str
    embedded: bool
    composite: bool
    type3: bool
    ascent: float
    descent: float
    default_width: float
    widths: dict[int, float] = field(default_factory=dict)
    by_number: bool = False  # what `codes` gives are numbers of glyphs (CID)
    cmap: CMap | None = None
    lacks: Lacks = nothing_known
    to_glyph: bytes | None = None
    program: bytes | None = None
    scale: float = 1.0  # Type 3: glyph space to thousandths
    _shapes: dict[int, Shape] = field(default_factory=dict)
    _outlines: Any = None
    _missing: dict[int, bool] = field(default_factory=dict)

    def codes(self, text: bytes) -> list[int]:
        if not self.composite:
            return list(text)
        if self.cmap is not None:
            return self.cmap.cids(text)
        return [int.from_bytes(text[i : i + 2], "big") for i in range(0, len(text) - 1, 2)]

    def width(self, code: int) -> float:
        return self.widths.get(code, self.default_width)

    def missing(self, code: int) -> bool:
        """Whether the code shows .notdef."""
        known = self._missing.get(code)
        if known is None:
            known = self._missing[code] = self.lacks(code)
        return known

    def _glyph(self, code: int) -> int:
        if self.to_glyph is None:
            return code
        return int.from_bytes(self.to_glyph[2 * code : 2 * code + 2], "big")

    def shape(self, code: int) -> Shape:
        """A glyph's outline in short; where it cannot be read, a share of the glyph's box."""
        known = self._shapes.get(code)
        if known is None:
            known = self._shapes[code] = self._measure(code)
        return known

    def _measure(self, code: int) -> Shape:
        width, low, high = self.width(code) / 1000, self.descent / 1000, self.ascent / 1000
        box = Shape(width * (high - low) * SHARE, (0, low, width, high))
        if not (self.by_number and self.program):
            return box
        try:
            from fontTools.pens.areaPen import AreaPen
            from fontTools.pens.boundsPen import ControlBoundsPen

            if self._outlines is None:
                from fontTools.ttLib import TTFont

                font = TTFont(io.BytesIO(self.program), lazy=True)
                self._outlines = font, font.getGlyphSet(), font["head"].unitsPerEm
            font, glyphs, em = self._outlines
            glyph = glyphs[font.getGlyphName(self._glyph(code))]
            area, bounds = AreaPen(glyphs), ControlBoundsPen(glyphs)
            glyph.draw(area)
            glyph.draw(bounds)
            x0, y0, x1, y1 = (float(v / em) for v in bounds.bounds or (0, 0, 0, 0))
            return Shape(float(abs(area.value) / em**2), (x0, y0, x1, y1))
        except Exception:  # a damaged font program may fail in any way; the estimate serves
            self.program = None
            return box


def read_font(font: Object) -> Font:
    """The facts of a font dictionary. Damaged ones give a font that is not embedded."""
    kind = font.get("/Subtype")
    inner: Any = font
    composite = kind == Name.Type0
    if composite:
        descendants = font.get("/DescendantFonts")
        inner = descendants[0] if isinstance(descendants, Array) and len(descendants) else Dictionary()
    descriptor = inner.get("/FontDescriptor")
    descriptor = descriptor if isinstance(descriptor, Dictionary) else Dictionary()
    program = next((descriptor[key] for key in _FILES if isinstance(descriptor.get(key), Stream)), None)
    name = str(font.get("/BaseFont", font.get("/Name", "a font without a name"))).removeprefix("/")
    one = Font(
        name=name, embedded=program is not None, composite=composite, type3=kind == Name.Type3,
        ascent=_number(descriptor.get("/Ascent"), 800) or 800, descent=_number(descriptor.get("/Descent"), -250),
        default_width=_number(inner.get("/DW"), 1000) if composite else _number(descriptor.get("/MissingWidth"), 500),
    )  # fmt: skip
    if composite:
        one.widths = _cid_widths(inner.get("/W"))
        to_glyph = inner.get("/CIDToGIDMap")
        one.cmap = read_cmap(font.get("/Encoding"))
        one.by_number = one.cmap is not None or str(font.get("/Encoding")) in IDENTITY
        one.to_glyph = _bytes(to_glyph)
    one.program = _bytes(program)
    one.embedded = one.type3 or one.program is not None
    if one.by_number or not composite:
        one.lacks = lacks(font, inner, one.program, one.to_glyph)
    if one.program and one.program[:1] == b"\x01":  # a bare CFF program: no outlines by number are read
        one.program = None
    if not composite:
        first = int(_number(inner.get("/FirstChar"), 0))
        widths = inner.get("/Widths")
        if isinstance(widths, Array):
            one.widths = {first + i: _number(width, 500) for i, width in enumerate(widths)}
    if one.type3:
        matrix = font.get("/FontMatrix")
        one.scale = 1000 * abs(_number(matrix[0], 0.001)) if isinstance(matrix, Array) and len(matrix) == 6 else 1
        one.widths = {code: width * one.scale for code, width in one.widths.items()}
    return one


def _bytes(value: Any) -> bytes | None:
    try:
        return value.read_bytes() if isinstance(value, Stream) else None
    except PdfError:
        return None


def _number(value: Any, otherwise: float) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return otherwise


def _cid_widths(array: Any) -> dict[int, float]:
    """ISO 32000-1, 9.7.4.3: `first [w w …]` or `first last w`."""
    widths: dict[int, float] = {}
    items = list(array) if isinstance(array, Array) else []
    at = 0
    while at + 1 < len(items):
        first = int(_number(items[at], 0))
        if isinstance(items[at + 1], Array):
            widths |= {first + i: _number(width, 1000) for i, width in enumerate(items[at + 1])}
            at += 2
        elif at + 2 < len(items):
            last = min(int(_number(items[at + 1], 0)), first + 65535)
            widths |= dict.fromkeys(range(first, last + 1), _number(items[at + 2], 1000))
            at += 3
        else:
            break
    return widths
