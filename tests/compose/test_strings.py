"""What the books print by themselves is set like their text, wherever a template prints it."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from bindery.compose.values import Strings
from bindery.errors import Findings
from bindery.manuscript.section import text_html
from bindery.project.load import load_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("id", "words", "printed"), [
    ("fr", "Qui ? « Moi » & lui", "Qui\u202f? «\u202fMoi\u202f» &amp;\u00a0lui"),
    ("ko", "핵심 활동", "핵\u2060심 활\u2060동"),
    ("ar", "26 معيارا", "٢٦ معيارا"),
    ("prs", "6–14", "\u200e۶\u2060–\u2060۱۴"),
])  # fmt: skip
def test_a_string_is_typeset_when_it_is_printed(id: str, words: str, printed: str) -> None:
    language = load_project(ROOT, Findings(ROOT), [id]).languages[id]
    strings = Strings({"the-words": words, "lines": "a|b"}, lambda text: Markup(text_html(text, language)))
    env = Environment(autoescape=True, undefined=StrictUndefined)
    assert env.from_string("{{ t.the_words }}").render(t=strings) == printed
    assert env.from_string("{{ t['the-words'] }}").render(t=strings) == printed
    assert env.from_string("{% for line in t.lines.split('|') %}{{ line }},{% endfor %}").render(t=strings) == "a,b,"
