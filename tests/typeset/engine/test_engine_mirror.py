"""A page of a right-to-left book is the mirror of the same page in a left-to-right one: every box, on every kind of page.

English stands in for both, so that lines break alike: its manuscript is composed as it is, and as if it were written from
right to left.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from engine_documents import ROOT
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.fonts import FontConfiguration

from bindery.compose.html import Composer
from bindery.compose.style import font_faces, stylesheet
from bindery.model import Manuscript, Place, Project
from bindery.pipeline import Request, check
from bindery.typeset import worker
from bindery.typeset.fetch import ProjectFetcher

SECTIONS = {
    "handbook": ("title-page", "imprint", "contents", "introduction", "how-to-use", "principle-1", "area-1", "area-2", "area-3",
                 "standard-01", "glossary", "index", "cover-1", "cover-2", "cover-3", "cover-4"),
    "summary": ("standard-01", "cover-1"),
    "case-study-education": ("title-page", "education", "cover-1", "cover-4"),
    "facilitators-guide": ("contents", "session-education", "cover-4"),
}
PAGES = [(publication, section) for publication, sections in SECTIONS.items() for section in sections]
SEEN = (boxes.BlockBox, boxes.TableCellBox, boxes.TableRowBox, boxes.InlineBlockBox, boxes.MarginBox, boxes.ReplacedBox)


@cache
def manuscripts() -> tuple[Project, dict[str, Manuscript]]:
    project, (group,) = check(ROOT, Request(languages=("en",), publications=tuple(SECTIONS)))
    return project, {manuscript.publication.id: manuscript for manuscript in group}


def pages(publication: str, wanted: str, rtl: bool) -> list[Any]:
    """The engine's pages of a section, which starts on the recto."""
    project, all_of = manuscripts()
    manuscript = all_of[publication]
    manuscript = replace(manuscript, language=replace(manuscript.language, rtl=rtl))
    sections = [*manuscript.sections, *manuscript.cover]
    section = next(each for each in sections if each.id == wanted)
    places = {id: Place(each.id, 88, 0, 0) for each in sections for id in (each.id, *each.ids)}
    html = Composer(project, manuscript).compose(section, rtl, places).html
    worker.prepare()
    fonts, counters, fetcher = FontConfiguration(), CounterStyle(), ProjectFetcher(Path(project.root))
    base = Path(project.root).as_uri() + "/"
    css = CSS(string=font_faces(project, manuscript.language) + stylesheet(project, manuscript), base_url=base, font_config=fonts,
              counter_style=counters, url_fetcher=fetcher)
    document = HTML(string=html, base_url=base, url_fetcher=fetcher)
    return [page._page_box for page in document.render(stylesheets=[css], font_config=fonts, counter_style=counters).pages]


def edges(page: Any, mirrored: bool) -> list[tuple[str, float, float, float, float]]:
    """Name, left, top, right, bottom of what has a border box or a background, in px from the inner edge's side."""
    found = []
    width = page.margin_width()
    for box in page.descendants(placeholders=True):
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if not isinstance(box, SEEN) or box.element_tag == "html":
            continue
        x, y, w, h = box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()
        name = getattr(box, "at_keyword", box.element_tag) or type(box).__name__
        if mirrored:
            x = width - x - w
            name = name.replace("left", "LEFT").replace("right", "left").replace("LEFT", "right")
        found.append((f"{name} {(box.element.get('class') or '') if box.element is not None else ''}", x, y, x + w, y + h))
    return sorted(found, key=lambda each: (each[0], *(round(value) for value in each[1:])))


@pytest.mark.parametrize(("publication", "section"), PAGES)
def test_a_right_to_left_page_is_the_mirror_of_a_left_to_right_one(publication: str, section: str) -> None:
    plain, turned = (pages(publication, section, rtl) for rtl in (False, True))
    assert len(plain) == len(turned)
    for number, (one, other) in enumerate(zip(plain, turned, strict=True)):
        wanted, got = edges(one, False), edges(other, True)
        assert [each[0] for each in got] == [each[0] for each in wanted], number
        for mine, theirs in zip(got, wanted, strict=True):
            assert mine[1:] == pytest.approx(theirs[1:], abs=0.5), f"page {number}: {mine[0]}"
