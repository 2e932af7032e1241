"""The command line as a person or a program meets it: exit codes, findings, and what is left when a build is broken off."""

from __future__ import annotations

import json
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from tiny_project import TinyProject, heed_signals

from bindery import cli, prepare
from bindery.commands import books
from bindery.deliver import files

REPOSITORY = Path(__file__).resolve().parents[1]
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


# How it is called.


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


# What is there stays there.


def test_a_failed_build_leaves_the_last_good_files(built: TinyProject) -> None:
    before = built.outputs()
    built.change(TEXT, "short", "<b>short</b>")
    built.change("content/en/handbook/standard-01.md", "::: why", "::: wy")
    done = built.build("--pub", "leaflet", "--pub", "handbook")
    assert done.returncode == 3
    assert done.stdout == ""
    assert re.findall(r"^\S+ ([A-Z]\d{3}) ", done.stderr, re.M) == ["M106", "M105", "M101", "M101"]
    assert "Traceback" not in done.stderr
    assert built.outputs() == before
    assert {path.name for path in built.path(".cache/sections/pages").iterdir()} == {
        "global-en-leaflet.json", "global-fr-leaflet.json"}  # nothing of the handbook was typeset


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


def test_nothing_changed_means_nothing_is_made(built: TinyProject) -> None:
    arguments = ("--pub", "leaflet", "--language", "en")
    assert built.build(*arguments).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in built.path("outputs").rglob("*.pdf")}
    again = built.build(*arguments)
    assert again.stdout.endswith("nothing has changed since the last build\n")
    assert {path: path.stat().st_mtime_ns for path in built.path("outputs").rglob("*.pdf")} == before
    built.change(TEXT, "short", "long")
    assert "nothing has changed" not in built.build(*arguments).stdout


@pytest.mark.parametrize("content", [b"", b"{", b"null", b'{"key": 1}', b"\xff\xfe"])
def test_a_damaged_memory_of_the_last_build_is_forgotten(built: TinyProject, content: bytes) -> None:
    before = built.outputs()
    assert built.build("--pub", "leaflet", "--language", "en,fr").returncode == 0
    for record in built.path(".cache/stamps").iterdir():
        built.write(f".cache/stamps/{record.name}", content)
    done = built.build("--pub", "leaflet", "--language", "en,fr")
    assert (done.returncode, "nothing has changed" in done.stdout) == (0, False)
    assert built.outputs() == before


@pytest.mark.parametrize("damage", [
    pytest.param(lambda raw: raw[: len(raw) // 2], id="cut off"),
    pytest.param(lambda raw: b"", id="empty"),
    pytest.param(lambda raw: b"garbage" * 99, id="garbage"),
    pytest.param(lambda raw: b"\x80\x05N.", id="another thing"),
    *(pytest.param(lambda raw, at=at: raw[: len(raw) * at // 10] + b"\x5a" + raw[len(raw) * at // 10 + 1 :], id=f"one byte at {at}/10")
      for at in (3, 5, 8)),
])
def test_a_damaged_section_of_the_cache_is_set_again(built: TinyProject, damage: object) -> None:
    before = built.outputs()
    for path in built.path(".cache/sections").glob("??/*"):
        path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    built.path("outputs/global/en/leaflet-screen.pdf").unlink()
    done = built.build("--pub", "leaflet", "--language", "en,fr")
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
    assert built.outputs() == before


# The disk and the machine.


def test_a_file_in_the_place_of_the_outputs(built: TinyProject) -> None:
    shutil.rmtree(built.path("outputs"))
    built.write("outputs", "a file")
    done = built.build()
    assert done.returncode == 4
    assert done.stderr.startswith("outputs/global/en E102 files cannot be written here: Not a directory\n    mend: move away")
    assert built.path("outputs").read_text() == "a file"


def test_a_folder_in_the_place_of_a_book(built: TinyProject) -> None:
    before = built.outputs()
    built.path("outputs/global/en/leaflet-screen.pdf").unlink()
    built.path("outputs/global/en/leaflet-screen.pdf").mkdir()
    built.change(TEXT, "short", "long")
    done = built.build()
    assert done.returncode == 4
    assert done.stderr.splitlines()[-3].startswith(
        "outputs/global/en/leaflet-screen.pdf E102 files cannot be written here: a folder of this name is in the way")
    del before["global/en/leaflet-screen.pdf"]
    assert built.outputs() == before  # not one of the book's files is newer than another


def test_a_file_in_the_place_of_the_cache(project: TinyProject) -> None:
    shutil.rmtree(project.path(".cache"))
    project.write(".cache", "a file")
    done = project.build()
    assert done.returncode == 4
    assert re.match(r"\.cache\S* E104 the system says: ", done.stderr)
    assert "Traceback" not in done.stderr


@pytest.fixture
def full_disk(built: TinyProject) -> Iterator[TinyProject]:
    """outputs/ on a disk of its own that has room for next to nothing."""
    folder = built.path("outputs")
    kept = built.root.parent / "kept"
    shutil.copytree(folder, kept)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a disk can be mounted by the machine's owner only")
    try:
        yield built
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    assert built.outputs() == {path.relative_to(kept).as_posix(): path.read_bytes() for path in sorted(kept.rglob("*.pdf"))}


def test_a_disk_that_is_really_full(full_disk: TinyProject) -> None:
    full_disk.change(TEXT, "short", "long")
    done = full_disk.build()
    assert done.returncode == 4, done.stderr
    assert "outputs/global/en E104 the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert full_disk.outputs() == {}


def test_a_read_only_disk(full_disk: TinyProject) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(full_disk.path("outputs"))], check=True)
    done = full_disk.build()
    assert done.returncode == 4
    assert done.stderr.startswith("outputs/global E102 files cannot be written here: Read-only file system\n    mend: ")


@pytest.mark.parametrize(("number", "code", "message"), [
    (28, "E104", "the disk is full"), (122, "E104", "the disk is full"),
    (13, "E102", "files cannot be written here: Permission denied"), (30, "E102", "files cannot be written here: Read-only file system"),
])
def test_what_the_disk_says_while_a_book_is_delivered(tmp_path: Path, number: int, code: str, message: str) -> None:
    folder = tmp_path / "outputs" / "global" / "en"
    folder.mkdir(parents=True)
    (folder / "a.pdf").write_bytes(b"the last good one")
    with pytest.raises(cli.BinderyError) as stopped, files.delivery(folder) as one:
        one.place("a.pdf").write_bytes(b"half")
        one.place("b.pdf")
        raise OSError(number, os.strerror(number))
    finding = stopped.value.findings[0]
    assert (finding.code, finding.path, finding.message) == (code, "outputs/global/en", message)
    assert stopped.value.exit_code == 4
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("a.pdf", b"the last good one")]


@pytest.mark.parametrize("number", [28, 122])
def test_a_full_disk_at_any_other_place(
    project: TinyProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), str(project.path(".cache/x")))

    monkeypatch.setattr("bindery.pipeline.check", full)
    assert cli.main(["check", "--root", str(project.root)]) == 4
    assert capsys.readouterr().err.startswith(".cache/x E104 the disk is full\n    mend: make room on the disk, then run again")


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


def test_make_says_which_library_is_missing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(prepare.LIBRARIES, "Pango", ("libnosuch.so.0", "nosuch", "libpango-1.0-0"))
    monkeypatch.setenv("NO_INSTALL", "1")
    assert prepare.main() == 4
    assert capsys.readouterr().err.startswith("bindery: E101 system libraries are missing: Pango\n    mend: install them:")


def test_a_python_that_is_too_old(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    assert prepare.main() == 4
    assert "is too old\n    mend: install Python 3.11 or newer" in capsys.readouterr().err


def test_another_version_of_the_engine(
    project: TinyProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bindery.typeset.engine.pins.VERSION", "99.0")
    assert cli.main(["pdf", "--root", str(project.root)]) == 4
    assert re.match(r"requirements\.lock E103 the typesetting engine is WeasyPrint [\d.]+, not 99\.0\n    mend: delete \.venv",
                    capsys.readouterr().err)


# Two at once, and broken off.


def test_two_builds_at_once(built: TinyProject) -> None:
    before = built.outputs()
    built.change(TEXT, "short", "long")
    command = built.command("pdf", "--pub", "leaflet", "--language", "en,fr")
    both = [subprocess.Popen(command, env=built.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(2)]
    ends = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], ends
    assert not [err for _, err in ends if "Traceback" in err]
    after = built.outputs()
    assert after.keys() == before.keys()  # and no half file beside them
    assert after["global/en/leaflet-screen.pdf"] != before["global/en/leaflet-screen.pdf"]


def test_what_another_build_is_writing_is_not_swept_away(tmp_path: Path) -> None:
    with files.delivery(tmp_path) as other:
        half = other.place("a-screen.pdf")
        left = tmp_path / ".a-screen.pdf.x1y2"  # of a build that was killed
        left.touch()
        files.sweep(tmp_path)
        assert half.exists()
        assert not left.exists()
        assert other.commit() == [tmp_path / "a-screen.pdf"]
    assert [path.name for path in tmp_path.iterdir()] == ["a-screen.pdf"]


def start_a_long_build(project: TinyProject) -> subprocess.Popen[str]:
    """In a process group of its own; returns in the middle of typesetting: the first section is set, a long one is not."""
    project.text("".join(f"Paragraph {n} of a text that takes long.\n\n" * 20 for n in range(400)))
    command = project.command("pdf", "--pub", "handbook")
    build = subprocess.Popen(command, env=project.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             start_new_session=True, preexec_fn=heed_signals)
    assert build.stderr is not None
    assert build.stderr.readline() == "handbook en …\n"
    return build


@pytest.mark.parametrize(("number", "to"), [
    (signal.SIGINT, "the group"),  # as Ctrl-C does
    (signal.SIGINT, "the process"), (signal.SIGTERM, "the group"), (signal.SIGTERM, "the process"), (signal.SIGHUP, "the process"),
])
def test_a_build_that_is_broken_off(built: TinyProject, number: signal.Signals, to: str) -> None:
    before = built.outputs()
    build = start_a_long_build(built)
    assert len(psutil.Process(build.pid).children(recursive=True)) > 2
    if to == "the process":
        build.send_signal(number)
    else:
        os.killpg(build.pid, number)
    out, err = build.communicate(timeout=60)  # every child writes to the same pipes: they end with the last of them
    assert (build.returncode, out, err) == (130, "", "\nstopped; the last good files are untouched\n")
    assert built.outputs() == before


def test_a_build_that_is_killed_outright_leaves_nothing_that_the_next_one_minds(built: TinyProject) -> None:
    before = built.outputs()
    build = start_a_long_build(built)
    os.killpg(build.pid, signal.SIGKILL)
    build.communicate(timeout=60)
    assert built.outputs() == before
    assert built.build("--pub", "leaflet", "--language", "en,fr").returncode == 0
    assert built.outputs() == before


def test_a_typesetting_process_that_is_killed(built: TinyProject) -> None:
    before = built.outputs()
    build = start_a_long_build(built)
    workers = [child for child in psutil.Process(build.pid).children(recursive=True) if not child.children()]
    for worker in workers:
        if "forkserver" in " ".join(worker.cmdline()):
            worker.kill()
    _, err = build.communicate(timeout=60)
    assert build.returncode == 5, err
    assert re.match(r"\S.* T104 .*\bprocess died.*\n    mend: run again", err), err
    assert "Traceback" not in err
    assert built.outputs() == before


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


def test_too_little_memory(built: TinyProject) -> None:
    """A limit that lets Python run, but not the engine."""
    before = built.outputs()
    built.change(TEXT, "short", "long")
    limit = 400 << 20
    done = subprocess.run(built.command("pdf", "--pub", "leaflet"), env=built.environment(), capture_output=True, text=True, timeout=60,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
    assert done.returncode in (0, 1, 4, 5)
    if done.returncode:
        assert built.outputs() == before


# make


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
