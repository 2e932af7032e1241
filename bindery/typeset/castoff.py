"""Casting off: how many pages each section will take, before it is set. As in the last build, else by its length.

A guess that is wrong costs time, and never shows: what depends on it is set again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bindery import disk
from bindery.model import Manuscript, Section, Typeset

#: How much of a page's text area letters fill, by kind, and pages that drawings take: measured on the English books.
TEXT_SHARE = {"standard": 0.78, "glossary": 0.85, "case-study": 0.5, "session": 0.45}
EXTRA = {"area": 1}


@dataclass(frozen=True, slots=True)
class LastBuild:
    """Pages of each section, and on which of its section's pages (from 0) each id stood."""

    pages: Mapping[str, int]
    offsets: Mapping[str, int]


def recall(seed: Path) -> LastBuild:
    """What `remember` wrote; nothing where that is damaged: it only saves work, and serves a section made alone."""
    try:
        data = json.loads(seed.read_text())
        return LastBuild(
            *({str(id): int(n) for id, n in data[part].items() if int(n) > 0} for part in ("pages", "offsets"))
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return LastBuild({}, {})


def remember(seed: Path, pages: Mapping[str, int], typeset: Mapping[str, Typeset]) -> None:
    """Note for the next build how many pages each section has, and where in it its places are."""
    offsets = {id: anchor.page for done in typeset.values() for id, anchor in done.anchors.items() if anchor.page}
    disk.write(seed, json.dumps({"pages": pages, "offsets": offsets}, sort_keys=True).encode())


def cast_off(manuscript: Manuscript, last: LastBuild) -> dict[str, int]:
    """Page counts of the last build, else by the length of the text: only the number of digits need be right."""
    sections = (*manuscript.sections, *manuscript.cover)
    return {s.id: last.pages.get(s.id) or _estimate(s, manuscript) for s in sections}


def _estimate(section: Section, manuscript: Manuscript) -> int:
    """Pages by the area that the letters take: about 0.47 of the size wide, or all of it in Han and Hangul."""
    if section.plan.kind.generated:
        if section.plan.kind.id == "contents":
            entries = sum(1 for s in manuscript.sections if s.plan.kind.contents)
            return math.ceil(entries * 6.2 / (manuscript.publication.trim.height - 55))  # mm an entry, mm a page
        return 1
    style, trim = manuscript.language.style, manuscript.publication.trim
    size = 9.6 * float(style["scale"]) * 25.4 / 72  # mm
    wide = sum(1.0 if ord(char) >= 0x2E80 else 0.47 for char in section.words)
    text_area = (trim.width - 40) * (trim.height - 38) * TEXT_SHARE.get(section.plan.kind.id, 0.8)
    return math.ceil(wide * size * size * float(style["leading"]) / text_area) + EXTRA.get(section.plan.kind.id, 0)
