"""Columns start at the same height."""

import pypdfium2 as pdfium
import pytest
from engine_documents import Typesetter, page_of

CSS = "@page { size: 100mm 60mm } div { columns: 2; column-gap: 5mm } p { margin: 0 } .letter { margin-top: 12pt }"


def tops(pdf: bytes) -> list[dict[str, float]]:
    """For each page, the distance of each letter from the upper edge of the text area, in pt."""
    found = []
    for page in pdfium.PdfDocument(pdf):
        text = page.get_textpage()
        boxes = {text.get_text_range(i, 1): text.get_charbox(i, loose=True) for i in range(text.count_chars())}
        edge = (60 - 15) / 25.4 * 72
        found.append({char: round(edge - box[3]) for char, box in boxes.items() if char.isalpha()})
    return found


def index(letters: str, css: str = "") -> str:
    """One line a letter; capitals are heads."""
    lines = "".join(f'<p class="{"letter" if char.isupper() else "entry"}">{char}</p>' for char in letters)
    return page_of(f"<div>{lines}</div>", css=CSS + css)


def test_a_head_at_the_top_of_a_column_stands_as_high_as_the_line_beside_it(typeset: Typesetter) -> None:
    (page,) = tops(typeset(index("abcDef", ".letter { break-after: avoid }")))
    assert page["D"] == page["a"]
    assert page["e"] == page["b"]


def test_a_head_at_the_top_of_the_next_page_too(typeset: Typesetter) -> None:
    first, second, *_ = tops(typeset(index("abcdefghijKlmnopqr")))
    assert "j" in first and "K" in second
    assert second["K"] == first["a"]


def test_heads_within_a_column_and_the_first_keep_their_margin(typeset: Typesetter) -> None:
    (page,) = tops(typeset(index("AbcDefghi")))
    assert page["D"] - page["c"] == 15 + 12
    assert page["A"] == page["e"] + 12


@pytest.mark.parametrize(
    "css",
    [".letter { break-before: column }", ".letter { margin-break: keep }"],
    ids=["forced break", "kept by the style"],
)
def test_a_margin_that_is_meant_stays(typeset: Typesetter, css: str) -> None:
    (page,) = tops(typeset(index("abcDef", css + ".letter { break-after: avoid }")))
    assert page["D"] == page["a"] + 12
