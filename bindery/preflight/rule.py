"""What a rule is, and what it says of the one thing it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from bindery.finish.boxes import Rect

Asked = TypeVar("Asked")


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
