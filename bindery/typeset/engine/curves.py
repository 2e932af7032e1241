"""Circles and arcs of drawings are round.

Upstream fault (WeasyPrint 70, ``svg/shapes.py`` and ``svg/path.py``; no issue found): the handles of a circle's four
Bézier curves are r/√π long, 2 % too much, and an arc of up to half a circle is one curve, which is a tenth of the radius
off: half circles look square, and an arc and a longer arc of the same circle do not lie on each other.

What we do: handles of 4/3 (√2 − 1) r, and a curve for each quarter (off by 0.03 %).
"""

import weasyprint.svg as svg

from .pins import rewrite

_HANDLE = "ratio = r / sqrt(pi)", "ratio = r * 4 / 3 * (sqrt(2) - 1)"
_HANDLES = (
    ("ratio_x = rx / sqrt(pi)", "ratio_x = rx * 4 / 3 * (sqrt(2) - 1)"),
    ("ratio_y = ry / sqrt(pi)", "ratio_y = ry * 4 / 3 * (sqrt(2) - 1)"),
)
_CURVES = """\
            if large:
                step = (angle2 - angle1) / 3
                angles = (
                    (angle1, angle1 + step),
                    (angle1 + step, angle1 + 2 * step),
                    (angle1 + 2 * step, angle2))
            else:
                angles = ((angle1, angle2),)
"""
_QUARTERS = """\
            quarters = 1 + int(abs(angle2 - angle1) / (pi / 2) - 1e-6)
            step = (angle2 - angle1) / quarters
            angles = [(angle1 + i * step, angle1 + (i + 1) * step) for i in range(quarters)]
"""


def apply() -> None:
    """Install the rewritten functions in the table of elements."""
    tags = svg.TAGS
    tags["circle"] = rewrite(tags["circle"], _HANDLE)
    tags["ellipse"] = rewrite(tags["ellipse"], *_HANDLES)
    tags["path"] = rewrite(tags["path"], (_CURVES, _QUARTERS))
