"""Every scheme, folded in software and read as a book, in both directions, from 4 to 132 pages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bindery.impose.schemes import Place, Sheet, booklets, cut_stack, signatures

LENGTHS = range(4, 133, 4)
DIRECTIONS = pytest.mark.parametrize("rtl", [False, True], ids=["from the left", "from the right"])

#: A leaf of a folded sheet, seen from above: the page on its upper side, whether that stands on its head, and the same
#: of its lower side (as seen when the pile is turned over from left to right).
Leaf = tuple[int | None, bool, int | None, bool]


def turned_over(leaf: Leaf) -> Leaf:
    up, up_turned, down, down_turned = leaf
    return down, down_turned, up, up_turned


def grid(sheet: Sheet) -> list[list[list[Leaf]]]:
    """rows × columns of piles of one leaf; the back's column is the other one of the pair, since the sheet is turned."""

    def at(side: Sequence[Place], column: int, row: int) -> Place:
        (place,) = [p for p in side if (p.column, p.row) == (column, row)]
        return place

    rows = []
    for row in range(sheet.rows):
        piles = []
        for column in range(sheet.columns):
            front, back = at(sheet.front, column, row), at(sheet.back, sheet.columns - 1 - column, row)
            piles.append([(front.page, front.turned, back.page, back.turned)])
        rows.append(piles)
    return rows


def fold_down(rows: list[list[list[Leaf]]]) -> list[list[list[Leaf]]]:
    """Fold the upper row behind the lower one: heads were towards the fold, so what stood on its head now stands upright."""
    upper, lower = rows

    def tipped(leaf: Leaf) -> Leaf:
        up, up_turned, down, down_turned = leaf
        return down, not down_turned, up, not up_turned

    return [[low + [tipped(leaf) for leaf in up[::-1]] for up, low in zip(upper, lower, strict=True)]]


def folded(sheet: Sheet, rtl: bool) -> list[Leaf]:
    """The sheet as a pile of leaves, page 1 on top, spine at the reader's side of reading."""
    rows = grid(sheet)
    if sheet.columns == 4:  # the half without page 1 goes behind: seen from above, turn, fold over, turn back
        rows = fold_behind(rows, rtl)
    if sheet.rows == 2:
        rows = fold_down(rows)
    rows = fold_behind(rows, rtl)
    assert len(rows) == len(rows[0]) == 1
    return rows[0][0]


def fold_behind(rows: list[list[list[Leaf]]], rtl: bool) -> list[list[list[Leaf]]]:
    """Fold the half on the side of the spine behind the other one."""
    half = len(rows[0]) // 2
    result = []
    for row in rows:
        left, right = row[:half], row[half:]
        staying, moving = (left, right[::-1]) if rtl else (right, left[::-1])
        result.append([stay + [turned_over(leaf) for leaf in moved[::-1]] for stay, moved in zip(staying, moving, strict=True)])
    return result


def read(sheets: Sequence[Sheet], rtl: bool) -> list[int | None]:
    """Fold every sheet, lay those of a section in one another, gather the sections, and turn the leaves."""
    book: list[Leaf] = []
    for number in sorted({sheet.section for sheet in sheets}):
        section: list[Leaf] = []
        for sheet in reversed([sheet for sheet in sheets if sheet.section == number]):  # from the innermost
            leaves = folded(sheet, rtl)
            middle = len(leaves) // 2
            section = leaves[:middle] + section + leaves[middle:]
        book += section
    assert not any(up_turned or down_turned for _, up_turned, _, down_turned in book), "a page stands on its head"
    return [page for up, _, down, _ in book for page in (up, down)]


@DIRECTIONS
@pytest.mark.parametrize("largest", [4, 8, 16])
@pytest.mark.parametrize("pages", LENGTHS)
def test_a_stitched_book_is_read_in_order(pages: int, largest: int, rtl: bool) -> None:
    sheets = signatures([pages], largest, rtl)
    assert read(sheets, rtl) == list(range(pages))
    assert [sheet.outermost for sheet in sheets] == [True] + [False] * (len(sheets) - 1)


@DIRECTIONS
@pytest.mark.parametrize("sections", [(8,), (16, 16), (32, 32, 8, 32), (32, 16, 32), (8, 8, 8), (32, 32, 32, 4, 32)])
def test_gathered_sections_are_read_in_order(sections: tuple[int, ...], rtl: bool) -> None:
    for largest in (4, 8, 16):
        assert read(signatures(sections, largest, rtl), rtl) == list(range(sum(sections)))


def test_a_wrong_place_is_found() -> None:
    """The test of the tests: two pages exchanged are read in the wrong order, and a page on its head is seen."""
    sheet = signatures([8], 8, False)[0]
    a, b, *rest = sheet.front
    exchanged = Sheet(2, 2, (Place(b.page, a.column, a.row, a.turned), Place(a.page, b.column, b.row, b.turned), *rest), sheet.back)
    assert read([exchanged], False) != list(range(8))
    upright = Sheet(2, 2, tuple(Place(p.page, p.column, p.row) for p in sheet.front), sheet.back)
    with pytest.raises(AssertionError, match="head"):
        read([upright], False)
    assert read([sheet], True) != list(range(8))


@pytest.mark.parametrize("pages", [4, 8, 12, 64, 132])
def test_two_up_is_the_trades_formula(pages: int) -> None:
    for i, sheet in enumerate(signatures([pages], 4, False)):
        assert [p.page for p in sheet.front] == [pages - 2 * i - 1, 2 * i]
        assert [p.page for p in sheet.back] == [1 + 2 * i, pages - 2 - 2 * i]
    for i, sheet in enumerate(signatures([pages], 4, True)):
        by_column = {p.column: p.page for p in sheet.front}
        assert (by_column[0], by_column[1]) == (2 * i, pages - 2 * i - 1)


def test_leaves_creep_by_what_lies_outside_them() -> None:
    """However a section is folded: leaf by leaf, none for the outermost."""
    for largest in (4, 8, 16):
        nested = {p.page: p.nested for sheet in signatures([32], largest, False) for p in (*sheet.front, *sheet.back)}
        assert [nested[page] for page in range(32)] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7,
                                                        7, 7, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0]


@DIRECTIONS
@pytest.mark.parametrize("pages", range(1, 133))
def test_a_cut_stack_is_read_in_order(pages: int, rtl: bool) -> None:
    """Cut in the middle; the stack of the side on which page 1 is lies on top."""
    sheets = cut_stack(pages, rtl)
    columns = (1, 0) if rtl else (0, 1)
    leaves = [grid(sheet)[0][column][0] for column in columns for sheet in sheets]
    read = [page for up, _, down, _ in leaves for page in (up, down) if page is not None]
    assert read == list(range(pages))


@pytest.mark.parametrize("pages", [0, 2, 6, 130])
def test_what_cannot_be_folded_is_refused(pages: int) -> None:
    with pytest.raises(ValueError, match="multiple of 4"):
        signatures([pages], 8, False)


@pytest.mark.parametrize("pages", LENGTHS)
def test_a_long_book_is_stitched_in_parts(pages: int) -> None:
    parts = booklets(pages, 80)
    assert sum(parts) == pages
    assert max(parts) <= 80 and max(parts) - min(parts) <= 4
    assert len(parts) == -(-pages // 80)
    assert all(part % 4 == 0 for part in parts)
