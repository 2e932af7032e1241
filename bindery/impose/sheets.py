"""Finished pages -> a file of sheets, each page in its place, with the marks that folding, cutting and gathering need.

Works on any PDF whose pages have a TrimBox, ours or foreign. A page becomes a form that is shown on a sheet: nothing in
it is changed. Lengths in mm unless a name says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from bindery.finish.boxes import MM, Rect, array, grow, inherited, read, same_size
from bindery.finish.lettering import outlines
from bindery.finish.save import write
from bindery.impose.schemes import Place, Sheet

#: Length of cut and fold marks, and their distance from what is cut.
MARK, GAP = 5.0, 2.0
#: Room around the pages of a sheet with marks.
MARGIN = 10.0
#: A collation mark: its width and height on the spine, and how far the next section's stands below it.
COLLATION = (1.5, 5.0)
LETTERS = 6.0  # pt


@dataclass(frozen=True, slots=True)
class Layout:
    """How pages stand on their sheets.

    `bleed`: kept around each page but at its spine; pages that are cut apart have twice that between them. `caliper`: of
    the paper, for creep. `marks`: cut, fold and collation marks, and a line of words. `sheet`: width and height, or
    (0, 0) for as large as it must be. `font`: for that line; `name`: what it calls the book.
    """

    bleed: float
    marks: bool
    caliper: float
    sheet: tuple[float, float] = (0, 0)
    folded: bool = True  # False: leaves are cut apart everywhere
    font: Path | None = None
    name: str = ""


class TooSmall(ValueError):
    """The sheet is smaller than what stands on it. `needed` and `given`: width and height."""

    def __init__(self, needed: tuple[float, float], given: tuple[float, float]):
        self.needed, self.given = needed, given
        super().__init__(f"{needed[0]:.0f} × {needed[1]:.0f} mm are needed")


def impose(pages: Pdf, sheets: Sequence[Sheet], layout: Layout, order: Sequence[int | None] | None = None) -> Pdf:
    """The sheets, front and back in turn. `pages` keeps its pages; a place without one, or behind the last, stays empty.

    `order`: where the pages that the sheets count are in `pages`; None for an empty one.

    Raises TooSmall, and ValueError for a page without a TrimBox, of another size than the first, turned or scaled.
    """
    out = pikepdf.new()
    trims = [read(page.obj, "/TrimBox") for page in pages.pages]
    first = trims[0] if trims else None
    if first is None or any(trim is None or not same_size(trim, first) for trim in trims):
        raise ValueError("every page needs a trim box of one size")
    if any(int(inherited(page.obj, "/Rotate") or 0) % 360 or page.obj.get("/UserUnit", 1) != 1 for page in pages.pages):
        raise ValueError("a page that is turned or scaled cannot be put on a sheet")
    forms: dict[int, Object] = {}
    for number, sheet in enumerate(sheets):
        room = _Room(sheet, _size(first), layout)
        for side, places in (("front", sheet.front), ("back", sheet.back)):
            parts: list[bytes] = []
            shown = Dictionary()
            for place in places:
                index = place.page if order is None or place.page is None else order[place.page]
                if index is None or index >= len(trims):
                    continue
                trim = trims[index]
                assert trim is not None
                if index not in forms:
                    forms[index] = _form(out, pages, index, grow(trim, layout.bleed * MM))
                name = f"/P{index}"
                shown[name] = forms[index]
                parts.append(room.show(place, trim, name))
            words = f"{layout.name}  {number + 1}/{len(sheets)}  {side}"
            parts.append(room.marks(side == "front", sheet, words))
            _add(out, room, shown, b"\n".join(parts))
    return out


def _size(box: Rect) -> tuple[float, float]:
    return round(box[2] - box[0], 2), round(box[3] - box[1], 2)


def _form(out: Pdf, pages: Pdf, index: int, box: Rect) -> Object:
    form = out.copy_foreign(pages.pages[index].as_form_xobject(handle_transformations=False))
    form.BBox = array(box)
    return form


def _add(out: Pdf, room: _Room, shown: Dictionary, content: bytes) -> None:
    page = out.make_indirect(Dictionary(Type=Name.Page, Resources=Dictionary(XObject=shown)))
    if room.layout.marks:
        ink = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 1, 1, 1]), N=1)
        page.Resources.ColorSpace = Dictionary(All=Array([Name.Separation, Name.All, Name.DeviceCMYK, ink]))
    page.MediaBox = page.TrimBox = array((0, 0, room.width, room.height))
    page.Contents = out.make_stream(b"")
    write(page.Contents, content)
    if any("/Group" in form for form in shown.values()):
        page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK)
    out.pages.append(Page(page))


class _Room:
    """Where the pages of one sheet stand, in pt from the lower left of the sheet."""

    def __init__(self, sheet: Sheet, page: tuple[float, float], layout: Layout):
        self.sheet, self.page, self.layout = sheet, page, layout
        bleed = layout.bleed * MM
        self.bleed = bleed
        self.lefts = [0.0]
        for column in range(1, sheet.columns):
            self.lefts.append(self.lefts[-1] + page[0] + (0 if self._is_fold(column) else 2 * bleed))
        self.bottoms = [(sheet.rows - 1 - row) * (page[1] + 2 * bleed) for row in range(sheet.rows)]
        width, height = self.lefts[-1] + page[0], max(self.bottoms) + page[1]
        around = bleed + (MARGIN * MM if layout.marks else 0)
        needed = width + 2 * around, height + 2 * around
        given = layout.sheet[0] * MM, layout.sheet[1] * MM
        self.width, self.height = given if given[0] else needed
        if self.width + 0.1 < needed[0] or self.height + 0.1 < needed[1]:
            raise TooSmall((needed[0] / MM, needed[1] / MM), layout.sheet)
        left, bottom = (self.width - width) / 2, (self.height - height) / 2
        self.lefts = [at + left for at in self.lefts]
        self.bottoms = [at + bottom for at in self.bottoms]
        self.area: Rect = (left, bottom, left + width, bottom + height)

    def _is_fold(self, column: int) -> bool:
        """Whether two pages share a spine to the left of this column: columns lie in pairs."""
        return self.layout.folded and column % 2 == 1

    def show(self, place: Place, trim: Rect, name: str) -> bytes:
        """Draw a page in its place, moved towards its spine by what it creeps, cut at the spine."""
        left, bottom = self.lefts[place.column], self.bottoms[place.row]
        width, height = self.page
        spine_right = place.column % 2 == 0
        creep = place.nested * self.layout.caliper * MM * (1 if spine_right else -1) if self.layout.folded else 0
        spine = 0 if self.layout.folded else self.bleed
        x0 = left - (self.bleed if spine_right else spine)
        x1 = left + width + (spine if spine_right else self.bleed)
        clip = f"{x0:.4f} {bottom - self.bleed:.4f} {x1 - x0:.4f} {height + 2 * self.bleed:.4f} re W n"
        if place.turned:
            matrix = f"-1 0 0 -1 {left + width + trim[0] + creep:.4f} {bottom + height + trim[1]:.4f} cm"
        else:
            matrix = f"1 0 0 1 {left - trim[0] + creep:.4f} {bottom - trim[1]:.4f} cm"
        return f"q {clip} {matrix} {name} Do Q".encode()

    def marks(self, front: bool, sheet: Sheet, words: str) -> bytes:
        """Cut marks at every trimmed edge, dashed fold marks, on the outermost sheet a step on the spine, and words."""
        if not self.layout.marks:
            return b""
        lines = ["/All CS 1 SCN /All cs 1 scn 0.25 w"]
        x0, y0, x1, y1 = self.area
        near, far = self.bleed + GAP * MM, self.bleed + (GAP + MARK) * MM

        def upright(x: float) -> list[str]:
            return [f"{x:.4f} {y + near * out:.4f} m {x:.4f} {y + far * out:.4f} l S" for y, out in ((y1, 1), (y0, -1))]

        def across(y: float) -> list[str]:
            return [f"{x + near * out:.4f} {y:.4f} m {x + far * out:.4f} {y:.4f} l S" for x, out in ((x0, -1), (x1, 1))]

        for x in sorted({x for i, left in enumerate(self.lefts) for x in self._edges(i, left)}):
            lines += upright(x)
        for y in sorted({y for bottom in self.bottoms for y in (bottom, bottom + self.page[1])}):
            lines += across(y)
        lines.append("[1.5 1.5] 0 d")
        for x in self._folds():
            lines += upright(x)
        if sheet.rows == 2 and self.layout.folded:
            lines += across((self.bottoms[0] + self.bottoms[1] + self.page[1]) / 2)
        lines.append("[] 0 d")
        if front and sheet.outermost and self.layout.folded:
            lines.append(self._collation(sheet))
        if self.layout.font:
            side = (self.width - self.area[2]) / MM
            lines.append(
                outlines(words, self.layout.font, LETTERS, x0 + 12 * MM, y0 - (self.bleed + min(side, 6) * MM))
            )
        return "\n".join(lines).encode()

    def _edges(self, column: int, left: float) -> tuple[float, ...]:
        """The page's edges that are cut: both, or the one away from the spine."""
        if not self.layout.folded:
            return left, left + self.page[0]
        return (left,) if column % 2 == 0 else (left + self.page[0],)

    def _folds(self) -> list[float]:
        """The spines, and the fold between pages that are cut apart later."""
        if not self.layout.folded:
            return []
        spines = [self.lefts[column] for column in range(1, self.sheet.columns, 2)]
        middle = [(self.lefts[1] + self.page[0] + self.lefts[2]) / 2] if self.sheet.columns == 4 else []
        return spines + middle

    def _collation(self, sheet: Sheet) -> str:
        """On the spine between a section's last and first page: sections gathered in order show a flight of steps."""
        first = min((p for p in sheet.front if p.page is not None), key=lambda p: p.page or 0)
        spine = self.lefts[first.column] + (self.page[0] if first.column % 2 == 0 else 0)
        width, height = COLLATION[0] * MM, COLLATION[1] * MM
        steps = max(1, int((self.page[1] - 20 * MM) / height))
        top = self.bottoms[first.row] + self.page[1] - 10 * MM - (sheet.section % steps) * height
        return f"{spine - width / 2:.4f} {top - height:.4f} {width:.4f} {height:.4f} re f"
