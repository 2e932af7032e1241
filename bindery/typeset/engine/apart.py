"""Lines whose ink would run into the line above are set a little lower.

Upstream limitation (no engine does it): a line's height is the style's, whatever stands in the line. Nastaliq falls
from high on the right to low on the left, and its marks hang below; where a low word meets a high one, at any leading
that a reader would not find loose, they are printed over each other. Of the pairs of lines in the Urdu handbook 16 in
100 touch at a leading of 2.08, and one in 100 still does at 2.5.

What we do, as TeX does with \\lineskip: where leading is much less than the font's own line height, the outlines of a line
are compared with those of the lines above it on the page, and the line takes as much more room above as keeps `CLEAR`
between them. Two thirds of the lines stay where they were, and the others move by a tenth of an em.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from .skyline import Placed, into, meet, words

CLEAR = 0.05  #: of the font's size
TIGHT = 0.9  #: of the font's own line height; all running text but Nastaliq has more, and is left alone
_MEMORY = 8  #: lines, of all columns and cells of a table, that may reach down to a line
#: What a font's own line height depends on.
_FACE = ("font_family", "font_style", "font_stretch", "font_weight", "font_size", "lang")
engine_get_next_linebox = inline.get_next_linebox
engine_linebox_layout = block._linebox_layout  # as `apply` finds it


def get_next_linebox(context: Any, linebox: Any, *arguments: Any) -> tuple[Any, Any]:
    """Replaces ``inline.get_next_linebox``: the next line, lower where it would run into those above it."""
    line, resume_at = engine_get_next_linebox(context, linebox, *arguments)
    if line is None or not line.height or not _is_tight(line):
        return line, resume_at
    placed = _words(line)
    if not placed:
        return line, resume_at
    page, above = getattr(context, "bindery_lines", (None, []))
    if page != context.current_page:
        above = []
    base = line.position_y + line.baseline
    # What stands at this line's height or lower was set before and is set again now.
    above = [(y, others) for y, others in above if y < base - 1 or _beside(placed, others)]
    lower = _into(placed, above, CLEAR * line.style["font_size"])
    if lower > 0:
        placed = [Placed(x, y + lower, word) for x, y, word in placed]
        line.translate(0, lower)
        line.position_y -= lower
        line.height += lower
        line.baseline += lower
        line.bindery_lowered = lower
    context.bindery_lines = context.current_page, [*above[1 - _MEMORY :], (base + lower, placed)]
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
    key = tuple(style[name] for name in _FACE)
    known: dict[tuple[Any, ...], float] = _kept(style.font_config, "bindery_natural")
    if key not in known:
        from . import thrift  # not before other patches are in place

        context, language, description, *_ = getattr(style, "bindery_setting", None) or thrift.setting(style)
        found = ffi.gc(
            pango.pango_context_get_metrics(context, description, language), pango.pango_font_metrics_unref
        )
        known[key] = FROM_UNITS * (
            pango.pango_font_metrics_get_ascent(found) + pango.pango_font_metrics_get_descent(found)
        )
    return known[key]


def _kept(config: Any, name: str) -> dict[Any, Any]:
    """What is known of fonts, kept as long as they are."""
    known: dict[Any, Any] | None = getattr(config, name, None)
    if known is None:
        known = {}
        setattr(config, name, known)
    return known


def _words(line: Any) -> list[Placed]:
    """Those of the line that have ink."""
    placed: list[Placed] = []
    for box in _texts(line):
        if not box.text.strip():
            continue
        box.pango_layout.reactivate(box.style)  # and it stays so: Pango takes longer than all that is done here
        pen, base = box.position_x, box.position_y + box.baseline
        known, size = _kept(box.style.font_config, "bindery_outlines"), float(box.style["font_size"])
        first, _ = box.pango_layout.get_first_line()
        run, font = first.runs[0], ffi.NULL
        while run != ffi.NULL:
            item, run = run.data, run.next
            if item.item.analysis.font != font:
                font = item.item.analysis.font
                fonts_words = words(font, size, known)
            for word in fonts_words.of(item.glyphs, font):
                if word.glyphs:
                    placed.append(Placed(pen, base, word))
                pen += word.width
    return placed


def _beside(line: list[Placed], other: list[Placed]) -> bool:
    """Whether two lines share no place across the page: they are in two columns."""
    ends = min(max(x + word.box.right for x, _, word in each) for each in (line, other))
    return max(min(x + word.box.left for x, _, word in each) for each in (line, other)) >= ends


def _into(line: list[Placed], above: list[tuple[float, list[Placed]]], clear: float) -> float:
    """How far a line reaches into those above it, or into the room of `clear` px that they need; 0: not at all."""
    most, high = -clear, min(y + word.box.high for _, y, word in line)
    for _, others in above:
        for other in others:
            if other.y + other.word.box.low - high > most:
                for word in line:
                    if meet(word, other):
                        most = into(word, other, most)
    return most + clear


def apply() -> None:
    """Install `get_next_linebox` and `linebox_layout`, around what other patches have put there."""
    global engine_linebox_layout
    engine_linebox_layout = block._linebox_layout
    inline.get_next_linebox, block._linebox_layout = get_next_linebox, linebox_layout
