"""Has anything changed? Told from sizes and times of files, before any slow library is loaded."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from bindery import disk
from bindery.errors import Finding
from bindery.memo import PROGRAM, states

#: Everything a build of one language and edition may read, as folders and files from the root.
INPUTS = ("content/images", "content/publications.yaml", "content/en", "fonts", "styles", "templates", "printers",
          "requirements.lock", "build.py")

#: In language.yaml; no YAML is parsed here.
SOURCE = re.compile(rb"^transliterated-from: *[\"']?([A-Za-z0-9_-]+)", re.M)


def digest(root: Path, languages: Sequence[str], edition: str, request: Iterable[str]) -> str:
    """One digest over path, size and mtime_ns of every input, and the request itself."""
    found = hashlib.sha256("\0".join(request).encode(errors="surrogateescape"))
    texts = dict.fromkeys(each for language in languages for each in (language, _source(root, language)) if each)
    names = (*INPUTS, *(f"content/{language}" for language in texts), f"editions/{edition}")
    for folder in (PROGRAM, *(root / name for name in names)):
        for state in states(folder):
            found.update(state.encode(errors="surrogateescape"))
    return found.hexdigest()


def _source(root: Path, language: str) -> str:
    """The language that this one is transliterated from, or ""; its texts are inputs too."""
    try:
        found = SOURCE.search(disk.read(root / "content" / language / "language.yaml"))
    except OSError:
        return ""
    return found[1].decode() if found else ""


def unchanged(record: Path, key: str) -> list[str] | None:
    """The files of the last build with this key, when all are still as they were left; else None."""
    try:
        data = json.loads(record.read_text())
        if data["key"] != key:
            return None
        for path, size, mtime in data["files"]:
            stat = os.stat(path)
            if (stat.st_size, stat.st_mtime_ns) != (size, mtime):
                return None
        return [path for path, _, _ in data["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def warnings(record: Path) -> list[Finding]:
    """What the last build told and did not stop for; asked of a record that is `unchanged`."""
    try:
        return [Finding(**row) for row in json.loads(record.read_text())["warnings"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def remember(record: Path, key: str, files: Iterable[Path], warnings: Iterable[Finding] = ()) -> None:
    """Keep the key, the files as they are now and what was told. Where it cannot be written, the next build does its work again."""
    with suppress(OSError):
        rows = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
        told = [{name: getattr(finding, name) for name in Finding.__slots__} for finding in warnings]
        disk.write(record, json.dumps({"key": key, "files": rows, "warnings": told}).encode())
