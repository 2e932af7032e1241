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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
EXIT_ENVIRONMENT = 4
#: library -> (file name, Debian package)
LIBRARIES = {
    "Pango": ("libpango-1.0.so.0", "pango-1.0", "libpango-1.0-0"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "pangoft2-1.0", "libpangoft2-1.0-0"),
    "HarfBuzz": ("libharfbuzz.so.0", "harfbuzz", "libharfbuzz0b"),
    "HarfBuzz subset": ("libharfbuzz-subset.so.0", "harfbuzz-subset", "libharfbuzz-subset0"),
    "fontconfig": ("libfontconfig.so.1", "fontconfig", "libfontconfig1"),
}
ELSEWHERE = """    Debian, Ubuntu:  sudo apt-get install {packages}
    Fedora:          sudo dnf install pango harfbuzz fontconfig
    macOS:           brew install pango
    Windows:         in MSYS2: pacman -S mingw-w64-x86_64-pango (or use WSL and the line for Debian)"""


def main() -> int:
    if sys.version_info < (3, 11):
        return fail(f"Python {sys.version.split()[0]} is too old", "install Python 3.11 or newer, and call make with PYTHON=python3.11")
    return libraries() or environment()


def libraries() -> int:
    missing = [name for name, (file, short, _) in LIBRARIES.items() if not loads(file, short)]
    if not missing:
        return 0
    packages = [LIBRARIES[name][2] for name in missing]
    if shutil.which("apt-get") and os.geteuid() == 0 and not os.environ.get("NO_INSTALL"):
        print(f"bindery: installing {', '.join(packages)} ({', '.join(missing)} missing; NO_INSTALL=1 forbids this)", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, **quiet)
        missing = [name for name in missing if not loads(*LIBRARIES[name][:2])]
    if missing:
        return fail(f"system libraries are missing: {', '.join(missing)}", "install them:\n" + ELSEWHERE.format(packages=" ".join(packages)))
    return 0


def loads(file: str, short: str) -> bool:
    for name in (file, ctypes.util.find_library(short)):
        try:
            if name:
                ctypes.CDLL(name)
                return True
        except OSError:
            continue
    return False


def environment() -> int:
    """A virtual environment with exactly what requirements.lock pins; made again when the lock file changes."""
    lock = ROOT / "requirements.lock"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    ready = VENV / ".ready"
    if ready.exists() and ready.read_text() == wanted:
        return 0
    print("bindery: preparing .venv from requirements.lock (once, about a minute)", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
        return fail("the virtual environment could not be made", "on Debian: sudo apt-get install python3-venv")
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-q", "--require-hashes", "-r", str(lock)]
    if subprocess.run(pip).returncode:
        return fail("the packages of requirements.lock could not be installed", "check the network, then run make again")
    ready.write_text(wanted)
    return 0


def fail(what: str, mend: str) -> int:
    print(f"bindery: E101 {what}\n    mend: {mend}", file=sys.stderr)
    return EXIT_ENVIRONMENT


if __name__ == "__main__":
    sys.exit(main())
