"""What a second build does: the same bytes from the same text, and no more work than a change asks for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from book_shelf import Book, Shelf, make_books, project_folder

FORMATS = ("screen", "press", "cover-press")
SMALL = "case-study-education"


def _bytes(book: Book) -> dict[str, bytes]:
    return {format: book.path(format).read_bytes() for format in FORMATS}


def test_the_same_bytes_from_an_empty_cache_with_any_number_of_processes(
    tmp_path_factory: pytest.TempPathFactory, shelf: Shelf
) -> None:
    """Other folder, other order of sections, other seed of Python's hashes: nothing of it is in the files."""
    shelved = shelf["ar", SMALL]
    for jobs, seed in (("1", "1"), ("3", "2")):
        root = project_folder(tmp_path_factory.mktemp(f"jobs-{jobs}"), "empty")
        book = make_books(root, ["ar"], [SMALL], BINDERY_JOBS=jobs, PYTHONHASHSEED=seed)["ar", SMALL]
        assert set(book.newly_set) == {bound.section.id for bound in (*book.master.interior, *book.master.cover)}
        assert _bytes(book) == _bytes(shelved)


def test_nothing_is_set_twice(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> None:
    root = project_folder(tmp_path_factory.mktemp("again"), "shared")
    again = make_books(root, ["en"], ["handbook"])["en", "handbook"]
    assert again.newly_set == ()
    assert _bytes(again) == _bytes(shelf["en", "handbook"])


def test_a_changed_word_costs_its_section(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> None:
    root = project_folder(tmp_path_factory.mktemp("word"), "copied")
    text = root / "content/en/handbook/standard-07.md"
    before = text.read_text("utf-8")
    text.write_text(before.replace("children", "youngsters", 1), "utf-8")
    assert text.read_text("utf-8") != before
    books = make_books(root, ["en"], ["handbook", "summary", SMALL])
    assert books["en", "handbook"].newly_set == ("standard-07",)
    assert set(books["en", "summary"].newly_set) <= {"standard-07"}
    assert books["en", SMALL].newly_set == ()
    assert _bytes(books["en", SMALL]) == _bytes(shelf["en", SMALL])
    assert books["en", "handbook"].path("screen").read_bytes() != shelf["en", "handbook"].path("screen").read_bytes()


def test_one_section_alone_keeps_its_numbers(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> None:
    """`SECTION=standard-07` makes the pages that the book has there, with their folios and labels."""
    root = project_folder(tmp_path_factory.mktemp("section"), "shared")
    whole = shelf["en", "handbook"]
    alone = make_books(root, ["en"], ["handbook"], section="standard-07")["en", "handbook"]
    assert alone.newly_set == ()
    pages = whole.pages_of("standard-07")
    assert len(alone.screen.pages) == len(pages)
    for index, page in zip(pages, range(len(pages)), strict=True):
        assert alone.reader[page].get_textpage().get_text_range() == whole.reader[index].get_textpage().get_text_range()
        assert alone.reader.get_page_label(page) == whole.reader.get_page_label(index)


def test_a_killed_build_leaves_no_file_beside_the_good_ones(shelf: Shelf) -> None:
    """Every file in the outputs is a finished one, readable by all: nothing hidden, nothing half-written."""
    for book in shelf.values():
        for name in os.listdir(book.folder):
            path = Path(book.folder) / name
            assert not name.startswith(".")
            assert path.stat().st_mode & 0o777 == 0o644
            assert path.read_bytes()[-6:].strip() == b"%%EOF"
