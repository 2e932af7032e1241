"""What a code opens, and how large words on a spine may be."""

from __future__ import annotations

import re

import pytest

from bindery.compose import codes
from bindery.compose.spine import CELL, LARGEST, SMALLEST, _size


@pytest.mark.parametrize(("words", "opens"), [
    ("https://example.org/a?b=c", "https://example.org/a?b=c"), ("http://example.org", "http://example.org"),
    ("press@example.org", "mailto:press@example.org"), (" press@example.org\n", "mailto:press@example.org"),
    ("each edition names its own address here.", ""), ("write to press@example.org", ""), ("example.org", ""), ("", ""),
    ("javascript:alert(1)", ""), ("a@b", "")])
def test_only_an_address_becomes_a_code(words: str, opens: str) -> None:
    assert codes.link(words) == opens


def test_a_barcode_has_95_modules_between_its_quiet_zones() -> None:
    drawing = codes.ean13("978-0-306-40615-7")
    bars = [(int(x), int(w), float(h)) for x, w, h in re.findall(r"M(\d+) 0h(\d+)v([\d.]+)h", drawing.path)]
    assert (drawing.columns, bars[0][0], bars[-1][0] + bars[-1][1]) == (113, 11, 11 + 95)
    assert len(bars) == 30
    tall = [x - 11 for x, _, height in bars if height > codes.BAR_HEIGHT + 1]
    assert tall == [0, 2, 46, 48, 92, 94]
    assert (drawing.width, drawing.height) == pytest.approx((37.29, 22.85 + 5 * 0.33))


def test_a_longer_address_is_a_larger_code() -> None:
    short, long = codes.qr("https://example.org"), codes.qr("https://example.org/" + "a" * 120)
    assert short.columns < long.columns
    assert short.columns == short.rows and short.path.startswith("M4 4h7v1")  # a finder pattern in the corner


@pytest.mark.parametrize(("width", "leading", "fits"), [
    (0, 1.2, False), (5.1, 1.2, False), (6.0, 1.2, True), (20, 1.2, True), (6.5, 1.85, False), (9.4, 1.85, True)])
def test_words_stand_where_they_can_be_read(width: float, leading: float, fits: bool) -> None:
    size = _size("Minimum Standards for Child Protection", [], width, 210, leading)
    assert (size >= SMALLEST) == fits and size <= LARGEST
    assert size * 2 * (leading - 0.65) <= max(width - 2.4, 0)


def test_a_long_title_is_set_smaller() -> None:
    assert _size("W" * 80, [], 20, 210, 1.2) < _size("W" * 40, [], 20, 210, 1.2)
    assert _size("W" * 200, [], 20, 210, 1.2) == 0


def test_upright_characters_stand_one_under_the_other() -> None:
    cells = [found[1] or "" for found in CELL.finditer("儿童标准：2026 版")]
    assert cells == ["儿", "童", "标", "准", "", "2026", "", "版"]
    assert 0 < _size("儿童标准", cells, 7, 210, 1.35) <= 7 - 2.5
