"""Which page stands where on which sheet: signatures of 4, 8 and 16 pages, nested or gathered, and cut stacks.

Pages are counted from 0 here. A sheet is turned over from left to right (“short edge” on a printer whose sheet lies
landscape): the left place of the back is behind the right place of the front. Right-to-left books fold the other way:
the same places, mirrored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One page's place on a side of a sheet. Column and row count from the upper left.

    `page`: its index, None for none. `turned`: it stands on its head. `nested`: how many leaves lie outside it, when
    the sheets of its section lie in one another; each pushes it out at the fore edge by one caliper (creep).
    """

    page: int | None
    column: int
    row: int
    turned: bool = False
    nested: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The two sides of a sheet. `section` counts from 0: sheets of one section lie in one another."""

    columns: int
    rows: int
    front: tuple[Place, ...]
    back: tuple[Place, ...]
    section: int = 0
    outermost: bool = False  # of its section: it shows the section's spine


#: Pages on a sheet -> rows of its front and back, from the top, as a printer folds and numbers a dummy; minus: on its
#: head. 4: one fold. 8: folded across, then once more at a right angle. 16: a third time. The heads meet in the middle.
PATTERNS: dict[int, tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]] = {
    4: (((4, 1),), ((2, 3),)),
    8: (((-5, -4), (8, 1)), ((-3, -6), (2, 7))),
    16: (((-5, -12, -9, -8), (4, 13, 16, 1)), ((-7, -10, -11, -6), (2, 15, 14, 3))),
}


def signatures(sections: Sequence[int], largest: int, rtl: bool) -> list[Sheet]:
    """Sheets for sections of so many pages each, every one a multiple of 4; `largest`: pages on the largest sheet.

    The sheets of a section lie in one another, large ones outside; one section is a stitched book, several are gathered.
    Raises ValueError for a section that cannot be folded.
    """
    sheets: list[Sheet] = []
    first = 0
    for number, pages in enumerate(sections):
        if pages < 4 or pages % 4:
            raise ValueError(f"a section of {pages} pages cannot be folded: it has a multiple of 4")
        outside = 0  # pages of this section that lie before the sheet, and as many behind it
        for size in _sizes(pages, largest):
            sheets.append(_signature(first, pages, outside, size, number, rtl))
            outside += size // 2
        first += pages
    return sheets


def _sizes(pages: int, largest: int) -> Iterator[int]:
    left = pages
    for size in sorted((size for size in PATTERNS if size <= largest), reverse=True):
        while left >= size:
            yield size
            left -= size


def _signature(first: int, pages: int, outside: int, size: int, section: int, rtl: bool) -> Sheet:
    def side(rows: tuple[tuple[int, ...], ...]) -> tuple[Place, ...]:
        places = []
        for row, numbers in enumerate(rows):
            for column, number in enumerate(numbers):
                at = abs(number)  # 1 … size: the first half before the section's middle, the second behind it
                page = outside + at - 1 if at <= size // 2 else pages - outside - size + at - 1
                places.append(
                    Place(
                        first + page,
                        len(numbers) - 1 - column if rtl else column,
                        row,
                        number < 0,
                        min(page, pages - 1 - page) // 2,
                    )
                )
        return tuple(places)

    front, back = PATTERNS[size]
    return Sheet(len(front[0]), len(front), side(front), side(back), section, outside == 0)


def cut_stack(pages: int, rtl: bool) -> list[Sheet]:
    """Two leaves a sheet: cut in the middle, the second stack is laid under the first, and the leaves are in order.

    For books of single leaves: glued, or bound with a comb. The last place is empty where leaves are odd in number.
    """
    leaves = -(-pages // 2)
    half = -(-leaves // 2)

    def page(leaf: int, side: int) -> int | None:
        at = 2 * leaf + side
        return at if leaf < leaves and at < pages else None

    sheets = []
    for i in range(half):
        one, other = (1, 0) if rtl else (0, 1)
        front = (Place(page(i, 0), one, 0), Place(page(i + half, 0), other, 0))
        back = (Place(page(i, 1), 1 - one, 0), Place(page(i + half, 1), 1 - other, 0))
        sheets.append(Sheet(2, 1, front, back))
    return sheets


def booklets(pages: int, most: int) -> tuple[int, ...]:
    """Pages of each part when a book is stitched in as few parts of at most `most` pages as it needs, much alike.

    `pages` is a multiple of 4.
    """
    sheets, sheets_most = pages // 4, max(1, most // 4)
    parts = -(-sheets // sheets_most)
    even, odd = divmod(sheets, parts)
    return tuple(4 * (even + (number < odd)) for number in range(parts))
