"""Lines are filled: no word, and no half of a word, stands alone in the middle of a paragraph.

Upstream faults (WeasyPrint 70; no issue found):

- ``split_first_line``: Pango lets the spaces at the end of a text hang over the edge and says that the text is one
  line; the engine counts them and finds it too wide. What is one line and too wide, it takes for one word that is too
  long, and ends the line after the first word, or within it. Such texts stand before every inline element: in
  ``… the <a>case</a>`` the line has room for the text and not for the space; before the number in
  ``glossary (p.&nbsp;<span>88</span>)`` the engine looks for a place to break by making the line narrower.
- ``can_break_inside``: a word that is an element (``<span>recruitment</span>, …``) is never hyphenated when it fits
  and what follows it, the comma, does not.

What we do, where Pango says one line and the engine too wide: spaces that collapse at the end of a line count for
nothing, so that the text fits; spaces that stay (U+00A0, U+202F) count, so that Pango looks for a break. A text without
either is one long word indeed, and stays the engine's affair. And what hyphenates can break inside.
"""

import re
import sys
from functools import cache
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, pango

from . import hyphens
from .pins import rewrite

_WORD = re.compile(r"[^\W\d_]+")
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
engine_split_first_line, engine_can_break_inside = line_break.split_first_line, inline.can_break_inside


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


def can_break_inside(box: Any) -> bool:
    """Replaces ``inline.can_break_inside``: where a word hyphenates, its box can break."""
    return engine_can_break_inside(box) or hyphenates(box)


def hyphenates(box: Any) -> bool:
    """Whether a word in an inline box can be parted by the engine's hyphenation."""
    if isinstance(box, boxes.TextBox):
        style = box.style
        language = style["lang"] and line_break.pyphen.language_fallback(style["lang"])
        if style["hyphens"] != "auto" or not language or style["white_space"] not in ("normal", "pre-wrap", "pre-line"):
            return False
        total, left, right = style["hyphenate_limit_chars"]
        words = (word for word in _WORD.findall(box.text) if len(word) >= total)
        return any(_dictionary(language, left, right).positions(word) for word in words)
    return isinstance(box, (boxes.LineBox, boxes.InlineBox)) and any(hyphenates(child) for child in box.children)


@cache
def _dictionary(language: str, left: int, right: int) -> Any:
    return line_break.pyphen.Pyphen(lang=language, left=left, right=right)


def _width(text: str, style: Any) -> float:
    """The width of ``text`` on a line of its own, in px."""
    layout = line_break.create_layout(text, style, None, None, 0)
    line, _ = layout.get_first_line()  # belongs to the layout, which must live on
    width, _ = line_break.line_size(line, style)
    return float(width)


def apply() -> None:
    """Install ``can_break_inside``, and the rewritten ``split_first_line`` in the modules that have it by name."""
    line_break.lines_patch = sys.modules[__name__]
    patched = rewrite(engine_split_first_line, (_DECISION, _HOOK + _DECISION), hyphens.LAST_WORD)
    for module in (line_break, inline, preferred):
        module.split_first_line = patched
    inline.can_break_inside = can_break_inside
