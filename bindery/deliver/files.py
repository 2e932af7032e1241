"""Put finished files where people look for them: all of a book's at once, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bindery.errors import Findings


def output_folder(root: Path, edition: str, language: str) -> Path:
    return root / "outputs" / edition / language


def check_writable(folder: Path, findings: Findings) -> None:
    """Found out before anything is typeset."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        findings.add("E102", folder, f"files cannot be written here: {error.strerror}",
                     "give yourself the right to write into outputs/, or make room on the disk")


class Delivery:
    """Files written beside their places; `commit` renames them all."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._temporary: dict[Path, Path] = {}

    def place(self, name: str) -> Path:
        """A path to write the file `name` to."""
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=self.folder)
        os.close(handle)
        os.chmod(temporary, 0o644)
        self._temporary[self.folder / name] = Path(temporary)
        return Path(temporary)

    def commit(self) -> list[Path]:
        for final, temporary in self._temporary.items():
            os.replace(temporary, final)
        delivered = list(self._temporary)
        self._temporary.clear()
        return delivered

    def discard(self) -> None:
        for temporary in self._temporary.values():
            temporary.unlink(missing_ok=True)


@contextmanager
def delivery(folder: Path) -> Iterator[Delivery]:
    """Nothing half-done stays behind, whatever ends the block."""
    one = Delivery(folder)
    try:
        yield one
    finally:
        one.discard()


def sweep(folder: Path) -> None:
    """Remove what a build that was killed outright left beside the outputs."""
    for path in folder.glob(".*.pdf.*"):
        path.unlink(missing_ok=True)
