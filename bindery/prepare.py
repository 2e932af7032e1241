"""What a fresh machine needs, with nothing but Python itself: the virtual environment and the system libraries.

make runs this before anything else. It says what it does before it does it; NO_INSTALL=1 forbids system packages.
"""

import ctypes
import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
EXIT_ENVIRONMENT = 4
EXIT_INTERRUPTED = 130
#: library -> (file name, name without version, Debian package)
LIBRARIES = {
    "Pango": ("libpango-1.0.so.0", "pango-1.0", "libpango-1.0-0"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "pangoft2-1.0", "libpangoft2-1.0-0"),
    "HarfBuzz": ("libharfbuzz.so.0", "harfbuzz", "libharfbuzz0b"),
    "HarfBuzz subset": ("libharfbuzz-subset.so.0", "harfbuzz-subset", "libharfbuzz-subset0"),
    "fontconfig": ("libfontconfig.so.1", "fontconfig", "libfontconfig1"),
}
ELSEWHERE = """install them:
    Debian, Ubuntu:  sudo apt-get install {packages}
    Fedora:          sudo dnf install pango harfbuzz fontconfig
    macOS:           brew install pango
    Windows:         in MSYS2: pacman -S mingw-w64-x86_64-pango (or use WSL and the line for Debian)"""


def main() -> int:
    """0, or the exit code after a message that says what is missing and how to get it."""
    if sys.version_info < (3, 11):  # noqa: UP036  an old Python must get as far as saying so
        return fail(
            f"Python {sys.version.split()[0]} is too old",
            "install Python 3.11 or newer, and call make with PYTHON=python3.11",
        )
    try:
        return libraries() or environment()
    except KeyboardInterrupt:
        print("\nbindery: stopped; run make again to go on", file=sys.stderr)
        return EXIT_INTERRUPTED
    except OSError as error:
        return fail(
            f"{error.filename or ROOT}: {error.strerror}",
            "make room on the disk, or give yourself the right to write there",
            "E104",
        )


def libraries() -> int:
    """The system libraries; installed where Debian's package manager is there, with the rights to use it."""
    lacking = missing()
    if not lacking:
        return 0
    root = getattr(os, "geteuid", lambda: 1)() == 0
    if shutil.which("apt-get") and root and not os.environ.get("NO_INSTALL"):
        packages = [LIBRARIES[name][2] for name in lacking]
        print(
            f"bindery: installing {', '.join(packages)} ({', '.join(lacking)} missing; NO_INSTALL=1 forbids this)",
            flush=True,
        )
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
            subprocess.run(
                ["apt-get", *arguments],
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.STDOUT,
            )
        lacking = missing()
    if lacking:
        return fail(f"system libraries are missing: {', '.join(lacking)}", advice(lacking))
    return 0


def missing() -> list[str]:
    """The names of the system libraries that cannot be loaded."""
    return [name for name, (file, short, _) in LIBRARIES.items() if not loads(file, short)]


def advice(lacking: Iterable[str]) -> str:
    """How to install them, on each kind of machine."""
    return ELSEWHERE.format(packages=" ".join(LIBRARIES[name][2] for name in lacking))


def loads(file: str, short: str) -> bool:
    """Whether the library `file` can be loaded, or one that the system finds by its name without version."""
    try:
        ctypes.CDLL(file)
        return True
    except OSError:
        found = ctypes.util.find_library(short)
    try:
        return bool(found and ctypes.CDLL(found))
    except OSError:
        return False


def environment() -> int:
    """A virtual environment with exactly what requirements.lock pins; made again when the lock file changes."""
    lock = ROOT / "requirements.lock"
    if not lock.is_file():
        return fail("requirements.lock is missing", "restore it from version control")
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if is_ready(wanted):
        return 0
    with alone():
        return 0 if is_ready(wanted) else install(lock, wanted)


def is_ready(wanted: str) -> bool:
    ready = VENV / ".ready"
    return ready.is_file() and ready.read_text() == wanted


def alone() -> IO[str]:
    """Only one make at a time prepares; another one waits for it. (Windows has no such lock and no make -j either.)"""
    handle = open(ROOT / "requirements.lock")  # noqa: SIM115  it is the lock, and is held to the end
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
    except ImportError:
        pass
    return handle


def install(lock: Path, wanted: str) -> int:
    print("bindery: preparing .venv from requirements.lock (once, about a minute)", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
        return fail("the virtual environment could not be made", "on Debian: sudo apt-get install python3-venv")
    pip = [
        str(VENV / "bin" / "python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "-q",
        "--require-hashes",
        "-r",
        str(lock),
    ]
    if subprocess.run(pip).returncode:
        return fail(
            "the packages of requirements.lock could not be installed", "check the network, then run make again"
        )
    (VENV / ".ready").write_text(wanted)
    return 0


def fail(what: str, mend: str, code: str = "E101") -> int:
    print(f"bindery: {code} {what}\n    mend: {mend}", file=sys.stderr)
    return EXIT_ENVIRONMENT


if __name__ == "__main__":
    sys.exit(main())
