"""A document may be set with less room between its blocks and lines than its stylesheets say.

Upstream limitation (WeasyPrint 70): CSS has no unit that a document could make smaller for all of a section; who wants
a page less must write every margin and leading anew.

What we do: ``data-room="0.8 0.99"`` on the root element takes margins above and below blocks, and paddings above and
below in cells, times the first, and leading times the second. The size of the type stays.
"""

from typing import Any

from weasyprint import document
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes

_SPACES = ("margin_top", "margin_bottom")
_IN_CELLS = ("padding_top", "padding_bottom")
engine_build_formatting_structure = document.build_formatting_structure


def build_formatting_structure(element_tree: Any, *arguments: Any) -> Any:
    """Wraps what makes the boxes of a document; they are not laid out yet."""
    root = engine_build_formatting_structure(element_tree, *arguments)
    if given := element_tree.get("data-room"):
        spaces, leading = map(float, given.split())
        take_room(root, spaces, leading)
    return root


def take_room(root: Any, spaces: float, leading: float) -> None:
    """Scale the styles of all boxes; a style is shared by boxes, and inherits when first asked, so all are asked first."""
    wanted: dict[tuple[int, str], tuple[Any, Any]] = {}
    for box in (root, *root.descendants()):
        names = _SPACES + _IN_CELLS if isinstance(box, boxes.TableCellBox) else _SPACES
        for name in names:
            length = box.style[name]
            if isinstance(length, Dimension) and length.unit == "px" and length.value > 0:
                wanted[id(box.style), name] = box.style, Dimension(length.value * spaces, "px")
        height = box.style["line_height"]
        if isinstance(height, float | int):
            wanted[id(box.style), "line_height"] = box.style, float(height * leading)
        elif isinstance(height, Dimension) and height.unit == "px":
            wanted[id(box.style), "line_height"] = box.style, Dimension(height.value * leading, "px")
    for (_, name), (style, value) in wanted.items():
        style[name] = value


def apply() -> None:
    """Install ``build_formatting_structure`` where documents are rendered."""
    document.build_formatting_structure = build_formatting_structure
