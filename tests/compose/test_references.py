"""References become links with a page, or words where the place is in another book."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bindery.compose.references import fill, home, names, stamp
from bindery.model import Language, Manuscript, Numbers, Place
from bindery.pipeline import Request, check

ROOT = Path(__file__).resolve().parents[2]


def manuscript_of(language: str, publication: str = "handbook") -> Manuscript:
    _, ((manuscript,),) = check(ROOT, Request((language,), publications=(publication,)))
    return manuscript


@pytest.fixture(scope="module")
def english() -> Manuscript:
    return manuscript_of("en")


@pytest.fixture(scope="module")
def arabic() -> Manuscript:
    return manuscript_of("ar")


def at(**pages: int) -> dict[str, Place]:
    return {id.replace("_", "-"): Place(id, page, 0, 0) for id, page in pages.items()}


def filled(manuscript: Manuscript, html: str, **pages: int) -> str:
    return fill(html, manuscript, at(**pages), names(manuscript))


def test_a_reference_without_words_says_what_the_place_is_called(english: Manuscript) -> None:
    assert filled(english, 'See <x-ref to="standard-15"></x-ref>.', standard_15=112) == (
        'See <a class="xref" href="xref:standard-15" title="Standard\u00a015">Standard\u00a015, '
        'p.\u00a0<span class="pg" data-stamp="standard-15">888</span></a>.')


def test_a_reference_with_words_has_its_page_in_brackets(english: Manuscript) -> None:
    html = filled(english, '<x-ref to="standard-15">the <em>case</em> plan</x-ref>', standard_15=7)
    assert ">the <em>case</em> plan (p.\u00a0<span" in html
    assert ">8</span>)</a>" in html


def test_as_many_digits_as_the_page_has_in_the_languages_own(arabic: Manuscript) -> None:
    for page, digits in ((9, "٨"), (10, "٨٨"), (112, "٨٨٨")):
        assert f">{digits}</span>" in filled(arabic, '<x-ref to="standard-15"></x-ref>', standard_15=page)


def test_the_html_depends_on_the_number_of_digits_alone(english: Manuscript) -> None:
    """So a page added early sets no section again that names a page after it."""
    html = '<x-ref to="standard-15"></x-ref>'
    assert filled(english, html, standard_15=47) == filled(english, html, standard_15=48)
    assert filled(english, html, standard_15=99) != filled(english, html, standard_15=100)


def test_a_note_that_the_book_has_not_is_its_standard(english: Manuscript) -> None:
    places = at(standard_15=112, standard_01_note_2=30)
    assert home("standard-15-note-3", places) == "standard-15"
    assert home("standard-01-note-2", places) == "standard-01-note-2"
    assert home("standard-16-note-1", places) is None
    html = filled(english, '<x-ref to="standard-15-note-3"></x-ref>', standard_15=112)
    assert 'href="xref:standard-15"' in html and "Standard\u00a015, p." in html


def test_a_note_is_named_by_its_number(english: Manuscript) -> None:
    html = filled(english, '<x-ref to="standard-15-note-3"></x-ref>', standard_15=112, standard_15_note_3=114)
    assert 'title="Standard\u00a015, note\u00a03"' in html and 'data-stamp="standard-15-note-3"' in html


def test_a_place_in_another_book_is_named_without_a_page() -> None:
    case = manuscript_of("en", "case-study-education")
    assert filled(case, 'See <x-ref to="standard-15"></x-ref>.') == "See Standard\u00a015 (Case management)."
    assert filled(case, 'See <x-ref to="standard-15-note-3"></x-ref>.') == "See Standard\u00a015 (Case management)."
    assert filled(case, '<x-ref to="standard-15">the plan</x-ref>') == "the plan"


def test_titles_with_markup_stand_in_the_link_but_not_in_its_name(english: Manuscript) -> None:
    called = {"introduction": "An <em>“old”</em> A &amp; B"}
    html = fill('<x-ref to="introduction"></x-ref>', english, at(introduction=9), called)
    assert 'title="An “old” A &amp; B"' in html
    assert ">An <em>“old”</em> A &amp; B, p." in html


def test_quotes_and_signs_in_names_break_no_tag(english: Manuscript) -> None:
    """What is of another language keeps its straight quotes."""
    html = fill('<x-ref to="a&amp;b"></x-ref>', english, {"a&b": Place("introduction", 9, 0, 0)}, {"a&b": '<span lang="fr">Le "x"</span>'})
    assert '<a class="xref" href="xref:a&amp;b" title="Le &quot;x&quot;">' in html and 'data-stamp="a&amp;b"' in html


def test_every_place_of_a_book_has_a_name(english: Manuscript) -> None:
    called = names(english)
    assert called["standard-15"] == "Standard\u00a015"
    assert called["area-2"].startswith("Area") and called["principle-1"].startswith("Principle")
    assert called["term-case-management"] == "Case management"
    targets = {reference.target for section in english.sections for reference in section.references}
    unnamed = [target for target in targets if not target.startswith("image:") and not called.get(target)]
    assert unnamed == []


def test_a_stamp_is_digits_in_an_element_of_its_own() -> None:
    language = Language("xx", "xx", "Test", "Test", "Arab", True, "۰۱۲۳۴۵۶۷۸۹", Numbers("٫", "٬"), ("«", "»", "‹", "›"), "none",
                        (), (), {}, {}, Path("language.yaml"))
    assert stamp(language, "a&b", 47) == '<span class="pg" data-stamp="a&amp;b">۸۸</span>'
    assert stamp(replace(language, digits="0123456789"), "a", 1) == '<span class="pg" data-stamp="a">8</span>'
