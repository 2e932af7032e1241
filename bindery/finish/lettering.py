"""A line of Latin letters as outlines: what stands outside the trim needs words, and no font in the file for them."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

Point = tuple[float, float]


def outlines(words: str, font: Path, size: float, x: float, y: float) -> str:
    """Operators that fill `words` in a font of `size` pt from (x, y). What the font lacks is left out."""
    glyphs, names, units = _font(font)
    pen, scale = _Pen(glyphs), size / units
    for char in words:
        if name := names.get(ord(char)):
            glyphs[name].draw(TransformPen(pen, (scale, 0, 0, scale, x, y)))
            x += glyphs[name].width * scale
    return " ".join([*pen.parts, "f"]) if pen.parts else ""


@lru_cache(maxsize=2)
def _font(path: Path) -> tuple[Any, dict[int, str], int]:
    font = TTFont(io.BytesIO(path.read_bytes()), lazy=True)  # glyphs are read as they are asked for, and nobody closes it then
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm


class _Pen(BasePen):  # type: ignore[misc]
    """Writes path operators (ISO 32000-1, 8.5.2); fontTools makes quadratic curves cubic for it."""

    def __init__(self, glyphs: Any):
        super().__init__(glyphs)
        self.parts: list[str] = []

    def _put(self, operator: str, *points: Point) -> None:
        self.parts += [*(f"{v:.3f}" for point in points for v in point), operator]

    def _moveTo(self, pt: Point) -> None:
        self._put("m", pt)

    def _lineTo(self, pt: Point) -> None:
        self._put("l", pt)

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:
        self._put("c", pt1, pt2, pt3)

    def _closePath(self) -> None:
        self._put("h")

    _endPath = _closePath
