"""The edition's date in each of the fourteen languages, as its readers write it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bindery.compose.dates import written
from bindery.compose.html import Composer
from bindery.errors import Findings
from bindery.model import Project
from bindery.pipeline import Request, check
from bindery.project.load import load_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(ROOT, Findings(ROOT))


@pytest.mark.parametrize(("language", "words"), {
    "en": "5 March 2026",
    "fr": "5 mars 2026",
    "es": "5 de marzo de 2026",
    "ar": "٥ مارس ٢٠٢٦",
    "zh": "2026年3月5日",
    "id": "5 Maret 2026",
    "ur": "۵ مارچ، ۲۰۲۶",
    "tr": "5 Mart 2026",
    "sr": "5. март 2026.",
    "ko": "2026년 3월 5일",
    "ru": "5 марта 2026\u202fг.",
    "ne": "२०२६ मार्च ५ (वि.सं. २०८२ फागुन २१)",
    "prs": "۵ مارچ ۲۰۲۶ (۱۴ حوت ۱۴۰۴ هجری شمسی)",
    "ps": "د ۲۰۲۶ کال د مارچ ۵ (د ۱۴۰۴ هجري لمریز کال د کب ۱۴)",
}.items())
def test_a_date_is_written_as_its_readers_do(project: Project, language: str, words: str) -> None:
    chosen = project.languages[language]
    assert chosen.number(written(date(2026, 3, 5), chosen)) == words


def test_the_year_begins_where_the_calendar_says(project: Project) -> None:
    """Nawruz of 1405 was on 21 March 2026, the Nepali new year of 2083 on 14 April."""
    assert written(date(2026, 3, 20), project.languages["prs"]).endswith("(29 حوت 1404 هجری شمسی)")
    assert written(date(2026, 3, 21), project.languages["prs"]).endswith("(1 حمل 1405 هجری شمسی)")
    assert written(date(2026, 4, 13), project.languages["ne"]).endswith("(वि.सं. 2082 चैत 30)")
    assert written(date(2026, 4, 14), project.languages["ne"]).endswith("(वि.सं. 2083 वैशाख 1)")


def test_the_first_of_a_month(project: Project) -> None:
    assert written(date(2026, 1, 1), project.languages["fr"]) == "1er janvier 2026"
    assert written(date(2026, 1, 11), project.languages["fr"]) == "11 janvier 2026"


def test_a_language_that_cldr_does_not_know_has_figures(project: Project) -> None:
    unknown = replace(project.languages["en"], tag="qaa", date={})
    assert written(date(2026, 3, 5), unknown) == "2026-03-05"


def test_a_day_past_the_tables_of_the_second_calendar_has_the_first_alone(project: Project) -> None:
    assert written(date(2050, 3, 5), project.languages["ne"]) == "2050 मार्च 5"


def imprint(language: str, day: str | None) -> str:
    """The words of the imprint of an edition with this date, without tags and spaces that do not break."""
    project, ((manuscript,),) = check(ROOT, Request((language,), publications=("summary",)))
    data = {key: value for key, value in manuscript.edition.data.items() if key != "date"} | ({"date": day} if day else {})
    dated = replace(manuscript, edition=replace(manuscript.edition, data=data))
    section = next(section for section in dated.sections if section.id == "imprint")
    html = Composer(project, dated).compose(section, True, {}).html
    return re.sub("<[^>]*>", "", html).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("language", "words"), [
    ("sr", "Датум овог издања: 5. март 2026."),
    ("prs", "تاریخ این نسخه: ۵ مارچ ۲۰۲۶ (۱۴ حوت ۱۴۰۴ هجری شمسی)"),
    ("ne", "यस संस्करणको मिति: २०२६ मार्च ५ (वि.सं. २०८२ फागुन २१)"),
])
def test_the_imprint_has_the_date_of_the_edition(language: str, words: str) -> None:
    assert words in imprint(language, "2026-03-05")
    assert words.partition(":")[0] not in imprint(language, None)
