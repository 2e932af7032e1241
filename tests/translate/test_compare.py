"""A translation beside its English: each departure is told with its place, and what a language does by right is not."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tiny_project import TinyProject

from bindery import cli
from bindery.errors import Findings, ordered
from bindery.manuscript.source import read_source
from bindery.project.schema import HEADERS
from bindery.translate.compare import Comparer
from bindery.translate.termbase import load_termbase
from bindery.translate.units import numbers, parts_of, spelt

TERMBASE = "sources: {T: {means: seen, certainty: high}}\ncertainty: {high: keep}\nterms:\n  case-management:\n    " \
           "gloss: help\n    en: {term: case management}\n    fr: {term: gestion de cas, source: T}\n"
FRENCH, STANDARD = "content/fr/handbook/introduction.md", "content/fr/handbook/standard-01.md"


def said(project: TinyProject, *arguments: str) -> tuple[int, list[str], list[str]]:
    """Exit code, "place code" and message of each finding of `build.py compare`."""
    answer = io.StringIO()
    with contextlib.redirect_stdout(answer):
        code = cli.main(["compare", "--root", str(project.root), "--json", *(arguments or ("--language", "fr"))])
    found: list[dict[str, Any]] = json.loads(answer.getvalue())["findings"]
    places = [f"{f['path']}:{f['line']}:{f['column']} {f['code']}" if f["line"] else f"{f['path']} {f['code']}" for f in found]
    return code, places, [f["message"] for f in found]


def both(folder: Path, english: str, french: str) -> list[tuple[str, str]]:
    """(“line:column code”, message) of what is said of two bodies; their first line is line 6."""
    findings = Findings(folder)
    parts = []
    for name, body in (("en.md", english), ("fr.md", french)):
        (folder / name).write_text(f"---\ntitle: Introduction\nstatus: draft\n---\n\n{body}", "utf-8")
        source = read_source(folder / name, HEADERS["chapter"], findings)
        assert source is not None
        parts.append(parts_of(source))
    (folder / "content").mkdir(exist_ok=True)
    (folder / "content/termbase.yaml").write_text(TERMBASE, "utf-8")
    termbase = load_termbase(folder, findings)
    assert termbase is not None
    Comparer("fr", termbase, findings).file(folder / "fr.md", *parts)
    return [(f"{f.line}:{f.column} {f.code}" if f.line else f.code, f.message) for f in ordered([*findings.items, *findings.warnings])]


def test_a_translation_that_keeps_everything(project: TinyProject) -> None:
    assert said(project, "--language", "all") == (0, [], [])


#: name -> English, French, "line:column code", message
DEPARTURES = {
    "number": ("In 2012, 26 of them.\n", "En 2012, 27 d’entre eux.\n", "6:1 C103", "the number 26 of the English is not here (here: 2012, 27)"),
    "number left out": ("Ask 80% of them.\n", "Demandez-leur.\n", "6:1 C103", "the number 80% of the English is not here"),
    "no percentage": ("Ask 80% of them.\n", "Demandez à 80 d’entre eux.\n", "6:1 C103", "the number 80% of the English is not here (here: 80)"),
    "number too many": ("Ask them.\n", "Words.\n\nEn 2012.\n", "6:1 C102", "paragraphs in the text before the first heading: 2, in English 1"),
    "added number": ("One.\n\nAsk.\n", "Un.\n\nEn 2012.\n", "8:4 C103", "the number 2012 is not in the English"),
    "list item": ("- One.\n- Two.\n", "- Un et deux.\n", "6:1 C102", "list items in the text before the first heading: 1, in English 2"),
    "table row": ("| A | B |\n| --- | --- |\n| a | b |\n| c | d |\n", "| A | B |\n| --- | --- |\n| a | b |\n", "6:1 C102",
                  "table rows in the text before the first heading: 2, in English 3"),
    "other order": ("- One.\n\nTwo.\n", "Deux.\n\n- Un.\n", "6:1 C102", "the text before the first heading is not in the order of the English"),
    "link": ("See [](#standard-01).\n", "Voir [](#standard-02).\n", "6:1 C104", "the link to #standard-01 of the English is not here"),
    "number of an item": ("- One.\n- Ask 80%.\n", "- Un.\n- Demandez.\n", "7:3 C103", "the number 80% of the English is not here"),
    "number of a cell": ("| A | B |\n| --- | --- |\n| a | 9 |\n", "| A | B |\n| --- | --- |\n| a | 8 |\n", "8:7 C103", "the number 8 is not in the English"),
    "another link": ("See [](#standard-01).\n", "Voir [](#standard-02).\n", "6:9 C104", "the link to #standard-02 is not in the English"),
    "web address": ("See <https://example.org>.\n", "Voir.\n", "6:1 C104", "the link to https://example.org of the English is not here"),
    "heading": ("## One {#one}\n\nWords.\n\n## Two {#two}\n\nWords.\n", "## Un {#one}\n\nMots.\n", "C101", "the heading #two is missing"),
    "heading that English lacks": ("Words.\n", "Mots.\n\n## Deux {#two}\n\nMots.\n", "8:1 C101", "the heading #two is not in the English"),
    "block": ("Words.\n\n::: note\nWords.\n:::\n", "Mots.\n", "C101", "the block “note” is missing, which English has at line 8"),
    "footnote": ("A.[^1]\n\nB.\n\n[^1]: N.\n", "A.\n\nB.[^1]\n\n[^1]: N.\n", "6:1 C105", "footnotes called here: 0, in English 1"),
}


@pytest.mark.parametrize("name", DEPARTURES)
def test_a_departure_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    english, french, place, message = DEPARTURES[name]
    found = both(tmp_path, english, french)
    assert [at for at, what in found if what.startswith(message)] == [place], found


#: name -> English, French: no departure
SAME = {
    "number in words": ("Call 12 of them.\n\nAll twenty-six standards.\n", "Appelez-en 12.\n\nLes 26 standards.\n"),
    "thousands": ("1,000 or 12,500 and 1.5.\n", "1 000 ou 12.500 et 1,5.\n"),
    "groups of two": ("1,234,567 of them.\n", "12,34,567 d’entre eux.\n"),
    "other digits": ("26 in 2012, 80%.\n", "٢٦ en २०१२, ۸۰٪.\n"),
    "percent before": ("Ask 80% of them.\n", "Demandez à %80.\n"),
    "time of day": ("At 9.30, 14.00.\n", "À 9 h 30, 14:00.\n"),
    "number of the place": ("See [](#standard-01).\n", "Voir le [standard 1](#standard-01).\n"),
    "spaces": ("Words  here.\n", "Mots ici.\n"),
}


@pytest.mark.parametrize("name", SAME)
def test_what_a_language_does_by_right_is_no_departure(tmp_path: Path, name: str) -> None:
    assert both(tmp_path, *SAME[name]) == []


def test_every_departure_of_every_file_is_told_in_one_run(project: TinyProject) -> None:
    project.change(STANDARD, "90%", "80%")
    project.change("content/fr/handbook/book.yaml", "A book to test with.", "27 books.")
    project.change("content/fr/handbook/area-1.md", ", Seven]", "]")
    code, places, _ = said(project)
    assert code == 3
    assert places == ["content/fr/handbook/area-1.md:1:1 C102", "content/fr/handbook/book.yaml:5:1 C103", f"{STANDARD}:25:28 C103", f"{STANDARD}:25:28 C103"]


def test_a_standard_that_is_partial_lacks_blocks_on_purpose(project: TinyProject) -> None:
    project.change(STANDARD, "status: reviewed", "status: draft\npartial: true")
    project.change(STANDARD, "::: why\nA short paragraph.\n:::\n\n", "")
    assert said(project) == (0, [], [])


def test_files_that_are_not_translated_are_passed_over(project: TinyProject) -> None:
    project.path("content/fr/handbook/standard-02.md").unlink()
    assert said(project) == (0, [], [])


def test_a_term_is_a_warning_that_stops_nothing(project: TinyProject) -> None:
    project.change(FRENCH, "((case management))", "((la gestion))")
    code, places, messages = said(project)
    assert (code, places) == (0, [project.place(FRENCH, "The second paragraph", "C201")])
    assert messages[0].startswith("“case management” is “gestion de cas” in the termbase")


def test_a_term_may_be_quoted_in_english(tmp_path: Path) -> None:
    assert both(tmp_path, "On case management.\n", "Voir *On Case Management*.\n") == []


def test_index_marks_are_counted(tmp_path: Path) -> None:
    found = both(tmp_path, "We ((ask)) them.\n", "Nous leur demandons.\n")
    assert found == [("6:1 C202", "marks for the index here: 0, in English 1")]


def test_a_text_that_cannot_be_read_is_told_as_by_check(project: TinyProject) -> None:
    project.change(FRENCH, "status: reviewed", "statut: reviewed")
    code, places, _ = said(project)
    assert code == 3
    assert {place.split()[1] for place in places} == {"Y102", "Y103"}


def test_what_is_printed_for_people(project: TinyProject, capsys: pytest.CaptureFixture[str]) -> None:
    project.change(STANDARD, "90%", "80%")
    assert cli.main(["compare", "--root", str(project.root), "--language", "fr"]) == 3
    told = capsys.readouterr()
    assert told.out.startswith("fr    8 files, ")
    assert told.out.endswith(": 2 departures, 0 warnings\n")
    assert f"{STANDARD}:25:28 C103 the number 90% of the English is not here (here: 80%)\n    mend: write" in told.err


def test_english_is_not_compared_with_itself(project: TinyProject, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", "--root", str(project.root), "--language", "en"]) == 0
    assert capsys.readouterr().out == "nothing to compare: English is what the others are compared with\n"


def test_a_language_in_other_letters_names_the_one_to_compare(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", "--language", "sr-Latn"]) == 0
    assert capsys.readouterr().out == "nothing to compare: sr-Latn is sr in other letters, compare sr\n"


def test_numbers_are_the_same_in_all_their_dresses() -> None:
    assert numbers("12,34,567 and 1 000 and 1.50 and ८०%") == numbers("1,234,567; 1.000; 1,5; %80")
    assert numbers("2012, 300") == {"2012": 1, "300": 1}
    assert spelt("Twenty-six of both, and the third") == {"26", "26%", "2", "2%", "3", "3%"}


def test_no_translation_of_the_project_departs_from_its_english(capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["compare", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["compared"]) == 13
    assert min(each["units"] for each in answer["compared"].values()) > 600
    assert [finding for finding in answer["findings"] if not finding["code"].startswith("C2")] == []
    assert code == 0
