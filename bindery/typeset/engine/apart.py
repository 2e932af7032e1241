"""Lines whose ink would run into the line above are set a little lower.

Upstream limitation (no engine does it): a line's height is the style's, whatever stands in the line. Nastaliq falls
from high on the right to low on the left, and its marks hang below; where a low word meets a high one, at any leading
that a reader would not find loose, they are printed over each other. Of the pairs of lines in the Urdu handbook 16 in
100 touch at a leading of 2.08, and one in 100 still does at 2.5.

What we do, as TeX does with \\lineskip: where leading is much less than the font's own line height, the outlines of a line
are compared with those of the lines above it on the page, and the line takes as much more room above as keeps `CLEAR`
between them. Two thirds of the lines stay where they were, and the others move by a tenth of an em.

A skyline is how far up or down ink reaches at each place of the line, in steps of `STEP` px.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
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
_CURVE = 6  #: pieces of a curve
#: How much of its four points there is in each place between them (Bernstein).
_WEIGHTS = tuple(
    ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in (i / _CURVE for i in range(1, _CURVE + 1))
)

engine_get_next_linebox = inline.get_next_linebox
engine_linebox_layout = block._linebox_layout  # as `apply` finds it

Skyline = dict[int, float]  # step -> y in px, downwards


@dataclass(slots=True)
class _Ink:
    """What a line covers: its base line, and where its ink begins and ends at each step."""

    base: float
    top: Skyline = field(default_factory=dict)
    bottom: Skyline = field(default_factory=dict)

    def add(self, x: float, y: float, glyph: "_Ink") -> None:
        at = round(x / STEP)
        for step, top in glyph.top.items():
            here = at + step
            if y + top < self.top.get(here, math.inf):
                self.top[here] = y + top
        for step, bottom in glyph.bottom.items():
            here = at + step
            if y + bottom > self.bottom.get(here, -math.inf):
                self.bottom[here] = y + bottom

    def meets(self, other: "_Ink") -> bool:
        """Whether one stands below the other, or in its place."""
        return min(self.top) <= max(other.top) and min(other.top) <= max(self.top)

    def move(self, dy: float) -> None:
        self.base += dy
        for line in (self.top, self.bottom):
            for step in line:
                line[step] += dy


class _Pen(BasePen):  # type: ignore[misc]  # fontTools has no types here
    """Draws an outline into an `_Ink`: font units to px, from the glyph's origin."""

    def __init__(self, glyphs: Any, scale: float) -> None:
        super().__init__(glyphs)
        self.scale, self.ink, self.at = scale, _Ink(0), (0.0, 0.0)

    def _moveTo(self, point: tuple[float, float]) -> None:
        self.at = point

    def _lineTo(self, point: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = self.at, point
        top, bottom = self.ink.top, self.ink.bottom
        pieces = max(1, math.ceil(abs(x1 - x0) * self.scale / STEP))
        unit, x, y = self.scale / STEP, x0, y0
        for i in range(1, pieces + 1):
            right, end = (x1, y1) if i == pieces else (x0 + (x1 - x0) * i / pieces, y0 + (y1 - y0) * i / pieces)
            steps = math.floor(x * unit), math.floor(right * unit)
            high, low = -max(y, end) * self.scale, -min(y, end) * self.scale
            for near in range(min(steps) - 1, max(steps) + 2):  # places are rounded to steps: half of one, either way
                if high < top.get(near, math.inf):
                    top[near] = high
                if low > bottom.get(near, -math.inf):
                    bottom[near] = low
            x, y = right, end
        self.at = point

    def _curveToOne(self, first: Any, second: Any, end: Any) -> None:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = self.at, first, second, end
        for a, b, c, d in _WEIGHTS:
            self._lineTo((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))


def get_next_linebox(context: Any, linebox: Any, *arguments: Any) -> tuple[Any, Any]:
    """Replaces ``inline.get_next_linebox``: the next line, lower where it would run into those above it."""
    line, resume_at = engine_get_next_linebox(context, linebox, *arguments)
    if line is None or not line.height or not _is_tight(line):
        return line, resume_at
    ink = _ink(line)
    if not ink.top:
        return line, resume_at
    page, above = getattr(context, "bindery_lines", (None, []))
    if page != context.current_page:
        above = []
    # What stands at this line's height or lower was set before and is set again now.
    above = [other for other in above if other.base < ink.base - 1 or not ink.meets(other)]
    clear = CLEAR * line.style["font_size"]
    lower = max(
        (other.bottom[step] + clear - top for other in above for step, top in ink.top.items() if step in other.bottom),
        default=0.0,
    )
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


def _ink(line: Any) -> _Ink:
    ink = _Ink(line.position_y + line.baseline)
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
            for i in range(glyphs.num_glyphs):
                info = glyphs.glyphs[i]
                geometry = info.geometry
                if not info.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG and info.glyph != pango.PANGO_GLYPH_EMPTY:
                    shape = _outline(box.style, font, info.glyph)
                    ink.add(pen + geometry.x_offset * FROM_UNITS, base + geometry.y_offset * FROM_UNITS, shape)
                pen += geometry.width * FROM_UNITS
        box.pango_layout.deactivate()
    return ink


def _outline(style: Any, pango_font: Any, glyph: int) -> _Ink:
    """The skyline of one glyph; drawn once for a font and size, since a style's fonts outlive its texts."""
    config = style.font_config
    known = getattr(config, "bindery_outlines", None)
    if known is None:
        known = config.bindery_outlines = {}
    face = harfbuzz.hb_font_get_face(pango.pango_font_get_hb_font(pango_font))
    size, number = float(style["font_size"]), int(ffi.cast("uintptr_t", face))
    if number not in known:
        font = TTFont(BytesIO(get_hb_object_data(face)), lazy=True)
        known[number] = font.getGlyphSet(), font.getGlyphOrder(), font["head"].unitsPerEm, {}
    shapes, names, upem, drawn = known[number]
    shape: _Ink | None = drawn.get((glyph, size))
    if shape is None:
        pen = _Pen(shapes, size / upem)
        shapes[names[glyph]].draw(pen)
        shape = drawn[glyph, size] = pen.ink
    return shape


def apply() -> None:
    """Install `get_next_linebox` and `linebox_layout`, around what other patches have put there."""
    global engine_linebox_layout
    engine_linebox_layout = block._linebox_layout
    inline.get_next_linebox, block._linebox_layout = get_next_linebox, linebox_layout
