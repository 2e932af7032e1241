"""The real books for the tests of this folder: made through the pipeline, in a process and a folder of their own."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from bindery.model import Bound, Master

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "fr", "ar", "ur", "zh")
PUBLICATIONS = ("handbook", "summary", "case-study-education", "facilitators-guide")
OTHERS = ("es", "id", "tr", "sr", "sr-Latn", "ko", "ru", "ne", "prs", "ps")  #: languages with a summary and no other whole book
BOOKS = tuple((language, publication) for language in LANGUAGES for publication in PUBLICATIONS)
EPOCH = "1767225600"  # 2026-01-01T00:00:00Z
#: What a build reads. Fonts are large, so they are linked (hard) where the disk can; the rest is copied, to be changed.
COPIED, LINKED = ("content", "editions", "printers", "styles", "templates"), ("fonts",)
COVER = 2  # sides of the cover that stand before the interior in the screen file


def project_folder(folder: Path, cache: str) -> Path:
    """A project of its own in `folder`, whose outputs are out of the way.

    `cache`: "shared", the repository's, so that a second run of the tests typesets nothing; "copied", with what that
    holds now, to see what a change costs; or "empty".
    """
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name)
    for name in LINKED:
        shutil.copytree(ROOT / name, folder / name, copy_function=_link)
    known = ROOT / ".cache"
    known.mkdir(exist_ok=True)
    if cache == "shared":
        (folder / ".cache").symlink_to(known)
    elif cache == "copied":
        # Sections are replaced, never written to, so a link will do; the page counts of the last build are not.
        shutil.copytree(known / "sections", folder / ".cache" / "sections", copy_function=_link)
        shutil.rmtree(folder / ".cache" / "sections" / "pages")
        shutil.copytree(known / "sections" / "pages", folder / ".cache" / "sections" / "pages")
    return folder


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copy2(source, target)


@dataclass(frozen=True, repr=False)
class Book:
    """A finished book. `newly_set`: its sections that were typeset, not taken from the cache, in this build."""

    master: Master
    newly_set: tuple[str, ...]
    folder: Path  # of its files
    stem: str

    @property
    def name(self) -> str:
        return f"{self.folder.name} {self.stem}"

    def __repr__(self) -> str:  # a failed test names the book, not its pages
        return self.name

    @property
    def rtl(self) -> bool:
        return self.master.manuscript.language.rtl

    def path(self, format: str) -> Path:
        """The file of a format: "screen", "press" or "cover-press"."""
        return self.folder / f"{self.stem}-{format}.pdf"

    @cached_property
    def screen(self) -> pikepdf.Pdf:
        return pikepdf.open(self.path("screen"))

    @cached_property
    def press(self) -> pikepdf.Pdf:
        return pikepdf.open(self.path("press"))

    @cached_property
    def cover_press(self) -> pikepdf.Pdf:
        return pikepdf.open(self.path("cover-press"))

    @cached_property
    def reader(self) -> pypdfium2.PdfDocument:
        """The screen file in pdfium, the reader inside Chrome."""
        return pypdfium2.PdfDocument(self.path("screen"))

    @cached_property
    def part(self) -> Mapping[str, Bound]:
        return {bound.section.id: bound for bound in self.master.interior}

    def pages_of(self, section: str) -> range:
        """Indices, in the screen file, of a section's pages."""
        bound = self.part[section]
        return range(COVER + bound.start - 1, COVER + bound.start - 1 + bound.typeset.pages)

    def side(self, page: int) -> str:
        """The outer side, "left" or "right", of page `page` (from 1): odd pages are rectos."""
        return "right" if (page % 2 == 1) != self.rtl else "left"


Shelf = Mapping[tuple[str, str], Book]


def make_books(
    root: Path, languages: Sequence[str], publications: Sequence[str], *, section: str | None = None,
    formats: Sequence[str] = (), **environment: str,
) -> dict[tuple[str, str], Book]:
    """Build through the pipeline, by (language, publication), in all formats or these; the test fails if it does."""
    answer = root / "answer.pickle"
    request = {"root": str(root), "languages": languages, "publications": publications, "section": section,
               "formats": formats, "answer": str(answer)}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("press_run.py"))], input=json.dumps(request), text=True,
        capture_output=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": EPOCH, **environment})
    if done.returncode:
        said = done.stderr.strip().splitlines()[-12:]
        pytest.fail("\n".join((f"the books of {', '.join(languages)} could not be made:", *said)), pytrace=False)
    books, _files = pickle.loads(answer.read_bytes())
    return {
        (language, publication): Book(master, tuple(newly_set), root / "outputs" / "global" / language,
                                      publication + (f"-{section}" if section else ""))
        for (language, publication), (master, newly_set) in books.items()
    }


def take(request: pytest.FixtureRequest, language: str, publication: str) -> Book:
    """A book of the shelf, or the summary of one of `OTHERS`; made when it is first asked for."""
    if language in OTHERS:
        return request.getfixturevalue("summaries")[language]
    return request.getfixturevalue("shelf")[language, publication]
