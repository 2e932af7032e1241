"""The catalogue, languages, editions, printers and fonts: every name must be the name of something."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyphen
import pytest
import yaml
from tiny_project import TinyProject

from bindery import cli
from bindery.project import palette, schema

CATALOGUE = "content/publications.yaml"
ENGLISH, FRENCH = "content/en/language.yaml", "content/fr/language.yaml"
EDITION = "editions/global/edition.yaml"
PRINTER = "printers/offset-coated.yaml"

#: name -> file, old words, new words, words at the place, code, message, mend
FAULTS = {
    "trim": (CATALOGUE, "    trim: a5\n    style: handbook\n    colour: navy\n    needs: leaflet", "    trim: a6\n    style: handbook\n    colour: navy\n    needs: leaflet",
             "trim: a6", "Y104", "there is no trim “a6”", "one of: a5"),
    "colour": (CATALOGUE, "colour: teal", "colour: pink", "colour: pink", "Y104", "there is no colour with tints “pink”",
               "one of: navy, teal, brick, plum, ochre"),
    "kind": (CATALOGUE, "- chapter: leaflet", "- chaptre: leaflet", "chaptre", "Y104", "there is no kind of section “chaptre”",
             "one of: areas, title-page, contents, chapter, area, standard, cover-plain"),
    "kind without a text": (CATALOGUE, "- chapter: leaflet", "- chapter", "chapter\n", "Y104", "“chapter” needs the name of one text",
                            "write “- chapter: the-name-of-the-file”"),
    "text of a generated kind": (CATALOGUE, "      - contents\n", "      - contents: page\n", "contents: page", "Y104",
                                 "“contents” is made by the program and has no text", "write “- contents”"),
    "role": (CATALOGUE, "- areas: all", "- areas: [statement, reply]", "areas: [statement", "Y104", "there is no role “reply”",
             "one of: all, statement, why, preparedness, response, measurement, guidance, references"),
    "kind that areas need": (CATALOGUE, "  area: {side: recto, folio: false, contents: 1}\n", "", "areas: all", "Y104",
                             "there is no kind of section “area”", "one of: title-page, contents, chapter, standard, cover-plain"),
    "kind without a template": (CATALOGUE, "  contents: {generated: true}", "  contents: {generated: true}\n  map: {generated: true}",
                                "map: {", "F101", "the kind “map” has no template: templates/map.html is missing",
                                "add the template, or take the kind out"),
    "kind without a header": (CATALOGUE, "  cover-plain: {folio: false, generated: true}", "  cover-plain: {folio: false}",
                              "cover-plain: {folio", "Y104", "texts of the kind “cover-plain” are not known",
                              "add “generated: true”, or use one of: chapter, principle, area, standard, glossary, case-study, session"),
    "folder outside": (CATALOGUE, "    folder: leaflet", "    folder: ../leaflet", "folder: ../leaflet", "Y104",
                       "publications.leaflet.folder: “../leaflet” is not written in the right way",
                       "write letters a to z, digits and hyphens alone"),
    "side": (CATALOGUE, "area: {side: recto", "area: {side: right", "side: right", "Y104", "kinds.area.side: “right” is not known here",
             "one of: any, recto, verso"),
    "direction": (FRENCH, "direction: ltr", "direction: left", "direction: left", "Y104", "direction: “left” is not known here",
                  "one of: ltr, rtl"),
    "digits": (FRENCH, 'digits: "0123456789"', 'digits: "1234567890"', "digits:", "Y104",
               "digits: “1234567890” are not ten digits from 0 to 9", "write them in order, 0 first"),
    "size": (FRENCH, "  scale: 1\n", "  scale: 0\n", "scale: 0", "Y104", "type.scale: 0 is out of range", "write a number of at least 0.5"),
    "lines on one another": (FRENCH, "  leading: 1.36\n", "  leading: 0.1\n", "leading: 0.1", "Y104", "type.leading: 0.1 is out of range",
                             "write a number of at least 0.8"),
    "no font": (FRENCH, "  text: [HB Serif]", "  text: []", "text: []", "Y104", "type.text: nothing stands here", "write it, or take the key out"),
    "size as text": (FRENCH, "  scale: 1\n", "  scale: large\n", "scale: large", "Y104", "type.scale: a number should stand here, not “large”",
                     "write a number in the digits 0–9, without quotes"),
    "switch": (FRENCH, "spaced-labels: true", "spaced-labels: sometimes", "spaced-labels: s", "Y104",
               "type.spaced-labels: true or false should stand here, not “sometimes”", "write true or false, without quotes"),
    "hyphenation": (FRENCH, "hyphenation: patterns", "hyphenation: always", "hyphenation: a", "Y104",
                    "hyphenation: “always” is not known here", "one of: none, patterns, soft-hyphens"),
    "script": (FRENCH, "script: Latn", "script: Latin", "script: L", "Y104", "script: “Latin” is not written in the right way",
               "write a code of four letters (ISO 15924), such as Latn, Arab or Deva"),
    "script of other letters": (FRENCH, "script: Latn", "script: Arab", "script: A", "Y104", "script: “Français” is not written in Arab",
                                "write the code of its script (ISO 15924)"),
    "direction of other letters": (FRENCH, "direction: ltr", "direction: rtl", "direction: r", "Y104",
                                   "direction: “Français” is not read in the direction rtl", "write ltr or rtl, as the letters are read"),
    "decimal mark": (FRENCH, 'decimal: ","', 'decimal: ""', "decimal:", "Y104", "numbers.decimal: nothing stands here", "write it"),
    "quotes": (FRENCH, 'quotes: ["«", "»", "“", "”"]', 'quotes: ["«", "»"]', "quotes:", "Y104",
               "quotes: a list has 2 entries, not at least 4", "write at least 4 entries"),
    "calendar": (FRENCH, '{first: "1er"}', "{second: {calendar: lunar, months: [a, b, c, d, e, f, g, h, i, j, k, l], form: x, beside: x}}",
                 "calendar:", "Y104", "date.second.calendar: “lunar” is not known here", "one of: solar-hijri, bikram-sambat"),
    "months": (FRENCH, '{first: "1er"}', "{second: {calendar: solar-hijri, months: [a, b], form: x, beside: x}}",
               "months:", "Y104", "date.second.months: a list has 2 entries, not at least 12", "write at least 12 entries"),
    "date of two calendars": (FRENCH, '{first: "1er"}', "{second: {calendar: solar-hijri, months: [a, b, c, d, e, f, g, h, i, j, k, l], form: '{dag}', beside: x}}",
                              "form:", "Y104", "date.second.form: “{dag}” is not filled in", "what is filled in: {day} {month} {year}"),
    "day of an edition": (EDITION, "date: 2026-11-27", "date: 5 March 2026", "date:", "Y104",
                          "date: “5 March 2026” is not written in the right way", "write the day as 2026-03-05: year, month, day"),
    "day that is not in the calendar": (EDITION, "date: 2026-11-27", 'date: "2026-02-30"', "date:", "Y104",
                                        "date: there is no day 2026-02-30", "write the day as 2026-03-05"),
    "day of another year": (EDITION, "date: 2026-11-27", "date: 2025-03-05", "date:", "Y104",
                            "date: 2025-03-05 is not in the year 2026", "mend the date, or the year above"),
    "tag": (FRENCH, "tag: fr", "tag: français", "tag: f", "Y104", "tag: “français” is not written in the right way",
            "write a language tag (BCP 47), such as fr, pt-BR or zh-Hans"),
    "filter": (FRENCH, "filters: [french, units]", "filters: [frensh, units]", "frensh", "Y104", "there is no filter “frensh”", "one of: english, french"),
    "font": (FRENCH, "  text: [HB Serif]", "  text: [HB Serif, Arial]", "Arial", "G103",
             "no font file of the family “Arial” is in fonts/manifest.json", "one of: HB Sans, HB Serif"),
    "unknown string": (FRENCH, "  contents: Sommaire", "  contents: Sommaire\n  contens: Sommaire", "contens", "Y102",
                       "unknown string “contens”", "English has no such string; take it out"),
    "string missing": (FRENCH, "  contents: Sommaire\n", "", "strings:", "S103", "strings lacks “contents”",
                       "add a line and translate: contents: Contents"),
    "words in braces": (FRENCH, 'page-ref: "p.\\u00a0{page}"', 'page-ref: "p.\\u00a0{seite}"', "page-ref", "Y104",
                        "strings.page-ref: “{seite}” is not filled in", "keep the words in braces as English has them: p.\u00a0{page}"),
    "words in braces left out": (FRENCH, 'page-ref: "p.\\u00a0{page}"', 'page-ref: "page"', "page-ref", "Y104",
                                 "strings.page-ref: “{page}” is missing", "keep the words in braces as English has them: p.\u00a0{page}"),
    "form in braces": (FRENCH, 'page-ref: "p.\\u00a0{page}"', 'page-ref: "p.\\u00a0{page:d}"', "page-ref", "Y104",
                       "strings.page-ref: “{page:d}” is not filled in", "keep the words in braces as English has them: p.\u00a0{page}"),
    "text twice in a plan": (CATALOGUE, "      - chapter: leaflet\n", "      - chapter: leaflet\n      - {chapter: leaflet}\n", "{chapter", "Y104",
                             "“leaflet” is in the plan twice", "take one of the two out"),
    "standard twice": (CATALOGUE, "standards: [standard-01, standard-02]", "standards: [standard-01, standard-02, standard-01]", "standard-01]", "Y104",
                       "“standard-01” is in the areas twice", "take one of the two out"),
    "brace alone": (FRENCH, 'page-ref: "p.\\u00a0{page}"', 'page-ref: "p.\\u00a0{page"', "page-ref", "Y104",
                    "strings.page-ref: a brace { or } stands alone", "keep the words in braces as English has them: p.\u00a0{page}"),
    "version without quotes": (EDITION, 'version: "0.1"', "version: 0.1", "version:", "Y104",
                               "version: text should stand here, not 0.1", "put the value in quotes"),
    "year": (EDITION, "year: 2026", "year: this", "year:", "Y104", "year: a whole number should stand here, not “this”",
             "write a number in the digits 0–9, without quotes"),
    "digits of an edition": (EDITION, "year: 2026", "year: 2026\ndigits:\n  fr: abcdefghij", "fr: abc", "Y104",
                             "digits: “abcdefghij” are not ten digits from 0 to 9", "write them in order, 0 first"),
    "unknown key of an edition": (EDITION, "licence:", "license:", "license", "Y102", "unknown key “license”", "did you mean “licence”?"),
    "profile": (PRINTER, "icc/FOGRA39L_coated.icc", "icc/none.icc", "profile:", "F101", "there is no colour profile “icc/none.icc”",
                "put the ICC file into printers/icc/, or mend the name"),
    "profile outside": (PRINTER, "icc/FOGRA39L_coated.icc", "../../secret.icc", "profile:", "F104", "“../../secret.icc” leaves the project",
                        "put the ICC file into printers/icc/, or mend the name"),
    "bleed": (PRINTER, "bleed: 3", "bleed: 30", "bleed:", "Y104", "bleed: 30 is out of range", "write a number of at most 5"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_setting_that_cannot_be(project: TinyProject, name: str) -> None:
    file, old, new, words, code, message, mend = FAULTS[name]
    project.change(file, old, new)
    said = project.check("--language", "en,fr")
    place = project.place(file, words, code)
    assert place in said.places
    found = [i for i, where in enumerate(said.places) if where == place and said.messages[i] == message]
    assert len(found) == 1, said.messages
    assert said.mends[found[0]].startswith(mend)
    assert said.exit_code == 3


def test_faults_of_all_settings_are_told_in_one_run(project: TinyProject) -> None:
    project.change(CATALOGUE, "colour: teal", "colour: pink")
    project.change(FRENCH, "direction: ltr", "direction: left")
    project.change(EDITION, "year: 2026", "year: this")
    project.change(PRINTER, "bleed: 3", "bleed: 30")
    project.write("styles/palette.yaml", project.read("styles/palette.yaml").replace("gray: 100", "gray: 101"))
    codes = [place.rpartition(":")[0].rpartition(":")[0] for place in project.check("--language", "fr").places]
    assert codes == [FRENCH, EDITION, PRINTER, "styles/palette.yaml"]  # colours are not looked up in a broken palette
    project.write("styles/palette.yaml", project.read("styles/palette.yaml").replace("gray: 101", "gray: 100"))
    codes = [place.rpartition(":")[0].rpartition(":")[0] for place in project.check("--language", "fr").places]
    assert codes == [FRENCH, CATALOGUE, EDITION, PRINTER]


def test_a_language_folder_without_language_yaml(project: TinyProject) -> None:
    project.path(FRENCH).unlink()
    assert project.check("--language", "fr").only == (
        "content/fr F105", "the folder has no language.yaml",
        "copy language.yaml from a language like it and adapt it (docs/new-language.md), or delete the folder")
    assert project.check("--language", "en").places == []  # who makes English is not kept waiting


def test_one_language_does_not_wait_for_another(project: TinyProject) -> None:
    project.write(FRENCH, "name: [a\n")
    assert project.check("--language", "en").places == []
    assert project.check("--language", "all").places == [f"{FRENCH}:1:7 Y101"]


@pytest.mark.parametrize("folder", ["editions", "fonts", "templates", "content/en"])
def test_a_whole_folder_is_missing(project: TinyProject, folder: str) -> None:
    project.path(folder).rename(project.root / "away")
    said = project.check()
    assert said.places
    assert said.exit_code in (2, 3)


def font(project: TinyProject, name: str = "SourceSerif4-Regular.ttf") -> Path:
    return project.path(f"fonts/{name}")


def test_a_font_changed_by_one_byte(project: TinyProject) -> None:
    raw = bytearray(font(project).read_bytes())
    raw[len(raw) // 2] ^= 1
    project.write("fonts/SourceSerif4-Regular.ttf", bytes(raw))
    said = project.check()
    assert said.only == ("fonts/SourceSerif4-Regular.ttf G102",
                         "the font is not the one that fonts/manifest.json names: its bytes differ",
                         "restore fonts/ from version control")
    assert said.exit_code == 4


@pytest.mark.parametrize("remembered", [True, False], ids=["glyphs known", "glyphs not known"])
def test_a_font_that_is_missing_or_damaged(project: TinyProject, remembered: bool) -> None:
    if not remembered:
        for path in project.path(".cache").glob("glyphs-*.json"):
            path.unlink()
    font(project).unlink()
    assert project.check().only == ("fonts/SourceSerif4-Regular.ttf G102", "the font is missing", "restore fonts/ from version control")
    project.write("fonts/SourceSerif4-Regular.ttf", b"not a font")
    assert project.check().places == ["fonts/SourceSerif4-Regular.ttf G102"]
    assert remembered or not list(project.path(".cache").glob("glyphs-*.json"))  # nothing false is remembered


def test_a_damaged_font_does_not_hide_the_faults_of_the_text(project: TinyProject) -> None:
    font(project).unlink()
    project.change("content/en/leaflet/leaflet.md", "short", "<b>short</b>")
    said = project.check()
    assert [place[-4:] for place in said.places] == ["M101", "M101", "G102"]
    assert said.exit_code == 4  # the highest of all


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"fonts": 1}', '{"fonts": [1]}', '{"fonts": [{"file": "a"}]}', "{", "x"])
def test_a_damaged_list_of_fonts(project: TinyProject, content: str) -> None:
    project.write("fonts/manifest.json", content)
    said = project.check()
    assert said.places[0].startswith("fonts/manifest.json:1:")
    assert (said.messages[0], said.mends[0]) == ("the list of fonts is damaged", "restore fonts/ from version control")


def test_the_list_of_fonts_lacks_one_that_is_named(project: TinyProject) -> None:
    faces = json.loads(project.read("fonts/manifest.json"))["fonts"]
    project.write("fonts/manifest.json", json.dumps({"fonts": [face for face in faces if face["css_family"] != "HB Sans"]}))
    assert project.check().only == (project.place(ENGLISH, "HB Sans", "G103"),
                                    "no font file of the family “HB Sans” is in fonts/manifest.json", "one of: HB Serif")


@pytest.mark.parametrize("content", ["", "[1, 2", "{}", "[]", "null"])
def test_damaged_memory_of_characters_is_made_again(project: TinyProject, content: str) -> None:
    for path in project.path(".cache").glob("glyphs-*.json"):
        project.write(f".cache/{path.name}", content)
    assert project.check().places == []


@pytest.mark.parametrize("profile", ["printers/icc/FOGRA39L_coated.icc", "printers/icc/sRGB.icc"])
def test_a_damaged_colour_profile(project: TinyProject, profile: str) -> None:
    project.write(profile, project.path(profile).read_bytes()[:-10])
    place, message, mend = project.check().only
    assert place.endswith("F102")
    assert message == f"“{profile.removeprefix('printers/')}” is not a whole colour profile"
    assert mend == "restore the file from version control, or ask who sent it to send it again"


def test_strings_that_the_program_asks_for_must_be_there(project: TinyProject) -> None:
    sources = "".join(path.read_text("utf-8") for path in (Path(cli.__file__).parent).rglob("*.py"))
    assert set(schema.STRINGS) == set(re.findall(r'\bstrings\["([a-z-]+)"\]', sources))
    for language in (ENGLISH, FRENCH):
        project.write(language, re.sub(r"^  elsewhere: .*\n", "", project.read(language), flags=re.M))
    said = project.check("--language", "fr")
    assert said.only == (project.place(ENGLISH, "strings:", "S103"), "strings lacks “elsewhere”, which the program asks for",
                         "restore the line from version control")


def test_every_string_is_asked_for() -> None:
    """By a template (`t.key_actions`, `word("ticket-title")`) or by the program, by its whole name or one put together."""
    root = Path(cli.__file__).parents[1]
    sources = "".join(path.read_text("utf-8") for folder, ending in (("bindery", "py"), ("templates", "html"))
                      for path in (root / folder).rglob(f"*.{ending}"))
    asked = {key.replace("_", "-") for key in re.findall(r"(?:\bt|strings)\.([a-z_]+)", sources)}
    asked |= set(re.findall(r"[\"']([a-z]+(?:-[a-z]+)*)[\"']", sources))
    beginnings = tuple(re.findall(r"f[\"']([a-z]+-)\{", sources)) + tuple(re.findall(r"[\"']([a-z]+-)[\"'] ~", sources))
    strings = yaml.safe_load((root / ENGLISH).read_text("utf-8"))["strings"]
    assert len(strings) > 40
    assert {key for key in strings if key not in asked and not key.startswith(beginnings)} == set()
    assert "emergency-lines" in asked and "nothing-asks-for-this" not in asked


def test_what_is_filled_into_a_string_is_explained() -> None:
    root = Path(cli.__file__).parents[1]
    english = yaml.safe_load((root / "content/en/language.yaml").read_text("utf-8"))["strings"]
    rows = re.findall(r"^\| (`.*?) \| (.*) \|$", (root / "docs/new-language.md").read_text("utf-8"), re.M)
    explained = {name: where for names, where in rows for name in re.findall(r"`([\w-]+)`", names)}
    lacking = [f"{name} {field}" for name, words in english.items() for field in re.findall(r"\{\w+\}", words)
               if field not in explained[name]]
    assert lacking == []


def test_hyphenation_by_patterns_has_patterns() -> None:
    """Without them the engine would break no word, and say nothing."""
    for path in sorted(Path(cli.__file__).parents[1].glob("content/*/language.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        found = pyphen.language_fallback(data["tag"].replace("-", "_")) is not None
        assert found == (data["hyphenation"] == "patterns"), data["tag"]


def test_every_pattern_of_a_setting_is_explained() -> None:
    def patterns(shape: object) -> list[dict[str, object]]:
        if isinstance(shape, list):
            return [found for part in shape for found in patterns(part)]
        if not isinstance(shape, dict):
            return []
        return ([shape] if isinstance(shape.get("pattern"), str) else []) + patterns(list(shape.values()))

    shapes = [schema.CATALOGUE, schema.LANGUAGE, schema.EDITION, schema.PRINTER, schema.BOOK, *schema.HEADERS.values(), palette.SCHEMA]
    found = patterns(shapes)
    assert found
    assert [shape["pattern"] for shape in found if not shape.get("description")] == []
