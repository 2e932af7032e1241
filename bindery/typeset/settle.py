"""Typeset a book until its page numbers settle: sections, start pages, anchors -> Master.

A section's pages depend on the rest of the book only through the side on which it starts and the number of digits
of the pages that it names (numbers themselves are stamped at the bind). So most books settle at once. The index,
whose ranges do depend on numbers, is set last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path

from bindery.compose.html import Composer
from bindery.compose.style import font_faces, stylesheet
from bindery.errors import Findings
from bindery.model import Bound, Manuscript, Master, Place, Section, Typeset
from bindery.typeset import worker
from bindery.typeset.cache import fonts_as_set, key
from bindery.typeset.castoff import LastBuild, cast_off, recall, remember
from bindery.typeset.pool import EngineStopped
from bindery.typeset.worker import Job
from bindery.typeset.workshop import Workshop

#: After this round a section may only grow, so that a reference that turns a line cannot go to and fro.
ROUNDS_FREE = 3
ROUNDS = 6
#: Sections that print page numbers themselves, not stamps. The others' pages depend on nothing of theirs but their number.
LATE = {"index"}


def typeset_book(workshop: Workshop, manuscript: Manuscript, only: str | None = None) -> Master:
    """The settled book; with `only`, that section alone, on the pages it has in the last build.

    Raises BinderyError when the engine reports a fault or the numbers do not settle.
    """
    findings = workshop.findings
    seed = workshop.cache.folder / "pages" / f"{manuscript.edition.id}-{manuscript.language.id}-{manuscript.publication.id}.json"
    wanted = [s for s in (*manuscript.sections, *manuscript.cover) if only in (None, s.id)]
    book = _Book(workshop, manuscript, len(wanted), recall(seed))
    late = [s for s in wanted if s.plan.kind.id in LATE]
    early = [s for s in wanted if s not in late]
    for round in range(1, ROUNDS + 1):
        # The index takes longest. From the second round on it is set beside the others: where they land is nearly known.
        may_shrink = round <= ROUNDS_FREE
        book.settle(early, may_shrink, beside=late if round > 1 else ())
        moved = book.moved(early)
        if not moved:
            before = _starts(manuscript, book.pages)
            book.settle(late, may_shrink)
            moved = book.moved(wanted) if _starts(manuscript, book.pages) != before else []
        if not moved:
            break
    else:
        findings.add(
            "T102",
            manuscript.publication.id,
            "the page numbers do not settle in: " + ", ".join(moved),
            "add or cut a few words in these sections",
        )
        findings.stop_if_any()
    if not only:
        remember(seed, book.pages, book.typeset)
    starts = _starts(manuscript, book.pages)
    interior = tuple(Bound(s, starts[s.id], book.typeset[s.id]) for s in manuscript.sections if s in wanted)
    cover = tuple(Bound(s, starts[s.id], book.typeset[s.id]) for s in manuscript.cover if s in wanted)
    pages = max((b.start + book.pages[b.section.id] - 1 for b in interior), default=0)
    return Master(manuscript, interior, cover, pages, book.places(starts))


class _Book:
    """One book while it settles: the pages of each section as far as they are known, and what is set."""

    def __init__(self, workshop: Workshop, manuscript: Manuscript, total: int, last: LastBuild):
        project = workshop.project
        self.manuscript, self.pool, self.cache = manuscript, workshop.processes, workshop.cache
        self.findings, self.progress, self.total = workshop.findings, workshop.progress, total
        self.pages = cast_off(manuscript, last)
        self.typeset: dict[str, Typeset] = {}
        self._offsets = last.offsets
        self._places_at: tuple[tuple[int, ...], dict[str, Place]] = ((), {})
        self._may_shrink = True
        self._pages_at: dict[str, int] = {}
        self._keys: dict[str, str] = {}
        self._seen: dict[str, tuple[bool, dict[str, int]]] = {}
        self._composer = Composer(project, manuscript)
        self._css, self._faces = stylesheet(project, manuscript), font_faces(project, manuscript.language)
        self._fonts = fonts_as_set(project, manuscript.language)
        self._root = str(project.root)

    def settle(self, sections: Sequence[Section], may_shrink: bool, beside: Sequence[Section] = ()) -> None:
        """One round: set those of `sections` whose HTML is not set yet, and before them those `beside`, on guesses."""
        self._may_shrink = may_shrink
        done: set[str] = set()
        waiting = list(sections)
        running: dict[Future[Typeset], Section] = {}
        for section in beside:
            if job := self._stale(section):
                running[self.pool.submit(worker.typeset, job)] = section
        while waiting or running:
            while waiting and len(running) < self.pool.workers:
                section = self._next(waiting, done)
                waiting.remove(section)
                job = self._stale(section)
                if job is None:
                    self._has(section, done)
                else:
                    running[self.pool.submit(worker.typeset, job)] = section
            for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                section = running.pop(future)
                self._take(section, future, sure=section not in beside)
                self._has(section, done)
        self.findings.stop_if_any()
        self._places_at = ((), {})

    def moved(self, sections: Sequence[Section]) -> list[str]:
        """The ids of those of `sections` that must be set again, now that it is known where the others landed."""
        found = []
        for section in sections:
            seen = self._seen[section.id]
            job_key, _ = self._job(section) if seen != self._sees(section) else (self._keys[section.id], None)
            if job_key != self._keys[section.id]:
                found.append(section.id)
        return found

    def _sees(self, section: Section) -> tuple[bool, dict[str, int]]:
        """All of the rest of the book that a section's HTML can show: its side, and the page of each place.

        Places are found anew only when a section starts on another page: within a round, guesses will do for the rest.
        """
        starts = _starts(self.manuscript, self.pages)
        at = tuple(starts.values())
        if self._places_at[0] != at:
            self._places_at = (at, self.places(starts))
            self._pages_at = {id: place.page for id, place in self._places_at[1].items()}
        return _is_left(starts[section.id], self.manuscript.language.rtl), self._pages_at

    def places(self, starts: Mapping[str, int]) -> dict[str, Place]:
        """Every id of the book with its page; in a section not set yet, that of the last build, else its first."""
        places: dict[str, Place] = {}
        for section in self.manuscript.sections:
            start = starts[section.id]
            places[section.id] = Place(section.id, start, 0, 0)
            for id in section.ids:
                places.setdefault(id, Place(section.id, start + self._offsets.get(id, 0), 0, 0))
            if done := self.typeset.get(section.id):
                for id, anchor in done.anchors.items():
                    places[id] = Place(section.id, start + anchor.page, anchor.x, anchor.y)
        return places

    def _next(self, waiting: Sequence[Section], done: set[str]) -> Section:
        """The section to set next: one whose side is certain, in the longest run of sections that wait for each other.

        A side is certain where it is fixed (openers stand on rectos) or where the section before is set. So the runs
        between openers are set side by side, each in order, and no section is set for a side that it does not get.
        Where no side is certain, the first that waits is set for the side that the guesses give it.
        """
        order = [*self.manuscript.sections]
        positions = {section.id: i for i, section in enumerate(order)}
        left = {section.id for section in waiting}
        best, most = waiting[0], -1
        for section in waiting:
            at = positions.get(section.id)
            if at is None:
                certain, run = True, 0  # a side of the cover
            else:
                certain = section.plan.kind.side != "any" or at == 0 or order[at - 1].id in done
                run = 0
                for other in order[at:]:
                    if other.id not in left or (other is not section and other.plan.kind.side != "any"):
                        break
                    run += self.pages[other.id]
            if certain and run > most:
                best, most = section, run
        return best

    def _stale(self, section: Section) -> Job | None:
        """The job that sets the section as it must be now; None when it is set so already, or in the cache."""
        job_key, job = self._job(section)
        if self._keys.get(section.id) == job_key:
            return None
        self._keys[section.id] = job_key
        known = self.cache.get(job_key)
        if known is not None:
            self.typeset[section.id] = known
        return job if known is None else None

    def _job(self, section: Section) -> tuple[str, Job]:
        """How the section must be set, as far as the other sections' pages are known, and the key of that."""
        self._seen[section.id] = left, _ = self._sees(section)
        html = self._composer.compose(section, left, self._places_at[1])
        job = Job(html.html, self._css, self._faces, self._root)
        return key(job, self._fonts), job

    def _take(self, section: Section, future: Future[Typeset], sure: bool) -> None:
        """A section is set. Not `sure`: for guesses, so that what is wrong with it is told when it is set for certain."""
        try:
            result = self.pool.result(section.id, future)
        except EngineStopped as stop:
            self.findings.add(
                "T104",
                _where(self.manuscript, section.id),
                f"the engine stopped in this section: {stop}",
                "run again; if it stops again, take out the last change to the section",
            )
            return
        self.typeset[section.id] = result
        if result.problems and not sure:
            del self._keys[section.id]
        elif result.problems:
            _report(self.manuscript, section.id, result, self.findings)
        else:
            self.cache.put(self._keys[section.id], result)

    def _has(self, section: Section, done: set[str]) -> None:
        """The section is set: its pages are no guess any more."""
        done.add(section.id)
        if section.id in self.typeset:
            count = self.typeset[section.id].pages
            self.pages[section.id] = count if self._may_shrink else max(count, self.pages[section.id])
        self.progress(self.manuscript.name, len(done), self.total, section.id)


def _starts(manuscript: Manuscript, pages: Mapping[str, int]) -> dict[str, int]:
    """The page (from 1) on which each section starts; a recto opener leaves a blank before it where it must."""
    starts, page = {}, 1
    for section in manuscript.sections:
        side = section.plan.kind.side
        if (side == "recto" and page % 2 == 0) or (side == "verso" and page % 2 == 1):
            page += 1
        starts[section.id] = page
        page += pages[section.id]
    for number, section in enumerate(manuscript.cover, 1):
        starts[section.id] = number  # the cover's sides: 1 is a recto, 2 a verso
    return starts


def _is_left(page: int, rtl: bool) -> bool:
    """Odd pages are rectos: right-hand pages, but left-hand ones in a right-to-left book."""
    return (page % 2 == 1) == rtl


def _where(manuscript: Manuscript, id: str) -> Path | str:
    section = next((s for s in manuscript.sections if s.id == id), None)
    return section.path if section and section.path else f"templates/{section.plan.kind.template}" if section else id


def _report(manuscript: Manuscript, id: str, result: Typeset, findings: Findings) -> None:
    for problem in result.problems:
        kind, _, rest = problem.partition(" ")
        if kind in ("OVERFLOW", "LOST"):
            findings.add(
                "T103", _where(manuscript, id), rest, "shorten the text, or make room in the stylesheet (styles/)"
            )
        else:
            findings.add(
                "T101",
                _where(manuscript, id),
                f"the engine reports: {problem}",
                "see docs/errors.md, T101, for what such reports mean",
            )
