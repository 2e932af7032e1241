"""Every page number in a book is the number of the page that it leads to: also after the book has grown."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pypdfium2
import pytest
from book_shelf import COVER, Book, Shelf
from reading import words

from bindery.compose.references import OPEN_REFERENCE, home

NUMBER = re.compile(r"\d+")
VOWELS = re.compile("[\u064b-\u0655]")
MM = 72 / 25.4
TAB = 10 * MM  #: how far a thumb tab reaches in from the trim (styles/handbook.css)
#: A folio's line lies below this height, the text above it: by the trim's width in mm.
FOOT = {148: 15 * MM, 210: 23 * MM}


@dataclass(frozen=True)
class Link:
    """A link inside the book: the index of its page, its words, and the index of the page that it leads to."""

    page: int
    text: str
    target: int

    @property
    def numbers(self) -> list[int]:
        return [european(number) for number in NUMBER.findall(self.text)]


def european(number: str) -> int:
    return int("".join(str(unicodedata.digit(char)) for char in number))


def links(book: Book) -> list[Link]:
    """The links inside the book, in the order of the file; the lines of one link, also over a page's end, are one."""
    pages = {page.objgen: index for index, page in enumerate(book.screen.pages)}
    found: list[Link] = []
    before: tuple[object, ...] = ()
    at = (0.0, 0.0, 0.0, 0.0)
    for index, page in enumerate(book.screen.pages):
        text = book.reader[index].get_textpage()
        for annotation in page.obj.get("/Annots", ()):
            if "/Dest" not in annotation:
                continue
            left, bottom, right, top = rectangle = tuple(float(value) for value in annotation.Rect)
            here = text.get_text_bounded(left=left - 0.5, bottom=bottom, right=right + 0.5, top=top)
            target = pages[annotation.Dest[0].objgen]
            same = annotation.Dest.unparse(), str(annotation.Contents)
            if same == before and (
                page_number(book, target) not in found[-1].numbers or not NUMBER.search(here) or _overlap(rectangle, at)
            ):
                first = found.pop()
                found.append(Link(first.page, f"{first.text} {here}", target))
            else:
                found.append(Link(index, here, target))
            before, at = same, rectangle
    return found


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def page_number(book: Book, index: int) -> int:
    """The number that a reader's window shows for a page of the interior: its label."""
    return european(book.reader.get_page_label(index))


def interior(book: Book) -> range:
    return range(COVER, len(book.reader) - COVER)


def text_at(page: pypdfium2.PdfPage, left: float, bottom: float, right: float, top: float) -> str:
    """The words whose letters stand in this box, in points from the trim's lower left."""
    return str(page.get_textpage().get_text_bounded(left=left, bottom=bottom, right=right, top=top)).strip()


def test_labels_count_cover_and_interior_apart(numbered: Book) -> None:
    """C1, C2, 1 … n, C3, C4; n in the language's own digits, as the folios are."""
    language, count = numbered.master.manuscript.language, numbered.master.pages
    labels = [numbered.reader.get_page_label(index) for index in range(len(numbered.reader))]
    assert labels == ["C1", "C2", *map(language.number, range(1, count + 1)), "C3", "C4"]


def test_every_page_is_of_one_section_or_a_blank_before_a_recto(numbered: Book) -> None:
    owner: dict[int, str] = {}
    for bound in numbered.master.interior:
        for index in numbered.pages_of(bound.section.id):
            assert index not in owner, f"{bound.section.id} lies on {owner.get(index)}"
            owner[index] = bound.section.id
        if bound.section.plan.kind.side == "recto":
            assert bound.start % 2 == 1
    for index in set(interior(numbered)) - owner.keys():
        assert numbered.reader[index].get_textpage().count_chars() == 0
        following = numbered.part[owner[index + 1]]
        assert following.section.plan.kind.side == "recto"


def test_every_link_shows_the_number_of_the_page_it_leads_to(numbered: Book) -> None:
    """“Standard 15, p. 112” leads to the page that is numbered 112; in the index, “12–14” leads to 12."""
    indexed = numbered.pages_of("index") if "index" in numbered.part else range(0)
    found = links(numbered)
    for link in found:
        number = page_number(numbered, link.target)
        if link.page in indexed:
            assert link.numbers[0] == number or link.numbers[-1] == number
            assert len(link.numbers) <= 2
        elif numbered.rtl:  # pdfium puts the numbers of such a line in the order of the paper
            assert number in link.numbers, link
        else:
            assert link.numbers[-1] == number, link
    assert len(found) > 60 or numbered.stem not in ("handbook", "summary")


def test_the_contents_name_every_section_with_its_page(numbered: Book) -> None:
    if "contents" not in numbered.part:
        assert numbered.stem == "case-study-education"
        return
    pages = numbered.pages_of("contents")
    wanted = [bound for bound in numbered.master.interior if bound.section.plan.kind.contents]
    found = [link for link in links(numbered) if link.page in pages]
    assert [link.target for link in found] == [COVER + bound.start - 1 for bound in wanted]
    for link, bound in zip(found, wanted, strict=True):
        # Vowel signs may stick out of the rectangle.
        printed = words(VOWELS.sub("", link.text), numbered.rtl)
        missing = [word for word in words(VOWELS.sub("", bound.section.title), numbered.rtl) if word not in printed]
        assert missing == [], f"{bound.section.title}: {link.text}"


def test_every_reference_is_a_link_to_its_place(numbered: Book) -> None:
    """As many links to each page, from each section, as the text has references there."""
    places = numbered.master.places
    found = defaultdict(Counter[int])
    owner = {index: id for id in numbered.part for index in numbered.pages_of(id)}
    for link in links(numbered):
        if owner[link.page] not in ("contents", "index"):
            found[owner[link.page]][page_number(numbered, link.target)] += 1
    for id, bound in numbered.part.items():
        targets = (target for block in bound.section.blocks for target in OPEN_REFERENCE.findall(block.html))
        wanted = Counter(places[at].page for target, _ in targets if (at := home(target, places)))
        if bound.section.plan.kind.id == "area":  # its page lists its standards besides
            assert wanted <= found[id]
        else:
            assert found[id] == wanted, id


def test_link_rectangles_lie_on_their_pages(numbered: Book) -> None:
    for index, page in enumerate(numbered.screen.pages):
        left, bottom, right, top = (float(value) for value in page.MediaBox)
        for annotation in page.obj.get("/Annots", ()):
            x0, y0, x1, y1 = (float(value) for value in annotation.Rect)
            assert left <= x0 < x1 <= right and bottom <= y0 < y1 <= top, f"page {index}: {annotation.Contents}"


def runs(pages: Iterable[int]) -> list[tuple[int, int]]:
    """12, 13, 13, 14, 20 -> (12, 14), (20, 20)."""
    found: list[tuple[int, int]] = []
    for page in sorted(set(pages)):
        if found and page == found[-1][1] + 1:
            found[-1] = found[-1][0], page
        else:
            found.append((page, page))
    return found


def test_the_index_has_every_mark_once_in_merged_ranges(shelf: Shelf, grown: Book) -> None:
    for book in (*(shelf[language, "handbook"] for language in ("en", "fr", "ar", "ur", "zh")), grown):
        marked = defaultdict(set)
        for section in book.master.manuscript.sections:
            for mark in section.marks:
                # Heads of the glossary begin with a capital, marks in a sentence do not.
                marked[mark.entry.casefold(), mark.sub.casefold()].add(book.master.places[mark.anchor].page)
        wanted = Counter(run for pages in marked.values() for run in runs(pages))
        found: Counter[tuple[int, int]] = Counter()
        for link in links(book):
            if link.page in book.pages_of("index"):
                numbers = sorted(link.numbers)
                assert page_number(book, link.target) == numbers[0]
                found[numbers[0], numbers[-1]] += 1
        assert found == wanted, book.name
        assert sum(found.values()) > 100
        assert any(first < last for first, last in found), "no range in the whole index: nothing was merged"


@pytest.mark.parametrize("language", ["en", "fr", "zh"])
def test_the_index_sends_to_pages_that_have_the_words(shelf: Shelf, language: str) -> None:
    """The words of an entry stand on the page that the index names; one mark in ten says it in other words."""
    book = shelf[language, "handbook"]
    checked, lacking = 0, []
    for section in book.master.manuscript.sections:
        for mark in section.marks:
            if mark.sub or section.plan.kind.id == "glossary":
                continue
            page = COVER + book.master.places[mark.anchor].page - 1
            on_page = "".join(words(book.reader[page].get_textpage().get_text_range(), False))
            checked += 1
            stem = "".join(words(mark.entry, False))[:5]  # “children” is under “child”
            if stem not in on_page:
                lacking.append((mark.entry, page))
    assert checked > 60
    assert len(lacking) <= 0.1 * checked, lacking


def test_folios_stand_outside_and_are_the_label(numbered: Book) -> None:
    trim = numbered.master.manuscript.publication.trim
    width, foot = trim.width * MM, FOOT[round(trim.width)]
    owner = {index: id for id in numbered.part for index in numbered.pages_of(id)}
    edges: dict[str, list[float]] = {"left": [], "right": []}
    for index in interior(numbered):
        page = numbered.reader[index]
        halves = {"left": text_at(page, 0, 0, width / 2, foot), "right": text_at(page, width / 2, 0, width, foot)}
        if index not in owner or not numbered.part[owner[index]].section.plan.kind.folio:
            assert halves == {"left": "", "right": ""}
            continue
        outer = numbered.side(page_number(numbered, index))
        inner = "left" if outer == "right" else "right"
        folio = numbered.reader.get_page_label(index)
        assert (halves[outer], halves[inner]) == (folio, ""), f"{numbered.name}, {index}"
        left, right = _sides(page, foot)
        edges[outer].append(left if outer == "left" else right)
    # However many digits they have, all end at one edge, the white at their sides counted.
    assert len(edges["left"] + edges["right"]) >= 5
    assert max(edges["left"]) - min(edges["left"]) < 1.5 and max(edges["left"]) < width * 0.2
    assert max(edges["right"]) - min(edges["right"]) < 1.5 and min(edges["right"]) > width * 0.8


def _sides(page: pypdfium2.PdfPage, foot: float) -> tuple[float, float]:
    """How far left and right the folio's digits reach with the white at their sides, in points from the left."""
    text = page.get_textpage()
    low = [text.get_charbox(i, loose=True) for i in range(text.count_chars())
           if (ink := text.get_charbox(i))[3] < foot and ink[2] > ink[0]]
    return min(box[0] for box in low), max(box[2] for box in low)


def test_thumb_tabs_stand_at_the_outer_edge(numbered: Book) -> None:
    """The standard's number, in white on its area's colour, on each of its pages; further down for each standard."""
    standards = [bound for bound in numbered.master.interior if bound.section.plan.kind.id == "standard"]
    if not standards:
        assert numbered.stem not in ("handbook", "summary")
        return
    trim, language = numbered.master.manuscript.publication.trim, numbered.master.manuscript.language
    width, height, foot = trim.width * MM, trim.height * MM, FOOT[round(trim.width)]
    heights: list[float] = []
    for bound in standards:
        for index in numbered.pages_of(bound.section.id):
            page = numbered.reader[index]
            outer = numbered.side(page_number(numbered, index))
            edges = {"left": text_at(page, 0, foot, TAB, height),
                     "right": text_at(page, width - TAB, foot, width, height)}
            inner = "left" if outer == "right" else "right"
            number = language.number(bound.section.plan.number)
            assert (edges[outer], edges[inner]) == (number, ""), f"{numbered.name}, {bound.section.id}, {index}"
            text = page.get_textpage()
            near = [box for box in (text.get_charbox(i) for i in range(text.count_chars()))
                    if foot < box[1] and (box[2] <= TAB if outer == "left" else box[0] >= width - TAB)]
            heights.append(near[0][1])
    levels = [round(y) for y in heights]
    assert levels == sorted(levels, reverse=True)
    assert len(set(levels)) == len(standards) == 26


def test_a_grown_book_has_more_pages_and_moves_the_rest(grown: Book, shelf: Shelf) -> None:
    before, after = shelf["en", "handbook"], grown
    assert after.part["standard-01"].typeset.pages >= before.part["standard-01"].typeset.pages + 1
    assert after.master.pages > before.master.pages
    moved = [id for id in before.part if after.part[id].start != before.part[id].start]
    assert "standard-02" in moved and "index" in moved and "standard-01" not in moved


def test_only_sections_that_must_are_set_again_after_a_page_was_added(grown: Book, shelf: Shelf) -> None:
    """The section itself; those whose side turned; those that name a page whose number is longer now; the index."""
    before, after = shelf["en", "handbook"].master.places, grown.master.places
    digits = {id for id in before if len(str(before[id].page)) != len(str(after[id].page))}
    turned = {id for id in grown.part if (before[id].page - after[id].page) % 2}
    named = {id for id, bound in grown.part.items()
             if any(home(reference.target, after) in digits for reference in bound.section.references)}
    lists = {"contents", "cover-2", *(id for id in grown.part if id.startswith("area-"))} if digits else set()
    assert {"standard-01", "index"} <= set(grown.newly_set)
    assert set(grown.newly_set) <= {"standard-01", "index"} | turned | named | lists
    assert len(grown.newly_set) < len(grown.part) / 2
