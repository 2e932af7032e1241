"""Spaces and hyphens are found by who types them."""

import re
import unicodedata

import pypdfium2 as pdfium
import pytest
from engine_documents import Typesetter, page_of

PARTED = '<p style="width: 25mm; hyphens: auto">les responsabilités</p>'  # a hyphen of the engine's own, U+2010


def text_of(pdf: bytes) -> str:
    return str(pdfium.PdfDocument(pdf)[0].get_textpage().get_text_range())


@pytest.mark.parametrize(
    ("language", "family"), [("fr", "HB Serif"), ("fr", "HB Sans"), ("zh-CN", "HB Serif SC"), ("ar", "HB Naskh")]
)
def test_a_space_is_a_space_after_a_no_break_space(typeset: Typesetter, language: str, family: str) -> None:
    css = f"p {{ font-family: '{family}'; text-align: justify }}"
    text = text_of(typeset(page_of("<p>p.\u00a08</p><p>the child and the law</p>", language, css=css)))
    assert "the child and the law" in text
    assert "\u00a0" not in text


@pytest.mark.parametrize("family", ["HB Serif", "HB Sans"])
def test_a_hyphen_is_a_hyphen_after_a_hyphenated_line(typeset: Typesetter, family: str) -> None:
    css = f"p {{ font-family: '{family}' }}"
    text = text_of(typeset(page_of(f"{PARTED}<p>peut-il</p>", "fr", css=css)))
    assert re.sub("\ufffe", "", text).split() == ["les", "responsabilités", "peut-il"]
    assert "\ufffe" in text  # what pdfium leaves of a hyphen at the end of a line


def test_other_signs_keep_their_names(typeset: Typesetter) -> None:
    text = text_of(typeset(page_of("<p>«\u202foui\u202f» 12–14 — l’été</p>", "fr")))
    assert "«\u202foui\u202f» 12–14 — l’été" in text


@pytest.mark.parametrize(("word", "family"), [
    ("hedef\u00adler", "HB Serif"), ("taraf\u00adı", "HB Serif"), ("of\u00adfice", "HB Sans"), ("büro", "HB Serif"),
    ("Resmî", "HB Serif"), ("fi\u0301n", "HB Serif"),
])
def test_letters_that_share_a_glyph_are_all_found(typeset: Typesetter, word: str, family: str) -> None:
    text = text_of(typeset(page_of(f"<p style=\"font-family: '{family}'\">{word} x</p>", "tr")))
    assert unicodedata.normalize("NFC", text.strip()) == unicodedata.normalize("NFC", word.replace("\u00ad", "")) + " x"
