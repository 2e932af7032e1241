"""The termbase: how its terms are found in sentences, what can be wrong in it, and that the project's own is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tiny_project import TinyProject

from bindery.errors import BinderyError, Findings
from bindery.project import names
from bindery.translate.termbase import Termbase, load_termbase, pattern, plain

ROOT = Path(__file__).resolve().parents[2]
FILE = "content/termbase.yaml"


def load(root: Path) -> Termbase:
    findings = Findings(root)
    termbase = load_termbase(root, findings)
    findings.stop_if_any()
    assert termbase is not None
    return termbase


@pytest.mark.parametrize(("form", "text", "found"), [
    ("веден* случа*", "правила ведения случаев", True), ("веден* случа*", "введение случая", False),
    ("enfant", "l’enfant", True), ("enfant", "enfants", False), ("istismar*", "İSTİSMARI", True),
    ("إحالة", "إِحَالَة", True), ("儿童", "支持儿童友好空间", True), ("사례관리*", "사례관리를", True),
    ("दुर्व्यवहार", "दुर्व्यवहारको", False), ("दुर्व्यवहार*", "दुर्व्यवहारको", True), ("حساب‌دهی", "حسابدهی", True),
    ("gender based", "gender-based", True), ("лиц*, осуществляющ* уход", "лицам, осуществляющим уход", True), ("case plan", "a case, plan", False),
])
def test_a_form_is_found_as_whole_words(form: str, text: str, found: bool) -> None:
    assert bool(pattern([form]).search(plain(text))) is found


def test_what_is_written_joined_to_a_word_is_no_part_of_it() -> None:
    assert pattern(["تقييم*"], ["و", "ال"]).search(plain("والتقييم"))
    assert not pattern(["تقييم*"]).search(plain("والتقييم"))


def test_the_longest_term_counts_and_other_meanings_are_passed_over(project: TinyProject) -> None:
    terms = load(project.root)
    assert [term.id for term in terms.in_english("Case management of children")] == ["case-management", "child"]
    assert [term.id for term in terms.in_english("Child protection")] == ["child-protection"]
    assert terms.in_english("A brainchild, and child seats") == []


#: name -> old, new, "line:column code", message
FAULTS = {
    "unknown source": ("source: T", "source: Z", "Y104", "terms.case-management.fr.source: “Z” is not explained at the head of the file"),
    "unknown certainty": ("source: T", "source: T, certainty: sure", "Y104", "terms.case-management.fr.certainty: “sure” is not explained"),
    "form without letters": ("source: T", "source: T, forms: ['*']", "Y104", "terms.case-management.fr: the form “*” has no letters"),
    "unknown key": ("source: T", "sauce: T", "Y102", "unknown key “sauce”"),
    "no English": ("    en: {term: case management}\n", "", "Y103", "en"),
    "broken YAML": ("source: T}", "source: T", "Y101", "this { is never closed"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place(project: TinyProject, name: str) -> None:
    old, new, code, message = FAULTS[name]
    project.change(FILE, old, new)
    with pytest.raises(BinderyError) as raised:
        load(project.root)
    finding = raised.value.findings[0]
    assert (finding.code, finding.path) == (code, FILE)
    assert finding.line > 1
    assert message in finding.message


def test_a_termbase_that_is_missing_is_told(project: TinyProject) -> None:
    project.path(FILE).unlink()
    with pytest.raises(BinderyError) as raised:
        load(project.root)
    assert raised.value.findings[0].code == "F101"


def translated() -> list[str]:
    """The languages with texts of their own; others are transliterated."""
    return [id for id in names.languages(ROOT) if (ROOT / "content" / id / "handbook").is_dir()]


def test_every_term_has_a_name_a_source_and_a_certainty_in_every_language() -> None:
    languages = set(translated())
    terms = load(ROOT).terms
    assert len(terms) >= 60
    for term in terms:
        assert set(term.words) == languages, term.id
        assert all(word.source and word.certainty for id, word in term.words.items() if id != "en"), term.id


def heads(language: str) -> dict[str, str]:
    text = (ROOT / "content" / language / "handbook/glossary.md").read_text("utf-8")
    return {id: head for head, id in re.findall(r"^## (.*?) \{#term-(.*?)\}", text, re.M)}


def test_the_glossaries_have_the_terms_of_the_termbase() -> None:
    terms = {term.id: term for term in load(ROOT).terms}
    for language in translated():
        found = heads(language)
        assert found.keys() == terms.keys(), language
        strange = {id: head for id, head in found.items() if not terms[id].words[language].found.search(plain(head))}
        assert strange == {}, language
