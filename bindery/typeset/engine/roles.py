"""What HTML elements are in PDF: roles, list numbering, cell attributes, alternative texts.

An element that is not in `ROLES` has no meaning in PDF 1.7 (``<em>``, ``<div>``): what it holds belongs to its parent.
"""

from typing import Any

from .structure import DESCRIPTION, ILLUSTRATION, TERM

_SVG = "{http://www.w3.org/2000/svg}"
ROLES = {
    **{name: name.upper() for name in ("h1", "h2", "h3", "h4", "h5", "h6", "p", "tr", "td", "th")},
    "main": "Part",
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "blockquote": "BlockQuote",
    "pre": "P",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LI",
    "dt": TERM,
    "dd": DESCRIPTION,
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "caption": "Caption",
    "figcaption": "Caption",
    "code": "Code",
    "kbd": "Code",
    "samp": "Code",
    "q": "Quote",
    "figure": ILLUSTRATION,
}
# list-style-type -> ListNumbering (ISO 32000-1, table 347). Other styles count in an <ol> and are bullets in a <ul>.
_NUMBERING = {
    **{name: name.capitalize() for name in ("none", "disc", "circle", "square", "decimal")},
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "lower-latin": "LowerAlpha",
    "upper-latin": "UpperAlpha",
}


def alternative(element: Any) -> str:
    """What stands for an image: an SVG's ``aria-label`` or title, an image's ``alt``."""
    if element.tag == f"{_SVG}svg":
        title = element.find(f"{_SVG}title")
        return element.get("aria-label") or ("" if title is None else "".join(title.itertext())).strip()
    return element.get("alt") or element.get("aria-label") or ""


def attributes(box: Any, role: str) -> dict[str, Any]:
    """The attribute object of a table cell or a list."""
    if role == "L" and box.element_tag != "dl":
        style, other = box.style["list_style_type"], "Decimal" if box.element_tag == "ol" else "Disc"
        numbering = _NUMBERING.get(style, other) if isinstance(style, str) else other
        return {"O": "/List", "ListNumbering": f"/{numbering}"}
    spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
    found = {key: span for key, span in spans.items() if span != 1} if role in ("TH", "TD") else {}
    if role == "TH":
        found["Scope"] = "/Row" if (box.element.get("scope") or "").startswith("row") else "/Column"
    return {"O": "/Table", **found} if found else {}
