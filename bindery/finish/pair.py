"""A cover is made for one interior: both say which, in XMP, and a look at the two files tells whether they belong together.

The interior's id is made from its pages, and from paper and binding, which the spine depends on. Lengths in mm.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf

from bindery.errors import Findings
from bindery.finish.boxes import MM

#: The namespace of what is said; any URI will do (XMP Specification, part 1, 6.3).
NAMESPACE = "urn:x-bindery:print#"
#: Width in mm by which a cover may differ from what its interior needs: the rounding of the boxes.
TOLERANCE = 0.02
#: What reading a damaged file raises.
DAMAGED = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError)


def described(facts: Mapping[str, str]) -> str:
    """The facts as an element of XMP; nothing for none."""
    if not facts:
        return ""
    lines = "\n".join(f"<bindery:{name}>{escape(value)}</bindery:{name}>" for name, value in facts.items())
    return f'\n<rdf:Description rdf:about="" xmlns:bindery="{NAMESPACE}">\n{lines}\n</rdf:Description>'


def facts(pdf: pikepdf.Pdf) -> dict[str, str]:
    """What a press file says of itself: `part` (interior or cover), `interior` (its id), `pages`, `spine` (mm) …"""
    prefix = f"{{{NAMESPACE}}}"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        return {key.removeprefix(prefix): str(value) for key, value in metadata.items() if key.startswith(prefix)}


def part(path: Path) -> str:
    """`interior` or `cover` for a press file of ours; nothing for any other file."""
    try:
        with path.open("rb") as file, pikepdf.open(file) as pdf:
            return facts(pdf).get("part", "")
    except (OSError, *DAMAGED):
        return ""


def check_pair(interior: Path, cover: Path, findings: Findings) -> None:
    """A finding (P105) for each reason why the cover is not the interior's: another id, page count or size."""
    with interior.open("rb") as first, cover.open("rb") as second, pikepdf.open(first) as inside, pikepdf.open(second) as outside:
        ours, theirs = facts(inside), facts(outside)
        mend = "make both again, with one command: make pdf FORMAT=press"
        if ours.get("part") != "interior" or theirs.get("part") != "cover":
            what = f"{interior.name} is no interior" if ours.get("part") != "interior" else f"{cover.name} is no cover"
            findings.add("P105", cover, f"{what} that bindery made", mend)
            return
        if ours.get("interior") != theirs.get("interior"):
            findings.add(
                "P105",
                cover,
                f"this cover was made for the interior {theirs.get('interior')}, but {interior.name} is {ours.get('interior')}",
                mend,
            )
        if theirs.get("pages") != str(len(inside.pages)):
            findings.add(
                "P105", cover, f"this cover was made for {theirs.get('pages')} pages, but {interior.name} has {len(inside.pages)}", mend
            )
        try:
            page, spread = (_size(pdf.pages[0].obj) for pdf in (inside, outside))
            needed = 2 * page[0] + float(theirs.get("spine", 0))
        except DAMAGED:
            findings.add("P105", cover, f"{interior.name} or {cover.name} is damaged", mend)
            return
        if abs(spread[0] - needed) > TOLERANCE or abs(spread[1] - page[1]) > TOLERANCE:
            findings.add(
                "P105",
                cover,
                f"this cover is {spread[0]:.1f} × {spread[1]:.1f} mm, but {interior.name} needs {needed:.1f} × {page[1]:.1f}",
                mend,
            )


def _size(page: pikepdf.Object) -> tuple[float, float]:
    x0, y0, x1, y1 = (float(v) / MM for v in page.TrimBox)
    return x1 - x0, y1 - y0
