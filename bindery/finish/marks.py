"""Crop marks, registration marks and colour bar, outside the bleed, as one form that all pages show.

Marks are in the colour of every separation (ISO 32000-1, 8.6.6.4: the colorant All), 0.25 pt wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from bindery.finish.boxes import MM, Boxes, array
from bindery.finish.save import write

#: The slug that marks need, in mm.
MIN_SLUG = 5.0
GAP, LENGTH = 1 * MM, 5 * MM  # from the bleed to the crop mark; its length at most
PATCH = 4 * MM
#: The colour bar: solids, half tints, and gray made of three inks beside gray of black.
BAR = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (.5, 0, 0, 0), (0, .5, 0, 0), (0, 0, .5, 0),
       (0, 0, 0, .5), (.5, .4, .4, 0))


def marks(pdf: Pdf, boxes: Boxes, folds: Sequence[float] = ()) -> Stream:
    """The marks of pages with these boxes, in the page's own coordinates. Slug: at least MIN_SLUG.

    `folds`: where the sheet is folded, in points from the trim's left edge; dashed lines above and below the bleed.
    """
    form = pdf.make_stream(b"")
    drawn = (*_crop(boxes), *_registration(boxes, bool(folds)), *_folds(boxes, folds), *_bar(boxes))
    write(form, "\n".join(("/All CS 1 SCN 0.25 w", *drawn)).encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, array(boxes.media)
    ink = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 1, 1, 1]), N=1)
    every = Array([Name.Separation, Name.All, Name.DeviceCMYK, ink])
    form.Resources = Dictionary(ColorSpace=Dictionary(All=every))
    return form


def _crop(boxes: Boxes) -> Iterator[str]:
    """Two lines at each corner of the trim, beginning outside the bleed."""
    left, bottom, right, top = boxes.trim
    bleed = boxes.trim[0] - boxes.bleed[0]
    slug = boxes.bleed[0] - boxes.media[0]
    near, far = bleed + GAP, bleed + min(GAP + LENGTH, slug)
    for x, outwards in ((left, -1), (right, 1)):
        for y, upwards in ((bottom, -1), (top, 1)):
            yield f"{x:.4f} {y + upwards * near:.4f} m {x:.4f} {y + upwards * far:.4f} l S"
            yield f"{x + outwards * near:.4f} {y:.4f} m {x + outwards * far:.4f} {y:.4f} l S"


def _folds(boxes: Boxes, folds: Sequence[float]) -> Iterator[str]:
    """A dashed line at each fold, where a crop mark would stand."""
    left, bottom, _, top = boxes.trim
    bleed, slug = boxes.trim[0] - boxes.bleed[0], boxes.bleed[0] - boxes.media[0]
    near, far = bleed + GAP, bleed + min(GAP + LENGTH, slug)
    if folds:
        yield "[2 1.5] 0 d"
    for x in folds:
        for y, upwards in ((bottom, -1), (top, 1)):
            yield f"{left + x:.4f} {y + upwards * near:.4f} m {left + x:.4f} {y + upwards * far:.4f} l S"
    if folds:
        yield "[] 0 d"


def _registration(boxes: Boxes, folded: bool) -> Iterator[str]:
    """A circle with a cross in the middle of each side of the slug; of a sheet with folds, away from these."""
    left, bottom, right, top = boxes.bleed
    half = (left - boxes.media[0]) / 2
    middle_x, middle_y = left + (right - left) * (0.75 if folded else 0.5), (bottom + top) / 2
    radius = min(half - 0.5 * MM, 2.5 * MM)
    for x, y in ((middle_x, bottom - half), (middle_x, top + half), (left - half, middle_y), (right + half, middle_y)):
        yield f"{x - radius:.4f} {y:.4f} m {x + radius:.4f} {y:.4f} l S"
        yield f"{x:.4f} {y - radius:.4f} m {x:.4f} {y + radius:.4f} l S"
        yield _circle(x, y, radius * 0.6)


def _circle(x: float, y: float, r: float) -> str:
    k = 0.5523 * r  # four Bézier arcs: the usual approximation
    arcs = ((x + r, y + k, x + k, y + r, x, y + r), (x - k, y + r, x - r, y + k, x - r, y),
            (x - r, y - k, x - k, y - r, x, y - r), (x + k, y - r, x + r, y - k, x + r, y))
    return f"{x + r:.4f} {y:.4f} m " + " ".join(" ".join(f"{v:.4f}" for v in arc) + " c" for arc in arcs) + " s"


def _bar(boxes: Boxes) -> Iterator[str]:
    """Patches in the foot's slug, from the trim's left edge to short of the registration mark."""
    left, bottom, right, _ = boxes.bleed
    slug = bottom - boxes.media[1]
    size = min(PATCH, slug - GAP)
    y = bottom - (slug + size) / 2
    room = int(((right - left) / 2 - 15 * MM) / size)
    x = boxes.trim[0] + 7 * MM
    for i, ink in enumerate(BAR[:max(room, 0)]):
        yield " ".join(f"{v:g}" for v in ink) + f" k {x + i * size:.4f} {y:.4f} {size:.4f} {size:.4f} re f"
