"""What stylesheets must not say: sides that are the same in Arabic and English, and what the engine gets wrong.

A book in a language from right to left is the mirror of one from left to right, so a stylesheet names no left and no
right but by `{{ start }}` and `{{ end }}`. Where the side of the paper is meant, a comment before the declaration or the
rule says so: `/* physical: why */`. The rest is what WeasyPrint 70 draws wrongly or only in some books, and what a press
file cannot have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tinycss2  # type: ignore[import-untyped]

from bindery.errors import Findings
from bindery.project.colours import TEMPLATE

PHYSICAL = re.compile(r"\s*physical\b")
#: A side in a property's name, or in its value.
SIDE = re.compile(
    r"(?:(?:margin|padding|border)-)?(?:left|right)(?:-(?:width|style|color))?|border-(?:top|bottom)-(?:left|right)-radius"
)
SIDED_VALUES = {"text-align", "text-align-all", "text-align-last", "float", "clear", "background-position", "object-position"}
#: Shorthands of four values: top, right, bottom, left; of a radius: the four corners.
FOUR = {"margin", "padding", "inset", "border-width", "border-style", "border-color"}
LOGICAL = "write it with {{ start }} or {{ end }}; where the side of the paper is meant, put /* physical: why */ before it"

MIRROR = "the engine does not mirror it in languages from right to left"
SHADOW = "a shadow cannot be printed: the press file has solid inks only"
SECTION = "counts the pages of the section, not of the book: each section is set by itself"
#: property -> what is wrong, how to mend it
PROPERTIES = {
    "column-rule": (
        "the engine draws it at the wrong edge in languages from right to left",
        "leave the columns apart without a rule",
    ),
    "grid": (MIRROR, "use a table (display: table) or a simple flex box"),
    "box-shadow": (SHADOW, "use a border or a tint of the palette"),
    "text-shadow": (SHADOW, "take it out"),
    "filter": (SHADOW, "take it out"),
    "backdrop-filter": (SHADOW, "take it out"),
    "mix-blend-mode": ("inks that are mixed cannot be printed as the palette’s", "use a tint of the palette"),
}
REFERENCE = "use a reference in the text, or data-stamp in the template"
#: function in a value -> what is wrong, how to mend it
FUNCTIONS = {
    "target-counter": ("target-counter() lays the whole book out again, and knows no page of another section", REFERENCE),
    "target-counters": ("target-counters() knows no page of another section", REFERENCE),
    "target-text": ("target-text() knows no place of another section", REFERENCE),
    "url": (
        "url() reads a file, or a place in the network, that the check does not know",
        "put the drawing into the template: {{ drawing(…) }}",
    ),
}


class Declaration(NamedTuple):
    node: Any
    name: str
    words: tuple[str, ...]  # its value's parts, in small letters; one with a space in it is a part of a template
    meant: bool  # a comment says that its sides are those of the paper


def check(text: str, path: Path, mirrored: bool, findings: Findings) -> None:
    """Every rule of a stylesheet (Jinja allowed). `mirrored`: it is for a language from right to left, or for all."""
    blank = TEMPLATE.sub(_stand_in, text)
    for place, what, mend in _faults(tinycss2.parse_stylesheet(blank, skip_whitespace=True), mirrored, False):
        findings.add("S104", path, what, mend, place.source_line, place.source_column)


def _stand_in(match: re.Match[str]) -> str:
    """A template's value is a word of the same length; its statements are spaces. Lines and columns stay."""
    fill = "x" if match[0].startswith("{{") and "\n" not in match[0] else " "
    return re.sub(r"[^\n]", fill, match[0])


Fault = tuple[Any, str, str]


def _faults(nodes: Sequence[Any], mirrored: bool, meant: bool) -> Iterator[Fault]:
    """The faults of the rules and declarations in `nodes`."""
    declarations, comment = [], False
    for node in nodes:
        if node.type == "comment":
            comment = bool(PHYSICAL.match(node.value))
            continue
        if node.type == "declaration":
            words = tuple(_words(node.value))
            declarations.append(Declaration(node, node.lower_name, words, meant or comment))
        elif node.type in ("qualified-rule", "at-rule"):
            yield from _of_rule(node)
            if node.content is not None:
                yield from _faults(tinycss2.parse_blocks_contents(node.content, skip_whitespace=True), mirrored, meant or comment)
        if node.type != "whitespace":
            comment = False
    for declaration in declarations:
        yield from _of_declaration(declaration, declarations, mirrored)


def _of_rule(node: Any) -> Iterator[Fault]:
    prelude = tinycss2.serialize(node.prelude).lower()
    if node.type == "at-rule" and node.lower_at_keyword == "page" and ":nth(" in prelude.replace(" ", ""):
        yield node, f":nth() {SECTION}", "let the section’s own class say which pages are meant"
    if node.type == "at-rule" and node.lower_at_keyword == "import":
        yield node, "@import reads a file that the check does not know", "put the rules into this file"


def _of_declaration(declaration: Declaration, block: Sequence[Declaration], mirrored: bool) -> Iterator[Fault]:
    node, name, words, meant = declaration
    for family, (what, mend) in PROPERTIES.items():
        if (name == family or name.startswith(f"{family}-")) and words != ("none",):
            yield node, f"{name}: {what}", mend
    if name == "display" and {"grid", "inline-grid"} & set(words):
        yield node, f"{name}: {' '.join(words)}: {MIRROR}", PROPERTIES["grid"][1]
    if name == "opacity" and words not in (("1",), ("100%",)):
        yield node, "opacity: what shines through cannot be printed as the palette’s inks", "use a tint of the palette"
    if name == "flex-wrap" and words[:1] != ("nowrap",) and any(each.name in ("gap", "column-gap", "row-gap") for each in block):
        yield node, "flex-wrap with a gap: the engine lays the boxes over each other", "use margins instead of the gap"
    if re.fullmatch(r"margin(-(left|right|x+|inline.*))?", name) and "auto" in words:
        what = f"{name}: auto: the engine pushes the block off the page in languages from right to left"
        yield node, what, "give it a width and a margin"
    for word in words:
        if word.endswith("gradient("):
            yield node, f"{word}): gradients are not printed as the palette’s inks", "use a colour or a tint of the palette"
        elif word.endswith("(") and word[:-1] in FUNCTIONS:
            yield node, *FUNCTIONS[word[:-1]]
        elif word in ("counter(pages", "counters(pages"):
            yield node, f"counter(pages) {SECTION}", "take it out: the number of all pages is known only at the bind"
    if mirrored and not meant and (side := _side(declaration, block)):
        yield node, f"{side} is the same side in every language", LOGICAL


def _side(declaration: Declaration, block: Sequence[Declaration]) -> str:
    """The physical side that a declaration names; empty where it names none, or both alike."""
    _, name, words, _ = declaration
    if SIDE.fullmatch(name):
        swap = {"left": "right", "right": "left"}
        other = re.sub("left|right", lambda match: swap[match[0]], name)
        alike = any(each.name == other and each.words == words for each in block)
        return "" if alike else name
    if name in SIDED_VALUES and (side := next((word for word in words if word in ("left", "right")), "")):
        return f"{name}: {side}"
    if name in FOUR and len(words) == 4 and words[1] != words[3]:
        return f"{name} with another value for the left than for the right"
    if name == "border-radius" and "/" not in words and len(words) > 1 and _corners(words):
        return "border-radius with other corners on the left than on the right"
    return ""


def _corners(words: Sequence[str]) -> bool:
    top_left, top_right, bottom_right, bottom_left = (*words, *words[:2], words[1])[:4] if len(words) != 3 else (*words, words[1])
    return (top_left, bottom_left) != (top_right, bottom_right)


def _words(value: Sequence[Any]) -> Iterator[str]:
    """The parts of a value: words, numbers with their unit, functions as `name(` and what stands in them."""
    for token in value:
        if token.type in ("ident", "at-keyword", "hash"):
            yield str(token.value).lower()
        elif token.type == "function":
            first = next((str(each.value) for each in token.arguments if each.type == "ident"), "")
            if token.lower_name in ("counter", "counters"):
                yield f"{token.lower_name}({first}"
            else:
                yield f"{token.lower_name}("
        elif token.type == "url":
            yield "url("
        elif token.type in ("number", "percentage", "dimension"):
            yield token.serialize().lower()
        elif token.type == "literal":
            yield str(token.value)
        elif token.type == "string":
            yield token.serialize()
