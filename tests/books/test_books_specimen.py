"""The specimen: every language on a page, in its own fonts, looking as it did when somebody last looked at it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
from book_shelf import ROOT, project_folder
from PIL import Image, ImageChops
from specimen_pictures import ACROSS, GOLDEN, differ, languages, make, pictures, show

LANGUAGES = languages()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_folder(tmp_path_factory.mktemp("specimen"), "shared")


@pytest.fixture(scope="module")
def specimen(project: Path) -> Path:
    return make(project)


def golden(language: str) -> Image.Image:
    return Image.open(GOLDEN / f"{language}.png").convert("L")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_looks_as_it_did(specimen: Path, language: str) -> None:
    renew = "if it should look so, renew the pictures: .venv/bin/python tests/books/specimen_pictures.py"
    assert (GOLDEN / f"{language}.png").is_file(), f"{language} is new; {renew}"
    before, now = golden(language), pictures(specimen, LANGUAGES)[language]
    if differ(before, now):
        pytest.fail(f"{language} looks different: see {show(language, before, now)}; {renew}", pytrace=False)


def test_the_same_input_makes_the_same_bytes(project: Path, specimen: Path) -> None:
    before = specimen.read_bytes()
    assert make(project).read_bytes() == before


def test_every_language_has_one_page_and_a_bookmark(specimen: Path) -> None:
    document = pypdfium2.PdfDocument(specimen)
    names = [bookmark.get_title() for bookmark in document.get_toc()]
    settings = [(ROOT / "content" / language / "language.yaml").read_text("utf-8") for language in LANGUAGES]
    natives = [re.findall(r"^native: (.*)$", text, re.M)[0].strip('"') for text in settings]
    assert [name.rpartition(" (")[0] for name in names] == natives
    for place, name in enumerate(names):
        page = document[place // ACROSS]
        step = page.get_width() / ACROSS
        left = place % ACROSS * step
        text = page.get_textpage().get_text_bounded(left, 0, left + step, page.get_height())
        assert name.rpartition(" (")[2].rstrip(")").casefold() in text.casefold()


def test_a_language_that_is_added_shows_up(project: Path, tmp_path: Path) -> None:
    """Nothing but its folder: another name for Indonesian."""
    root = project_folder(tmp_path, "shared")
    shutil.copytree(root / "content" / "id", root / "content" / "ms")
    settings = root / "content" / "ms" / "language.yaml"
    text = re.sub("^(tag|name|native): .*$", lambda m: f"{m[1]}: {'ms' if m[1] == 'tag' else 'Melayu'}",
                  settings.read_text("utf-8"), flags=re.M)
    settings.write_text(text, "utf-8")
    document = pypdfium2.PdfDocument(make(root, "id", "ms"))
    assert [bookmark.get_title() for bookmark in document.get_toc()] == ["Bahasa Indonesia (Indonesian)", "Melayu (Melayu)"]
    page = document[0]
    step = page.get_width() / ACROSS
    halves = [page.get_textpage().get_text_bounded(left, 0, left + step, page.get_height()) for left in (0, step)]
    assert "MELAYU" in halves[1]
    assert len(halves[1]) > 900
    assert "Bahaya dan cedera" in halves[0]
    assert "Bahaya dan cedera" in halves[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comparison_sees_a_line_that_moved_and_a_dot_that_is_missing(language: str) -> None:
    picture = golden(language)
    ink = picture.point(lambda value: 255 if value < 96 else 0).getbbox()
    assert ink is not None
    moved = picture.copy()
    middle = (0, picture.height // 4, picture.width, picture.height // 2)
    moved.paste(ImageChops.offset(picture.crop(middle), 0, 1), middle[:2])
    assert differ(picture, moved)
    row = next(x for x in range(ink[0], ink[2]) if picture.getpixel((x, ink[3] - 3)) < 96) if ink else 0
    lost = picture.copy()
    lost.paste(255, (row - 1, ink[3] - 5, row + 2, ink[3]))
    assert differ(picture, lost)
    assert not differ(picture, picture.point(lambda value: min(255, value + 12)))
