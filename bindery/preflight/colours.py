"""Colour spaces as a printer sees them: which plates a colour needs (ISO 32000-1, 8.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream

CMYK = tuple[float, float, float, float]
BLACK: CMYK = (0, 0, 0, 1)

#: Families: those of the process inks, the colorant All, spot colours, and what only a screen knows.
PROCESS = ("cmyk", "gray", "plates")
_DEVICE = {"/DeviceCMYK": "cmyk", "/CMYK": "cmyk", "/DeviceGray": "gray", "/G": "gray", "/DeviceRGB": "rgb",
           "/RGB": "rgb", "/CalRGB": "CalRGB", "/CalGray": "CalGray", "/Lab": "Lab", "/Pattern": "pattern"}
#: How a family is called in a message.
NAMES = {"rgb": "RGB", "icc-rgb": "RGB with an ICC profile", "icc-gray": "gray with an ICC profile",
         "icc-cmyk": "CMYK with an ICC profile", "icc": "a damaged ICC profile", "Lab": "Lab", "CalRGB": "calibrated RGB",
         "CalGray": "calibrated gray", "unknown": "a colour space that is unknown"}


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: its family (of an indexed one, its table's), how many numbers a colour has, its spot colours.

    `under`: of the space of patterns, the one in which those without colours of their own are painted.
    """

    family: str
    components: int
    spots: tuple[str, ...] = ()
    indexed: bool = False
    under: Space | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that is chosen to paint with; `ink`: the colour of one that has none of its own."""

    thing: Any
    ink: Ink


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour as it is painted, and what of it lands on the four plates (an estimate, for what is no process colour)."""

    space: Space
    cmyk: CMYK
    pattern: Pattern | None = None

    @property
    def plates(self) -> int:
        return sum(1 for value in self.cmyk if value > 0.001)

    @property
    def total(self) -> float:
        """Per cent."""
        return 100 * sum(self.cmyk)

    @property
    def white(self) -> bool:
        return self.space.family in PROCESS and not self.plates


GRAY, RGB, FOUR = Space("gray", 1), Space("rgb", 3), Space("cmyk", 4)
PATTERN = Space("pattern", 0)
BLACK_GRAY = Ink(GRAY, BLACK)


def space_of(value: Any, resources: Object | None = None, depth: int = 0) -> Space:
    """The space that a name or an array means; names of the resources are followed."""
    if depth > 8:
        return Space("unknown", 1)
    if isinstance(value, Name):
        name = str(value)
        named = resources.get("/ColorSpace") if isinstance(resources, Dictionary) else None
        if isinstance(named, Dictionary) and name in named and named[name] != value:
            return space_of(named[name], None, depth + 1)
        family = _DEVICE.get(name, "unknown")
        return Space(family, {"cmyk": 4, "gray": 1, "CalGray": 1, "pattern": 0}.get(family, 3))
    if not isinstance(value, Array) or not len(value) or not isinstance(value[0], Name):
        return Space("unknown", 1)
    kind = str(value[0])
    if kind == "/ICCBased" and len(value) > 1 and isinstance(value[1], Stream):
        components = int(value[1].get("/N", 0))
        return Space({1: "icc-gray", 3: "icc-rgb", 4: "icc-cmyk"}.get(components, "icc"), components or 1)
    if kind in ("/Indexed", "/I") and len(value) > 1:
        base = space_of(value[1], resources, depth + 1)
        return Space(base.family, 1, base.spots, indexed=True)
    if kind == "/Pattern":
        return Space("pattern", 0, under=space_of(value[1], resources, depth + 1)) if len(value) > 1 else PATTERN
    if kind == "/Separation" and len(value) > 1:
        return _colorants([value[1]])
    if kind == "/DeviceN" and len(value) > 1 and isinstance(value[1], Array):
        return _colorants(list(value[1]))
    return space_of(value[0], resources, depth + 1)


_PLATES = {"Cyan": 0, "Magenta": 1, "Yellow": 2, "Black": 3}


def _colorants(found: list[Any]) -> Space:
    names = [str(name).removeprefix("/") for name in found]
    spots = tuple(name for name in names if name not in _PLATES and name not in ("None", "All"))
    family = "all" if "All" in names else "spot" if spots else "plates"
    return Space(family, len(names), spots)


def ink_of(space: Space, values: list[float]) -> Ink:
    """The ink of one colour. Of what is no process colour the amounts are an upper estimate."""
    values = [min(max(v, 0.0), 1.0) for v in values]
    if space.indexed:
        return Ink(space, (1, 1, 1, 1))
    if space.family in ("cmyk", "icc-cmyk") and len(values) == 4:
        return Ink(space, (values[0], values[1], values[2], values[3]))
    if space.family in ("gray", "icc-gray", "CalGray") and values:
        return Ink(space, (0, 0, 0, 1 - values[0]))
    if space.family in ("rgb", "icc-rgb", "CalRGB") and len(values) == 3:
        return Ink(space, (1 - values[0], 1 - values[1], 1 - values[2], 0))
    if space.family == "all" and values:
        return Ink(space, (values[0],) * 4)
    four = (*values, 0.0, 0.0, 0.0, 0.0)
    return Ink(space, (four[0], four[1], four[2], four[3]))


def initial(space: Space) -> Ink:
    """The colour that `cs` leaves (ISO 32000-1, 8.6.8): black, or the full tint of a spot colour."""
    if space.family == "cmyk":
        return Ink(space, BLACK)
    return ink_of(space, [1.0 if space.family in ("spot", "all", "plates") else 0.0] * max(space.components, 1))
