"""Editions, editions/*/edition.yaml: what a country's book says of itself and how it is printed -> Edition."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from stdnum import ean
from stdnum import isbn as isbns
from stdnum.exceptions import InvalidChecksum, ValidationError

from bindery.errors import Findings
from bindery.model import Edition
from bindery.project import names, schema, yamlfile
from bindery.project.yamlfile import Located

#: Characters of an address; a QR code of them is about 50 mm wide.
LONGEST = 300
#: Settings that are named by publication.
BY_PUBLICATION = ("isbn", "print-run", "printing")


def load(
    root: Path, ids: Collection[str], languages: Collection[str], catalogue: Mapping[str, Any] | None, findings: Findings
) -> dict[str, Edition]:
    """Every edition that can be used, by id, its ISBNs hyphenated.

    `languages`: all folders of content/; `catalogue`: None where it could not be read, and no name is looked up in it.
    """
    editions = {}
    for id in ids:
        path = root / "editions" / id / "edition.yaml"
        located = yamlfile.load(path, schema.EDITION, findings)
        for name in names.folders(path.parent):
            if name not in languages:  # its texts would be passed over
                findings.add("M114", path.parent / name, f"there is no language “{name}”", "one of: " + ", ".join(languages))
        if located:
            editions[id] = _Checker(located, languages, catalogue, findings).edition(id)
    return editions


def check_digits(located: Located, findings: Findings, digits: str, *where: str) -> None:
    """The ten digits of a language or an edition, in `where`, are those of one script in their order."""
    if any(unicodedata.decimal(digit, None) != value for value, digit in enumerate(digits)):
        message = f"digits: “{digits}” are not ten digits from 0 to 9"
        located.tell(findings, "Y104", message, "write them in order, 0 first", *where)


class _Checker:
    """What the schema cannot see in one edition.yaml."""

    def __init__(
        self,
        located: Located,
        languages: Collection[str],
        catalogue: Mapping[str, Any] | None,
        findings: Findings,
    ):
        self.located, self.languages, self.findings = located, languages, findings
        self.publications: Collection[str] | None = catalogue["publications"] if catalogue else None
        self.forms: Collection[str] | None = catalogue.get("legal-forms", {}) if catalogue else None
        self.seen: dict[str, str] = {}

    def edition(self, id: str) -> Edition:
        data = dict(self.located.data)
        for language, digits in data.get("digits", {}).items():
            check_digits(self.located, self.findings, digits, "digits", language)
        self._check_days(data)
        self._check_address(data["feedback"])
        for key in BY_PUBLICATION:
            for publication, entry in data.get(key, {}).items():
                self._known("publication", publication, self.publications, key, publication)
                for language in entry if key != "printing" else ():
                    self._known("language", language, self.languages, key, publication, language)
        for language in data.get("legal", {}):
            self._known("language", language, self.languages, "legal", language)
        if "legal-form" in data:
            self._known("legal form", data["legal-form"], self.forms, "legal-form")
        if "isbn" in data:
            data["isbn"] = {
                publication: {language: self._isbns(given, publication, language) for language, given in entry.items()}
                for publication, entry in data["isbn"].items()
            }
        return Edition(id, data, self.located.path)

    def _check_days(self, data: Mapping[str, Any]) -> None:
        """Days are days, and the edition's date is one of its year."""
        for publication, printing in data.get("printing", {}).items():
            self._day(printing.get("deliver-by"), "printing", publication, "deliver-by")
        day = self._day(data.get("date"), "date")
        if day and day.year != data["year"]:
            self._add("Y104", f"date: {day} is not in the year {data['year']}", "mend the date, or the year above", "date")

    def _day(self, given: str | None, *where: str) -> date | None:
        try:
            return date.fromisoformat(given) if given else None
        except ValueError:
            self._add("Y104", f"{'.'.join(where)}: there is no day {given}", "write the day as 2026-03-05: year, month, day", *where)
            return None

    def _check_address(self, feedback: str | Mapping[str, str]) -> None:
        """The address is on the cover as a QR code too."""
        for language, words in feedback.items() if isinstance(feedback, Mapping) else [("", feedback)]:
            if len(words) > LONGEST:
                self._add(
                    "Y104",
                    f"feedback: {len(words)} characters are too many for a code that a telephone reads",
                    f"write an address of at most {LONGEST} characters",
                    *(("feedback", language) if language else ("feedback",)),
                )

    def _isbns(self, given: str | Mapping[str, str], publication: str, language: str) -> dict[str, str]:
        where = ("isbn", publication, language)
        if isinstance(given, str):
            return {"print": self._isbn(given, *where)}
        return {format: self._isbn(number, *where, format) for format, number in given.items()}

    def _isbn(self, given: str, *where: str) -> str:
        """The number with its hyphens in their places; a number that cannot be is a finding, and is given back."""
        compact = isbns.compact(given)
        try:
            isbns.validate(given)
        except InvalidChecksum:
            right = f": with these digits it would be {ean.calc_check_digit(compact[:-1])}" if len(compact) == 13 else ""
            self._add(
                "P102",
                f"the ISBN “{given}” has a wrong check digit{right}",
                "compare it with the letter of the ISBN agency: one of its digits is mistyped",
                *where,
            )
            return given
        except ValidationError:
            self._add("P102", f"“{given}” is no ISBN", "write its 13 digits, with or without hyphens, in quotes", *where)
            return given
        if len(compact) != 13:
            self._add(
                "P102",
                f"“{given}” is an ISBN of ten digits",
                f"if it is this book’s, write “{isbns.format(isbns.to_isbn13(given))}”: barcodes have 13 digits",
                *where,
            )
            return given
        name = " ".join(where[1:])
        if compact in self.seen:
            self._add(
                "P102",
                f"the ISBN “{given}” is given to {self.seen[compact]} too",
                "every language and format of a book has a number of its own",
                *where,
            )
        self.seen.setdefault(compact, name)
        return str(isbns.format(given))

    def _known(self, what: str, name: str, names: Collection[str] | None, *where: str) -> None:
        if names is not None and name not in names:
            mend = "one of: " + ", ".join(names) if names else "take it out"
            self._add("Y104", f"there is no {what} “{name}”", mend, *where)

    def _add(self, code: str, message: str, mend: str, *where: str) -> None:
        self.located.tell(self.findings, code, message, mend, *where)
