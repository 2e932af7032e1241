"""Points, boxes and matrices of a page's space (ISO 32000-1, 8.3), in points."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from pikepdf import Array

from bindery.finish.boxes import Rect
from bindery.finish.colour import IDENTITY, Matrix

Point = tuple[float, float]


def apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def around(points: list[Point]) -> Rect:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def both(one: Rect, other: Rect) -> Rect:
    """Where two boxes overlap; empty (right before left) where they do not."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def empty(rect: Rect) -> bool:
    return rect[2] < rect[0] or rect[3] < rect[1]


def corners(box: Rect) -> tuple[Point, ...]:
    return (box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])


def placed(box: Rect, matrix: Matrix) -> Rect:
    """The box around a box that a matrix may have turned."""
    return around([apply(matrix, *corner) for corner in corners(box)])


def six(values: Iterable[Any]) -> Matrix:
    """The operands of `cm` or `Tm`. Raises ValueError where they are not six numbers."""
    a, b, c, d, e, f = (float(v) for v in values)
    return a, b, c, d, e, f


def matrix_of(thing: Any) -> Matrix:
    """The /Matrix of a form or a pattern."""
    values = thing.get("/Matrix")
    return six(values) if isinstance(values, Array) and len(values) == 6 else IDENTITY


def scale_of(ctm: Matrix) -> float:
    """How much longer a line of no direction of its own becomes: the root of how much larger an area does."""
    a, b, c, d, _, _ = ctm
    return math.sqrt(abs(a * d - b * c))
