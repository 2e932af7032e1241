"""The lines of a book as they are on its pages: which letters of which paragraph stand on each, and where.

pdfium says where every letter stands; the manuscript says which letters make a paragraph. The two are laid over each
other, so that a test knows a paragraph's last line from its others, and a line's end from the end of a word.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from book_shelf import Book

from bindery.compose import references
from bindery.model import Section

#: What has no ink and is in no comparison; and circled numbers, which call a note in the middle of a paragraph.
UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u2460-\u2473\ufffe\u0002]")
STAMP = re.compile(r'(<span class="pg" data-stamp="([^"]*)">)[^<]*(?=</span>)')
PARTS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "div", "ul", "ol", "aside", "table", "tr", "br"}
HEAD, FOOT = 45.0, 45.0  #: pt at the top and foot of a page in which running heads and folios stand


@dataclass(frozen=True, slots=True)
class Letter:
    """A character on a page; pt from the page's lower left. `left` to `right` is its advance, `size` of its font."""

    char: str
    page: int
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line's letters of one paragraph. `starts`: the index in the paragraph's letters of its first."""

    letters: tuple[Letter, ...]
    starts: int

    @property
    def text(self) -> str:
        return "".join(letter.char for letter in self.letters)

    @property
    def left(self) -> float:
        return self.letters[0].left

    @property
    def right(self) -> float:
        return max(letter.right for letter in self.letters)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What the manuscript says: the letters without spaces, the indices before which a space stands, tag and block."""

    text: str
    spaces: frozenset[int]
    tag: str
    block: str
    foreign: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph with its lines."""

    section: str
    paragraph: Paragraph
    lines: tuple[Line, ...]


@dataclass
class _Reader(HTMLParser):
    """Cuts HTML into its paragraphs; a note stands at the foot of the page, so it is one of its own."""

    block: str
    found: list[Paragraph] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []  # tag, and whether it is a note's
        self.texts: list[list[Any]] = [["", "p", False]]  # text, tag, foreign; the note on top of its paragraph

    def flush(self) -> None:
        text, tag, foreign = self.texts[-1]
        if UNSEEN.sub("", text):
            self.found.append(paragraph(text, tag, "note" if len(self.texts) > 1 else self.block, foreign))
        self.texts[-1][0] = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        note = "footnote" in classes
        if note:
            self.texts.append(["", "p", False])
        elif tag in PARTS and not (tag == "p" and self.texts[-1][1] == "h3" and self.block == "guidance"):
            self.flush()
            self.texts[-1][1:] = [tag, "foreign" in classes]
        elif tag == "p":  # a guidance note's head runs in
            self.texts[-1][0] += "\ufffc"
            self.texts[-1][1] = "p"
        if tag not in ("br", "img"):
            self.open.append((tag, note))

    def handle_endtag(self, tag: str) -> None:
        while True:  # a paragraph of English in a list ends with its item
            closed, note = self.open.pop()
            if closed == tag:
                break
        if note:
            self.flush()
            self.texts.pop()
        elif tag in PARTS and not (tag == "h3" and self.block == "guidance"):
            self.flush()
            self.texts[-1][1:] = ["p", False]

    def handle_data(self, data: str) -> None:
        self.texts[-1][0] += data


def paragraph(text: str, tag: str = "p", block: str = "body", foreign: bool = False) -> Paragraph:
    letters: list[str] = []
    spaces: set[int] = set()
    for char in unicodedata.normalize("NFC", text):
        if char.isspace():
            spaces.add(len(letters))
        elif not UNSEEN.match(char):
            letters.append(char)
    return Paragraph("".join(letters), frozenset(spaces), tag, block, foreign)


def manuscript_paragraphs(book: Book, section: Section) -> list[Paragraph]:
    """The section's paragraphs with its references as they print."""
    manuscript, places = book.master.manuscript, book.master.places
    called = references.names(manuscript)
    run_in = str(manuscript.language.style.get("run-in", "."))
    found = []
    for block in section.blocks:
        filled = references.fill(block.html, manuscript, places, called)
        filled = STAMP.sub(lambda m: m[1] + manuscript.language.number(places[m[2]].page), filled)
        reader = _Reader(block.name)
        reader.feed(filled)
        reader.flush()
        for each in reader.found:
            found.append(paragraph_with_head(each, run_in) if "\ufffc" in each.text else each)
    return found


def paragraph_with_head(given: Paragraph, run_in: str) -> Paragraph:
    """A guidance note: its head, what stands after it (no break there counts), and its first paragraph."""
    at = given.text.index("\ufffc")
    shifted = {i if i <= at else i - 1 + len(run_in) for i in given.spaces} | {at + len(run_in)}
    return Paragraph(given.text.replace("\ufffc", run_in), frozenset(shifted), given.tag, given.block, given.foreign)


@cache
def letters_of(path: Path) -> list[list[Letter]]:
    """Every visible letter of every page, in the order of the file; running heads and folios left out."""
    with pypdfium2.PdfDocument(path) as document:
        return [list(_letters(page, index)) for index, page in enumerate(document)]


def _letters(page: pypdfium2.PdfPage, index: int) -> Iterator[Letter]:
    text = page.get_textpage()
    height = page.get_height()
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    for i in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, i))
        if pdfium.FPDFText_IsGenerated(text, i) == 1 or UNSEEN.match(char):
            continue
        pdfium.FPDFText_GetCharOrigin(text, i, x, y)
        if not FOOT < y.value < height - HEAD:
            continue
        pdfium.FPDFText_GetMatrix(text, i, matrix)
        left, _bottom, right, _top = text.get_charbox(i, loose=True)
        size = pdfium.FPDFText_GetFontSize(text, i) * abs(matrix.a)
        yield Letter(char, index, left, right, y.value, size)


def printed(book: Book, section: Section) -> tuple[list[Printed], list[Paragraph]]:
    """The section's paragraphs as they are on its pages, and those that are not found there in one piece."""
    pages = letters_of(book.path("screen"))
    stream = [letter for index in book.pages_of(section.id) for letter in pages[index]]
    found, lost = [], []
    # Notes first: they part what goes on over a page.
    for each in sorted(manuscript_paragraphs(book, section), key=lambda each: each.block != "note"):
        text = "".join(letter.char for letter in stream)
        at = text.find(each.text)
        if at < 0:
            lost.append(each)
            continue
        found.append(Printed(section.id, each, tuple(_lines(stream[at : at + len(each.text)]))))
        del stream[at : at + len(each.text)]
    return found, lost


def _lines(letters: list[Letter]) -> Iterator[Line]:
    start = 0
    for i, letter in enumerate([*letters[1:], None], 1):
        before = letters[i - 1]
        # A superscript or a symbol may stand off the base line, but not go back to the line's start.
        if letter is None or letter.page != before.page or (
            abs(letter.base - before.base) > before.size * 0.6 and letter.left < before.left
        ):
            yield Line(tuple(letters[start:i]), start)
            start = i


def all_printed(book: Book) -> Mapping[str, tuple[list[Printed], list[Paragraph]]]:
    return {bound.section.id: printed(book, bound.section) for bound in book.master.interior if bound.section.blocks}
