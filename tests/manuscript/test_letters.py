"""Wrong letters and characters are told wherever words stand: in texts and headers, book.yaml, language.yaml, edition.yaml."""

from __future__ import annotations

import json

import pytest
from tiny_project import TinyProject

from bindery import cli

TEXT, BOOK, LANGUAGE, EDITION = (
    "content/en/leaflet/leaflet.md", "content/en/leaflet/book.yaml", "content/en/language.yaml", "editions/global/edition.yaml")  # fmt: skip
#: Where words stand -> file, words, and the same with {} where something is put in.
PLACES = {
    "text": (TEXT, "One short paragraph.", "One short{} paragraph."),
    "header": (TEXT, "title: The leaflet", "title: The leaf{}let"),
    "book": (BOOK, "title: The tiny handbook", "title: The ti{}ny handbook"),
    "strings": (LANGUAGE, "contents: Contents", "contents: Con{}tents"),
    "edition": (EDITION, "en: Global edition", "en: Glo{}bal edition"),
}
#: What is put in -> code, and how far from there the place is told.
PUT_IN = {
    "\u202e": "F106", "\ue000": "F106", "\u200c": "F106", "\u200d": "F106", "\ufb01": "F107", "\u0640": "F107", "\uff21": "F107",
    "🙂": "G101", "е": "L102", "е\u0301": "F108",
}  # fmt: skip


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("what", PUT_IN)
def test_it_is_told_with_its_place(project: TinyProject, where: str, what: str) -> None:
    file, words, pattern = PLACES[where]
    project.change(file, words, pattern.format("o\u0301" if PUT_IN[what] == "F108" else what))
    said = project.check("--pub", "leaflet")
    line = project.read(file).split(pattern.split("{}")[0])[0].count("\n") + 1
    column = project.read(file).split("\n")[line - 1].index(pattern.split("{}")[0]) + len(pattern.split("{}")[0]) + 1
    assert f"{file}:{line}:{column} {PUT_IN[what]}" in said.places
    assert said.exit_code == (0 if PUT_IN[what] in ("L102", "F108") else 3)


def test_warnings_stop_nothing_and_are_counted(project: TinyProject, capsys: pytest.CaptureFixture[str]) -> None:
    project.change(TEXT, "short", "shоrt")  # Cyrillic о
    arguments = ["check", "--root", str(project.root), "--pub", "leaflet"]
    assert cli.main(arguments) == 0
    told = capsys.readouterr()
    assert told.err.startswith(f"warning: {TEXT}:6:7 L102 Latin and Cyrillic letters")
    assert "1 warning, which stop nothing" in told.err
    assert told.out.startswith("nothing wrong in 1 books")
    assert cli.main([*arguments, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["warnings"] == 1
    assert [finding["warning"] for finding in answer["findings"]] == [True]
    project.change(TEXT, "paragraph", "<b>paragraph")  # … beside what does
    assert cli.main([*arguments, "--json"]) == 3
    answer = json.loads(capsys.readouterr().out)
    assert [(f["code"], f["warning"]) for f in answer["findings"]] == [("L102", True), ("M101", False)]
    assert answer["warnings"] == 1


def test_letters_apart_from_their_accents_are_read_as_one(project: TinyProject) -> None:
    project.change(TEXT, "short", "sho\u0301rt")
    assert project.check("--pub", "leaflet").messages == ["letters and their accents are apart here, in “One shórt pa”; they are read as one"]
