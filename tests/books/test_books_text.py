"""Text comes out as it went in: every word of the manuscript, in its order, by two readers, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from book_shelf import LANGUAGES, Book, Shelf
from reading import Reader, composed_text, composed_words, in_any_order, in_order, paragraphs, raw_pages, words
from shown import elements, outline

READERS = ("pdfium", "poppler")
SHARE = 0.99  #: of a book's words, in their order
SHARE_OF_A_SECTION = 0.975  #: a short section loses more by one word


@dataclass(frozen=True)
class Extract:
    """How many words a section has, and how many of them a reader gets, in order and at all."""

    section: str
    words: int
    in_order: int
    at_all: int


@pytest.fixture(scope="session")
def extracts() -> Callable[[Book, str], list[Extract]]:
    known: dict[tuple[str, str], list[Extract]] = {}

    def extracts(book: Book, reader: str) -> list[Extract]:
        if (book.name, reader) not in known:
            known[book.name, reader] = list(_extract(book, Reader(reader)))
        return known[book.name, reader]

    return extracts


def _extract(book: Book, reader: Reader) -> Iterator[Extract]:
    pages = reader.pages(book)
    for bound in book.master.interior:
        got = words("\n".join(pages[index] for index in book.pages_of(bound.section.id)), book.rtl)
        wanted = paragraphs(book, bound.section)
        if wanted:
            yield Extract(bound.section.id, sum(map(len, wanted)), sum(in_order(each, got) for each in wanted),
                          sum(in_any_order(each, got) for each in wanted))


@pytest.mark.parametrize("reader", READERS)
def test_every_word_comes_out_in_its_order(
    readable: Book, reader: str, extracts: Callable[[Book, str], list[Extract]], tool: Callable[[str, str], Path]
) -> None:
    """Paragraph by paragraph, since readers take the boxes in the side column before or after the text beside them."""
    tool("pdftotext", "poppler-utils")
    found = extracts(readable, reader)
    assert sum(each.words for each in found) > 800
    share = sum(each.in_order for each in found) / sum(each.words for each in found)
    shares = {each.section: each.in_order / each.words for each in found}
    assert share >= SHARE
    assert {section: share for section, share in shares.items() if share < SHARE_OF_A_SECTION} == {}


@pytest.mark.parametrize("reader", READERS)
def test_a_copied_paragraph_is_the_paragraph(summary: Book, reader: str, tool: Callable[[str, str], Path]) -> None:
    """Statements and actions of the summary come in one piece.

    poppler takes the thumb tab's number into the line beside it, though it stands outside the text: it is passed over.
    """
    tool("pdftotext", "poppler-utils")
    pages = Reader(reader).pages(summary)
    total, parted = 0, []
    for bound in summary.master.interior:
        if bound.section.plan.kind.id == "standard":
            printed = words("\n".join(pages[index] for index in summary.pages_of(bound.section.id)), summary.rtl)
            tab = summary.master.manuscript.language.number(bound.section.plan.number)
            whole = f" {' '.join(word for word in printed if word != tab)} "
            *listed, _title = paragraphs(summary, bound.section)  # the standard's number stands beside the title's lines
            listed = [[word for word in each if word != tab] for each in listed]
            total += len(listed)
            parted += [" ".join(each) for each in listed if f" {' '.join(each)} " not in whole]
    assert total > 300
    assert len(parted) <= 0.015 * total, parted


@pytest.mark.parametrize("reader", READERS)
def test_no_word_is_lost(
    readable: Book, reader: str, extracts: Callable[[Book, str], list[Extract]], tool: Callable[[str, str], Path]
) -> None:
    tool("pdftotext", "poppler-utils")
    found = extracts(readable, reader)
    assert sum(each.at_all for each in found) / sum(each.words for each in found) >= 0.995


@pytest.mark.parametrize("reader", READERS)
def test_nothing_comes_out_that_was_not_put_in(readable: Book, reader: str, tool: Callable[[str, str], Path]) -> None:
    """Every word on a page is one of the HTML that was typeset, but for halves of words that a page parts."""
    tool("pdftotext", "poppler-utils")
    book = readable
    number = book.master.manuscript.language.number
    put_in = composed_words(book) | {number(page) for page in range(book.master.pages + 1)}
    got = [word for page in Reader(reader).pages(book) for word in words(page, book.rtl)]
    strange = [word for word in got if word not in put_in]
    assert len(strange) / len(got) <= 0.01, strange[:40]


def test_nothing_is_printed_twice(readable: Book) -> None:
    """No eight words in a row are on the section's pages more often than in its text, but for its running title."""
    book, manuscript = readable, readable.master.manuscript
    pages = Reader("pdfium").pages(book)
    for bound in book.master.interior:
        running = [" ".join(words(title, book.rtl)) for title in (bound.section.title, manuscript.book["title"], manuscript.book["short"])]
        listed = paragraphs(book, bound.section)
        wanted = _rows([word for paragraph in listed for word in paragraph])
        inside = {row for paragraph in listed for row in _rows(paragraph)}  # a table's head and its rows may come again
        got: Counter[tuple[str, ...]] = Counter()
        for index in book.pages_of(bound.section.id):
            printed = " ".join(words(pages[index], book.rtl))
            for title in running:
                printed = printed.replace(title, "…")
            got += _rows(printed.split(" "))
        twice = [" ".join(row) for row in inside if got[row] > wanted[row]]
        assert twice == [], bound.section.id


def _rows(listed: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(listed[i : i + 8]) for i in range(len(listed) - 7))


def test_letters_come_out_as_letters(readable: Book) -> None:
    """No ligature, no Arabic presentation form, no private or unknown character: the text can be searched."""
    text = "".join(Reader("pdfium").pages(readable))
    assert re.findall("[\ufb00-\ufdff\ufe70-\ufefc\ue000-\uf8ff\ufffd]", text) == []


@pytest.mark.parametrize("reader", READERS)
def test_a_vowel_sign_comes_out_after_its_letter(shelf: Shelf, reader: str, tool: Callable[[str, str], Path]) -> None:
    """أُ is one cluster of the font (alef, hamza and damma), and readers turn the characters of one code round."""
    tool("pdftotext", "poppler-utils")
    book = shelf["ar", "handbook"]
    printed = "".join(section.words for section in book.master.manuscript.sections).count("أُ")
    assert printed > 4
    assert "".join(Reader(reader).pages(book)).count("أُ") >= printed


@pytest.mark.parametrize("reader", READERS)
def test_what_only_shapes_lines_does_not_come_out(readable: Book, reader: str, tool: Callable[[str, str], Path]) -> None:
    """Soft hyphens, thin and zero-width spaces, joiners of Korean words: nobody types them, so no search would find."""
    tool("pdftotext", "poppler-utils")
    text = "".join(raw_pages(reader, readable.path("screen")))
    assert len(text) > 1500
    assert Counter(re.findall("[\u00ad\u2009\u200b\u2060\ufeff]", text)) == {}


@pytest.mark.parametrize("summary", ["en", "ru", "ko", "zh", "ne"], indirect=True)
def test_a_third_reader_has_every_word_in_its_order(summary: Book) -> None:
    """pypdf, which takes the text as the file has it; of scripts from left to right, one each."""
    found = list(_extract(summary, Reader("pypdf")))
    assert sum(each.in_order for each in found) / sum(each.words for each in found) >= SHARE


def test_names_of_links_pictures_and_bookmarks_are_the_books_words(readable: Book) -> None:
    """In the order in which they are read aloud, with nothing in them that only shapes lines."""
    root, known = readable.screen.Root, composed_text(readable, attributes=True)
    links = [str(link.Contents) for page in readable.screen.pages for link in page.get("/Annots", ())]
    pictures = [str(element.Alt) for element in elements(root.StructTreeRoot.K) if "/Alt" in element]
    bookmarks = [str(item.Title) for item in outline(root.Outlines)]
    assert len(bookmarks) > 2
    for name in {*links, *pictures, *bookmarks}:
        assert not re.search("[\u00ad\u2009\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ufb1d-\ufdff\ufe70-\ufefc]", name), ascii(name)
        assert " ".join(words(name, readable.rtl)) in known, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_is_taken_from_the_handbook(shelf: Shelf, language: str) -> None:
    """Its statements and lists of actions are the handbook's own, in all 26 standards."""
    summary, handbook = shelf[language, "summary"], shelf[language, "handbook"]
    standards = [bound.section for bound in summary.master.interior if bound.section.plan.kind.id == "standard"]
    assert len(standards) == 26
    for short in standards:
        assert [block.name for block in short.blocks] == ["statement", "preparedness", "response"]
        assert all(block == handbook.part[short.id].section.block(block.name) for block in short.blocks)


def test_a_standard_of_the_summary_stands_on_one_page(summary: Book) -> None:
    pages = {bound.section.id: bound.typeset.pages for bound in summary.master.interior if bound.section.plan.kind.id == "standard"}
    assert len(pages) == 26
    assert {standard: count for standard, count in pages.items() if count != 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_statements_are_printed_alike_in_summary_and_handbook(shelf: Shelf, language: str) -> None:
    """As one run of words."""
    summary, handbook = shelf[language, "summary"], shelf[language, "handbook"]
    pages = {book.stem: Reader("pdfium").pages(book) for book in (summary, handbook)}
    for bound in summary.master.interior:
        if bound.section.plan.kind.id != "standard":
            continue
        statement = paragraphs(summary, bound.section)[0]
        for book in (summary, handbook):
            printed = words(pages[book.stem][book.pages_of(bound.section.id)[0]], book.rtl)
            assert " ".join(statement) in " ".join(printed), f"{book.name} {bound.section.id}"
