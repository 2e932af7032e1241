"""Templates, stylesheets and drawings that are broken: told before anything is typeset."""

from __future__ import annotations

import pytest
from tiny_project import TinyProject

from bindery.project import colours

TEMPLATE, STYLE, ICON = "templates/chapter.html", "styles/base.css", "content/images/icons/standard-01.svg"

#: name -> file, what is put before its text, "line:column code", message, mend
FAULTS = {
    "tag never closed": (TEMPLATE, "\n{% if draft %}\n", ":4 S101", "the template cannot be read: ", "undo the last change to this line"),
    "unknown tag": (TEMPLATE, "\n{% iff draft %}\n", ":2:1 S101", "the template cannot be read: Encountered unknown tag 'iff'.",
                    "undo the last change to this line"),
    "brackets never closed": (TEMPLATE, "{{ title\n", "", "the template cannot be read: ", "undo the last change to this line"),
    "unknown filter": (TEMPLATE, "{{ title | nosuch }}\n", ":1:12 S101", "there is no filter “nosuch”", "mend the name, or take it out"),
    "string that no language has": (TEMPLATE, "<p>{{ t.contens }}</p>\n", ":1:7 S101", "t.contens is no string of language.yaml",
                                    "mend the name, or add it there"),
    "included file": (TEMPLATE, '{% include "none.html" %}\n', ":1:1 S101", "it includes none.html, which is not in templates/",
                      "mend the name, or add the file"),
    "colour in a template": (TEMPLATE, '<p style="color: #123456">x</p>\n', ":1:18 S102",
                             "the colour #123456 is not in styles/palette.yaml", "the nearest one there is "),
    "colour in its drawing": (TEMPLATE, '<svg><path fill="red"/></svg>\n', ":1:18 S102",
                              "the colour red is not in styles/palette.yaml", "the nearest one there is "),
    "stylesheet never closed": (STYLE, "{% if lang.hyphenation == \"patterns\" %}\n", "", "the template cannot be read: ", "undo the last change"),
    "unknown colour of the palette": (STYLE, "p { color: {{ c.pink }} }\n", ":1:15 S101", "c.pink is no colour of styles/palette.yaml",
                                      "mend the name, or add it there"),
    "colour in a stylesheet": (STYLE, "p {\n  color: #0a6667;\n}\n", ":2:10 S102", "the colour #0a6667 is not in styles/palette.yaml",
                               "the nearest one there is teal, #0a6666; use it, or add yours to the palette"),
    "colour by name": (STYLE, "p { border: 1pt solid red }\n", ":1:23 S102", "the colour red is not in", "the nearest one there is brick"),
    "colour in a function": (STYLE, "p { background: rgb(1 2 3) }\n", ":1:17 S102", "the colour rgb(1 2 3) is not in", "the nearest one"),
    "see-through colour": (STYLE, "p { color: #0a666680 }\n", ":1:12 S102", "the colour #0a666680 is not in",
                           "use one of the palette’s, written as #rrggbb"),
    "colour of another kind": (STYLE, "p { color: oklch(0.5 0.1 20) }\n", ":1:12 S102", "the colour oklch(0.5 0.1 20) is not in",
                               "use one of the palette’s"),
    "colour in a variable": (STYLE, "p { --mine: red }\n", ":1:13 S102", "the colour red is not in", "the nearest one"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_design(project: TinyProject, name: str) -> None:
    file, before, place, message, mend = FAULTS[name]
    project.write(file, before + project.read(file))
    said = project.check()
    found = [i for i, where in enumerate(said.places) if where.startswith(file) and said.messages[i].startswith(message)]
    assert len(found) == 1, said
    assert said.places[found[0]].startswith(file + place) or place == ":4 S101"
    assert said.mends[found[0]].startswith(mend)
    assert said.exit_code == 3


def test_a_broken_template_says_the_line(project: TinyProject) -> None:
    project.write(TEMPLATE, "<p>One</p>\n<p>{{ title | }}</p>\n")
    assert project.check().only[0] == f"{TEMPLATE}:2:1 S101"


def test_an_icon_with_another_colour(project: TinyProject) -> None:
    project.change(ICON, 'stroke="#0a6666"', 'stroke="#0b6666"')
    assert project.check().only == (project.place(ICON, "#0b6666", "S102"), "the colour #0b6666 is not in styles/palette.yaml",
                                    "the nearest one there is teal, #0a6666; use it, or add yours to the palette")


def test_a_damaged_icon(project: TinyProject) -> None:
    project.write(ICON, project.read(ICON)[:100])
    place, message, mend = project.check().only
    assert place.startswith(f"{ICON}:1:")
    assert message.startswith("this is not a whole SVG file: ")
    assert mend == "export the drawing again"


def test_a_colour_that_is_taken_from_the_palette(project: TinyProject) -> None:
    project.change("styles/palette.yaml", "teal:  {rgb: \"#0a6666\"", "teal:  {rgb: \"#0a6665\"")
    said = project.check()
    assert said.places == [project.place(ICON, '#0a6666" stroke', "S102")] + [place for place in said.places[1:]]
    assert {place[-4:] for place in said.places} == {"S102"}


@pytest.mark.parametrize(("text", "found"), [
    ("a:hover { color: red }", ["red"]),
    ("#fade { color: #123 } #abc { }", ["#123"]),
    ("p { color: {{ c.teal }}; background: white }", ["white"]),
    ("p { content: \"red\"; font-family: Black; background: url(red.png) }", []),
    ("/* color: red */ p { color: inherit; border: none }", []),
    ("p { border: .4pt solid #123456; outline: thin dotted blue }", ["#123456", "blue"]),
    ("p { --entry: var(--red); grid-area: red }", []),
    ("p { color: transparent }", ["transparent"]),
    ("@page { @top-left { border-top: 1pt solid tan } }", ["tan"]),
])
def test_colours_are_found_where_they_are_colours(text: str, found: list[str]) -> None:
    assert [colour for _, colour in colours.in_css(text)] == found
    assert all(text[at:].startswith(colour) for at, colour in colours.in_css(text))


@pytest.mark.parametrize(("text", "found"), [
    ('<path fill="red" d="M0 0"/>', ["red"]),
    ("<path stroke='none' fill='#abc'/>", ["#abc"]),
    ('<p style="color: red; margin: 0">red</p>', ["red"]),
    ('<p style="--entry:{{ "#123456" }}; color: tan">', ["tan"]),
    ("<!-- <path fill='red'/> -->", []),
    ('<a href="#abc" class="red" data-fill="red">', []),
])
def test_colours_in_markup(text: str, found: list[str]) -> None:
    assert [colour for _, colour in colours.in_markup(text)] == found
    assert all(text[at:].startswith(colour) for at, colour in colours.in_markup(text))


def test_a_name_that_shows_only_when_the_page_is_made(built: TinyProject) -> None:
    before = built.outputs()
    built.write(TEMPLATE, "<p>One</p>\n{% if plan %}\n<p>{{ nobody.knows }}</p>\n{% endif %}\n")
    done = built.build()
    assert done.returncode == 3
    assert done.stderr.startswith(f"{TEMPLATE}:3:1 S101 the template cannot be rendered: 'nobody' is undefined\n    mend: ")
    assert "Traceback" not in done.stderr
    assert built.outputs() == before


def test_a_template_that_a_template_asks_for_by_a_made_up_name(built: TinyProject) -> None:
    before = built.outputs()
    built.write(TEMPLATE, '<p>One</p>\n{% include "none-" ~ section.id ~ ".html" %}\n')
    done = built.build()
    assert done.returncode == 3
    assert done.stderr.startswith(f"{TEMPLATE}:2:1 S101 the template none-leaflet.html is missing\n")
    assert built.outputs() == before
