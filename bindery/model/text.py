"""The checked text, not yet in a template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bindery.model.settings import Edition, Language, PlanEntry, Publication

#: What filters set and what is no part of the words: breaks and their opposite, thin spaces, soft hyphens, marks of direction.
_BETWEEN = dict.fromkeys(map(ord, "\u200b\u2009\u2060\u00ad\u200e\u200f"))
#: Joiners that filters set at a tag in a word: two that meet, or one before what is no letter. Others are spelling.
_JOINERS = re.compile(r"\u200d\u200d|\u200d(?!\w)")


def bare(text: str) -> str:
    """`text` as a reader would type it: for bookmarks, titles of links, the index."""
    return _JOINERS.sub("", text).translate(_BETWEEN)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a section: a role of a standard, a box, or the text between them ("body")."""

    name: str
    title: str
    html: str
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    id: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class IndexMark:
    """A place in the text that the index names: entry, sub-entry or "", and the anchor it stands at."""

    entry: str
    sub: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A link from a place in the source to an id. `named`: it has words of its own."""

    target: str
    path: Path
    line: int
    column: int
    named: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """What starts on a new page; the unit of typesetting. Checked, but not yet in a template."""

    plan: PlanEntry
    title: str
    title_html: str
    meta: Mapping[str, Any]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    ids: tuple[str, ...]
    marks: tuple[IndexMark, ...]
    references: tuple[Reference, ...]
    words: str  # the text as a reader reads it, a paragraph a line, for comparing with the finished pages
    path: Path | None
    status: str = "source"

    @property
    def id(self) -> str:
        return self.plan.id

    def block(self, name: str) -> Block | None:
        return next((block for block in self.blocks if block.name == name), None)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The checked text of one publication in one language and edition."""

    publication: Publication
    language: Language
    edition: Edition
    book: Mapping[str, Any]
    sections: tuple[Section, ...]
    cover: tuple[Section, ...]
    elsewhere: Mapping[str, str]  # id in another publication -> how to name it in a sentence

    @property
    def name(self) -> str:
        """What a person is told that it is: “handbook fr”."""
        return f"{self.publication.id} {self.language.id}"
