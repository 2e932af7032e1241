"""Operators that build, clip with and paint paths (ISO 32000-1, 8.5)."""

from __future__ import annotations

from typing import Any

from bindery.finish.boxes import Rect
from bindery.preflight.geometry import Point, apply, around, both, scale_of
from bindery.preflight.streams import patterns
from bindery.preflight.streams.reading import Operator, Reading


def move(reading: Reading, values: list[Any]) -> None:
    reading.at = (float(values[0]), float(values[1]))
    reading.path.append([apply(reading.state.ctm, *reading.at)])


def line_to(reading: Reading, values: list[Any]) -> None:
    reading.at = (float(values[0]), float(values[1]))
    _subpath(reading).append(apply(reading.state.ctm, *reading.at))


def curve(reading: Reading, operator: str, values: list[Any]) -> None:
    numbers = [float(v) for v in values]
    p0 = reading.at
    end = (numbers[-2], numbers[-1])
    p1, p2 = (
        (p0, (numbers[0], numbers[1])) if operator == "v"
        else ((numbers[0], numbers[1]), end) if operator == "y"
        else ((numbers[0], numbers[1]), (numbers[2], numbers[3]))
    )  # fmt: skip
    subpath = _subpath(reading)
    for step in range(1, 9):
        t = step / 8
        s = 1 - t
        x, y = (s**3 * p0[i] + 3 * s * s * t * p1[i] + 3 * s * t * t * p2[i] + t**3 * end[i] for i in (0, 1))
        subpath.append(apply(reading.state.ctm, x, y))
    reading.at = end


def rectangle(reading: Reading, values: list[Any]) -> None:
    x, y, w, h = (float(v) for v in values)
    ctm = reading.state.ctm
    reading.path.append([apply(ctm, *p) for p in ((x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y))])
    reading.at = (x, y)


def close_path(reading: Reading, _: list[Any]) -> None:
    if reading.path and reading.path[-1]:
        reading.path[-1].append(reading.path[-1][0])


def clip(reading: Reading, _: list[Any]) -> None:
    reading.clipping = True


def _subpath(reading: Reading) -> list[Point]:
    if not reading.path:
        reading.path.append([apply(reading.state.ctm, *reading.at)])
    return reading.path[-1]


def paint(reading: Reading, fill: bool, stroke: bool, close: bool, even_odd: bool) -> None:
    if close:
        close_path(reading, [])
    points = [point for part in reading.path for point in part]
    if points:
        full = around(points)
        if fill:
            _fill(reading, full, tuple(tuple(part) for part in reading.path if len(part) > 2), even_odd)
        if stroke:
            _stroke(reading, full)
        if reading.clipping:
            reading.state.clip = both(reading.state.clip, full)
    reading.path, reading.clipping = [], False


def _fill(reading: Reading, full: Rect, shapes: tuple[tuple[Point, ...], ...], even_odd: bool) -> None:
    ink = reading.state.fill
    if ink.pattern:
        patterns.fill(reading, full, ink.pattern)
    elif ink.space.family != "pattern":
        reading.leave("fill", full, ink, shapes=shapes, even_odd=even_odd)


def _stroke(reading: Reading, full: Rect) -> None:
    state = reading.state
    width = state.width * scale_of(state.ctm)
    half = width / 2
    wide = (full[0] - half, full[1] - half, full[2] + half, full[3] + half)
    if state.stroke.pattern:
        patterns.fill(reading, wide, state.stroke.pattern)
    parts = tuple(tuple(part) for part in reading.path if len(part) > 1)
    reading.leave(
        "stroke", wide, state.stroke, size=width, overprint=state.op_stroke, alpha=state.alpha_stroke, shapes=parts
    )


def _paint(fill: bool, stroke: bool, close: bool = False, even_odd: bool = False) -> Operator:
    return lambda reading, _: paint(reading, fill, stroke, close, even_odd)


OPERATORS: dict[str, Operator] = {
    "m": move, "l": line_to, "re": rectangle, "h": close_path, "W": clip, "W*": clip,
    "c": lambda r, v: curve(r, "c", v), "v": lambda r, v: curve(r, "v", v), "y": lambda r, v: curve(r, "y", v),
    "f": _paint(True, False), "F": _paint(True, False), "f*": _paint(True, False, even_odd=True),
    "S": _paint(False, True), "s": _paint(False, True, close=True),
    "B": _paint(True, True), "B*": _paint(True, True, even_odd=True),
    "b": _paint(True, True, close=True), "b*": _paint(True, True, True, True), "n": _paint(False, False),
}  # fmt: skip
