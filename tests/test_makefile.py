"""`make`: what it hands on, what it asks of a machine, and how it ends."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys

import pytest
from tiny_project import REPOSITORY, TinyProject

from bindery import prepare


def test_make_says_which_library_is_missing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(prepare.LIBRARIES, "Pango", ("libnosuch.so.0", "nosuch", "libpango-1.0-0"))
    monkeypatch.setenv("NO_INSTALL", "1")
    assert prepare.main() == 4
    assert capsys.readouterr().err.startswith("bindery: E101 system libraries are missing: Pango\n    mend: install them:")


def test_a_python_that_is_too_old(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    assert prepare.main() == 4
    assert "is too old\n    mend: install Python 3.11 or newer" in capsys.readouterr().err


@pytest.fixture
def with_make(built: TinyProject) -> TinyProject:
    """The tiny project with the program in it, as in a clone; the virtual environment is the repository's."""
    for name in ("Makefile", "build.py", "requirements.lock"):
        shutil.copy(REPOSITORY / name, built.root)
    shutil.copytree(REPOSITORY / "bindery", built.root / "bindery", ignore=shutil.ignore_patterns("__pycache__"))
    built.path(".venv").symlink_to(REPOSITORY / ".venv")
    return built


def make(project: TinyProject, *arguments: str) -> subprocess.CompletedProcess[str]:
    """As from a shell of its own: a make that runs the tests hands its level and options on, and says which folder it is in."""
    environment = {key: value for key, value in project.environment().items() if key not in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")}
    return subprocess.run(["make", *arguments], cwd=project.root, env=environment, capture_output=True, text=True, timeout=120)


def test_make_fails_when_the_build_does_and_shows_the_findings(with_make: TinyProject) -> None:
    if not (REPOSITORY / ".venv/.ready").exists():
        pytest.skip("the virtual environment was not made by make")
    before = with_make.outputs()
    with_make.change("content/fr/leaflet/leaflet.md", "short", "<b>short")
    done = make(with_make, "pdf", "LANG=fr", "PUB=leaflet")
    assert done.returncode == 2  # make's own
    assert "content/fr/leaflet/leaflet.md:6:5 M101 HTML cannot be used: <b>\n    mend: " in done.stderr
    assert re.search(r"^make(?:\[\d+\])?: \*\*\* \[Makefile:\d+: pdf\] Error 3$", done.stderr, re.M)
    assert with_make.outputs() == before
    done = make(with_make, "pdf", "LANG=xx")
    assert "command line U101 there is no language “xx”\n    mend: one of: en, fr\n" in done.stderr
    assert re.search(r"Error 2$", done.stderr, re.M)


def test_make_hands_on_what_it_is_given_as_one_word(with_make: TinyProject) -> None:
    """Only the commands are shown (-n), as the shell would get them."""

    def command(*arguments: str) -> list[str]:
        shown = make(with_make, "-n", *arguments).stdout.splitlines()[-1]
        return shlex.split(shown)[2:]

    assert command("pdf", "LANG=fr", "PUB=it's a $$(id)") == ["pdf", "--language", "fr", "--publication", "it's a $(id)"]
    assert command("pdf", "LANG=", "SECTION=") == ["pdf", "--language", "", "--section", ""]
    assert command("specimen", "LANG=fr", "EDITION=global") == ["specimen", "--language", "fr", "--edition", "global"]
    assert command("preflight", "FILE=my book.pdf", "PRINTER=digital") == ["preflight", "my book.pdf", "--printer", "digital"]
    for verb, name in (("all", "PUB"), ("check", "LANG"), ("compare", "LANG"), ("new-language", "LANG"), ("press", "COPIES")):
        assert command(verb, f"{name}=a b")[-1] == "a b"
    assert command("check") == ["check"]  # a shell's own LANG is no language of ours
