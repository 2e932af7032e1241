"""Pictures of the specimen: a page of every language, small and gray, and how two of them differ.

`.venv/bin/python tests/books/specimen_pictures.py` makes the specimen and replaces the pictures that the test compares
it with. Look at what changed (git shows pictures side by side) before you commit them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter, ImageOps

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).with_name("specimen")
DIFFERENCES = ROOT / "outputs" / "specimen" / "differences"
DPI = 60
ACROSS = 3  #: pages of a sheet
FINE = 3  #: drawn so many times larger: at its own size pdfium would put letters on whole px, and a hair's breadth shows
BLUR = 1.5  #: px
TOLERANCE = 24  #: of 255, after blurring: a line may move by 0.14 mm (it gives 20), and not by 0.28 mm (28 to 39)


def languages(root: Path = ROOT) -> list[str]:
    return sorted(path.parent.name for path in (root / "content").glob("*/language.yaml"))


def make(root: Path, *wanted: str) -> Path:
    """The specimen of these languages, or all; made by the command, as everybody makes it."""
    command = [sys.executable, str(ROOT / "build.py"), "specimen", "--root", str(root)]
    if wanted:
        command += ["--language", ",".join(wanted)]
    environment = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    done = subprocess.run(
        command, capture_output=True, text=True, env={**environment, "SOURCE_DATE_EPOCH": "1767225600"}, timeout=900
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return root / "outputs" / "specimen" / "specimen.pdf"


def pictures(path: Path, wanted: list[str]) -> Mapping[str, Image.Image]:
    """A picture of each language's page, in the order of the sheets."""
    found = {}
    with pypdfium2.PdfDocument(path) as document:
        sheets = [sheet.render(scale=FINE * DPI / 72).to_pil().convert("L").reduce(FINE) for sheet in document]
    for place, language in enumerate(wanted):
        sheet = sheets[place // ACROSS]
        step = sheet.width // ACROSS
        left = place % ACROSS * step
        # Sixteen grays are enough, and half the size.
        found[language] = ImageOps.posterize(sheet.crop((left, 0, left + step, sheet.height)), 4)
    return found


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """How far two pictures differ, as the eye sees it from some way off."""
    size = max(one.width, other.width), max(one.height, other.height)
    blurred = []
    for each in (one, other):
        paper = Image.new("L", size, 255)
        paper.paste(each, (0, 0))
        blurred.append(paper.filter(ImageFilter.GaussianBlur(BLUR)))
    return ImageChops.difference(*blurred)


def differ(one: Image.Image, other: Image.Image) -> bool:
    return difference(one, other).getextrema()[1] > TOLERANCE


def show(language: str, golden: Image.Image, now: Image.Image) -> Path:
    """A picture of both and, in the middle, where they differ; the file."""
    DIFFERENCES.mkdir(parents=True, exist_ok=True)
    marked = ImageOps.invert(difference(golden, now).point(lambda value: 255 if value > TOLERANCE else value * 4))
    strip = Image.new("L", (sum(each.width for each in (golden, marked, now)) + 20, marked.height), 128)
    left = 0
    for each in (golden, marked, now):
        strip.paste(each, (left, 0))
        left += each.width + 10
    strip.save(DIFFERENCES / f"{language}.png")
    return DIFFERENCES / f"{language}.png"


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    made = pictures(make(ROOT), languages())
    for path in GOLDEN.glob("*.png"):
        if path.stem not in made:
            path.unlink()
    for language, picture in made.items():
        path = GOLDEN / f"{language}.png"
        if not path.exists() or differ(Image.open(path).convert("L"), picture):
            picture.quantize(16, dither=Image.Dither.NONE).save(path, optimize=True, bits=4)
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
