"""What stands in forms, patterns and masks is seen, and ends where it holds itself."""

from __future__ import annotations

import pytest
from broken import SQUARE, Told, draw, drawn, group, opened, rules
from pikepdf import Array, Dictionary, Name, Pdf


def test_a_fault_in_a_form_and_in_a_pattern_is_seen(good: bytes, report: Told) -> None:
    for resource, use in (("/XObject", b"/In Do"), ("/Pattern", b"/Pattern cs /In scn 60 60 60 60 re f")):
        pdf = opened(good)
        thing = pdf.make_stream(b"1 0 0 rg 0 0 200 200 re f", BBox=Array([0, 0, 200, 200]), Resources=Dictionary())
        thing.Type, thing.Subtype, thing.FormType = Name.XObject, Name.Form, 1
        if resource == "/Pattern":
            del thing["/Subtype"], thing["/FormType"]
            thing.Type, thing.PatternType, thing.PaintType, thing.TilingType = Name.Pattern, 1, 1, 1
            thing.XStep = thing.YStep = 200
        resources = pdf.pages[0].Resources
        if resource not in resources:
            resources[resource] = Dictionary()
        resources[resource]["/In"] = thing
        draw(pdf, use)
        assert "G04" in rules(report(pdf)), resource


def pattern(pdf: Pdf, content: bytes, step: int = 200, **keys: object) -> None:
    """A tiling pattern In, and C as a space of patterns that take an RGB colour."""
    keys = {"PaintType": 1, "XStep": step, "YStep": step, "BBox": Array([0, 0, step, step])} | keys
    thing = pdf.make_stream(content, Type=Name.Pattern, PatternType=1, TilingType=1, Resources=Dictionary(), **keys)
    resources = pdf.pages[0].Resources
    resources.Pattern, resources.ColorSpace = Dictionary(In=thing), Dictionary(C=Array([Name.Pattern, Name.DeviceRGB]))


RGB_TILE = b"1 0 0 rg 0 0 200 200 re f"


@pytest.mark.parametrize(("tile", "paint", "use"), [
    (RGB_TILE, 1, b"/Pattern CS /In SCN 3 w 60 60 m 120 60 l S"),
    (RGB_TILE, 1, b"/Pattern cs /In scn BT %b 20 Tf 60 60 Td <00030004> Tj ET"),
    (RGB_TILE, 1, b"/Pattern CS /In SCN BT %b 20 Tf 1 Tr 60 60 Td <00030004> Tj ET"),
    (RGB_TILE, 1, b"/Pattern CS /In SCN /Pattern cs 0 0 0 1 k 60 60 60 60 re B"),
    (b"0 0 200 200 re f", 2, b"/C cs 1 0 0 /In scn " + b"60 60 60 60 re f"),
    (b"0 0 200 200 re f", 2, b"/C cs 0 1 0 /In scn 1 0 0 /In scn " + b"60 60 60 60 re f"),
], ids=["line", "text", "outlined text", "edge of an area", "colour of its own", "another colour"])
def test_what_a_pattern_paints_is_seen(tile: bytes, paint: int, use: bytes, good: bytes, report: Told) -> None:
    pdf = opened(good)
    pattern(pdf, tile, PaintType=paint)
    draw(pdf, use.replace(b"%b", next(iter(pdf.pages[0].Resources.Font.keys())).encode()))
    assert "G04" in rules(report(pdf))


def test_a_pattern_that_paints_nothing_seen_is_none(good: bytes, report: Told) -> None:
    pdf = opened(good)
    pattern(pdf, RGB_TILE)
    font = next(iter(pdf.pages[0].Resources.Font.keys())).encode()
    draw(pdf, b"/Pattern cs /In scn BT %b 20 Tf 3 Tr 60 60 Td <00030004> Tj ET" % font)
    assert rules(report(pdf)) == set()


@pytest.mark.parametrize(("tile", "ground", "told"), [
    (b"1 1 1 1 k 0 0 1 1 re f", b"", {"R0026"}),
    (b"0 0 0 0 k 0 0 1 1 re f", b"0.9 0.9 0.9 0.9 k 60 60 120 120 re f", {"R0026"}),
    (b"0 0 0 0.2 k 0 0 1 1 re f", b"0.9 0.9 0.9 0.9 k 60 60 120 120 re f", {"R0026"}),
    (b"0 0 0 0.5 k 0 0 1 1 re f", b"0 0.2 0.2 0 k 60 60 120 120 re f", set()),
], ids=["heavy tiles", "white tiles on a heavy ground", "gray ones on it", "light ones"])
def test_tiles_too_many_to_draw_are_not_less_ink(
    tile: bytes, ground: bytes, told: set[str], good: bytes, report: Told
) -> None:
    pdf = opened(good)
    pattern(pdf, tile, step=1)
    draw(pdf, ground + b" /Pattern cs /In scn 60 60 120 120 re f")
    assert rules(report(pdf)) == told


def test_what_a_mask_holds_is_no_colour(good: bytes, report: Told) -> None:
    pdf = opened(good)
    mask = pdf.make_stream(b"1 0 0 rg 0 0 200 200 re f", Type=Name.XObject, Subtype=Name.Form,
                           BBox=Array([0, 0, 200, 200]), Resources=Dictionary(),
                           Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))
    group(Name.DeviceCMYK)(pdf)
    drawn(b"/Mask gs 0 0 0 0.5 k " + SQUARE, Mask=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask)))(pdf)
    assert rules(report(pdf)) == set()


@pytest.mark.parametrize("times", [1, 3])
def test_a_form_that_holds_itself_ends(times: int, good: bytes, report: Told) -> None:
    pdf = opened(good)
    thing = pdf.make_stream(b"/Me Do " * times, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 200]))
    thing.Resources = Dictionary(XObject=Dictionary(Me=thing))
    pdf.pages[0].Resources.XObject["/Me"] = thing
    draw(pdf, b"/Me Do")
    assert rules(report(pdf)) == {"X20"}


def test_a_pattern_that_holds_itself_ends(good: bytes, report: Told) -> None:
    pdf = opened(good)
    pattern(pdf, b"/Pattern cs /In scn 0 0 5 5 re f 1 0 0 rg 0 0 5 5 re f", step=5)
    tile = pdf.pages[0].Resources.Pattern.In
    tile.Resources = Dictionary(Pattern=Dictionary(In=tile))
    draw(pdf, b"/Pattern cs /In scn 60 60 60 60 re f")
    assert rules(report(pdf)) == {"G04", "X20"}


def test_a_page_above_itself_ends(good: bytes, report: Told) -> None:
    pdf = opened(good)
    pdf.pages[1].obj.Parent = pdf.pages[1].obj
    assert rules(report(pdf)) == set()
