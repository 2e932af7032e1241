"""The tag tree of a document with all that a book has."""

import re
from collections.abc import Iterator

import page as page_validation
import pikepdf
import pytest
from engine_documents import Typesetter, opened, page_of
from engine_samples import BOOK, BOOK_CSS, CIRCLE, DOT, FURNITURE, FURNITURE_CSS

from bindery.typeset.engine.structure import Content, Node, normalise

# Operators that leave ink (ISO 32000-1, annex A).
PAINTING = frozenset(
    ["Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE", "IMAGE"]
)


@pytest.fixture(scope="module")
def book(typeset: Typesetter) -> bytes:
    return typeset(page_of(BOOK, css=BOOK_CSS))


def tree_of(pdf: bytes) -> pikepdf.Dictionary:
    return opened(pdf).Root.StructTreeRoot.K[0]


def elements(element: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    yield element
    for kid in element.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


def find(pdf: bytes, role: str) -> list[pikepdf.Dictionary]:
    return [element for element in elements(tree_of(pdf)) if f"/{role}" == element.S]


def outline(element: pikepdf.Dictionary) -> str:
    """The roles below an element: ``L(LI(Lbl LBody))``."""
    kids = [outline(kid) for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return str(element.S)[1:] + (f"({' '.join(kids)})" if kids else "")


def texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of each numbered marked content of a page, by its glyphs' names."""
    names: dict[str, dict[bytes, str]] = {}
    for font, resource in page.Resources.Font.items():
        mapping = resource.ToUnicode.read_bytes().decode()
        pairs = re.findall("<([0-9a-f]{4})> <([0-9a-f]+)>", mapping)
        names[font] = {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
    found: dict[int, str] = {}
    font, number = "", -1
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) in ("BDC", "BMC"):
            number = int(operands[1].get("/MCID", -1)) if str(operator) == "BDC" else -1
        elif str(operator) == "TJ":
            codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            shown = "".join(names[font].get(codes[i : i + 2], "?") for i in range(0, len(codes), 2))
            found[number] = found.get(number, "") + shown
    return found


@pytest.fixture(scope="module")
def furniture(typeset: Typesetter) -> bytes:
    return typeset(page_of(FURNITURE, css=FURNITURE_CSS))


@pytest.mark.parametrize("name", ["book", "furniture"])
def test_passes_pdf_ua_1(name: str, request: pytest.FixtureRequest) -> None:
    report = page_validation.validate_pdf_bytes(request.getfixturevalue(name), profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("name", ["book", "furniture"])
def test_all_ink_is_tagged_or_an_artifact(name: str, request: pytest.FixtureRequest) -> None:
    for page in opened(request.getfixturevalue(name)).pages:
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            assert depth in (0, 1), "marked content must not nest"
            assert depth or str(operator) not in PAINTING


def test_boxes_of_all_kinds_are_read_in_order(furniture: bytes) -> None:
    lists = "L(LI(LBody)) L(LI(Lbl LBody)) L(LI(Lbl LBody))"
    table = "Table(TBody(TR(TH TD) TR(TD)))"
    assert outline(tree_of(furniture)) == f"Document(H1 P P P P {lists} P P P P P P P P P P P P P {table} Figure)"
    assert [str(each.A.ListNumbering) for each in find(furniture, "L")] == ["/Disc"] * 3


def test_every_number_has_its_owner(book: bytes) -> None:
    pdf = opened(book)
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]:
                assert owners[int(page.StructParents)][int(operands[1].MCID)].Type == "/StructElem"
        for annotation in page.get("/Annots", []):
            assert owners[int(annotation.StructParent)].S == "/Link"


def test_contents_list(book: bytes) -> None:
    toc, _ = find(book, "TOC")
    assert outline(toc) == "TOC(TOCI(Lbl Link TOC(TOCI(Lbl Link))))"


def test_contents_of_links_alone(typeset: Typesetter) -> None:
    css = "a { display: block } a::after { content: leader('.') attr(data-n) } a span { display: inline-block }"
    links = "".join(
        f'<a href="https://example.org/{n}" data-n="{n}{n}"><span>{n}</span> Entry {n} </a>\n' for n in (1, 2, 3)
    )
    nav = f'<nav role="doc-toc"><h2>Contents</h2>{links}<p>See <a href="#x" id="x">x</a></p></nav>'
    pdf = typeset(page_of(nav, css=css))
    (toc,) = find(pdf, "TOC")
    assert outline(toc.P) == "Sect(H2 TOC(TOCI(Link) TOCI(Link) TOCI(Link)) P(Link))"
    text = {number: text for number, text in texts(opened(pdf).pages[0]).items() if text}
    assert [[text[kid] for kid in entry.K[0].K if isinstance(kid, int)] for entry in toc.K] == [
        ["1", " Entry 1 ", "11"],
        ["2", " Entry 2 ", "22"],
        ["3", " Entry 3 ", "33"],
    ]
    assert [str(entry.K[0].K[0].Obj.Contents) for entry in toc.K] == ["1 Entry 1", "2 Entry 2", "3 Entry 3"]


def test_lists(book: bytes) -> None:
    bullets, nested, numbers, terms = find(book, "L")
    assert outline(bullets) == "L(LI(Lbl LBody(L(LI(Lbl LBody)))) LI(Lbl LBody(P P)))"
    assert outline(terms) == "L(LI(Lbl LBody) LI(Lbl Lbl LBody(P)))"
    assert [str(each.A.ListNumbering) for each in (bullets, nested, numbers)] == ["/Disc", "/Circle", "/Decimal"]


def test_note_is_read_after_its_call_and_has_an_id(book: bytes) -> None:
    (note,) = find(book, "Note")
    kids = [str(kid.S) for kid in note.P.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    assert kids[kids.index("/Note") - 1] == "/Reference"
    assert str(note.ID) == "s1-note-1"
    names = opened(book).Root.StructTreeRoot.IDTree.Names
    assert str(names[0]) == "s1-note-1" and names[1].S == "/Note"
    assert outline(note) == "Note(Lbl Link)"


def test_languages_and_words(book: bytes) -> None:
    assert [str(each.Lang) for each in find(book, "Span") if "/Lang" in each] == ["fr", "ar"]
    assert [str(each.E) for each in find(book, "Span") if "/E" in each] == ["World Health Organization"]
    assert len(find(book, "Code")) == len(find(book, "Quote")) == 1


def test_a_table_over_pages_is_one_table_with_one_head(book: bytes) -> None:
    small, long = find(book, "Table")
    assert outline(small).startswith("Table(Caption TBody")
    assert outline(long).count("THead") == 1 and outline(long).count("TR(") == 31
    heads = [head for head in elements(long) if head.S == "/TH"]
    assert [str(head.A.Scope) for head in heads[:3]] == ["/Column", "/Column", "/Row"]
    assert int(heads[1].A.ColSpan) == 2


def test_a_paragraph_over_pages_is_one_paragraph(typeset: Typesetter) -> None:
    pdf = typeset(page_of("<p>" + "word " * 900 + "</p>"))
    (paragraph,) = find(pdf, "P")
    assert len(opened(pdf).pages) > 1
    assert {str(kid.get("/Type")) for kid in paragraph.K if isinstance(kid, pikepdf.Dictionary)} == {"/MCR"}


def test_images(book: bytes) -> None:
    assert [str(each.Alt) for each in find(book, "Figure")] == ["A dot", "Icon", "Go"]
    left, bottom, right, top = (float(each) for each in find(book, "Figure")[0].A.BBox)
    assert right - left == pytest.approx(2 / 2.54 * 72, abs=0.1) and top - bottom == pytest.approx(72 / 2.54, abs=0.1)
    assert 0 < bottom < top < 120 / 25.4 * 72
    assert outline(find(book, "Div")[0]) == "Div(Figure Caption)"


@pytest.mark.parametrize("image", [f'<img src="{DOT}">', f"<svg {CIRCLE}"])
def test_an_image_without_text_is_an_error(typeset: Typesetter, caplog: pytest.LogCaptureFixture, image: str) -> None:
    typeset(page_of(f"<p>x {image}</p>"))
    assert "has no required alt description" in caplog.text


def test_pagination_artifacts_say_what_they_are(book: bytes) -> None:
    kinds = set()
    for page in opened(book).pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and str(operands[0]) == "/Artifact":
                kinds.add((str(operands[1].Type), str(operands[1].get("/Subtype", ""))))
    assert {("/Pagination", "/Header"), ("/Pagination", "/Footer"), ("/Layout", "")} <= kinds


def test_a_link_in_a_running_head_is_no_annotation(typeset: Typesetter) -> None:
    css = "@page { @top-center { content: element(head) } } .head { position: running(head) }"
    pdf = typeset(page_of('<p class="head"><a href="https://example.org">Home</a></p><p>Text</p>', css=css))
    assert "/Annots" not in opened(pdf).pages[0]
    assert page_validation.validate_pdf_bytes(pdf, profile="ua1").is_compliant


def test_bare_text_becomes_paragraphs() -> None:
    section = Node("Sect", kids=[Content(0, 0), Node("P", kids=[Content(0, 1)]), Content(0, 2), Content(0, 3)])
    normalise(section)
    assert [(kid.role, len(kid.kids)) for kid in section.kids if isinstance(kid, Node)] == [
        ("P", 1),
        ("P", 1),
        ("P", 2),
    ]
