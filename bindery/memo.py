"""What was worked out once, kept by what it depends on, so that a build reads again only what has changed.

One file a purpose, below .cache/memo/: name -> key and value. The key is a digest of all that the value depends on, the
program's own sources and the versions of its libraries among them; a name has one value, the last one.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from bindery import disk

T = TypeVar("T")
PROGRAM = Path(__file__).resolve().parent
#: Length of a sha256, in bytes.
DIGEST = 32


class Memo:
    """The values in `file`, or of this run alone without one.

    A damaged file counts as absent; where it cannot be written, the next build works again.
    """

    def __init__(self, file: Path | None = None):
        self.file = file
        self._new = False
        self._values: dict[str, tuple[bytes, bytes]] = {}
        if file is None:
            return
        with suppress(Exception):  # a cut-off or foreign pickle can raise nearly anything
            data = file.read_bytes()
            if hashlib.sha256(data[DIGEST:]).digest() == data[:DIGEST]:
                self._values = pickle.loads(data[DIGEST:])

    def keep(self, name: str, depends: Iterable[str | bytes], make: Callable[[], T], told: Callable[[], int]) -> T:
        """The value of `make`, or the one kept under `name` when all of `depends` is as it was then.

        `depends`: what the value is made from. `told`: how many faults have been told; a value that came with one is
        not kept, so that the next run tells it too.
        """
        key = digest(depends)
        kept_key, kept = self._values.get(name, (b"", b""))
        if kept_key == key:
            with suppress(Exception):
                value: T = pickle.loads(kept)
                return value
        before = told()
        value = make()
        if self.file and told() == before:
            self._values[name] = key, pickle.dumps(value, protocol=5)
            self._new = True
        return value

    def save(self) -> None:
        """Write the values down, where there are new ones."""
        if not self.file or not self._new:
            return
        data = pickle.dumps(self._values, protocol=5)
        with suppress(OSError):
            disk.write(self.file, hashlib.sha256(data).digest() + data)
            self._new = False


def digest(parts: Iterable[str | bytes]) -> bytes:
    """sha256 over `parts`, kept apart, and the program."""
    found = hashlib.sha256(program())
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode(errors="surrogateescape")
        found.update(b"%d " % len(raw) + raw)
    return found.digest()


@cache
def program() -> bytes:
    """sha256 over the program's sources, what pins its libraries, and Python's version."""
    found = hashlib.sha256(sys.version.encode())
    for path in (*sorted(PROGRAM.rglob("*.py")), PROGRAM.parent / "requirements.lock"):
        with suppress(FileNotFoundError):
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.digest()


def states(path: Path, but: str = "") -> Iterator[str]:
    """Path, size and mtime_ns of a file, or of every file below a folder; without those whose name ends in `but`."""
    if path.is_file():
        stat = path.stat()
        yield f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n"
        return
    walked: set[str] = set()
    for folder, folders, files in os.walk(path, followlinks=True):
        if (real := os.path.realpath(folder)) in walked:  # a link that leads back
            folders.clear()
            continue
        walked.add(real)
        folders[:] = sorted(f for f in folders if f != "__pycache__")
        for name in sorted(files):
            if but and name.endswith(but):
                continue
            file = os.path.join(folder, name)
            try:
                stat = os.stat(file)
            except OSError:  # a link that leads nowhere, or a file deleted just now: reading tells what is wrong
                stat = os.lstat(folder)
            yield f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n"
