"""Pictures named in the text: there, readable, within limits, and printable."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from bindery.errors import Findings
from bindery.model import Reference
from bindery.project import drawings
from bindery.project.palette import Palette

#: Where the pictures of the text are, from the project's root.
PICTURES = "content/images"
LONGEST = 255  #: bytes that a file's name can have
MAX_BYTES = 30_000_000
MAX_PIXELS = 60_000_000  # about A3 at 400 ppi
#: The kinds that are read. Others are refused before they are opened: Pillow would start other programs for some.
FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".tif": "TIFF", ".tiff": "TIFF"}
#: How the pixels may be kept, in Pillow's words; JPEG may be CMYK too. What the engine cannot set is said here, with its place.
MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}
MODE_NAMES = {"CMYK": "CMYK colours", "LAB": "Lab colours", "I": "more than 8 bits a pixel", "F": "more than 8 bits a pixel"}
EIGHT_BITS = "save it in RGB or gray with 8 bits a colour; in CMYK, as JPEG"
PUT = f"put the picture into {PICTURES}/ and name it from there"


def check_image(root: Path, palette: Palette, reference: Reference, findings: Findings) -> None:
    """The picture that a text names. Faults inside a drawing are told with their line in the drawing."""
    source = reference.target.removeprefix("image:")
    at = (reference.line, reference.column)
    if ":" in source or source.startswith(("/", "\\")):
        findings.add("F104", reference.path, f"“{source}” is not a file of this project", PUT, *at)
        return
    path = root / PICTURES / os.path.normpath(source)
    if max(map(len, map(os.fsencode, path.parts))) > LONGEST:
        findings.add("I101", reference.path, f"there is no picture of so long a name: {source[:40]}…", "mend the name", *at)
        return
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root / PICTURES)):
        findings.add("F104", reference.path, f"“{source}” leaves the project’s {PICTURES}/", PUT, *at)
    elif path.is_dir():
        findings.add(
            "I102", reference.path, f"{PICTURES}/{source} is a folder, not a picture", "name a file in it", *at
        )
    elif not path.is_file():
        findings.add(
            "I101", reference.path, f"there is no picture {PICTURES}/{source}", "add it, or mend the name", *at
        )
    else:
        _check_file(path, palette, reference.path, at, findings)


def _check_file(path: Path, palette: Palette, named_in: Path, at: tuple[int, int], findings: Findings) -> None:
    suffix = path.suffix.lower()
    if suffix != ".svg" and suffix not in FORMATS:
        findings.add(
            "I105", named_in, f"{path.name} is of a kind that is not read", "save it as PNG, JPEG, TIFF or SVG", *at
        )
        return
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        findings.add(
            "I102", named_in, f"{path.name} cannot be read: {error.strerror}", "check your rights to read it", *at
        )
        return
    if size > MAX_BYTES:
        findings.add(
            "I103",
            named_in,
            f"{path.name} has {size // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} are read",
            "save a smaller copy: 300 pixels an inch at the printed size are enough",
            *at,
        )
    elif not raw:
        findings.add("I102", named_in, f"{path.name} is empty", "export the picture again", *at)
    elif suffix == ".svg":
        drawings.check(raw, path, palette, findings)
    else:
        _check_pixels(path, named_in, at, findings)


def _check_pixels(path: Path, named_in: Path, at: tuple[int, int], findings: Findings) -> None:
    from PIL import Image, ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the engine, once loaded, would let a picture that is cut off pass

    too_large = f"save a copy of at most {MAX_PIXELS // 1_000_000} million pixels"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, whose limit here is lower, and of odd tags
            with Image.open(path, formats=sorted(set(FORMATS.values()))) as image:
                if image.width * image.height > MAX_PIXELS:
                    findings.add(
                        "I103", named_in, f"{path.name} has {image.width} × {image.height} pixels", too_large, *at
                    )
                else:
                    image.load()
                    if image.mode not in MODES and (image.mode, image.format) != ("CMYK", "JPEG"):
                        what = MODE_NAMES.get(image.mode.partition(";")[0], f"“{image.mode}” colours")
                        findings.add("I105", named_in, f"{path.name} is a {image.format} with {what}", EIGHT_BITS, *at)
    except Image.DecompressionBombError:
        findings.add("I103", named_in, f"{path.name} has far too many pixels", too_large, *at)
    except Exception:  # Pillow raises many kinds for damaged files; each means the same to the writer
        findings.add("I102", named_in, f"{path.name} is damaged, or is no picture", "export the picture again", *at)
