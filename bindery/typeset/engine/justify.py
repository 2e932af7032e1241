"""A justified line is exactly as wide as the measure, also where its words are of two fonts.

Upstream fault (WeasyPrint 70, ``add_word_spacing``; no issue found): a line is justified by attributes on its spaces,
which make Pango look for the font of each space anew. So the spaces of a Latin phrase in Arabic, drawn in the Latin font
when the line was measured, are drawn in the Arabic one, and are wider or narrower: the phrase runs into its neighbour or
stops short of it. And a space at the end of a text, which Pango stretches by half of what it is told, is told twice as
much only if it is a plain one; before a page number it is not.

What we do: the layout that is drawn is measured, and its spaces take up the difference. No-break spaces at an end are
told twice as much, too.
"""

from typing import Any

from weasyprint.layout import inline
from weasyprint.text.line_break import Layout, line_size

from .pins import rewrite

_TOLERANCE = 0.1  # px
_MADE = "            box.pango_layout = layout\n"
_WANTED = "            layout.wanted = box.width, nb_spaces\n"
_PLAIN_END = "factor = 1 + (match.start() in boundary_positions)"
_ANY_END = "factor = 1 + (match.start() == 0 or match.end() == len(bytestring))"
engine_reactivate = Layout.reactivate


def reactivate(layout: Any, style: Any) -> None:
    """Wraps ``Layout.reactivate``, by which a layout is made ready for drawing."""
    engine_reactivate(layout, style)
    wanted, spaces = getattr(layout, "wanted", (0, 0))
    if spaces and abs(surplus := _width(layout, style) - wanted) > _TOLERANCE:
        layout.justification_spacing -= surplus / spaces
        layout.set_text(layout.text, justify=True)


def _width(layout: Any, style: Any) -> float:
    line, _ = layout.get_first_line()
    return float(line_size(line, style)[0])


def apply() -> None:
    """Install the rewritten ``add_word_spacing`` and ``set_text``, and ``reactivate``."""
    inline.add_word_spacing = rewrite(inline.add_word_spacing, (_MADE, _MADE + _WANTED))
    Layout.set_text = rewrite(Layout.set_text, (_PLAIN_END, _ANY_END))
    Layout.reactivate = reactivate
