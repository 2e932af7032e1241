"""Pictures named in the text: there, readable, within limits, and printable."""

from __future__ import annotations

import re
from pathlib import Path

from bindery.errors import Findings
from bindery.model import Reference

MAX_BYTES = 30_000_000
MAX_PIXELS = 60_000_000  # about A3 at 400 ppi
SVG_REFUSED = re.compile(
    rb"<(script|foreignObject|filter|mask|linearGradient|radialGradient|style|text|image|use)\b|(?:href\s*=\s*[\"'](?!#))", re.I)


def resolve(root: Path, source: str) -> Path:
    """Where a picture named in the text lies: under content/images/."""
    return (root / "content" / "images" / source).resolve()


def check_image(root: Path, reference: Reference, findings: Findings) -> None:
    source = reference.target.removeprefix("image:")
    at = (reference.line, reference.column)
    if "://" in source or source.startswith(("/", "data:", "\\")):
        findings.add("F104", reference.path, f"“{source}” is not a file of this project",
                     "put the picture into content/images/ and name it from there", *at)
        return
    path = resolve(root, source)
    images = (root / "content" / "images").resolve()
    if not path.is_relative_to(images):
        findings.add("F104", reference.path, f"“{source}” leaves the project’s content/images/",
                     "put the picture into content/images/ and name it from there", *at)
        return
    if not path.is_file():
        findings.add("I101", reference.path, f"there is no picture content/images/{source}", "add it, or mend the name", *at)
        return
    check_file(path, reference.path, at, findings)


def check_file(path: Path, named_in: Path, at: tuple[int, int], findings: Findings) -> None:
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        findings.add("I102", named_in, f"{path.name} cannot be read: {error.strerror}", "check the file’s permissions", *at)
        return
    if size > MAX_BYTES:
        findings.add("I103", named_in, f"{path.name} has {size // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} are read",
                     "save a smaller copy: 300 pixels an inch at the printed size are enough", *at)
    elif path.suffix.lower() == ".svg":
        if b"<svg" not in raw or b"</svg>" not in raw:
            findings.add("I102", named_in, f"{path.name} is not a whole SVG file", "export it again", *at)
        elif match := SVG_REFUSED.search(raw):
            what = match[0].decode("ascii", "replace").lstrip("<")
            findings.add("I105", named_in, f"{path.name} uses “{what}”, which cannot be printed exactly",
                         "draw with flat fills and strokes in the palette’s colours", *at)
    else:
        from PIL import Image

        try:
            with Image.open(path) as image:
                if image.width * image.height > MAX_PIXELS:
                    findings.add("I103", named_in, f"{path.name} has {image.width} × {image.height} pixels",
                                 f"save a copy of at most {MAX_PIXELS // 1_000_000} million pixels", *at)
                else:
                    image.load()
        except Exception as error:  # Pillow raises many kinds for damaged files; each means the same to the writer
            findings.add("I102", named_in, f"{path.name} cannot be read as a picture: {error}", "export it again", *at)
