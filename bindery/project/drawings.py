"""Drawings (SVG): whole, of shapes alone, and in the palette's colours.

Shapes are all that comes out the same on a screen and from a press; everything else (scripts, links, styles, text in
fonts that we do not have, gradients, filters) is refused, also because drawings may come from outside.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.parsers import expat

from bindery.errors import Findings
from bindery.project import colours
from bindery.project.palette import Palette

SVG = "http://www.w3.org/2000/svg"
SHAPES = {
    "svg",
    "g",
    "path",
    "circle",
    "ellipse",
    "rect",
    "line",
    "polyline",
    "polygon",
    "title",
    "desc",
    "defs",
    "clipPath",
    "metadata",
}
#: What drawing programs leave beside the drawing; nobody draws it.
NOTES = (
    "http://www.inkscape.org/",
    "http://sodipodi.sourceforge.net/",
    "http://www.w3.org/1999/02/22-rdf",
    "http://creativecommons.org/",
    "http://purl.org/dc/",
)
OUTSIDE = re.compile(r"url\(\s*['\"]?(?!['\"]?#)", re.I)
MEND = "save it as a plain SVG of filled and stroked shapes, letters turned into paths"


def check(raw: bytes, path: Path, palette: Palette, findings: Findings) -> None:
    """Every fault of the drawing `raw`, with its line in the file at `path`."""
    reader = _Reader(path, findings)
    if reader.read(raw) and palette:
        colours.check(raw.decode("utf-8", "replace"), path, palette, findings)


class _Reader:
    def __init__(self, path: Path, findings: Findings):
        self.path, self.findings = path, findings
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.element
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.root = ""
        self.raw = b""

    def read(self, raw: bytes) -> bool:
        self.raw = raw
        try:
            self.parser.Parse(raw, True)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            self.findings.add(
                "I102",
                self.path,
                f"this is not a whole SVG file: {said}",
                "export the drawing again",
                error.lineno,
                error.offset + 1,
            )
            return False
        except _Refused:
            return False
        if self.root != "svg":
            self.findings.add(
                "I102",
                self.path,
                f"this is no SVG drawing: its outermost element is {self.root}",
                "export the drawing again",
                1,
            )
        return self.root == "svg"

    def doctype(self, *_: Any) -> None:
        # Entities can name files, and a few lines of them can stand for gigabytes.
        at = self.raw.find(b"<!DOCTYPE")
        self.findings.add(
            "I105",
            self.path,
            "the drawing has a DOCTYPE, which is not read",
            "delete the part <!DOCTYPE …>; SVG needs none",
            self.raw.count(b"\n", 0, at) + 1,
            at - self.raw.rfind(b"\n", 0, at),
        )
        raise _Refused

    def element(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self.root = self.root or local
        if space.startswith(NOTES):
            return
        if space not in ("", SVG) or local not in SHAPES:
            self.refuse(f"the element {local}", MEND)
        for key, value in attributes.items():
            key = key.rpartition(" ")[2]
            if key.lower().startswith("on"):
                self.refuse(f"{key}, a script", "take the script out")
            elif key == "href" and not value.startswith("#"):
                self.refuse(f"a link to “{value[:40]}”", "take the link out")
            elif OUTSIDE.search(value):
                self.refuse(f"something outside the file: {value[:40]}", MEND)

    def refuse(self, what: str, mend: str) -> None:
        self.findings.add(
            "I105",
            self.path,
            f"the drawing uses {what}, which cannot be printed",
            mend,
            self.parser.CurrentLineNumber,
            self.parser.CurrentColumnNumber + 1,
        )


class _Refused(Exception):
    """Stops the parser: reading on would not be safe."""
