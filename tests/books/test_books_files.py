"""What every finished file must be: sound, accessible, with its own fonts and nothing else's."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import page as page_validation
import pytest
from book_shelf import COVER, Book
from pikepdf import Name
from shown import elements, outline, siblings

FORMATS = ("screen", "press", "cover-press")


@pytest.mark.parametrize("format", FORMATS)
def test_qpdf_finds_no_fault(book: Book, format: str, tool: Callable[[str, str], Path]) -> None:
    done = subprocess.run([tool("qpdf", "qpdf"), "--check", book.path(format)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_screen_files_are_pdf_ua_1_and_pdf_a_2a(readable: Book, profile: str) -> None:
    report = page_validation.validate_pdf_bytes(readable.path("screen").read_bytes(), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_the_file_says_what_it_is(readable: Book) -> None:
    manuscript, root = readable.master.manuscript, readable.screen.Root
    assert str(root.Lang) == manuscript.language.tag
    assert root.ViewerPreferences.Direction == (Name.R2L if readable.rtl else Name.L2R)
    assert root.ViewerPreferences.DisplayDocTitle
    title = str(readable.screen.trailer.Info.Title)
    assert manuscript.book["title"] in title
    if manuscript.publication.title:
        assert title.startswith(readable.part[manuscript.publication.title].section.title)
    assert f"<dc:language><rdf:Bag><rdf:li>{manuscript.language.tag}</rdf:li>" in root.Metadata.read_bytes().decode()


def test_the_press_file_keeps_language_and_direction(book: Book) -> None:
    assert str(book.press.Root.Lang) == book.master.manuscript.language.tag
    assert book.press.Root.ViewerPreferences.Direction == book.screen.Root.ViewerPreferences.Direction


def test_every_tag_says_its_language_or_takes_the_books(readable: Book) -> None:
    """Foreign words are read aloud in their own language: every /Lang in the tree is a tag, and English ones exist."""
    known = {str(element.Lang) for element in elements(readable.screen.Root.StructTreeRoot.K) if "/Lang" in element}
    own = readable.master.manuscript.language.tag
    assert own in known
    assert known <= {own, "en", "fr"}
    if readable.rtl and readable.stem == "handbook":
        assert "en" in known  # references to English works


def test_the_outline_leads_to_each_section_of_the_contents(readable: Book) -> None:
    wanted = [bound for bound in readable.master.interior
              if bound.section.plan.kind.contents and not bound.section.plan.kind.generated]
    pages = {page.objgen: index for index, page in enumerate(readable.screen.pages)}
    entries = [(str(item.Title), pages[item.Dest[0].objgen]) for item in outline(readable.screen.Root.Outlines)]
    assert [page for _, page in entries] == sorted(page for _, page in entries)
    led_to = defaultdict(str)
    for words, page in entries:
        led_to[page] += "".join(words.split())
    missing = [bound.section.id for bound in wanted
               if "".join(bound.section.title.split()) not in led_to[COVER + bound.start - 1]]
    assert missing == []


def test_the_outline_counts_what_it_shows(readable: Book) -> None:
    """ISO 32000-1, 12.3.3: the root counts what is open, a closed entry its children, negative."""
    root = readable.screen.Root.Outlines
    top = list(siblings(root))
    assert int(root.Count) == len(top)
    for item in top:
        children = list(siblings(item))
        assert int(item.get("/Count", 0)) == -len(children)
        assert not children or (item.First.objgen, item.Last.objgen) == (children[0].objgen, children[-1].objgen)


def test_page_labels_are_the_numbers_on_the_pages(readable: Book) -> None:
    """In the language's digits; the sides of the cover are C1 to C4."""
    number, labels = readable.master.manuscript.language.number, range(1, readable.master.pages + 1)
    got = [readable.reader.get_page_label(index) for index in range(len(readable.reader))]
    assert got == ["C1", "C2", *(number(page) for page in labels), "C3", "C4"]
