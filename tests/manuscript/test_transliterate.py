"""A language in other letters: its texts are another language's, word for word, and nothing is in two alphabets."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from tiny_project import TinyProject

from bindery.errors import BinderyError
from bindery.model import Manuscript
from bindery.pipeline import Request, check

ROOT = Path(__file__).resolve().parents[2]
CYRILLIC = re.compile("[\u0400-\u04ff]")


@cache
def summary(language: str) -> Manuscript:
    _, ((manuscript,),) = check(ROOT, Request((language,), publications=("summary",)))
    return manuscript


def test_every_text_of_the_book_is_in_latin_letters() -> None:
    book = summary("sr-Latn")
    for section in book.sections:
        found = [section.title, section.title_html, section.words, str(section.meta), *(b.html + b.title for b in section.blocks)]
        found += [f"{mark.entry} {mark.sub}" for mark in section.marks]
        assert not CYRILLIC.search(" ".join(found)), section.id
    assert not CYRILLIC.search(f"{book.book} {book.language.strings} {book.elsewhere}")
    assert book.edition.words("name", "sr-Latn") == "Globalno izdanje"


def test_it_is_the_same_book() -> None:
    cyrillic, latin = summary("sr"), summary("sr-Latn")
    assert [section.ids for section in latin.sections] == [section.ids for section in cyrillic.sections]
    assert [len(s.words.split()) for s in latin.sections] == [len(s.words.split()) for s in cyrillic.sections]
    assert sum(bool(CYRILLIC.search(section.words)) for section in cyrillic.sections) > 30
    assert latin.book["title"] == "Minimalni standardi zaštite dece u humanitarnom delovanju"


def test_quotes_hyphenation_and_index_are_its_own() -> None:
    language = summary("sr-Latn").language
    assert (language.tag, language.hyphenation, language.latin) == ("sr-Latn", "patterns", True)
    assert "dž" in language.collation["alphabet"]


def transliterated(project: TinyProject, more: str = "") -> None:
    """French without texts of its own, in a project in which English is written in Cyrillic letters."""
    project.change("content/fr/language.yaml", "tag: fr", f"transliterated-from: en\ntransliteration: sr\n{more}tag: fr")
    for path in project.path("content/fr").rglob("*"):
        if path.is_file() and path.name != "language.yaml":
            path.unlink()
    project.text("Ово је књига (((љубав; Њива))).\n", "content/en/leaflet/leaflet.md")


def test_texts_come_from_the_other_language_and_own_ones_win(project: TinyProject) -> None:
    transliterated(project)
    _, ((manuscript,),) = check(project.root, Request(("fr",), publications=("leaflet",)))
    assert "Ovo je knjiga" in manuscript.sections[0].words
    assert [(mark.entry, mark.sub) for mark in manuscript.sections[0].marks] == [("ljubav", "Njiva")]
    project.text("Own words.\n", "content/fr/leaflet/leaflet.md")
    _, ((manuscript,),) = check(project.root, Request(("fr",), publications=("leaflet",)))
    assert manuscript.sections[0].words == "Own words."


@pytest.mark.parametrize(("old", "new", "message"), [
    ("transliterated-from: en", "transliterated-from: xx", "transliterated-from: “xx” is no language with strings of its own"),
    ("transliteration: sr", "transliteration: xx", "transliteration: there is no table for “xx”"),
])  # fmt: skip
def test_a_source_or_table_that_there_is_not(project: TinyProject, old: str, new: str, message: str) -> None:
    transliterated(project)
    project.change("content/fr/language.yaml", old, new)
    with pytest.raises(BinderyError) as raised:
        check(project.root, Request(("fr",), publications=("leaflet",)))
    assert [finding.message for finding in raised.value.findings if finding.code == "Y104"] == [message]


def test_a_letter_that_the_table_has_not_is_told_in_yaml_files_too(project: TinyProject) -> None:
    transliterated(project)
    project.change("content/en/leaflet/book.yaml", "A book to test with.", "Књига ы.")
    assert project.check("--language", "fr", "--pub", "leaflet").only[:2] == (
        project.place("content/en/leaflet/book.yaml", "ы", "L105"), "“ы” (U+044B) has no Latin letter in the table of the transliteration")


def test_all_words_of_the_edition_are_in_its_letters(project: TinyProject) -> None:
    transliterated(project)
    words = "".join(f"{key}: {{en: Наша реч}}\n" for key in ("place", "contact", "disclaimer", "printed-by", "print-date", "consignee"))
    project.write("editions/global/edition.yaml", project.read("editions/global/edition.yaml") + words + "legal: {en: {Тираж: сто}}\n")
    _, ((manuscript,),) = check(project.root, Request(("fr",), publications=("leaflet",)))
    edition = manuscript.edition
    assert {edition.words(key, "fr") for key in ("place", "contact", "disclaimer", "printed-by", "print-date", "consignee")} == {"Naša reč"}
    assert edition.legal("fr") == {"Tiraž": "sto"}
