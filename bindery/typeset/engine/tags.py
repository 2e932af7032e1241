"""Tags: the boxes of a document become a structure tree that passes PDF/UA-1 and reads in order.

Upstream limitations (WeasyPrint 70, ``pdf.tags``): an element that runs over a page or a column becomes two; loose
list items (``<li><p>``) and nested lists stand outside LBody; ``<dl>`` has no labels; footnotes are NonStruct at the
foot of the page; ``lang`` inside the text is lost; TH has no Scope; a Figure's BBox is in px from the top;
``aria-label`` of an SVG is ignored; ``<code>`` and ``<q>`` have no role; every line of text is a structure element of
its own (half of all objects).

So the tree is built anew here, from the same boxes and the same marked content: first as nodes (``structure``), one
node for each HTML element however many boxes it has, then written. The shape of the written tree is the engine's own:
StructTreeRoot → Document, ParentTree with one array for each page and then one entry for each annotation.

IDs (of notes) begin with the ``id`` of the ``<html>`` element: give each section another, and bound sections never
clash.
"""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint import pdf as engine_pdf
from weasyprint.formatting_structure import boxes
from weasyprint.logger import LOGGER

from .artifacts import unwrap
from .roles import ROLES, alternative, attributes
from .structure import CONTENTS, ILLUSTRATION, Annotation, Content, Kid, Node, normalise


class _Reader:
    """Reads the boxes of a document, page by page, into one tree."""

    def __init__(self, document: Any, streams: list[Any]) -> None:
        root = document.pages[0]._page_box.children[0].element if document.pages else None
        self.prefix = (root.get("id") if root is not None else None) or "section"
        self.tree = Node("Document", document.metadata.lang)
        self.nodes: dict[tuple[Any, str], Node] = {}
        self.notes = 0
        for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
            self.number, self.marks, self.ctm = number, stream._tags, stream.ctm
            self.scale = stream.ctm.values[5] / page.height
            self.read(page._page_box, self.tree)
        normalise(self.tree)

    def read(self, box: Any, parent: Node) -> None:
        """Add ``box`` and all in it below ``parent``."""
        box = unwrap(box)
        if box.artifact:
            return
        if isinstance(box, boxes.TextBox):
            parent.kids += self._marked(box)
            return
        node = self._figure(box, parent) if isinstance(box, boxes.ReplacedBox) else self._node(box, parent)
        if box.link_annotation:
            node.kids.append(Annotation(self.number, box.link_annotation))
        if isinstance(box, boxes.ReplacedBox):
            (node.kids[0] if node.role == "Link" else node).kids[:0] = self._marked(box)  # type: ignore[union-attr]
        else:
            for child in box.children:
                self.read(child, node)

    def _marked(self, box: Any) -> list[Content]:
        mark = self.marks.get(box)
        return [] if mark is None else [Content(self.number, mark["mcid"])]

    def _figure(self, box: Any, parent: Node) -> Node:
        """The Figure of an image, or the Link around it."""
        scale, height = self.scale, self.ctm.values[5]
        x, y = box.content_box_x(), box.content_box_y()
        corners = (x * scale, height - (y + box.height) * scale, (x + box.width) * scale, height - y * scale)
        figure = Node("Figure", parent.language, attributes={"O": "/Layout", "BBox": pydyf.Array(corners)})
        if text := alternative(box.element):
            figure.entries["Alt"] = pydyf.String(text)
        else:
            LOGGER.error('Image "%s" has no required alt description', box.element.get("src", box.element.tag))
        if box.link_annotation and parent.role != "Link":
            link = Node("Link", parent.language, kids=[figure])
            parent.kids.append(link)
            return link
        parent.kids.append(figure)
        return figure

    def _node(self, box: Any, parent: Node) -> Node:
        """The node of a box's element: known from an earlier box, new, or ``parent`` where it has none."""
        element, tag = box.element, box.element_tag
        if element is None or tag in ("html", "body"):
            return parent
        if known := self.nodes.get((element, tag)):
            return known
        name, _, pseudo = tag.partition("::")
        if pseudo:
            return self._pseudo_node(box, name, pseudo, parent)
        role = ROLES.get(name)
        if name == "nav" and element.get("role") == "doc-toc":
            role = CONTENTS
        elif role is None and (box.link_annotation or (name == "a" and element.get("href"))):
            role = "Link"
        language = element.get("lang") or parent.language
        titled = name == "abbr" and element.get("title")
        if role is None:
            inline = isinstance(box, (boxes.InlineBox, boxes.AtomicInlineLevelBox))
            if inline and language == parent.language and not titled:
                self.nodes[element, tag] = parent  # of its inner boxes too, which may be blocks
                return parent
            role = "Span" if inline else "Div"
        node = self.nodes[element, tag] = Node(role, language)
        parent.kids.append(node)
        if language and language != parent.language:
            node.entries["Lang"] = pydyf.String(language)
        if titled:
            node.entries["E"] = pydyf.String(titled)
        node.attributes = attributes(box, role)
        return node

    def _pseudo_node(self, box: Any, name: str, pseudo: str, parent: Node) -> Node:
        """Markers are labels; the call of a note is a reference, and the note is read after it."""
        element = box.element
        if pseudo.endswith("marker"):
            role = "Lbl"
        elif pseudo in ("footnote-call", "note-call"):
            role = "Reference"
        else:
            return parent
        node = self.nodes[element, box.element_tag] = Node(role, parent.language)
        parent.kids.append(node)
        if role == "Reference" and (element, name) not in self.nodes:
            self.notes += 1
            note = self.nodes[element, name] = Node("Note", element.get("lang") or parent.language)
            note.entries["ID"] = pydyf.String(f"{self.prefix}-note-{self.notes}")
            if note.language != parent.language:
                note.entries["Lang"] = pydyf.String(note.language)
            parent.kids.append(note)
        return node


class _Writer:
    """Writes a tree of nodes as PDF objects."""

    def __init__(self, pdf: Any, pages: int) -> None:
        self.pdf = pdf
        self.owners: list[dict[int, bytes]] = [{} for _ in range(pages)]  # page -> marked content -> owner
        self.annotations: list[tuple[Any, bytes]] = []
        self.ids: list[tuple[str, bytes]] = []

    def write(self, node: Node, parent: Any) -> Any:
        """Write ``node`` and all below it, return its reference."""
        role = "Div" if node.role == ILLUSTRATION else node.role
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{role}", "P": parent, **node.entries})
        self.pdf.add_object(element)
        page = next(_pages(node), None)
        if page is not None:
            element["Pg"] = self.pdf.page_references[page]
        if node.attributes:
            element["A"] = pydyf.Dictionary(node.attributes)
        if "ID" in node.entries:
            self.ids.append((node.entries["ID"].string, element.reference))
        element["K"] = pydyf.Array(self._kid(kid, element.reference, page) for kid in node.kids)
        return element.reference

    def _kid(self, kid: Kid, owner: bytes, page: int | None) -> Any:
        if isinstance(kid, Node):
            return self.write(kid, owner)
        if isinstance(kid, Annotation):
            self.annotations.append((kid.dictionary, owner))
            page_reference = self.pdf.page_references[kid.page]
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.dictionary.reference, "Pg": page_reference})
        self.owners[kid.page][kid.mcid] = owner
        if kid.page == page:
            return kid.mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pdf.page_references[kid.page], "MCID": kid.mcid})


def _pages(node: Node) -> Iterator[int]:
    """The pages a node is on, in reading order."""
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _pages(kid)
        else:
            yield kid.page


def add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: list[Any]) -> None:
    """Replaces ``weasyprint.pdf.tags.add_tags``, same arguments."""
    tree = _Reader(document, page_streams).tree
    parent_tree, root = pydyf.Dictionary({}), pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(parent_tree)
    pdf.add_object(root)
    writer = _Writer(pdf, len(page_streams))
    root["ParentTree"] = parent_tree.reference
    root["K"] = pydyf.Array([writer.write(tree, root.reference)])
    if writer.ids:
        names = (each for name, reference in sorted(writer.ids) for each in (pydyf.String(name), reference))
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
    numbers = pydyf.Array()
    for page, owners in enumerate(writer.owners):
        count = max(owners, default=-1) + 1
        numbers += [page, pydyf.Array(owners.get(mcid, "null") for mcid in range(count))]
    for number, (annotation, owner) in enumerate(writer.annotations, start=len(page_streams)):
        annotation["StructParent"] = number
        numbers += [number, owner]
    parent_tree["Nums"] = numbers
    root["ParentTreeNextKey"] = len(page_streams) + len(writer.annotations)
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    if "Lang" not in pdf.catalog:
        LOGGER.error('Missing required "lang" attribute at the root of the document')
        pdf.catalog["Lang"] = pydyf.String()


def apply() -> None:
    """Install the patch where ``generate_pdf`` looks it up."""
    engine_pdf.add_tags = add_tags
