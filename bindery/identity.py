"""What files say of themselves: title, author, language, date, and ids that are made from their content."""

from __future__ import annotations

import hashlib
import os
import subprocess
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from bindery.model import Manuscript, Master, Printer, Project
from bindery.project.production import Production

if TYPE_CHECKING:
    from bindery.finish.metadata import About


def about(project: Project, master: Master, use: str, description: str = "") -> About:
    """What the book's file for `use` says of itself."""
    from bindery.finish.metadata import About

    manuscript = master.manuscript
    return About(
        title_of(master), _author_of(manuscript), manuscript.language.tag, epoch(project.root), document_id(use, master),
        description,
    )  # fmt: skip


def title_of(master: Master) -> str:
    """The book's title in one line: a case study's own and the series', else title and subtitle."""
    manuscript = master.manuscript
    own = manuscript.publication.title
    section = next((s for s in manuscript.sections if own and s.plan.text == own), None)
    return (
        f"{section.title} – {manuscript.book['title']}"
        if section
        else f"{manuscript.book['title']} – {manuscript.book['subtitle']}"
    )


def _author_of(manuscript: Manuscript) -> str:
    """Who publishes the edition, else its name."""
    edition, language = manuscript.edition, manuscript.language.id
    return edition.words("publisher", language) or edition.words("name", language)


def document_id(use: str, *masters: Master) -> str:
    """A name for exactly these pages: from their content, so that the same book has the same id."""
    digest = hashlib.sha256(use.encode())
    for master in masters:
        for bound in (*master.cover, *master.interior):
            digest.update(hashlib.sha256(bound.typeset.pdf).digest())
    return str(uuid.UUID(bytes=digest.digest()[:16], version=5))


def interior_id(master: Master, printer: Printer, made_as: Production) -> str:
    """A name for the interior as this printer makes it: its pages, their order, paper and binding; covers carry it."""
    digest = hashlib.sha256(f"{printer.id} {printer.colour} {made_as}".encode())
    for bound in master.interior:
        digest.update(f"{bound.section.id} {bound.start} ".encode() + hashlib.sha256(bound.typeset.pdf).digest())
    return str(uuid.UUID(bytes=digest.digest()[:16], version=5))


def epoch(root: Path) -> int:
    """The date that the files carry: SOURCE_DATE_EPOCH, else the last commit's, else 1 January 2026 (seconds since 1970, UTC)."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdecimal():
        return int(given)
    try:
        found = subprocess.run(
            ["git", "-C", str(root), "log", "-1", "--format=%ct"], capture_output=True, text=True, timeout=10
        )
        return int(found.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 1767225600
