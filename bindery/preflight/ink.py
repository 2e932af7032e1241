"""How much ink lies on a page: the mean over every square of 15 × 15 mm (GWG 2022, R0026).

The marks are painted in their order onto four plates of two dots a millimetre: flat colours with the shapes' own
outlines, pictures with their pixels, a text with the area of its glyphs' outlines spread over its box, or, where it is
large, over the box of each letter. Overprinting
adds, everything else knocks out, as on the press. What is not known exactly counts as more ink, never as less: a
shading as the most of its ends, a clip as the box around it, a soft mask as if it hid nothing. (A text has its true ink;
where in its box is taken as even, which may be 3 % of a square off.) The result is an upper estimate that needs no other
program and is the same on every machine; tests compare it with Ghostscript's separations.
"""

from __future__ import annotations

import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pikepdf import PdfImage
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFilter, ImageMath

from bindery.finish.boxes import MM, Rect
from bindery.preflight.colours import CMYK
from bindery.preflight.fonts import Font
from bindery.preflight.geometry import Point, both, empty, placed
from bindery.preflight.marks import Mark, Picture

#: Side of the square, in mm, and dots a mm of the plates.
SQUARE, DOTS = 15, 2
#: Letters from this size on, in pt, are painted one by one.
LARGE = 14
#: A picture of more pixels is not decoded; its file is far over any size that is placed.
MOST_PIXELS = 140_000_000


@dataclass(frozen=True, slots=True)
class Heaviest:
    """Per cent of ink in the heaviest square of a page, and the square's middle, in points."""

    percent: float
    at: Point


def bound(marks: Iterable[Mark]) -> float:
    """More than any place of the page can have, in per cent, without painting it: each plate's strongest mark."""
    plates = [0.0] * 4
    for mark in marks:
        if mark.clear:
            continue
        if mark.ink is None:
            return 400
        plates = [max(plate, value) for plate, value in zip(plates, mark.ink.cmyk, strict=True)]
    return 100 * sum(plates)


def most_ink(srgb: Path, profile: Path) -> float:
    """What a CMYK profile itself keeps to, in per cent: the most ink that any colour of the screen becomes."""
    levels = range(0, 256, 15)
    colours = bytes(value for r in levels for g in levels for b in levels for value in (r, g, b))
    grid = Image.frombytes("RGB", (len(levels) ** 2, len(levels)), colours)
    most = 0
    for intent in (ImageCms.Intent.PERCEPTUAL, ImageCms.Intent.RELATIVE_COLORIMETRIC):
        transform = ImageCms.buildTransform(str(srgb), str(profile), "RGB", "CMYK", intent)
        inks = ImageCms.applyTransform(grid, transform)
        assert inks is not None
        most = max(most, *map(sum, zip(*(band.tobytes() for band in inks.split()), strict=True)))
    return round(most / 2.55, 1)


class Plates:
    """Paints pages; decoded pictures are kept small, by their size on the plates."""

    def __init__(self) -> None:
        self._pictures: dict[tuple[int, int], Image.Image | None] = {}

    def heaviest(self, marks: Sequence[Mark], area: Rect, exact: bool = True) -> Heaviest:
        """The heaviest square within `area`, in points. Not `exact`: texts count for more than they have."""
        scale = DOTS / MM
        size = max(1, round((area[2] - area[0]) * scale)), max(1, round((area[3] - area[1]) * scale))
        plates = [Image.new("L", size, 0) for _ in range(4)]
        for mark in marks:
            if not mark.clear and not empty(both(mark.box, area)):
                _Painter(plates, area, scale, self, exact).paint(mark)
        return _heaviest(plates, area, scale)

    def picture(self, picture: Picture) -> Image.Image | None:
        """Its pixels in CMYK, at most 1200 dots a side; None where they cannot be read."""
        if picture.key in self._pictures:
            return self._pictures[picture.key]
        found: Image.Image | None = None
        if picture.stream is not None and 0 < picture.width * picture.height <= MOST_PIXELS:
            try:
                found = _cmyk(PdfImage(picture.stream).as_pil_image())
                found.load()  # a small one is read only now
            except Exception:  # a damaged picture may fail in any way
                found = None
        if picture.key != (0, 0):
            self._pictures[picture.key] = found
        return found


def _cmyk(pixels: Image.Image) -> Image.Image:
    pixels.thumbnail((1200, 1200), Image.Resampling.BOX)
    if pixels.mode == "CMYK":
        return pixels
    if pixels.mode in ("1", "L", "LA", "I", "I;16", "F"):
        black = ImageChops.invert(pixels.convert("L"))
        none = Image.new("L", black.size, 0)
        return Image.merge("CMYK", (none, none, none, black))
    red, green, blue = (ImageChops.invert(band) for band in pixels.convert("RGB").split())
    return Image.merge("CMYK", (red, green, blue, Image.new("L", red.size, 0)))


class _Painter:
    def __init__(self, plates: list[Image.Image], area: Rect, scale: float, store: Plates, exact: bool):
        self.plates, self.area, self.scale, self.store, self.exact = plates, area, scale, store, exact

    def paint(self, mark: Mark) -> None:
        x0, y0, x1, y1 = self._dots(both(mark.box, self.area))
        if x1 <= x0 or y1 <= y0:
            return
        if mark.kind == "image" and mark.ink is None and mark.picture is not None:
            self._picture(mark, mark.picture, (x0, y0, x1, y1))
            return
        ink = mark.ink.cmyk if mark.ink else (1.0, 1.0, 1.0, 1.0)
        if mark.kind in ("fill", "stroke") and mark.shapes:
            self._shape(mark, ink, (x0, y0, x1, y1))
        elif mark.font is not None and self.exact and mark.size > LARGE:
            self._letters(mark, mark.font, ink)
        else:
            share = mark.share(self.exact) * mark.alpha
            self._put(ink, (x0, y0, x1, y1), Image.new("L", (x1 - x0, y1 - y0), round(255 * share)), mark)

    def _dots(self, rect: Rect) -> tuple[int, int, int, int]:
        """A box in dots, from the top, at least one dot wide and high."""
        left, bottom, right, top = rect
        x0, x1 = (left - self.area[0]) * self.scale, (right - self.area[0]) * self.scale
        y0, y1 = (self.area[3] - top) * self.scale, (self.area[3] - bottom) * self.scale
        width, height = self.plates[0].size
        a, b = min(max(round(x0), 0), width - 1), min(max(round(y0), 0), height - 1)
        return a, b, min(max(round(x1), a + 1), width), min(max(round(y1), b + 1), height)

    def _letters(self, mark: Mark, font: Font, ink: CMYK) -> None:
        for code, start in zip(mark.codes, mark.starts, strict=True):
            shape = font.shape(code)
            left, bottom, right, top = shape.box
            room = (right - left) * (top - bottom)
            if not shape.area or not room:
                continue
            letter = placed((start + left, bottom, start + right, top), mark.matrix)
            box = both(both(letter, mark.box), self.area)
            if empty(box):
                continue
            x0, y0, x1, y1 = dots = self._dots(box)
            share = min(1.0, shape.area / room) * mark.alpha
            self._put(ink, dots, Image.new("L", (x1 - x0, y1 - y0), round(255 * share)), mark)

    def _shape(self, mark: Mark, ink: CMYK, dots: tuple[int, int, int, int]) -> None:
        """Filled with its outline; a stroke as lines of its width, the share of a dot that a thin one covers."""
        x0, y0, x1, y1 = dots
        fine = 2  # painted larger and made smaller, so that edges count in part
        mask = Image.new("L", ((x1 - x0) * fine, (y1 - y0) * fine), 0)
        draw = ImageDraw.Draw(mask)

        def at(point: Point) -> Point:
            return (((point[0] - self.area[0]) * self.scale - x0) * fine,
                    ((self.area[3] - point[1]) * self.scale - y0) * fine)

        if mark.kind == "stroke":
            width = mark.size * self.scale * fine
            strength = round(255 * min(1.0, width))
            for part in mark.shapes:
                draw.line([at(point) for point in part], fill=strength, width=max(1, round(width)))
        elif len(mark.shapes) == 1:
            draw.polygon([at(point) for point in mark.shapes[0]], fill=255)
        else:
            for part in mark.shapes:
                one = Image.new("L", mask.size, 0)
                ImageDraw.Draw(one).polygon([at(point) for point in part], fill=255)
                mask = ImageChops.difference(mask, one) if mark.even_odd else ImageChops.lighter(mask, one)
        mask = mask.resize((x1 - x0, y1 - y0), Image.Resampling.BOX)
        if mark.alpha < 1:
            mask = mask.point([round(value * mark.alpha) for value in range(256)])
        self._put(ink, dots, mask, mark)

    def _put(self, ink: CMYK, dots: tuple[int, int, int, int], mask: Image.Image, mark: Mark) -> None:
        for plate, value in zip(self.plates, ink, strict=True):
            if not value and mark.overprint and mark.opm == 1:
                continue  # ISO 32000-1, 8.6.7: an ink of nothing leaves what is there
            if mark.added or mark.blend not in ("/Normal", "/Compatible"):  # any blending: at the most, both inks
                below = plate.crop(dots)
                over = Image.new("L", below.size, round(255 * value))
                plate.paste(ImageChops.add(below, ImageChops.multiply(over, mask)), dots)
            else:
                plate.paste(round(255 * value), dots, mask)

    def _picture(self, mark: Mark, picture: Picture, dots: tuple[int, int, int, int]) -> None:
        x0, y0, x1, y1 = dots
        pixels = self.store.picture(picture)
        size = x1 - x0, y1 - y0
        if pixels is None:
            self._put((1, 1, 1, 1), dots, Image.new("L", size, round(255 * mark.alpha)), mark)
            return
        a, b, c, d, e, f = mark.matrix
        determinant = a * d - b * c
        if not determinant:
            return
        # From a dot to the page, to the unit square, to a pixel (its first row is the square's top).
        step = 1 / self.scale
        left, top = self.area[0] + x0 * step - e, self.area[3] - y0 * step - f
        wide, high = pixels.size
        # Shrunk first to about a pixel a dot: the mean of a square needs no more, and skips nothing.
        across = max(1, min(wide, round((a * a + b * b) ** 0.5 * self.scale)))
        up = max(1, min(high, round((c * c + d * d) ** 0.5 * self.scale)))
        pixels = pixels.resize((across, up), Image.Resampling.BOX)
        u, v = (d * step / determinant, c * step / determinant), (-b * step / determinant, -a * step / determinant)
        u0, v0 = (d * left - c * top) / determinant, (a * top - b * left) / determinant
        coefficients = (u[0] * across, u[1] * across, u0 * across, -v[0] * up, -v[1] * up, (1 - v0) * up)
        placed = pixels.transform(size, Image.Transform.AFFINE, coefficients, Image.Resampling.NEAREST)
        shown = Image.new("L", pixels.size, 255).transform(size, Image.Transform.AFFINE, coefficients)
        if mark.alpha < 1:
            shown = shown.point([round(value * mark.alpha) for value in range(256)])
        for plate, band in zip(self.plates, placed.split(), strict=True):
            plate.paste(band, dots, shown)


def _heaviest(plates: list[Image.Image], area: Rect, scale: float) -> Heaviest:
    """The largest mean of the four plates' sum over the square; on a page that is smaller, over the page."""
    width, height = plates[0].size
    side = min(SQUARE * DOTS, width, height)
    blurred = Image.merge("CMYK", plates).filter(ImageFilter.BoxBlur((side - 1) / 2))
    half = side // 2
    inner = blurred.crop((half, half, max(width - half, half + 1), max(height - half, half + 1)))
    cyan, magenta, yellow, black = inner.split()
    total = ImageMath.lambda_eval(
        lambda values: values["c"] + values["m"] + values["y"] + values["k"], c=cyan, m=magenta, y=yellow, k=black
    )
    sums = array.array("i", total.tobytes())
    most = max(sums)
    row, column = divmod(sums.index(most), inner.width)
    at = area[0] + (column + half) / scale, area[3] - (row + half) / scale
    return Heaviest(round(most / 2.55, 1), at)
