"""Where the ink of words is, and how far one reaches into another.

First by boxes, of words and then of glyphs, which Pango knows; of the few glyphs whose boxes meet, by skylines: how far up
and down ink reaches at each place, in steps of `STEP` px. A glyph's is drawn once a process, in parts of its size, and
brought to steps for each size that it is set in.
"""

import math
from collections.abc import Iterable, Iterator
from functools import cached_property
from io import BytesIO
from operator import sub
from typing import Any, NamedTuple

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_hb_object_data, get_pango_font_hb_face

from .glyphs import GLYPH

STEP = 0.5  #: px
PARTS = 40  #: of the font's size, in which a glyph's skyline is drawn
_CURVE = 6  #: pieces of a curve, at most
#: How much of its four points there is in each place between them (Bernstein), by the number of pieces.
_WEIGHTS = [
    tuple(
        ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        for t in (i / pieces for i in range(1, pieces + 1))
    )
    for pieces in range(_CURVE + 1)
]
_UNKNOWN, _EMPTY = pango.PANGO_GLYPH_UNKNOWN_FLAG, pango.PANGO_GLYPH_EMPTY
_FLAGS = 16, 20  #: where they are in a PangoGlyphInfo


class Box(NamedTuple):
    """The room that ink takes, in px to the right of an origin and down from it."""

    left: float
    right: float
    high: float
    low: float


_NO_BOX = Box(0, 0, 0, 0)


class Skyline(NamedTuple):
    """From step `start` on: where ink begins and ends, in px downwards; infinite where there is none."""

    start: int
    top: list[float]
    bottom: list[float]


class Glyph:
    """A glyph in one size."""

    def __init__(self, box: Box, font: "_Outlines", number: int, size: float) -> None:
        self.box, self._font, self._number, self._size = box, font, number, size

    @cached_property
    def skyline(self) -> Skyline:
        return self._font.pen(self._number).skyline(self._size)


class Word(NamedTuple):
    """Glyphs, each with its place, from left to right, and what they cover."""

    glyphs: tuple[tuple[float, float, Glyph], ...]
    box: Box
    width: float


class Placed(NamedTuple):
    """A word on the page, its origin `x` and `y` px from the corner."""

    x: float
    y: float
    word: Word


def meet(one: Placed, other: Placed) -> bool:
    """Whether one stands below the other, or in its place."""
    return one.x + one.word.box.left < other.x + other.word.box.right and (
        other.x + other.word.box.left < one.x + one.word.box.right
    )


def into(below: Placed, above: Placed, least: float) -> float:
    """How far a word reaches into one above it, in px, if more than `least`; less than nothing: they are apart."""
    most, right, down = least, above.x - below.x, above.y - below.y
    if above.word.box.low - below.word.box.high + down <= most:
        return most
    for x0, y0, upper in above.word.glyphs:
        for x1, y1, lower in below.word.glyphs:
            dx, dy = x0 + right - x1, y0 + down - y1
            if (
                upper.box.low - lower.box.high + dy > most
                and lower.box.left < upper.box.right + dx
                and upper.box.left + dx < lower.box.right
            ):
                most = max(most, _overlap(lower.skyline, upper.skyline, round(dx / STEP)) + dy)
    return most


def _overlap(below: Skyline, above: Skyline, right: int) -> float:
    """How far they do when one stands `right` steps to the right, both at the same height."""
    start = above.start + right
    first = max(below.start, start)
    last = min(below.start + len(below.top), start + len(above.top))
    ends = above.bottom[first - start : last - start]
    most: float = max(map(sub, ends, below.top[first - below.start : last - below.start]), default=-math.inf)
    return most


class _Pen(BasePen):  # type: ignore[misc]  # fontTools has no types here
    """Draws an outline's skyline: part of the size -> top and bottom, both in parts of the size too, downwards."""

    def __init__(self, glyphs: Any, upem: int) -> None:
        super().__init__(glyphs)
        self._unit, self._x, self._y = PARTS / upem, 0.0, 0.0
        self.top: dict[int, float] = {}
        self.bottom: dict[int, float] = {}

    def _moveTo(self, point: tuple[float, float]) -> None:
        self._x, self._y = point[0] * self._unit, -point[1] * self._unit

    def _lineTo(self, point: tuple[float, float]) -> None:
        self._draw(((point[0] * self._unit, -point[1] * self._unit),))

    def _curveToOne(self, *points: tuple[float, float]) -> None:
        """A cubic curve, to which BasePen brings the quadratic ones of TrueType."""
        x0, y0 = self._x, self._y
        (x1, y1), (x2, y2), (x3, y3) = ((x * self._unit, -y * self._unit) for x, y in points)
        weights = _WEIGHTS[min(_CURVE, 2 + int(max(x0, x1, x2, x3) - min(x0, x1, x2, x3)))]
        self._draw([(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in weights])

    def _draw(self, points: Iterable[tuple[float, float]]) -> None:
        """Straight on from point to point."""
        x, y = self._x, self._y
        for right, end in points:
            first, last = math.floor(x), math.floor(right)
            if first == last:
                self._cover(first, y, end)
            else:
                slope, (low, high) = (end - y) / (right - x), sorted((x, right))
                for part in range(math.floor(low), math.floor(high) + 1):
                    self._cover(part, y + (max(low, part) - x) * slope, y + (min(high, part + 1) - x) * slope)
            x, y = right, end
        self._x, self._y = x, y

    def _cover(self, part: int, y: float, end: float) -> None:
        high, low = (y, end) if y < end else (end, y)
        if high < self.top.get(part, math.inf):
            self.top[part] = high
        if low > self.bottom.get(part, -math.inf):
            self.bottom[part] = low

    def skyline(self, size: float) -> Skyline:
        """In steps for a font of `size` px: each part reaches half a step further, since places are rounded to steps."""
        if not self.top:  # it is drawn some other way: in colour, as a picture
            return Skyline(0, [], [])
        part, scale = size / PARTS / STEP, size / PARTS
        start, end = math.floor(min(self.top) * part - 0.5), math.floor((max(self.top) + 1) * part + 0.5) + 1
        top, bottom = [math.inf] * (end - start), [-math.inf] * (end - start)
        for at, highest in self.top.items():
            high, low = highest * scale, self.bottom[at] * scale
            for step in range(math.floor(at * part - 0.5) - start, math.floor((at + 1) * part + 0.5) + 1 - start):
                if high < top[step]:
                    top[step] = high
                if low > bottom[step]:
                    bottom[step] = low
        return Skyline(start, top, bottom)


class Words:
    """The words of a font in one size: words come again, and glyphs more often."""

    def __init__(self, outlines: "_Outlines", size: float) -> None:
        self._outlines, self._size = outlines, size
        self._glyphs, self._words = dict[int, Glyph](), dict[bytes, Word]()

    def of(self, string: Any, pango_font: Any) -> Iterator[Word]:
        """Those of a PangoGlyphString, and the spaces between them, from left to right."""
        count, size = string.num_glyphs, GLYPH.size
        data = bytearray(ffi.buffer(string.glyphs, count * size))
        for byte in range(*_FLAGS):  # of which only the first bits are ever set
            data[byte::size] = bytes(count)
        numbers = memoryview(data).cast("I")[:: size // 4].tolist()
        start = 0
        for _ in range(numbers.count(self._outlines.space)):
            space = numbers.index(self._outlines.space, start)
            if start < space:
                yield self._word(bytes(data[start * size : space * size]), pango_font)
            # A space is as wide as the line asks: with it, no word would come twice.
            yield Word((), _NO_BOX, GLYPH.unpack_from(data, space * size)[1] * FROM_UNITS)
            start = space + 1
        if start < count:
            yield self._word(bytes(data[start * size :]), pango_font)

    def _word(self, data: bytes, pango_font: Any) -> Word:
        if data not in self._words:
            glyphs, pen = [], 0.0
            for number, width, x, y in GLYPH.iter_unpack(data):
                if not number & _UNKNOWN and number != _EMPTY:
                    glyph = self._glyph(number, pango_font)
                    if glyph.box.left < glyph.box.right:
                        glyphs.append((pen + x * FROM_UNITS, y * FROM_UNITS, glyph))
                pen += width * FROM_UNITS
            box = Box(
                min(x + glyph.box.left for x, _, glyph in glyphs),
                max(x + glyph.box.right for x, _, glyph in glyphs),
                min(y + glyph.box.high for _, y, glyph in glyphs),
                max(y + glyph.box.low for _, y, glyph in glyphs),
            ) if glyphs else _NO_BOX  # fmt: skip
            self._words[data] = Word(tuple(glyphs), box, pen)
        return self._words[data]

    def _glyph(self, number: int, pango_font: Any) -> Glyph:
        if number not in self._glyphs:
            ink = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(pango_font, number, ink, ffi.NULL)
            left, high = ink.x * FROM_UNITS, ink.y * FROM_UNITS
            box = Box(left, left + ink.width * FROM_UNITS, high, high + ink.height * FROM_UNITS)
            self._glyphs[number] = Glyph(box, self._outlines, number, self._size)
        return self._glyphs[number]


class _Outlines:
    """The outlines of a font, each drawn once. `face`: HarfBuzz's, which lives as long: no other one gets its address."""

    def __init__(self, face: Any) -> None:
        self._face, self._font = face, TTFont(BytesIO(get_hb_object_data(face)), lazy=True)
        self._pens: dict[int, _Pen] = {}
        self.space = self._font.getGlyphID(self._font.getBestCmap().get(0x20, ".notdef"))
        self.words: dict[float, Words] = {}

    @cached_property
    def _glyphs(self) -> Any:
        return self._font.getGlyphSet()

    def pen(self, glyph: int) -> _Pen:
        if glyph not in self._pens:
            pen = self._pens[glyph] = _Pen(self._glyphs, self._font["head"].unitsPerEm)
            self._glyphs[self._font.getGlyphName(glyph)].draw(pen)
        return self._pens[glyph]


def words(pango_font: Any, size: float, known: dict[int, Any]) -> Words:
    """Those of a font in a size of px; `known` keeps what was read of fonts, by the addresses of their faces."""
    face = get_pango_font_hb_face(pango_font)
    number = int(ffi.cast("uintptr_t", face))
    if number not in known:
        known[number] = _Outlines(face)
    sizes: dict[float, Words] = known[number].words
    if size not in sizes:
        sizes[size] = Words(known[number], size)
    return sizes[size]
