"""Operators that show text (ISO 32000-1, 9.3 and 9.4)."""

from __future__ import annotations

import math
from typing import Any

from pikepdf import String

from bindery.finish.colour import IDENTITY, multiply
from bindery.preflight.fonts import Font
from bindery.preflight.geometry import placed, six
from bindery.preflight.streams import patterns
from bindery.preflight.streams.reading import Operator, Reading


def begin_text(reading: Reading, _: list[Any]) -> None:
    reading.text = reading.line = IDENTITY


def text_matrix(reading: Reading, values: list[Any]) -> None:
    reading.text = reading.line = six(values)


def next_line(reading: Reading, values: list[Any], leading: bool = False) -> None:
    x, y = float(values[0]), float(values[1])
    if leading:
        reading.state.leading = -y
    reading.text = reading.line = multiply((1, 0, 0, 1, x, y), reading.line)


def choose_font(reading: Reading, values: list[Any]) -> None:
    found = reading.resource("/Font", values[0])
    reading.set_font(found, float(values[1]))


def number(reading: Reading, name: str, values: list[Any]) -> None:
    value = float(values[0])
    setattr(reading.state, name, value / 100 if name == "scale" else int(value) if name == "mode" else value)


def show(reading: Reading, values: list[Any]) -> None:
    _show(reading, [values[-1]])


def show_line(reading: Reading, values: list[Any]) -> None:
    if len(values) == 3:
        reading.state.word_space, reading.state.char_space = float(values[0]), float(values[1])
    next_line(reading, [0, -reading.state.leading])
    _show(reading, [values[-1]])


def show_array(reading: Reading, values: list[Any]) -> None:
    _show(reading, list(values[0]))


def _show(reading: Reading, parts: list[Any]) -> None:
    state, font = reading.state, reading.state.font
    if font is None:
        return
    x = 0.0
    shown: list[int] = []
    starts: list[float] = []
    scale, size, widths = state.scale, state.size / 1000, font.widths
    em = state.size * scale or 1.0
    for part in parts:
        if not isinstance(part, String):
            x -= float(part) * size * scale
            continue
        codes = font.codes(bytes(part))
        for code in codes:
            width = widths.get(code, font.default_width) * size + state.char_space
            if code == 32 and not font.composite:
                width += state.word_space
            starts.append(x / em)
            x += width * scale
        shown += codes
    if shown:
        reading.shown.fonts[font.name, font.embedded] = None
        _text_mark(reading, font, x, tuple(shown), tuple(starts))
    reading.text = multiply((1, 0, 0, 1, x, 0), reading.text)


def _text_mark(reading: Reading, font: Font, x: float, codes: tuple[int, ...], starts: tuple[float, ...]) -> None:
    state = reading.state
    matrix = multiply(reading.text, state.ctm)
    low = font.descent / 1000 * state.size + state.rise
    high = font.ascent / 1000 * state.size + state.rise
    full = placed((0, low, x, high), matrix)
    _, _, c, d, _, _ = matrix
    outlined, clear = state.mode in (1, 5), state.mode in (3, 7)
    ink = state.stroke if outlined else state.fill
    if ink.pattern and not clear:
        patterns.fill(reading, full, ink.pattern)
    if reading.leave(
        "text", full, ink, size=abs(state.size) * math.hypot(c, d),
        overprint=state.op_stroke if outlined else state.op_fill, clear=clear, font=font, codes=codes,
        starts=starts, matrix=multiply((state.size * state.scale, 0, 0, state.size, 0, state.rise), matrix),
        em=state.size**2 * abs(state.scale), room=abs(x) * (high - low),
    ) and state.mode != 3 and any(font.missing(code) for code in codes):  # fmt: skip
        reading.shown.missing.setdefault(font.name, full)


def _number(name: str) -> Operator:
    return lambda reading, values: number(reading, name, values)


OPERATORS: dict[str, Operator] = {
    "BT": begin_text, "Tm": text_matrix, "Td": next_line, "TD": lambda r, v: next_line(r, v, True),
    "T*": lambda r, _: next_line(r, [0, -r.state.leading]),
    "Tf": choose_font, "Tc": _number("char_space"), "Tw": _number("word_space"), "Tz": _number("scale"),
    "TL": _number("leading"), "Ts": _number("rise"), "Tr": _number("mode"),
    "Tj": show, "'": show_line, '"': show_line, "TJ": show_array,
}  # fmt: skip
