"""Circles, ellipses and arcs of drawings, seen from their middle: every point of them is a radius away."""

import math

import pikepdf
import pytest
from engine_documents import Typesetter, in_child, opened, page_of

RADIUS = 40  # px


def farthest_off(pdf: bytes) -> float:
    """How far, in parts of the radius, the curves of the page stray from the circle around (50, 50)."""
    worst, at, seen = 0.0, (0.0, 0.0), 0
    for operands, operator in pikepdf.parse_content_stream(opened(pdf).pages[0]):
        values = [float(v) for v in operands] if str(operator) in ("m", "c", "l") else []
        if str(operator) == "c":
            points = [at, *zip(values[::2], values[1::2], strict=True)]
            seen += 1
            for step in range(21):
                t = step / 20
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                x, y = (sum(w * p[i] for w, p in zip(weights, points, strict=True)) for i in (0, 1))
                worst = max(worst, abs(math.hypot(x - 50, y - 50) / RADIUS - 1))
        if values:
            at = values[-2], values[-1]
    assert seen
    return worst


DRAWINGS = {
    "circle": f'<circle cx="50" cy="50" r="{RADIUS}"/>',
    "ellipse": f'<ellipse cx="50" cy="50" rx="{RADIUS}" ry="{RADIUS}"/>',
    "half": f'<path d="M10 50A{RADIUS} {RADIUS} 0 0 1 90 50"/>',
    "other half": f'<path d="M10 50A{RADIUS} {RADIUS} 0 0 0 90 50"/>',
    "third": f'<path d="M90 50A{RADIUS} {RADIUS} 0 0 1 30 {50 + RADIUS * math.sin(math.tau / 3)}"/>',
    "three quarters": f'<path d="M90 50a{RADIUS} {RADIUS} 0 1 1 -40 -40"/>',
}


def drawing(shape: str) -> str:
    return page_of(f'<svg width="100" height="100" viewBox="0 0 100 100" fill="none" stroke="#000">{shape}</svg>')


@pytest.mark.parametrize("shape", DRAWINGS.values(), ids=DRAWINGS)
def test_curves_are_round(typeset: Typesetter, shape: str) -> None:
    assert farthest_off(typeset(drawing(shape))) < 0.0005


@pytest.mark.parametrize("shape", [DRAWINGS["circle"], DRAWINGS["half"]])
def test_the_engines_own_are_not(shape: str) -> None:
    """Else the patch may go."""
    assert farthest_off(in_child(drawing(shape), patched=False)) > 0.003


def test_an_arc_goes_the_way_it_is_told(typeset: Typesetter) -> None:
    """From 9 o'clock to 3: over 12 with sweep, over 6 without."""
    for sweep, half in ((1, 10), (0, 90)):
        shape = f'<path d="M10 50A{RADIUS} {RADIUS} 0 0 {sweep} 90 50"/>'
        ends = [[float(v) for v in operands[-2:]] for operands, operator
                in pikepdf.parse_content_stream(opened(typeset(drawing(shape))).pages[0]) if str(operator) == "c"]
        assert [round(v, 3) for v in ends[0]] == [50, half]
        assert [round(v, 3) for v in ends[-1]] == [90, 50]
