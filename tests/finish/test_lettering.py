"""Words as outlines, in a font of the project."""

from __future__ import annotations

from pathlib import Path

import psutil

from bindery.finish.lettering import outlines

FONT = Path(__file__).resolve().parents[2] / "fonts" / "SourceSans3-Italic.ttf"


def test_words_become_shapes_and_no_font_stays_open() -> None:
    drawn = outlines("Io", FONT, 10, 5, 7)
    assert drawn.endswith(" f") and drawn.split().count("h") == 3  # I, and o with its counter
    assert str(FONT) not in {file.path for file in psutil.Process().open_files()}
