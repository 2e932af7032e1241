"""What two readers get out of a file, and what the manuscript says, made comparable.

pdfium (Chrome) and poppler (pdftotext; Evince, Okular) stand for those who search, copy and listen. Each difference
between their words and the manuscript's that is not a fault of the file is taken out here, with its reason.
"""

from __future__ import annotations

import functools
import html
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pypdf
import pypdfium2
from book_shelf import ROOT, Book

from bindery.compose import references
from bindery.compose.html import Composer
from bindery.errors import Findings
from bindery.model import Section
from bindery.project.load import load_project

#: Controls of direction, zero-width spaces: readers add some and leave others out, none is a letter.
CONTROLS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
#: At a line's end readers keep a hyphen, drop it or put a sign of their own (pdfium: U+0002, U+FFFE) in its place.
HYPHENS = "-\u2010\u2011\u00ad\u0002\ufffe"
#: Vowel signs, and the joiners of Persian and Nepali spelling, stand in words; Han letters are words each.
SIGNS = "".join(chr(i) for i in range(0x300, 0xFE00) if unicodedata.category(chr(i)) in ("Mn", "Mc"))
MARKS = SIGNS + "\u200c\u200d"
HAN = "\u2e80-\u9fff"
WORD = re.compile(rf"[{HAN}]|(?:(?![{HAN}])[\w{MARKS}])+")
BLOCKS = re.compile(r"</?(?:p|li|td|th|tr|h\d|div|ul|ol|aside|table|thead|tbody|br)\b[^>]*>")
NOTE = re.compile(r'<span class="footnote">(.*?)</span>', re.S)
STAMP = re.compile(r'<span class="pg" data-stamp="([^"]*)">[^<]*</span>')


@dataclass(frozen=True)
class Reader:
    name: str

    def pages(self, book: Book) -> list[str]:
        """The text of every page of the screen file, with what this reader does to right-to-left lines undone."""
        return _pages(self.name, book.path("screen"), book.rtl)


@functools.cache
def _pages(reader: str, path: Path, rtl: bool) -> list[str]:
    texts = raw_pages(reader, path)
    if not rtl:
        return texts
    return [{"pdfium": _as_written_pdfium, "poppler": _as_written_poppler}[reader](text) for text in texts]


@functools.cache
def raw_pages(reader: str, path: Path) -> list[str]:
    """The text of every page of a file as a reader gives it: "pdfium", "poppler" or "pypdf"."""
    if reader == "pdfium":
        return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
    if reader == "pypdf":
        return [page.extract_text() for page in pypdf.PdfReader(path).pages]
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def words(text: str, rtl: bool) -> list[str]:
    """The words of `text`, comparable: NFC, case folded (labels are set in capitals), without controls and hyphens.

    Punctuation is left out: readers move it within right-to-left lines. Digits stay the language's own. A joiner is
    spelling, but for U+200D in Arabic script, which joins letters on either side of a tag.
    """
    text = CONTROLS.sub("", unicodedata.normalize("NFC", text))
    if rtl:
        text = text.replace("\u200d", "")
    # Right-to-left text is not hyphenated, and pdfium turns the halves of a Latin "BY-SA" round: there it parts words.
    text = re.sub(rf"[{HYPHENS}]\s*", " " if rtl else "", text)
    return [word for found in WORD.findall(text.casefold()) if (word := found.strip("\u200c\u200d"))]


def _as_written_pdfium(text: str) -> str:
    """pdfium takes the file's /Direction R2L for that of every line: Latin words come in reverse, line by line.

    What has no direction of its own changes sides: the vowel sign of a word's last letter comes after the full stop,
    the no-break space before a number comes after it.
    """
    text = re.sub(rf"([^\w\s{MARKS}])([{MARKS}]+)", r"\2\1", text)
    text = re.sub(r"(\d+)\u00a0", "\u00a0\\1\u00a0", text)
    lines = []
    for line in re.split(r"[\r\n]+", text):
        out: list[str] = []
        latin: list[str] = []
        for word in re.findall(rf"[\w{MARKS}]+|[^\w\s]", line):
            if word.isascii() and (word[0].isalnum() or latin):
                latin.append(word)
            else:
                out += [*latin[::-1], word]
                latin = []
        lines.append(" ".join([*out, *latin[::-1]]))
    return "\n".join(lines)


def _as_written_poppler(text: str) -> str:
    """poppler puts numbers and Latin words of a line between LRE and PDF, in the order in which they stand on paper.

    So the space that follows a number comes before it, and of two numbers the second comes first.
    """

    def one(match: re.Match[str]) -> str:
        inner = match[1]
        before = re.match(r"\W*", inner)
        lead = before[0] if before else ""
        rest = inner[len(lead) :]
        if not re.search("[A-Za-z]", rest):
            rest = " ".join(re.findall(r"\w(?:[\w.,٫٬/]*\w)?", rest)[::-1])
        return f" {rest} {lead} "

    return re.sub("\u202a([^\u202c\n]*)\u202c", one, text)


def paragraphs(book: Book, section: Section) -> list[list[str]]:
    """The section's paragraphs, table cells, notes and headings as words; its references as they must print."""
    manuscript, places = book.master.manuscript, book.master.places
    called = references.names(manuscript)
    found = []
    for block in section.blocks:
        filled = references.fill(block.html, manuscript, places, called)
        filled = STAMP.sub(lambda m: manuscript.language.number(places[m[1]].page), filled)
        notes = NOTE.findall(filled)  # they stand at the foot of the page
        found += [*BLOCKS.split(NOTE.sub(" ", filled)), *notes]
    found.append(section.title_html)
    plain = (html.unescape(re.sub("<[^>]*>", "", part)) for part in found)
    return [listed for part in plain if (listed := words(part, book.rtl))]


def in_order(wanted: Sequence[str], got: Sequence[str]) -> int:
    """How many of the words `wanted` are in `got`, in their order."""
    matcher = SequenceMatcher(None, wanted, got, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def in_any_order(wanted: Sequence[str], got: Sequence[str]) -> int:
    return (Counter(wanted) & Counter(got)).total()


def composed_words(book: Book) -> set[str]:
    """Every word of the HTML that was typeset."""
    return set(composed_text(book).split(" "))


def composed_text(book: Book, attributes: bool = False) -> str:
    """The words of the HTML that was typeset, in their order, and those of its attributes that name things."""
    manuscript = book.master.manuscript
    composer = Composer(load_project(ROOT, Findings(ROOT), (manuscript.language.id,)), manuscript)
    found: list[str] = []
    for section in (*manuscript.sections, *manuscript.cover):
        composed = composer.compose(section, True, book.master.places).html
        if attributes:
            named = re.findall(r' (?:alt|title|aria-label|data-label)="([^"]*)"|<title>([^<]*)', composed)
            for name in named:
                found += words(html.unescape("".join(name)), book.rtl)
        body = re.sub(r"<(style|title|desc)\b[^>]*>.*?</\1>", " ", composed, flags=re.S)
        for between in (" ", ""):  # a tag may stand between words, or inside one
            found += words(html.unescape(re.sub(r"<[^>]*>", between, body)), book.rtl)
    return " ".join(found)
