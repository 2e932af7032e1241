"""What can be wrong in a text: each fault is told with its place, in plain words, and all of them at once."""

from __future__ import annotations

import pytest
from tiny_project import TinyProject

INTRODUCTION = "content/en/handbook/introduction.md"
STANDARD = "content/en/handbook/standard-01.md"

#: name -> text (its first line is line 6), "line:column code", message, mend
FAULTS = {
    "block of HTML": ("<div>\nWords\n</div>\n", "6:1 M101", "HTML cannot be used: <div>", "use Markdown, or a ::: block"),
    "HTML in a line": ("Words <b>bold</b>.\n", "6:7 M101", "HTML cannot be used: <b>", "use Markdown"),
    "comment": ("Words.\n\n<!-- a note to myself -->\n", "8:1 M101", "HTML cannot be used: <!-- a note", "use Markdown"),
    "script": ("<script>alert(1)</script>\n", "6:1 M101", "HTML cannot be used: <script>", "use Markdown"),
    "HTML in a table": ("| A | B |\n| --- | --- |\n| one<br>two | 2 |\n", "8:6 M101", "HTML cannot be used: <br>", "use Markdown"),
    "level skipped": ("## Two\n\nWords.\n\n#### Four\n\nWords.\n", "10:1 M102", "a heading of level 4 (####) follows one of level 2", "write ###"),
    "level skipped at once": ("### Three\n\nWords.\n", "6:1 M102", "a heading of level 3 (###) follows one of level 1", "write ##"),
    "the title's level": ("# One\n\nWords.\n", "6:1 M102", "a heading with one #", "begin with ##"),
    "row too short": ("| A | B |\n| --- | --- |\n| one |\n", "8:1 M103", "this row has 1 cell, the table’s head has 2", "an empty cell is “| |”"),
    "row too long": ("| A | B |\n| --- | --- |\n| one | two | three |\n", "8:1 M103", "this row has 3 cells", "add or take out a |"),
    "bar in code": ("| A | B |\n| --- | --- |\n| `a|b` | two |\n", "8:1 M103", "this row has 3 cells", "a | in the words is written \\|"),
    "row in a list": ("- Item\n\n  | A | B |\n  | --- | --- |\n  | one |\n", "10:3 M103", "this row has 1 cell", "add or take out"),
    "row without outer bars": ("A | B\n--- | ---\none | two | three\n", "8:1 M103", "this row has 3 cells", "add or take out"),
    "dashes too few": ("| A | B |\n| --- |\n| one | two |\n", "7:1 M103", "the line of dashes has 1 cell, the table’s head has 2", "write one ---"),
    "no dashes": ("| A | B |\n| one | two |\n", "6:1 M103", "its head has no line of dashes", "write | --- |"),
    "block never closed": ("Words.\n\n::: note\nWords.\n", "8:1 M104", "the block “note” is never closed", "end it with a line :::"),
    "block in a block": ("::: note\nOne.\n\n::: key\nTwo.\n:::\n\n:::\n", "9:1 M104", "the block “key” begins inside another one", "close the block above"),
    "close without a block": ("Words.\n\n:::\n", "8:1 M104", "a line ::: that closes nothing", "take it out"),
    "unknown block": ("::: nota\nWords.\n:::\n", "6:1 M105", "unknown block “nota”", "did you mean “note”?"),
    "unused footnote": ("Words.\n\n[^1]: Never called.\n", "8:1 M108", "nothing in the text calls footnote [^1]", "put [^1] where it belongs"),
    "footnote without a text": ("Words.[^2]\n", "6:7 M109", "footnote [^2] has no text", "add a line “[^2]: …”"),
    "empty footnote": ("Words.[^1]\n\n[^1]:\n", "8:1 M109", "footnote [^1] is empty", "write its text"),
    "footnote twice": ("Words.[^1]\n\n[^1]: One.\n\n[^1]: Two.\n", "10:1 M110", "footnote [^1] has two texts", "give one of the two another name"),
    "id twice": ("## One {#same}\n\nWords.\n\n## Two {#same}\n\nWords.\n", "10:8 M110", "the id “same” is given twice in this file", "another name"),
    "the text's own id": ("## One {#introduction}\n\nWords.\n", "6:8 M110", "the id “introduction” is given twice", "another name"),
    "empty heading": ("## {#here}\n\nWords.\n", "6:1 M111", "a heading without words", "write the heading"),
    "empty block": ("::: note\n:::\n", "6:1 M111", "the block “note” is empty", "write it, or take it out"),
    "index mark without an entry": ("Words (( )).\n", "6:7 M112", "an index mark without an entry", "write ((entry))"),
    "index mark never closed": ("Words ((case management).\n", "6:7 M112", "an index mark that is never closed", "write ((entry))"),
    "unknown attribute": ("[Words]{onclick=x}\n", "6:9 M113", "unknown attribute “onclick”", "take it out"),
    "attribute without a value": ("[Words]{fr}\n", "6:7 M113", "“{fr}” cannot be understood", "write [words]{lang=fr}"),
    "quotations too deep": ("> " * 500 + "Words.\n", "6:1 M115", "lists or quotations stand in each other more than 6 deep", "indent less"),
    "brackets too deep": ("One.\n\n" + "[" * 20_000 + "a" + "]" * 20_000 + "\n", "8:1 M115", "brackets stand in each other more than 30 deep",
                          "close them"),
    "footnote in a footnote": ("Words.[^1]\n\n[^1]: One.[^2]\n[^2]: Two.[^1]\n", "8:11 M116", "footnote [^2] is called in a footnote",
                               "put its words into the note"),
    "footnote in itself": ("Words.[^1]\n\n[^1]: One.[^1]\n", "8:11 M116", "footnote [^1] is called in a footnote", "or call it in the text"),
    "footnote without a label in another": ("Words.^[One ^[two]]\n", "6:13 M116", "footnote [^…] is called in a footnote", "put its words"),
    "lists too deep": ("".join("  " * deep + "- Words.\n" for deep in range(12)), "12:1 M115", "lists or quotations stand in", "indent less"),
    "attributes without brackets": ("*Words*{lang=fr}\n", "6:8 M113", "“{lang=fr}” cannot be understood", "write [words]{lang=fr}"),
    "id of a paragraph": ("Words {#here}\n", "6:7 M113", "“{#here}” cannot be understood", "a heading alone"),
    "words below a link": ('[Words](https://example.org "More")\n', "6:1 M113", "unknown attribute “title”", "take it out"),
    "link without words": ("See [](https://example.org).\n", "6:6 M111", "the link to https://example.org has no words", "write <https://example.org>"),
    "HTML in the title of a block": ("::: note A <b>title</b>\nWords.\n:::\n", "6:1 M101", "HTML cannot be used: <b>", "use plain words"),
    "index mark in the title of a block": ("::: note A ((title))\nWords.\n:::\n", "6:1 M112", "an index mark cannot stand here", "mark it in the text"),
    "footnote in the title of a block": ("::: note A title^[Words]\nWords.\n:::\n", "6:1 M109", "a footnote cannot stand here", "put it into the text"),
    "call of a footnote in the title of a block": ("::: note A title[^1]\nWords.[^1]\n:::\n\n[^1]: One.\n", "6:1 M109", "a footnote cannot stand", "put it"),
    "id on words": ("[Words]{#here}\n", "6:1 M113", "unknown attribute “id”", "take it out"),
    "attribute of a picture": ("![Words](a.png){width=3}\n", "6:17 M113", "unknown attribute “width”", "take it out"),
    "broken reference": ("Read [](#standard-99).\n", "6:7 X101", "nothing is called #standard-99", "did you mean #standard-0"),
    "second broken reference": ("[](#contents) and [](#nowhere).\n", "6:20 X101", "nothing is called #nowhere", "docs/content.md lists"),
    "link to a file": ("[Words](other.md)\n", "6:7 X102", "“other.md” leads nowhere from a book", "link to a #place"),
    "script in a link": ("[Words](javascript:alert)\n", "6:7 X102", "“javascript:alert” leads nowhere", "link to a #place"),
    "link to a file of the machine": ("<file:///etc/passwd>\n", "6:1 X102", "“file:///etc/passwd” leads nowhere", "link to a #place"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place_and_its_mend(project: TinyProject, name: str) -> None:
    body, place, message, mend = FAULTS[name]
    project.text(body)
    said = project.check()
    found = [i for i, where in enumerate(said.places) if where == f"{INTRODUCTION}:{place}"]
    assert len(found) == 1, said.places
    assert message in said.messages[found[0]]
    assert mend in said.mends[found[0]]
    assert said.exit_code == 3


@pytest.mark.parametrize(("words", "code", "message"), [
    ("A ((title))", "M112", "an index mark cannot stand here"),
    ("A title^[Words]", "M109", "a footnote cannot stand here"),
    ("A title[^1]", "M109", "a footnote cannot stand here"),
    ("A <b>title</b>", "M101", "HTML cannot be used: <b>"),
])
def test_titles_and_words_of_yaml_files_are_plain(project: TinyProject, words: str, code: str, message: str) -> None:
    """A mark would not reach the index, nor a note the page."""
    project.change(INTRODUCTION, "title: Introduction", f'title: "{words}"')
    project.change("content/en/handbook/book.yaml", "title: The tiny handbook", f'title: "{words}"')
    said = project.check()
    assert said.places == [f"content/en/handbook/book.yaml:1:9 {code}", f"{INTRODUCTION}:2:1 {code}"]
    assert said.messages == [message, f"title: {message}"]


def test_a_role_that_is_missing(project: TinyProject) -> None:
    project.change(STANDARD, "::: why\nA short paragraph.\n:::\n\n", "")
    assert project.check().only == (f"{STANDARD}:5:1 M106", "the role “why” is missing", "add the block ::: why")


def test_a_role_given_twice_is_told_at_the_second(project: TinyProject) -> None:
    project.change(STANDARD, "::: preparedness", "::: why\nAgain.\n:::\n\n::: preparedness")
    assert project.check().only == (f"{STANDARD}:14:1 M107", "the role “why” is given twice", "make one block of the two")


def test_a_role_out_of_order(project: TinyProject) -> None:
    project.change(STANDARD, "::: why\nA short paragraph.\n:::\n\n", "")
    project.change(STANDARD, "::: measurement", "::: why\nA short paragraph.\n:::\n\n::: measurement")
    place, message, mend = project.check().only
    assert (place, message) == (f"{STANDARD}:18:1 M107", "the role “why” is out of order")
    assert mend == "the order is statement, why, preparedness, response, measurement, guidance, references"


def test_a_partial_translation_needs_three_roles_only(project: TinyProject) -> None:
    project.write(STANDARD, project.read(STANDARD).split("::: measurement")[0].replace("status: source", "status: source\npartial: true"))
    project.change(STANDARD, "::: why\nA short paragraph.\n:::\n\n", "")
    assert project.check().places == []
    project.change(STANDARD, "::: response\n- A key action in the response.\n:::\n", "")
    assert project.check().only[0] == f"{STANDARD}:6:1 M106"


def test_blocks_that_a_template_places(project: TinyProject) -> None:
    """What it asks for is told at the text, not at the template; what it does not print, too."""
    catalogue = "content/publications.yaml"
    project.change(catalogue, "  standard: {contents: 2}", "  standard: {contents: 2}\n  session: {}\n  case-study: {}")
    project.change(catalogue, "      - chapter: leaflet\n", "      - chapter: leaflet\n      - session: teach\n      - case-study: case\n")
    head = "---\ntitle: Words\nstatus: source\n"
    project.write("content/en/leaflet/teach.md", head + "case: case\nminutes: 90\ngroup: All\n---\n\n::: plan Words\nWords.\n:::\n\n"
                  "::: handout Words\nWords.\n:::\n")
    project.write("content/en/leaflet/case.md", head + "sector: All\nplace: Here\nquestion: Why\n---\n" + "\n::: facts\n- Words\n:::\n" * 2)
    said = project.check("--pub", "leaflet")
    assert list(zip(said.places, said.messages, strict=True)) == [
        ("content/en/leaflet/case.md:13:1 M107", "the block “facts” is given twice"),
        ("content/en/leaflet/teach.md:8:1 M106", "the block “materials” is missing"),
        ("content/en/leaflet/teach.md:9:1 M113", "the words after ::: plan are not printed"),
    ]


def test_words_after_a_role_are_not_printed(project: TinyProject) -> None:
    project.change(STANDARD, "::: why\n", "::: why so\n")
    assert project.check().only == (f"{STANDARD}:10:1 M113", "the words after ::: why are not printed", "write them into the block")


@pytest.mark.parametrize(("labels", "count"), [("[One, Two]", 2), ("[1a, 2a, 3a, 4a, 5a, 6a, 7a, 8a]", 8)])
def test_a_diagram_with_a_word_too_few_or_too_many(project: TinyProject, labels: str, count: int) -> None:
    area = "content/en/handbook/area-1.md"
    project.change(area, "[One, Two, Three, Four, Five, Six, Seven]", labels)
    assert project.check().only == (f"{area}:5:1 Y104", f"labels: the diagram has 7 words, here are {count}",
                                    "write one for each, in the diagram’s order, as English has them")


def test_an_id_in_two_files(project: TinyProject) -> None:
    project.change(STANDARD, "### Supervision", "### Supervision {#who}")
    project.change("content/en/handbook/area-1.md", "This area", "## Again {#who}\n\nThis area")
    place, message, mend = project.check().only
    assert (place, mend) == ("content/en/handbook/area-1.md:8:10 M110", "give one of the two another name")
    assert message == "the id “who” is already in introduction.md"


def test_what_a_derived_book_does_not_print_need_lead_nowhere_in_it(project: TinyProject) -> None:
    catalogue = "content/publications.yaml"
    project.change(catalogue, "      - chapter: leaflet\n", "      - areas: [statement, preparedness, response]\n")
    project.change(catalogue, "    folder: leaflet\n", "    folder: handbook\n    book: leaflet\n")
    project.change(catalogue, "    needs: leaflet\n", "    needs: standard-01\n")
    project.path("content/en/leaflet/leaflet.md").unlink()
    project.change(STANDARD, "A short paragraph.", "See [](#who).")
    assert project.check().places == []
    project.change(STANDARD, "See [](#who).", "A short paragraph.")
    project.change(STANDARD, "One sentence.", "See [](#who).")
    assert project.check().only[:2] == (f"{STANDARD}:7:6 X101", "nothing is called #who")


def test_a_text_whose_name_is_mistyped(project: TinyProject) -> None:
    project.write("content/fr/handbook/standrad-02.md", project.read("content/fr/handbook/standard-02.md"))
    project.path("content/fr/handbook/standard-02.md").unlink()
    said = project.check("--language", "fr")
    assert "content/fr/handbook/standrad-02.md M114" in said.places
    assert "did you mean standard-02.md?" in said.mends


def test_a_text_of_an_edition_whose_name_or_folder_is_mistyped(project: TinyProject) -> None:
    """Else a country's own words would silently not be printed."""
    text = project.read("content/fr/handbook/standard-02.md")
    for name in ("edition.yaml", "fr/handbook/standrad-02.md", "fr/hanbook/standard-02.md", "fr/handbook/standard-02.md", "en/x.md"):
        project.write(f"editions/mali/{name}", text if name.endswith(".md") else project.read("editions/global/edition.yaml"))
    said = project.check("--language", "fr", "--edition", "mali")
    assert said.places == ["editions/mali/fr/hanbook/standard-02.md M114", "editions/mali/fr/handbook/standrad-02.md M114"]
    assert said.mends[1] == "did you mean standard-02.md?"
    assert project.check("--language", "fr").places == []


def test_an_edition_in_a_language_that_there_is_not(project: TinyProject) -> None:
    project.write("editions/mali/edition.yaml", project.read("editions/global/edition.yaml"))
    project.write("editions/mali/fr-ML/handbook/standard-02.md", project.read("content/fr/handbook/standard-02.md"))
    assert project.check("--edition", "mali").only == ("editions/mali/fr-ML M114", "there is no language “fr-ML”", "one of: en, fr")
    assert project.check("--language", "fr").places == ["editions/mali/fr-ML M114"]
    assert project.build().returncode == 0  # of the global edition


def test_a_text_that_english_lacks(project: TinyProject) -> None:
    project.path(INTRODUCTION).unlink()
    assert project.check().only == (f"{INTRODUCTION} F101", "the chapter “introduction” is missing",
                                    "write it, or take it out of handbook in content/publications.yaml")


@pytest.mark.parametrize("body", [
    "| A | B |\n| --- | :-: |\n| one \\| more | `code` |\n|  | two |\n",
    "```\n| a | b |\n| c |\n```\n",
    "A | B\n--- | ---\none | two\n",
    "Words.[^1] And again[^1]: so.\n\n[^1]: The note has `[^2]` in code.\n",
    "A plain \\< sign, 3 < 4, AT&T and a (bracket (in a bracket)).\n",
    "## Here {#place}\n\n[Plumpy]{lang=fr} is not here: [](#place).\n",
    "::: note A title\nWords.\n:::\n\n::: key\nWords.\n:::\n",
    "## Two\n\n### Three\n\n## Two again\n\nWords.\n",
    "Write to <mailto:a@example.org> or see <https://example.org/ü>.\n",
])
def test_what_is_right_is_not_a_fault(project: TinyProject, body: str) -> None:
    project.text(body)
    assert project.check().places == []


def test_all_faults_of_all_files_and_languages_are_told_in_one_run(project: TinyProject) -> None:
    project.text("Words <b>bold</b>.[^9]\n\n#### Four\n\n[](#nowhere)\n")
    project.change("content/en/leaflet/leaflet.md", "paragraph", "paragraph 漢")
    project.change("content/fr/handbook/standard-02.md", "::: why", "::: pourquoi")
    said = project.check("--language", "en,fr")
    assert said.places == [
        "content/en/handbook/introduction.md:6:7 M101",
        "content/en/handbook/introduction.md:6:14 M101",
        "content/en/handbook/introduction.md:6:19 M109",
        "content/en/handbook/introduction.md:8:1 M102",
        "content/en/handbook/introduction.md:10:2 X101",
        "content/en/leaflet/leaflet.md:6:21 G101",
        "content/fr/handbook/standard-02.md:5:1 M106",
        "content/fr/handbook/standard-02.md:10:1 M105",
    ]
    assert said.exit_code == 3
