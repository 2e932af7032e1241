"""The pages of an index: which marks belong together, and how a run of pages is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from bindery.compose.index import Entry, build, merge
from bindery.model import IndexMark, Manuscript, Place
from bindery.pipeline import Request, check

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("pages", "runs"), [
    ([], []),
    ([12], [(12, 12)]),
    ([12, 13], [(12, 13)]),
    ([12, 13, 14, 20], [(12, 14), (20, 20)]),
    ([12, 14], [(12, 12), (14, 14)]),
    ([20, 12, 13, 12, 12], [(12, 13), (20, 20)]),
    ([99, 100, 101], [(99, 101)]),
])
def test_consecutive_pages_are_one_run(pages: list[int], runs: list[tuple[int, int]]) -> None:
    assert [(run.first, run.last) for run in merge((page, f"ix-{page}") for page in pages)] == runs


def test_a_run_leads_to_its_first_page() -> None:
    (run,) = merge([(13, "second"), (12, "first"), (14, "third")])
    assert run.anchor == "first"


@pytest.fixture(scope="module")
def english() -> Manuscript:
    _, ((manuscript,),) = check(ROOT, Request(("en",), publications=("handbook",)))
    return manuscript


def indexed(manuscript: Manuscript, *marks: tuple[str, str, int]) -> list[Entry]:
    """The entries of a book whose only marks are these: entry, sub-entry and page."""
    made = tuple(IndexMark(entry, sub, f"ix-{number}") for number, (entry, sub, _) in enumerate(marks))
    places = {mark.anchor: Place("introduction", page, 0, 0) for mark, (_, _, page) in zip(made, marks, strict=True)}
    first, *_ = (section for section in manuscript.sections if section.id == "introduction")
    return flat(build(replace(manuscript, sections=(replace(first, marks=made),)), places))


def flat(groups: Iterable[tuple[str, list[Entry]]]) -> list[Entry]:
    return [entry for _, entries in groups for entry in entries]


def test_marks_of_one_entry_are_one_line(english: Manuscript) -> None:
    (entry,) = indexed(english, ("consent", "", 30), ("consent", "", 31), ("consent", "", 12))
    assert entry.words == "consent"
    assert [(run.first, run.last) for run in entry.pages] == [(12, 12), (30, 31)]


def test_sub_entries_stand_under_their_entry_in_order(english: Manuscript) -> None:
    (entry,) = indexed(
        english, ("coordination", "meetings", 30), ("coordination", "", 29), ("coordination", "leadership", 31))
    assert [run.first for run in entry.pages] == [29]
    assert [(sub.words, sub.pages[0].first) for sub in entry.subs] == [("leadership", 31), ("meetings", 30)]


def test_an_entry_may_have_sub_entries_alone(english: Manuscript) -> None:
    (entry,) = indexed(english, ("coordination", "meetings", 30))
    assert entry.pages == () and len(entry.subs) == 1


def test_a_head_of_the_glossary_and_a_word_of_the_text_are_one_entry(english: Manuscript) -> None:
    """Heads begin with a capital; words with capitals of their own keep them."""
    found = indexed(
        english, ("Case management", "", 90), ("case management", "", 47), ("WHO", "", 8), ("Paris Principles", "", 9))
    assert {entry.words: [run.first for run in entry.pages] for entry in found} == {
        "case management": [47, 90], "WHO": [8], "Paris Principles": [9]}


def test_spaces_that_a_filter_has_set_part_no_entry(english: Manuscript) -> None:
    (entry,) = indexed(english, ("form\u00a07", "page\u00a01", 30), ("form 7", "page 1", 33))
    assert entry.words == "form 7"
    assert [[run.first for run in sub.pages] for sub in entry.subs] == [[30, 33]]


def test_a_mark_that_is_on_no_page_of_this_book_is_left_out(english: Manuscript) -> None:
    mark = IndexMark("consent", "", "ix-nowhere")
    introduction = next(section for section in english.sections if section.id == "introduction")
    assert build(replace(english, sections=(replace(introduction, marks=(mark,)),)), {}) == []


def test_entries_stand_under_their_letter_once(english: Manuscript) -> None:
    places = {mark.anchor: Place(section.id, 1, 0, 0) for section in english.sections for mark in section.marks}
    groups = build(english, places)
    letters = [letter for letter, _ in groups]
    assert len(letters) == len(set(letters)) > 15
    for letter, entries in groups:
        assert all(entry.words.lstrip("“‘(").upper().startswith(letter) for entry in entries)
