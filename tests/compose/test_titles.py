"""No long title ends in a word alone."""

from pathlib import Path

import pytest

from bindery.errors import Findings
from bindery.manuscript.section import text_html
from bindery.project.load import load_project

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = load_project(ROOT, Findings(ROOT)).languages["en"]


@pytest.mark.parametrize(
    ("title", "set_as"),
    [
        ("Education and child protection", "Education and child\u00a0protection"),
        ("Nutrition et protection de l’enfance", "Nutrition et protection de\u00a0l’enfance"),
        ("Child protection monitoring", "Child protection monitoring"),  # three words
        ("Deca povezana sa oružanim snagama ili oružanim grupama", "Deca povezana sa oružanim snagama ili oružanim\u00a0grupama"),
        ("Коммуникация, адвокация и средства массовой информации", "Коммуникация, адвокация и средства массовой информации"),
        ("A title of *some words*", "A title of <em>some\u00a0words</em>"),
    ],
)
def test_the_last_two_words_of_a_long_title_stay_together(title: str, set_as: str) -> None:
    assert text_html(title, ENGLISH) == set_as
