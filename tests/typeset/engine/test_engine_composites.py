"""Fonts that are put together from bytes are what fontTools would make of them."""

import io

import pytest
from engine_documents import FONTS
from fontTools.ttLib import TTFont

from bindery.typeset.engine.composites import compose


def fonts() -> list[str]:
    import json

    entries = json.loads((FONTS / "manifest.json").read_text())["fonts"]
    return [e["file"] for e in entries if e["css_family"] in ("HB Naskh", "HB Nastaliq", "HB Serif Devanagari") and e["weight"] == 400]


@pytest.mark.parametrize("file", fonts())
def test_bounds_metrics_and_limits_are_those_of_the_outlines(file: str) -> None:
    source = TTFont(FONTS / file)
    outlines, names = source["glyf"], source.getGlyphOrder()
    inked = [gid for gid, name in enumerate(names) if gid and outlines[name].numberOfContours]
    nested = [gid for gid in inked if outlines[names[gid]].numberOfContours < 0]
    first, second, third = inked[3], inked[40], (nested or inked)[-1]
    composites = {
        1: (((first, 0, 0),), 500), 2: (((second, 10, -20), (third, -300, 400), (first, 7, 7)), 900), 3: ((), 250),
        4: (((third, 5, 5),), 0),
    }  # fmt: skip
    made, box = compose((FONTS / file).read_bytes(), composites)
    font = TTFont(io.BytesIO(made))
    order = font.getGlyphOrder()
    assert len(order) == 1 + 4 + len(inked)
    assert [font["hmtx"][order[code]][0] for code in (1, 2, 3, 4)] == [500, 900, 250, 0]
    assert font["glyf"][order[3]].numberOfContours == 0
    for name in order:
        glyph = font["glyf"][name]
        if glyph.numberOfContours:
            written = glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax
            glyph.recalcBounds(font["glyf"])
            assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == written, name
            assert font["hmtx"][name][1] == glyph.xMin or order.index(name) > 4
    for code, gid in ((1, first), (4, third)):  # a part moved is the glyph moved
        glyph, whole = font["glyf"][order[code]], outlines[names[gid]]
        moved = [(x + 5 * (code == 4), y + 5 * (code == 4)) for x, y in whole.getCoordinates(outlines)[0]]
        assert list(glyph.getCoordinates(font["glyf"])[0]) == moved
    written = {key: getattr(font["maxp"], key) for key in ("maxCompositePoints", "maxCompositeContours", "maxComponentElements", "maxComponentDepth")}
    font["maxp"].recalc(font)
    assert all(written[key] >= getattr(font["maxp"], key) for key in written)
    head = font["head"]
    assert box == tuple(round(edge * 1000 / head.unitsPerEm) for edge in (head.xMin, head.yMin, head.xMax, head.yMax))
    assert head.modified == source["head"].modified
