"""The tag tree as values: nodes, and the rules that turn what HTML says into what PDF allows.

Roles and nesting are those of ISO 32000-1, 14.8.4, as PDF/UA-1 (ISO 14289-1, 7) uses them. Nothing here knows a box or
writes a PDF object; ``tags`` does both.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

# What stands in a line of text. All other roles are blocks.
INLINE = frozenset(("Span", "Link", "Code", "Quote", "Reference", "Note", "Form"))
# What may hold blocks only: text that stands in one directly is a paragraph of its own.
GROUPING = frozenset(("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "figure"))
# Working roles: a definition term and description, a contents list (nav role=doc-toc), an HTML <figure>.
TERM, DESCRIPTION, CONTENTS, ILLUSTRATION = "dt", "dd", "toc", "figure"


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content: page index and number on that page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """An annotation (a pydyf dictionary) and the page it is on."""

    page: int
    dictionary: Any


@dataclass(slots=True, eq=False)
class Node:
    """A structure element in the making."""

    role: str
    language: str | None = None  # BCP 47, in force here
    entries: dict[str, Any] = field(default_factory=dict)  # Alt, ID, Lang, E
    attributes: dict[str, Any] = field(default_factory=dict)  # the attribute object A
    kids: list["Node | Content | Annotation"] = field(default_factory=list)

    @property
    def is_inline(self) -> bool:
        return self.role in INLINE


Kid = Node | Content | Annotation


def is_inline(kid: Kid) -> bool:
    return not isinstance(kid, Node) or kid.is_inline


def normalise(node: Node) -> None:
    """Apply every rule to ``node`` and all below it, leaves first."""
    for kid in node.kids:
        if isinstance(kid, Node):
            normalise(kid)
    node.kids = [each for kid in node.kids for each in _dissolved(kid)]
    if node.role == CONTENTS:
        _make_contents(node)
    elif node.role == "L":
        node.kids = _items(node.kids)
    elif node.role == "LI":
        node.kids = _item_parts(node.kids)
    elif node.role == ILLUSTRATION:
        node.kids = _captioned(_paragraphs(node.kids))
    elif node.role == "Table":
        # A foot repeated on each page is read once, at the end.
        node.kids.sort(key=lambda kid: isinstance(kid, Node) and kid.role == "TFoot")
    elif node.role == "Div" and node.kids and all(is_inline(kid) for kid in node.kids):
        node.role = "P"
    elif node.role in GROUPING:
        node.kids = _paragraphs(node.kids)


def _dissolved(kid: Kid) -> list[Kid]:
    """The kid, or what it holds where it has no meaning of its own."""
    if not isinstance(kid, Node):
        return [kid]
    if not kid.kids:
        return [kid] if kid.role in ("TD", "TH", "TR") else []
    if kid.role == "Link" and not any(isinstance(each, Annotation) for each in kid.kids):
        return list(kid.kids)  # its target is missing, which is reported elsewhere
    if kid.role == "Div" and not kid.entries:
        return list(kid.kids)
    return [kid]


def _paragraphs(kids: Iterable[Kid]) -> list[Kid]:
    """Put each run of text among blocks into a paragraph."""
    made: list[Kid] = []
    run: list[Kid] = []
    for kid in [*kids, None]:
        if kid is not None and is_inline(kid):
            run.append(kid)
            continue
        if run:
            notes_only = all(isinstance(each, Node) and each.role == "Note" for each in run)
            made += run if notes_only else [Node("P", kids=run)]
            run = []
        if kid is not None:
            made.append(kid)
    return made


def _captioned(kids: list[Kid]) -> list[Kid]:
    """The caption of a lone table belongs into it. That of a picture stays beside: a Figure's Alt replaces all it
    holds."""
    tables = [kid for kid in kids if isinstance(kid, Node) and kid.role == "Table"]
    captions = [kid for kid in kids if isinstance(kid, Node) and kid.role == "Caption"]
    if len(tables) != 1 or len(captions) != 1 or len(kids) != 2:
        return kids
    tables[0].kids[:0] = captions
    return list(tables)


def _items(kids: Iterable[Kid]) -> list[Kid]:
    """The items of a list; terms and their descriptions are label and body of one item."""
    items: list[Kid] = []
    for kid in kids:
        role = kid.role if isinstance(kid, Node) else None
        last = items[-1] if items and isinstance(items[-1], Node) else None
        if isinstance(kid, Node) and role in (TERM, DESCRIPTION):
            kid.role = "Lbl" if role == TERM else "LBody"
            opens = last is None or (role == TERM and _roles(last)[-1:] != ["Lbl"])
            if last is None or opens:
                last = Node("LI")
                items.append(last)
            last.kids.append(kid)
        elif role in ("LI", "L", "Caption"):
            items.append(kid)
        else:
            items.append(Node("LI", kids=[Node("LBody", kids=[kid])]))
    return items


def _roles(node: Node) -> list[str]:
    return [kid.role for kid in node.kids if isinstance(kid, Node)]


def _item_parts(kids: list[Kid]) -> list[Kid]:
    """Labels first, all else in one body (a loose item, a nested list: WeasyPrint leaves both outside)."""
    if any(isinstance(kid, Node) and kid.role in (TERM, DESCRIPTION) for kid in kids):
        # <dl><div><dt/><dd/></div></dl>
        return [part for item in _items(kids) if isinstance(item, Node) for part in item.kids]
    labels = [kid for kid in kids if isinstance(kid, Node) and kid.role == "Lbl"]
    body = [kid for kid in kids if not (isinstance(kid, Node) and kid.role in ("Lbl", "LBody"))]
    bodies = [kid for kid in kids if isinstance(kid, Node) and kid.role == "LBody"]
    return [*labels, *bodies, *([Node("LBody", kids=body)] if body else [])]


def _make_contents(node: Node) -> None:
    """Lists below a table of contents are TOC and TOCI, the element itself a section.

    Links that stand in it one after the other, with no list around them, are its entries too.
    """
    node.role = "Sect"
    node.kids = [_entries(kid) for kid in _paragraphs(node.kids)]
    _rename_contents(node)


def _entries(kid: Kid) -> Kid:
    """A paragraph of links alone as a list of entries; anything else as it is."""
    if not (isinstance(kid, Node) and kid.role == "P" and kid.language is None):
        return kid
    if not all(isinstance(each, Node) and each.role == "Link" for each in kid.kids):
        return kid
    return Node("TOC", kids=[Node("TOCI", kids=[each]) for each in kid.kids])


def _rename_contents(node: Node) -> None:
    for kid in node.kids:
        if isinstance(kid, Node):
            if kid.role == "L":
                kid.role = "TOC"
                kid.attributes = {}
            elif kid.role == "LI":
                kid.role = "TOCI"
                kid.kids = [
                    part
                    for each in kid.kids
                    for part in (each.kids if isinstance(each, Node) and each.role == "LBody" else [each])
                ]
            _rename_contents(kid)
