"""Lines as readers of each language expect them, read off the finished pages.

Sources: W3C's requirements for Chinese (clreq 3.1, 3.2), Korean (klreq), GB/T 15834.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from statistics import median

import pytest
from book_shelf import OTHERS, PUBLICATIONS, Book, Shelf
from ink import pages_that_lose_ink, touching_lines
from printed_lines import Line, Paragraph, Printed, all_printed

#: clreq: what a line does not begin with, and what it does not end with.
NOT_FIRST, NOT_LAST = "，。、；：！？”’）》〉」』】〕…·％%", "“‘（《〈「『【〔"
NOT_FIRST_IN_KOREAN, NOT_LAST_IN_KOREAN = ".,!?:;)]}’”〉》」』】·…~%", "([{‘“〈《「『【"
HALF_EMPTY = "，。、；：！？”’）》〉」』】〕"  #: marks whose right half is blank, and hangs beyond the measure
TOLERANCE = 0.6  #: pt; pdfium's boxes are rounded, and the engine places letters in 1/1024 of a pt
LISTED = Mapping[str, tuple[list[Printed], list[Paragraph]]]


@pytest.fixture(scope="module", params=PUBLICATIONS)
def chinese(request: pytest.FixtureRequest, shelf: Shelf) -> Book:
    return shelf["zh", request.param]


def _printed(book: Book) -> list[Printed]:
    """The book's paragraphs; nearly all must be found, or the tests here would look at nothing."""
    listed = all_printed(book)
    found = [each for paragraphs, _ in listed.values() for each in paragraphs]
    lost = [f"{section}: {each.text[:40]}" for section, (_, lost) in listed.items() for each in lost]
    assert len(found) > 30
    assert len(lost) <= max(1, len(found) * 0.01), lost  # one that stands beside a box of the side column
    return found


def _right(line: Line) -> float:
    """Where the line ends for the eye: the blank half of its last mark lies outside the measure."""
    last = line.letters[-1]
    wide = last.right - last.left > last.size * 0.75
    return line.right - (last.size / 2 if last.char in HALF_EMPTY and wide else 0)


def _left(line: Line) -> float:
    """Where the line begins for the eye: the blank half of an opening mark lies outside the measure."""
    return line.left + (line.letters[0].size / 2 if line.letters[0].char in NOT_LAST else 0)


def _is_justified(each: Printed) -> bool:
    paragraph = each.paragraph
    return paragraph.tag in ("p", "li") and paragraph.block not in ("references", "facts", "materials") and not paragraph.foreign


def test_no_chinese_line_begins_or_ends_with_a_mark_that_must_not(chinese: Book) -> None:
    found = _printed(chinese)
    lines = [(each, line, line.starts > 0) for each in found for line in each.lines]
    first = [f"{each.section}: {line.text}" for each, line, goes_on in lines if goes_on and line.text[0] in NOT_FIRST]
    last = [f"{each.section}: {line.text}" for each, line, _ in lines if line.text[-1] in NOT_LAST]
    assert (first, last) == ([], [])


def test_a_chinese_paragraph_does_not_end_with_one_character(chinese: Book) -> None:
    short = [f"{each.section}: {each.lines[-2].text}|{each.lines[-1].text}" for each in _printed(chinese)
             if len(each.lines) > 1 and len(each.paragraph.text) > 14 and each.paragraph.tag in ("p", "li")
             and len(each.lines[-1].text.rstrip(NOT_FIRST)) < 2]
    assert short == []


def test_every_justified_chinese_line_fills_its_measure_of_whole_characters(shelf: Shelf) -> None:
    """All lines of a paragraph but its last end where the others do: a whole number of characters from its left."""
    ragged, broken, looked_at = [], [], 0
    for each in _printed(shelf["zh", "handbook"]):
        full = each.lines[:-1]
        if not full or not _is_justified(each):
            continue
        for page in {line.letters[0].page for line in each.lines}:
            here = [line for line in full if line.letters[0].page == page]
            if not here:
                continue
            end = max(map(_right, here))
            ragged += [f"{each.section}: {end - _right(line):.1f} pt after {line.text[-12:]}" for line in here
                       if end - _right(line) > TOLERANCE]
            # The first line may be indented; its size is the paragraph's, whatever the Latin in it.
            start = min(_left(line) for line in each.lines if line.letters[0].page == page)
            size = median(letter.size for line in here for letter in line.letters if "\u4e00" <= letter.char <= "\u9fff")
            characters = (end - start) / size
            looked_at += len(here)
            if len(here) > 1 and abs(characters - round(characters)) * size > TOLERANCE:
                broken.append(f"{each.section}: {characters:.2f} characters in {here[0].text[:12]}")
    assert looked_at > 450
    assert (ragged, broken) == ([], [])


def test_a_partly_translated_chinese_standard_stands_on_one_page(shelf: Shelf) -> None:
    book = shelf["zh", "handbook"]
    partial = [bound for bound in book.master.interior
               if bound.section.plan.kind.id == "standard" and bound.section.block("guidance") is None]
    assert len(partial) > 10
    assert [bound.section.id for bound in partial if bound.typeset.pages != 1] == []


@pytest.mark.parametrize("publication", PUBLICATIONS)
def test_lines_of_nastaliq_never_run_into_one_another(shelf: Shelf, publication: str) -> None:
    """No two lines share ink, in whatever cell, list or head they stand."""
    book = shelf["ur", publication]
    assert [f"page {each.page + 1}: {each}" for each in touching_lines(book.path("screen"))] == []


@pytest.mark.parametrize("language", ["ar", "ur", "prs", "ps", "ne"])
def test_no_mark_or_letter_is_clipped_or_hidden(request: pytest.FixtureRequest, language: str) -> None:
    """Marks above the first line of a panel, a cell, a title or a cover, and tails below the last, are all printed."""
    if language in OTHERS:
        book = request.getfixturevalue("summaries")[language]
    else:
        book = request.getfixturevalue("shelf")[language, "summary"]
    assert pages_that_lose_ink(book.path("screen")) == {}


def test_korean_lines_end_with_words(summaries: Mapping[str, Book]) -> None:
    """Never within a word, as the manuscript has words; and none begins with a mark that closes or joins (klreq)."""
    found = _printed(summaries["ko"])
    parted, first, looked_at = [], [], 0
    for each in found:
        for before, line in itertools.pairwise(each.lines):
            looked_at += 1
            if line.starts not in each.paragraph.spaces:
                parted.append(f"{each.section}: {before.text[-8:]}|{line.text[:8]}")
            if line.text[0] in NOT_FIRST_IN_KOREAN or before.text[-1] in NOT_LAST_IN_KOREAN:
                first.append(f"{each.section}: {before.text[-8:]}|{line.text[:8]}")
    assert looked_at > 300
    assert (parted, first) == ([], [])
