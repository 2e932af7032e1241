"""Our own press files pass our preflight, and its ink is Ghostscript's on every page of a whole book."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from book_shelf import Book, Shelf
from PIL import Image, ImageFilter

from bindery.errors import Findings
from bindery.preflight import Limits, Report, preflight
from bindery.preflight.pages import look
from bindery.preflight.streams import Reader
from bindery.project import palette as palettes

ROOT = Path(__file__).resolve().parents[2]
DPI = 50.8  # two dots a mm, as preflight has them


def _report(book: Book, format: str) -> Report:
    blanks = frozenset(range(1, len(book.press.pages) + 1)) - {
        page for part in book.part.values() for page in range(part.start, part.start + part.typeset.pages)}
    return preflight(book.path(format), Limits(condition="FOGRA39", ink=320, blanks=blanks))


@pytest.mark.parametrize("format", ["press", "cover-press"])
@pytest.mark.parametrize(("language", "publication"), [
    ("ar", "handbook"), ("ur", "handbook"), ("zh", "handbook"), ("en", "case-study-education"), ("fr", "facilitators-guide")])
def test_a_printer_finds_nothing_in_our_press_files(shelf: Shelf, language: str, publication: str, format: str) -> None:
    """No error, and no warning but that a page which the layout leaves empty is empty."""
    report = _report(shelf[language, publication], format)
    assert [note for note in report.notes if note.rule != "G16"] == [], report.text()
    assert report.pages


def test_ink_on_every_page_is_what_the_paper_bears_as_ghostscript_measures_it(
    shelf: Shelf, tool: Callable[[str, str], Path], tmp_path: Path
) -> None:
    """The mean over every square of 15 mm, on every page of the handbook; and ours is the same."""
    book = shelf["en", "handbook"]
    picture = tmp_path / "pages.tif"
    subprocess.run([tool("gs", "ghostscript"), "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc", f"-r{DPI}",
                    "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-dUseBleedBox", f"-sOutputFile={picture}",
                    book.path("press")], check=True, capture_output=True)
    pages = []
    with Image.open(picture) as tiff:
        for frame in range(tiff.n_frames):
            tiff.seek(frame)
            width, height = tiff.size
            mean = tiff.filter(ImageFilter.BoxBlur(14.5)).crop((15, 15, width - 15, height - 15))
            half = mean.resize((mean.width // 2, mean.height // 2))
            pages.append(max(map(sum, half.get_flattened_data())) / 2.55)
    assert len(pages) == len(book.press.pages)
    heaviest = max(pages)
    assert 150 < heaviest <= 300
    report = _report(book, "press")
    assert report.errors == (), report.text()
    assert report.ink is not None
    assert report.ink[0] == pytest.approx(heaviest, abs=3)
    assert pages[report.ink[1] - 1] == pytest.approx(heaviest, abs=3)


@pytest.mark.parametrize("format", ["press", "cover-press"])
def test_flat_colours_are_the_palettes_to_the_last_figure(shelf: Shelf, format: str) -> None:
    """Text, areas and lines within the bleed are a colour of styles/palette.yaml, or a tint of black alone."""
    book = shelf["en", "handbook"]
    findings = Findings(ROOT)
    inks = {colour.cmyk for colour in palettes.load(ROOT / "styles/palette.yaml", findings)}
    assert not findings.items
    reader, seen = Reader(), set()
    pdf = book.press if format == "press" else book.cover_press
    for number, page in enumerate(pdf.pages, 1):
        shown = look(number, page.obj, reader.page(page.obj), Limits(), None)
        seen |= {(mark.ink.space.family, mark.ink.cmyk) for mark in shown.inside if mark.ink is not None}
    assert {family for family, _ in seen} == {"cmyk"}
    assert len(seen) > 3
    assert {ink for _, ink in seen if any(ink[:3])} <= inks
