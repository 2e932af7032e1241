"""Calls in processes of their own, and what is told when one goes wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bindery.errors import BinderyError, Finding
from bindery.typeset.pool import EngineStopped, Pool, pool


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def processes(folder: Path) -> Iterator[Pool]:
    with pool(folder, workers=1) as one:
        yield one


def complain() -> None:
    raise BinderyError([Finding("T103", "standard-07.md", 0, 1, "a word runs off the page", "shorten it")])


def test_a_result_comes_back(processes: Pool) -> None:
    assert processes.result("standard-07", processes.submit(divmod, 17, 5)) == (3, 2)


def test_a_fault_of_the_engine_names_itself(processes: Pool) -> None:
    with pytest.raises(EngineStopped, match="ZeroDivisionError") as caught:
        processes.result("standard-07", processes.submit(divmod, 1, 0))
    assert caught.value.section == "standard-07"


def test_findings_of_a_worker_are_findings(processes: Pool) -> None:
    with pytest.raises(BinderyError) as caught:
        processes.result("standard-07", processes.submit(complain))
    assert [finding.code for finding in caught.value.findings] == ["T103"]


def test_a_process_that_dies_is_told_not_waited_for(processes: Pool) -> None:
    with pytest.raises(EngineStopped, match="died"):
        processes.result("standard-07", processes.submit(os._exit, 9))


def test_after_a_death_the_next_section_has_a_process_again(processes: Pool) -> None:
    """One section that the machine had no memory for costs that section, not the book."""
    with pytest.raises(EngineStopped):
        processes.result("standard-07", processes.submit(os._exit, 9))
    assert processes.result("standard-08", processes.submit(divmod, 17, 5)) == (3, 2)


def test_processes_that_cannot_start_are_told(processes: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the engine is another than the patches were made for: the server of processes ends at once."""

    class Unwilling:
        def submit(self, *_: object) -> None:
            raise EOFError("unexpected EOF")

    monkeypatch.setattr(processes, "_executor", Unwilling())
    future = processes.submit(divmod, 17, 5)
    with pytest.raises(EngineStopped, match="EOFError"):
        processes.result("standard-07", future)
    monkeypatch.setattr(processes, "_executor", None)


def test_processes_that_have_done_much_are_replaced(processes: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bindery.typeset.pool.MANY", 3)
    first = processes.result("one", processes.submit(os.getpid))
    processes.renew()
    assert processes.result("two", processes.submit(os.getpid)) == first
    for _ in range(3):
        processes.result("more", processes.submit(os.getpid))
    processes.renew()
    assert processes.result("last", processes.submit(os.getpid)) != first


@pytest.mark.parametrize(
    ("given", "workers"), [("3", 3), ("1", 1), ("0", None), ("", None), ("many", None), ("-2", None)])
def test_the_number_of_processes(
    folder: Path, monkeypatch: pytest.MonkeyPatch, given: str, workers: int | None
) -> None:
    """BINDERY_JOBS where it is a number of processes; else one for each core that this process may use."""
    monkeypatch.setenv("BINDERY_JOBS", given)
    assert Pool(folder).workers == (workers or len(os.sched_getaffinity(0)))


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    Pool(tmp_path / "Tom & <Ann>")
    assert ElementTree.parse(tmp_path / "Tom & <Ann>/fonts.conf").findtext("cachedir") == f"{tmp_path}/Tom & <Ann>/fontconfig"


@pytest.mark.parametrize("damage", [b"", b"<font", b"\x80\xff"])
def test_a_damaged_font_configuration_is_written_again(folder: Path, damage: bytes) -> None:
    Pool(folder)
    good = (folder / "fonts.conf").read_bytes()
    (folder / "fonts.conf").write_bytes(damage)
    Pool(folder)
    assert (folder / "fonts.conf").read_bytes() == good


def test_the_font_configuration_names_no_folder_of_fonts(folder: Path) -> None:
    Pool(folder)
    assert os.environ["FONTCONFIG_FILE"] == str(folder / "fonts.conf")
    text = (folder / "fonts.conf").read_text()
    assert "<dir" not in text and "<include" not in text
    before = (folder / "fonts.conf").stat().st_mtime_ns
    Pool(folder)  # another build is running: what it reads is not touched
    assert (folder / "fonts.conf").stat().st_mtime_ns == before
    assert [path.name for path in folder.glob("fonts.conf*")] == ["fonts.conf"]
