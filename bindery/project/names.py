"""What the project has, by the names of its folders and files: nothing is read."""

from __future__ import annotations

from pathlib import Path


def languages(root: Path) -> list[str]:
    return folders(root / "content", "images")


def editions(root: Path) -> list[str]:
    return folders(root / "editions")


def printers(root: Path) -> list[str]:
    return sorted(path.stem for path in (root / "printers").glob("*.yaml") if not path.is_dir())


def folders(folder: Path, *but: str) -> list[str]:
    """The names of the folders in `folder`, without hidden ones; none where it is not there."""
    if not folder.is_dir():
        return []
    return sorted(p.name for p in folder.iterdir() if p.is_dir() and p.name not in but and not p.name.startswith("."))
