"""Right-to-left lines end where they should: at the end without a space, and at the page number.

Upstream faults (WeasyPrint 70; no issue found):

- ``remove_last_whitespace``: the space taken off at the end of a right-to-left line lies at the left of its text. The
  engine keeps the layout that has the space, and moves every box of the line to the left by the space's width, so that
  the space hangs over the edge. But justification makes the layout anew, without the space: such a line sticks out on
  the left by a space, and has a hole of a space on the right (where it is one text) or before its last text. And where
  the last text runs from left to right, nothing moves: a hole of a space is left before it.
- ``text_align``: the first line of a right-to-left paragraph is shorter or longer by ``text-indent``, but begins where
  the others do.
- ``handle_leader``: what holds a leader, and the line itself, grow by the leader's width to the right, although the
  line of a right-to-left text begins there: links of a contents list stick out of the page.

What we do: the text takes the layout without the space and stays; what stands to the right of it moves to it. A first
line moves by its indent. And what holds a leader grows to the left.
"""

from typing import Any

from weasyprint.layout import inline, leader

from .pins import rewrite

_EVERY_BOX = """\
    if box.pango_layout.first_line_direction % 2:
        for child in line.children:
            child.translate(dx=-space_width, ignore_floats=True)
"""
_WHAT_STANDS_BEFORE = """\
    if new_text and box.pango_layout.first_line_direction % 2:
        box.pango_layout = new_box.pango_layout
    for ancestor in ancestors:
        if ancestor.style['direction'] == 'rtl':
            for child in ancestor.children[:-1]:
                child.translate(dx=-space_width, ignore_floats=True)
"""
_BOXES = "    box = line\n"
_LINE = """\
    if line.style['direction'] == 'rtl':
        line.position_x -= extra_width
"""
_WIDER = "        box.width += extra_width\n"
_TO_THE_LEFT = """\
        if line.style['direction'] == 'rtl' and not box.is_leader:
            box.position_x -= extra_width
"""


def apply() -> None:
    """Install ``text_align``, around what is there, and the rewritten ``remove_last_whitespace`` and ``handle_leader``."""
    aligned = inline.text_align

    def text_align(context: Any, line: Any, available_width: float, last: bool) -> float:
        """How far the line moves from the edge at which it begins: to the left, where that is the right one."""
        indent = line.text_indent if line.style["direction"] == "rtl" else 0
        return float(aligned(context, line, available_width, last)) + indent

    inline.text_align = text_align
    inline.remove_last_whitespace = rewrite(inline.remove_last_whitespace, (_EVERY_BOX, _WHAT_STANDS_BEFORE))
    inline.handle_leader = rewrite(leader.handle_leader, (_BOXES, _BOXES + _LINE), (_WIDER, _WIDER + _TO_THE_LEFT))
