"""A line of Nastaliq that would run into the one above stands lower; all other lines stay where they are."""

import ctypes
import itertools

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from engine_documents import Typesetter, page_of

LOW, HIGH, FLAT = "رکھیں اور دیکھیں گے۔", "<b>تقسیم:</b> سامان خاندانوں کے مشورے سے", "اب ادا ادا اب"
LEADING = 17.0  #: pt: ten of type, and 1.7 where the font asks for 2.5
CSS = f"body, b {{ font-family: 'HB Nastaliq', 'HB Symbols' }} body {{ line-height: {LEADING}pt }} p, ul {{ margin: 0 }}"


def bases(pdf: bytes, leading: float = LEADING) -> list[list[float]]:
    """The base lines of the letters of each line, in pt from the foot of the page."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    found = []
    for i in range(page.count_chars()):
        if pdfium.FPDFText_IsGenerated(page, i) == 0:
            pdfium.FPDFText_GetCharOrigin(page, i, x, y)
            found.append(y.value)
    lines: list[list[float]] = []
    for base in sorted(found, reverse=True):
        if not lines or lines[-1][-1] - base > leading / 2:
            lines.append([])
        lines[-1].append(base)
    return lines


def pitch(lines: list[list[float]]) -> list[float]:
    return [one[0] - other[0] for one, other in itertools.pairwise(lines)]


@pytest.mark.parametrize("tag", ["p", "li"])
def test_a_line_that_would_touch_the_one_above_is_lower(typeset: Typesetter, tag: str) -> None:
    body = f"<{tag}>{FLAT}</{tag}><{tag}>{FLAT}</{tag}><{tag}>{LOW}</{tag}><{tag}>{HIGH}</{tag}><{tag}>{FLAT}</{tag}>"
    body = f"<ul>{body}</ul>" if tag == "li" else body
    lines = bases(typeset(page_of(body, "ur", "rtl", CSS)))
    assert len(lines) == 5
    same, _, lower, after = pitch(lines)
    assert same == pytest.approx(LEADING, abs=0.1)
    assert LEADING + 0.5 < lower < LEADING * 1.6
    assert after < LEADING * 1.2
    assert all(max(line) - min(line) < 0.1 for line in lines)  # a list's marker goes with its line


@pytest.mark.parametrize(("family", "text"), [("HB Serif KR", "뷁률 쁘띠 춃퓿"), ("HB Serif", "jg Åjg pyq Ñ")], ids=["cubic", "quadratic"])
def test_any_font_s_outlines_are_compared(typeset: Typesetter, family: str, text: str) -> None:
    """So tight that every line meets the one above; curves of both kinds, and letters without ink among them."""
    css = f"body {{ font-family: '{family}'; line-height: 6pt }} p {{ margin: 0 }}"
    lines = bases(typeset(page_of(f"<p>{text}</p>" * 3, "ko", "ltr", css)), leading=6)
    assert len(lines) == 3
    assert all(7 < each < 13 for each in pitch(lines))


def test_lines_that_have_the_room_that_their_font_asks_for_are_left_alone(typeset: Typesetter) -> None:
    body = f"<p>{LOW}</p><p>{HIGH}</p><p>{LOW}</p>"
    lines = bases(typeset(page_of(body, "ur", "rtl", CSS.replace("line-height: 17.0pt", "line-height: 26pt"))))
    assert pitch(lines) == pytest.approx([26, 26], abs=0.1)
