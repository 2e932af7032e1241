"""Right-to-left lines end where they should."""

from typing import Any

import pypdfium2 as pdfium
import pytest
import weasyprint
from engine_documents import FONTS, Typesetter, opened, page_of

MM = 72 / 25.4
CSS = "body { font-family: 'HB Naskh' } a { display: block } a::after { content: '\\00a0' leader('. ') '12' }"
ENTRIES = {
    "words": '<a href="#s1">تتبّع الأسر</a>',
    "words in an element": '<a href="#s1"><span>تتبّع</span> الأسر</a>',
    "leader in an element": '<a href="#s1"><span>تتبّع <i class="after">الأسر</i></span></a>',
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_line_with_a_leader_grows_to_the_left(typeset: Typesetter, entry: str) -> None:
    """The link covers the line from edge to edge, and no more."""
    pdf = typeset(page_of(ENTRIES[entry], "ar", "rtl", CSS + ".after::after { content: '\\00a0' leader('. ') '9' }"))
    (page,) = opened(pdf).pages
    rectangles = [[float(value) for value in annotation.Rect] for annotation in page.Annots]
    assert min(left for left, *_ in rectangles) == pytest.approx(15 * MM, abs=0.1)
    assert max(right for *_, right, _ in rectangles) == pytest.approx(85 * MM, abs=0.1)
    text = pdfium.PdfDocument(pdf)[0].get_textpage()
    boxes = [text.get_charbox(i, loose=True) for i in range(text.count_chars())]
    assert min(box[0] for box in boxes) == pytest.approx(15 * MM, abs=1)
    assert max(box[2] for box in boxes) == pytest.approx(85 * MM, abs=1)


def lines_of(html: str) -> list[Any]:
    """The engine's line boxes of the first page."""
    from weasyprint.formatting_structure import boxes

    page = weasyprint.HTML(string=html, base_url=f"{FONTS}/x.html").render().pages[0]
    return [box for box in page._page_box.descendants() if isinstance(box, boxes.LineBox)]


@pytest.mark.parametrize("last", ["<span dir='ltr'>one two </span>", "<b>واحد </b>"], ids=["Latin", "Arabic"])
@pytest.mark.parametrize("align", ["justify", "start"])
@pytest.mark.usefixtures("typeset")
def test_what_stands_before_the_last_word_of_a_line_stays_beside_it(last: str, align: str) -> None:
    """The space that ends the line goes, and leaves no hole."""
    body = f"<p>الأسر والأطفال {last}<span>المسؤوليات</span> ثم</p>"
    for width in range(20, 60, 4):
        html = page_of(body, "ar", "rtl", f"p {{ width: {width}mm; text-align: {align} }} {CSS}")
        for line in lines_of(html):
            texts = sorted((box for box in line.descendants() if getattr(box, "text", "")), key=lambda box: box.position_x)
            edges = [edge for box in texts for edge in (box.position_x, box.position_x + box.width)]
            assert edges[1:-1:2] == pytest.approx(edges[2::2], abs=0.01), width
            assert edges[-1] == pytest.approx(85 * 96 / 25.4, abs=0.01), width


def test_the_words_of_a_justified_line_of_two_fonts_do_not_run_into_each_other(typeset: Typesetter) -> None:
    """The spaces of the Latin phrase are drawn in the Arabic font once they are stretched."""
    body = "<p>نص أعدّت النص مجموعة عمل (a b c d e f g h i j k l m n o p q r s t u v w x y z l</p>"
    pdf = typeset(page_of(body, "ar", "rtl", "p { text-align: justify } body { font-family: 'HB Naskh', 'HB Serif' }"))
    text = pdfium.PdfDocument(pdf)[0].get_textpage()
    found = [(text.get_text_range(i, 1), text.get_charbox(i, loose=True)) for i in range(text.count_chars())]
    highest = max(box[1] for _, box in found)
    line = sorted((box[0], box[2], char) for char, box in found if box[1] > highest - 12 and char.strip())
    assert line[0][0] == pytest.approx(15 * MM, abs=0.1)
    assert line[-1][1] == pytest.approx(85 * MM, abs=0.5)
    bracket = next(i for i, (*_, char) in enumerate(line) if char in "()")
    assert line[bracket - 1][2].isascii()
    assert line[bracket][0] == pytest.approx(line[bracket - 1][1], abs=0.2)


@pytest.mark.parametrize("indent", [-4, 6], ids=["hanging", "indented"])
@pytest.mark.parametrize("align", ["justify", "start"])
@pytest.mark.usefixtures("typeset")
def test_a_first_line_is_indented_on_the_right(indent: int, align: str) -> None:
    css = f"p {{ text-indent: {indent}mm; padding-right: 8mm; text-align: {align} }} {CSS}"
    first, *others, last = lines_of(page_of(f"<p>{'الأسر والأطفال والمسؤوليات ' * 9}</p>", "ar", "rtl", css))
    ends = [max(box.position_x + box.width for box in line.descendants() if getattr(box, "text", "")) for line in (first, *others, last)]
    right = (85 - 8) * 96 / 25.4
    assert ends == pytest.approx([right - indent * 96 / 25.4, *[right] * (len(others) + 1)], abs=0.01)
    if align == "justify":
        starts = [min(box.position_x for box in line.descendants() if getattr(box, "text", "")) for line in (first, *others)]
        assert starts == pytest.approx([15 * 96 / 25.4] * len(starts), abs=0.01)
