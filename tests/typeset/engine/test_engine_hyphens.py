"""No page ends with half a word."""

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from engine_documents import Typesetter, in_child, page_of

CSS = """
@page { size: 70mm 80mm } p { margin: 0; hyphens: auto; text-align: justify; orphans: 2; widows: 2 }
.start { break-before: page } .keep { break-before: avoid }
"""
WORDS = (
    "International humanitarian organisations coordinate responsibilities, communicating recommendations "
    "systematically: documentation, accountability, representation and participation in decision-making. "
)


def _pages(pdf: bytes) -> list[list[str]]:
    """The lines of each page, from its top."""
    found = []
    for page in pdfium.PdfDocument(pdf):
        text = page.get_textpage()
        lines: dict[int, str] = {}
        for i in range(text.count_chars()):
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, i, x, y)
            lines[round(y.value)] = lines.get(round(y.value), "") + chr(raw.FPDFText_GetUnicode(text, i))
        found.append([lines[y].strip("\r\n ").replace("\x02", "-").replace("\u2010", "-") for y in sorted(lines, reverse=True) if lines[y].strip()])
    return found


def _in_halves(pages: list[list[str]]) -> list[str]:
    return [page[-1] for page in pages if page[-1].endswith("-")]


def _body(last: str = "") -> str:
    """Paragraphs of several lengths that begin at every height of a page."""
    words = (WORDS * 2).split()
    return "".join(
        f"<p class='start'>start</p>{'<p>filler</p>' * filler}<p>{' '.join(words[less:])}</p>{last}"
        for filler in range(8)
        for less in range(0, 10, 2)
    )


# Before it, a paragraph of fewer lines than widows and orphans ask for.
KEPT_TOGETHER = "<p class='keep'>Of one line</p><p class='keep'>What stands with the paragraph before it.<br>Its second line</p>"


@pytest.mark.parametrize("last", ["", KEPT_TOGETHER])
def test_no_page_ends_in_a_hyphen(typeset: Typesetter, last: str) -> None:
    html = page_of(_body(last), css=CSS)
    assert _in_halves(_pages(in_child(html, patched=False)))  # else this would prove nothing
    pages = _pages(typeset(html))
    assert _in_halves(pages) == []
    assert all(len(page) > 1 for page in pages)  # widows and orphans hold as before


def test_a_paragraph_that_fills_a_page_of_its_own_still_breaks(typeset: Typesetter) -> None:
    pages = _pages(typeset(page_of(f"<p>{WORDS * 8}</p>", css=CSS)))
    assert len(pages) > 2
    assert _in_halves(pages) == []


def test_a_paragraph_does_not_end_in_a_piece_of_a_word(typeset: Typesetter) -> None:
    """The last word is parted at every measure where it can be; its rest, if a line of its own, has 7 letters or more."""
    css = "@page { size: 140mm 400mm } p { margin: 0 0 5mm; hyphens: auto }"
    paragraphs = "".join(
        f"<p style='width: {width}mm'>They treat {word}.</p>"
        for word in ("recommendations", "disabilities", "responsibilities")
        for width in range(30, 60, 2)
    )
    before, after = (
        [line for page in _pages(in_child(page_of(paragraphs, css=css), patched=patched)) for line in page if line.endswith(".") and " " not in line]
        for patched in (False, True)
    )
    assert any(len(line) < 8 for line in before)  # else this would prove nothing
    assert all(len(line) > 7 for line in after)
    assert any(len(line) < 12 for line in after)  # a long word is parted still


def test_a_word_before_another_element_is_parted_as_before(typeset: Typesetter) -> None:
    css = "p { width: 36mm; hyphens: auto }"
    text = "<p>They give recommendations <em>of all kinds</em></p>"
    assert _pages(typeset(page_of(text, css=css))) == _pages(in_child(page_of(text, css=css), patched=False))
