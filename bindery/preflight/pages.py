"""A page as the rules see it: its boxes and everything it shows, with places told from the trim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bindery.finish.boxes import MM, Rect, grow, read
from bindery.preflight.geometry import both, empty
from bindery.preflight.limits import Limits
from bindery.preflight.marks import Mark, Shown
from bindery.preflight.report import Note
from bindery.preflight.rule import Found


@dataclass(slots=True)
class Page:
    """One page. Boxes in points, None where the page lacks them; `first_trim`: that of the file's first page."""

    number: int
    obj: Any
    shown: Shown
    limits: Limits
    media: Rect | None
    trim: Rect | None
    bleed: Rect | None
    first_trim: Rect | None
    ink: Any = None
    inside: list[Mark] = field(default_factory=list)

    @property
    def paper(self) -> Rect:
        """Trim and bleed, where they are known: what can be on the finished page."""
        return self.bleed or self.trim or self.media or (0, 0, 595, 842)

    def printed(self) -> Iterator[Mark]:
        """Marks that can be on the finished page, not those of the slug."""
        return iter(self.inside)

    def texts(self) -> Iterator[Mark]:
        return (mark for mark in self.printed() if mark.kind == "text" and mark.ink is not None)

    def place(self, at: Rect | None) -> tuple[float, float] | None:
        """Where a box begins, in mm from the left and the top of the trim."""
        base = self.trim or self.media
        if at is None or base is None:
            return None
        seen = both(at, self.paper)
        left, top = (at[0], at[3]) if empty(seen) else (seen[0], seen[3])
        return round((left - base[0]) / MM, 1), round((base[3] - top) / MM, 1)


def look(number: int, obj: Any, shown: Shown, limits: Limits, first_trim: Rect | None) -> Page:
    media = read(obj, "/MediaBox")
    own = {key: read(obj, key) if key in obj else None for key in ("/TrimBox", "/BleedBox", "/ArtBox")}
    trim = own["/TrimBox"] or own["/ArtBox"]
    page = Page(number, obj, shown, limits, media, trim, own["/BleedBox"], first_trim or trim)
    # A hair inside, so that what ends at the bleed's edge is not taken for a mark in the slug and the other way round.
    area = grow(page.paper, -0.05)
    page.inside = [mark for mark in shown.marks if not empty(both(mark.box, area)) and not mark.clear]
    return page


def notes(page: Page, rule: str, severity: str, found: Iterator[Found]) -> Iterator[Note]:
    """A rule's findings on a page: what is said alike is one, with its first place and a count."""
    together: dict[tuple[str, str], list[Found]] = {}
    for one in found:
        together.setdefault((one.message, one.mend), []).append(one)
    source = page.limits.sources.get(page.number, "")
    for (message, mend), same in together.items():
        yield Note(rule, severity, page.number, message, mend, page.place(same[0].at), len(same), source)
