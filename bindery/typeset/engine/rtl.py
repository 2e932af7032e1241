"""Right-to-left lines that end in a space before an inline element are justified to both edges.

Upstream fault (WeasyPrint 70, ``remove_last_whitespace``; no issue found): the space taken off at the end of a
right-to-left line lies at the left of its text. The engine keeps the layout that has the space, and moves every box of
the line to the left by the space's width, so that the space hangs over the edge. But justification makes the layout
anew, without the space: such a line sticks out on the left by a space, and has a hole of a space on the right (where it
is one text) or before its last text.

What we do: the text takes the layout without the space and stays; only what stands to the right of it moves.
"""

from weasyprint.layout import inline

from .pins import rewrite

_EVERY_BOX = """\
        for child in line.children:
            child.translate(dx=-space_width, ignore_floats=True)
"""
_WHAT_STANDS_BEFORE = """\
        if new_text:
            box.pango_layout = new_box.pango_layout
        for ancestor in ancestors:
            for child in ancestor.children[:-1]:
                child.translate(dx=-space_width, ignore_floats=True)
"""


def apply() -> None:
    """Install the rewritten ``remove_last_whitespace``."""
    inline.remove_last_whitespace = rewrite(inline.remove_last_whitespace, (_EVERY_BOX, _WHAT_STANDS_BEFORE))
