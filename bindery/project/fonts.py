"""The project's fonts: verified against their manifest, and what characters they have."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from bindery import disk
from bindery.errors import Findings
from bindery.model import FontFace, Language, Project

MEND = "restore fonts/ from version control"


def faces_of(language: Language, faces: Iterable[FontFace]) -> tuple[FontFace, ...]:
    """The faces that the language's stacks name, in the manifest's order."""
    return tuple(face for face in faces if face.family in language.families)


def verify(faces: Iterable[FontFace], findings: Findings) -> None:
    """Each font file is there and has the bytes that fonts/manifest.json pins. The engine would crash on a bad one."""
    for face in faces:
        fault = _fault(face)
        if fault:
            findings.add("G102", face.path, fault, MEND)


def _fault(face: FontFace) -> str | None:
    try:
        same = hashlib.sha256(disk.read(face.path)).hexdigest() == face.sha256
    except FileNotFoundError:
        return "the font is missing"
    except OSError as error:
        return f"the font cannot be read: {error.strerror}"
    return None if same else "the font is not the one that fonts/manifest.json names: its bytes differ"


def glyphs_of(project: Project, language: Language, cache: Path) -> frozenset[int]:
    """The code points that some font of the language's stacks can draw; kept in `cache` by the fonts' sha256.

    While a font is damaged (`verify` tells it) nobody knows, and every character passes.
    """
    faces = [face for face in faces_of(language, project.faces) if face.weight == 400 and face.style == "normal"]
    key = hashlib.sha256(" ".join(face.sha256 for face in faces).encode()).hexdigest()[:20]
    path = cache / f"glyphs-{key}.json"
    try:
        known = json.loads(path.read_text())
        if known and isinstance(known, list):
            return frozenset(known)
    except (OSError, ValueError):
        pass
    if any(_fault(face) for face in faces):
        return frozenset(range(sys.maxunicode + 1))
    from fontTools.ttLib import TTFont  # slow to import, and seldom needed

    points: set[int] = set()
    for face in faces:
        with TTFont(face.path, lazy=True) as font:
            points |= font.getBestCmap().keys()
    disk.write(path, json.dumps(sorted(points)).encode())
    return frozenset(points)
