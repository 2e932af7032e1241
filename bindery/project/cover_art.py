"""Drawings of front covers, templates/cover-art/<publication>.svg: each reaches the bleed all round.

A cover is cut where its page ends, give or take a millimetre: what ends at the cut shows a strip of paper. Preflight
finds that in the finished file (its rule H04); here it is found in the drawing, with its line, before anything is set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers import expat

from bindery.errors import Findings
from bindery.model import MASTER_BLEED, Trim
from bindery.project.colours import in_markup, rgb

#: What ends so near the trim, in mm, was meant to reach the edge of the page; how exact a drawing is.
NEAR, EXACT = 0.5, 0.1
SHAPES = ("rect", "circle", "ellipse", "polygon", "polyline", "path")
#: Elements whose content is not drawn where it stands.
UNSEEN = ("defs", "clipPath", "metadata", "title", "desc")
_SIDES = ("left edge", "head", "right edge", "foot")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Shape:
    name: str
    attributes: dict[str, str]
    line: int
    column: int


def check(path: Path, trim: Trim, findings: Findings) -> None:
    """Every shape of the drawing that would end at the cut. What is no whole drawing is told elsewhere (drawings.py)."""
    reader = _Reader()
    try:
        reader.parser.Parse(path.read_bytes(), True)
    except (expat.ExpatError, OSError):
        return
    width, height = trim.width + 2 * MASTER_BLEED, trim.height + 2 * MASTER_BLEED

    def tell(shape: _Shape, message: str, mend: str) -> None:
        findings.add("S106", path, f"H04 {message}", mend, shape.line, shape.column)

    left, top, wide, high = _view(reader.root.attributes.get("viewBox", ""))
    if not (wide > 0 < high) or abs(wide * height - high * width) > EXACT * high:
        tell(reader.root, "the drawing has not the shape of the page with its bleed",
             f'draw it on viewBox="0 0 {width:g} {height:g}": the page and {MASTER_BLEED:g} mm on each side')  # fmt: skip
        return
    scale = width / wide
    for i, shape in enumerate(reader.shapes):
        box = _box(shape)
        if box is None:
            continue
        mm = tuple((value - (top if i % 2 else left)) * scale for i, value in enumerate(box))
        ends = _ends(mm, width, height)
        if i == 0 and not ends and not _covers(mm, width, height):
            tell(shape, "the drawing does not begin with its ground: a shape that covers the page and the bleed",
                 f"put one before it: a rect from 0 0, {width / scale:g} wide and {height / scale:g} high")  # fmt: skip
        elif ends:
            tell(shape, f"the {shape.name} ends at the {ends} of the page without bleed",
                 f"let it run to the edge of the drawing, {MASTER_BLEED:g} mm over the trim")  # fmt: skip


def _view(box: str) -> tuple[float, ...]:
    """A viewBox: left, top, width and height; without a size where it cannot be read."""
    try:
        left, top, width, height = map(float, box.replace(",", " ").split())
    except ValueError:
        return 0, 0, 0, 0
    return left, top, width, height


def ground(path: Path) -> str | None:
    """The first colour of a front cover's drawing, as #rrggbb: that of the shape that covers it whole; None without one."""
    if not path.exists():
        return None
    found = (rgb(colour) for _, colour in in_markup(path.read_text("utf-8")))
    return next(("#{:02x}{:02x}{:02x}".format(*value) for value in found if value), None)


def _covers(mm: tuple[float, ...], width: float, height: float) -> bool:
    return mm[0] < EXACT and mm[1] < EXACT and mm[2] > width - EXACT and mm[3] > height - EXACT


def _ends(mm: tuple[float, ...], width: float, height: float) -> str:
    """The side of the page at which a shape (left, top, right, bottom, in mm) ends between trim and bleed."""
    b = MASTER_BLEED
    past = (b - mm[0], b - mm[1], mm[2] - width + b, mm[3] - height + b)
    if any(over < -NEAR for over in (width - b - mm[0], height - b - mm[1], mm[2] - b, mm[3] - b)):
        return ""  # it is in the bleed alone
    return next((side for side, over in zip(_SIDES, past, strict=True) if -NEAR < over < b - EXACT), "")


class _Reader:
    """The filled shapes of a drawing in their order; those that are turned or moved as a group are left to preflight."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._begin, self._end
        self.root = _Shape("svg", {}, 1, 1)
        self.shapes: list[_Shape] = []
        self._fills: list[str | None] = []  # of the elements that are open; None: nothing in it counts

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        local, outer = name.rpartition(" ")[2], self._fills[-1] if self._fills else "black"
        shape = _Shape(local, attributes, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        if not self._fills:
            self.root = shape
        said = re.search(r"(?:^|;)\s*fill\s*:\s*([^;]+)", attributes.get("style", ""))
        fill = said[1].strip() if said else attributes.get("fill", outer)
        moved = local in ("g", "svg") and "transform" in attributes
        self._fills.append(None if outer is None or moved or local in UNSEEN else fill)
        if local in SHAPES and self._fills[-1] not in (None, "none", "#ffffff", "#fff", "white"):
            self.shapes.append(shape)

    def _end(self, _: str) -> None:
        self._fills.pop()


def _box(shape: _Shape) -> Box | None:
    """The box around a shape, in the drawing's units; None where it has none, or one that cannot be told."""
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.svgLib.path import parse_path
    from fontTools.svgLib.path.shapes import PathBuilder

    builder, pen = PathBuilder(), BoundsPen(None)
    try:
        builder.add_path_from_element(Element(shape.name, shape.attributes))
        for path, matrix in _paths(builder):
            parse_path(path, TransformPen(pen, matrix) if matrix else pen)
    except Exception:  # fontTools knows few transformations and units, and raises what it likes for the rest
        return None
    bounds: Box | None = pen.bounds
    return bounds


def _paths(builder: Any) -> Iterator[tuple[str, Any]]:
    return zip(builder.paths, builder.transforms, strict=True)
