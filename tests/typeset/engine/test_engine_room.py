"""Less room between blocks and lines, and what the worker makes of it: no page that holds a few lines only."""

from __future__ import annotations

from itertools import pairwise

import pypdfium2 as pdfium
import pytest
import weasyprint
from engine_documents import FONTS, ROOT, page_of

from bindery.typeset import worker
from bindery.typeset.worker import LESS_ROOM, LINES, Job

FACES = f'@font-face {{ font-family: "HB Serif"; src: url("{next(FONTS.rglob("*Serif4-Regular*")).as_uri()}") }}'
CSS = "p { margin: 2mm 0 0; line-height: 5mm } td { padding: 1mm 0 } div { line-height: 1.5; font-size: 10mm }"


def _tops(html: str) -> list[float]:
    from weasyprint.formatting_structure import boxes

    page = weasyprint.HTML(string=html, base_url=f"{FONTS}/x.html").render().pages[0]
    return [box.position_y * 25.4 / 96 for box in page._page_box.descendants() if isinstance(box, boxes.LineBox)]


@pytest.mark.usefixtures("typeset")
def test_margins_cells_and_leading_shrink_and_nothing_else() -> None:
    body = "<p>a</p><p>b<br>c</p><table><tr><td>d</td></tr><tr><td>e</td></tr></table><div>f<br><b>g</b></div>"
    html = page_of(body, css=f"{CSS} table {{ border-collapse: collapse; line-height: 5mm }}")
    wide, close = _tops(html), _tops(html.replace("<html ", '<html data-room="0.5 0.9" ', 1))

    def gaps(tops: list[float]) -> list[float]:
        return [round(b - a, 2) for a, b in pairwise(tops)]

    # between paragraphs, within one, to the first cell, between rows, to the next block, within it
    assert gaps(wide) == [7, 5, 6, 7, 6, 15]
    assert gaps(close) == [5.5, 4.5, 5, 5.5, 5, 13.5]


def _set(body: str) -> list[int]:
    """The letters of each page."""
    html = page_of(body, css=CSS).replace('<link rel="stylesheet" href="fonts.css">', "")
    done = worker.typeset(Job(html, "", FACES, str(ROOT)))
    assert done.problems == ()
    return [sum(map(str.isalpha, page.get_textpage().get_text_range())) for page in pdfium.PdfDocument(done.pdf)]


@pytest.mark.usefixtures("typeset")
def test_a_page_is_saved_where_it_would_hold_a_few_lines() -> None:
    """12 paragraphs of a line fill the page; with the margins and leading that the tries leave, 13 and 14."""
    assert _set("<p>a</p>" * 12) == [12]
    assert _set("<p>a</p>" * 13) == [13]
    assert _set("<p>a</p>" * 14) == [14]
    assert _set("<p>a</p>" * 16) == [12, 4]  # no try saves the page: nothing is changed
    assert _set("<p>a</p>" * (12 + LINES)) == [12, LINES]


@pytest.mark.usefixtures("typeset")
def test_a_page_before_a_forced_break_is_saved_too() -> None:
    assert _set("<p>a</p>" * 14 + "<p style='break-before: page'>b</p>" + "<p>b</p>" * LINES) == [14, LINES + 1]
    assert _set("<p style='break-before: page'>a</p>" * 3) == [1, 1, 1]


@pytest.mark.usefixtures("typeset")
def test_a_picture_makes_a_page() -> None:
    picture = "<svg aria-hidden='true' xmlns='http://www.w3.org/2000/svg' width='40mm' height='9mm'><rect width='9' height='9'/></svg>"
    assert len(_set("<p>a</p>" * 12 + picture)) == 2


def test_the_tries_take_more_and_more() -> None:
    tries = [tuple(map(float, room.split())) for room in LESS_ROOM]
    assert tries == sorted(tries, reverse=True)
