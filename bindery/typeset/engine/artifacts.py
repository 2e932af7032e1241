"""What is drawn on a page but is no part of the text: artifacts, left out of the tags and of the reading order.

Upstream limitations (WeasyPrint 70): margin boxes (running heads, folios) are tagged as content that no structure
element owns; a table head repeated on the next page is read again; the dots of a leader are read one by one; an image
with ``alt=""`` is a Figure without alternative text.

The kind of artifact is noted on the boxes before anything is drawn, for the whole document, as ``box.artifact``:
drawing and tag building then need not agree on anything else.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint import document as engine_document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream

# Kind -> property list (ISO 32000-1, 14.8.2.2.2).
KINDS = {
    "header": {"Type": "/Pagination", "Subtype": "/Header"},
    "footer": {"Type": "/Pagination", "Subtype": "/Footer"},
    "pagination": {"Type": "/Pagination"},
    "layout": {"Type": "/Layout"},
}
_SVG = "{http://www.w3.org/2000/svg}svg"


def unwrap(box: Any) -> Any:
    """The box itself, where the engine holds a placeholder for an absolute one."""
    return box._box if isinstance(box, AbsolutePlaceholder) else box


def mark_artifacts(pages: Iterable[Any]) -> None:
    """Set ``artifact`` on the boxes of all ``pages``: a key of `KINDS`, or None."""
    seen: dict[Any, Any] = {}
    for page in pages:
        _mark(page._page_box, None, seen)


def _mark(box: Any, inherited: str | None, seen: dict[Any, Any]) -> None:
    box = unwrap(box)
    box.artifact = kind = inherited or _own_kind(box, seen)
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            _mark(child, kind, seen)


def _own_kind(box: Any, seen: dict[Any, Any]) -> str | None:
    if isinstance(box, boxes.MarginBox):
        edge = box.at_keyword.removeprefix("@").partition("-")[0]
        return {"top": "header", "bottom": "footer"}.get(edge, "pagination")
    if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer) and box.element is not None:
        # The first copy on paper is the one that is read. The same box is met once only, so another box is a
        # repetition.
        return None if seen.setdefault((box.element, box.element_tag), box) is box else "pagination"
    if box.is_leader or (isinstance(box, boxes.TextBox) and not box.text.strip()):
        return "layout"  # the engine draws no glyph of a text that is all spaces
    if box.element is None:
        return None
    if isinstance(box, boxes.ReplacedBox) and ("::" in box.element_tag or _is_decorative(box.element)):
        return "layout"
    return "layout" if box.element.get("aria-hidden") == "true" else None


def _is_decorative(element: Any) -> bool:
    """An image that says of itself that it says nothing."""
    if element.get("role") in ("presentation", "none"):
        return True
    return bool(element.tag != _SVG and element.get("alt") == "")


@contextmanager
def marked(self: Any, box: Any, tag: str) -> Iterator[None]:
    """Replaces ``Stream.marked``: an artifact gets a property list and no number."""
    if self._tags is None:
        yield
        return
    kind = getattr(box, "artifact", None)
    if kind is None:
        # Numbered by what is in the page's dictionary, as the engine does: nothing leaves it while the page is drawn.
        self._tags[box] = {"tag": tag, "mcid": len(self._tags)}
        self.begin_marked_content(tag, pydyf.Dictionary({"MCID": self._tags[box]["mcid"]}))
    else:
        self.begin_marked_content("Artifact", pydyf.Dictionary(KINDS[kind]))
    try:
        yield
    finally:
        self.end_marked_content()


def apply() -> None:
    """Install the patch: ``Stream.marked``, and the marking of boxes before ``generate_pdf``."""
    generate: Callable[..., Any] = engine_document.generate_pdf

    def generate_pdf(document: Any, target: Any, zoom: float, **options: Any) -> Any:
        mark_artifacts(document.pages)
        return generate(document, target, zoom, **options)

    engine_document.generate_pdf = generate_pdf
    Stream.marked = marked
