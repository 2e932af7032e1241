"""The command line as a person or a program meets it: exit codes, findings, and what is left when a build is broken off."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_project import REPOSITORY, TinyProject

from bindery import cli, prepare
from bindery.commands import books

TEXT = "content/en/leaflet/leaflet.md"
LEAFLET = ["global/en/leaflet-cover-press.pdf", "global/en/leaflet-press.pdf", "global/en/leaflet-screen.pdf"]


def test_the_tiny_project_is_sound(project: TinyProject) -> None:
    said = project.check("--language", "all")
    assert said.places == []
    assert said.exit_code == 0


def test_it_makes_a_book_in_each_format(built: TinyProject) -> None:
    assert [name for name in built.outputs() if name.startswith("global/en/")] == LEAFLET
    assert all(raw.startswith(b"%PDF-") for raw in built.outputs().values())


def test_a_handbook_of_the_tiny_project(project: TinyProject) -> None:
    done = project.build("--pub", "handbook", "--format", "screen")
    assert (done.returncode, done.stderr) == (0, "handbook en …\n")
    assert done.stdout.startswith("outputs/global/en/handbook-screen.pdf\n1 file in ")


@pytest.mark.parametrize(("arguments", "code", "message", "mend"), [
    (["--language", "xx"], "U101", "there is no language “xx”", "one of: en, fr"),
    (["--language", ""], "U101", "there is no language “”", "one of: en, fr"),
    (["--language", "../en"], "U101", "there is no language “../en”", "one of: en, fr"),
    (["--language", "images"], "U101", "there is no language “images”", "one of: en, fr"),
    (["--pub", "hanbook"], "U102", "there is no publication “hanbook”", "one of: handbook, leaflet"),
    (["--format", "epub"], "U103", "there is no format “epub”", "one of: screen, press"),
    (["--section", "standard-99"], "U104", "there is no section “standard-99”", "one of: area-1, contents, introduction, leaflet, "),
    (["--edition", "lebanon"], "U105", "there is no edition “lebanon”", "one of: global"),
    (["--edition", "../../etc"], "U105", "there is no edition “../../etc”", "one of: global"),
    (["--printer", "digital"], "U107", "there is no printer profile “digital”", "one of: offset-coated"),
])
def test_what_there_is_not_is_told_with_what_there_is(
    project: TinyProject, capsys: pytest.CaptureFixture[str], arguments: list[str], code: str, message: str, mend: str
) -> None:
    assert cli.main(["pdf", "--root", str(project.root), *arguments]) == 2
    said = capsys.readouterr().err
    assert f"command line {code} {message}\n    mend: {mend}" in said
    assert "1 thing to mend" in said
    assert not project.path("outputs").exists()


def test_an_empty_section_is_none_of_the_book(project: TinyProject, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["pdf", "--root", str(project.root), "--section", ""]) == 2
    assert "command line U104 there is no section “”\n    mend: one of: " in capsys.readouterr().err


def test_a_terminal_that_lacks_letters_is_shown_their_codes(project: TinyProject) -> None:
    said = project.run("languages", PYTHONIOENCODING="ascii")
    assert (said.returncode, said.stderr) == (0, "")
    assert "French (Fran\\xe7ais)" in said.stdout
    assert "“" not in project.run("check", "--pub", "nosuch", PYTHONIOENCODING="ascii").stderr
    assert json.loads(project.run("languages", "--json", PYTHONIOENCODING="ascii").stdout)[1]["native"] == "Français"


def test_clean_takes_away_whatever_the_cache_is(project: TinyProject, tmp_path: Path) -> None:
    cache, elsewhere = project.path(".cache"), tmp_path / "elsewhere"
    for make in (lambda: cache.mkdir(), lambda: cache.write_text("a file"), lambda: cache.symlink_to(elsewhere)):
        shutil.rmtree(cache, ignore_errors=True)
        make()
        elsewhere.mkdir(exist_ok=True)
        assert cli.main(["clean", "--root", str(project.root)]) == 0
        assert not os.path.lexists(cache)
    assert elsewhere.is_dir()


def test_clean_answers_a_program(project: TinyProject) -> None:
    assert json.loads(project.run("clean", "--json").stdout) == {"files": [], "findings": []}


def test_wrong_languages_and_formats_are_told_together(project: TinyProject, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["pdf", "--root", str(project.root), "--language", "xx,en,yy", "--format", "epub"]) == 2
    assert re.findall(r"[UFYM]\d{3}", capsys.readouterr().err) == ["U101", "U101", "U103"]


def test_a_language_that_has_not_this_text(project: TinyProject) -> None:
    project.path("content/fr/leaflet/leaflet.md").unlink()
    said = project.check("--language", "fr", "--pub", "leaflet")
    assert said.only == ("command line U106", "French has no text for “leaflet”", "translate content/en/leaflet/ first")
    assert said.exit_code == 2


def test_a_language_without_any_text(project: TinyProject) -> None:
    shutil.rmtree(project.path("content/fr/leaflet"))
    shutil.rmtree(project.path("content/fr/handbook"))
    done = project.build("--language", "fr")
    assert done.returncode == 2
    assert done.stderr.startswith("command line U106 “fr” has no text for what is asked\n    mend: ")


@pytest.mark.parametrize("arguments", [[], ["pdfs"], ["pdf", "--nosuch"], ["check", "--root", "/nowhere"]])
def test_a_wrong_call_ends_with_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("usage: build.py")


def test_findings_for_programs(project: TinyProject, capsys: pytest.CaptureFixture[str]) -> None:
    project.change(TEXT, "short", "<b>short")
    assert cli.main(["check", "--json", "--root", str(project.root)]) == 3
    out, err = capsys.readouterr()
    assert err == ""
    assert json.loads(out) == {"warnings": 0, "findings": [{
        "warning": False, "code": "M101", "path": TEXT, "line": 6, "column": 5, "message": "HTML cannot be used: <b>",
        "mend": "use Markdown; for the sign < itself write \\<"}]}


def test_a_finding_says_place_code_message_and_mend(project: TinyProject, capsys: pytest.CaptureFixture[str]) -> None:
    project.change(TEXT, "short", "<b>short</b>")
    assert cli.main(["check", "--root", str(project.root)]) == 3
    assert capsys.readouterr().err == (
        f"{TEXT}:6:5 M101 HTML cannot be used: <b>\n    mend: use Markdown; for the sign < itself write \\<\n"
        f"{TEXT}:6:13 M101 HTML cannot be used: </b>\n    mend: use Markdown; for the sign < itself write \\<\n"
        "2 things to mend; the last good files are untouched (docs/errors.md explains the codes)\n")


def test_a_fault_of_the_program_is_said_to_be_one(
    project: TinyProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("this should not be")

    monkeypatch.setattr("bindery.pipeline.check", broken)
    monkeypatch.delenv("BINDERY_DEBUG", raising=False)
    assert cli.main(["check", "--root", str(project.root)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("bindery itself failed: RuntimeError: this should not be\n    mend: ")
    assert "Traceback" not in said
    monkeypatch.setenv("BINDERY_DEBUG", "1")
    with pytest.raises(RuntimeError):
        cli.main(["check", "--root", str(project.root)])


def test_who_reads_the_answer_may_go_away(project: TinyProject) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(project.command("languages"), stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(writer)
    assert "Traceback" not in done.stderr


def test_a_commit_is_seen_wherever_git_keeps_it(tmp_path: Path) -> None:
    """Its date is in the files: in a clone, a worktree, a folder of a larger repository, also when git has packed its branches."""

    def git(*arguments: str) -> str:
        who = ("-c", "user.name=A", "-c", "user.email=a@b.org")
        return subprocess.run(["git", *who, *arguments], cwd=clone, check=True, capture_output=True, text=True).stdout.strip()

    clone, worktree = tmp_path / "clone", tmp_path / "worktree"
    (clone / "project").mkdir(parents=True)
    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "one")
    git("worktree", "add", "-q", str(worktree))
    places = (clone, clone / "project", worktree)
    first = git("rev-parse", "HEAD")
    assert [books._head(place) for place in places] == [first] * 3
    git("-C", str(worktree), "commit", "-q", "--allow-empty", "-m", "two")
    assert books._head(worktree) == git("-C", str(worktree), "rev-parse", "HEAD") != first
    git("pack-refs", "--all")
    assert all(first in books._head(place) for place in places)


def test_a_missing_system_library(
    project: TinyProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(prepare.LIBRARIES, "Pango", ("libnosuch.so.0", "nosuch", "libpango-1.0-0"))
    assert cli.main(["pdf", "--root", str(project.root)]) == 4
    said = capsys.readouterr().err
    assert said.startswith("system E101 system libraries are missing: Pango\n    mend: install them:\n")
    assert "Debian, Ubuntu:  sudo apt-get install libpango-1.0-0\n" in said
    assert "macOS:           brew install pango" in said
    assert cli.main(["check", "--root", str(project.root)]) == 0  # reading needs no engine


def test_another_version_of_the_engine(
    project: TinyProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bindery.typeset.engine.pins.VERSION", "99.0")
    assert cli.main(["pdf", "--root", str(project.root)]) == 4
    assert re.match(r"requirements\.lock E103 the typesetting engine is WeasyPrint [\d.]+, not 99\.0\n    mend: delete \.venv",
                    capsys.readouterr().err)


def test_the_folder_where_the_command_is_given_does_not_matter(built: TinyProject, tmp_path: Path) -> None:
    """Another program of this name there is not taken for ours; a folder that is gone is told where it is needed."""
    before = built.outputs()
    (tmp_path / "bindery/typeset").mkdir(parents=True)
    for name in ("bindery", "bindery/typeset"):
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "bindery/typeset/preload.py").write_text("print('another program')")
    shutil.rmtree(built.path(".cache"))
    done = subprocess.run(built.command("pdf", "--pub", "leaflet"), env=built.environment(), cwd=tmp_path, text=True,
                          encoding="utf-8", capture_output=True, timeout=120)
    assert (done.returncode, "another program" in done.stdout + done.stderr) == (0, False)
    assert built.outputs() == before
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(["sh", "-c", f"rmdir '{gone}'; exec \"$@\"", "sh", sys.executable, str(REPOSITORY / "build.py"), "check", "--root", "."],
                          cwd=gone, text=True, encoding="utf-8", capture_output=True, timeout=60)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "argument --root: .: No such file or directory" in done.stderr
