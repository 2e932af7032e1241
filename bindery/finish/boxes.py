"""Page boxes of a press file: trim, bleed and media, in points (ISO 32000-1, 14.11.2; ISO 15930-7).

The trim is the master's own. The bleed box lies the job's bleed outside it, the media box the slug outside that.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pikepdf import Array, Dictionary, Object

MM = 72 / 25.4  #: points in a millimetre
#: Two boxes are the same when no edge differs by more, in pt: the rounding of the engine's own figures.
TOLERANCE = 0.01

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Boxes:
    """Left, bottom, right, top of each box, in points."""

    media: Rect
    bleed: Rect
    trim: Rect


def press_boxes(trim: Rect, bleed_mm: float, slug_mm: float = 0) -> Boxes:
    """The boxes around `trim`: `slug_mm` of room for marks outside the bleed."""
    bleed = grow(trim, bleed_mm * MM)
    return Boxes(grow(bleed, slug_mm * MM), bleed, trim)


def grow(rect: Rect, by: float) -> Rect:
    """`rect` with every edge moved outwards by so many points."""
    left, bottom, right, top = rect
    return left - by, bottom - by, right + by, top + by


def same_size(one: Rect, other: Rect) -> bool:
    return all(abs((one[i + 2] - one[i]) - (other[i + 2] - other[i])) <= TOLERANCE for i in (0, 1))


def contains(outer: Rect, inner: Rect) -> bool:
    """Whether `inner` lies in `outer`, within the tolerance."""
    return all(outer[i] <= inner[i] + TOLERANCE and inner[i + 2] <= outer[i + 2] + TOLERANCE for i in (0, 1))


def read(page: Object, key: str) -> Rect | None:
    """A page's box with its corners in order, its own or inherited."""
    box = inherited(page, key)
    if not isinstance(box, Array) or len(box) != 4:
        return None
    x0, y0, x1, y1 = (float(v) for v in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def inherited(page: Object, key: str) -> Any:
    """A page's entry, or else that of a node above it (ISO 32000-1, 7.7.3.4); None where neither has it.

    In a damaged file a node may stand above itself.
    """
    node: Any = page
    for _ in range(50):
        if not isinstance(node, Dictionary) or key in node:
            break
        node = node.get("/Parent")
    return node.get(key) if isinstance(node, Dictionary) else None


def array(rect: Rect) -> Array:
    """As the file holds it: to a hundred-thousandth of a point, a few nanometres."""
    return Array([Decimal(f"{v:.5f}").normalize() + 0 for v in rect])


def put(page: Object, boxes: Boxes) -> None:
    """Set the three boxes; CropBox and ArtBox go (ISO 15930-7: TrimBox or ArtBox; GWG 2022: CropBox is MediaBox)."""
    page.MediaBox, page.BleedBox, page.TrimBox = array(boxes.media), array(boxes.bleed), array(boxes.trim)
    for key in ("/CropBox", "/ArtBox"):
        if key in page:
            del page[key]


