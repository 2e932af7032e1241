"""The files of the texts: which one is a text's in a language and edition, and those that are nobody's."""

from __future__ import annotations

import difflib
from pathlib import Path

from bindery import disk
from bindery.errors import Findings
from bindery.model import Edition, Language, Project


def text_path(project: Project, edition: Edition, language: Language, folder: str, name: str) -> Path:
    """The file of a text: the edition's own, where it has one, else the global one.

    A language that is transliterated from another has that one's where it has none.
    """
    ids = [language.id, *([language.transliterated_from] if language.transliterated_from else [])]
    homes = [home for id in ids for home in (project.root / "editions" / edition.id / id, project.root / "content" / id)]
    paths = [home / folder / name for home in homes]
    return next((path for path in paths if is_there(path)), paths[1])


def is_there(path: Path) -> bool:
    """Whether there is a text; a link that leads nowhere is a fault to tell, and no text to pass over."""
    return path.exists() or path.is_symlink()


def bytes_of(path: Path) -> bytes:
    """The file's bytes, for a key; none where it cannot be read, which its reader tells."""
    try:
        return disk.read(path)
    except OSError:
        return b""


def check_unused(project: Project, edition: Edition, language: Language, findings: Findings) -> None:
    """Every text of the language, and of the edition, is in some publication: one whose name is mistyped would be passed over."""
    used = {
        (entry.folder, f"{entry.text}.md")
        for p in project.publications.values()
        for entry in p.plan
        if entry.text
    }
    content, editions = (project.root / name for name in ("content", "editions"))
    homes = (content / language.id, editions / edition.id / language.id)
    for path in (path for home in homes for path in sorted(home.rglob("*.md"))):
        home = next(home for home in homes if path.is_relative_to(home))
        folder = path.parent.relative_to(home).as_posix()
        if (folder, path.name) not in used:
            near = difflib.get_close_matches(path.name, sorted(name for where, name in used if where == folder), 1)
            mend = (
                f"did you mean {near[0]}?"
                if near
                else "name it in a plan of content/publications.yaml, or delete it"
            )
            findings.add("M114", path, "no publication uses this file", mend)
