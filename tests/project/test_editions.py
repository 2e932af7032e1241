"""Editions: ISBNs, print run, legal lines; what an imprint still lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bindery.errors import Findings
from bindery.model import Edition
from bindery.project import editions
from bindery.project.imprint import missing

EDITION = "editions/global/edition.yaml"
AGENCY = "compare it with the letter of the ISBN agency: one of its digits is mistyped"

#: name -> lines of edition.yaml, words at the place, code, message, mend
FAULTS = {
    "check digit": ('isbn: {leaflet: {en: "978-0-306-40615-8"}}', "en: \"978", "P102",
                    "the ISBN “978-0-306-40615-8” has a wrong check digit: with these digits it would be 7", AGENCY),
    "check digit of ten": ('isbn: {leaflet: {en: "0-306-40615-3"}}', "en: \"0", "P102",
                           "the ISBN “0-306-40615-3” has a wrong check digit", AGENCY),
    "ten digits": ('isbn: {leaflet: {en: "0-306-40615-2"}}', "en: \"0", "P102", "“0-306-40615-2” is an ISBN of ten digits",
                   "if it is this book’s, write “978-0-306-40615-7”: barcodes have 13 digits"),
    "another article number": ('isbn: {leaflet: {en: "4006381333931"}}', "en: \"4", "P102", "“4006381333931” is no ISBN",
                               "write its 13 digits, with or without hyphens, in quotes"),
    "words": ('isbn: {leaflet: {en: "to come"}}', "en: \"to", "P102", "“to come” is no ISBN",
              "write its 13 digits, with or without hyphens, in quotes"),
    "without quotes": ("isbn: {leaflet: {en: 9780306406157}}", "en: 978", "Y104", "", "put the value in quotes"),
    "twice": ('isbn: {leaflet: {en: "9780306406157", fr: "978-0-306-40615-7"}}', "fr: \"978", "P102",
              "the ISBN “978-0-306-40615-7” is given to leaflet en too", "every language and format of a book has a number of its own"),
    "format": ('isbn: {leaflet: {en: {audio: "9780306406157"}}}', "audio", "Y104", "", ""),
    "publication": ('isbn: {leeflet: {en: "9780306406157"}}', "leeflet", "Y104", "there is no publication “leeflet”",
                    "one of: handbook, leaflet"),
    "language": ("print-run: {leaflet: {xx: 500}}", "xx:", "Y104", "there is no language “xx”", "one of: en, fr"),
    "print run": ("print-run: {leaflet: {en: many}}", "en: many", "Y104",
                  "print-run.leaflet.en: a whole number should stand here, not “many”", "write a number in the digits 0–9, without quotes"),
    "binding": ("printing: {leaflet: {binding: spiral}}", "binding:", "Y104", "printing.leaflet.binding: “spiral” is not known here",
                "one of: saddle-stitch, perfect"),
    "legal form": ("legal-form: utopia", "legal-form", "Y104", "there is no legal form “utopia”", "take it out"),
}


GLOBAL = "name: An edition\nversion: '1'\nyear: 2026\nfeedback: someone@example.org\nlicence: CC BY-SA 4.0\n"
CATALOGUE: dict[str, Any] = {"publications": {"handbook": {}, "leaflet": {}}}


def read(root: Path, lines: str, catalogue: dict[str, Any]) -> tuple[Edition | None, Findings]:
    path = root / EDITION
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(GLOBAL + lines)
    findings = Findings(root)
    return editions.load(root, ["global"], ["en", "fr"], catalogue, findings).get("global"), findings


@pytest.mark.parametrize("name", FAULTS)
def test_what_an_edition_cannot_say(tmp_path: Path, name: str) -> None:
    lines, words, code, message, mend = FAULTS[name]
    _, findings = read(tmp_path, lines, CATALOGUE)
    (found,) = findings.items
    assert (found.path, found.line, found.column, found.code) == (EDITION, 6, lines.index(words) + 1, code) or not message
    assert found.message == message or not message
    assert found.mend.startswith(mend)


def test_isbns_get_their_hyphens(tmp_path: Path) -> None:
    edition, findings = read(tmp_path, 'isbn: {leaflet: {en: "9780306406157", fr: {pdf: "978 2 07 036822 8"}}}', CATALOGUE)
    assert findings.items == [] and edition
    assert edition.isbns("leaflet", "en") == {"print": "978-0-306-40615-7"}
    assert edition.isbns("leaflet", "fr") == {"pdf": "978-2-07-036822-8"}
    assert edition.isbns("handbook", "en") == {}


@pytest.mark.parametrize("form", ["{}", "{{en: '{}'}}"])
def test_an_address_that_fits_into_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    for length, told in ((300, []), (301, ["feedback: 301 characters are too many for a code that a telephone reads"])):
        monkeypatch.setattr(f"{__name__}.GLOBAL", GLOBAL.replace("someone@example.org", form.format("https://e.org/".ljust(length, "a"))))
        _, findings = read(tmp_path, "", CATALOGUE)
        assert [found.message for found in findings.items] == told
        monkeypatch.undo()


COMPLETE = """
publisher: The Example Press
place: Exampleville
contact: press@example.org
printed-by: Example Printing House
print-run: {leaflet: {en: 500}}
isbn: {leaflet: {en: "9780306406157"}}
legal-form: test-form
legal: {en: {Permit: "12/2026", Deposit: "D 7"}}
"""
FORM = {"test-form": {"language": "en", "imprint": ["Permit", "Readers"], "cover": ["Permit"], "cover-lines": ["Not for sale"]}}


def lacking(root: Path, lines: str = "", language: str = "en") -> list[str]:
    catalogue = CATALOGUE | {"legal-forms": FORM}
    edition, findings = read(root, lines, catalogue)
    assert edition
    missing(edition, "leaflet", language, catalogue, findings)
    assert findings.items == [] and {finding.code for finding in findings.warnings} <= {"P203"}
    return [finding.message.removeprefix(f"the imprint of leaflet {language} lacks ") for finding in findings.warnings]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert lacking(tmp_path) == [
        "the publisher", "the place of publication", "an address for readers and libraries", "the printing house",
        "its ISBN as a printed book", "the print run"]
    assert lacking(tmp_path, COMPLETE) == ["“Readers”"]  # the law's form asks for it
    half = COMPLETE.replace('Deposit: "D 7"', 'Deposit: "", Readers: ""')
    assert lacking(tmp_path, half) == ["“Readers”", "“Deposit”"]
    assert lacking(tmp_path, half, "fr") == ["its ISBN as a printed book", "the print run"]  # the form is for English
