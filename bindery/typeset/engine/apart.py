"""Lines whose ink would run into the line above are set a little lower.

Upstream limitation (no engine does it): a line's height is the style's, whatever stands in the line. Nastaliq falls
from high on the right to low on the left, and its marks hang below; where a low word meets a high one, at any leading
that a reader would not find loose, they are printed over each other. Of the pairs of lines in the Urdu handbook 16 in
100 touch at a leading of 2.08, and one in 100 still does at 2.5.

What we do, as TeX does with \\lineskip: where leading is much less than the font's own line height, the outlines of a line
are compared with those of the lines above it on the page, and the line takes as much more room above as keeps `CLEAR`
between them. Two thirds of the lines stay where they were, and the others move by a tenth of an em.

A skyline is how far up or down ink reaches at each place of the line, in steps of `STEP` px. A glyph's is drawn once a
process, in parts of its size, and brought to steps for each size that it is set in.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from operator import sub
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.text.ffi import FROM_UNITS, ffi, harfbuzz, pango
from weasyprint.text.fonts import get_hb_object_data

STEP = 0.5  #: px
CLEAR = 0.05  #: of the font's size
TIGHT = 0.9  #: of the font's own line height; all running text but Nastaliq has more, and is left alone
_MEMORY = 8  #: lines, of all columns and cells of a table, that may reach down to a line
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

engine_get_next_linebox = inline.get_next_linebox
engine_linebox_layout = block._linebox_layout  # as `apply` finds it



@dataclass(slots=True)
class _Ink:
    """What is covered from step `start` on: where ink begins and ends, in px downwards; infinite where there is none.

    `base`: a line's base line; a glyph's is at 0.
    """

    base: float
    start: int
    top: list[float]
    bottom: list[float]

    @property
    def end(self) -> int:
        return self.start + len(self.top)

    def add(self, at: int, y: float, glyph: "_Ink") -> None:
        """Put in a glyph whose origin is at step `at`, `y` px down. There must be room for it."""
        first = at + glyph.start - self.start
        last = first + len(glyph.top)
        self.top[first:last] = map(min, self.top[first:last], [y + top for top in glyph.top])
        self.bottom[first:last] = map(max, self.bottom[first:last], [y + bottom for bottom in glyph.bottom])

    def meets(self, other: "_Ink") -> bool:
        """Whether one stands below the other, or in its place."""
        return self.start < other.end and other.start < self.end

    def into(self, above: "_Ink") -> float:
        """How far this reaches into what stands above it, in px; less than nothing where they are apart."""
        first, last = max(self.start, above.start), min(self.end, above.end)
        below = self.top[first - self.start : last - self.start]
        return max(map(sub, above.bottom[first - above.start : last - above.start], below), default=-math.inf)

    def move(self, dy: float) -> None:
        self.base += dy
        self.top = [top + dy for top in self.top]
        self.bottom = [bottom + dy for bottom in self.bottom]


class _Pen(BasePen):  # type: ignore[misc]  # fontTools has no types here
    """Draws an outline's skyline: part of the size -> top and bottom, both in parts of the size too, downwards."""

    def __init__(self, glyphs: Any, upem: int) -> None:
        super().__init__(glyphs)
        self.unit, self.at = PARTS / upem, (0.0, 0.0)
        self.top: dict[int, float] = {}
        self.bottom: dict[int, float] = {}

    def _moveTo(self, point: tuple[float, float]) -> None:
        self.at = point

    def _lineTo(self, point: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = self.at, point
        top, bottom, unit = self.top, self.bottom, self.unit
        pieces = max(1, math.ceil(abs(x1 - x0) * unit))
        x, y = x0, y0
        for i in range(1, pieces + 1):
            right, end = (x1, y1) if i == pieces else (x0 + (x1 - x0) * i / pieces, y0 + (y1 - y0) * i / pieces)
            high, low = (-y * unit, -end * unit) if y > end else (-end * unit, -y * unit)
            first, last = math.floor(x * unit), math.floor(right * unit)
            for part in range(first, last + 1) if first <= last else range(last, first + 1):
                if high < top.get(part, math.inf):
                    top[part] = high
                if low > bottom.get(part, -math.inf):
                    bottom[part] = low
            x, y = right, end
        self.at = point

    def _curveToOne(self, first: Any, second: Any, end: Any) -> None:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = self.at, first, second, end
        across = max(x0, x1, x2, x3) - min(x0, x1, x2, x3)
        for a, b, c, d in _WEIGHTS[min(_CURVE, 2 + int(across * self.unit))]:
            self._lineTo((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))

    def ink(self, size: float) -> _Ink:
        """In steps for a font of `size` px: each part reaches half a step further, since places are rounded to steps."""
        if not self.top:
            return _Ink(0, 0, [], [])
        part, scale = size / PARTS / STEP, size / PARTS
        start, end = math.floor(min(self.top) * part - 0.5), math.floor((max(self.top) + 1) * part + 0.5) + 1
        ink = _Ink(0, start, [math.inf] * (end - start), [-math.inf] * (end - start))
        for at, top in self.top.items():
            high, low = top * scale, self.bottom[at] * scale
            for step in range(math.floor(at * part - 0.5) - start, math.floor((at + 1) * part + 0.5) + 1 - start):
                if high < ink.top[step]:
                    ink.top[step] = high
                if low > ink.bottom[step]:
                    ink.bottom[step] = low
        return ink


def get_next_linebox(context: Any, linebox: Any, *arguments: Any) -> tuple[Any, Any]:
    """Replaces ``inline.get_next_linebox``: the next line, lower where it would run into those above it."""
    line, resume_at = engine_get_next_linebox(context, linebox, *arguments)
    if line is None or not line.height or not _is_tight(line):
        return line, resume_at
    ink = _ink(line)
    if ink is None:
        return line, resume_at
    page, above = getattr(context, "bindery_lines", (None, []))
    if page != context.current_page:
        above = []
    # What stands at this line's height or lower was set before and is set again now.
    above = [other for other in above if other.base < ink.base - 1 or not ink.meets(other)]
    lower = max(map(ink.into, above), default=-math.inf) + CLEAR * line.style["font_size"]
    if lower > 0:
        ink.move(lower)
        line.translate(0, lower)
        line.position_y -= lower
        line.height += lower
        line.baseline += lower
        line.bindery_lowered = lower
    context.bindery_lines = context.current_page, [*above[1 - _MEMORY :], ink]
    return line, resume_at


def linebox_layout(context: Any, box: Any, index: int, child: Any, new_children: list[Any], *arguments: Any) -> Any:
    """Replaces ``block._linebox_layout``: a list's marker goes down with the line that it stands beside."""
    before, absolute = len(new_children), arguments[1]
    last = absolute[-1] if absolute else None
    result = engine_linebox_layout(context, box, index, child, new_children, *arguments)
    if last is not None and last.is_outside_marker and before < len(new_children):
        line = new_children[before]
        if abs(line.position_y - last.position_y) < 1:
            last.translate(0, getattr(line, "bindery_lowered", 0))
    return result


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
            yield from _texts(child)


def _is_tight(line: Any) -> bool:
    """Whether the line is so much lower than a font in it asks for that ink may meet."""
    return any(line.height < TIGHT * _natural(text.style) for text in _texts(line))


def _natural(style: Any) -> float:
    """The font's own line height in px."""
    known = getattr(style, "bindery_natural", None)
    if known is None:
        from . import thrift  # not before other patches are in place

        context, language, description, *_ = getattr(style, "bindery_setting", None) or thrift.setting(style)
        found = ffi.gc(
            pango.pango_context_get_metrics(context, description, language), pango.pango_font_metrics_unref
        )
        known = FROM_UNITS * (
            pango.pango_font_metrics_get_ascent(found) + pango.pango_font_metrics_get_descent(found)
        )
        style.bindery_natural = known
    return float(known)


def _ink(line: Any) -> _Ink | None:
    """What the line's letters cover; None where it has none."""
    placed: list[tuple[int, float, _Ink]] = []
    for box in _texts(line):
        if not box.text.strip():
            continue
        box.pango_layout.reactivate(box.style)
        pen, base = box.position_x, box.position_y + box.baseline
        first, _ = box.pango_layout.get_first_line()
        run = first.runs[0]
        while run != ffi.NULL:
            item, run = run.data, run.next
            font, glyphs = item.item.analysis.font, item.glyphs
            shapes = _shapes(box.style, font)
            for i in range(glyphs.num_glyphs):
                info = glyphs.glyphs[i]
                geometry, glyph = info.geometry, info.glyph
                if not glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG and glyph != pango.PANGO_GLYPH_EMPTY:
                    shape = shapes.get(glyph)
                    if shape.top:
                        x = pen + geometry.x_offset * FROM_UNITS
                        placed.append((round(x / STEP), base + geometry.y_offset * FROM_UNITS, shape))
                pen += geometry.width * FROM_UNITS
        box.pango_layout.deactivate()
    if not placed:
        return None
    start = min(at + shape.start for at, _, shape in placed)
    steps = max(at + shape.end for at, _, shape in placed) - start
    ink = _Ink(line.position_y + line.baseline, start, [math.inf] * steps, [-math.inf] * steps)
    for at, y, shape in placed:
        ink.add(at, y, shape)
    return ink


class _Shapes:
    """The skylines of a font's glyphs in one size."""

    def __init__(self, drawn: "_Drawn", size: float) -> None:
        self._drawn, self._size, self._known = drawn, size, dict[int, _Ink]()

    def get(self, glyph: int) -> _Ink:
        ink = self._known.get(glyph)
        if ink is None:
            ink = self._known[glyph] = self._drawn.pen(glyph).ink(self._size)
        return ink


class _Drawn:
    """The outlines of a font, each drawn once."""

    def __init__(self, data: bytes) -> None:
        font = TTFont(BytesIO(data), lazy=True)
        self._glyphs, self._names, self._upem = font.getGlyphSet(), font.getGlyphOrder(), font["head"].unitsPerEm
        self._pens: dict[int, _Pen] = {}
        self.sizes: dict[float, _Shapes] = {}

    def pen(self, glyph: int) -> _Pen:
        if glyph not in self._pens:
            pen = self._pens[glyph] = _Pen(self._glyphs, self._upem)
            self._glyphs[self._names[glyph]].draw(pen)
        return self._pens[glyph]


def _shapes(style: Any, pango_font: Any) -> _Shapes:
    """The glyphs of a font in the style's size; kept as long as the style's fonts."""
    config = style.font_config
    known = getattr(config, "bindery_outlines", None)
    if known is None:
        known = config.bindery_outlines = {}
    face = harfbuzz.hb_font_get_face(pango.pango_font_get_hb_font(pango_font))
    number = int(ffi.cast("uintptr_t", face))
    if number not in known:
        known[number] = _Drawn(get_hb_object_data(face))
    size = float(style["font_size"])
    sizes: dict[float, _Shapes] = known[number].sizes
    if size not in sizes:
        sizes[size] = _Shapes(known[number], size)
    return sizes[size]


def apply() -> None:
    """Install `get_next_linebox` and `linebox_layout`, around what other patches have put there."""
    global engine_linebox_layout
    engine_linebox_layout = block._linebox_layout
    inline.get_next_linebox, block._linebox_layout = get_next_linebox, linebox_layout
