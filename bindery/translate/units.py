"""A text cut into what is compared: its parts (blocks, and the text under each heading that has a name), and their units.

A unit is what a translator takes as one: a heading, a paragraph, a list item, a cell of a table, a value in a YAML file.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from bindery.manuscript.markdown import parser, plain
from bindery.manuscript.source import Source
from bindery.project.yamlfile import Located

#: The words by which English itself says a number: a translation may write it in figures.
_ONES = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBER_WORDS: dict[str, int] = {word: value for value, word in enumerate(_ONES, 1)}
NUMBER_WORDS |= {word: value * 10 for value, word in enumerate(_TENS, 2)}
NUMBER_WORDS |= {"once": 1, "twice": 2, "both": 2, "first": 1, "second": 2, "third": 3, "half": 50, "hundred": 100}

#: A part without units, in a standard whose header says `partial: true`.
PARTIAL = "partial"
_SPACE = "\u00a0\u202f\u2009 "
_NUMBER = re.compile(
    rf"(?P<before>[%٪]\s?)?(?P<digits>\d+(?:[.,٫٬{_SPACE}]\d{{2,3}}(?!\d))*(?:[.,٫]\d+)?)(?P<after>\s?[%٪％])?"
)
_CLOCK = re.compile(r"\b(\d{1,2})\s?[h:]\s?(\d{2})\b")
_WORD_NUMBER = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<ones>{'|'.join(_ONES[:9])}))?|(?P<word>{'|'.join(NUMBER_WORDS)}))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text with its place, and what a translation must keep of it."""

    kind: str
    line: int
    column: int
    text: str
    links: Counter[str]
    notes: int = 0  # calls of footnotes
    marks: int = 0  # for the index
    source: str = ""  # its line in the file

    def column_of(self, words: str) -> int:
        """Where words that stand in the unit stand in its line, else where the unit begins."""
        at = self.source.find(words, self.column - 1)
        return at + 1 if at >= 0 else self.column

    def column_of_number(self, number: str) -> int:
        """Where a number stands that `numbers` found."""
        found = (match for match in _NUMBER.finditer(self.source, self.column - 1) if _name(match) == number)
        return next((match.start() + 1 for match in found), self.column)


@dataclass(slots=True)
class Part:
    """What two texts have in common by name: a block, or what stands under a heading with an id."""

    name: str
    line: int
    units: list[Unit] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """How many units there are of a kind; a row is counted by its first cell."""
        return sum(unit.kind == kind for unit in self.units)


def numbers(text: str) -> Counter[str]:
    """The numbers in figures, in a form that no language's digits or separators change; “80%” is not “80”."""
    found: Counter[str] = Counter()
    for match in _NUMBER.finditer(_CLOCK.sub(r"\1.\2", text)):  # 9.30, 9:30, 9 h 30
        found[_name(match)] += 1
    return found


def _name(match: re.Match[str]) -> str:
    return _value(match["digits"]) + ("%" if match["before"] or match["after"] else "")


def _value(digits: str) -> str:
    text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in digits)
    groups = re.split(rf"[.,٫٬{_SPACE}]", text)
    if len(groups) == 1:
        return str(int(text))
    if len(groups[-1]) == 3 and all(len(group) in (2, 3) for group in groups[1:]) and len(groups[0]) <= 3:
        return str(int("".join(groups)))  # 1,000 and 1 000 and 12,34,567
    return f"{int(''.join(groups[:-1]))}.{groups[-1].rstrip('0') or '0'}"


def spelt(text: str) -> set[str]:
    """The numbers that an English text says in words."""
    found = set()
    for match in _WORD_NUMBER.finditer(text):
        if match["tens"]:
            value = NUMBER_WORDS[match["tens"].lower()] + NUMBER_WORDS.get((match["ones"] or "").lower(), 0)
        else:
            value = NUMBER_WORDS[match["word"].lower()]
        found |= {str(value), f"{value}%"}
    return found


def parts_of(source: Source) -> dict[str, Part]:
    """The parts of a Markdown file by name, in its order. The header is the part “header”."""
    cutter = _Cutter(source)
    tokens = parser().parse(source.body, {})
    for i, token in enumerate(tokens):
        cutter.take(token, tokens[i - 1] if i else None)
    header = Part("header", 1, list(_header(source.header, source)))
    mark = {PARTIAL: Part(PARTIAL, 1)} if source.header.get("partial") else {}
    return mark | {"header": header} | {name: part for name, part in cutter.parts.items() if part.units}


class _Cutter:
    def __init__(self, source: Source):
        self.source = source
        self.parts: dict[str, Part] = {}
        self.home = "the text before the first heading"
        self.block = ""
        self.depth = 0  # of lists
        self.row = False
        self.line = source.first

    def part(self) -> Part:
        name = self.block or self.home
        return self.parts.setdefault(name, Part(name, self.line))

    def take(self, token: Token, before: Token | None) -> None:
        if token.map:
            self.line = self.source.first + token.map[0]
        match token.type:
            case "container_block_open":
                name = f"the block “{token.info.strip().partition(' ')[0]}”"
                nth = sum(known.startswith(name) for known in self.parts)
                self.block = f"{name}, number {nth + 1}" if nth else name
                self.part()
                if title := token.info.strip().partition(" ")[2]:
                    self.part().units.append(Unit("title", self.line, 1, title, Counter()))
            case "container_block_close":
                self.block = ""
            case "footnote_block_open":
                self.block = "the footnotes"
            case "heading_open" if (id := token.attrs.get("id")) and not self.block:
                self.home = f"the heading #{id}"
            case "list_item_open":
                self.depth += 1
            case "list_item_close":
                self.depth -= 1
            case "tr_open":
                self.row = True
            case "inline":
                self.part().units.append(self.unit(token, before))

    def unit(self, token: Token, before: Token | None) -> Unit:
        children = token.children or []
        opened = before.type if before else ""
        if opened == "heading_open":
            kind = "heading"
        elif opened in ("th_open", "td_open"):
            kind = "row" if self.row else "cell"
            self.row = False
        elif self.block == "the block “references”":
            kind = "reference"
        else:
            kind = "item" if self.depth else "paragraph"
        source = self.source.lines[self.line - 1]
        return Unit(
            kind,
            self.line,
            max(source.find(token.content.partition("\n")[0]), 0) + 1,
            plain(children),
            Counter(str(child.attrs["href"]) for child in children if child.type == "link_open"),
            sum(child.type == "footnote_ref" for child in children),
            sum(child.type == "index_mark" for child in children),
            source,
        )


def _header(header: Mapping[str, Any], source: Source) -> Iterable[Unit]:
    """What of a header is text; lists are taken word by word."""
    for key, value in sorted(header.items()):
        if key in ("status", "partial"):
            continue
        line = next((n for n, words in enumerate(source.lines, 1) if words.startswith(f"{key}:")), 1)
        for words in value if isinstance(value, list) else [value]:
            if key == "case":  # the name of a text, not words
                yield Unit(key, line, 1, "", Counter([str(words)]))
            else:
                yield Unit(key, line, 1, str(words), Counter())


def yaml_parts(located: Located, keys: Sequence[str], *where: str) -> dict[str, Part]:
    """The values of a YAML file, each a part; its paragraphs, or what stands between bars, are the units."""
    found = {}
    data = located.data
    for key in where:
        data = data[key]
    for key in keys:
        if isinstance(words := data.get(key), str):
            line, column = located.place(*where, key)
            pieces = re.split(r"\n\s*\n|\|", re.sub(r"\{\w+\}", "", words).strip())
            units = [Unit("piece", line, column, piece, Counter()) for piece in pieces]
            found[key] = Part(f"“{key}”", line, units)
    return found
