"""The ICC file that a printer profile names: is it a whole profile of a CMYK press? Told from its header alone.

ISO 15076-1 (ICC.1), 7.2: size at byte 0, version at 8, device class at 12, colour space at 16, “acsp” at 36; 7.3: the
tag table at 128. A press file's output intent must be a CMYK output profile (ISO 15930-7).
"""

from __future__ import annotations

import os
from pathlib import Path

from bindery import disk
from bindery.errors import Findings

HEADER = 132  # 7.2 and the count of tags
CLASSES = {b"mntr": "a display", b"scnr": "a camera or scanner", b"link": "a link between two devices",
           b"spac": "a colour space", b"abst": "an effect", b"nmcl": "named colours"}
RESTORE = "restore the file from version control, or ask who sent it to send it again"
MEND = "ask the printing house for the ICC file of its press and paper, put it into printers/icc/ and name it here"


def check(profile: Path, name: str, named_in: Path, at: tuple[int, int], findings: Findings, *, press: bool) -> bool:
    """Report what is wrong with the file; whether it can be used. `press`: it must be a CMYK printer's."""
    mend = "put the ICC file into printers/icc/, or mend the name"
    if not profile.is_relative_to(os.path.realpath(findings.root)):
        findings.add("F104", named_in, f"“{name}” leaves the project", mend, *at)
        return False
    try:
        raw = disk.read(profile)
    except FileNotFoundError:
        findings.add("F101", named_in, f"there is no colour profile “{name}”", mend, *at)
        return False
    except OSError as error:
        findings.add("F102", named_in, f"the colour profile “{name}” cannot be read: {error.strerror}", mend, *at)
        return False
    if not _whole(raw):
        findings.add("F102", named_in, f"“{name}” is not a whole colour profile", RESTORE, *at)
        return False
    if press and (why := _no_press(raw)):
        findings.add("P101", named_in, f"“{name}” {why}", MEND, *at)
        return False
    return True


def _whole(raw: bytes) -> bool:
    """Whether the file is as long as it says, is marked as a profile, and its tags lie inside it."""
    if len(raw) < HEADER or raw[36:40] != b"acsp" or int.from_bytes(raw[:4], "big") != len(raw):
        return False
    tags = int.from_bytes(raw[128:132], "big")
    if HEADER + 12 * tags > len(raw):
        return False
    rows = (raw[HEADER + 12 * i : HEADER + 12 * (i + 1)] for i in range(tags))
    return all(int.from_bytes(row[4:8], "big") + int.from_bytes(row[8:12], "big") <= len(raw) for row in rows)


def _no_press(raw: bytes) -> str:
    """Why these bytes are no CMYK press's profile that a PDF/X-4 file may carry; nothing where they are."""
    kind, space, version = raw[12:16], raw[16:20], raw[8]
    if kind != b"prtr":
        return f"is the profile of {CLASSES.get(kind, 'something else')}, not of a printing press"
    if space != b"CMYK":
        return f"is a printer’s profile for {space.decode('latin-1').strip()}, not for CMYK"
    if version not in (2, 4):
        return f"is an ICC profile of version {version}; press files carry versions 2 and 4"
    if b"A2B0" not in (tags := _tags(raw)) or b"B2A0" not in tags:
        return "lacks the tables A2B0 and B2A0, so it can turn no colour into ink"
    return ""


def _tags(raw: bytes) -> set[bytes]:
    return {raw[HEADER + 12 * i : HEADER + 12 * i + 4] for i in range(int.from_bytes(raw[128:132], "big"))}


def description(profile: Path) -> str:
    """The profile's own name, from its tag `desc` (10.15 in version 4, 6.5.17 in version 2); its file's name without."""
    raw = profile.read_bytes()
    for i in range(int.from_bytes(raw[128:132], "big")):
        row = raw[HEADER + 12 * i : HEADER + 12 * (i + 1)]
        if row[:4] == b"desc":
            start, size = int.from_bytes(row[4:8], "big"), int.from_bytes(row[8:12], "big")
            text = _text(raw[start : start + size])
            return text or profile.stem
    return profile.stem


def _text(tag: bytes) -> str:
    if tag[:4] == b"desc":
        length = int.from_bytes(tag[8:12], "big")
        return tag[12 : 12 + length].rstrip(b"\0").decode("latin-1").strip()
    if tag[:4] == b"mluc" and int.from_bytes(tag[8:12], "big"):
        length, start = int.from_bytes(tag[20:24], "big"), int.from_bytes(tag[24:28], "big")
        return tag[start : start + length].decode("utf-16-be", "replace").strip("\0 ")
    return ""
