"""Which ink a colour of the master becomes: the palette's CMYK, black alone for neutrals, or a tint of black.

DeviceCMYK by `k` and `K` alone is written (ISO 15930-7: device colour must match the output intent), for black
too (GWG 2022: no text in DeviceGray). A colour without a rule is a problem, never converted by guess.
"""

from __future__ import annotations

import pickle
from typing import Protocol

from pikepdf import Name

from bindery.finish.problems import Problems
from bindery.project.palette import CMYK, RGB, Palette

#: Set at the head of a stream that starts in the default colour, DeviceGray black (ISO 32000-1, 8.4.1).
BLACK_HEAD = b"0 0 0 1 k 0 0 0 1 K\n"
_BLACK: CMYK = (0, 0, 0, 1)
_GRAY_OF_RGB = (0.30, 0.59, 0.11)  # ISO 32000-1, 10.3.2


def number(value: float) -> str:
    """A PDF number with at most four digits after the point, without idle zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".") if value else "0"


class Inks(Protocol):
    """Turns colour operators into the inks of one kind of stream.

    `head`: sets the colours of a stream that starts in the default ones; `space`: what its groups and gradients are in.
    """

    head: bytes
    space: Name

    def operator(self, operands: bytes, operator: bytes) -> tuple[bytes, bool]: ...


class PressInks:
    """Palette colours to CMYK, other neutrals to black; `used` gathers the names of the colours met.

    With `one_colour` every colour becomes its tint of black.
    """

    space = Name.DeviceCMYK

    def __init__(self, palette: Palette, problems: Problems, one_colour: bool = False):
        self.palette, self.problems, self.one_colour = palette, problems, one_colour
        self.used: dict[str, None] = {}
        self.head = BLACK_HEAD
        self.depends = pickle.dumps((list(palette), one_colour), protocol=5)  # for keys of what is made with them
        self._known: dict[tuple[bytes, bytes], tuple[bytes, bool]] = {}
        self._names: dict[tuple[bytes, bytes], str] = {}

    def operator(self, operands: bytes, operator: bytes) -> tuple[bytes, bool]:
        """`0.04 0.4 0.4 ` and `rg` to `0.9 0.35 0.5 0.25 k`, and whether that is 100 K."""
        key = (operands, operator)
        known = self._known.get(key)
        if known is None:
            values = [float(v) for v in operands.split()]
            rgb = values * 3 if len(values) == 1 else values
            cmyk = self.cmyk(rgb) if len(rgb) == 3 else None
            if cmyk is None:
                return b"0 0 0 1 " + (b"k" if operator.islower() else b"K"), False
            numbers = " ".join(number(v) for v in cmyk)
            known = f"{numbers} {'k' if operator.islower() else 'K'}".encode(), cmyk == _BLACK
            self._known[key] = known
            colour = self.palette.find(_bytes_of(rgb))
            if colour is not None:
                self._names[key] = colour.name
        if key in self._names:
            self.used[self._names[key]] = None
        return known

    def cmyk(self, rgb: list[float]) -> CMYK | None:
        """The ink of a colour given in 0..1, matched to the nearest 1/255. None after a problem was reported."""
        r, g, b = _bytes_of(rgb)
        colour = self.palette.find((r, g, b))
        if colour is not None:
            return (0, 0, 0, colour.gray) if self.one_colour else colour.cmyk
        if r == g == b:
            return (0, 0, 0, round(1 - rgb[0], 4))
        self._unknown((r, g, b))
        return None

    def _unknown(self, rgb: RGB) -> None:
        nearest = self.palette.nearest(rgb)
        name = "#{:02x}{:02x}{:02x}".format(*(min(max(v, 0), 255) for v in rgb))
        mend = f"use {nearest.name} {nearest.hex}, or add it to styles/palette.yaml" if nearest else "fill the palette"
        self.problems.add(f"the colour {name} is not in the palette", mend)


def _bytes_of(rgb: list[float]) -> RGB:
    """0..1 to the nearest 1/255."""
    r, g, b = (round(255 * v) for v in rgb)
    return r, g, b


class GrayInks(PressInks):
    """Each colour as the gray that stands for it, for one-colour printing of what is no press file."""

    space = Name.DeviceGray

    def __init__(self, palette: Palette, problems: Problems):
        super().__init__(palette, problems, one_colour=True)
        self.head = b""  # a page's default colour is DeviceGray black

    def operator(self, operands: bytes, operator: bytes) -> tuple[bytes, bool]:
        ink, _ = super().operator(operands, operator)
        black = float(ink.split()[3])
        return f"{number(round(1 - black, 4))} {'g' if operator.islower() else 'G'}".encode(), False


class MaskInks:
    """Inside a luminosity mask colours are not ink but how much shows through: they become DeviceGray.

    ISO 32000-1, 11.5.3: the luminosity of the group's colour is the mask value.
    """

    head = b"0 g 0 G\n"
    space = Name.DeviceGray

    def operator(self, operands: bytes, operator: bytes) -> tuple[bytes, bool]:
        values = [float(v) for v in operands.split()]
        gray = values[0] if len(values) == 1 else sum(v * w for v, w in zip(values, _GRAY_OF_RGB, strict=True))
        return f"{number(gray)} {'g' if operator.islower() else 'G'}".encode(), False
