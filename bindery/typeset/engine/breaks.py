"""What goes over to the next page goes there once.

Upstream fault (WeasyPrint 70, ``block_container_layout``; no issue found): a block that is given up, because nothing of
it fits, forgets what went over the page from inside it, but looks for that under its children before layout. So the rest
of a float (a key message in the side column) is drawn at the head of the next page, and then the whole float again.

What we do: it looks under the children after layout too, as the engine does for ``break-inside: avoid``.
"""

import sys

from weasyprint.layout import block

from .pins import rewrite

_GIVE_UP = """\
                context, box.children[skip:], absolute_boxes, fixed_boxes)
            for footnote in new_footnotes:
"""
_GIVE_UP_ALL = _GIVE_UP.replace("box.children[skip:]", "[*new_children, *box.children[skip:]]")


def apply() -> None:
    """Install the rewritten ``block_container_layout`` in the modules that have it by name."""
    engine_block_container_layout = block.block_container_layout
    patched = rewrite(engine_block_container_layout, (_GIVE_UP, _GIVE_UP_ALL))
    for module in (block, sys.modules["weasyprint.layout.page"]):
        module.block_container_layout = patched  # type: ignore[union-attr]
