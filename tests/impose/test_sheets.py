"""Sheets as a printer gets them: read off the file, folded in software, and measured."""

from __future__ import annotations

import io
import math
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from test_schemes import read as fold_and_read

from bindery.impose import Layout, TooSmall, cut_stack, impose, signatures
from bindery.impose.schemes import Place, Sheet

MM = 72 / 25.4
WIDTH, HEIGHT, BLEED = 100 * MM, 140 * MM, 5 * MM
FONT = Path(__file__).resolve().parents[2] / "fonts/SourceSans3-Regular.ttf"


def book(pages: int) -> Pdf:
    """Pages of 100 × 140 mm with 5 mm of bleed all in gray, each with its number in the middle."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT)).obj
        page.MediaBox = Array([-BLEED, -BLEED, WIDTH + BLEED, HEIGHT + BLEED])
        page.TrimBox = Array([0, 0, WIDTH, HEIGHT])
        page.Resources = Dictionary(Font=Dictionary(F=font))
        ground = f"0 0 0 .2 k {-BLEED} {-BLEED} {WIDTH + 2 * BLEED} {HEIGHT + 2 * BLEED} re f"
        words = f"0 0 0 1 k BT /F 20 Tf {WIDTH / 2 - 20} {HEIGHT / 2} Td (n{number}) Tj ET"
        page.Contents = pdf.make_stream(f"{ground} {words}".encode())
    return pdf


def opened(pdf: Pdf) -> pypdfium2.PdfDocument:
    file = io.BytesIO()
    pdf.save(file)
    return pypdfium2.PdfDocument(file.getvalue())


def numbers(page: pypdfium2.PdfPage) -> list[tuple[int, float, float, bool]]:
    """The numbers of a page with the place of their first letter, in pt from the lower left, and whether they are turned."""
    text = page.get_textpage()
    found = []
    for match in re.finditer(r"n(\d+)", text.get_text_range()):
        first, last = text.get_charbox(match.start()), text.get_charbox(match.end() - 1)
        found.append((int(match[1]), (first[0] + first[2]) / 2, (first[1] + first[3]) / 2, last[0] < first[0]))
    return found


def as_sheets(document: pypdfium2.PdfDocument, made: list[Sheet]) -> list[Sheet]:
    """The sheets as they are seen in the file: nothing is taken from the scheme but how sheets lie in sections."""
    seen = []
    for index, sheet in enumerate(made):
        sides = []
        for side in (0, 1):
            page = document[2 * index + side]
            width, height = page.get_size()
            sides.append(tuple(
                Place(number, int(x / width * sheet.columns), sheet.rows - 1 - int(y / height * sheet.rows), turned)
                for number, x, y, turned in numbers(page)))
        seen.append(Sheet(sheet.columns, sheet.rows, *sides, section=sheet.section))
    return seen


@pytest.mark.parametrize("rtl", [False, True], ids=["from the left", "from the right"])
@pytest.mark.parametrize("largest", [4, 8, 16])
@pytest.mark.parametrize("sections", [(4,), (20,), (64,), (32, 16, 32)], ids=str)
def test_the_sheets_of_the_file_fold_to_the_book(sections: tuple[int, ...], largest: int, rtl: bool) -> None:
    made = signatures(sections, largest, rtl)
    document = opened(impose(book(sum(sections)), made, Layout(3, True, 0, font=FONT, name="a book")))
    assert len(document) == 2 * len(made)
    assert fold_and_read(as_sheets(document, made), rtl) == list(range(sum(sections)))


def test_pages_that_there_are_not_stay_empty() -> None:
    made = signatures([8], 8, False)
    document = opened(impose(book(6), made, Layout(0, False, 0)))
    assert sorted(n for side in document for n, *_ in numbers(side)) == [0, 1, 2, 3, 4, 5]


def test_an_order_puts_blanks_before_the_cover() -> None:
    document = opened(impose(book(6), signatures([8], 4, False), Layout(0, False, 0), [0, 1, 2, 3, None, None, 4, 5]))
    assert [[n for n, *_ in sorted(numbers(side), key=lambda row: row[1])] for side in document] == [[5, 0], [1, 4], [2], [3]]


def test_inner_leaves_move_to_their_spine_by_a_caliper_each() -> None:
    still = opened(impose(book(16), signatures([16], 4, False), Layout(0, False, 0)))
    moved = opened(impose(book(16), signatures([16], 4, False), Layout(0, False, 0.5)))
    for sheet in range(4):
        for side in (0, 1):
            rows = zip(numbers(still[2 * sheet + side]), numbers(moved[2 * sheet + side]), strict=True)
            for (number, x, *_), (same, moved_x, *_) in rows:
                assert number == same
                towards_the_middle = 1 if x < WIDTH else -1
                assert math.isclose(moved_x - x, towards_the_middle * sheet * 0.5 * MM, abs_tol=0.1)


SCALE = 4


class Seen:
    """A side of a sheet as it looks."""

    def __init__(self, page: pypdfium2.PdfPage):
        self.size = [round(v / MM, 1) for v in page.get_size()]
        self.image = page.render(scale=SCALE).to_pil().convert("L")

    def gray(self, x: float, y: float) -> int:
        """0 black … 255 white at a point in mm from the lower left."""
        return int(self.image.getpixel((int(x * MM * SCALE), self.image.height - 1 - int(y * MM * SCALE))))


def test_bleed_stands_around_the_pair_and_not_across_the_fold() -> None:
    """4 pages, bleed 3 mm, margin 10 mm: the ground reaches from 10 to 10 + 3 + 200 + 3 mm."""
    page = Seen(opened(impose(book(4), signatures([4], 4, False), Layout(3, True, 0)))[0])
    assert page.size == [226, 166]
    assert page.gray(9, 80) == 255 and page.gray(11, 80) < 230
    assert page.gray(215, 80) < 230 and page.gray(217, 80) == 255
    assert page.gray(113, 154) < 230 and page.gray(113, 157.5) > 230  # above the head's bleed, beside the fold mark


def test_leaves_that_are_cut_apart_have_bleed_between_them() -> None:
    page = opened(impose(book(8), cut_stack(8, False), Layout(3, True, 0, folded=False)))[0]
    assert [round(v / MM, 1) for v in page.get_size()] == [232, 166]
    assert [n for n, *_ in sorted(numbers(page), key=lambda row: row[1])] == [0, 4]


def test_cut_and_fold_marks_stand_where_the_paper_is_cut_and_folded() -> None:
    page = Seen(opened(impose(book(8), signatures([8], 8, False), Layout(3, True, 0)))[0])
    width, height = page.size
    left, bottom = (width - 200) / 2, (height - 286) / 2
    for x in (left, left + 200):  # cut: a whole line outside the bleed
        assert min(page.gray(x + d, bottom - 7) for d in (-0.1, 0, 0.1)) < 150
    assert min(page.gray(left - 7, bottom + d / 10) for d in range(-2, 3)) < 150
    on_the_fold = [page.gray(left + 100 + d, bottom - 5.2 - i * 0.2) for d in (-0.1, 0, 0.1) for i in range(24)]
    assert min(on_the_fold) < 150 < max(on_the_fold)  # dashed


def test_collation_marks_step_down_from_section_to_section() -> None:
    document = opened(impose(book(24), signatures([8, 8, 8], 8, False), Layout(3, True, 0)))
    tops = []
    for index in range(3):
        page, back = Seen(document[2 * index]), Seen(document[2 * index + 1])
        spine = page.size[0] / 2
        dark = [y for y in range(15, 153) if page.gray(spine, y) < 60]
        tops.append(max(dark))
        assert len(dark) in (4, 5, 6)
        assert not [y for y in range(15, 153) if back.gray(spine, y) < 60]
    assert tops[0] - tops[1] in (4, 5, 6) and tops[1] - tops[2] in (4, 5, 6)


def test_a_sheet_that_is_too_small_is_told() -> None:
    with pytest.raises(TooSmall) as told:
        impose(book(8), signatures([8], 8, False), Layout(3, True, 0, (226, 300)))
    assert [round(v) for v in told.value.needed] == [226, 312]
    impose(book(8), signatures([8], 8, False), Layout(3, True, 0, (320, 450)))


def test_pages_of_two_sizes_are_refused() -> None:
    pages = book(4)
    pages.pages[2].obj.TrimBox = Array([0, 0, WIDTH - 20, HEIGHT])
    with pytest.raises(ValueError, match="one size"):
        impose(pages, signatures([4], 4, False), Layout(3, True, 0))


def test_pages_of_one_size_differ_by_the_rounding_of_their_boxes() -> None:
    pages = book(4)
    pages.pages[1].obj.TrimBox = Array([0, 0, WIDTH + 0.006, HEIGHT - 0.006])
    assert len(impose(pages, signatures((4,), 4, False), Layout(3, True, 0)).pages) == 2


@pytest.mark.parametrize(("key", "value", "own"), [("/Rotate", 90, True), ("/Rotate", 180, False), ("/UserUnit", 2, True)])
def test_a_page_that_is_turned_or_scaled_is_refused(key: str, value: int, own: bool) -> None:
    """A form is shown as it is drawn: it would lie on its side."""
    pages = book(4)
    page = pages.pages[2].obj
    (page if own else page.Parent)[key] = value
    with pytest.raises(ValueError, match="turned or scaled"):
        impose(pages, signatures((4,), 4, False), Layout(3, True, 0))
