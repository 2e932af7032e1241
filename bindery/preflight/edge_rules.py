"""Rules for where a page ends: its boxes, and what stands at the trim or reaches over it."""

from __future__ import annotations

from collections.abc import Iterator

from bindery.finish.boxes import MM, Rect, contains, grow, inherited, read, same_size
from bindery.preflight.geometry import both, empty
from bindery.preflight.pages import Page
from bindery.preflight.rule import Found

#: What ends so near the trim, in mm, was meant to reach the edge of the page.
NEAR = 0.5


def trim_box(page: Page) -> Iterator[Found]:
    trim, art = "/TrimBox" in page.obj, "/ArtBox" in page.obj
    if trim == art:
        yield Found("the page has a TrimBox and an ArtBox" if trim else "the page does not say where it is trimmed (TrimBox)",
                    "export again with trim and bleed boxes")  # fmt: skip


def nested_boxes(page: Page) -> Iterator[Found]:
    media, trim, bleed = page.media, page.trim, page.bleed
    if media is None:
        yield Found("the page has no MediaBox", "export the file again")
        return
    for name, outer, inner in (("TrimBox outside its BleedBox", bleed, trim), ("TrimBox outside its MediaBox", media, trim),
                               ("BleedBox outside its MediaBox", media, bleed)):  # fmt: skip
        if outer and inner and not contains(outer, inner):
            yield Found(f"the page has a {name}", "export again: trim lies within bleed, bleed within media")


def crop_box(page: Page) -> Iterator[Found]:
    crop = read(page.obj, "/CropBox")
    if crop and page.media and not (contains(crop, page.media) and contains(page.media, crop)):
        yield Found("the page has a CropBox that hides part of it", "export again without a CropBox")


def bleed_size(page: Page) -> Iterator[Found]:
    if page.trim is None or not page.limits.bleed:
        return
    bleed = page.bleed or page.trim
    sides = [page.trim[0] - bleed[0], page.trim[1] - bleed[1], bleed[2] - page.trim[2], bleed[3] - page.trim[3]]
    least, most = min(sides) / MM, max(sides) / MM
    if abs(least - page.limits.bleed) > 0.01 or abs(most - page.limits.bleed) > 0.01:
        found = f"{least:.1f}" if most - least < 0.01 else f"{least:.1f} to {most:.1f}"
        yield Found(f"the bleed is {found} mm; the printer asks for {page.limits.bleed:g} mm on every side",
                    f"export again with {page.limits.bleed:g} mm of bleed")  # fmt: skip


def one_trim(page: Page) -> Iterator[Found]:
    if page.trim and page.first_trim and not same_size(page.trim, page.first_trim):
        yield Found(f"the page is trimmed to {_size(page.trim)}, the first one to {_size(page.first_trim)}",
                    "put pages of one size into one file")  # fmt: skip


def _size(rect: Rect) -> str:
    return f"{(rect[2] - rect[0]) / MM:.1f} × {(rect[3] - rect[1]) / MM:.1f} mm"


def upright(page: Page) -> Iterator[Found]:
    if int(inherited(page.obj, "/Rotate") or 0) % 360:
        yield Found("the page is turned (Rotate)", "turn the page itself and export again")
    if page.obj.get("/UserUnit", 1) != 1:
        yield Found("the page is scaled (UserUnit)", "export again at its real size")


def safe_type(page: Page) -> Iterator[Found]:
    if page.trim is None:
        return
    inner = grow(page.trim, -page.limits.type_margin * MM)
    for mark in page.texts():
        if empty(both(mark.box, page.trim)) or contains(inner, mark.full):
            continue
        letters = mark.letters()
        if letters is not None and not contains(inner, letters):
            yield Found(f"text stands less than {page.limits.type_margin:g} mm inside the trim",
                        "move it inwards: the cut may be off by a millimetre", letters)  # fmt: skip


def reaches_bleed(page: Page) -> Iterator[Found]:
    if page.trim is None or page.bleed is None or contains(page.trim, page.bleed):
        return
    for mark in page.printed():
        if mark.kind not in ("fill", "image", "shading") or (mark.ink is not None and mark.ink.white):
            continue
        box = both(mark.box, page.bleed)
        if empty(both(box, page.trim)):
            continue
        for name, edge, outer, outwards in _EDGES:
            past = (box[edge] - page.trim[edge]) * outwards
            if past > -NEAR * MM and (page.bleed[outer] - box[outer]) * outwards > 0.1 * MM:
                what = "a picture" if mark.kind == "image" else "a coloured area"
                yield Found(f"{what} ends at the {name} of the page without bleed",
                            f"let it run {page.limits.bleed:g} mm over the edge", mark.box)  # fmt: skip
                break


_EDGES = (("left edge", 0, 0, -1), ("foot", 1, 1, -1), ("right edge", 2, 2, 1), ("head", 3, 3, 1))
