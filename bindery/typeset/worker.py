"""What runs in a typesetting process: one section's HTML -> its pages and what is known of them."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import threading
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bindery.model import Anchor, Typeset, bare

PX_TO_PT = 0.75
#: Where a page of a section, but the first, holds fewer lines than this, the section is tried with less room.
LINES = 7
#: What is tried in turn: margins above and below, and leading, times as much (engine/room.py). More would show.
LESS_ROOM = ("0.8 0.99", "0.6 0.975")
#: Classes of the elements that go into the margins, on some pages or on none.
RUNNING = ("folio", "head-verso", "head-recto")


@dataclass(frozen=True, slots=True)
class Job:
    """A section to be set. `css` and `faces` are shared by all sections of a book and parsed once a process."""

    html: str
    css: str
    faces: str
    root: str


class _Collector(logging.Handler):
    """The engine tells of faults in its log only; they are findings here."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


_shared: dict[str, Any] = {}


def prepare() -> None:
    """Load and patch the engine; again costs nothing. FONTCONFIG_FILE must be set (see pool.py)."""
    gc.set_threshold(100_000, 20, 20)  # a page makes many objects and few cycles
    warnings.filterwarnings("ignore", "No fonts configured in FontConfig")
    from bindery.typeset import engine, stamps

    engine.apply()
    stamps.apply()


def start() -> None:
    """First thing in a worker process. Ctrl-C belongs to the parent, which ends its workers; they do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()
    prepare()


def _follow() -> None:
    """End with the build, whatever ended that: it may have had no time to end its workers, or not have known this one yet."""
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)


def typeset(job: Job) -> Typeset:
    """Set one section. Links and anchors come back as facts; page numbers stay stamps (see stamps.py)."""
    from weasyprint.logger import LOGGER
    from weasyprint.urls import FatalURLFetchingError

    collector = _Collector()
    LOGGER.addHandler(collector)
    LOGGER.propagate = False
    try:
        document = _fitted(job)
        anchors: dict[str, Anchor] = {}
        outline = []
        for page in document.pages:
            collector.lines += _overflow(page)
        collector.lines += _lost(document)
        for number, page in enumerate(document.pages):
            for name, (x, y, *_) in page.anchors.items():
                anchors.setdefault(name, Anchor(number, x * PX_TO_PT, y * PX_TO_PT))
            for level, label, (_x, y), _state in page.bookmarks:
                outline.append((level, bare(label), number, y * PX_TO_PT))
        pdf = document.write_pdf(pdf_tags=True, pdf_variant="pdf/ua-1")
    except (
        FatalURLFetchingError
    ) as error:  # no Exception to the engine, so that it stops; here it is a report like others
        return Typeset(b"", 0, {}, (), (str(error),))
    finally:
        LOGGER.removeHandler(collector)
    return Typeset(pdf, len(document.pages), anchors, tuple(outline), tuple(dict.fromkeys(collector.lines)))


def _fitted(job: Job) -> Any:
    """The section laid out; where a page of it would hold a few lines only, with as little less room as saves that page.

    That is its last page, or one before a break that the stylesheet asks for.
    """
    document = _render(job, job.html)
    if any(map(_is_nearly_empty, document.pages[1:])):
        for room in LESS_ROOM:
            closer = _render(job, job.html.replace("<html ", f'<html data-room="{room}" ', 1))
            if len(closer.pages) < len(document.pages):
                return closer
    return document


def _render(job: Job, html: str) -> Any:
    from weasyprint import HTML

    css, font_config, counters, profiles, fetcher = _stylesheet(job)
    return HTML(string=html, base_url=Path(job.root).as_uri() + "/", url_fetcher=fetcher).render(
        stylesheets=[css],
        font_config=font_config,
        counter_style=counters,
        color_profiles=profiles,
        pdf_tags=True,
        pdf_variant="pdf/ua-1",
    )


def _is_nearly_empty(page: Any) -> bool:
    """Whether a page holds fewer than `LINES` lines, and no picture."""
    from weasyprint.formatting_structure import boxes

    text, *_margins = page._page_box.children
    found = list(text.descendants())
    lines = {round(box.position_y) for box in found if isinstance(box, boxes.LineBox)}
    return len(lines) < LINES and not any(isinstance(box, boxes.ReplacedBox) for box in found)


def _overflow(page: Any) -> list[str]:
    """Text that runs off the trim: the engine clips it without a word."""
    width, height, slack = page.width, page.height, 1.0
    found = []
    for box in page._page_box.descendants(placeholders=True):
        text = getattr(box, "text", "")
        if not text.strip():
            continue
        if (
            box.position_y + box.baseline > height + slack
            or box.position_y + box.baseline < -slack
            or box.position_x < -slack
            or box.position_x + box.width > width + slack
        ):
            found.append(f"OVERFLOW “{text.strip()[:60]}” runs off the page")
    return found


def _lost(document: Any) -> list[str]:
    """Words of the section that are on none of its pages: the engine drops what does not fit into a fixed box.

    Letters are counted, not words: pages may hold more of each than the text (heads, numbers, hyphens), never fewer.
    """
    drawn: Counter[str] = Counter()
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):
            drawn.update(_letters(getattr(box, "text", "")))
    body = document._html.etree_element.find("body")
    parts = [element for element in body if not str(element.get("class", "")).startswith(RUNNING)]
    wanted = Counter(_letters(" ".join(text for part in parts for text in part.itertext())))
    missing = wanted - drawn
    if not missing:
        return []
    return [f"LOST {missing.total()} letters are on no page, among them “{''.join(missing)[:30]}”"]


def _letters(text: str) -> str:
    """The letters of `text`, small and large alike; i and ı count as one, since which is whose capital depends."""
    return "".join(char for char in text.replace("İ", "i").replace("ı", "i").casefold() if char.isalnum())


def _stylesheet(job: Job) -> tuple[Any, ...]:
    """The book's CSS, parsed once in this process. The fonts and counter styles it declares must reach render() too."""
    key = job.faces, job.css, job.root
    if _shared.get("key") != key:
        from weasyprint import CSS
        from weasyprint.css.counters import CounterStyle
        from weasyprint.text.fonts import FontConfiguration

        from bindery.typeset.fetch import ProjectFetcher

        font_config, counters, profiles = FontConfiguration(), CounterStyle(), dict[str, Any]()
        fetcher = ProjectFetcher(Path(job.root))
        css = CSS(
            string=job.faces + job.css,
            base_url=Path(job.root).as_uri() + "/",
            font_config=font_config,
            counter_style=counters,
            color_profiles=profiles,
            url_fetcher=fetcher,
        )
        _shared.update(key=key, value=(css, font_config, counters, profiles, fetcher))
    value: tuple[Any, ...] = _shared["value"]
    return value
