"""Colours of content streams: found in the palette, on black alone, or told as a problem."""

from __future__ import annotations

import pytest

from bindery.finish.colour import rewrite
from bindery.finish.inks import MaskInks, PressInks
from bindery.finish.problems import Problems
from bindery.project.palette import Palette


def _rewrite(palette: Palette, data: bytes, **options: object) -> tuple[bytes, list[str]]:
    problems = Problems()
    content = rewrite(data, PressInks(palette, problems, bool(options.pop("one_colour", False))), problems,
                      **{"head": False, **options})
    assert content is not None
    return b" ".join(content.data.split()), [problem.message for problem in problems.all()]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"0.039216 0.4 0.4 rg", b"0.9 0.35 0.5 0.25 k"),  # teal, as the engine rounds it
        (b"0.04 0.4 0.399 RG", b"0.9 0.35 0.5 0.25 K"),  # to the nearest 1/255
        (b"0.901961 0.941176 0.941176 rg", b"0.09 0.035 0.05 0.025 k"),  # teal-10
        (b"0 0 0 rg", b"0 0 0 1 k"),
        (b"1 1 1 rg", b"0 0 0 0 k"),
        (b"0 g", b"0 0 0 1 k"),
        (b"1 G", b"0 0 0 0 K"),
        (b"0.901961 0.901961 0.901961 rg", b"0 0 0 0.1 k"),  # gray-10
        (b"0.2 0.2 0.2 rg", b"0 0 0 0.8 k"),  # a neutral outside the palette: black alone
        (b"0.2 G", b"0 0 0 0.8 K"),
    ],
)
def test_colours_become_ink(palette: Palette, before: bytes, after: bytes) -> None:
    assert _rewrite(palette, before) == (after, [])


def test_one_colour_printing_uses_the_colours_own_tints(palette: Palette) -> None:
    teal = palette.by_name["teal"]
    data, problems = _rewrite(palette, b"0.039216 0.4 0.4 rg", one_colour=True)
    assert (data, problems) == (f"0 0 0 {teal.gray:g} k".encode(), [])


def test_a_colour_outside_the_palette_is_told_with_the_nearest_one(palette: Palette) -> None:
    problems = Problems()
    inks = PressInks(palette, problems)
    for page in (3, 4, 5, 9):
        problems.page = page
        rewrite(b"0 0.4 0.4 rg 0 0.4 0.4 RG", inks, problems)
    (problem,) = problems.all()
    assert problem.message == "the colour #006666 is not in the palette"
    assert "teal #0a6666" in problem.mend
    assert problem.pages == (3, 4, 5, 9)
    finding = problem.finding("book")
    assert (finding.code, finding.path) == ("T105", "book, page 3")
    assert "pages 3–5, 9" in finding.message


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"0 0 0 1 k", "operator k"),
        (b"/DeviceRGB cs 1 0 0 sc", "space /DeviceRGB"),
        (b"/lab-d65 CS 50 1 2 SCN", "space /lab-d65"),
        (b"1 0 0 sc 0 0 9 9 re f", "a space that is not named"),
        (b"0.5 SCN 0 0 m 9 9 l S", "a space that is not named"),
        (b"/OC /layer BDC EMC", "optional content"),
        (b"0.5 ri", "operator ri"),
        (b"BX", "operator BX"),
        (b"Q", "never saved"),
    ],
)
def test_what_is_not_known_is_told(palette: Palette, data: bytes, said: str) -> None:
    _, problems = _rewrite(palette, data)
    (problem,) = problems
    assert said in problem


def test_strings_are_left_alone(palette: Palette) -> None:
    data, problems = _rewrite(palette, b"BT (1 0 0 rg) Tj [(0 0 1 RG)<00>] TJ ET")
    assert (data, problems) == (b"BT (1 0 0 rg) Tj [(0 0 1 RG)<00>] TJ ET", [])


def test_tags_go_or_stay(palette: Palette) -> None:
    tagged = b"/Span <</MCID 0>> BDC BT ET EMC /Artifact BMC EMC /P MP"
    assert _rewrite(palette, tagged)[0] == b"BT ET"
    assert _rewrite(palette, tagged, keep_tags=True)[0] == tagged


def test_idle_graphics_states_go(palette: Palette) -> None:
    assert _rewrite(palette, b"/a1.0 gs /s gs", idle_states={b"/a1.0"})[0] == b"/s gs"


def test_the_default_colour_is_black_ink(palette: Palette) -> None:
    assert _rewrite(palette, b"0 0 1 1 re f", head=True)[0].startswith(b"0 0 0 1 k 0 0 0 1 K")


@pytest.mark.parametrize(
    ("data", "after"),
    [
        (b"0 g BT (a) Tj ET", b"0 0 0 1 k /BnOP10 gs BT (a) Tj ET"),
        (b"1 g BT (a) Tj ET", b"0 0 0 0 k BT (a) Tj ET"),
        (b"0 g BT (a) Tj ET 1 g BT (b) Tj ET",
         b"0 0 0 1 k /BnOP10 gs BT (a) Tj ET 0 0 0 0 k /BnOP00 gs BT (b) Tj ET"),
        # white inside q … Q, black again after it: the state comes back with Q
        (b"0 g BT (a) Tj ET q 1 g BT (b) Tj ET Q BT (c) Tj ET",
         b"0 0 0 1 k /BnOP10 gs BT (a) Tj ET q 0 0 0 0 k /BnOP00 gs BT (b) Tj ET Q BT (c) Tj ET"),
        # large black areas do not overprint, thin black lines do, thick ones do not
        (b"0 g 0 0 9 9 re f", b"0 0 0 1 k 0 0 9 9 re f"),
        (b"0 G 1 w 0 0 m 9 9 l S", b"0 0 0 1 K 1 w /BnOP01 gs 0 0 m 9 9 l S"),
        (b"0 G 3 w 0 0 m 9 9 l S", b"0 0 0 1 K 3 w 0 0 m 9 9 l S"),
        (b"0 G 3 w .5 0 0 .5 0 0 cm 0 0 m 9 9 l S", b"0 0 0 1 K 3 w .5 0 0 .5 0 0 cm /BnOP01 gs 0 0 m 9 9 l S"),
        # never between a path and its painting; at the latest where the last instruction that counts ended
        (b"0 g BT (a) Tj ET 0 0 9 9 re W n /i Do",
         b"0 0 0 1 k /BnOP10 gs BT (a) Tj /BnOP00 gs ET 0 0 9 9 re W n /i Do"),
    ],
)
def test_overprint(palette: Palette, data: bytes, after: bytes) -> None:
    assert _rewrite(palette, data) == (after, [])


def test_a_mask_becomes_gray(palette: Palette) -> None:
    content = rewrite(b"1 1 1 rg 0 0 1 1 re f 1 0 0 RG", MaskInks(), Problems())
    assert content is not None
    assert content.data.split() == b"0 g 0 G 1 g 0 0 1 1 re f 0.3 G".split()


def test_images_are_placed_with_the_matrix_in_force(palette: Palette) -> None:
    content = rewrite(b"q 2 0 0 2 5 5 cm q 10 0 0 20 1 1 cm /i Do Q Q", PressInks(palette, Problems()), Problems())
    assert content is not None
    assert content.placed == [(b"/i", (20, 0, 0, 40, 7, 7))]


def test_an_open_state_is_closed(palette: Palette) -> None:
    assert _rewrite(palette, b"q q Q")[0] == b"q q Q Q"
