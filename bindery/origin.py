"""From a place on a finished page back to the line of the text that it was made from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bindery.model import Bound, Master

if TYPE_CHECKING:
    from bindery.preflight import Report

MM_A_PT = 25.4 / 72


def with_lines(report: Report, master: Master, root: Path) -> Report:
    """The report with the line of the text at which each thing begins, as far as headings and pictures tell it."""
    texts: dict[Path, list[str]] = {}
    notes = []
    for note in report.notes:
        bound = next((b for b in reversed(master.interior) if b.start <= note.page), None)
        path = bound.section.path if bound else None
        if bound is not None and path is not None and note.source:
            lines = texts.setdefault(path, path.read_text("utf-8").splitlines())
            line = _line(bound, note.page - bound.start, note.place[1] if note.place else 0, lines)
            line = _picture_line(note.message, line, lines, root / "content" / "images")
            note = replace(note, source=f"{note.source}:{line}" if line else note.source)
        notes.append(note)
    return replace(report, notes=tuple(notes))


def of_cover(report: Report, master: Master, spine: float, root: Path) -> Report:
    """The report on a cover's spreads with the template of the side on which each thing is, and the line that draws it.

    `spine`: its width in mm.
    """
    notes = []
    for note in report.notes:
        side = _side(note.page, note.place[0], master, spine) if note.page and note.place else None
        if side is not None:
            name = f"templates/{side}.html"
            line = _drawn(note.message, (root / name).read_text("utf-8").splitlines())
            note = replace(note, source=f"{name}:{line}" if line else name)
        notes.append(note)
    return replace(report, notes=tuple(notes))


def _side(page: int, x: float, master: Master, spine: float) -> str | None:
    """The template of the side of the cover that is `x` mm from the left of a spread; see bind/spread.py."""
    front, inside_front, inside_back, back = (bound.section.plan.kind.template.removesuffix(".html") for bound in master.cover)
    left, right = (back, front) if page == 1 else (inside_front, inside_back)
    if master.manuscript.language.rtl:
        left, right = right, left
    width = master.manuscript.publication.trim.width
    if x < width - 1:
        return left
    return right if x >= width + spine - 1 else "cover-spine"


def _drawn(message: str, lines: Sequence[str]) -> int:
    """The line of a template that puts what a message of preflight tells of on the page; 0 where none is sure."""
    words = ("<img",) if "a picture" in message else ("drawing(", "cover-ground") if "area" in message or "shape" in message else ()
    return next((number for number, line in enumerate(lines, 1) if any(word in line for word in words)), 0)


def _line(bound: Bound, page: int, top: float, lines: Sequence[str]) -> int:
    """The line of the last heading above a place (page of the section from 0, mm from the top) that has an id of its
    own; 0 where there is none."""
    anchors = bound.typeset.anchors
    above = [
        (anchors[heading.id].page, anchors[heading.id].y, heading.id)
        for heading in bound.section.headings
        if heading.id in anchors and (anchors[heading.id].page, anchors[heading.id].y * MM_A_PT) <= (page, top + 1)
    ]
    if not above:
        return 0
    ending = f"{{#{max(above)[2]}}}"
    return next((number for number, line in enumerate(lines, 1) if line.rstrip().endswith(ending)), 0)


def _picture_line(message: str, start: int, lines: Sequence[str], images: Path) -> int:
    """The line of the picture that a message of preflight measures: the first from `start` on that has its pixels."""
    from PIL import Image

    size = re.search(r"picture of (\d+) × (\d+) px", message)
    found = []
    for number, line in enumerate(lines, 1):
        for name in re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", line) if size else ():
            with suppress(OSError, ValueError), Image.open(images / name) as opened:
                if size and opened.size == (int(size[1]), int(size[2])):
                    found.append(number)
    return next((number for number in found if number >= start), found[0] if found else start)
