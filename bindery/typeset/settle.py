"""Typeset a book until its page numbers settle: sections, start pages, anchors -> Master.

A section's pages depend on the rest of the book only through the side on which it starts and the number of digits
of the pages that it names (numbers themselves are stamped at the bind). So most books settle at once. The index,
whose ranges do depend on numbers, is set last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


from bindery.compose.html import Composer, font_faces, stylesheet
from bindery.errors import Findings
from bindery.model import Bound, Manuscript, Master, Place, Project, Typeset
from bindery.project.fonts import faces_of
from bindery.typeset.cache import Cache, key
from bindery.typeset.pool import EngineStopped, Pool
from bindery.typeset.worker import Job

#: After this round a section may only grow, so that a reference that turns a line cannot go to and fro.
ROUNDS_FREE = 3
ROUNDS = 6
GUESS = {"standard": 4, "area": 2, "about": 2, "how-to-use": 3, "introduction": 5, "contents": 2, "glossary": 9, "index": 5, "case-study": 5, "session": 4}



@dataclass
class _Book:
    """The state of one book while it settles."""

    pages: dict[str, int]
    typeset: dict[str, Typeset] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    floor: dict[str, int] = field(default_factory=dict)


def typeset_book(
    project: Project, manuscript: Manuscript, pool: Pool, cache: Cache, findings: Findings,
    progress: Callable[[int, int, str], None], only: str | None = None,
) -> Master:
    """The settled book; with `only`, that section alone, on the pages it has in the last build.

    Raises BinderyError when the engine reports a fault or the numbers do not settle.
    """
    composer = Composer(project, manuscript)
    css, faces = stylesheet(project, manuscript), font_faces(project, manuscript)
    faces_digest = " ".join(face.sha256 for face in faces_of(manuscript.language, project.faces))
    seed = cache.folder / "pages" / f"{manuscript.edition.id}-{manuscript.language.id}-{manuscript.publication.id}.json"
    wanted = [s for s in (*manuscript.sections, *manuscript.cover) if only in (None, s.id)]
    late = {section.id for section in manuscript.sections if section.plan.kind.id == "index" and not only}
    book = _Book(_guess(manuscript, seed))
    total = len(wanted)
    moved: list[str] = []

    for round in range(1, ROUNDS + 1):
        settled_without_late = round > 1 and not moved
        starts = _starts(manuscript, book.pages)
        places = _places(manuscript, starts, book)
        jobs: dict[str, Job] = {}
        for section in wanted:
            if section.id in late and not settled_without_late:
                continue
            left = _is_left(starts[section.id], manuscript.language.rtl)
            html = composer.compose(section, left, places)
            job = Job(html.html, css, faces, str(project.root))
            job_key = key(job, faces_digest)
            if book.keys.get(section.id) == job_key:
                continue
            book.keys[section.id] = job_key
            known = cache.get(job_key)
            if known is not None:
                book.typeset[section.id] = known
                progress(len(book.typeset), total, section.id)
            else:
                jobs[section.id] = job
        moved = [*jobs]
        try:
            for id, result in pool.run(jobs, lambda id: progress(len(book.typeset), total, id)):
                book.typeset[id] = result
                if not result.problems:
                    cache.put(book.keys[id], result)
        except EngineStopped as stop:
            findings.add("T104", _where(manuscript, stop.section), f"the engine stopped in this section: {stop}",
                         "run again; if it stops again, take out the last change to the section")
        _report(manuscript, book, findings)
        new = {id: result.pages for id, result in book.typeset.items()}
        if round > ROUNDS_FREE:
            new = {id: max(count, book.floor.get(id, 0)) for id, count in new.items()}
        book.floor = new
        if any(book.pages.get(id) != count for id, count in new.items()):
            moved.append("pages")
        book.pages.update(new)
        after = _starts(manuscript, book.pages)
        if after != starts or _digits(_places(manuscript, after, book)) != _digits(places):
            moved.append("places")
        if not moved and settled_without_late:
            break
        if not moved and not late:
            break
    else:
        findings.add("T102", manuscript.publication.id, "the page numbers do not settle in: " + ", ".join(moved),
                     "add or cut a few words in these sections")
        findings.stop_if_any()
    if not only:
        _remember(seed, book.pages)
    interior = tuple(Bound(s, starts[s.id], book.typeset[s.id]) for s in manuscript.sections if s in wanted)
    cover = tuple(Bound(s, starts[s.id], book.typeset[s.id]) for s in manuscript.cover if s in wanted)
    pages = max(b.start + book.pages[b.section.id] - 1 for b in interior)
    return Master(manuscript, interior, cover, pages, _places(manuscript, starts, book))


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


def _places(manuscript: Manuscript, starts: Mapping[str, int], book: _Book) -> dict[str, Place]:
    """Every id of the book with its page; where a section is not set yet, its first page is the guess."""
    places: dict[str, Place] = {}
    for section in manuscript.sections:
        start = starts[section.id]
        places[section.id] = Place(section.id, start, 0, 0)
        for id in section.ids:
            places.setdefault(id, Place(section.id, start, 0, 0))
        if done := book.typeset.get(section.id):
            for id, anchor in done.anchors.items():
                places[id] = Place(section.id, start + anchor.page, anchor.x, anchor.y)
    return places


def _digits(places: Mapping[str, Place]) -> dict[str, int]:
    return {id: len(str(place.page)) for id, place in places.items()}


def _guess(manuscript: Manuscript, seed: Path) -> dict[str, int]:
    """Page counts of the last build, and else a guess by kind: only the number of digits need be right."""
    try:
        known = json.loads(seed.read_text())
    except (OSError, ValueError):
        known = {}
    sections = (*manuscript.sections, *manuscript.cover)
    return {s.id: int(known.get(s.id, GUESS.get(s.id, GUESS.get(s.plan.kind.id, 1)))) for s in sections}


def _remember(seed: Path, pages: Mapping[str, int]) -> None:
    seed.parent.mkdir(parents=True, exist_ok=True)
    seed.write_text(json.dumps(dict(sorted(pages.items()))))


def _where(manuscript: Manuscript, id: str) -> Path | str:
    section = next((s for s in manuscript.sections if s.id == id), None)
    return section.path if section and section.path else f"templates/{section.plan.kind.template}" if section else id


def _report(manuscript: Manuscript, book: _Book, findings: Findings) -> None:
    for id, result in book.typeset.items():
        for problem in result.problems:
            kind, _, rest = problem.partition(" ")
            if kind in ("OVERFLOW", "LOST"):
                findings.add("T103", _where(manuscript, id), rest,
                             "shorten the text, or make room in the stylesheet (styles/)")
            else:
                findings.add("T101", _where(manuscript, id), f"the engine reports: {problem}",
                             "see docs/errors.md, T101, for what such reports mean")
    findings.stop_if_any()


