"""What the project says of itself: languages, publications, editions, printers; and what a command asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: The formats that are made unless some are asked for, and all that there are.
FORMATS = ("screen", "press")
ALL_FORMATS = (*FORMATS, "booklet", "imposed")
DEFAULT_PRINTER = "offset-coated"
#: The profile of the printer that booklets are made for, unless another is named.
OFFICE = "office-a4"
COLOURS = ("", "gray")
#: The largest bleed that any printer asks: the master carries it and finish cuts it down.
MASTER_BLEED = 5.0


@dataclass(frozen=True, slots=True)
class Request:
    """What to make. Empty `publications` and `formats` mean all of them."""

    languages: tuple[str, ...]
    edition: str = "global"
    publications: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    section: str | None = None
    printer: str = DEFAULT_PRINTER
    colour: str = ""  # "gray": for printing in one colour


@dataclass(frozen=True, slots=True)
class Trim:
    """The size of a finished page, in mm."""

    id: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file under its private CSS family name."""

    family: str
    weight: int
    style: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a language writes numbers: 12,34,567.8 has `sizes` (3, 2), counted from the right."""

    decimal: str
    group: str
    sizes: tuple[int, ...] = (3,)
    least: int = 4  # digits from which a whole number is grouped
    rtl_ranges: bool = False  # 12–14 with the 12 on the right


@dataclass(frozen=True, slots=True)
class Language:
    """All that is particular to a language; see docs/new-language.md for what each setting does."""

    id: str  # the folder's name and the command line's LANG
    tag: str  # BCP 47, as the engine and PDF readers want it
    name: str  # in English
    native: str
    script: str  # ISO 15924
    rtl: bool
    digits: str  # ten characters, 0 to 9
    numbers: Numbers
    quotes: tuple[str, ...]  # four: “ ” and, inside these, ‘ ’
    hyphenation: str  # "none", "patterns" (the engine's, for the tag) or "soft-hyphens" (from a filter)
    filters: tuple[str, ...]
    families: tuple[str, ...]
    style: Mapping[str, Any]
    strings: Mapping[str, str]
    path: Path
    capitals: Mapping[str, str] = field(default_factory=dict)  # small letter -> its capital, where Unicode's is another
    collation: Mapping[str, Any] = field(default_factory=dict)
    date: Mapping[str, Any] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)  # one that looks like a letter of it -> the letter meant
    pairs: tuple[str, ...] = ()  # signs of which none stands alone: ¿?
    transliterated_from: str = ""  # the language whose texts are its own in other letters
    transliteration: str = ""  # by which table

    @property
    def latin(self) -> bool:
        """Whether it shares its letters with English."""
        return self.script == "Latn"

    @property
    def cased(self) -> bool:
        """Whether its letters come large and small: Latin, Cyrillic and Greek ones do."""
        return self.native.upper() != self.native.lower()

    def lower(self, words: str) -> str:
        """`words` in small letters, as the language has them: Turkish writes ı for I."""
        return words.translate({ord(capital): small for small, capital in self.capitals.items()}).lower()

    def upper(self, words: str) -> str:
        """`words` in capitals, as the language has them: Turkish writes İ for i."""
        return words.translate({ord(small): capital for small, capital in self.capitals.items()}).upper()

    def number(self, value: int | str) -> str:
        """`value` in the language's digits."""
        return str(value).translate({48 + i: d for i, d in enumerate(self.digits)})

    def amount(self, value: float) -> str:
        """A count or measure in the language's digits and marks: 12,34,567.8. Not for years and pages, which are names."""
        whole, _, part = str(abs(value)).partition(".")
        sizes = list(self.numbers.sizes)
        groups: list[str] = []
        rest = whole
        while len(whole) >= self.numbers.least and len(rest) > sizes[0]:
            rest, group = rest[: -sizes[0]], rest[-sizes[0] :]
            groups.insert(0, group)
            sizes = sizes[1:] or sizes
        written = self.numbers.group.join([rest, *groups]) + (self.numbers.decimal + part if part else "")
        return ("\u2212" if value < 0 else "") + self.number(written)


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard's place in the catalogue: numbering is data."""

    id: str
    number: int
    area: str


@dataclass(frozen=True, slots=True)
class Area:
    id: str
    number: int
    colour: str
    standards: tuple[Standard, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """What all sections of a kind have in common."""

    id: str
    template: str
    side: str  # "any", "recto" or "verso"
    folio: bool
    generated: bool  # made by the program from the rest of the book; has no Markdown
    contents: int  # its level in the contents, 0 for none
    blank: bool = False  # a side of the cover that has nothing to say: not printed where the other one has not either


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One entry of a publication's plan: a section of this kind, from this text."""

    id: str
    kind: Kind
    text: str | None  # file name without .md, in `folder`
    folder: str
    colour: str
    number: int = 0
    roles: tuple[str, ...] = ()  # for derived publications; empty: all


@dataclass(frozen=True, slots=True)
class Publication:
    """One title, as the catalogue plans it."""

    id: str
    folder: str
    book: str  # the folder whose book.yaml gives title and back-cover text
    trim: Trim
    style: str
    colour: str
    plan: tuple[PlanEntry, ...]
    cover: tuple[PlanEntry, ...]
    needs: str  # the text that a language must have for this publication to be made
    title: str | None  # the section whose title is the publication's; None: book.yaml's
    cover_text: str  # the palette's name of the colour of words on the cover


#: The keys of edition.yaml whose words are printed: one text for all languages, or one for each.
EDITION_WORDS = (
    *("name", "version", "year", "date", "licence", "feedback", "publisher", "place", "contact", "disclaimer"),
    *("source-edition", "printed-by", "print-date"),
)


@dataclass(frozen=True, slots=True)
class Edition:
    """The global text, or a country's contextualisation of it."""

    id: str
    data: Mapping[str, Any]
    path: Path

    def words(self, key: str, language: str) -> str:
        """What edition.yaml says under `key`, in the language; English serves those not named; "" where nothing does."""
        value = self.data.get(key, "")
        return str(value.get(language, value.get("en", "")) if isinstance(value, Mapping) else value)

    def isbns(self, publication: str, language: str) -> Mapping[str, str]:
        """The ISBN (13 digits, hyphenated) of each format that has one: "print", "pdf", "epub"."""
        given = self.data.get("isbn", {}).get(publication, {}).get(language, {})
        return given if isinstance(given, Mapping) else {"print": given}

    def print_run(self, publication: str, language: str) -> int:
        """How many copies are printed; 0 where edition.yaml does not say."""
        return int(self.data.get("print-run", {}).get(publication, {}).get(language, 0))

    def legal(self, language: str) -> Mapping[str, str]:
        """The lines that the country's law asks for: label -> words, "" where they are still to be filled in."""
        return self.data.get("legal", {}).get(language, {})  # type: ignore[no-any-return]

    def printing(self, publication: str) -> Mapping[str, str]:
        """Which `interior` and `cover` paper, `binding` and `lamination` a publication gets, and when, as far as it is said."""
        return self.data.get("printing", {}).get(publication, {})  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Paper:
    """A stock that a printer has: weight in g/m², caliper (thickness of a leaf) in mm."""

    id: str
    name: str
    kind: str  # "coated", "uncoated", "bulky" or "other"
    gsm: float
    caliper: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """Effective px/in of pictures: below the minimum an error, below the target a warning (GWG 2022). `line`: of one bit."""

    minimum: float
    target: float
    line_minimum: float
    line_target: float


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer's profile: what a press file made for it must be, and what it makes of it. Lengths in mm."""

    id: str
    name: str
    path: Path
    profile: Path
    condition: str
    registry: str  # "" for a condition that is in no registry
    bleed: float
    slug: float
    marks: bool
    colour: str  # "cmyk", or "gray": black alone
    max_ink: float  # per cent of all inks together; 0: what the colour profile itself keeps to
    resolution: Resolution
    interior_papers: tuple[Paper, ...]
    cover_papers: tuple[Paper, ...]
    saddle_pages: int  # the most pages that are stitched; 0: does not stitch
    signatures: tuple[int, ...]  # pages of the sections that it binds perfect, largest first; none: does not
    min_thickness: float  # of a perfect-bound block
    spine_text: float  # the narrowest spine that bears words
    carton_copies: int  # copies in a carton; 0: as many as `carton_kg` allows
    carton_kg: float
    trim_min: tuple[float, float]  # width and height of the smallest and largest page
    trim_max: tuple[float, float]
    sheet_pages: int = 8  # pages on an imposed sheet, both sides: 4, 8 or 16; 0: two leaves side by side, cut apart
    sheet: tuple[float, float] = (0, 0)  # width and height of that sheet; (0, 0): as large as it must be
    overs: float = 0  # per cent of the copies that are printed and delivered above the order


@dataclass(frozen=True, slots=True)
class Project:
    root: Path
    languages: Mapping[str, Language]
    publications: Mapping[str, Publication]
    editions: Mapping[str, Edition]
    printers: Mapping[str, Printer]
    areas: tuple[Area, ...]
    palette: Any
    faces: tuple[FontFace, ...]
    catalogue: Mapping[str, Any]

    def area(self, id: str) -> Area:
        return next(area for area in self.areas if area.id == id)
