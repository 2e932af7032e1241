"""Columns start at the same height: a margin is cut off at the top of a column, as it is at the top of a page.

Upstream fault (WeasyPrint 70, ``columns_layout``; its ``page_is_empty`` does not reach the blocks of a column): a block
that an unforced break brings to the top of a column, or of the next page's columns, keeps its margin-top (CSS
Fragmentation 3, 5.2, asks for none), so that an index column that begins with a letter hangs lower than its neighbour.

The first block of all keeps its margin: no break stands before it.
"""

from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.layout import block

_FORCED = frozenset(("always", "page", "column", "left", "right", "recto", "verso"))
engine_block_box_layout = block.block_box_layout


def block_box_layout(context: Any, box: Any, bottom_space: float, skip_stack: Any, *rest: Any, **options: Any) -> Any:
    """Wraps ``block.block_box_layout``, which lays out a column whenever it lays out a block that is one."""
    if box.is_column and skip_stack:
        box = without_margin_at_top(box, skip_stack)
    return engine_block_box_layout(context, box, bottom_space, skip_stack, *rest, **options)


def without_margin_at_top(column: Any, skip_stack: Any) -> Any:
    """The column, its first block (where ``skip_stack`` says that it begins) without a margin above it."""
    ((first, inside),) = skip_stack.items()
    child = column.children[first]
    before = column.children[first - 1].style["break_after"] if first else "auto"
    if inside is not None or child.style["margin_break"] == "keep":
        return column  # a block goes on: it has no top here
    if child.style["margin_break"] == "auto" and _FORCED & {before, child.style["break_before"]}:
        return column
    child = child.copy()
    child.style = child.style.copy()
    child.style["margin_top"] = Dimension(0, "px")
    return column.copy_with_children([*column.children[:first], child, *column.children[first + 1 :]])


def apply() -> None:
    """Install the patch where ``columns_layout`` looks it up, at each call."""
    block.block_box_layout = block_box_layout
