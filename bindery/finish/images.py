"""Images of the master to the inks of the press, through the ICC profile; and how fine they stand on the page.

Pictures in RGB go through the profile (relative colorimetric, black point compensation); a picture whose every pixel
is neutral prints on black alone, as a gray one does. What is lossless stays lossless. Soft masks stay: PDF/X-4
(ISO 15930-7) has live transparency. An image of the file is converted once, wherever it stands. Where a press
bears less ink than its profile makes, the colours of a dot give way, and its black stays. A picture much finer than any
screen of the press shows is made smaller once it is known how large it stands; none is ever made larger.
"""

from __future__ import annotations

import hashlib
import io
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Name, PdfImage, Stream
from PIL import Image, ImageChops, ImageCms, ImageMath

from bindery.finish.colour import Matrix
from bindery.finish.problems import Problems
from bindery.finish.save import deflate

#: JPEG quality and chroma sampling of pictures that came as JPEG: no visible loss, full colour resolution.
QUALITY, SAMPLING = 92, 0
#: Pictures that stand finer than the first, in px/in, are brought to the second: twice a screen of 150 lines an inch, and
#: enough for any press; the step between spares those that would gain nothing.
TOO_FINE, FINE = 450, 300
#: Decoded size at which an image is refused, in pixels: twice an A3 page at 600 px/in.
MAX_PIXELS = 140_000_000

_IDLE_KEYS = ("/Interpolate", "/StructParent", "/Metadata", "/PieceInfo", "/ID", "/Name", "/Intent", "/LastModified")
_REFUSED_KEYS = {"/OPI": "an OPI link", "/OC": "a layer", "/Alternates": "an alternate image"}


@dataclass(frozen=True, slots=True)
class ImageFact:
    """One image where it stands coarsest: `page` from 1, size in pixels, effective resolution in px/in.

    `ink` is "cmyk", "black", or "bilevel" for line art of one bit.
    """

    page: int
    width: int
    height: int
    ppi: float
    ink: str


class Images:
    """Converts the images of one file. `page_of` gathers where each stands."""

    def __init__(self, srgb: Path, profile: Path, problems: Problems, one_colour: bool = False, max_ink: float = 0):
        self.max_ink = max_ink  # per cent of all inks together; 0: what the profile makes
        self.srgb, self.profile, self.problems, self.one_colour = srgb, profile, problems, one_colour
        self._done: dict[tuple[int, int], tuple[bool, tuple[int, int, str] | None]] = {}
        self._equal: dict[bytes, _Converted] = {}
        self._facts: dict[tuple[int, int], ImageFact] = {}

    def convert(self, image: Stream, in_mask: bool) -> None:
        """Bring one image XObject to the inks, in place; `in_mask`: it only says how much shows through."""
        before = self._done.get(image.objgen)
        if before is not None:
            if before[0] != in_mask:
                self.problems.add("an image is both shown and used as a mask", "use two files")
            return
        self._done[image.objgen] = in_mask, None
        size = self._convert(image, in_mask)
        self._done[image.objgen] = in_mask, size

    def placed(self, key: tuple[int, int], matrix: Matrix, page: int) -> None:
        """Note that the image stands on `page` (from 1) with `matrix`, unit square to points."""
        known = self._done.get(key)
        if known is None or known[1] is None:
            return
        width, height, ink = known[1]
        a, b, c, d, _, _ = matrix
        across, up = math.hypot(a, b), math.hypot(c, d)
        if not across or not up:
            return
        ppi = round(72 * min(width / across, height / up), 1)
        if key not in self._facts or ppi < self._facts[key].ppi:
            self._facts[key] = ImageFact(page, width, height, ppi, ink)

    def thin(self, pdf: pikepdf.Pdf) -> None:
        """Bring pictures that stand finer than TOO_FINE to FINE; call when all pages are known."""
        for key, fact in self._facts.items():
            if fact.ppi <= TOO_FINE or fact.ink == "bilevel":
                continue
            image = pdf.get_object(key)
            pixels = _pixels_of(image)
            if not isinstance(image, Stream) or pixels is None:
                continue
            size = (math.ceil(fact.width * FINE / fact.ppi), math.ceil(fact.height * FINE / fact.ppi))
            smaller = pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
            lossy = image.get("/Filter") == Name.DCTDecode
            _packed(smaller, lossy).put(image)
            image.Width, image.Height = size
            ppi = round(fact.ppi * min(size[0] / fact.width, size[1] / fact.height), 1)
            self._facts[key] = replace(fact, width=size[0], height=size[1], ppi=ppi)

    def facts(self) -> tuple[ImageFact, ...]:
        return tuple(sorted(self._facts.values(), key=lambda f: (f.page, f.width, f.height, f.ppi)))

    def _convert(self, image: Stream, in_mask: bool) -> tuple[int, int, str] | None:
        for key, what in _REFUSED_KEYS.items():
            if key in image:
                self.problems.add(f"{what} in an image", "save the image as a plain PNG or JPEG file")
        for key in _IDLE_KEYS:
            if key in image:
                del image[key]
        width, height = int(image.Width), int(image.Height)
        if width * height > MAX_PIXELS:
            self.problems.add(f"an image of {width} × {height} px", "make it smaller: 300 px/in are enough")
            return None
        self._mask(image)
        if image.get("/ImageMask"):
            return width, height, "bilevel"
        space, bits = image.get("/ColorSpace"), int(image.get("/BitsPerComponent", 8))
        if space == Name.DeviceGray:
            return width, height, "bilevel" if bits == 1 else "black"
        if space == Name.DeviceCMYK and not in_mask and not self.one_colour:
            return width, height, "cmyk"
        if bits == 16 or "/Decode" in image or isinstance(image.get("/Mask"), Array):
            self.problems.add("an image with 16 bits a channel, a decode array or a colour key",
                              "save the image as a plain PNG or JPEG file")
            return None
        attributes = b"%d %d " % (in_mask, bits) + (space.unparse(resolved=True) if space is not None else b"")
        digest = hashlib.sha256(image.read_raw_bytes() + attributes).digest()
        converted = self._equal.get(digest)
        if converted is None:
            try:
                pixels = PdfImage(image).as_pil_image()
            except (pikepdf.PdfError, NotImplementedError, ValueError, OSError) as error:
                self.problems.add(f"an image that cannot be decoded: {error}", "save it as a plain PNG or JPEG file")
                return None
            lossy = str(image.get("/Filter")).find("DCTDecode") >= 0
            converted = self._equal[digest] = self._pixels(pixels, lossy, in_mask)
        converted.put(image)
        return width, height, "cmyk" if converted.mode == "CMYK" else "black"

    def _mask(self, image: Stream) -> None:
        """Soft and stencil masks are gray by nature; an opaque one is dropped, so that the page stays opaque."""
        mask = image.get("/SMask")
        if isinstance(mask, Stream):
            for key in _IDLE_KEYS:
                if key in mask:
                    del mask[key]
            if "/Matte" in mask:
                self.problems.add("an image with a matte colour", "save the image as PNG with plain transparency")
            elif opaque(mask):
                del image["/SMask"]
        stencil = image.get("/Mask")
        if isinstance(stencil, Stream) and "/Interpolate" in stencil:
            del stencil["/Interpolate"]

    def _pixels(self, pixels: Image.Image, lossy: bool, in_mask: bool) -> _Converted:
        if pixels.mode in ("1", "L", "LA", "I", "I;16", "F"):
            pixels = pixels.convert("L")
        elif pixels.mode != "CMYK" or in_mask or self.one_colour:
            rgb = pixels.convert("RGB")
            if in_mask or self.one_colour or _neutral(rgb):
                pixels = rgb.convert("L")
            else:
                pixels = ImageCms.applyTransform(rgb, transform(self.srgb, self.profile)) or rgb
                pixels = limited(pixels, self.max_ink)
        return _packed(pixels, lossy)


def _packed(pixels: Image.Image, lossy: bool) -> _Converted:
    """As the file holds them: a JPEG where it was one, else lossless."""
    if not lossy:
        return _Converted(pixels.mode, deflate(pixels.tobytes()), Name.FlateDecode)
    file = io.BytesIO()
    pixels.save(file, "JPEG", quality=QUALITY, subsampling=SAMPLING)
    return _Converted(pixels.mode, file.getvalue(), Name.DCTDecode)


def _pixels_of(image: pikepdf.Object) -> Image.Image | None:
    """The pixels of a picture in the inks, 8 bits a channel; None for any other."""
    mode = {"/DeviceCMYK": "CMYK", "/DeviceGray": "L"}.get(str(image.get("/ColorSpace")))
    if mode is None or int(image.get("/BitsPerComponent", 8)) != 8:
        return None
    size = int(image.Width), int(image.Height)
    if image.get("/Filter") == Name.DCTDecode and "/DecodeParms" not in image:
        with Image.open(io.BytesIO(image.read_raw_bytes())) as opened:  # it minds the inversion of CMYK JPEGs, as `put` does
            opened.load()
            return opened if (opened.mode, opened.size) == (mode, size) else None
    if "/Decode" in image or image.get("/Filter") not in (None, Name.FlateDecode):
        return None
    data = image.read_bytes()
    return Image.frombytes(mode, size, data) if len(data) == size[0] * size[1] * len(mode) else None


def limited(pixels: Image.Image, max_ink: float) -> Image.Image:
    """CMYK pixels with at most `max_ink` per cent of ink in all: cyan, magenta and yellow give way alike, black stays."""
    most = int(max_ink * 2.55)
    if not max_ink:
        return pixels
    cyan, magenta, yellow, black = pixels.split()
    colours = ImageMath.lambda_eval(lambda v: v["c"] + v["m"] + v["y"], c=cyan, m=magenta, y=yellow)
    room = ImageMath.lambda_eval(lambda v: v["most"] - v["k"], most=most, k=black)
    if ImageMath.lambda_eval(lambda v: v["room"] - v["all"], room=room, all=colours).getextrema()[0] >= 0:
        return pixels

    def less(band: Image.Image) -> Image.Image:
        found: Image.Image = ImageMath.lambda_eval(
            lambda v: v["convert"](v["min"](v["band"], v["band"] * v["room"] / v["max"](v["all"], 1)), "L"),
            band=band, room=room, all=colours,
        )  # fmt: skip
        return found

    return Image.merge("CMYK", (less(cyan), less(magenta), less(yellow), black))


@dataclass(frozen=True, slots=True)
class _Converted:
    mode: str
    data: bytes
    filter: Name

    def put(self, image: Stream) -> None:
        image.write(self.data, filter=self.filter)
        image.ColorSpace = Name.DeviceCMYK if self.mode == "CMYK" else Name.DeviceGray
        image.BitsPerComponent = 8
        if self.filter == Name.DCTDecode and self.mode == "CMYK":
            # Pillow writes CMYK JPEGs the way Adobe's programs do, inverted; PDF wants to be told.
            image.Decode = Array([1, 0] * 4)


@lru_cache(maxsize=4)
def transform(srgb: Path, profile: Path) -> ImageCms.ImageCmsTransform:
    """sRGB to the profile's CMYK: relative colorimetric with black point compensation."""
    return ImageCms.buildTransform(
        str(srgb), str(profile), "RGB", "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def opaque(mask: Stream) -> bool:
    """Whether a soft mask hides nothing."""
    if "/Decode" in mask or int(mask.get("/BitsPerComponent", 8)) != 8 or "DCTDecode" in str(mask.get("/Filter")):
        return False
    data = mask.read_bytes()
    return data.count(b"\xff") == len(data)


def _neutral(image: Image.Image) -> bool:
    red, green, blue = image.split()
    return (ImageChops.difference(red, green).getbbox() is None
            and ImageChops.difference(green, blue).getbbox() is None)
