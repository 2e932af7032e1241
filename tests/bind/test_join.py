"""Sections become one book: pages, numbers, tags, links, labels. The sections are small files made by hand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from bindery.bind import bind
from bindery.model import (
    Anchor,
    Bound,
    Edition,
    Kind,
    Language,
    Manuscript,
    Master,
    Numbers,
    Place,
    PlanEntry,
    Publication,
    Section,
    Trim,
    Typeset,
)

MM = 72 / 25.4
BLEED = 5
TRIM = Trim("a6", 105, 148)
CODES = "".join(f"{0x10 + digit:04x}" for digit in range(10))
WIDTHS = ",".join(["500"] * 10)
FOLIO = f"%stamp folio {WIDTHS} {CODES}\n[<001800180018>] TJ".encode()


def language(rtl: bool = False, digits: str = "0123456789") -> Language:
    return Language("xx", "xx", "Test", "Test", "Latn", rtl, digits, Numbers(".", ","), tuple("“”‘’"), "none", (), (), {}, {},
                    Path("language.yaml"))


def section_file(pages: int, link: str = "", content: bytes = FOLIO, name: str = "s") -> bytes:
    """A tagged PDF as the engine leaves it: a paragraph a page, and on the first a link and a note with an id."""
    pdf = pikepdf.new()
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    numbers = Array()
    for number in range(pages):
        pdf.add_blank_page(page_size=((TRIM.width + 2 * BLEED) * MM, (TRIM.height + 2 * BLEED) * MM))
        page = pdf.pages[-1].obj
        b, w, h = BLEED * MM, TRIM.width * MM, TRIM.height * MM
        page.MediaBox, page.TrimBox = Array([-b, -b, w + b, h + b]), Array([0, 0, w, h])
        page.BleedBox = page.MediaBox
        page.Contents = pdf.make_stream(b"/P <</MCID 0>> BDC\n" + content + b"\nEMC")
        page.StructParents = number
        words = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=document, Pg=page, K=0, T=String(name)))
        document.K.append(words)
        numbers.append(number)
        numbers.append(Array([words]))
    if link:
        page = pdf.pages[0].obj
        annotation = pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 90, 20]), StructParent=pages,
            Contents=String("link"), A=Dictionary(S=Name.URI, URI=String(link))))
        page.Annots = Array([annotation])
        element = pdf.make_indirect(Dictionary(
            Type=Name.StructElem, S=Name.Link, P=document, K=Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)))
        document.K.append(element)
        numbers.append(pages)
        numbers.append(element)
    root.K = document
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.IDTree = pdf.make_indirect(Dictionary(Names=Array([String(f"{name}-note"), document.K[0]])))
    pdf.Root.StructTreeRoot = root
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def part(
    id: str, start: int, pages: int, pdf: bytes = b"", outline: Sequence[tuple[int, str, int, float]] = ()
) -> Bound:
    kind = Kind("chapter", "chapter.html", "any", True, False, 1)
    section = Section(PlanEntry(id, kind, id, "handbook", "navy"), id, id, {}, (), (), (id,), (), (), "", None)
    typeset = Typeset(pdf or section_file(pages, name=id), pages, {id: Anchor(0, 0, 0)}, tuple(outline))
    return Bound(section, start, typeset)


def master(*interior: Bound, cover: bool = True, rtl: bool = False, digits: str = "0123456789") -> Master:
    spoken = language(rtl, digits)
    publication = Publication("handbook", "handbook", "handbook", TRIM, "handbook", "navy", (), (), "x", None, "white")
    edition = Edition("global", {}, Path("edition.yaml"))
    manuscript = Manuscript(publication, spoken, edition, {}, tuple(b.section for b in interior), (), {})
    sides = tuple(part(f"cover-{side}", side, 1, section_file(1, content=b"", name=f"c{side}")) for side in range(1, 5))
    pages = max((bound.start + bound.typeset.pages - 1 for bound in interior), default=0)
    places = {bound.section.id: Place(bound.section.id, bound.start, 0, 0) for bound in interior}
    return Master(manuscript, interior, sides if cover else (), pages, places)


def labels(pdf: Pdf) -> list[str]:
    file = io.BytesIO()
    pdf.save(file)
    return pypdf.PdfReader(file).page_labels


def test_pages_stand_in_order_with_blanks_where_the_plan_leaves_them() -> None:
    pdf = bind(master(part("a", 1, 2), part("b", 5, 1)), BLEED, tagged=True, covers=True)
    drawn = [b"TJ" in page.obj.Contents.read_bytes() for page in pdf.pages]
    assert drawn == [False, False, True, True, False, False, True, False, False]
    blank, full = pdf.pages[4].obj, pdf.pages[2].obj
    assert [float(v) for v in blank.TrimBox] == pytest.approx([float(v) for v in full.TrimBox])
    assert [float(v) for v in blank.MediaBox] == pytest.approx([float(v) for v in full.MediaBox])
    assert not any({"/BleedBox", "/CropBox"} & set(page.obj.keys()) for page in pdf.pages)


@pytest.mark.parametrize("rtl", [False, True])
def test_folios_are_the_pages_numbers_and_keep_outside(rtl: bool) -> None:
    """Page 8 of three places: as it is on a left page, moved two places to the right on a right one."""
    pdf = bind(master(part("a", 1, 7), part("b", 8, 1), cover=False, rtl=rtl), BLEED, tagged=False, covers=False)
    shift = b"[-1000<0018>] TJ" if rtl else b"[<0018>] TJ"
    assert shift in pdf.pages[7].obj.Contents.read_bytes()
    assert (b"[<0017>] TJ" if rtl else b"[-1000<0017>] TJ") in pdf.pages[6].obj.Contents.read_bytes()


def test_a_number_of_another_section_is_put_in() -> None:
    stamp = f"%stamp b {WIDTHS} {CODES}\n[<00180018>] TJ".encode()
    book = master(part("a", 1, 1, section_file(1, content=stamp)), part("b", 12, 1))
    pdf = bind(book, BLEED, tagged=True, covers=False)
    assert b"[<00110012>] TJ" in pdf.pages[0].obj.Contents.read_bytes()


def test_a_link_to_another_section_becomes_a_destination() -> None:
    book = master(part("a", 1, 2, section_file(2, link="xref:b")), part("b", 3, 1))
    pdf = bind(book, BLEED, tagged=True, covers=True)
    (annotation,) = pdf.pages[2].obj.Annots
    assert "/A" not in annotation
    assert annotation.Dest[0].objgen == pdf.pages[4].obj.objgen
    assert [str(value) for value in list(annotation.Dest)[1:3]] == ["/XYZ", "0"]
    assert float(annotation.Dest[3]) == pytest.approx(TRIM.height * MM, abs=0.01)


def test_a_link_out_of_the_book_stays() -> None:
    book = master(part("a", 1, 1, section_file(1, link="https://example.org/")))
    pdf = bind(book, BLEED, tagged=True, covers=False)
    (annotation,) = pdf.pages[0].obj.Annots
    assert str(annotation.A.URI) == "https://example.org/"


def test_tags_are_one_tree_whose_numbers_lead_to_their_owners() -> None:
    book = master(part("a", 1, 2, section_file(2, link="xref:b", name="a")), part("b", 3, 3, section_file(3, name="b")))
    pdf = bind(book, BLEED, tagged=True, covers=True)
    root = pdf.Root.StructTreeRoot
    (document,) = root.K
    assert (str(document.S), str(document.Lang)) == ("/Document", "xx")
    assert [str(kid.S) for kid in document.K] == ["/Sect"] * 6  # four sides of the cover and two sections
    assert all(kid.P.objgen == document.objgen for kid in document.K)
    numbers = [int(number) for number in root.ParentTree.Nums[::2]]
    assert numbers == sorted(set(numbers)) and int(root.ParentTreeNextKey) == numbers[-1] + 1
    owners = dict(zip(numbers, list(root.ParentTree.Nums)[1::2], strict=True))
    for page in pdf.pages:
        (words,) = owners[int(page.obj.StructParents)]
        assert words.Pg.objgen == page.obj.objgen
        for annotation in page.obj.get("/Annots", ()):
            assert owners[int(annotation.StructParent)].K.Obj.objgen == annotation.objgen
    names = [str(name) for name in root.IDTree.Names[::2]]
    assert names == sorted(names) and {"a-note", "b-note"} <= set(names)


def test_pages_for_the_press_have_no_tags_and_no_links() -> None:
    book = master(part("a", 1, 2, section_file(2, link="xref:b")), part("b", 3, 1))
    pdf = bind(book, BLEED, tagged=False, covers=False)
    assert "/StructTreeRoot" not in pdf.Root and "/Outlines" not in pdf.Root
    assert not any({"/Annots", "/StructParents", "/Tabs"} & set(page.obj.keys()) for page in pdf.pages)
    assert b"TJ" in pdf.pages[2].obj.Contents.read_bytes()


def test_labels_are_the_folios() -> None:
    book = master(part("a", 1, 2), part("b", 4, 1))
    assert labels(bind(book, BLEED, tagged=True, covers=True)) == ["C1", "C2", "1", "2", "3", "4", "C3", "C4"]
    assert labels(bind(book, BLEED, tagged=False, covers=False)) == ["1", "2", "3", "4"]


def test_labels_in_the_languages_digits() -> None:
    book = master(part("a", 1, 11), rtl=True, digits="٠١٢٣٤٥٦٧٨٩")
    assert labels(bind(book, BLEED, tagged=True, covers=True))[1:14] == [
        "C2", "١", "٢", "٣", "٤", "٥", "٦", "٧", "٨", "٩", "١٠", "١١", "C3"]


@pytest.mark.parametrize(("digits", "wanted"), [("0123456789", ["47", "48"]), ("۰۱۲۳۴۵۶۷۸۹", ["۴۷", "۴۸"])])
def test_a_section_alone_keeps_its_numbers(digits: str, wanted: list[str]) -> None:
    pdf = bind(master(part("b", 47, 2), digits=digits), BLEED, tagged=True, covers=False)
    assert len(pdf.pages) == 2
    assert labels(pdf) == wanted
    assert b"<00140017>" in pdf.pages[0].obj.Contents.read_bytes()


def test_a_section_alone_keeps_the_links_that_leave_it_inside_the_file() -> None:
    """There is no page to go to but its own first."""
    lone = part("b", 47, 1, section_file(1, link="xref:c"))
    book = master(lone)
    book = Master(book.manuscript, book.interior, book.cover, book.pages, {**book.places, "c": Place("c", 90, 0, 0)})
    pdf = bind(book, BLEED, tagged=True, covers=False)
    assert pdf.pages[0].obj.Annots[0].Dest[0].objgen == pdf.pages[0].obj.objgen


def test_the_cover_alone() -> None:
    pdf = bind(master(part("a", 1, 2)), BLEED, tagged=False, covers=True, interior=False)
    assert labels(pdf) == ["C1", "C2", "C3", "C4"]
    numbers = [int(number) for number in pdf.Root.PageLabels.Nums[::2]]
    assert numbers == sorted(set(numbers)), "a page has two labels"


def test_the_outline_is_that_of_all_sections() -> None:
    parts = (
        part("a", 1, 2, outline=[(1, "A", 0, 50.0), (2, "A.1", 1, 80.0)]),
        part("b", 3, 1, outline=[(2, "A.2", 0, 30.0), (1, "B", 0, 60.0)]),
    )
    pdf = bind(master(*parts), BLEED, tagged=True, covers=True)
    root = pdf.Root.Outlines
    assert int(root.Count) == 2
    first, last = root.First, root.Last
    assert (str(first.Title), str(last.Title), first.Next.objgen) == ("A", "B", last.objgen)
    assert int(first.Count) == -2 and [str(first.First.Title), str(first.Last.Title)] == ["A.1", "A.2"]
    assert first.Last.Dest[0].objgen == pdf.pages[4].obj.objgen
    assert float(first.Dest[3]) == pytest.approx(TRIM.height * MM - 50 + 6, abs=0.01)
