"""A justified line's spaces are of one width."""

import ctypes
import itertools

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from engine_documents import Typesetter, page_of


def gaps(pdf: bytes) -> dict[str, float]:
    """Of the first line: two neighbouring words, and how far the second's first letter is from the first's last, in pt."""
    text = pdfium.PdfDocument(pdf)[0].get_textpage()
    x, y, high = ctypes.c_double(), ctypes.c_double(), None
    words: list[tuple[str, float, float]] = []
    for i in range(text.count_chars()):
        char = text.get_text_range(i, 1)
        raw.FPDFText_GetCharOrigin(text, i, x, y)
        high = y.value if high is None else high
        if not char.strip() or abs(y.value - high) > 1:
            words.append(("", 0, 0))
            continue
        left, _, right, _ = text.get_charbox(i, loose=True)
        before, start, _ = words.pop() if words and words[-1][0] else ("", left, 0)
        words.append((before + char, start, right))
    found = [word for word in words if word[0]]
    return {f"{one[0]} {two[0]}": two[1] - one[2] for one, two in itertools.pairwise(found)}


@pytest.mark.parametrize("space", ["&nbsp;", " "], ids=["no-break space", "space"])
def test_the_space_before_a_page_number_is_like_the_others(typeset: Typesetter, space: str) -> None:
    """Pango gives half of its stretch to a space at the end of a text, and the engine makes up for a plain one only."""
    body = f"<p>See also <a href='#s1'>Standard four, p.{space}<b>112</b></a>, which says the same for all of them.</p>"
    found = gaps(typeset(page_of(body, css="p { text-align: justify; width: 63mm }")))
    assert found["p. 112,"] == pytest.approx(found["See also"], abs=0.15)
    assert found["four, p."] == pytest.approx(found["See also"], abs=0.15)
