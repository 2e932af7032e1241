"""A justified line is exactly as wide as the measure, also where its words are of two fonts.

Upstream fault (WeasyPrint 70, ``add_word_spacing``; no issue found): a line is justified by attributes on its spaces,
which make Pango look for the font of each space anew. So the spaces of a Latin phrase in Arabic, drawn in the Latin font
when the line was measured, are drawn in the Arabic one, and are wider or narrower: the phrase runs into its neighbour or
stops short of it.

What we do: the layout that is drawn is measured, and its spaces take up the difference.
"""

from typing import Any

from weasyprint.layout import inline
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout, line_size

from .pins import rewrite

_TOLERANCE = 0.1  # px
_MADE = "            box.pango_layout = layout\n"
_WANTED = "            layout.wanted = box.width, nb_spaces\n"
engine_reactivate = Layout.reactivate


def reactivate(layout: Any, style: Any) -> None:
    """Wraps ``Layout.reactivate``, by which a layout is made ready for drawing; one that is ready stays as it is."""
    if hasattr(layout, "layout"):
        return
    engine_reactivate(layout, style)
    # As the engine does before it draws. Then, Pango would shape again what is measured here.
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    width, spaces = getattr(layout, "wanted", (0, 0))
    if spaces:
        line, _ = layout.get_first_line()
        surplus = line_size(line, style)[0] - width
        if abs(surplus) > _TOLERANCE:
            layout.justification_spacing -= surplus / spaces
            layout.set_text(layout.text, justify=True)


def apply() -> None:
    """Install the rewritten ``add_word_spacing``, and ``reactivate``."""
    inline.add_word_spacing = rewrite(inline.add_word_spacing, (_MADE, _MADE + _WANTED))
    Layout.reactivate = reactivate
