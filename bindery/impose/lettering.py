"""A line of Latin letters as outlines: marks on sheets need words, and no font in the file for them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

#: The names of fontTools' drawing calls -> operators (ISO 32000-1, 8.5.2).
OPERATORS = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "closePath": "h", "endPath": "h"}


def outlines(words: str, font: Path, size: float, x: float, y: float) -> str:
    """Operators that fill `words` in a font of `size` pt from (x, y). What the font lacks is left out."""
    from fontTools.pens.qu2cuPen import Qu2CuPen
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.transformPen import TransformPen

    glyphs, names, units = _font(font)
    scale = size / units
    parts = []
    for char in words:
        if (name := names.get(ord(char))) is None:
            continue
        record = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(TransformPen(Qu2CuPen(record, 0.05, all_cubic=True), (scale, 0, 0, scale, x, y)))
        for call, points in record.value:
            parts += [*(f"{v:.3f}" for point in points for v in point), OPERATORS[call]]
        x += glyphs[name].width * scale
    return " ".join([*parts, "f"]) if parts else ""


@lru_cache(maxsize=2)
def _font(path: Path) -> tuple[Any, dict[int, str], int]:
    from fontTools.ttLib import TTFont

    font = TTFont(path, lazy=True)
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
