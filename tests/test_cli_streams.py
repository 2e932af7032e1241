"""Where answers go: a pipe that is gone, a full disk, a stream that the caller has closed; and a cache that is emptied meanwhile."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest
from tiny_project import TinyProject

from bindery import cli


def shell(project: TinyProject, command: str, redirect: str) -> subprocess.CompletedProcess[str]:
    words = shlex.join(project.command(*command.split()))
    return subprocess.run(["sh", "-c", f"{words} {redirect}"], env=project.environment(), capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("redirect", ["2>&-", ">&- 2>&- <&-", ">&-"])
def test_closed_streams_stop_no_build(built: TinyProject, redirect: str) -> None:
    before = built.outputs()
    built.change("content/en/leaflet/leaflet.md", "short", "long")
    done = shell(built, "pdf --pub leaflet", redirect)
    assert (done.returncode, done.stderr.replace("leaflet en …\n", "")) == (0, "")
    after = built.outputs()
    assert after.keys() == before.keys()
    assert after["global/en/leaflet-screen.pdf"] != before["global/en/leaflet-screen.pdf"]


@pytest.mark.parametrize("command", ["languages", "check", "check --json", "check --json --language xx", "clean --json"])
def test_an_answer_that_cannot_be_written_is_told(project: TinyProject, command: str) -> None:
    done = shell(project, command, ">/dev/full")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr and "itself failed" not in done.stderr
    assert "disk is full" in done.stderr or done.stderr == "the answer cannot be written: No space left on device\n"


def test_who_reads_the_answer_may_go_away_at_once(project: TinyProject) -> None:
    done = shell(project, "languages", "| true")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_root_that_is_a_link_to_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(SystemExit) as end:
        cli.main(["check", "--root", str(tmp_path / "loop")])
    assert end.value.code == 2
    assert "loop" in capsys.readouterr().err


def test_a_cache_that_is_emptied_while_it_is_used(
    project: TinyProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        (project.root / ".cache/templates/x").read_bytes()

    monkeypatch.setattr("bindery.pipeline.check", gone)
    assert cli.main(["check", "--root", str(project.root)]) == 4
    assert capsys.readouterr().err.startswith(
        ".cache/templates/x E104 the file is gone: the cache was emptied while it was in use\n    mend: run again")
