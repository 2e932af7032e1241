"""A footnote stands on the page of its call."""

import re

import pypdfium2 as pdfium
import pytest
from engine_documents import Typesetter, page_of

CSS = """
@page { size: 100mm 90mm } p { margin: 0; orphans: 3; widows: 2 } .start { break-before: page }
.note { float: footnote; footnote-policy: line }
.note::footnote-call { content: "[" counter(footnote) "]" }
.note::footnote-marker { content: "(" counter(footnote) ")" }
"""
SENTENCE = "A sentence that fills most of a line, "


@pytest.mark.parametrize("sentences", [1, 3, 5])
def test_call_and_note_share_a_page(typeset: Typesetter, sentences: int) -> None:
    """The paragraph of eight lines begins at every height of the page, its call early or late."""
    note = "<span class='note'>The note, of more than one line so that it takes some room on the page.</span>"
    paragraph = f"<p>{SENTENCE * sentences}{note} {SENTENCE * (7 - sentences)}</p>"
    fillers = range(12)
    body = "".join(f"<p class='start'>start</p>{'<p>filler</p>' * filler}{paragraph}" for filler in fillers)
    calls = []
    for page in pdfium.PdfDocument(typeset(page_of(body, css=CSS))):
        text = page.get_textpage().get_text_range()
        found = re.findall(r"\[(\d+)\]", text)
        assert re.findall(r"\((\d+)\)", text) == found
        calls += found
    assert calls == [str(number + 1) for number in fillers]
