"""What the press cannot print: collected over a whole book, told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bindery.errors import BinderyError, Finding


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that cannot be printed, and the pages (from 1, as the file counts them) that show it."""

    message: str
    mend: str
    pages: tuple[int, ...]

    def finding(self, name: str) -> Finding:
        """As the rest of the build reports: the place is the file's name and its first such page."""
        where = f"{name}, page {self.pages[0]}" if self.pages else name
        more = f" (pages {_ranges(self.pages)})" if len(self.pages) > 1 else ""
        return Finding("T105", where, 0, 1, self.message + more, self.mend)


class CannotPrint(BinderyError):
    """Raised after the whole file was read. `problems` keep the page numbers, for who knows the sections."""

    def __init__(self, name: str, problems: Iterable[Problem]):
        self.problems = tuple(sorted(problems, key=lambda p: (p.pages, p.message)))
        super().__init__(problem.finding(name) for problem in self.problems)


class Problems:
    """A problem seen on fifty pages is one problem. `page` is the page being read, from 1; 0 is the whole file."""

    def __init__(self) -> None:
        self.page = 0
        self._pages: dict[tuple[str, str], dict[int, None]] = {}

    def add(self, message: str, mend: str) -> None:
        pages = self._pages.setdefault((message, mend), {})
        if self.page:
            pages[self.page] = None

    def count(self) -> int:
        """How often something was told, page by page."""
        return sum(1 + len(pages) for pages in self._pages.values())

    def all(self) -> list[Problem]:
        return [Problem(message, mend, tuple(pages)) for (message, mend), pages in self._pages.items()]


def _ranges(numbers: Iterable[int]) -> str:
    """1 2 3 7 -> "1–3, 7"."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
