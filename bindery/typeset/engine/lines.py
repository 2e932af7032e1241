"""Lines are filled: no word, and no half of a word, stands alone in the middle of a paragraph.

Upstream fault (WeasyPrint 70, ``split_first_line``; no issue found): Pango lets the spaces at the end of a text hang
over the edge and says that the text is one line; the engine counts them and finds the line too wide. What is one line
and too wide, it takes for one word that is too long, and ends the line after the first word, or within it. Texts that
end in a space stand before every inline element:

- ``… the <a>case</a>``, where the line has room for the text but not for the space: the first word of that line, or
  the half of it before a hyphen, is all that the line gets;
- ``glossary (p.\u00a0<span>88</span>)``, where the number does not fit: the engine asks for the last place to break
  before it by making the line narrower, and gets one inside the first word.

What we do, where Pango says one line and the engine too wide: spaces that collapse at the end of a line count for
nothing, so that the text fits; spaces that stay (U+00A0, U+202F) count, so that Pango looks for a break. A text without
either is one long word indeed, and stays the engine's affair.
"""

import sys
from typing import Any

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, pango

from .pins import rewrite

_DECISION = "    if resume_index is None and first_line_width <= max_width:\n"
_HOOK = """\
    if resume_index is None and first_line_width > max_width > 0:
        if space_collapse and lines_patch.fits_without_spaces(layout, style, max_width):
            return first_line_metrics(
                first_line, text, layout, resume_index, space_collapse, style)
        if lines_patch.count_spaces(layout, style):
            first_line, resume_index = layout.get_first_line()
            first_line_width, _ = line_size(first_line, style)
"""
engine_split_first_line = line_break.split_first_line


def fits_without_spaces(layout: Any, style: Any, max_width: float) -> bool:
    """Whether the text of ``layout`` fits into ``max_width`` px but for the spaces (U+0020) at its end.

    Whoever puts boxes on a line leaves such spaces out of account already (``trailing_whitespace_size``).
    """
    bare = layout.text.rstrip(" ")
    return bare not in ("", layout.text) and _width(bare, style) <= max_width


def count_spaces(layout: Any, style: Any) -> bool:
    """Make ``layout`` so narrow that what hangs over its edge is broken off; False where nothing hangs.

    The text without its last spaces is then too wide by the least that Pango can tell.
    """
    bare = layout.text.rstrip()
    if bare in ("", layout.text):
        return False
    spacing = 0 if style["letter_spacing"] == "normal" else style["letter_spacing"]  # `line_size` adds one at the end
    width = int((_width(bare, style) - spacing) * TO_UNITS) - 1
    if width > 0:
        pango.pango_layout_set_width(layout.layout, width)
    return width > 0


def _width(text: str, style: Any) -> float:
    """The width of ``text`` on a line of its own, in px."""
    layout = line_break.create_layout(text, style, None, None, 0)
    line, _ = layout.get_first_line()  # belongs to the layout, which must live on
    width, _ = line_break.line_size(line, style)
    return float(width)


def apply() -> None:
    """Install the rewritten ``split_first_line`` in the modules that have it by name."""
    line_break.lines_patch = sys.modules[__name__]
    patched = rewrite(engine_split_first_line, (_DECISION, _HOOK + _DECISION))
    for module in (line_break, inline, preferred):
        module.split_first_line = patched
