"""What fills an area with a pattern or a shading (ISO 32000-1, 8.7)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from pikepdf import Array, Dictionary, Stream

from bindery.finish.boxes import Rect
from bindery.finish.colour import Matrix, multiply
from bindery.preflight.colours import BLACK_GRAY, Ink, Pattern, ink_of, space_of
from bindery.preflight.geometry import Point, around, both, corners, empty, matrix_of, placed
from bindery.preflight.streams.reading import Operator, Reading

#: Tiles of a pattern that are drawn one by one. Of more, some are, and their strongest ink counts for the whole area.
TILES = 400


def fill(reading: Reading, full: Rect, chosen: Pattern) -> None:
    """Fill an area with a pattern: a shading, or tiles that are drawn one by one; all of the box around a text or line."""
    state, pattern = reading.state, chosen.thing
    area = both(full, state.clip)
    if empty(area):
        return
    outer = multiply(matrix_of(pattern), reading.base)
    if not isinstance(pattern, Stream):
        shading = pattern.get("/Shading")
        if shading is not None:
            _shading(reading, shading, area)
        return
    x0, y0, x1, y1 = (float(v) for v in pattern.BBox)
    box = x0, y0, x1, y1
    own = chosen.ink if pattern.get("/PaintType") == 2 else BLACK_GRAY
    first = len(reading.shown.marks)
    tiles, more = _tiles(outer, area, float(pattern.get("/XStep", 0)), float(pattern.get("/YStep", 0)), box)
    for x, y in tiles:
        ctm = multiply((1, 0, 0, 1, x, y), outer)
        clip = both(area, placed(box, ctm))
        if empty(clip):
            continue
        inner = replace(state, ctm=ctm, clip=clip, fill=own, stroke=own, fill_space=own.space,
                        stroke_space=own.space)
        reading.within(pattern, pattern.get("/Resources"), inner)
    inks = [mark.ink for mark in reading.shown.marks[first:] if mark.ink is not None and not mark.ink.white]
    if more and inks:
        reading.leave("fill", area, _strongest(inks), added=True)


def shade(reading: Reading, values: list[Any]) -> None:
    found = reading.resource("/Shading", values[0])
    if found is not None:
        _shading(reading, found, reading.state.clip)


def _shading(reading: Reading, shading: Any, area: Rect) -> None:
    """A shading's ink is the most that any of its ends has, plate by plate."""
    space = space_of(shading.get("/ColorSpace"), reading.resources)
    ends = [ink_of(space, values) for values in _ends(shading.get("/Function"))] or [Ink(space, (1, 1, 1, 1))]
    reading.leave("shading", area, _strongest(ends))


def _strongest(inks: list[Ink]) -> Ink:
    """The most that any of them has, plate by plate."""
    c, m, y, k = (max(ink.cmyk[i] for ink in inks) for i in range(4))
    return Ink(inks[0].space, (c, m, y, k))


def _tiles(matrix: Matrix, area: Rect, step_x: float, step_y: float, box: Rect) -> tuple[list[Point], bool]:
    """Where tiles of a pattern lie that meet `area`, and whether these are only some of them, since too many do."""
    a, b, c, d, e, f = matrix
    determinant = a * d - b * c
    if not determinant or not step_x or not step_y:
        return [(0, 0)], False
    found = []
    for x, y in corners(area):
        dx, dy = x - e, y - f
        found.append(((d * dx - c * dy) / determinant, (a * dy - b * dx) / determinant))
    left, bottom, right, top = around(found)
    step_x, step_y = abs(step_x), abs(step_y)
    columns = range(math.ceil((left - box[2]) / step_x), math.floor((right - box[0]) / step_x) + 1)
    rows = range(math.ceil((bottom - box[3]) / step_y), math.floor((top - box[1]) / step_y) + 1)
    more = len(columns) * len(rows) > TILES
    if more:
        columns, rows = columns[:20], rows[:20]
    return [(i * step_x, j * step_y) for i in columns for j in rows], more


def _ends(function: Any) -> list[list[float]]:
    """The colours at the ends of a shading's parts, as far as they are written down (types 2 and 3)."""
    if isinstance(function, Array):
        parts = [_ends(part) for part in function]
        if all(len(part) >= 2 for part in parts):
            return [[part[i][0] for part in parts] for i in (0, -1)]
        return []
    if not isinstance(function, (Dictionary, Stream)):
        return []
    if function.get("/FunctionType") == 2:
        return [[float(v) for v in function.get(key, Array([default]))] for key, default in (("/C0", 0), ("/C1", 1))]
    if function.get("/FunctionType") == 3:
        return [end for part in function.Functions for end in _ends(part)]
    return []


OPERATORS: dict[str, Operator] = {"sh": shade}
