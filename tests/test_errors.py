"""docs/errors.md and the codes in the program are the same, every code is raised, and the examples are what is really said."""

from __future__ import annotations

import html
import io
import os
import re
import shlex
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from tiny_project import TinyProject

from bindery import cli, errors, prepare
from bindery.errors import CODES, BinderyError, Finding, Findings
from bindery.finish.pair import check_pair
from bindery.manuscript import letters
from bindery.pipeline import Request, check
from bindery.project.imprint import missing
from bindery.project.load import load_project
from bindery.typeset.pool import Pool
from bindery.typeset.settle import typeset_book
from bindery.typeset.workshop import workshop

FRENCH = "content/fr/handbook/standard-01.md"
LANGUAGE = "content/en/language.yaml"
ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = (ROOT / "docs/errors.md").read_text("utf-8")
ROW = re.compile(r"^\| ([A-Z]\d{3}) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| (\d+) \|$", re.M)
EDITION, PRINTER = "editions/global/edition.yaml", "printers/offset-coated.yaml"
TEXT, STANDARD, BOOK = "content/en/leaflet/leaflet.md", "content/en/handbook/standard-01.md", "content/en/leaflet/book.yaml"


def examples() -> dict[str, str]:
    """code -> the message that the document shows for it."""
    return {code: html.unescape(example.strip()) for code, _, example, _, _ in ROW.findall(DOCUMENT)}


def test_the_table_has_every_code_once_with_its_words_and_exit_code() -> None:
    rows = [(code, (says.strip(), int(exit))) for code, says, _, _, exit in ROW.findall(DOCUMENT)]
    assert len(rows) == len(set(rows))
    assert dict(rows) == CODES
    assert all(mend.strip() for _, _, _, mend, _ in ROW.findall(DOCUMENT))


def test_every_exit_code_is_explained() -> None:
    explained = {int(code) for code in re.findall(r"^\| (\d+) \| .", DOCUMENT, re.M)}
    assert explained == {value for name, value in vars(errors).items() if name.startswith("EXIT_")}
    assert prepare.EXIT_ENVIRONMENT == errors.EXIT_ENVIRONMENT
    assert prepare.EXIT_INTERRUPTED == errors.EXIT_INTERRUPTED


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_raised_somewhere_in_the_program(code: str) -> None:
    sources = "".join(p.read_text("utf-8") for p in (ROOT / "bindery").rglob("*.py") if p.name != "errors.py")
    assert f'"{code}"' in sources


def test_the_exit_code_is_the_gravest() -> None:
    faults = [Finding(code, "a", 1, 1, "", "") for code in ("U101", "T101", "M101")]
    assert BinderyError(faults).exit_code == 5


def test_a_code_that_is_not_in_the_list_cannot_be_raised(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Findings(tmp_path).add("Z999", "a", "b", "c")


def test_findings_are_told_once_and_in_the_order_of_their_places(tmp_path: Path) -> None:
    findings = Findings(tmp_path)
    findings.add("M101", tmp_path / "b.md", "two", "mend", 2)
    findings.add("M101", tmp_path / "b.md", "two", "mend", 2)
    findings.add("M102", tmp_path / "b.md", "one", "mend", 1, 7)
    findings.add("F101", tmp_path / "a.md", "whole", "mend")
    findings.add("U101", "command line", "call", "mend")
    with pytest.raises(BinderyError) as raised:
        findings.stop_if_any()
    assert [str(finding).split("\n")[0] for finding in raised.value.findings] == [
        "a.md F101 whole", "b.md:1:7 M102 one", "b.md:2:1 M101 two", "command line U101 call"]


# The examples of the document.


def body(text: str) -> Callable[[TinyProject], object]:
    return lambda project: project.text(text, TEXT)


def change(name: str, old: str, new: str) -> Callable[[TinyProject], object]:
    return lambda project: project.change(name, old, new)


def write(name: str, content: str | bytes) -> Callable[[TinyProject], object]:
    return lambda project: project.write(name, content)


def remove(name: str) -> Callable[[TinyProject], object]:
    return lambda project: project.path(name).unlink()


def nothing(project: TinyProject) -> None:
    """The fault is in the command alone."""


def folder(project: TinyProject) -> None:
    project.path(TEXT).unlink()
    project.path(TEXT).mkdir()


def link(project: TinyProject) -> None:
    project.path(TEXT).unlink()
    project.path(TEXT).symlink_to("/etc/hostname")


def two_of_an_id(project: TinyProject) -> None:
    project.change("content/en/handbook/area-1.md", "This area", "## Again {#who}\n\nThis area")


def mistyped(project: TinyProject) -> None:
    project.write("content/en/leaflet/leaflett.md", project.read(TEXT))


#: code -> what is broken, and the command that tells it
CHECKED: dict[str, tuple[Callable[[TinyProject], object], str]] = {
    "U101": (nothing, "check --language xx"),
    "U102": (nothing, "check --pub hanbook"),
    "U103": (nothing, "pdf --format epub"),
    "U104": (nothing, "pdf --section standard-99"),
    "U105": (nothing, "check --edition lebanon"),
    "U106": (remove("content/fr/leaflet/leaflet.md"), "check --language fr --pub leaflet"),
    "U107": (nothing, "pdf --printer digital"),
    "U111": (nothing, "pdf --colour blue"),
    "U108": (nothing, "new-language --language xx"),
    "U109": (nothing, "new-language --language fr"),
    "U110": (nothing, "press --copies 0"),
    "F101": (remove("content/en/handbook/introduction.md"), "check"),
    "F102": (folder, "check"),
    "F103": (write(TEXT, "---\ntitle: Été\n".encode("latin-1")), "check"),
    "F104": (link, "check"),
    "F105": (remove("content/fr/language.yaml"), "check --language fr"),
    "F106": (body("Words\u202e.\n"), "check"),
    "F107": (body("Of\ufb01ce.\n"), "check"),
    "F108": (body("Cafe\u0301.\n"), "check"),
    "L101": (lambda project: (change(LANGUAGE, "tag: en", "letters: {я: a}\ntag: en")(project), body("Wordя.\n")(project)), "check"),
    "L102": (body("W\u043erds.\n"), "check"),
    "L103": (lambda project: (change(LANGUAGE, "tag: en", "pairs: ['¿?']\ntag: en")(project), body("Who?\n")(project)), "check"),
    "L105": (lambda project: (change("content/fr/language.yaml", "tag: fr", "transliterated-from: en\ntransliteration: sr\ntag: fr")(project),
                              project.text("Word ы.\n", "content/fr/leaflet/leaflet.md")), "check --language fr --pub leaflet"),
    "Y101": (change(BOOK, "The tiny", "The: tiny"), "check"),
    "Y102": (change(BOOK, "subtitle:", "subtitel:"), "check"),
    "Y103": (change(BOOK, "spine: Tiny handbook\n", ""), "check"),
    "Y104": (change(TEXT, "status: source", "status: finished"), "check"),
    "Y105": (change(BOOK, "short:", "title:"), "check"),
    "M101": (body("Words <b>bold.\n"), "check"),
    "M102": (body("## Two\n\n#### Four\n\nWords.\n"), "check"),
    "M103": (body("| A | B | C |\n| --- | --- | --- |\n| one | two |\n"), "check"),
    "M104": (body("::: note\nWords.\n"), "check"),
    "M105": (body("::: nota\nWords.\n:::\n"), "check"),
    "M106": (change(STANDARD, "::: why\nA short paragraph.\n:::\n\n", ""), "check"),
    "M107": (change(STANDARD, "::: preparedness", "::: why\nAgain.\n:::\n\n::: preparedness"), "check"),
    "M108": (body("Words.\n\n[^1]: Never called.\n"), "check"),
    "M109": (body("Words.[^2]\n"), "check"),
    "M110": (two_of_an_id, "check"),
    "M111": (write(TEXT, ""), "check"),
    "M112": (body("Words (( )).\n"), "check"),
    "M113": (body("[Words]{style=x}\n"), "check"),
    "M114": (mistyped, "check"),
    "M115": (body("> " * 7 + "Words.\n"), "check"),
    "M116": (body("Words.[^1]\n\n[^1]: A note.[^1]\n"), "check"),
    "X101": (body("Read [](#standard-1).\n"), "check"),
    "X102": (body("Read [this](other.md).\n"), "check"),
    "C101": (change(FRENCH, "::: why\nA short paragraph.\n:::\n\n", ""), "compare"),
    "C102": (change(FRENCH, "- A key action in the response.", "- A key action.\n- In the response."), "compare"),
    "C103": (change(FRENCH, "90%", "80%"), "compare"),
    "C104": (change("content/fr/handbook/introduction.md", "[](#standard-02)", "[](#standard-01)"), "compare"),
    "C105": (change("content/fr/handbook/introduction.md", "note.[^1]", "note."), "compare"),
    "C201": (change("content/fr/handbook/introduction.md", "((case management))", "((la gestion))"), "compare --language fr"),
    "C202": (change("content/fr/handbook/introduction.md", "((case management))", "case management"), "compare"),
    "I101": (body("![Words](map.png)\n"), "check"),
    "I102": (lambda project: (project.write("content/images/map.png", b"no picture"), body("![Words](map.png)\n")(project)), "check"),
    "I103": (lambda project: (project.write("content/images/map.png", bytes(45_000_000)), body("![Words](map.png)\n")(project)), "check"),
    "I104": (body("![](map.png)\n"), "check"),
    "I105": (lambda project: (project.write("content/images/map.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
                              body("![Words](map.svg)\n")(project)), "check"),
    "G101": (body("Words 漢.\n"), "check"),
    "G102": (write("fonts/SourceSans3-Bold.ttf", b"another"), "check"),
    "G103": (change("content/en/language.yaml", "  text: [HB Serif]", "  text: [Arial]"), "check"),
    "G104": (nothing, f"add-font {__file__} --family 'HB New' --licence {__file__} --source me"),
    "P101": (change(PRINTER, "profile: icc/FOGRA39L_coated.icc", "profile: icc/sRGB.icc"), "check"),
    "P102": (change(EDITION, "year: 2026", 'year: 2026\nisbn: {leaflet: {en: "978-92-4-154837-4"}}'), "check"),
    "P103": (change(PRINTER, "90 g/m², kind: coated", "90 g/m², kind: other"), "check"),
    "P104": (change(EDITION, "year: 2026", "year: 2026\nprinting: {leaflet: {interior: silk-900}}"), "check"),
    "S101": (lambda project: project.write("templates/chapter.html", "<h1>{{ t.contens }}</h1>\n"), "check"),
    "S102": (change("content/images/icons/standard-01.svg", 'stroke="#0a6666"', 'stroke="#0b6666"'), "check"),
    "S103": (change("content/fr/language.yaml", "  contents: Sommaire\n", ""), "check --language fr"),
    "S104": (lambda project: project.write("styles/languages/en.css", "p { columns: 2; column-rule: 1pt solid }\n"), "check"),
    "S105": (change("content/images/icons/standard-01.svg", 'stroke="#0a6666"', 'stroke="PANTONE 300 C"'), "check"),
    "S106": (change("templates/cover-art/handbook.svg", 'width="158" height="220" fill', 'width="158" height="215" fill'), "check"),
}


def told(capsys: pytest.CaptureFixture[str], project: TinyProject, command: str) -> tuple[int, dict[str, str]]:
    """Exit code, and code -> message, of a command in this process."""
    verb, *arguments = shlex.split(command)
    exit_code = cli.main([verb, "--root", str(project.root), *arguments])
    return exit_code, messages(capsys.readouterr().err)


def messages(said: str) -> dict[str, str]:
    return {match[1]: match[2] for match in re.finditer(r"^\S.* ([A-Z]\d{3}) (.*)\n    mend: .", said, re.M)}


@pytest.mark.parametrize("code", CHECKED)
def test_an_example_is_what_the_program_says(project: TinyProject, capsys: pytest.CaptureFixture[str], code: str) -> None:
    broken, command = CHECKED[code]
    broken(project)
    exit_code, said = told(capsys, project, command)
    assert said.get(code) == examples()[code]
    assert exit_code == CODES[code][1]


#: code -> what is broken; told while the leaflet is made
BUILT: dict[str, Callable[[TinyProject], object]] = {
    "T101": write("templates/chapter.html", '<h1 style="colour: inherit">{{ title_html }}</h1>\n{% for _, _, html in body %}{{ html }}{% endfor %}'),
    "T103": body(f"{'W' * 90}\n"),
    "T105": lambda project: project.write("styles/handbook.css", project.read("styles/handbook.css")
                                          + "\np { color: {{ '#12' ~ '3456' }} }\n"),  # put together, so that it is seen late
    "E102": write("outputs", "a file"),
}


def coarse(project: TinyProject) -> None:
    picture = io.BytesIO()
    Image.linear_gradient("L").resize((48, 48)).save(picture, "PNG")
    project.write("content/images/coarse.png", picture.getvalue())
    project.write("styles/handbook.css", project.read("styles/handbook.css") + "\np img { width: 20.32mm }\n")
    project.text("![A square](coarse.png)\n", TEXT)


def test_the_example_of_a_press_file_that_fails_preflight(built: TinyProject) -> None:
    coarse(built)
    done = built.run("press", "--pub", "leaflet", "--copies", "5")
    assert messages(done.stderr)["P106"] == examples()["P106"]
    assert done.returncode == CODES["P106"][1]
    assert not built.path("outputs/global/en/press-pack/leaflet.zip").exists()


def test_the_example_of_a_sheet_that_is_too_small(built: TinyProject) -> None:
    built.write(PRINTER, re.sub(r"(?m)^imposition:.*$", "imposition: {pages: 4, sheet: [297, 210]}", built.read(PRINTER)))
    done = built.build("--pub", "leaflet", "--format", "imposed")
    assert messages(done.stderr)["P110"] == examples()["P110"]
    assert done.returncode == CODES["P110"][1]


@pytest.mark.parametrize("code", BUILT)
def test_an_example_of_a_build_is_what_the_program_says(project: TinyProject, code: str) -> None:
    BUILT[code](project)
    done = project.build("--pub", "leaflet")
    assert messages(done.stderr).get(code) == examples()[code], done.stderr
    assert done.returncode == CODES[code][1]
    assert not list(project.root.glob("outputs/**/*.pdf"))
    assert "Traceback" not in done.stderr


#: code -> what is broken; told as a warning after the leaflet is made
WARNED: dict[str, Callable[[TinyProject], object]] = {
    "P201": change(EDITION, "year: 2026", "year: 2026\nprinting: {leaflet: {binding: perfect}}"),
    "P202": change(PRINTER, "trim-max: [250, 350]", "trim-max: [140, 200]"),
}


@pytest.mark.parametrize("code", WARNED)
def test_an_example_of_a_warning_is_what_the_program_says(built: TinyProject, code: str) -> None:
    WARNED[code](built)
    done = built.build("--pub", "leaflet", "--format", "press")
    assert done.returncode == 0, done.stderr
    assert {key: message for key, message in messages(done.stderr).items() if key in WARNED} == {code: examples()[code]}
    assert built.path("outputs/global/en/leaflet-press.pdf").exists()


def test_the_example_of_a_cover_for_another_interior(built: TinyProject) -> None:
    interior, cover = (built.path(f"outputs/global/en/leaflet-{name}.pdf") for name in ("press", "cover-press"))
    findings = Findings(built.root)
    check_pair(interior, cover, findings)
    assert findings.items == []
    with pikepdf.open(interior, allow_overwriting_input=True) as pdf:
        pdf.pages.extend(list(pdf.pages))
        pdf.save(interior)
    check_pair(interior, cover, findings)
    assert [(finding.code, finding.message) for finding in findings.items] == [("P105", examples()["P105"])]


def test_the_example_of_an_imprint_that_lacks_an_item(project: TinyProject) -> None:
    findings = Findings(project.root)
    edition = load_project(project.root, findings).editions["global"]
    missing(edition, "leaflet", "en", {}, findings)
    findings.stop_if_any()  # warnings stop nothing
    assert examples()["P203"] in [finding.message for finding in findings.warnings]
    assert CODES["P203"][1] == 0


def test_the_example_of_a_number_in_other_digits() -> None:
    language = load_project(ROOT, Findings(ROOT), ["ur"]).languages["ur"]
    assert [(fault.code, fault.message) for fault in letters.faults("٥", language)] == [("L104", examples()["L104"])]


def test_the_example_of_a_missing_library(
    project: TinyProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(prepare.LIBRARIES, "Pango", ("libnosuch.so.0", "nosuch", "libpango-1.0-0"))
    assert told(capsys, project, "pdf") == (4, {"E101": examples()["E101"]})


def test_the_example_of_another_engine(
    project: TinyProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda _: "71.0")
    assert told(capsys, project, "pdf") == (4, {"E103": examples()["E103"]})


def test_the_example_of_a_path_in_another_encoding(
    project: TinyProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / os.fsdecode(b"Ren\xe9")
    folder.mkdir()
    project.root.rename(folder / "project")
    moved = TinyProject(folder / "project")
    for verb in ("pdf", "press --copies 5 --language en", "specimen"):
        assert told(capsys, moved, verb) == (4, {"E105": examples()["E105"]})
    assert moved.check().places == []  # reading needs no engine


@pytest.mark.parametrize(("code", "error"), [
    ("T104", BrokenProcessPool("a process was terminated")), ("E104", OSError(28, "No space left on device"))])
def test_the_example_of_what_the_system_does(
    project: TinyProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, code: str, error: Exception
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("bindery.pipeline.check", stopped)
    assert told(capsys, project, "check") == (CODES[code][1], {code: examples()[code]})


class Restless:
    """A book in which two sections move each time it is set."""

    def __init__(self, *_: object):
        pass

    def settle(self, *_: object, **__: object) -> None:
        pass

    def moved(self, *_: object) -> list[str]:
        return ["contents", "standard-01"]


def test_the_example_of_page_numbers_that_do_not_settle(project: TinyProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bindery.typeset.settle._Book", Restless)
    loaded, ((manuscript,),) = check(project.root, Request(("en",), publications=("handbook",)))
    findings = Findings(project.root)
    with pytest.raises(BinderyError) as raised:
        typeset_book(workshop(loaded, Pool.__new__(Pool), findings), manuscript)
    assert messages(f"{raised.value}\n") == {"T102": examples()["T102"]}
    assert raised.value.exit_code == 5


def test_every_example_is_held_by_a_test_above() -> None:
    assert {"L104", *CHECKED, *BUILT, *WARNED, "P105", "P106", "P110", "P203", "E101", "E103", "T104", "E104", "E105", "T102"} == set(CODES)
