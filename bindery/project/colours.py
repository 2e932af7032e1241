"""Colours as stylesheets, templates and drawings write them: where each stands, and is it in the palette.

The press file is made by exact match of the palette's RGB values, so another colour would stop the book at its end;
here it is found before anything is typeset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tinycss2 import color4  # type: ignore[import-untyped]

from bindery.errors import Findings
from bindery.project.palette import RGB, Palette

#: `property: value`, ended as a declaration is; a selector such as `a:hover {` is not one.
DECLARATION = re.compile(r"(?P<property>--[\w-]+|[\w-]+)\s*:\s*(?P<value>[^;{}]*)(?=[;}]|\Z)")
COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->", re.S)
TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
ATTRIBUTE = re.compile(
    r"(?<![\w-])(?P<name>style|fill|stroke|color|stop-color|flood-color|lighting-color)\s*=\s*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')"
)
CANDIDATE = re.compile(
    r"(?<![\w#&-])(?:#[0-9A-Fa-f]{3,8}\b|(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|device-cmyk)\([^()]*\)"
    r"|[A-Za-z]+(?![\w(-]))"
)
MEND = "use one of the palette’s, written as #rrggbb"
SPOT_MEND = "write a colour of the palette, as #rrggbb; a new one goes into styles/palette.yaml with its four inks (cmyk)"
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|url\([^)]*\)")
#: Properties whose value is a colour and nothing else; what may stand there beside colours.
PAINTS = ("color", "background-color", "fill", "stroke", "stop-color", "flood-color", "lighting-color")
NO_COLOUR = re.compile(r"\b(?:none|inherit|initial|unset|currentcolor|transparent)\b|\bvar\([^()]*\)|url\([^()]*\)|!\s*important", re.I)
#: How drawing programs and stylesheets write spot colours.
SPOT = re.compile(r"pantone|\bhks\b|\btoyo\b|\bral\b|\bspot\b|separation|(?:icc|icc-named|device)-\w*color|device-nchannel|spot\(", re.I)
#: Properties in whose values a word may be a colour.
COLOURED = re.compile(
    r"--|color$|^(background|border|outline|fill|stroke|text-decoration|column-rule|box-shadow|text-shadow)"
)


def blank(pattern: re.Pattern[str], text: str) -> str:
    """`text` with each match replaced by spaces, so that lines and columns stay."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def in_css(text: str) -> Iterator[tuple[int, str]]:
    """Each colour written in a stylesheet (Jinja allowed), with its offset."""
    clean = blank(QUOTED, blank(TEMPLATE, blank(COMMENT, text)))
    for match in DECLARATION.finditer(clean):
        if COLOURED.search(match["property"].lower()):
            yield from in_value(match["value"], match.start("value"))


def in_markup(text: str) -> Iterator[tuple[int, str]]:
    """Each colour written in the attributes of HTML or SVG (Jinja allowed), with its offset."""
    for match in ATTRIBUTE.finditer(blank(TEMPLATE, blank(COMMENT, text))):
        group = "double" if match["double"] is not None else "single"
        if match["name"] == "style":
            yield from ((match.start(group) + at, colour) for at, colour in in_css(match[group]))
        else:
            yield from in_value(match[group], match.start(group))


def unknown(text: str, css: bool) -> Iterator[tuple[int, str]]:
    """What stands in the place of a colour and is none, with its offset: a spot colour's name, a misspelt word.

    The engine would draw such a shape in black, or not at all, without a word.
    """
    clean = blank(TEMPLATE, blank(COMMENT, text))
    if css:
        found = [(match.start("value"), match["value"]) for match in DECLARATION.finditer(clean) if match["property"].lower() in PAINTS]
    else:
        found = []
        for match in ATTRIBUTE.finditer(clean):
            group = "double" if match["double"] is not None else "single"
            if match["name"] != "style":
                found.append((match.start(group), match[group]))
            else:
                found += ((match.start(group) + one.start("value"), one["value"]) for one in DECLARATION.finditer(match[group])
                          if one["property"].lower() in PAINTS)  # fmt: skip
    for at, value in found:
        rest = NO_COLOUR.sub("", value)
        for _, colour in in_value(value):
            rest = rest.replace(colour, "", 1)
        if rest.strip():
            yield at + len(value) - len(value.lstrip()), value.strip()


def in_value(value: str, start: int = 0) -> Iterator[tuple[int, str]]:
    for match in CANDIDATE.finditer(value):
        if match[0][0] == "#" or match[0][-1] == ")" or color4.parse_color(match[0]) is not None:
            yield start + match.start(), match[0]


def rgb(colour: str) -> RGB | None:
    """The colour's RGB (0..255); None where it has none, or can be seen through."""
    parsed = color4.parse_color(colour)
    if parsed is None or isinstance(parsed, str) or parsed.space != "srgb" or parsed.alpha != 1:
        return None
    r, g, b = (round(255 * value) for value in parsed.coordinates)
    return r, g, b


def check(text: str, path: Path, palette: Palette, findings: Findings) -> None:
    """Every colour in the file is one of the palette's. The kind of file is told by its suffix."""
    css, spots = path.suffix == ".css", []

    def tell(code: str, at: int, message: str, mend: str) -> None:
        findings.add(code, path, message, mend, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))

    for at, words in unknown(text, css):
        if SPOT.search(words):
            spots.append(range(at, at + len(words)))
            tell("S105", at, f"G05 the spot colour “{words}” would need a plate of its own", SPOT_MEND)
        else:
            tell("S102", at, f"“{words}” is no colour", MEND)
    for at, colour in in_css(text) if css else in_markup(text):
        if any(at in spot for spot in spots) or colour.lower() in ("currentcolor", "transparent"):
            continue
        value = rgb(colour)
        if value is None or palette.find(value) is None:
            near = palette.nearest(value) if value else None
            mend = f"the nearest one there is {near.name}, {near.hex}; use it, or add yours to the palette" if near else MEND
            tell("S102", at, f"the colour {colour} is not in styles/palette.yaml", mend)
