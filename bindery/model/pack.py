"""What goes to the printing house beside the pages."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from bindery.model.settings import Language, Paper, Trim


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file that is printed. `use`: "interior" or "cover"; `size` in bytes; `trim`: width and height of its pages.

    `md5`: for XJDF, which knows no other sum.
    """

    name: str
    use: str
    sha256: str
    md5: str
    size: int
    pages: int
    trim: tuple[float, float]


@dataclass(frozen=True, slots=True)
class JobTicket:
    """What a printing house must know of one job. `said`: title, edition and so on as (in the language, in English)."""

    job: str
    publication: str
    language: Language
    english: Language
    said: Mapping[str, tuple[str, str]]
    isbn: str
    version: str
    copies: int
    overs: int
    file_copies: int  # of the copies
    trim: Trim
    pages: int  # of the interior, with `blanks` at its end
    blanks: int
    colour: str  # as Printer.colour
    condition: str
    bleed: float
    interior: Paper
    cover: Paper
    binding: str  # as Production.binding
    lamination: str  # of the cover's outer side: "matt", "gloss" or ""
    deliver_by: datetime.date | None
    spine: float
    grams: float  # of one copy
    in_carton: int
    files: tuple[PackedFile, ...]

    @property
    def cartons(self) -> tuple[int, ...]:
        """Copies in each carton: full ones, and a last one with the rest. The file copies, part of the order, travel apart."""
        full, rest = divmod(self.copies + self.overs - self.file_copies, self.in_carton)
        return (self.in_carton,) * full + ((rest,) if rest else ())

    @property
    def cover_inside(self) -> bool:
        """Whether anything is printed on the inner sides of the cover."""
        return any(file.use == "cover" and file.pages > 1 for file in self.files)

    @property
    def alike(self) -> tuple[tuple[int, int], ...]:
        """Cartons by what they hold: copies in each, and how many such cartons."""
        return tuple((copies, self.cartons.count(copies)) for copies in dict.fromkeys(self.cartons))

    @property
    def edge(self) -> str:
        """The side on which the closed book is bound, its front seen."""
        return "right" if self.language.rtl else "left"
