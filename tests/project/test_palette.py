"""The palette: what the file says, what is derived from it, and that text can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bindery.errors import Findings
from bindery.project.palette import Palette, contrast, load

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "styles" / "palette.yaml"


@pytest.fixture(scope="module")
def palette() -> Palette:
    findings = Findings(ROOT)
    loaded = load(FILE, findings)
    assert not findings.items
    return loaded


def _load(tmp_path: Path, text: str) -> tuple[Palette, list[str]]:
    (tmp_path / "palette.yaml").write_text(text, "utf-8")
    findings = Findings(tmp_path)
    loaded = load(tmp_path / "palette.yaml", findings)
    return loaded, [f"{f.line} {f.code} {f.message}" for f in findings.items]


@pytest.mark.parametrize(
    ("name", "value", "cmyk"),
    [
        ("ink", "#000000", (0, 0, 0, 1)),
        ("white", "#ffffff", (0, 0, 0, 0)),
        ("paper", "#f3f1ec", (0.04, 0.04, 0.08, 0)),
        ("teal", "#0a6666", (0.9, 0.35, 0.5, 0.25)),
        ("teal-10", "#e6f0f0", (0.09, 0.035, 0.05, 0.025)),
        ("teal-25", "#c2d9d9", (0.225, 0.0875, 0.125, 0.0625)),
        ("teal-50", "#84b2b2", (0.45, 0.175, 0.25, 0.125)),
        ("navy-10", "#e7ecef", (0.095, 0.065, 0.03, 0.03)),
        ("navy-25", "#c4cfd7", (0.2375, 0.1625, 0.075, 0.075)),
        ("brick-10", "#f6ebe8", (0.02, 0.085, 0.1, 0.015)),
        ("plum-10", "#f0ebf2", (0.065, 0.085, 0.015, 0.015)),
        ("ochre-10", "#f1eee6", (0.03, 0.05, 0.1, 0.04)),
        ("gray-10", "#e6e6e6", (0, 0, 0, 0.1)),
        ("gray-70", "#4c4c4c", (0, 0, 0, 0.7)),
    ],
)
def test_colours_and_tints(palette: Palette, name: str, value: str, cmyk: tuple[float, ...]) -> None:
    colour = palette.by_name[name]
    assert colour.hex == value
    assert colour.cmyk == pytest.approx(cmyk, abs=1e-4)
    assert palette.find(colour.rgb) is colour
    assert palette.named(name) is colour


def test_text_can_be_read_on_white(palette: Palette) -> None:
    text = [colour for colour in palette if colour.text]
    assert {colour.name for colour in text} == {"ink", "navy", "teal", "brick", "plum", "ochre", "gray-70"}
    for colour in text:
        assert contrast(colour.rgb, (255, 255, 255)) >= 4.5, colour.name
        gray = round(255 * (1 - colour.gray))
        assert contrast((gray, gray, gray), (255, 255, 255)) >= 4.5, f"{colour.name} in one-colour printing"


def test_contrast_is_wcags() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((10, 102, 102), (255, 255, 255)) == pytest.approx(6.8, abs=0.05)
    assert contrast((255, 255, 255), (18, 63, 95)) == pytest.approx(11.0, abs=0.05)


def test_ink_stays_under_the_papers_limit(palette: Palette) -> None:
    assert max(sum(colour.cmyk) for colour in palette) <= 2.6  # uncoated stock takes 260 to 300 %


def test_neutrals_are_black_alone(palette: Palette) -> None:
    for colour in palette:
        if len(set(colour.rgb)) == 1:
            assert colour.cmyk[:3] == (0, 0, 0), colour.name


def test_the_nearest_colour_is_named(palette: Palette) -> None:
    nearest = palette.nearest((10, 100, 100))
    assert nearest is not None
    assert nearest.name == "teal"
    assert Palette().nearest((0, 0, 0)) is None


def test_two_colours_may_not_share_an_rgb_value(tmp_path: Path) -> None:
    palette, said = _load(tmp_path, 'colours:\n  one: {rgb: "#010203", cmyk: [1, 2, 3, 4], gray: 5}\n'
                                    '  two: {rgb: "#010203", cmyk: [1, 2, 3, 5], gray: 5}\n')
    assert len(palette) == 0
    assert said == ["3 Y104 one and two have the same RGB value #010203"]


@pytest.mark.parametrize(
    "entry",
    ['{rgb: "#12345", cmyk: [0, 0, 0, 0], gray: 0}', '{rgb: "#123456", cmyk: [0, 0, 0], gray: 0}',
     '{rgb: "#123456", cmyk: [0, 0, 0, 101], gray: 0}', '{rgb: "#123456", cmyk: [0, 0, 0, 1], grey: 0}'],
)
def test_faults_are_found_at_their_line(tmp_path: Path, entry: str) -> None:
    palette, said = _load(tmp_path, f"tints: [10]\ncolours:\n  one: {entry}\n")
    assert len(palette) == 0
    assert said and all(line.startswith("3 Y10") for line in said)


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    findings = Findings(tmp_path)
    assert len(load(tmp_path / "none.yaml", findings)) == 0
    assert [f.code for f in findings.items] == ["F101"]
