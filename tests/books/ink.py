"""The ink of pages: of single lines, to see whether they touch; of all text, to see whether any of it is lost.

pdfium draws a page with some of its objects only, so one line can be looked at without the others.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

SCALE = 2  #: px a pt
AROUND = 40  #: pt of paper around the page when looking for ink that would fall off it
PARTLY = 96  #: of 255: edges of letters are drawn in half tones, and may differ by so much


@dataclass(frozen=True, slots=True)
class Touch:
    """Where two lines run into one another: the page's index, and the box of the common ink in pt from its top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def touching_lines(path: Path) -> Iterator[Touch]:
    """Ink that two lines of text share, on every page of the file."""
    with pypdfium2.PdfDocument(path) as document:
        for index, page in enumerate(document):
            for box in _common(page):
                yield Touch(index, *(side / SCALE for side in box))


def _common(page: pypdfium2.PdfPage) -> Iterator[tuple[int, int, int, int]]:
    lines: dict[int, list[pypdfium2.PdfObject]] = {}
    for each in page.get_objects(max_depth=1):
        left, bottom, right, top = each.get_bounds()
        if each.type != pdfium.FPDF_PAGEOBJ_TEXT:
            pdfium.FPDFPageObj_SetIsActive(each, False)
        elif right > left and top > bottom:
            pdfium.FPDFPageObj_SetFillColor(each, 0, 0, 0, 255)
            lines.setdefault(round(each.get_matrix().f), []).append(each)
    # Lines that are far apart are drawn together: three pictures show all neighbours.
    drawn = []
    bases = sorted(lines, reverse=True)
    for turn in range(3):
        for number, base in enumerate(bases):
            for each in lines[base]:
                pdfium.FPDFPageObj_SetIsActive(each, number % 3 == turn)
        picture = page.render(scale=SCALE, grayscale=True).to_pil().convert("L")
        drawn.append(picture.point(lambda value: 255 if value < 128 else 0).convert("1"))
    for one in range(3):
        box = ImageChops.logical_and(drawn[one], drawn[one - 1]).getbbox()
        if box:
            yield box


def pages_that_lose_ink(path: Path) -> dict[int, str]:
    """By page: what of its text is not seen: clipped, behind something, or off the paper.

    The text alone, drawn without any clip and on more paper, is laid over the page as it is.
    """
    as_it_is, bare = (pypdfium2.PdfDocument(_on_more_paper(path, clips)) for clips in (True, False))
    found = {}
    for index, page in enumerate(as_it_is):
        whole = page.render(scale=SCALE).to_pil().convert("RGB")
        alone = bare[index]
        for each in alone.get_objects(max_depth=1):
            pdfium.FPDFPageObj_SetIsActive(each, each.type == pdfium.FPDF_PAGEOBJ_TEXT)
        white = alone.render(scale=SCALE).to_pil().convert("RGB")
        black = alone.render(scale=SCALE, fill_color=(0, 0, 0, 255)).to_pil().convert("RGB")
        # Ink covers where white paper and black paper give the same colour.
        covered = _distance(white, black).point(lambda value: 255 if value < 16 else 0)
        off = covered.copy()
        edge = AROUND * SCALE
        off.paste(0, (edge, edge, whole.width - edge, whole.height - edge))
        differs = _distance(white, whole).point(lambda value: 255 if value > PARTLY else 0)
        for what, lost in (("off the page", off), ("clipped or hidden", ImageChops.multiply(differs, covered))):
            if box := lost.getbbox():
                found[index] = f"ink {what} at " + ", ".join(f"{side / SCALE - AROUND:.1f}" for side in box)
    return found


def _distance(one: Image.Image, other: Image.Image) -> Image.Image:
    """The largest difference of the three colours, at each place."""
    red, green, blue = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _on_more_paper(path: Path, clips: bool) -> bytes:
    """The file with paper around its pages, and with or without its clips."""
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            kept = []
            for operands, operator in pikepdf.parse_content_stream(page):
                if clips or str(operator) not in ("W", "W*"):
                    kept.append((operands, operator))
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
            left, bottom, right, top = (float(side) for side in page.cropbox)
            box = [left - AROUND, bottom - AROUND, right + AROUND, top + AROUND]
            for name in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
                page.obj[name] = pikepdf.Array(box)
        answer = io.BytesIO()
        pdf.save(answer)
        return answer.getvalue()
