"""Lines of right-to-left text are read one after the other, and look as before."""

import pypdfium2 as pdfium
import pytest
from engine_documents import Typesetter, page_of
from engine_samples import ARABIC, URDU

from bindery.typeset.engine import ends

CLOSE = page_of(f"<p>{URDU} {URDU}</p>", "ur", "rtl", "p { margin: 0; font: 12pt/1.7 'HB Nastaliq' }")
NUMBERED = (
    "<div style='display: flex'><span style='font-size: 37pt'>۱۵</span><h1 style='padding-top: 9pt'>{}</h1></div>"
)


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def ink_of(pdf: bytes) -> bytes:
    return pdfium.PdfDocument(pdf)[0].render(scale=3).to_pil().tobytes()


def test_close_lines_of_nastaliq_are_not_mixed(typeset: Typesetter, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = typeset(CLOSE)
    assert text_of(ours) == f"{URDU} {URDU}"
    monkeypatch.setattr(ends, "show", lambda stream, string, textbox: stream.show_text(string))
    theirs = typeset(CLOSE)
    assert text_of(theirs) != text_of(ours)
    assert ink_of(theirs) == ink_of(ours)


@pytest.mark.parametrize("body", [
    "<p>تحفظ کے لیے <b>بچوں کا</b> ساتھ <i>دیں</i>، <b>ابھی</b></p>",
    "<p><b>نظام</b> مضبوط۔ <span dir='ltr'>CPMS</span> کا <b>متن</b></p>",
    "<p>CPMS کا متن</p>",
    "<p>۔</p>",
    "<p>آ</p>",
])
def test_a_line_stays_in_one_piece(typeset: Typesetter, body: str) -> None:
    pdf = typeset(page_of(body, "ur", "rtl", "p { font-family: 'HB Nastaliq', 'HB Serif' }"))
    shown = "".join(part for part in body.replace(">", "<").split("<")[::2])
    assert text_of(pdf).split() == shown.split()


def test_a_heading_is_not_mixed_with_the_number_beside_it(typeset: Typesetter) -> None:
    css = "h1 { font: bold 20pt/1.6 'HB Nastaliq'; margin: 0 } span { font-family: 'HB Nastaliq' }"
    assert "کیس مینجمنٹ" in text_of(typeset(page_of(NUMBERED.format("کیس مینجمنٹ"), "ur", "rtl", css)))


def test_only_ends_of_lines_are_shown_apart(typeset: Typesetter) -> None:
    """As many text operators as lines, twice; none more for bold words."""
    import re

    from engine_documents import opened

    html = page_of(f"<p>{ARABIC}</p>", "ar", "rtl", "p { font: 10pt/1.6 'HB Naskh' }")
    page = opened(typeset(html)).pages[0]
    content = page.Contents.read_bytes()
    lines = len(re.findall(rb"\bBT\b", content))
    assert lines > 3
    assert len(re.findall(rb"\bTJ\b", content)) == 2 * lines
