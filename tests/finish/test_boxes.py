"""Boxes and marks: exact at 3 and 5 mm, marks outside the bleed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from bindery.finish import CannotPrint, PressJob, finish_press
from bindery.finish.boxes import array, press_boxes, read
from bindery.finish.marks import marks
from bindery.project.palette import Palette

A5 = (0.0, 0.0, 419.527559, 595.275591)


@pytest.mark.parametrize(("bleed", "points"), [(3, 8.503937), (5, 14.173228)])
def test_bleed_is_exact(bleed: float, points: float) -> None:
    boxes = press_boxes(A5, bleed, 8)
    assert boxes.trim == A5
    assert boxes.bleed == pytest.approx((-points, -points, 419.527559 + points, 595.275591 + points), abs=1e-6)
    slug = 8 * 72 / 25.4
    assert [b - m for b, m in zip(boxes.bleed, boxes.media, strict=True)] == pytest.approx([slug, slug, -slug, -slug])


def test_a_box_is_read_with_its_corners_in_order_and_from_the_parent() -> None:
    parent = Dictionary(MediaBox=Array([100, 200, 0, 0]))
    assert read(Dictionary(Parent=parent), "/MediaBox") == (0, 0, 100, 200)
    assert read(Dictionary(), "/MediaBox") is None


def test_numbers_are_short() -> None:
    assert array((0, 8.503937007874, 100, -14.1732283)).unparse() == b"[ 0 8.50394 100 -14.17323 ]"


@pytest.mark.parametrize("bleed", [3, 5])
@pytest.mark.parametrize("with_marks", [True, False])
def test_every_page_has_the_jobs_boxes(opened: Pdf, press_job: Callable[..., PressJob], palette: Palette,
                                       bleed: float, with_marks: bool) -> None:
    trims = [[float(v) for v in page.obj.TrimBox] for page in opened.pages]
    facts = finish_press(opened, press_job(bleed_mm=bleed, marks=with_marks, blanks=1), palette)
    outer = bleed + (8 if with_marks else 0)
    assert len(opened.pages) == facts.pages == 4
    for page, trim in zip(opened.pages, [*trims, trims[-1]], strict=True):
        assert [float(v) for v in page.obj.TrimBox] == pytest.approx(trim, abs=1e-5)
        for key, mm in (("/BleedBox", bleed), ("/MediaBox", outer)):
            by = mm * 72 / 25.4
            meant = [trim[0] - by, trim[1] - by, trim[2] + by, trim[3] + by]
            assert [float(v) for v in page.obj[key]] == pytest.approx(meant, abs=1e-5)
        assert "/CropBox" not in page.obj
        assert "/ArtBox" not in page.obj


def test_content_is_cut_at_the_bleed(opened: Pdf, press_job: Callable[..., PressJob], palette: Palette) -> None:
    finish_press(opened, press_job(bleed_mm=3, marks=True), palette)
    for page in opened.pages:
        left, bottom, right, top = (float(v) for v in page.obj.BleedBox)
        start = [float(v) for v in page.obj.Contents.read_bytes().split()[1:5]]
        assert start == pytest.approx([left, bottom, right - left, top - bottom], abs=1e-4)


def test_marks_lie_outside_the_bleed_in_every_separation() -> None:
    with Pdf.new() as pdf:
        for bleed in (3, 5):
            boxes = press_boxes(A5, bleed, 8)
            form = marks(pdf, boxes)
            space = form.Resources.ColorSpace.All
            assert (space[0], space[1]) == (Name.Separation, Name.All)
            points = re.findall(r"(-?[\d.]+) (-?[\d.]+) [ml]\b", form.read_bytes().decode())
            assert len(points) > 20
            left, bottom, right, top = boxes.bleed
            outer = boxes.media
            for x, y in ((float(x), float(y)) for x, y in points):
                assert not (left < x < right and bottom < y < top)
                assert outer[0] - 0.01 <= x <= outer[2] + 0.01
                assert outer[1] - 0.01 <= y <= outer[3] + 0.01


def test_marks_need_room(opened: Pdf, press_job: Callable[..., PressJob], palette: Palette) -> None:
    with pytest.raises(ValueError, match="slug"):
        finish_press(opened, press_job(marks=True, slug_mm=3), palette)


def test_a_master_with_too_little_bleed_is_refused(opened: Pdf, press_job: Callable[..., PressJob],
                                                   palette: Palette) -> None:
    with pytest.raises(CannotPrint, match="less than 6 mm"):
        finish_press(opened, press_job(bleed_mm=6), palette)


def test_pages_of_two_sizes_are_refused(opened: Pdf, press_job: Callable[..., PressJob], palette: Palette) -> None:
    opened.pages[1].obj.TrimBox = Array([0, 0, 200, 300])
    with pytest.raises(CannotPrint, match="another size") as caught:
        finish_press(opened, press_job(), palette)
    assert caught.value.problems[0].pages == (2,)


def test_a_page_without_trim_box_is_refused(opened: Pdf, press_job: Callable[..., PressJob], palette: Palette) -> None:
    del opened.pages[2].obj["/TrimBox"]
    with pytest.raises(CannotPrint, match="without a trim box"):
        finish_press(opened, press_job(), palette)
