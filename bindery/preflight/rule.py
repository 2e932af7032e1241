"""What a rule is, and what it says of the one thing it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from bindery.finish.boxes import Rect

Asked = TypeVar("Asked")

#: Where a rule stands. Clauses are named only where a public text shows their number.
PDFX = "ISO 15930-7 (PDF/X-4)"
#: PDF/A's rule, and PDF/UA's (ISO 14289-1, 7.21.8), for what no printer wants either.
NOTDEF = "ISO 19005-2, 6.2.11.8"
HOUSE = "house"


def gwg(requirement: str = "") -> str:
    """The Ghent Workgroup's sheet-fed CMYK: the numbers are those of 2022, the names those of 2012 and 2015."""
    return f"GWG 2022, {requirement}" if requirement else "GWG 2022"


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule says of one thing; the page it is on is known to who asks. `at`: a box in points."""

    message: str
    mend: str
    at: Rect | None = None


@dataclass(frozen=True, slots=True)
class Rule(Generic[Asked]):
    """A rule's id, how grave it is, what it asks, where it stands, and the function that checks a file or a page."""

    id: str
    severity: str
    what: str
    origin: str
    check: Callable[[Asked], Iterator[Found]]
