"""What a cover's spread has beside its four sides, as a document of its own: the words on the spine.

Words along the spine are set on their side, on a page as wide as the book is high, and turned when the spread is
joined; upright ones (Chinese, Korean) are set as they stand, a character under the other. Lengths in mm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bindery.compose.html import Composer, SectionHtml
from bindery.model import Kind, Manuscript, PlanEntry, Section

KIND = Kind("cover-spine", "cover-spine.html", "any", False, True, 0)
#: Kept free at each side of the spine: printers allow the fold to be 1 mm off; and at head and foot of the book.
SIDE, END = 1.25, 14.0
#: The largest and the smallest size of words on a spine.
LARGEST, SMALLEST = 13 * 25.4 / 72, 7 * 25.4 / 72
#: The room that the year and the gap before it take from the words, in their own sizes; the width of a letter, of a row.
YEAR, LETTER, ROW = 4.0, 0.56, 1.16
#: A character with a row of its own, a few Latin letters or figures together, or a gap for space and punctuation.
CELL = re.compile(r"([A-Za-z0-9]{1,4}|\w)|([^\w]+)")


@dataclass(frozen=True, slots=True)
class Spine:
    """The document, a page, and how it is to be used."""

    html: SectionHtml
    turn: int  # degrees clockwise that the words are turned by: 90, -90 or 0


def compose_spine(composer: Composer, manuscript: Manuscript, width: float, height: float) -> Spine | None:
    """`width`: of a spine that may bear words; `height`: of the book. None where the words would be too small to read."""
    language, publication = manuscript.language, manuscript.publication
    way = str(language.style.get("spine", "down"))
    text = str(manuscript.book["spine"])
    cells = [found[1] or "" for found in CELL.finditer(text)] if way == "upright" else []
    if way == "upright" and any(len(cell) > 1 and not cell.isdigit() for cell in cells):
        way, cells = "down", []  # Latin words do not stand letter under letter
    size = _size(text, cells, width, height, float(language.style["head-leading"]))
    if not size:
        return None
    plan = PlanEntry(KIND.id, KIND, None, publication.folder, publication.colour)
    section = Section(plan, "", "", {}, (), (), (plan.id,), (), (), "", None)
    across = (width, height) if way == "upright" else (height, width)
    ink = composer.project.palette.named(publication.cover_text).hex
    head = f"@page spine{{size:{across[0]:.2f}mm {across[1]:.2f}mm}}.spine{{color:{ink};width:{across[0]:.2f}mm;"
    head += f"height:{across[1]:.2f}mm}}" + (_upright(width) if way == "upright" else _along(language.rtl, width))
    html = composer.compose_extra(
        section, head, size=round(size, 3), upright=way == "upright", cells=cells,
        year_size=round(min(size, (width - 2 * SIDE) / 2.3), 3),
    )
    turn = 0 if way == "upright" else 90 if (way == "down") != language.rtl else -90
    return Spine(html, turn)


def _size(text: str, cells: list[str], width: float, height: float, leading: float) -> float:
    """The words' size: as large as the spine's width and length allow; 0 where they would be too small to read."""
    room, length = width - 2 * SIDE, height - 2 * END
    if cells:
        rows = sum(1 if cell else 0.5 for cell in cells)
        size = min(room, length / ((rows + YEAR) * ROW))
    else:
        size = min(room / _ink(leading), length / ((len(text) + YEAR * 2) * LETTER))
    return min(size, LARGEST) if size >= SMALLEST else 0


def _ink(leading: float) -> float:
    """The height of a script's ink in its own size, which its leading tells: 1.1 for Latin, 1.5 for Naskh, 2.4 for Nastaliq."""
    return max(1.05, 2 * leading - 1.3)


def _along(rtl: bool, width: float) -> str:
    start, end = ("right", "left") if rtl else ("left", "right")
    return (
        f".spine div{{line-height:{width:.2f}mm;height:{width:.2f}mm}}"
        f".spine .words{{{start}:{END:g}mm}}.spine .year{{{end}:{END:g}mm;font-weight:400}}"
    )


def _upright(width: float) -> str:
    return (
        f".spine .cell:first-child{{padding-top:{END:g}mm}}"
        f".spine .year{{top:auto;bottom:{END:g}mm;left:0;width:{width:.2f}mm;text-align:center;font-weight:400;line-height:1.2}}"
    )
