"""No long title ends in a word alone."""

import pytest
from markupsafe import Markup

from bindery.compose.html import bound


@pytest.mark.parametrize(
    ("title", "set_as"),
    [
        ("Education and child protection", "Education and child\u00a0protection"),
        ("Nutrition et protection de l’enfance", "Nutrition et protection de\u00a0l’enfance"),
        ("Child protection monitoring", "Child protection monitoring"),  # three words
        ("Deca povezana sa oružanim snagama ili oružanim grupama", "Deca povezana sa oružanim snagama ili oružanim\u00a0grupama"),
        ("Коммуникация, адвокация и средства массовой информации", "Коммуникация, адвокация и средства массовой информации"),
        ('A title of <em class="x y">words</em>', 'A title of <em class="x y">words</em>'),
    ],
)
def test_the_last_two_words_of_a_long_title_stay_together(title: str, set_as: str) -> None:
    assert bound(Markup(title)) == set_as
