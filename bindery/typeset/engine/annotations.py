"""Link annotations that a reader, a screen reader and PDF/UA-1 can use.

Upstream limitations (WeasyPrint 70, ``add_links``): Contents is the bare target; rectangles have their corners
swapped; the Print flag is missing; an ``<a>`` with children or ``::after`` gets one annotation for each box, on top of
each other; links in margin boxes are annotations that no structure element owns.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import pydyf
from weasyprint import pdf as engine_pdf
from weasyprint.logger import LOGGER

_PRINT = 1 << 2  # annotation flag 3; PDF/A asks for it
_SVG_TITLE = "{http://www.w3.org/2000/svg}title"

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom in px from the page's top left


class Link(NamedTuple):
    kind: str  # internal or external
    target: str
    rectangle: Rectangle
    box: Any


def contents(element: Any, target: str) -> str:
    """What a link is called: its ``title``, else its ``aria-label``, else its text, images by their alternative
    text."""
    named = element.get("title") or element.get("aria-label") or _text(element)
    named = re.sub(r"\s+", " ", named).strip()
    if not named:
        LOGGER.error('Link to "%s" has no text: give it a title attribute', target)
    return named


def _text(element: Any) -> str:
    parts = [element.get("alt") or element.get("aria-label") or "", element.text or ""]
    for child in element:
        if child.tag == _SVG_TITLE and element.get("aria-label"):
            continue
        parts += [_text(child), child.tail or ""]
    return "".join(parts)


def merge(links: Iterable[Link]) -> list[Link]:
    """One link where boxes of the same target lie in each other (an element, its children, its pseudo-elements)."""
    merged: list[Link] = []
    for link in links:
        left, top, right, bottom = link.rectangle
        if right - left <= 0 or bottom - top <= 0:
            continue
        for i, other in enumerate(merged):
            a, b, c, d = other.rectangle
            inside = a - 0.5 <= left and right <= c + 0.5 and top < d and b < bottom
            if inside and (other.kind, other.target) == (link.kind, link.target):
                merged[i] = other._replace(rectangle=(a, min(b, top), c, max(d, bottom)))
                break
        else:
            merged.append(link)
    return merged


def add_links(links_and_anchors: Any, matrix: Any, pdf: Any, page: Any, names: Any, tags: Any) -> None:
    """Replaces ``weasyprint.pdf.anchors.add_links``, same arguments."""
    links, anchors = links_and_anchors
    kept = (Link(*link) for link in links if link[0] in ("internal", "external"))
    for link in merge(link for link in kept if getattr(link.box, "artifact", None) is None):
        x1, y1 = matrix.transform_point(*link.rectangle[:2])
        x2, y2 = matrix.transform_point(*link.rectangle[2:])
        annotation = pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Link",
                "Rect": pydyf.Array([min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]),
                "BS": pydyf.Dictionary({"W": 0}),
                "F": _PRINT,
                "P": page.reference,
                "Contents": pydyf.String(contents(link.box.element, link.target)),
            }
        )
        if link.kind == "internal":
            annotation["Dest"] = pydyf.String(link.target)
        else:
            annotation["A"] = pydyf.Dictionary({"Type": "/Action", "S": "/URI", "URI": pydyf.String(link.target)})
        pdf.add_object(annotation)
        page.setdefault("Annots", pydyf.Array()).append(annotation.reference)
        link.box.link_annotation = annotation
    for name, x, y in anchors:
        x, y = matrix.transform_point(x, y)
        names.append([name, pydyf.Array([page.reference, "/XYZ", x, y, 0])])


def apply() -> None:
    """Install the patch where ``generate_pdf`` looks it up."""
    engine_pdf.add_links = add_links
