"""Golden cases of what is set and what is told, a file a language: golden/<language>.yaml, a case a line.

`typed` is Markdown as a writer types it. `set` is its HTML with a visible sign for what cannot be seen (SIGNS); `told`
the codes of the findings, in order. A new case is a new line, of no Python.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bindery.errors import Findings
from bindery.manuscript import letters, transliterate
from bindery.manuscript.filters import paragraph
from bindery.manuscript.markdown import words_of
from bindery.manuscript.render import Renderer
from bindery.manuscript.section import typeset_text
from bindery.model import Language, bare
from bindery.project import names
from bindery.project.load import load_project

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden"
#: no-break space, narrow one, thin space, a line may end here, no line ends here, soft hyphen, joiner, to the right, to the left
SIGNS = str.maketrans(dict(zip("\u00a0\u202f\u2009\u200b\u2060\u00ad\u200d\u200e\u200f", "~_¦|^·+⇉⇇", strict=True)))
CASES: list[tuple[str, dict[str, Any]]] = [
    (path.stem, case) for path in sorted(GOLDEN.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))
]


@cache
def language(id: str) -> Language:
    return load_project(ROOT, Findings(ROOT)).languages[id]


def set_as(typed: str, id: str) -> str:
    children = words_of(typed)
    transliterate.inline(children, language(id))
    return Renderer("", {}).inline(typeset_text(children, language(id), hyphens=True)).translate(SIGNS)


def test_every_language_has_its_cases() -> None:
    assert {path.stem for path in GOLDEN.glob("*.yaml")} == set(names.languages(ROOT))
    assert all(case.keys() in ({"typed", "set"}, {"typed", "told"}) for _, case in CASES)


@pytest.mark.parametrize(("id", "case"), [pytest.param(id, case, id=f"{id}: {case['typed']}") for id, case in CASES if "set" in case])
def test_what_is_typed_is_set(id: str, case: dict[str, str]) -> None:
    assert set_as(case["typed"], id) == case["set"]


@pytest.mark.parametrize(("id", "case"), [pytest.param(id, case, id=f"{id}: {case['typed']}") for id, case in CASES if "told" in case])
def test_what_is_typed_is_told(id: str, case: dict[str, str]) -> None:
    told = [fault.code for fault in letters.faults(paragraph.words(words_of(case["typed"])), language(id))]
    assert " ".join(told) == case["told"]


@pytest.mark.parametrize("id", sorted({id for id, case in CASES if "set" in case}))
def test_what_is_set_already_stays_as_it_is(id: str) -> None:
    """Strings pass through the filters twice: when they are put together, and in the page."""
    for case in (case for each, case in CASES if each == id and "set" in case):
        once = typeset_text(words_of(case["typed"]), language(id))
        texts = paragraph.seen(once).replace("\u200d", "")
        again = paragraph.seen(typeset_text(once, language(id))).replace("\u200d", "")
        assert again == texts


@pytest.mark.parametrize(
    ("set", "words"),
    [
        ("ço\u00adcuk\u00adla\u00adrın", "çocukların"),
        ("아\u2060동", "아동"),
        ("未满\u200b\u2009\u206018", "未满18"),
        ("\u200e۶\u2060–\u2060۱۴", "۶–۱۴"),
        ("ال\u200d\u200dكتاب", "الكتاب"),
        ("ل\u200d ", "ل "),
        ("र्\u200dय", "र्\u200dय"),  # spelling
        ("کودک\u200cها", "کودک\u200cها"),  # spelling
    ],
)
def test_what_filters_set_is_no_part_of_the_words(set: str, words: str) -> None:
    assert bare(set) == words
