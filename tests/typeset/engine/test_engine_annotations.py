"""Links have a name, one rectangle a line, and the flags that archives ask for."""

import pikepdf
import pytest
from engine_documents import Typesetter, opened, page_of
from engine_samples import DOT

from bindery.typeset.engine.annotations import Link, merge


def links_of(pdf: bytes) -> list[pikepdf.Dictionary]:
    return list(opened(pdf).pages[0].get("/Annots", []))


@pytest.mark.parametrize(
    ("anchor", "name"),
    [
        ('<a href="https://example.org/x">read <b>this</b>\n one</a>', "read this one"),
        ('<a href="https://example.org/x" title="The site">here</a>', "The site"),
        ('<a href="https://example.org/x" aria-label="The label">here</a>', "The label"),
        (f'<a href="https://example.org/x"><img alt="The image" src="{DOT}"></a>', "The image"),
        ('<a href="https://example.org/x">حماية</a>', "حماية"),
    ],
)
def test_contents_is_a_name(typeset: Typesetter, anchor: str, name: str) -> None:
    (link,) = links_of(typeset(page_of(f"<p>{anchor}</p>", css="p { font-family: 'HB Serif', 'HB Naskh' }")))
    assert str(link.Contents) == name
    assert int(link.F) == 4
    left, bottom, right, top = (float(each) for each in link.Rect)
    assert left < right and bottom < top


def test_a_link_without_text_is_an_error(typeset: Typesetter, caplog: pytest.LogCaptureFixture) -> None:
    typeset(page_of('<p><a href="https://example.org/x" style="padding: 1em"></a>x</p>'))
    assert 'Link to "https://example.org/x" has no text' in caplog.text


def test_one_annotation_for_each_line_of_a_link(typeset: Typesetter) -> None:
    css = "a::after { content: ' (there)' }"
    (link,) = links_of(typeset(page_of('<p id="t"><a href="#t">one <b>two</b></a></p>', css=css)))
    assert str(link.Dest) == "t"
    words = "many words " * 12
    links = links_of(typeset(page_of(f'<p id="t"><a href="#t">{words}<b>{words}</b></a></p>', css=css)))
    assert len(links) == len({round(float(link.Rect[1])) for link in links}) > 5


def test_merging_keeps_other_targets_apart() -> None:
    outer, inner = Link("internal", "a", (0, 0, 10, 10), None), Link("internal", "a", (2, -1, 4, 9), None)
    other, empty = Link("internal", "b", (2, 0, 4, 9), None), Link("internal", "a", (5, 0, 5, 9), None)
    assert merge([outer, inner, other, empty]) == [outer._replace(rectangle=(0, -1, 10, 10)), other]
