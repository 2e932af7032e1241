"""YAML files that cannot be read, or that say what is not known: the place, what is wrong in plain words, the mend."""

from __future__ import annotations

import pytest
from tiny_project import TinyProject

BOOK = "content/en/handbook/book.yaml"
TEXT = "content/en/handbook/introduction.md"
REST = "subtitle: Two\nshort: Tiny\nspine: Tiny\nback: A book.\n"

#: name -> first line or lines of the file, "line:column code", message, mend
FAULTS = {
    "tab": ("title:\n\tA: b\n", "2:1 Y101", "a tab stands here", "indent with spaces, never with tabs"),
    "quote never closed": ("title: \"The handbook\nother: x\n", "1:8 Y101", "this quotation mark is never closed",
                           "close it at the end of the value"),
    "quote in a quote": ("title: 'The child's handbook'\n", "1:19 Y101",
                         "words stand after a value that was already closed by its quotation mark",
                         "put the whole value in quotes, and write quotes inside it as “ ” or ’"),
    "colon in a value": ("title: The handbook: two\n", "1:20 Y101",
                         "a second colon stands here, or the line is indented unlike its neighbours",
                         'put the whole value in "quotes", or indent the line like the one above'),
    "no colon": ("title: The handbook\nWords alone\n", "2:1 Y101", "this line has no “key: value”",
                 "write a key, a colon and a space, then the value"),
    "indented by chance": ("title:\n    a: b\n  c: d\n", "3:3 Y101", "the line is indented unlike its neighbours",
                           "indent it like the lines above"),
    "bracket never closed": ("title: [a, b\n", "1:8 Y101", "this [ is never closed, or a comma is missing",
                             "write it as [one, two, three]"),
    "bracket alone": ("title: [\n", "2:1 Y101", "a [ or { before this is never closed, or a comma stands alone",
                      "write it as [one, two, three]"),
    "brace never closed": ("title: {a: b\n", "1:8 Y101", "this { is never closed, or a comma is missing",
                           "write it as {key: value, key: value}"),
    "sign that begins nothing": ("title: @home\n", "1:8 Y101", "a value cannot begin with this character",
                                 "put the value in quotes"),
    "star": ("title: *The* handbook\n", "1:8 Y101", "a value that begins with * stands for another one, which is not read here",
             "put the value in quotes, or write it out"),
    "and sign": ("title: &Partners in safety\n", "1:8 Y101", "a value that begins with & is a mark for another one, which is not read here",
                 "put the value in quotes"),
    "number sign": ("title: Lesson #7\n", "1:15 Y104", "“#7” would be a comment, and not be read", "put the whole value in quotes"),
    "backslash": ('title: "The \\handbook"\n', "1:14 Y101", "a backslash stands here", "write \\\\ for a backslash"),
    "two documents": ("title: The handbook\n---\nshort: Tiny\n", "2:1 Y101", "a line --- begins a second text", "take the line out"),
    "control character": ("title: The \a handbook\n", "1:12 F106", "U+0007 is a control character", "delete it"),
    "key twice": ("title: The handbook\ntitle: Again\n", "2:1 Y105", "“title” is given twice", "delete one of the two"),
    "unknown key": ("title: The handbook\nsubtitel: Two\n", "2:1 Y102", "unknown key “subtitel”", "did you mean “subtitle”?"),
    "unknown key without a like": ("title: The handbook\nzzz: Two\n", "2:1 Y102", "unknown key “zzz”",
                                   "known keys: back, short, spine, subtitle, title"),
    "number": ("title: 12\n", "1:1 Y104", "title: text should stand here, not 12", "put the value in quotes"),
    "yes": ("title: yes\n", "1:1 Y104", "title: text should stand here, not true", "put the value in quotes"),
    "nothing": ("title:\n", "1:1 Y104", "title: text should stand here, not nothing", "write the text"),
    "empty text": ('title: ""\n', "1:1 Y104", "title: nothing stands here", "write it, or take the key out"),
    "blanks alone": ('title: " \u00a0 "\n', "1:1 Y104", "title: nothing stands here", "write it, or take the key out"),
    "list": ("title: [a, b]\n", "1:1 Y104", "title: text should stand here, not a list",
             "write what the same file of another language has here"),
    "key that is no word": ("title: The handbook\nno: x\n", "2:1 Y104", "“no” cannot be a key", 'put it in quotes: "no"'),
    "program in a tag": ("title: !!python/object/apply:os.system [ls]\n", "1:1 Y104", "title: text should stand here, not a list",
                         "write what the same file of another language has here"),
    "date that is no date": ("title: 2026-02-31\n", "1:8 Y104", "“2026-02-31” cannot be read as a value", "put the value in quotes"),
    "time that is no time": ("title: !!timestamp soon\n", "1:8 Y104", "“soon” cannot be read as a value", "put the value in quotes"),
    "number without end": (f"title: {'9' * 5000}\n", "1:8 Y104", f"“{'9' * 40}” cannot be read as a value", "put the value in quotes"),
    "unknown tag": ("title: !secret words\n", "1:8 Y104", "“words” cannot be read as a value", "put the value in quotes"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_plain_words(project: TinyProject, name: str) -> None:
    first, place, message, mend = FAULTS[name]
    project.write(BOOK, first if name == "bracket alone" else first + REST)
    said = project.check()
    assert f"{BOOK}:{place}" in said.places
    found = said.places.index(f"{BOOK}:{place}")
    assert (said.messages[found], said.mends[found]) == (message, mend)
    assert said.exit_code == 3
    if "Y101" in place:
        assert len(said.places) == 1  # what cannot be read is not read on


@pytest.mark.parametrize("name", ["quote never closed", "tab", "colon in a value", "key twice"])
def test_a_place_in_a_header_is_a_place_in_the_file(project: TinyProject, name: str) -> None:
    first, place, message, mend = FAULTS[name]
    project.write(TEXT, f"---\n{first}---\n\nWords.\n")
    line, rest = place.split(":")
    said = project.check()
    assert f"{TEXT}:{int(line) + 1}:{rest}" in said.places
    assert (message, mend) in zip(said.messages, said.mends, strict=True)


def test_missing_keys_are_told_all_at_once(project: TinyProject) -> None:
    project.write(BOOK, "title: The handbook\n")
    said = project.check()
    assert said.places == [f"{BOOK}:1:1 Y103"] * 4
    assert said.messages == [f"the file lacks the key “{key}”" for key in ("back", "short", "spine", "subtitle")]
    assert said.mends[0] == "add a line “back: …”"


def test_a_missing_key_of_a_header(project: TinyProject) -> None:
    project.change(TEXT, "status: source\n", "")
    assert project.check().only == (f"{TEXT}:2:1 Y103", "the file lacks the key “status”", "add a line “status: …”")


@pytest.mark.parametrize(("line", "message", "mend"), [
    ("status: finished", "status: “finished” is not known here", "one of: source, draft, reviewed"),
    ("status: sourc", "status: “sourc” is not known here", "did you mean “source”?"),
])
def test_a_value_that_is_not_one_of_the_known(project: TinyProject, line: str, message: str, mend: str) -> None:
    project.change(TEXT, "status: source", line)
    assert project.check().only == (f"{TEXT}:3:1 Y104", message, mend)


def test_a_comment_is_no_fault(project: TinyProject) -> None:
    project.write(BOOK, f"title: The handbook  # of all standards\n#subtitle: One\n{REST}")
    assert project.check().places == []


@pytest.mark.parametrize(("year", "said"), [("02026", "02026"), ("33:46", "33:46")])
def test_a_number_of_another_base_is_no_number(project: TinyProject, year: str, said: str) -> None:
    project.change("editions/global/edition.yaml", "year: 2026", f"year: {year}")
    assert project.check().only == (project.place("editions/global/edition.yaml", "year:", "Y104"),
                                    f"year: a whole number should stand here, not “{said}”",
                                    "write a number in the digits 0–9, without quotes")


def test_a_folder_in_the_place_of_a_stylesheet(project: TinyProject) -> None:
    project.path("styles/handbook.css").unlink()
    project.path("styles/handbook.css").mkdir()
    said = project.check()
    assert set(said.messages) == {"there is no style “handbook”"}
    assert project.check() == said  # nothing of it was kept


def test_an_empty_file(project: TinyProject) -> None:
    for content in ("", "# a remark alone\n"):
        project.write(BOOK, content)
        assert project.check().only == (f"{BOOK}:1:1 M111", "the file is empty", "write it, or restore the file from version control")


def test_a_file_that_would_fill_the_memory(project: TinyProject) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    project.write(BOOK, "\n".join(lines))
    assert project.check().only[0] == f"{BOOK}:1:5 Y101"


def test_a_file_that_is_nested_without_end(project: TinyProject) -> None:
    project.write(BOOK, "title: " + "[" * 5000)
    assert project.check().only == (f"{BOOK}:1:1 Y101", "values stand inside values, too many levels deep",
                                    "write it with fewer brackets")


def test_a_missing_file_and_a_file_in_an_old_encoding(project: TinyProject) -> None:
    project.path("content/publications.yaml").unlink()
    project.write("content/en/language.yaml", "name: été\n".encode("latin-1"))
    said = project.check()
    assert said.places[:2] == ["content/en/language.yaml:1:7 F103", "content/publications.yaml F101"]
    assert said.mends[1] == "add the file, or take its name out of what asks for it"
