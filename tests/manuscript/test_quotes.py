"""Quotation marks that are typed straight are printed as the language's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bindery.errors import Findings
from bindery.manuscript.section import text_html
from bindery.model import Project
from bindery.project.load import load_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(ROOT, Findings(ROOT))


def plain(html: str) -> str:
    """Without tags, spaces that do not break and marks of direction."""
    return re.sub("<[^>]*>|[\u00a0\u202f\u200b\u2009\u2060\u200e\u200f]", "", html)


@pytest.mark.parametrize(("language", "printed"), {
    "en": "“a ‘b’ c”", "fr": "«a “b” c»", "es": "«a “b” c»", "ar": "«a “b” c»", "zh": "“a ‘b’ c”", "id": "“a ‘b’ c”",
    "ur": "”a ’b‘ c“", "tr": "“a ‘b’ c”", "sr": "„a ’b’ c”", "ko": "“a ‘b’ c”", "ru": "«a „b“ c»", "ne": "“a ‘b’ c”",
    "prs": "«a ‹b› c»", "ps": "“a ‘b’ c”",
}.items())
def test_quotes_in_quotes(project: Project, language: str, printed: str) -> None:
    assert plain(text_html("\"a 'b' c\"", project.languages[language])) == printed


@pytest.mark.parametrize(("typed", "printed"), [
    ("the child's own", "the child’s own"),
    ('*"Yes"*, she said', "“Yes”, she said"),
    ('"one *two* three"', "“one two three”"),
    ("“as typed”", "“as typed”"),
    ('[say "no"]{lang=fr} "yes"', 'say "no" “yes”'),
])
def test_apostrophes_tags_and_words_of_another_language(project: Project, typed: str, printed: str) -> None:
    assert plain(text_html(typed, project.languages["en"])).replace("&quot;", '"') == printed
