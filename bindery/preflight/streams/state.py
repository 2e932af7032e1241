"""Operators of the graphics state and of colour (ISO 32000-1, 8.4 and 8.6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pikepdf import Array, Dictionary, Name

from bindery.finish.colour import multiply
from bindery.preflight.colours import (
    BLACK_GRAY,
    FOUR,
    GRAY,
    PATTERN,
    RGB,
    Ink,
    Pattern,
    Space,
    initial,
    ink_of,
    space_of,
)
from bindery.preflight.geometry import six
from bindery.preflight.streams.reading import Operator, Reading


def save(reading: Reading, _: list[Any]) -> None:
    reading.stack.append(replace(reading.state))


def restore(reading: Reading, _: list[Any]) -> None:
    if reading.stack:
        reading.state = reading.stack.pop()


def transform(reading: Reading, values: list[Any]) -> None:
    reading.state.ctm = multiply(six(values), reading.state.ctm)


def line_width(reading: Reading, values: list[Any]) -> None:
    reading.state.width = float(values[0])


def graphics_state(reading: Reading, values: list[Any]) -> None:
    found = reading.resource("/ExtGState", values[0])
    if not isinstance(found, Dictionary):
        return
    state = reading.state
    if "/LW" in found:
        state.width = float(found.LW)
    if "/OP" in found:
        state.op_stroke = bool(found.OP)
        if "/op" not in found:
            state.op_fill = bool(found.OP)
    if "/op" in found:
        state.op_fill = bool(found.op)
    state.opm = int(found.get("/OPM", state.opm))
    state.alpha_fill = float(found.get("/ca", state.alpha_fill))
    state.alpha_stroke = float(found.get("/CA", state.alpha_stroke))
    if "/BM" in found:
        blend = found.BM
        state.blend = str(blend[0]) if isinstance(blend, Array) and len(blend) else str(blend)
    if "/SMask" in found:
        state.masked = isinstance(found.SMask, Dictionary)
    if "/Font" in found and isinstance(found.Font, Array) and len(found.Font) == 2:
        reading.set_font(found.Font[0], float(found.Font[1]))
    for key, what in (("/TR", "a transfer curve"), ("/TR2", "a transfer curve"), ("/HTP", "a halftone phase")):
        if key in found and found[key] not in (Name.Default, Name.Identity):
            reading.shown.forbidden.setdefault(key, what)


def colour_space(reading: Reading, stroke: bool, values: list[Any]) -> None:
    _paint_with(reading, stroke, space := space_of(values[0], reading.resources), initial(space))


def colour(reading: Reading, stroke: bool, values: list[Any]) -> None:
    space = reading.state.stroke_space if stroke else reading.state.fill_space
    if values and isinstance(values[-1], Name):
        space = space if space.family == "pattern" else PATTERN
        own = ink_of(space.under, [float(v) for v in values[:-1]]) if space.under else BLACK_GRAY
        thing = reading.resource("/Pattern", values[-1])
        _paint_with(reading, stroke, space, Ink(space, (0, 0, 0, 0), Pattern(thing, own) if thing is not None else None))
    else:
        _paint_with(reading, stroke, space, ink_of(space, [float(v) for v in values]))


def _paint_with(reading: Reading, stroke: bool, space: Space, ink: Ink) -> None:
    if stroke:
        reading.state.stroke_space, reading.state.stroke = space, ink
    else:
        reading.state.fill_space, reading.state.fill = space, ink


def _device(space: Space, stroke: bool) -> Operator:
    return lambda reading, values: _paint_with(reading, stroke, space, ink_of(space, [float(v) for v in values]))


OPERATORS: dict[str, Operator] = {
    "q": save, "Q": restore, "cm": transform, "w": line_width, "gs": graphics_state,
    "cs": lambda r, v: colour_space(r, False, v), "CS": lambda r, v: colour_space(r, True, v),
    "sc": lambda r, v: colour(r, False, v), "scn": lambda r, v: colour(r, False, v),
    "SC": lambda r, v: colour(r, True, v), "SCN": lambda r, v: colour(r, True, v),
    "g": _device(GRAY, False), "G": _device(GRAY, True), "rg": _device(RGB, False), "RG": _device(RGB, True),
    "k": _device(FOUR, False), "K": _device(FOUR, True),
}  # fmt: skip
