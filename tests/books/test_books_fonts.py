"""Every letter of every book is drawn with a font of the project, the first of its language's stack that has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest
import shown
from book_shelf import BOOKS, OTHERS, ROOT, Book, take
from fontTools.ttLib import TTFont
from pikepdf import Stream

from bindery.compose.style import stylesheet
from bindery.errors import Findings
from bindery.model import FontFace
from bindery.project.fonts import faces_of
from bindery.project.load import load_project

#: The engine's words in the names of fonts; the regular has none.
WEIGHTS = {400: "", 600: "Semi-Bold", 700: "Bold"}
STYLES = {"normal": "", "italic": "Italic"}
FILES = [*((language, publication, format) for language, publication in BOOKS
           for format in ("screen", "press", "cover-press")),
         *((language, "summary", "screen") for language in OTHERS)]
Opened = tuple[Book, pikepdf.Pdf]


@pytest.fixture(scope="session", params=FILES, ids="-".join)
def opened(request: pytest.FixtureRequest) -> Opened:
    """A book and one of its files."""
    language, publication, format = request.param
    book = take(request, language, publication)
    return book, {"screen": lambda: book.screen, "press": lambda: book.press, "cover-press": lambda: book.cover_press}[format]()


def test_fonts_are_the_projects_own_embedded_and_readable(opened: Opened) -> None:
    """As pdffonts would list them: faces of the language, embedded, subset, with a ToUnicode."""
    book, pdf = opened
    language = book.master.manuscript.language
    faces = {_name(face) for face in faces_of(language, load_project(ROOT, Findings(ROOT), (language.id,)).faces)}
    programs: dict[str, bytes] = {}
    fonts = 0
    for font in shown.fonts(pdf):
        name = str(font.BaseFont).removeprefix("/")
        tag, _, face = name.partition("+")
        (descendant,) = font.DescendantFonts
        descriptor = descendant.FontDescriptor
        files = [descriptor[key] for key in ("/FontFile2", "/FontFile3") if key in descriptor]
        assert len(files) == 1, f"{name} is not embedded"
        assert len(tag) == 6 and tag.isascii() and tag.isupper(), f"{name} has no subset tag"
        assert face in faces, f"{name} is no font of the language"
        # Two subsets under one name are one font to some readers, which then mix up their letters.
        program = files[0].read_raw_bytes()
        assert programs.setdefault(name, program) == program, f"{name} names two font programs"
        assert isinstance(font.get("/ToUnicode"), Stream), f"{name} has no ToUnicode"
        fonts += 1
    assert fonts > 2
    assert len({name[:6] for name in programs}) == len(programs), "a subset tag is used twice"


def test_every_glyph_shown_is_a_letter_with_a_name(opened: Opened) -> None:
    """No code 0 (.notdef) is drawn, and every code drawn has a text in its font's ToUnicode."""
    book, pdf = opened
    count = 0
    for number, page in enumerate(pdf.pages, 1):
        for font, codes in shown.codes(page.obj):
            texts = shown.texts(font)
            assert 0 not in codes, f"page {number} of {book.name}: .notdef in {font.BaseFont}"
            lacking = codes - texts.keys()
            assert not lacking, f"page {number} of {book.name}: codes {sorted(lacking)} of {font.BaseFont} have no text"
            assert not any("\ufffd" in texts[code] or "\ue000" <= texts[code][:1] <= "\uf8ff" for code in codes)
            count += len(codes)
    assert count > 100


def test_every_letter_is_of_the_first_font_that_has_it(opened: Opened) -> None:
    """The stacks are those of the book's stylesheet. A space may be that of the word beside it."""
    book, pdf = opened
    manuscript = book.master.manuscript
    project = load_project(ROOT, Findings(ROOT), (manuscript.language.id,))
    have = {face.family: _characters(face.path) for face in project.faces if (face.weight, face.style) == (400, "normal")}
    families = {_name(face): face.family for face in project.faces}
    stacks = set(_stacks(stylesheet(project, manuscript)))
    letters = {(families[str(font.BaseFont).partition("+")[2]], char) for page in pdf.pages
               for font, codes in shown.codes(page.obj) for code in codes for char in shown.texts(font)[code]
               if unicodedata.category(char) not in ("Zs", "Cf")}
    assert len(letters) > 20
    fallen = [(family, char) for family, char in sorted(letters)
              if family not in {next((each for each in stack if ord(char) in have[each]), None) for stack in stacks}]
    assert fallen == []


def test_no_other_family_is_declared_in_the_manifest() -> None:
    """What these tests lean on: a language's families are private names that no system font has."""
    project = load_project(ROOT, Findings(ROOT), ("en",))
    assert {face.family.partition(" ")[0] for face in project.faces} == {"HB"}


def test_cids_of_the_projects_fonts_are_glyph_numbers() -> None:
    """The engine writes glyph numbers; of a CID-keyed font a strict reader takes them for CIDs (ISO 32000-1, 9.7.4.2)."""
    project = load_project(ROOT, Findings(ROOT), ("ko",))
    keyed = [face.path for face in project.faces if face.path.suffix == ".otf"]
    assert keyed
    for path in keyed:
        names = TTFont(path)["CFF "].cff[0].charset
        assert names[1:] == [f"cid{number:05d}" for number in range(1, len(names))], path


def _name(face: FontFace) -> str:
    """What the engine calls a face in a PDF."""
    words = [face.family, WEIGHTS[face.weight], STYLES[face.style]]
    return "-".join(word for word in words if word).replace(" ", "-")


def _stacks(css: str) -> Iterator[tuple[str, ...]]:
    for declared in re.findall(r'font(?:-family)?:[^;}"]*("HB [^;}]*)', css):
        yield tuple(re.findall(r'"(HB [^"]+)"', declared))


@cache
def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
