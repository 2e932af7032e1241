"""Section PDFs -> one file: pages in order, numbers stamped, tags joined, links and outline resolved.

The cover's four sides stand before and after the interior. Appending pages is cheap; what must be renumbered
(structure parents) is renumbered in the small file before it is appended, since walking the large one is quadratic.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from bindery.bind.fonts import tag_subsets
from bindery.bind.outline import add_outline
from bindery.memo import Memo
from bindery.model import Bound, Language, Master, Place, Trim, bare
from bindery.typeset.stamps import stamp

PT_A_MM = 72 / 25.4


def bind(
    master: Master, bleed: float, *, tagged: bool, covers: bool, interior: bool = True, memo: Memo | None = None
) -> Pdf:
    """The bound file, all in named RGB, with the master's bleed (mm) around the trim.

    `tagged`: with structure tree, links and outline, for the screen; without them for the press.
    `memo` has the pages that were bound before.
    `covers`: with sides 1 and 2 before and 3 and 4 after the interior; with `interior` False the covers alone.
    """
    language, trim = master.manuscript.language, master.manuscript.publication.trim
    front, back = (master.cover[:2], master.cover[2:]) if covers else ((), ())
    binder = _Binder(language, trim, bleed, master.places, tagged, memo or Memo())
    for part in front:
        binder.add(part)
    binder.first = len(binder.pages)
    if interior:
        whole = master.interior[0].start == 1
        if not whole:  # one section alone keeps its numbers
            binder.first -= master.interior[0].start - 1
        for part in master.interior:
            if whole:
                binder.pad(binder.first + part.start - 1)
            binder.add(part)
    end = len(binder.pages)
    for part in back:
        binder.add(part)
    return binder.close(len(front), end)


class _Binder:
    def __init__(self, language: Language, trim: Trim, bleed: float, places: Mapping[str, Place], tagged: bool, memo: Memo):
        self.pdf = pikepdf.new()
        self.language = language
        self.trim = trim
        self.bleed = bleed
        self.places = places
        self.tagged = tagged
        self.memo = memo
        self.pages: list[Object] = []
        self.first = 0  # index of the interior's first page
        self.outline: list[tuple[int, str, int, float]] = []
        self._sources: list[Pdf] = []
        self._next_parent = 0
        self._parents: list[Object | int] = []
        self._ids: list[tuple[bytes, Object]] = []
        self._root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array(), Lang=String(language.tag))
        )

    def pad(self, count: int) -> None:
        """Blank pages until there are `count`: the blank verso before a recto opener."""
        while len(self.pages) < count:
            b, w, h = (mm * PT_A_MM for mm in (self.bleed, self.trim.width, self.trim.height))
            page = self.pdf.make_indirect(
                Dictionary(
                    Type=Name.Page,
                    Resources=Dictionary(),
                    MediaBox=Array([-b, -b, w + b, h + b]),
                    TrimBox=Array([0, 0, w, h]),
                )
            )
            page.Contents = self.pdf.make_stream(b"")
            self.pdf.pages.append(pikepdf.Page(page))
            self.pages.append(page)

    def add(self, part: Bound) -> None:
        source = pikepdf.open(io.BytesIO(part.typeset.pdf))
        self._sources.append(source)
        tag_subsets(source)
        start = len(self.pages)
        for i, page in enumerate(source.pages):
            self._page(source, page.obj, part.start + i, start + i)
        tree = source.Root.get("/StructTreeRoot") if self.tagged else None
        if tree is not None:
            self._shift(source)
        else:
            for page in source.pages:
                for key in ("/StructParents", "/Annots", "/Tabs"):
                    if key in page.obj:
                        del page.obj[key]
        self.pdf.pages.extend(source.pages)
        self.pages += [page.obj for page in self.pdf.pages[start:]]
        if tree is not None:
            self._join_tags(source, tree)
            self.outline += [(level, label, start + page, y) for level, label, page, y in part.typeset.outline]

    def _page(self, source: Pdf, page: Object, number: int, index: int) -> None:
        contents = page.Contents
        data = b"\n".join(stream.read_bytes() for stream in (contents if isinstance(contents, Array) else [contents]))
        if b"%stamp" in data:
            left = (number % 2 == 1) == self.language.rtl
            data = stamp(
                data,
                lambda target: number if target == "folio" else self.places[target].page,
                "left" if left else "right",
            )
            page.Contents = stream = source.make_stream(b"" if self.tagged else data)
            if self.tagged:  # as it stays; what goes to the press is rewritten first
                deflated = self.memo.keep(str(index), (data,), lambda: zlib.compress(data), lambda: 0)
                stream.write(deflated, filter=Name.FlateDecode)
        for key in ("/BleedBox", "/CropBox"):
            if key in page:
                del page[key]

    def _shift(self, source: Pdf) -> None:
        for page in source.pages:
            for holder in (page.obj, *page.obj.get("/Annots", ())):
                for key in ("/StructParents", "/StructParent"):
                    if key in holder:
                        holder[key] = int(holder[key]) + self._next_parent

    def _join_tags(self, source: Pdf, tree: Object) -> None:
        numbers = list(tree.ParentTree.Nums)
        kids = tree.K if isinstance(tree.K, Array) else Array([tree.K])
        names = list(tree.IDTree.Names) if "/IDTree" in tree else []
        carried = self.pdf.copy_foreign(source.make_indirect(Dictionary(K=kids, Nums=Array(numbers), Ids=Array(names))))
        ids = list(carried.Ids)
        self._ids += [(bytes(name), element) for name, element in zip(ids[::2], ids[1::2], strict=True)]
        pairs = list(carried.Nums)
        top = self._next_parent
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            self._parents += [int(key) + self._next_parent, value]
            top = max(top, int(key) + self._next_parent + 1)
        self._next_parent = top
        for element in carried.K:  # the section's own Document becomes a Sect of the book
            element.S = Name.Sect
            element.P = self._document
            self._document.K.append(element)

    def close(self, cover_pages: int, end: int) -> Pdf:
        pdf, root = self.pdf, self.pdf.Root
        if self.tagged:
            self._root.K = Array([self._document])
            self._root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(self._parents)))
            self._root.ParentTreeNextKey = self._next_parent
            if self._ids:
                in_order = sorted(self._ids, key=lambda pair: pair[0])
                pairs = [part for name, element in in_order for part in (String(name), element)]
                self._root.IDTree = pdf.make_indirect(Dictionary(Names=Array(pairs)))
            root.StructTreeRoot = self._root
            root.MarkInfo = Dictionary(Marked=True)
            for page in self.pages:
                for annotation in page.get("/Annots", ()):
                    self._resolve(annotation)
            height = self.trim.height * PT_A_MM
            add_outline(pdf, self.pages, self.outline, height)
        root.Lang = String(self.language.tag)
        root.PageLabels = Dictionary(Nums=Array(self._labels(cover_pages, end)))
        for key in ("/Names", "/Dests"):
            if key in root:
                del root[key]
        return pdf

    def _resolve(self, annotation: Object) -> None:
        """Lead a link to its place in the book, and call it what a reader would type."""
        if "/Contents" in annotation:
            annotation.Contents = String(bare(str(annotation.Contents)))
        action = annotation.get("/A")
        uri = str(action.get("/URI", "")) if action is not None else ""
        if not uri.startswith("xref:"):
            return
        place = self.places[uri.removeprefix("xref:")]
        del annotation["/A"]
        index = self.first + place.page - 1
        page = self.pages[index if 0 <= index < len(self.pages) else 0]
        top = self.trim.height * PT_A_MM - place.y + 6 if place.y else self.trim.height * PT_A_MM
        annotation.Dest = Array([page, Name.XYZ, 0, round(top, 2), 0])

    def _labels(self, cover_pages: int, end: int) -> Sequence[Object | int]:
        """Page labels (ISO 32000-1, 12.4.2): C1, C2, 1, 2, 3 … C3, C4; in the language's digits where they are not 0–9.

        The label is the folio: a section bound alone begins with the number that it has in the book.
        """
        labels: list[Object | int] = []
        if cover_pages:
            labels += [0, Dictionary(P=String("C"), S=Name.D)]
        if self.language.digits == "0123456789" and end > cover_pages:
            labels += [cover_pages, Dictionary(S=Name.D, St=cover_pages - self.first + 1)]
        else:
            for i in range(cover_pages, end):
                labels += [i, Dictionary(P=String(self.language.number(i - self.first + 1)))]
        if end < len(self.pages):
            labels += [end, Dictionary(P=String("C"), S=Name.D, St=cover_pages + 1)]
        return labels
