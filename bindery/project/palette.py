"""The palette: each colour's RGB for the screen, its ink for the press, its tint of black for one-colour printing.

The master is typeset in the RGB values; `finish` finds the ink by exact match. So no two colours may share an RGB
value, and a colour that is not here cannot be printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from bindery.errors import Findings
from bindery.project.yamlfile import Located
from bindery.project.yamlfile import load as load_yaml

RGB = tuple[int, int, int]
CMYK = tuple[float, float, float, float]

#: A neutral of at least this tint of black is dark enough for letters on white (4.5 : 1 is reached at 54 %).
TEXT_NEUTRAL = 70

#: What is said of a colour that has a name on an ink pot.
SPOT = "G05 the spot colour “{value}” would need a plate of its own"
SPOT_MEND = "write the four inks that come near it: cmyk: [c, m, y, k], in per cent, and take “{key}” out"

_PERCENT = {"type": "number", "minimum": 0, "maximum": 100}
_TINTS = {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 99}, "uniqueItems": True}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["colours"],
    "properties": {
        "tints": _TINTS,
        "neutrals": _TINTS,
        "colours": {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z]+$", "description": "a name of small letters a to z"},
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": ["rgb", "cmyk", "gray"],
                "refused": dict.fromkeys(("spot", "pantone", "hks"), ("S105", SPOT, SPOT_MEND)),
                "properties": {
                    "rgb": {
                        "type": "string",
                        "pattern": "^#[0-9a-f]{6}$",
                        "description": "a # and six signs of 0–9 and a–f, in quotes: \"#0a6666\"",
                    },
                    "cmyk": {"type": "array", "items": _PERCENT, "minItems": 4, "maxItems": 4},
                    "gray": _PERCENT,
                    "text": {"type": "boolean"},
                    "tinted": {"type": "boolean"},
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour. `rgb` in 0..255; `cmyk` and `gray`, a tint of black, in 0..1.

    `text`: letters may have it on white.
    """

    name: str
    rgb: RGB
    cmyk: CMYK
    gray: float
    text: bool = False

    @property
    def hex(self) -> str:
        """As CSS writes it: `#0a6666`."""
        return "#{:02x}{:02x}{:02x}".format(*self.rgb)

    def tint(self, percent: int) -> Colour:
        """The colour thinned with white: `teal-25` has a quarter of teal's ink."""
        r, g, b = (round(Fraction(25500 - (255 - v) * percent, 100)) for v in self.rgb)
        c, m, y, k = (round(v * percent / 100, 4) for v in self.cmyk)
        return Colour(f"{self.name}-{percent}", (r, g, b), (c, m, y, k), round(self.gray * percent / 100, 4))


class Palette:
    """The colours in the order of the file, found by name or by RGB value."""

    def __init__(self, colours: Iterable[Colour] = ()):
        self.colours = tuple(colours)
        self.by_name = {colour.name: colour for colour in self.colours}
        self.by_rgb = {colour.rgb: colour for colour in self.colours}

    def __iter__(self) -> Iterator[Colour]:
        return iter(self.colours)

    def __len__(self) -> int:
        return len(self.colours)

    def named(self, name: str) -> Colour | None:
        return self.by_name.get(name)

    def find(self, rgb: RGB) -> Colour | None:
        """The colour with exactly this RGB value (0..255)."""
        return self.by_rgb.get(rgb)

    def nearest(self, rgb: RGB) -> Colour | None:
        """The colour that looks most like `rgb`, to name in a message; never used to print."""
        return min(self.colours, default=None, key=lambda c: sum((a - b) ** 2 for a, b in zip(c.rgb, rgb, strict=True)))


def load(path: Path, findings: Findings) -> Palette:
    """Read styles/palette.yaml. After a fault the palette is empty, and `findings` say why."""
    located = load_yaml(path, SCHEMA, findings)
    if located is None:
        return Palette()
    colours = list(_colours(located.data))
    before = len(findings.items)
    _check_distinct(colours, located, findings)
    return Palette(colours if len(findings.items) == before else ())


def _colours(data: dict[str, Any]) -> Iterator[Colour]:
    for name, entry in data["colours"].items():
        r, g, b = bytes.fromhex(entry["rgb"][1:])
        c, m, y, k = (v / 100 for v in entry["cmyk"])
        base = Colour(name, (r, g, b), (c, m, y, k), entry["gray"] / 100, entry.get("text", False))
        yield base
        if entry.get("tinted"):
            yield from (base.tint(percent) for percent in data.get("tints", ()))
    black = Colour("gray", (0, 0, 0), (0, 0, 0, 1), 1)
    for percent in data.get("neutrals", ()):
        tint = black.tint(percent)
        yield Colour(tint.name, tint.rgb, tint.cmyk, tint.gray, percent >= TEXT_NEUTRAL)


def _check_distinct(colours: list[Colour], located: Located, findings: Findings) -> None:
    seen: dict[RGB, Colour] = {}
    for colour in colours:
        first = seen.setdefault(colour.rgb, colour)
        if first is not colour:
            message = f"{first.name} and {colour.name} have the same RGB value {colour.hex}"
            mend = "change one of the two: the ink is found by the RGB value"
            located.tell(findings, "Y104", message, mend, "colours", colour.name.split("-")[0])


def contrast(one: RGB, other: RGB) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.1, definition of contrast ratio)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(rgb: RGB) -> float:
    r, g, b = ((v / 255) / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in rgb)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
