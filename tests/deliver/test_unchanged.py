"""Whether anything has changed since the last build is told from sizes and times of files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bindery.deliver.stamp import digest, remember, unchanged, warnings
from bindery.errors import Finding

FILES = ("content/en/handbook/standard-01.md", "content/fr/handbook/standard-01.md", "styles/base.css",
         "editions/global/edition.yaml", "editions/lebanon/edition.yaml", "requirements.lock")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("words")
    return tmp_path


def of(root: Path, *request: str) -> str:
    return digest(root, ["fr"], "global", request)


@pytest.mark.parametrize("name", [name for name in FILES if "lebanon" not in name])
def test_a_change_in_anything_that_is_read_is_seen(root: Path, name: str) -> None:
    before = of(root)
    assert of(root) == before
    (root / name).write_text("other words")
    assert of(root) != before


def test_a_change_of_the_same_length_is_seen_by_its_time(root: Path) -> None:
    before, path = of(root), root / FILES[0]
    path.write_text("sword")
    os.utime(path, ns=(1, 1))
    assert of(root) != before


def test_a_new_file_and_a_lost_one_are_seen(root: Path) -> None:
    before = of(root)
    (root / "content/fr/handbook/standard-02.md").write_text("words")
    added = of(root)
    (root / "content/fr/handbook/standard-02.md").unlink()
    (root / "styles/base.css").unlink()
    assert len({before, added, of(root)}) == 3


def test_files_in_a_folder_that_is_a_link_are_seen(root: Path) -> None:
    (root / "editions/global/fr").mkdir()
    (root / "editions/global/fr/handbook").symlink_to("../../lebanon")
    (root / "editions/global/fr/again").symlink_to(".")  # leads round for ever
    before = of(root)
    (root / "editions/lebanon/edition.yaml").write_text("other words")
    assert of(root) != before


def test_other_languages_and_editions_do_not_count(root: Path) -> None:
    (root / "content/ar").mkdir()
    before = of(root)
    (root / "content/ar/language.yaml").write_text("words")
    (root / "editions/lebanon/edition.yaml").write_text("other words")
    assert of(root) == before


def test_another_request_is_another_build(root: Path) -> None:
    assert len({of(root), of(root, "press"), of(root, "pre", "ss"), digest(root, ["ar"], "global", ())}) == 4


def test_a_language_that_is_transliterated_depends_on_the_other(root: Path) -> None:
    (root / "content/xx").mkdir()
    (root / "content/xx/language.yaml").write_text("tag: xx\ntransliterated-from: fr # in other letters\n")
    before = digest(root, ["xx"], "global", ())
    (root / "content/fr/new.md").write_text("new")
    assert digest(root, ["xx"], "global", ()) != before


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "handbook-screen.pdf"
    path.write_text("%PDF")
    return path


def test_files_that_are_still_there_are_not_made_again(tmp_path: Path, made: Path) -> None:
    record = tmp_path / ".cache" / "stamps" / "en.json"
    assert unchanged(record, "key") is None
    remember(record, "key", [made])
    assert unchanged(record, "key") == [str(made)]
    assert unchanged(record, "another key") is None


def test_what_was_told_is_told_again(tmp_path: Path, made: Path) -> None:
    record = tmp_path / "en.json"
    told = [Finding("L101", "content/ur/a.md", 7, 3, "“ي” is no letter of Urdu", "type “ی”")]
    remember(record, "key", [made], told)
    assert warnings(record) == told
    remember(record, "key", [made])
    assert warnings(record) == []


def test_files_that_somebody_changed_or_deleted_are_made_again(tmp_path: Path, made: Path) -> None:
    record = tmp_path / "en.json"
    remember(record, "key", [made])
    made.write_text("%PDF, cut")
    assert unchanged(record, "key") is None
    remember(record, "key", [made])
    made.unlink()
    assert unchanged(record, "key") is None


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"key": "key"}', '{"key": "key", "files": [["a"]]}'])
def test_a_damaged_record_counts_as_none(tmp_path: Path, damage: str) -> None:
    record = tmp_path / "en.json"
    record.write_text(damage)
    assert unchanged(record, "key") is None
