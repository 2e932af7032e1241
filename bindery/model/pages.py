"""Typeset pages, and a book of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bindery.model.text import Manuscript, Section


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place on a typeset page: index of the page within its section, x and y in points from its top left."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Typeset:
    """A section's pages and what is known of them."""

    pdf: bytes
    pages: int
    anchors: Mapping[str, Anchor]
    outline: tuple[tuple[int, str, int, float], ...]  # level, text, page, y in points
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor is in the bound book. `page` counts from 1 in the interior."""

    section: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bound:
    """A typeset section with the page of the interior (from 1) on which it starts."""

    section: Section
    start: int
    typeset: Typeset


@dataclass(frozen=True, slots=True)
class Master:
    """The typeset book: its cover sides, its interior and the page map; pagination is final."""

    manuscript: Manuscript
    interior: tuple[Bound, ...]
    cover: tuple[Bound, ...]
    pages: int
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cover:
    """What joins the sides of a printed cover: the width of the spine (mm; 0: one fold, no glue), the outside's #rrggbb.

    `words`: those of the spine, which is turned by `turn` degrees clockwise; None for none.
    """

    spine: float
    ground: str
    words: Typeset | None = None
    turn: int = 0
