"""A file that people write, as text: the one way in which Markdown, YAML, templates, stylesheets and drawings are read."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from bindery import disk
from bindery.errors import Findings

#: More bytes than any text, template or drawing has.
MOST = 3_000_000

Place = tuple[int, int]


def read_text(path: Path, findings: Findings) -> str | None:
    """The file's text, or None after a finding: missing, outside the project, unreadable, not UTF-8, or cut off.

    A byte order mark is dropped, the line ends of Windows are made plain, and letters are composed (NFC, with a warning).
    """
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(findings.root)):
        findings.add("F104", path, "this is a link to a file outside the project", "put the file itself in its place")
        return None
    try:
        raw = disk.read(path, MOST)
    except FileNotFoundError:
        findings.add("F101", path, "the file is missing", "add the file, or take its name out of what asks for it")
        return None
    except IsADirectoryError:
        findings.add(
            "F102", path, "a folder stands where a file should be", "move the folder away and put the file there"
        )
        return None
    except OSError as error:
        findings.add(
            "F102", path, f"the file cannot be read: {error.strerror}", "check the file and your rights to read it"
        )
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            why, mend = "the file is in UTF-16", "save it again with the encoding UTF-8"
        elif error.start >= len(raw) - 3 and error.reason == "unexpected end of data":
            why, mend = "the file is cut off in the middle of a character", "restore the file from version control"
        else:
            old = raw[error.start : error.start + 1].decode("cp1252", "replace")
            why = f"this is not UTF-8: byte 0x{raw[error.start]:02X}, which old programs write for “{old}”"
            mend = "save the file again with the encoding UTF-8"
        findings.add("F103", path, why, mend, line, column)
        return None
    if "\0" in text:
        at = text.index("\0")
        findings.add(
            "F103",
            path,
            "the file holds a NUL byte, so it was damaged or is no text",
            "restore the file from version control",
            *place_in(text, at),
        )
        return None
    return _composed(text.removeprefix("\ufeff").replace("\r\n", "\n"), path, findings)


def _composed(text: str, path: Path, findings: Findings) -> str:
    """`text` in the composed form of Unicode (NFC), in which the fonts and the search of readers have their letters."""
    if unicodedata.is_normalized("NFC", text):
        return text
    composed = unicodedata.normalize("NFC", text)
    pairs = zip(text.split("\n"), composed.split("\n"), strict=True)
    line, (old, new) = next((n, pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    column = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new)) + 1
    findings.add(
        "F108",
        path,
        f"letters and their accents are apart here, in “{new[max(column - 7, 0) : column + 5].strip()}”; they are read as one",
        "nothing need be done; an editor that saves in NFC (not NFD) keeps the file’s columns as they are told here",
        line,
        column,
    )
    return composed


def place_in(text: str, at: int) -> Place:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
