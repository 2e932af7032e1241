"""Files arrive all at once or not at all, and a build that was killed leaves nothing for good."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from bindery.deliver.files import check_writable, delivery, output_folder, sweep
from bindery.errors import BinderyError, Findings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = output_folder(tmp_path, "global", "en")
    check_writable(made, Findings(tmp_path))
    return made


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_outputs_are_kept_by_edition_and_language(tmp_path: Path) -> None:
    assert output_folder(tmp_path, "lebanon", "ar") == tmp_path / "outputs" / "lebanon" / "ar"


def test_nothing_is_in_its_place_before_all_is(folder: Path) -> None:
    with delivery(folder) as files:
        for name in ("one.pdf", "two.pdf"):
            files.place(name).write_text(name)
            assert not (folder / "one.pdf").exists()
        assert files.commit() == [folder / "one.pdf", folder / "two.pdf"]
    assert listed(folder) == ["one.pdf", "two.pdf"]
    assert (folder / "two.pdf").read_text() == "two.pdf"


def test_a_folder_that_was_made_for_nothing_goes_again(folder: Path) -> None:
    """It would look like a press pack."""
    (folder / "kept").mkdir()
    (folder / "kept" / "old.pdf").write_text("old")
    with delivery(folder) as files:
        for name in ("pack/one.pdf", "kept/one.pdf", "two.pdf"):
            files.place(name).write_text(name)
    assert listed(folder) == ["kept"]
    assert listed(folder / "kept") == ["old.pdf"]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_who_may_read_a_file_is_the_users_to_say(folder: Path, umask: int, mode: int) -> None:
    """As in a folder that a team shares (002)."""
    before = os.umask(umask)
    try:
        with delivery(folder) as files:
            files.place("one.pdf").write_text("one")
            files.commit()
    finally:
        os.umask(before)
    assert (folder / "one.pdf").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("fault", [RuntimeError("the press file cannot be made"), KeyboardInterrupt()])
def test_a_failed_build_leaves_the_last_good_files(folder: Path, fault: BaseException) -> None:
    (folder / "one.pdf").write_text("good")
    with pytest.raises(type(fault)), delivery(folder) as files:
        files.place("one.pdf").write_text("half")
        raise fault
    assert listed(folder) == ["one.pdf"]
    assert (folder / "one.pdf").read_text() == "good"


def test_a_full_disk_is_a_finding(folder: Path) -> None:
    with pytest.raises(BinderyError) as caught, delivery(folder) as files:
        files.place("one.pdf")
        raise OSError(errno.ENOSPC, "No space left on device")
    assert [finding.code for finding in caught.value.findings] == ["E104"]
    assert listed(folder) == []


def test_a_folder_in_a_files_place_is_a_finding(folder: Path) -> None:
    (folder / "one.pdf").mkdir()
    with pytest.raises(BinderyError) as caught, delivery(folder) as files:
        files.place("one.pdf")
    assert [finding.code for finding in caught.value.findings] == ["E102"]


def test_what_cannot_be_written_is_found_out_before(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("a file, not a folder")
    findings = Findings(tmp_path)
    check_writable(output_folder(tmp_path, "global", "en"), findings)
    assert [finding.code for finding in findings.items] == ["E102"]


def test_what_a_killed_build_left_is_swept_and_what_is_being_written_stays(folder: Path) -> None:
    (folder / ".handbook-screen.pdf.abc123").write_text("half")
    (folder / "handbook-screen.pdf").write_text("good")
    with delivery(folder) as files:
        files.place("handbook-press.pdf").write_text("being written")
        sweep(folder)
        assert not (folder / ".handbook-screen.pdf.abc123").exists()
        files.commit()
    assert listed(folder) == ["handbook-press.pdf", "handbook-screen.pdf"]


def test_a_file_is_not_swept_away_while_it_is_begun(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another build sweeps just when the file is there and not yet locked."""
    make = os.open
    other = threading.Thread(target=sweep, args=(folder,))

    def begin(path: Path, flags: int, mode: int = 0o777) -> int:
        made = make(path, flags, mode)
        if flags & os.O_CREAT:
            other.start()
            other.join(0.3)
        return made

    monkeypatch.setattr(os, "open", begin)
    with delivery(folder) as files:
        place = files.place("one.pdf")
        other.join()
        assert place.exists()
        files.commit()
    assert listed(folder) == ["one.pdf"]
    sweep(folder / "nosuch")
