"""Text files as files: damaged, cut off, in old encodings, outside the project; and characters that do harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tiny_project import TinyProject

TEXT = "content/en/leaflet/leaflet.md"
HEADER = b"---\ntitle: The leaflet\nstatus: source\n---\n\n"

#: name -> bytes of the file, "place code", message, mend
DAMAGED = {
    "empty": (b"", " M111", "the file is empty", "write the text, or delete the file"),
    "only spaces": (b" \n\n", " M111", "the file is empty", "write the text, or delete the file"),
    "only a header": (HEADER, ":4:1 M111", "the file has a header but no text", "write the text, or delete the file"),
    "no header": (b"Words.\n", ":1:1 Y103", "the file has no header", "begin the file with the lines ---, title: …, status: …, ---"),
    "header never closed": (b"---\ntitle: The leaflet\n\nWords.\n", ":1:1 Y101", "the header is never closed",
                            "put a line --- between the header and the text"),
    "empty header": (b"---\n---\nWords.\n", ":2:1 M111", "the header is empty", "write it, or restore the file from version control"),
    "Latin-1": (HEADER + "Les élèves.\n".encode("latin-1"), ":6:5 F103",
                "this is not UTF-8: byte 0xE9, which old programs write for “é”", "save the file again with the encoding UTF-8"),
    "UTF-16": ("---\ntitle: The leaflet\n".encode("utf-16"), ":1:1 F103", "the file is in UTF-16",
               "save it again with the encoding UTF-8"),
    "cut off": (HEADER + "Les élèves, c’".encode()[:-1], ":6:14 F103", "the file is cut off in the middle of a character",
                "restore the file from version control"),
    "NUL bytes": (HEADER + b"Words\0\0\n", ":6:6 F103", "the file holds a NUL byte, so it was damaged or is no text",
                  "restore the file from version control"),
    "NUL bytes alone": (b"\0" * 4096, ":1:1 F103", "the file holds a NUL byte, so it was damaged or is no text",
                        "restore the file from version control"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file(project: TinyProject, name: str) -> None:
    raw, place, message, mend = DAMAGED[name]
    project.write(TEXT, raw)
    said = project.check()
    assert said.only == (TEXT + place, message, mend)
    assert said.exit_code == 3


@pytest.mark.parametrize("change", [
    pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="byte order mark"),
    pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="line ends of Windows"),
    pytest.param(lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), id="both"),
    pytest.param(lambda text: text.rstrip("\n").encode(), id="no last line end"),
    pytest.param(lambda text: text.replace("---\n", "---  \n").encode(), id="spaces after the dashes"),
])
@pytest.mark.parametrize("name", [TEXT, "content/en/handbook/standard-01.md", "content/en/handbook/book.yaml",
                                  "content/en/language.yaml", "content/publications.yaml", "editions/global/edition.yaml"])
def test_what_editors_of_windows_write_is_read(project: TinyProject, name: str, change: object) -> None:
    project.write(name, change(project.read(name)))  # type: ignore[operator]
    assert project.check().places == []


def test_a_place_is_right_in_a_file_with_line_ends_of_windows(project: TinyProject) -> None:
    project.write(TEXT, b"\xef\xbb\xbf" + (HEADER + b"One.\n\nTwo <b>.\n").replace(b"\n", b"\r\n"))
    assert project.check().places == [f"{TEXT}:8:5 M101"]


def test_a_folder_in_a_files_place(project: TinyProject) -> None:
    project.path(TEXT).unlink()
    project.path(TEXT).mkdir()
    assert project.check().only == (f"{TEXT} F102", "a folder stands where a file should be", "move the folder away and put the file there")


def test_a_link_to_a_file_outside_the_project(project: TinyProject, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_bytes(HEADER + b"Secret words.\n")
    for target in (tmp_path / "secret.md", Path("../../../../secret.md")):
        project.path(TEXT).unlink()
        project.path(TEXT).symlink_to(target)
        assert project.check().only == (f"{TEXT} F104", "this is a link to a file outside the project", "put the file itself in its place")


def test_a_folder_that_is_a_link_out_of_the_project(project: TinyProject, tmp_path: Path) -> None:
    os.rename(project.path("content/fr"), tmp_path / "fr")
    project.path("content/fr").symlink_to(tmp_path / "fr")
    assert project.check("--language", "fr").places[0] == "content/fr/language.yaml F104"


def test_a_link_within_the_project_is_read(project: TinyProject) -> None:
    project.path("content/fr/leaflet/leaflet.md").unlink()
    project.path("content/fr/leaflet/leaflet.md").symlink_to(project.path(TEXT))
    assert project.check("--language", "fr").places == []


@pytest.mark.parametrize("target", ["nowhere.md", "leaflet.md"], ids=["nowhere", "itself"])
def test_a_link_that_leads_nowhere(project: TinyProject, target: str) -> None:
    project.path(TEXT).unlink()
    project.path(TEXT).symlink_to(target)
    place, _, mend = project.check().only
    assert place in (f"{TEXT} F101", f"{TEXT} F102")
    assert mend


#: name -> character, code, message, mend
CHARACTERS = {
    "a script without font": ("漢", "G101", "no font of the language has “漢” (U+6F22, cjk unified ideograph-6f22)",
                              "use another character, or add a font that has it to language.yaml"),
    "emoji": ("🙂", "G101", "no font of the language has “🙂” (U+1F642, slightly smiling face)",
              "a book in print has no emoji: say it in words"),
    "right-to-left override": ("\u202e", "F106", "U+202E is an invisible mark that turns the direction of the words",
                               "delete it (it is invisible: delete the word and type it again)"),
    "isolate": ("\u2066", "F106", "U+2066 is an invisible mark that turns the direction of the words", "delete it (it is invisible"),
    "left-to-right mark": ("\u200e", "F106", "U+200E is an invisible mark that turns the direction of the words", "delete it (it is invisible"),
    "soft hyphen": ("\u00ad", "F106", "U+00AD is a soft hyphen: the book hyphenates by itself", "delete it (it is invisible"),
    "byte order mark": ("\ufeff", "F106", "U+FEFF is a byte order mark inside the text", "delete it (it is invisible"),
    "replacement character": ("\ufffd", "F106", "U+FFFD is a replacement character", "delete it"),
    "line separator": ("\u2028", "F106", "U+2028 is a line separator", "delete it"),
    "private use": ("\ue000", "F106", "U+E000 is a private-use character, which only one font knows",
                    "delete it, or type the character that was meant"),
    "private use of a far plane": ("\U000f0000", "F106", "U+F0000 is a private-use character", "delete it, or type"),
    "bell": ("\a", "F106", "U+0007 is a control character", "delete it, or type"),
    "delete": ("\x7f", "F106", "U+007F is a control character", "delete it, or type"),
    "next line": ("\x85", "F106", "U+0085 is a control character", "delete it, or type"),
    "line end of an old Mac": ("\r", "F106", "U+000D is a control character", "delete it, or type"),
    "zero-width non-joiner in Latin": ("\u200c", "F106", "U+200C is a zero-width non-joiner, which does nothing here",
                                       "delete it: it belongs between two letters of one word"),
    "zero-width joiner in Latin": ("\u200d", "F106", "U+200D is a zero-width joiner, which does nothing here", "delete it: it belongs after"),
    "zero-width space": ("\u200b", "F106", "U+200B is a zero-width space, which does nothing here", "delete it: the program knows"),
    "word joiner": ("\u2060", "F106", "U+2060 is a word joiner, which does nothing here", "delete it: the program knows"),
    "ligature": ("\ufb01", "F107", "U+FB01 is a shape of “fi” and not the letter", "type “fi”"),
    "Arabic shape": ("\ufefb", "F107", "U+FEFB is a shape of “لا” and not the letter", "type “لا”"),
    "letter as wide as Han": ("Ａ", "F107", "U+FF21 is a shape of “A” and not the letter", "type “A”"),
    "tatweel": ("\u0640", "F107", "U+0640 is a tatweel, which stretches a word and is no letter", "delete it: lines are filled"),
    "sign of an emoji": ("\ufe0f", "G101", "no font of the language has “\ufe0f” (U+FE0F, variation selector-16)", "a book in print has no emoji"),
    "no character": ("\ufdd0", "F106", "U+FDD0 is no character at all", "delete it, or type"),
}


@pytest.mark.parametrize("name", CHARACTERS)
def test_a_character_that_cannot_be_printed(project: TinyProject, name: str) -> None:
    char, code, message, mend = CHARACTERS[name]
    project.change(TEXT, "short", f"sh{char}ort and again {char}")
    place, said_message, said_mend = project.check().only  # told once a file
    assert place == f"{TEXT}:6:7 {code}"
    assert said_message.startswith(message)
    assert said_mend.startswith(mend)


@pytest.mark.parametrize("code", ["&#x202e;", "&#8238;", "&#xE000;", "&#28450;"])
def test_a_character_that_is_written_as_a_code(project: TinyProject, code: str) -> None:
    project.change(TEXT, "short", f"short {code}")
    assert project.check().places in ([f"{TEXT}:6:11 F106"], [f"{TEXT}:6:11 G101"])


@pytest.mark.parametrize("escape", [r"\u202e", r"\U0000202E", r"\u6f22"])
def test_a_character_that_is_written_as_an_escape_in_yaml(project: TinyProject, escape: str) -> None:
    book = "content/en/leaflet/book.yaml"
    project.change(book, "title: The tiny handbook", f'title: "The {escape} handbook"')
    place = project.check("--pub", "leaflet").only[0]
    assert place in (f"{book}:1:13 F106", f"{book}:1:13 G101")
    project.write(TEXT, project.read(TEXT).replace("title: The leaflet", f'title: "The {escape} leaflet"'))
    assert f"{TEXT}:2:1 {place[-4:]}" in project.check("--pub", "leaflet").places


@pytest.mark.parametrize(("name", "old", "new"), [
    ("content/en/leaflet/book.yaml", "Two standards", "Two 漢 standards"),
    ("content/en/language.yaml", "  contents: Contents", "  contents: Contents 漢"),
    ("editions/global/edition.yaml", "en: Global edition", "en: Global 漢 edition"),
])
def test_words_of_yaml_files_are_checked_too(project: TinyProject, name: str, old: str, new: str) -> None:
    project.change(name, old, new)
    assert project.check().places == [project.place(name, "漢", "G101")]


@pytest.mark.parametrize("words", ["The <b>tiny</b> handbook", "The [tiny](javascript:alert) handbook", "See [](#standard-01)"])
def test_a_title_is_plain_words(project: TinyProject, words: str) -> None:
    project.change(TEXT, "title: The leaflet", f"title: {words!r}")
    project.change("content/en/leaflet/book.yaml", "title: The tiny handbook", f"title: {words!r}")
    said = project.check("--pub", "leaflet")
    code = "M101" if "<" in words else "X102"
    assert said.places == [f"content/en/leaflet/book.yaml:1:9 {code}", f"{TEXT}:2:1 {code}"]
