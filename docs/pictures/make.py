#!/usr/bin/env python3
"""The README's pictures: a spread of each of five books, out of the screen files in outputs/.

    make all FORMAT=screen
    .venv/bin/python docs/pictures/make.py

A spread is found by the title of its section in the bookmarks, so that it is found again when pages have moved.
The same files give the same bytes.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import yaml
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
WIDTH = 960  # of the picture, in pixels
COLOURS = 256  # of its palette: all flat inks exactly, and the edges of letters
COVERS = 2  # pages of a screen file before page 1
EDGE = (176, 176, 176)  # around the paper and between its pages


@dataclass(frozen=True, slots=True)
class Spread:
    """The two facing pages that hold the first page of a section, or those so many spreads further on."""

    language: str
    publication: str
    text: str  # the section's file, from the language's folder
    further: int = 0


SPREADS = (
    Spread("en", "handbook", "handbook/standard-16.md"),
    Spread("fr", "case-study-education", "case-studies/education.md", 1),
    Spread("ar", "handbook", "handbook/standard-07.md", 1),
    Spread("ur", "handbook", "handbook/standard-07.md"),
    Spread("zh", "handbook", "handbook/standard-16.md"),
)


def main() -> int:
    for spread in SPREADS:
        path = HERE / f"{spread.language}.png"
        draw(spread).save(path, optimize=True)
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")
    return 0


def draw(spread: Spread) -> Image.Image:
    document = pypdfium2.PdfDocument(ROOT / f"outputs/global/{spread.language}/{spread.publication}-screen.pdf")
    opener = _page_of(document, _title(spread))
    left = opener - (opener + 1 - COVERS) % 2 + 2 * spread.further  # even pages are versos: the first of a spread
    pages = [document[i] for i in (left, left + 1)]
    scale = (WIDTH - 3) / 2 / pages[0].get_width()
    verso, recto = (page.render(scale=scale).to_pil().convert("RGB") for page in pages)
    if _header(ROOT / "content" / spread.language / "language.yaml")["direction"] == "rtl":
        verso, recto = recto, verso
    picture = Image.new("RGB", (verso.width + recto.width + 3, verso.height + 2), EDGE)
    picture.paste(verso, (1, 1))
    picture.paste(recto, (verso.width + 2, 1))
    return picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def _title(spread: Spread) -> str:
    return str(_header(ROOT / "content" / spread.language / spread.text)["title"])


def _header(path: Path) -> dict[str, str]:
    """The first document of a YAML file, or the header of a Markdown file, which is the same."""
    found: dict[str, str] = next(iter(yaml.safe_load_all(path.read_text("utf-8").split("\n---\n")[0])))
    return found


def _page_of(document: pypdfium2.PdfDocument, title: str) -> int:
    """The index of the page whose bookmark ends in `title`, however the book spaces it."""
    for bookmark in document.get_toc():
        if "".join(bookmark.get_title().split()).endswith("".join(title.split())):
            return int(bookmark.get_dest().get_index())
    raise SystemExit(f"no bookmark “{title}”")


if __name__ == "__main__":
    sys.exit(main())
