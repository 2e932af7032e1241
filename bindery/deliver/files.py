"""Put finished files where people look for them: all of a book's at once, or none.

A file is written beside its place under a hidden name and renamed at the end. The hidden file is locked while its
build lives, so that a later build can tell what a killed one left behind from what another is just writing.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from bindery.errors import BinderyError, Findings

#: Free space without which no book is begun, in bytes: the files of a large one.
ROOM = 20_000_000


def output_folder(root: Path, edition: str, language: str) -> Path:
    return root / "outputs" / edition / language


def check_writable(folder: Path, findings: Findings) -> None:
    """Found out before anything is typeset."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        if shutil.disk_usage(folder).free < ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError as error:
        _tell(error, folder, findings)


class Delivery:
    """Files written beside their places; `commit` renames them all."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._temporary: dict[Path, tuple[Path, int]] = {}

    def place(self, name: str) -> Path:
        """A path to write the file `name` to; it may lie in a folder of its own."""
        final = self.folder / name
        # Between its making and its lock no other build sweeps it away, or the folder that is still empty.
        with ExitStack() as locks:
            self.folder.mkdir(parents=True, exist_ok=True)
            locks.enter_context(_locked(self.folder))
            final.parent.mkdir(parents=True, exist_ok=True)
            if final.is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder of this name is in the way", str(final))
            if final.parent != self.folder:
                locks.enter_context(_locked(final.parent))
            temporary = final.with_name(f".{final.name}.{secrets.token_hex(4)}")
            handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)  # less what the user's umask takes
            self._temporary[final] = temporary, handle
            fcntl.flock(handle, fcntl.LOCK_EX)
        return temporary

    def commit(self, whole: str | None = None) -> list[Path]:
        """Rename all; of two builds that end at once, one comes after the other, never between.

        `whole`: a folder of which these are all the files; what else is in it goes.
        """
        with _locked(self.folder):
            if whole:
                for path in set((self.folder / whole).iterdir()) - self._temporary.keys():
                    if path.is_file() and not path.name.startswith("."):
                        path.unlink()
            for final, (temporary, _) in self._temporary.items():
                os.replace(temporary, final)
        delivered = list(self._temporary)
        self.discard()
        return delivered

    def discard(self) -> None:
        """Leave nothing of what was not delivered, nor a folder that was made for it."""
        folders = {final.parent for final in self._temporary} - {self.folder}
        for temporary, handle in self._temporary.values():
            temporary.unlink(missing_ok=True)
            os.close(handle)
        self._temporary.clear()
        for folder in folders:
            with suppress(OSError), _locked(self.folder):
                folder.rmdir()  # an empty one


@contextmanager
def delivery(folder: Path) -> Iterator[Delivery]:
    """Nothing half-done stays behind, whatever ends the block. Raises BinderyError where the disk says no."""
    one = Delivery(folder)
    try:
        yield one
    except OSError as error:
        findings = Findings(folder.parents[2])
        _tell(error, folder, findings)
        raise BinderyError(findings.items) from error
    finally:
        one.discard()


def sweep(folder: Path) -> None:
    """Remove what a build that was killed outright left beside the outputs; what another build is writing stays."""
    if not folder.is_dir():
        return
    with _locked(folder):
        for path in folder.glob(".*.*"):
            with suppress(OSError), path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _tell(error: OSError, folder: Path, findings: Findings) -> None:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        findings.add("E104", folder, "the disk is full",
                     f"make room on the disk ({ROOM // 1_000_000} MB at least), then run again")
    else:
        place = Path(os.fsdecode(error.filename)) if error.filename else folder
        findings.add("E102", place if place.name[:1] != "." else folder, f"files cannot be written here: {error.strerror}",
                     "move away what is in the way, or give yourself the right to write into outputs/")
