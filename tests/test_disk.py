"""Files as the program reads and writes them: what is no file is told, and a file is written whole or not at all."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from tiny_project import REPOSITORY, TinyProject

from bindery import disk

NO_FILE = "it is a device, pipe or socket and no file"


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """Who reads it waits for ever."""
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def test_only_files_are_read(tmp_path: Path, pipe: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(tmp_path / "socket"))
        for path in (pipe, Path("/dev/zero"), tmp_path / "socket"):
            with pytest.raises(OSError, match=NO_FILE):
                disk.read(path)
    with pytest.raises(IsADirectoryError):
        disk.read(tmp_path)
    with pytest.raises(FileNotFoundError):
        disk.read(tmp_path / "none")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(30_000_000)
    assert len(disk.read(tmp_path / "large")) == 30_000_000
    with pytest.raises(OSError) as told:
        disk.read(tmp_path / "large", 29_000_000)
    assert told.value.strerror == "it has 30 MB; at most 29 are read"


def test_what_is_there_stays_until_all_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        with path.open("wb") as file:
            file.write(data[:1])
        raise OSError(28, "No space left on device")

    disk.write(tmp_path / "new" / "file", b"good")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError):
        disk.write(tmp_path / "new" / "file", b"better")
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "new").iterdir()] == [("file", b"good")]


@pytest.mark.parametrize(("name", "told"), [
    ("content/en/leaflet/leaflet.md", "content/en/leaflet/leaflet.md F102 the file cannot be read: "),
    ("content/en/language.yaml", "content/en/language.yaml F102 the file cannot be read: "),
    ("content/publications.yaml", "content/publications.yaml F102 the file cannot be read: "),
    ("editions/global/edition.yaml", "editions/global/edition.yaml F102 the file cannot be read: "),
    ("fonts/manifest.json", "fonts/manifest.json F102 the file cannot be read: "),
    ("fonts/SourceSans3-Bold.ttf", "fonts/SourceSans3-Bold.ttf G102 the font cannot be read: "),
    ("printers/icc/FOGRA39L_coated.icc", "F102 the colour profile “icc/FOGRA39L_coated.icc” cannot be read: "),
    ("content/images/map.png", "I101 there is no picture content/images/map.png"),
])
def test_a_pipe_in_the_place_of_a_file_of_the_project(project: TinyProject, name: str, told: str) -> None:
    project.text("One.\n\n![A map](map.png)\n", "content/en/leaflet/leaflet.md")
    project.path(name).unlink(missing_ok=True)
    os.mkfifo(project.path(name))
    done = project.build("--pub", "leaflet")
    assert done.returncode in (3, 4)
    assert told + NO_FILE * told.endswith(": ") in done.stderr


def test_what_is_no_file_on_the_command_line(project: TinyProject, pipe: Path) -> None:
    before = project.read("fonts/manifest.json")
    font = str(REPOSITORY / "fonts/SourceSans3-BoldItalic.ttf")
    for file, licence, what in ((font, "/dev/zero", "licence"), (font, str(pipe), "licence"), ("/dev/zero", font, "font")):
        done = project.run("add-font", file, "--family", "HB Mine", "--licence", licence, "--source", "me")
        assert (done.returncode, f"G104 the {what} cannot be read: {NO_FILE}" in done.stderr) == (3, True)
    assert project.read("fonts/manifest.json") == before
    for file in (str(pipe), "/dev/zero"):
        done = project.run("preflight", file)
        assert (done.returncode, f"{file} F102 the file cannot be read: {NO_FILE}" in done.stderr) == (3, True)


def test_a_huge_file_that_is_no_pdf_is_told_at_once(project: TinyProject, tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(3_000_000_000)
    assert "huge F102 the file cannot be read: it has 3000 MB; at most 2000 are read" in project.run("preflight", str(tmp_path / "huge")).stderr
