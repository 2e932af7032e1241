"""A build that fails, is broken off, or meets a full disk or another build costs nothing that was there."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from tiny_project import TinyProject, heed_signals

from bindery import cli
from bindery.deliver import files

TEXT = "content/en/leaflet/leaflet.md"


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
