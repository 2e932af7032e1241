"""Fill in the references that the manuscript left open: "Standard 15, p. 112".

Page numbers are set as *stamps*: digits of the right count inside an element with `data-stamp`, which the bind
replaces by the final number. So a section's HTML depends on how many digits a number has, never on the number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

from bindery.manuscript.section import text_html
from bindery.model import Language, Manuscript, Place, bare

OPEN_REFERENCE = re.compile(r'<x-ref to="([^"]*)">(.*?)</x-ref>', re.S)
#: After a reference: its paragraph ends.
LAST = re.compile(r"[.。）]*</(?:p|li|td)>")
ZWSP, WJ, ZWJ = "\u200b", "\u2060", "\u200d"
STAMP_DIGIT = 8  # as wide as any: the stamps' figures are tabular


def names(manuscript: Manuscript) -> dict[str, str]:
    """What a sentence calls each place of the book: "Standard 15", "note 3", the title of a chapter."""
    language = manuscript.language
    strings = language.strings

    def words(pattern: str, number: str) -> str:
        return text_html(pattern.format(n=number), language)

    found: dict[str, str] = {
        "contents": text_html(strings["contents"], language),
        "index": text_html(strings["index"], language),
    }
    for section in manuscript.sections:
        kind, number = section.plan.kind.id, language.number(section.plan.number)
        if kind == "standard":
            name = words(strings["standard-n"], number)
        elif kind == "principle":
            name = words(strings["principle-n"], number)
        elif kind == "area":
            name = words(strings["area-n"], number)
        else:
            name = section.title_html
        found[section.id] = name
        notes = 0
        for heading in section.headings:
            if heading.id.startswith(f"{section.id}-note-"):
                notes += 1
                note = words(strings["note-n"], language.number(notes))
                found[heading.id] = strings["list-comma"].join((name, note))
            elif heading.id:
                found[heading.id] = heading.html
    return found


def stamp(language: Language, target: str, page: int) -> str:
    """The element that the bind stamps with the page of `target`; `page` gives its number of digits."""
    placeholder = language.number(str(STAMP_DIGIT) * len(str(page)))
    return f'<span class="pg" data-stamp="{escape(target)}">{placeholder}</span>'


def home(target: str, places: Mapping[str, Place]) -> str | None:
    """The nearest place that the book has: a guidance note that is not there is its standard."""
    if target in places:
        return target
    section = target.partition("-note-")[0]
    return section if section in places else None


def fill(html: str, manuscript: Manuscript, places: Mapping[str, Place], called: Mapping[str, str]) -> str:
    """`html` with every open reference made a link with its page, or words where the place is in another book."""
    language = manuscript.language
    strings = language.strings

    def one(match: re.Match[str]) -> str:
        target, words = unescape(match[1]), match[2]
        at = home(target, places)
        if at is None:
            other = manuscript.elsewhere.get(target) or manuscript.elsewhere.get(target.partition("-note-")[0], "")
            return words or other
        page = escape(strings["page-ref"]).format(page=stamp(language, at, places[at].page))
        pattern = strings["reference-named"] if words else strings["reference"]
        if LAST.match(html, match.end()):  # a last line is more than the word after the number: 第 47 页。
            page = WJ.join(page.rsplit(ZWSP, 1))
        name = words or called.get(at, "")
        if not words and html.endswith(ZWJ, 0, match.start()):  # a letter before it joins it, see manuscript.filters.joining
            name = ZWJ + name
        title = bare(re.sub(r"<[^>]*>", "", called.get(at, ""))).replace('"', "&quot;")
        return f'<a class="xref" href="xref:{escape(at)}" title="{title}">{pattern.format(name=name, page=page)}</a>'

    return OPEN_REFERENCE.sub(one, html)
