"""Page numbers settle, whatever the sections turn out to be: the engine is played by a function of the HTML."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bindery.compose.html import Composer
from bindery.errors import BinderyError, Findings
from bindery.model import Anchor, Manuscript, Master, Project, Typeset
from bindery.pipeline import Request, check
from bindery.typeset.cache import Cache
from bindery.typeset.pool import EngineStopped
from bindery.typeset.settle import typeset_book
from bindery.typeset.worker import Job
from bindery.typeset.workshop import Workshop

ROOT = Path(__file__).resolve().parents[2]
Engine = Callable[[str, str, bool], int]  # id, HTML and whether it starts on a left page -> pages


class PlayedPool:
    """Stands for `Pool`: the PDF of a section is its HTML, its anchors are spread over its pages."""

    def __init__(self, engine: Engine, workers: int = 2):
        self.workers, self.engine, self.seen = workers, engine, list[str]()

    def submit(self, _typeset: object, job: Job) -> Future[Typeset]:
        id = re.search(r'<html [^>]*id="s-([^"]+)"', job.html)[1]  # type: ignore[index]
        self.seen.append(id)
        future: Future[Typeset] = Future()
        try:
            pages = self.engine(id, job.html, "break-before:left" in job.html)
        except Exception as error:
            future.set_exception(error)
            return future
        ids = re.findall(r'\bid="([^"]+)"', job.html)
        anchors = {name: Anchor(place * pages // len(ids), 60.0, 40.0) for place, name in enumerate(ids)}
        future.set_result(Typeset(job.html.encode(), pages, anchors, ()))
        return future

    def result(self, name: str, future: Future[Typeset]) -> Any:
        try:
            return future.result()
        except Exception as error:
            raise EngineStopped(name, str(error)) from error


@pytest.fixture(scope="module", params=["en", "ar"])
def handbook(request: pytest.FixtureRequest) -> tuple[Project, Manuscript]:
    project, ((manuscript,),) = check(ROOT, Request((request.param,), publications=("handbook",)))
    return project, manuscript


def settle(
    handbook: tuple[Project, Manuscript], engine: Engine, cache: Path, workers: int = 2, only: str | None = None
) -> tuple[Master, list[str]]:
    pool, findings = PlayedPool(engine, workers), Findings(ROOT)
    project, manuscript = handbook
    shop = Workshop(project, pool, Cache(cache, findings), findings)  # type: ignore[arg-type]
    master = typeset_book(shop, manuscript, only)
    return master, pool.seen


def steady(id: str, _html: str, _left: bool) -> int:
    """So many pages for each section, always."""
    return 1 + int(hashlib.sha256(id.encode()).hexdigest(), 16) % 5


def seed_file(handbook: tuple[Project, Manuscript], cache: Path) -> Path:
    return cache / "pages" / f"global-{handbook[1].language.id}-handbook.json"


def check_settled(handbook: tuple[Project, Manuscript], master: Master) -> None:
    """What is bound is what would be composed now: sides, digits of numbers and index are those of the final pages."""
    composer = Composer(*handbook)
    rtl = master.manuscript.language.rtl
    page = 1
    for bound in master.interior:
        if bound.section.plan.kind.side == "recto":
            page += page % 2 == 0
        assert bound.start == page, bound.section.id
        left = (bound.start % 2 == 1) == rtl
        now = composer.compose(bound.section, left, master.places).html
        assert bound.typeset.pdf.decode() == now, bound.section.id
        page += bound.typeset.pages
    assert master.pages == page - 1


def test_a_cold_book_settles(handbook: tuple[Project, Manuscript], tmp_path: Path) -> None:
    master, seen = settle(handbook, steady, tmp_path)
    check_settled(handbook, master)
    assert len(seen) < 2 * len(set(seen)), "half the book was set for a side that it did not get"


def test_what_stands_behind_the_index_is_set_for_its_own_side(
    handbook: tuple[Project, Manuscript], tmp_path: Path
) -> None:
    """A plan may have anything there: notes, a page on the authors. The index gains a page, and nothing else moves it."""
    project, manuscript = handbook
    index = next(section for section in manuscript.sections if section.id == "index")
    others = [section for section in manuscript.sections if section is not index]
    book = project, replace(manuscript, sections=(*others[:-3], index, *others[-3:]))
    for pages in (1, 2):
        for entry in tmp_path.glob("??/*"):
            entry.unlink()
        master, _ = settle(book, lambda id, html, left: pages if id == "index" else steady(id, html, left), tmp_path)  # noqa: B023
        check_settled(book, master)


def test_a_second_build_sets_nothing(handbook: tuple[Project, Manuscript], tmp_path: Path) -> None:
    first, _ = settle(handbook, steady, tmp_path)
    again, seen = settle(handbook, steady, tmp_path)
    assert seen == []
    assert again == first


@pytest.mark.parametrize("seed", range(5))
def test_it_settles_from_any_guess(handbook: tuple[Project, Manuscript], tmp_path: Path, seed: int) -> None:
    """Sections that take another page on a left page, or with longer numbers; a last build that tells nonsense."""
    chance = random.Random(seed)
    sections = (*handbook[1].sections, *handbook[1].cover)
    nonsense = {section.id: chance.choice((1, 2, 3, 9, 40)) for section in sections}
    file = seed_file(handbook, tmp_path)
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"pages": nonsense, "offsets": {"standard-07-note-1": 30}}))
    turning = {section.id for section in sections if chance.random() < 0.2}
    growing = {section.id for section in sections if chance.random() < 0.1}
    lengths = {section.id: chance.randint(1, 6) for section in sections}

    def engine(id: str, html: str, left: bool) -> int:
        figures = sum(map(len, re.findall(r"data-stamp=\"[^\"]+\"[^>]*>([^<]*)<", html)))
        return lengths[id] + (left and id in turning) + (id in growing and figures % 2)

    master, _ = settle(handbook, engine, tmp_path, workers=chance.choice((1, 2, 7)))
    check_settled(handbook, master)


def test_the_number_of_processes_changes_nothing(handbook: tuple[Project, Manuscript], tmp_path: Path) -> None:
    one, _ = settle(handbook, steady, tmp_path / "one", workers=1)
    many, _ = settle(handbook, steady, tmp_path / "many", workers=16)
    assert one == many


@pytest.mark.parametrize("damage", ["", "{", "[]", "7", '{"pages": 3}', '{"pages": {"index": "x"}, "offsets": {}}',
                                    '{"pages": {"index": -4, "contents": 0}, "offsets": {}}', '{"standard-01": 3}'])
def test_a_damaged_memory_of_the_last_build_counts_as_none(
    handbook: tuple[Project, Manuscript], tmp_path: Path, damage: str
) -> None:
    file = seed_file(handbook, tmp_path)
    file.parent.mkdir(parents=True)
    file.write_text(damage)
    master, _ = settle(handbook, steady, tmp_path)
    check_settled(handbook, master)
    assert json.loads(file.read_text())["pages"]["standard-07"] == steady("standard-07", "", False)


@pytest.mark.parametrize("section", ["standard-07", "index", "contents", "introduction"])
def test_a_section_alone_has_the_numbers_of_the_last_build(
    handbook: tuple[Project, Manuscript], tmp_path: Path, section: str
) -> None:
    """Also of places in the middle of other sections: "note 3, p. 48", and all of the index."""
    whole, _ = settle(handbook, steady, tmp_path)
    alone, seen = settle(handbook, steady, tmp_path, only=section)
    assert seen == []
    (bound,) = alone.interior
    assert bound == next(each for each in whole.interior if each.section.id == section)
    assert {id: place.page for id, place in alone.places.items()} == \
        {id: place.page for id, place in whole.places.items() if id in alone.places}


def test_a_changed_section_alone_is_set_anew(handbook: tuple[Project, Manuscript], tmp_path: Path) -> None:
    settle(handbook, steady, tmp_path)
    for entry in tmp_path.glob("??/*"):
        entry.unlink()
    _, seen = settle(handbook, steady, tmp_path, only="standard-07")
    assert seen == ["standard-07"]


def test_a_section_that_stops_the_engine_is_named(handbook: tuple[Project, Manuscript], tmp_path: Path) -> None:
    def engine(id: str, html: str, left: bool) -> int:
        if id == "standard-07":
            raise RuntimeError("no such glyph")
        return steady(id, html, left)

    with pytest.raises(BinderyError) as caught:
        settle(handbook, engine, tmp_path)
    (finding,) = caught.value.findings
    assert finding.code == "T104" and "standard-07.md" in str(finding) and "no such glyph" in str(finding)
