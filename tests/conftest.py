"""Projects for tests: one unbroken, one with its leaflet made; each test breaks its own copy."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny_project import BOOK, CATALOGUE, COPIED, FONTS, REPOSITORY, TERMBASE, TinyProject, copy, texts, write


@pytest.fixture(autouse=True)
def _same_fonts_afterwards() -> Iterator[None]:
    """A command in this process that typesets names fonts.conf of its project, which is gone when Pango is loaded here."""
    before = os.environ.get("FONTCONFIG_FILE")
    yield
    if before is None:
        os.environ.pop("FONTCONFIG_FILE", None)
    else:
        os.environ["FONTCONFIG_FILE"] = before


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unbroken project that every test's own is linked from."""
    root = tmp_path_factory.mktemp("pristine")
    for name in COPIED:
        source, target = REPOSITORY / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    faces = [face for face in json.loads((REPOSITORY / "fonts/manifest.json").read_text("utf-8"))["fonts"]
             if (face["css_family"], face["weight"], face["style"]) in FONTS]
    write(root / "fonts/manifest.json", json.dumps({"fonts": faces}, indent=1))
    for face in faces:
        shutil.copy(REPOSITORY / "fonts" / face["file"], root / "fonts" / face["file"])
    write(root / "content/publications.yaml", CATALOGUE)
    write(root / "content/termbase.yaml", TERMBASE)
    for language in ("en", "fr"):
        settings = (REPOSITORY / "content" / language / "language.yaml").read_text("utf-8")
        settings = re.sub(r"^  text: \[.*\]$", "  text: [HB Serif]", settings, flags=re.M)
        write(root / f"content/{language}/language.yaml", re.sub(r"^  head: \[.*\]$", "  head: [HB Sans]", settings, flags=re.M))
        for book in ("handbook", "leaflet"):
            write(root / f"content/{language}/{book}/book.yaml", BOOK)
        for name, text in texts():
            status = "source" if language == "en" else "reviewed"
            write(root / f"content/{language}/{name}.md", text.replace("status: source", f"status: {status}"))
    assert TinyProject(root).check("--language", "all").places == []
    return root


@pytest.fixture(scope="session")
def pristine_built(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with the leaflet made in both languages."""
    root = copy(pristine, tmp_path_factory.mktemp("built") / "project")
    done = TinyProject(root).build("--pub", "leaflet", "--language", "en,fr")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def project(pristine: Path, tmp_path: Path) -> TinyProject:
    """A project of the test's own. Files are links to the unbroken ones: change them by the methods of TinyProject."""
    return TinyProject(copy(pristine, tmp_path / "project"))


@pytest.fixture
def built(pristine_built: Path, tmp_path: Path) -> TinyProject:
    """The same, with the leaflet made in both languages, and its sections in the cache."""
    return TinyProject(copy(pristine_built, tmp_path / "project"))
