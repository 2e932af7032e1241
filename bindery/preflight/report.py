"""What preflight found, and how it is told: as text for people, as data for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was found. `rule`: its stable id; `page` from 1, 0 for the whole file.

    `place`: mm from the left and from the top of the trim, where the thing begins; `count`: how often it is on the page.
    `source`: the text that the page was made from, where that is known.
    """

    rule: str
    severity: str
    page: int
    message: str
    mend: str
    place: tuple[float, float] | None = None
    count: int = 1
    source: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule, "severity": self.severity, "page": self.page,
            "place": list(self.place) if self.place else None, "count": self.count,
            "source": self.source, "message": self.message, "mend": self.mend,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found in one file. `ink`: the largest mean over a square of 15 mm, in per cent, and its page."""

    name: str
    sha256: str
    pages: int
    trim: tuple[float, float] | None
    notes: tuple[Note, ...]
    rules: int
    ink: tuple[float, int] | None = None

    @property
    def errors(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.severity == ERROR)

    @property
    def warnings(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.severity == WARNING)

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": self.name, "sha256": self.sha256, "pages": self.pages, "trim": list(self.trim) if self.trim else None,
            "ink": {"percent": self.ink[0], "page": self.ink[1]} if self.ink else None,
            "rules": self.rules, "errors": len(self.errors), "warnings": len(self.warnings),
            "findings": [note.as_dict() for note in self.notes],
        }  # fmt: skip

    def text(self) -> str:
        """For people: errors first, a rule that many pages break told once."""
        size = f", {self.trim[0]:g} × {self.trim[1]:g} mm" if self.trim else ""
        lines = [f"{self.name}: {self.pages} page{'s' * (self.pages != 1)}{size}", f"sha256 {self.sha256}"]
        if self.ink:
            lines.append(f"most ink in a square of 15 mm: {self.ink[0]:g} %, on page {self.ink[1]}")
        lines.append(f"{self.rules} rules: {_count(len(self.errors), 'error')}, {_count(len(self.warnings), 'warning')}")
        for severity, notes in ((ERROR, self.errors), (WARNING, self.warnings)):
            for group in _grouped(notes):
                first = group[0]
                lines += ["", f"{severity} {first.rule}  {first.message}"]
                if where := _where(group):
                    lines.append(f"    where: {where}")
                lines.append(f"    mend: {first.mend}")
        return "\n".join(lines) + "\n"


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'s' * (number != 1)}"


def _grouped(notes: Iterable[Note]) -> list[list[Note]]:
    groups: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        groups.setdefault((note.rule, note.message), []).append(note)
    return list(groups.values())


def _where(group: list[Note]) -> str:
    places = []
    for note in group[:8]:
        if not note.page:
            continue
        at = f", {note.place[0]:.0f} mm from the left, {note.place[1]:.0f} mm from the top" if note.place else ""
        many = f" ({note.count} times)" if note.count > 1 else ""
        source = f" [{note.source}]" if note.source else ""
        places.append(f"page {note.page}{at}{many}{source}")
    if len(group) > 8:
        places.append(f"and {len(group) - 8} more pages, to page {group[-1].page}")
    return "; ".join(places)
