"""Numbers and capitals of the fourteen languages, held against CLDR."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale
from babel.numbers import format_decimal

from bindery.errors import Findings
from bindery.model import Language, Project
from bindery.project.load import load_project

ROOT = Path(__file__).resolve().parents[1]
#: Where Babel writes 0 to 9 and an English comma, or its marks are not those of the readers.
OURS = {"ar": "١٬٢٣٤٬٥٦٧٫٥", "ur": "۱٬۲۳۴٬۵۶۷٫۵", "prs": "۱٬۲۳۴٬۵۶۷٫۵", "ps": "۱٬۲۳۴٬۵۶۷٫۵", "ne": "१२,३४,५६७.५"}
#: Languages that group from five digits.
LATE = {"es", "ru"}


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(ROOT, Findings(ROOT))


def test_amounts_are_grouped_and_marked_as_cldr_has_it(project: Project) -> None:
    assert len(project.languages) >= 14
    for id, language in project.languages.items():
        wanted = OURS.get(id) or format_decimal(1234567.5, locale=Locale.parse(language.tag, sep="-"))
        assert language.amount(1234567.5) == wanted, id


def test_four_digits_are_grouped_or_not(project: Project) -> None:
    whole = {id for id, language in project.languages.items() if language.amount(1234) == language.number(1234)}
    assert whole == LATE
    assert project.languages["ru"].amount(12345) == "12\u00a0345"


@pytest.mark.parametrize(("value", "words"), [(0, "0"), (0.5, "0.5"), (999, "999"), (-1234, "\u22121,234"), (10**6, "1,000,000")])
def test_amounts_of_every_size(project: Project, value: float, words: str) -> None:
    assert project.languages["en"].amount(value) == words


def test_ranges_run_as_the_language_reads_them(project: Project) -> None:
    assert {id for id, language in project.languages.items() if language.numbers.rtl_ranges} == {"ar", "ur"}


@pytest.mark.parametrize(("language", "small", "large"), [("tr", "ıiğ", "IİĞ"), ("en", "i", "I"), ("ru", "ё", "Ё")])
def test_capitals_are_the_language_s(project: Project, language: str, small: str, large: str) -> None:
    chosen: Language = project.languages[language]
    assert chosen.upper(small) == large and chosen.lower(large) == small


def test_which_letters_come_large_and_small(project: Project) -> None:
    cased = {id for id, language in project.languages.items() if language.cased}
    assert cased == {"en", "fr", "es", "id", "tr", "sr", "sr-Latn", "ru"}
