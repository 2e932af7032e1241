"""How files are read and written: never what is no file, and whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

#: More bytes than any profile, font or licence has.
MOST = 100_000_000


def read(path: Path, most: int = MOST) -> bytes:
    """The file's bytes.

    Raises OSError with words for its reader, also for a device or pipe, which would be read for ever, and for a file of
    more than `most` bytes.
    """
    check(path, most)
    return path.read_bytes()


def check(path: Path, most: int = MOST) -> None:
    """Raise what `read` would, before another reader gets the path."""
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(state.st_mode):
        raise OSError(errno.EINVAL, "it is a device, pipe or socket and no file", str(path))
    if state.st_size > most:
        size, limit = state.st_size / 1e6, most // 1_000_000
        raise OSError(errno.EFBIG, f"it has {size:.0f} MB; at most {limit} are read", str(path))


def write(path: Path, data: bytes) -> None:
    """Put `data` in the place of what is there. Raises OSError, and then that stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # what the user knows
        raise
