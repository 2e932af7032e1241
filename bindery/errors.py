"""Findings: what is wrong, where, and how to mend it.

Every stage that reads what people write collects findings and goes on, so that one run tells everything.
A finding's code is stable; `CODES` is the whole list and docs/errors.md explains it (a test holds the two together).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXIT_OK = 0
EXIT_INTERNAL = 1
EXIT_USAGE = 2
EXIT_INPUT = 3
EXIT_ENVIRONMENT = 4
EXIT_TYPESETTING = 5
EXIT_INTERRUPTED = 130

#: In the place of an exit code: this is told, and stops nothing.
WARNING = EXIT_OK

#: code -> (what it says in general, exit code)
CODES: dict[str, tuple[str, int]] = {
    # how the command was called
    "U101": ("unknown language", EXIT_USAGE),
    "U102": ("unknown publication", EXIT_USAGE),
    "U103": ("unknown format", EXIT_USAGE),
    "U104": ("unknown section", EXIT_USAGE),
    "U105": ("unknown edition", EXIT_USAGE),
    "U106": ("the language has no text for this publication", EXIT_USAGE),
    "U107": ("unknown printer profile", EXIT_USAGE),
    "U108": ("unknown language tag", EXIT_USAGE),
    "U109": ("the language is there already", EXIT_USAGE),
    "U110": ("number of copies missing or impossible", EXIT_USAGE),
    "U111": ("unknown colour", EXIT_USAGE),
    # files as files
    "F101": ("file is missing", EXIT_INPUT),
    "F102": ("file cannot be read", EXIT_INPUT),
    "F103": ("file is not UTF-8 or is cut off", EXIT_INPUT),
    "F104": ("path leaves the project", EXIT_INPUT),
    "F105": ("language folder without language.yaml", EXIT_INPUT),
    "F106": ("forbidden or invisible character", EXIT_INPUT),
    "F107": ("shape of a letter instead of the letter", EXIT_INPUT),
    "F108": ("letters and accents are apart; they are read as one", WARNING),
    # YAML
    "Y101": ("YAML cannot be parsed", EXIT_INPUT),
    "Y102": ("unknown key", EXIT_INPUT),
    "Y103": ("missing key", EXIT_INPUT),
    "Y104": ("wrong type or value", EXIT_INPUT),
    "Y105": ("key given twice", EXIT_INPUT),
    # Markdown
    "M101": ("raw HTML", EXIT_INPUT),
    "M102": ("level of heading skipped", EXIT_INPUT),
    "M103": ("ragged table", EXIT_INPUT),
    "M104": ("block never closed, or never begun", EXIT_INPUT),
    "M105": ("unknown block", EXIT_INPUT),
    "M106": ("role missing from a standard, or block from a session", EXIT_INPUT),
    "M107": ("roles out of order, or blocks given twice", EXIT_INPUT),
    "M108": ("unused footnote", EXIT_INPUT),
    "M109": ("footnote without a text", EXIT_INPUT),
    "M110": ("duplicate id", EXIT_INPUT),
    "M111": ("empty file, block, heading or link", EXIT_INPUT),
    "M112": ("malformed index mark", EXIT_INPUT),
    "M113": ("unknown attribute, or words that are not printed", EXIT_INPUT),
    "M114": ("file that no publication uses", EXIT_INPUT),
    "M115": ("lists, quotations or brackets too deep", EXIT_INPUT),
    "M116": ("footnote in a footnote", EXIT_INPUT),
    # letters and signs of a language
    "L101": ("letter of another language", WARNING),
    "L102": ("letters of two alphabets in one word", WARNING),
    "L103": ("sign without its partner", WARNING),
    "L104": ("number typed in other digits than 0 to 9", WARNING),
    "L105": ("letter that cannot be transliterated", EXIT_INPUT),
    # references
    "X101": ("broken cross-reference", EXIT_INPUT),
    "X102": ("link to a place that cannot be reached from a book", EXIT_INPUT),
    # a translation beside its English; what ends with 0 is a warning
    "C101": ("part missing, or not in the English", EXIT_INPUT),
    "C102": ("other number of paragraphs, list items or rows than in English", EXIT_INPUT),
    "C103": ("number differs from the English", EXIT_INPUT),
    "C104": ("link differs from the English", EXIT_INPUT),
    "C105": ("footnotes differ from the English", EXIT_INPUT),
    "C201": ("term that is not the termbase's", WARNING),
    "C202": ("index marks differ from the English", WARNING),
    # images
    "I101": ("image is missing", EXIT_INPUT),
    "I102": ("image cannot be read", EXIT_INPUT),
    "I103": ("image is too large", EXIT_INPUT),
    "I104": ("image without a description", EXIT_INPUT),
    "I105": ("image uses what cannot be printed", EXIT_INPUT),
    # fonts and characters
    "G101": ("character that no font of the language has", EXIT_INPUT),
    "G102": ("font file differs from its manifest", EXIT_ENVIRONMENT),
    "G103": ("font face named in language.yaml is not in the manifest", EXIT_INPUT),
    "G104": ("font that cannot be added", EXIT_INPUT),
    # templates and styles
    "S101": ("template cannot be rendered", EXIT_INPUT),
    "S102": ("colour that is not in the palette", EXIT_INPUT),
    "S103": ("string missing from language.yaml", EXIT_INPUT),
    "S104": ("stylesheet says what not every book can have", EXIT_INPUT),
    "S105": ("spot colour", EXIT_INPUT),
    "S106": ("drawing of a cover that ends without bleed", EXIT_INPUT),
    # what printers and publishers say of a book
    "P101": ("colour profile that is not a CMYK press's", EXIT_INPUT),
    "P102": ("ISBN that cannot be", EXIT_INPUT),
    "P103": ("paper whose thickness is not known", EXIT_INPUT),
    "P104": ("paper or binding that the printer does not have", EXIT_INPUT),
    "P105": ("cover and interior do not belong together", EXIT_INPUT),
    "P106": ("press file that fails preflight", EXIT_INPUT),
    "P110": ("sheet that is smaller than its pages", EXIT_INPUT),
    # … and what they should know of a book that is made all the same
    "P201": ("binding that does not fit the book", WARNING),
    "P202": ("page size that the printer does not make", WARNING),
    "P203": ("the imprint lacks an item", WARNING),
    # typesetting
    "T101": ("the engine reports", EXIT_TYPESETTING),
    "T102": ("page numbers do not settle", EXIT_TYPESETTING),
    "T103": ("text runs off the page, or is lost", EXIT_TYPESETTING),
    "T104": ("the engine stopped", EXIT_TYPESETTING),
    "T105": ("colour or operator that cannot be printed", EXIT_TYPESETTING),
    # the machine
    "E101": ("something that the program needs is not installed", EXIT_ENVIRONMENT),
    "E102": ("outputs/ cannot be written", EXIT_ENVIRONMENT),
    "E103": ("the engine's version differs from the pinned one", EXIT_ENVIRONMENT),
    "E104": ("the disk is full, or the cache cannot be written", EXIT_ENVIRONMENT),
    "E105": ("path that the engine cannot read", EXIT_ENVIRONMENT),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `line` and `column` count from 1; 0 means that the place is the whole file."""

    code: str
    path: str
    line: int
    column: int
    message: str
    mend: str

    @property
    def warning(self) -> bool:
        """Whether it is told and stops nothing."""
        return CODES[self.code][1] == WARNING

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place} {self.code} {self.message}\n    mend: {self.mend}"

    def as_dict(self) -> dict[str, str | int | bool]:
        return {name: getattr(self, name) for name in (*self.__slots__, "warning")}


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Each once, in the order of their places."""
    return sorted(set(findings), key=lambda f: (f.path, f.line, f.column, f.code, f.message))


class BinderyError(Exception):
    """Stops a build. Carries every finding that was collected; the command line prints them."""

    def __init__(self, findings: Iterable[Finding]):
        self.findings = ordered(findings)
        super().__init__("\n".join(str(f) for f in self.findings))

    def __reduce__(self) -> tuple[Any, ...]:
        return BinderyError, (self.findings,)  # it comes back from worker processes

    @property
    def exit_code(self) -> int:
        return max((CODES[f.code][1] for f in self.findings), default=EXIT_INTERNAL)


class Findings:
    """Lists that findings are added to while a stage reads on: `items` stop the build, `warnings` are told."""

    def __init__(self, root: Path):
        self.root = root
        self.items: list[Finding] = []
        self.warnings: list[Finding] = []

    def add(self, code: str, path: Path | str, message: str, mend: str, line: int = 0, column: int = 1) -> None:
        if code not in CODES:
            raise KeyError(code)
        name = str(path)
        if isinstance(path, Path):
            try:
                name = path.relative_to(self.root).as_posix()
            except ValueError:
                name = path.as_posix()
        finding = Finding(code, name, line, max(column, 1), message, mend)
        (self.warnings if finding.warning else self.items).append(finding)

    def count(self) -> int:
        return len(self.items) + len(self.warnings)

    def stop_if_any(self) -> None:
        """Raise BinderyError, with the warnings too, where something is wrong."""
        if self.items:
            raise BinderyError([*self.items, *self.warnings])
