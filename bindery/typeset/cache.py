"""Typeset sections kept by content: the key is a digest of all that the pages depend on."""

from __future__ import annotations

import hashlib
import pickle
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

from bindery import disk
from bindery.errors import Findings
from bindery.model import Language, Project, Typeset
from bindery.project.fonts import faces_of
from bindery.typeset.worker import Job

PICTURE = re.compile(r'(?:src|href)="([^"#:]+\.(?:png|jpe?g|svg|tiff?))"', re.I)


@cache
def versions() -> str:
    """The libraries that decide what a page looks like, and the engine's patches."""
    import platform

    from bindery.model import text
    from bindery.typeset import stamps, worker
    from bindery.typeset.engine import fingerprint

    packages = ("weasyprint", "pydyf", "fonttools", "pyphen", "tinycss2", "cssselect2", "pillow")
    ours = b"".join(Path(str(module.__file__)).read_bytes() for module in (text, stamps, worker))
    return " ".join(
        [
            *(f"{p} {version(p)}" for p in packages),
            platform.python_version(),
            _system_libraries(),
            fingerprint(),
            hashlib.sha256(ours).hexdigest(),
        ]
    )


def _system_libraries() -> str:
    """Versions of Pango, HarfBuzz and fontconfig as loaded, without loading the engine for it."""
    import ctypes
    import ctypes.util

    found = []
    libraries = (("pango-1.0", "pango_version"), ("harfbuzz", "hb_version_string"), ("fontconfig", "FcGetVersion"))
    for library, function in libraries:
        try:
            call = getattr(ctypes.CDLL(ctypes.util.find_library(library) or f"lib{library}.so.0"), function)
            call.restype = ctypes.c_char_p if function == "hb_version_string" else ctypes.c_int
            found.append(f"{library} {call()!r}")
        except (OSError, AttributeError):
            found.append(f"{library} ?")
    return " ".join(found)


def fonts_as_set(project: Project, language: Language) -> str:
    """All that pages can show of the language's fonts: their bytes, and for which family, weight and style each stands."""
    faces = faces_of(language, project.faces)
    return "\n".join(f"{face.sha256} {face.weight} {face.style} {face.family}" for face in faces)


def key(job: Job, fonts: str) -> str:
    """Depends on HTML, CSS, every picture's bytes, the fonts (`fonts_as_set`), and the versions of all that sets them."""
    digest = hashlib.sha256()
    for part in (versions(), fonts, job.css, job.html):
        digest.update(hashlib.sha256(part.encode()).digest())
    for name in sorted(set(PICTURE.findall(job.html))):
        path = Path(job.root) / name
        digest.update(hashlib.sha256(path.read_bytes() if path.is_file() else b"").digest())
    return digest.hexdigest()


#: Length of a sha256, in bytes.
DIGEST = 32


class Cache:
    """A folder of pickled Typesets, each behind its sha256. A damaged entry counts as absent.

    Entries are written beside their places and renamed.
    """

    def __init__(self, folder: Path, findings: Findings):
        self.folder = folder
        self._findings = findings

    def get(self, key: str) -> Typeset | None:
        try:
            data = (self.folder / key[:2] / key).read_bytes()
            if hashlib.sha256(data[DIGEST:]).digest() != data[:DIGEST]:
                return None
            value = pickle.loads(data[DIGEST:])
        except Exception:  # a cut-off or foreign pickle can raise nearly anything; the section is simply set again
            return None
        return value if isinstance(value, Typeset) else None

    def put(self, key: str, value: Typeset) -> None:
        data = pickle.dumps(value, protocol=5)
        try:
            disk.write(self.folder / key[:2] / key, hashlib.sha256(data).digest() + data)
        except OSError as error:
            self._findings.add(
                "E104",
                self.folder,
                f"the cache cannot be written: {error.strerror}",
                "make room on the disk, or give yourself the right to write there",
            )
            self._findings.stop_if_any()
