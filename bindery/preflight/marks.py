"""What a page shows: marks, each with its ink, size and place. `streams/` finds them.

A mark is what one painting operator leaves: a text, a filled or stroked path, a picture, a shading. Places are in
points of the page's own space; a clip is kept as the box around it, so a mark may seem larger than it is, never smaller.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bindery.finish.boxes import Rect
from bindery.finish.colour import IDENTITY, Matrix
from bindery.preflight.colours import Ink, Space
from bindery.preflight.fonts import SHARE, Font
from bindery.preflight.geometry import Point, apply, around, corners


@dataclass(slots=True)
class Mark:
    """`kind`: text, fill, stroke, image, shading. `box`: within the clip; `full`: without it.

    `size`: type size or line width in pt. `ink`: None for a picture, whose `picture` tells. `overprint`: in force, with
    `opm` its mode. `alpha`: how much of it covers. `clear`: a text that paints nothing.
    `added`: its ink comes to what is there, which shows in parts. `em`: a text's type size
    squared in its own space, `room` the area of its box there, `starts` where each of its `codes` begins, in ems, `matrix` from
    ems to the page.
    """

    kind: str
    box: Rect
    full: Rect
    ink: Ink | None
    size: float = 0
    overprint: bool = False
    opm: int = 0
    alpha: float = 1
    blend: str = "/Normal"
    masked: bool = False
    clear: bool = False
    added: bool = False
    font: Font | None = None
    codes: tuple[int, ...] = ()
    starts: tuple[float, ...] = ()
    em: float = 0
    room: float = 0
    shapes: tuple[tuple[Point, ...], ...] = ()
    even_odd: bool = False
    picture: Picture | None = None
    matrix: Matrix = IDENTITY

    def share(self, exact: bool) -> float:
        """How much of a text's box is ink: from the outlines of its glyphs, or more than any text has."""
        if self.font is None or not self.room:
            return 1
        if not exact:
            return SHARE
        return min(1.0, sum(self.font.shape(code).area for code in self.codes) * self.em / self.room)

    def letters(self) -> Rect | None:
        """The box around a text's letters as they are drawn, on the page; None where nothing is drawn (spaces)."""
        if self.font is None:
            return None
        points: list[Point] = []
        for code, start in zip(self.codes, self.starts, strict=True):
            shape = self.font.shape(code)
            if shape.area:
                left, bottom, right, top = shape.box
                points += (apply(self.matrix, *p) for p in corners((start + left, bottom, start + right, top)))
        return around(points) if points else None


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: the object, its size in pixels, and its space, None for a stencil."""

    stream: Any
    key: tuple[int, int]
    width: int
    height: int
    bits: int
    space: Space | None
    soft: Any = None


@dataclass(slots=True)
class Shown:
    """All marks of a page in their order, and what was met on the way: groups' colour spaces, fonts, faults."""

    marks: list[Mark] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    fonts: dict[tuple[str, bool], None] = field(default_factory=dict)  # names, and whether they are in the file
    missing: dict[str, Rect] = field(default_factory=dict)  # font -> where it first shows .notdef
    faults: list[str] = field(default_factory=list)
    forbidden: dict[str, str] = field(default_factory=dict)  # key -> what it is: OPI, PostScript, transfer curves …
