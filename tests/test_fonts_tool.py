"""The tool that makes the fonts of fonts/: its step for bold Nastaliq, on the files that it made."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "fonts"
BOLD, REGULAR = "HandbookNastaliq-Bold.ttf", "HandbookNastaliq-Regular.ttf"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_fonts", FONTS / "tools" / "build_fonts.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def room(font: TTFont) -> dict[int, Any]:
    """XAdvance of every lookup that adds the same to all its glyphs."""
    lookups = enumerate(font["GPOS"].table.LookupList.Lookup)
    single = {i: [getattr(table, "ExtSubTable", table) for table in lookup.SubTable] for i, lookup in lookups}
    return {i: tables[0].Value.XAdvance for i, tables in single.items() if type(tables[0]).__name__ == "SinglePos"}


def test_bold_nastaliq_has_the_room_of_the_regular_before_a_final_ye(tool: ModuleType) -> None:
    shipped, regular = TTFont(FONTS / BOLD), TTFont(FONTS / REGULAR)
    font = TTFont(FONTS / BOLD)
    for i in range(6, 18):  # as in the source, which has steps of 100 where the regular has 61
        for table in font["GPOS"].table.LookupList.Lookup[i].SubTable:
            getattr(table, "ExtSubTable", table).Value.XAdvance = 100 * (i - 2)
    assert room(font) != room(shipped)
    tool.advance_as_in(font, regular)
    assert room(font) == room(shipped)
    assert {i: x for i, x in room(shipped).items() if i in tool.YEH_BARREE} == {i: 61 * (i - 2) for i in range(6, 18)}


def test_the_manifest_says_what_the_tool_does(tool: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, Any]] = []
    monkeypatch.setattr(tool, "npm_file", lambda short, member: ((FONTS / (BOLD if "Bold" in member else REGULAR)).read_bytes(), short))
    monkeypatch.setattr(tool, "cut", lambda data, *_: TTFont(tool.io.BytesIO(data), recalcTimestamp=False))
    monkeypatch.setattr(tool, "save", lambda font: b"")
    monkeypatch.setattr(tool, "emit", lambda file, data, **row: made.append({"file": file, **row}))
    for weight in (400, 700):
        tool.nastaliq(weight)
    entries = {entry["file"]: entry for entry in json.loads((FONTS / "manifest.json").read_text("utf-8"))["fonts"]}
    assert [row["file"] for row in made] == [REGULAR, BOLD]
    for row in made:
        assert {key: row[key] for key in ("transform", "weight", "source_file", "licence_file")} == {
            key: entries[row["file"]][key] for key in ("transform", "weight", "source_file", "licence_file")}
