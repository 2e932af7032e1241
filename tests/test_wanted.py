"""What is broken stops those who need it, and nobody else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tiny_project import TinyProject

#: An edition, a printer and a language beside the ones that are asked for, and what is told of each.
BROKEN = {
    "editions/other/edition.yaml": "editions/other/edition.yaml:1:7 Y101",
    "printers/other.yaml": "printers/other.yaml:1:7 Y101",
    "content/sw/language.yaml": "content/sw/language.yaml:1:7 Y101",
}


@pytest.fixture
def neighbours(built: TinyProject) -> TinyProject:
    """A project with broken neighbours."""
    for name in BROKEN:
        built.write(name, "name: [a\n")
    built.write("editions/lebanon/edition.yaml", built.read("editions/global/edition.yaml"))
    built.write("printers/mine.yaml", "based-on: offset-coated\nbleed: 4\n")
    return built


def test_nobody_is_stopped_by_what_he_does_not_need(neighbours: TinyProject, tmp_path: Path) -> None:
    (tmp_path / "book.pdf").write_bytes(neighbours.path("outputs/global/en/leaflet-press.pdf").read_bytes())
    for command in (
        "pdf --pub leaflet --format screen --format booklet", "pdf --pub leaflet --edition lebanon --printer mine --format press",
        "press --pub leaflet --copies 50", "compare --language fr",
        f"preflight {tmp_path}/book.pdf --printer offset-coated", "check --edition lebanon",
    ):
        done = neighbours.run(*command.split())
        assert (done.returncode, [name for name in BROKEN if name in done.stderr]) == (0, []), (command, done.stderr)
    neighbours.path("content/sw/language.yaml").unlink()
    neighbours.path("content/sw").rmdir()
    assert neighbours.run("languages").returncode == neighbours.run("new-language", "--language", "de").returncode == 0


def test_who_needs_it_is_stopped(neighbours: TinyProject) -> None:
    for command, told in zip(("pdf --edition other", "pdf --printer other", "pdf --language sw"), BROKEN.values(), strict=True):
        done = neighbours.run(*command.split())
        assert (done.returncode, [place for place in BROKEN.values() if place in done.stderr]) == (3, [told]), (command, done.stderr)


def test_a_check_of_all_tells_all(neighbours: TinyProject) -> None:
    places = list(BROKEN.values())
    assert neighbours.check("--language", "all").places == sorted(places)
    assert neighbours.check().places == sorted(places[:2])


def test_a_profile_is_stopped_by_the_one_that_it_is_based_on(neighbours: TinyProject) -> None:
    neighbours.write("printers/mine.yaml", "based-on: other\n")
    assert BROKEN["printers/other.yaml"] in neighbours.run("pdf", "--printer", "mine").stderr
    neighbours.write("printers/mine.yaml", "based-on: otter\n")
    done = neighbours.run("pdf", "--printer", "mine")
    assert "printers/mine.yaml:1:1 Y104 there is no printer profile “otter” to base this one on\n    mend: one of: " in done.stderr


def test_what_is_asked_for_is_read_again_when_another_was_asked_for_before(neighbours: TinyProject) -> None:
    """The project is kept from run to run: one that was read for one printer serves no other."""
    for printer in ("offset-coated", "mine", "offset-coated"):
        done = neighbours.run("pdf", "--pub", "leaflet", "--printer", printer, "--format", "press", SOURCE_DATE_EPOCH=str(len(printer)))
        assert done.returncode == 0, done.stderr


def test_a_broken_name_is_no_edition_printer_or_language(neighbours: TinyProject) -> None:
    odd = os.fsdecode(b"Ren\xe9")
    neighbours.write(f"editions/{odd}/edition.yaml", "name: x\n")
    neighbours.write(f"content/en/leaflet/{odd}.md", "words\n")
    for command in (f"pdf --edition {odd}", f"pdf --printer {odd}", f"pdf --language {odd}", f"pdf --pub {odd}", f"pdf --section {odd}"):
        done = neighbours.run(*command.split())
        assert (done.returncode in (2, 3), "itself failed" in done.stderr) == (True, False), (command, done.stderr)


def test_a_file_for_preflight_may_have_any_name(neighbours: TinyProject, tmp_path: Path) -> None:
    odd = os.fsdecode(bytes(tmp_path) + b"/Ren\xe9.pdf")
    Path(odd).write_bytes(neighbours.path("outputs/global/en/leaflet-press.pdf").read_bytes())
    done = neighbours.run("preflight", odd)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ren\\udce9.pdf" in done.stdout
