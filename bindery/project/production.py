"""How a book is made: binding, papers, thickness, spine and weight, from its pages, its edition and its printer.

Lengths in mm. Sources: a leaf is two pages and one caliper thick, so a block is pages / 2 × caliper, and a perfect-bound
book's spine that and twice the cover's caliper; a stitched sheet is four pages, a perfect-bound section 8, 16 or 32.
"""

from __future__ import annotations

from dataclasses import dataclass

from bindery.errors import Findings
from bindery.model import Edition, Paper, Printer, Publication, Trim

SADDLE, PERFECT, NONE = "saddle-stitch", "perfect", "none"


@dataclass(frozen=True, slots=True)
class Production:
    """What a printer makes of a book. `pages` counts the `blanks` at its end."""

    binding: str  # SADDLE, PERFECT or NONE
    pages: int
    blanks: int
    sections: tuple[int, ...]  # pages of each section in their order, as sheets are folded; stitched: one
    interior: Paper
    cover: Paper
    block: float  # thickness of the pages
    spine: float  # width of the cover's spine, 0 where the cover is folded once
    spine_text: bool  # whether words stand on it

    def weight(self, trim: Trim) -> float:
        """Grams of one copy: the area of leaves and cover times their g/m²; glue and wire are neglected."""
        page = trim.width * trim.height / 1e6
        cover = (2 * trim.width + self.spine) * trim.height / 1e6
        return self.pages / 2 * page * self.interior.gsm + cover * self.cover.gsm

    def copies_in_carton(self, trim: Trim, printer: Printer) -> int:
        """What the printer says, else as many as its heaviest carton allows, at least one."""
        return printer.carton_copies or max(1, int(printer.carton_kg * 1000 / self.weight(trim)))


def sections(pages: int, sizes: tuple[int, ...]) -> tuple[int, ...]:
    """Perfect-bound sections for `pages` padded to the smallest size: large ones first, the odd small ones before the last.

    A thin section outermost would come loose first.
    """
    padded = pages + -pages % min(sizes)
    largest = max(sizes)
    full, left = divmod(padded, largest)
    small = []
    for size in sorted(sizes, reverse=True):
        while left >= size:
            small.append(size)
            left -= size
    return (*[largest] * (full - 1), *small, largest) if full else tuple(small)


def choose(publication: Publication, edition: Edition, printer: Printer, findings: Findings) -> tuple[Paper, Paper] | None:
    """The papers of interior and cover, the printer's first unless the edition names others; None after a finding.

    The edition's binding must be one that the printer has, too.
    """
    wanted = edition.printing(publication.id)
    chosen = []
    for use, papers in (("interior", printer.interior_papers), ("cover", printer.cover_papers)):
        name = wanted.get(use, papers[0].id if papers else "")
        paper = next((paper for paper in papers if paper.id == name), None)
        if paper is None:
            _missing(f"{use} paper “{name}”", [paper.id for paper in papers], publication, edition, printer, findings)
        chosen.append(paper)
    offered = [name for name, there in ((SADDLE, printer.saddle_pages), (PERFECT, printer.signatures)) if there]
    binding = wanted.get("binding")
    if binding and binding not in offered:
        _missing(f"binding “{binding}”", offered, publication, edition, printer, findings)
        return None
    interior, cover = chosen
    return (interior, cover) if interior and cover else None


def _missing(
    what: str, there: list[str], publication: Publication, edition: Edition, printer: Printer, findings: Findings
) -> None:
    findings.add(
        "P104",
        edition.path,
        f"printing.{publication.id}: the printer profile “{printer.id}” has no {what}",
        "one of: " + ", ".join(there) if there else "choose another printer profile",
    )


def plan(pages: int, publication: Publication, edition: Edition, printer: Printer, papers: tuple[Paper, Paper]) -> Production:
    """How the printer binds so many pages: as the edition says, else stitched as long as that holds, else glued."""
    interior, cover = papers
    binding = edition.printing(publication.id).get("binding") or _binding(pages, printer)
    if binding == PERFECT:
        parts = sections(pages, printer.signatures)
    else:
        parts = (pages + -pages % 4,) if binding == SADDLE else (pages,)
    padded = sum(parts)
    block = round(padded / 2 * interior.caliper, 2)
    spine = round(block + 2 * cover.caliper, 2) if binding == PERFECT else 0.0
    return Production(
        binding, padded, padded - pages, parts, interior, cover, block, spine, bool(spine) and spine >= printer.spine_text
    )


def _binding(pages: int, printer: Printer) -> str:
    if printer.saddle_pages and (pages <= printer.saddle_pages or not printer.signatures):
        return SADDLE
    return PERFECT if printer.signatures else NONE


def check(production: Production, publication: Publication, printer: Printer, name: str, findings: Findings) -> None:
    """Warn where binding, pages and trim do not fit together or the printer. `name`: of the book."""
    pages, trim = production.pages, publication.trim
    if production.binding == SADDLE and pages > printer.saddle_pages:
        findings.add(
            "P201",
            name,
            f"{pages} pages are stitched, but “{printer.id}” stitches at most {printer.saddle_pages}",
            "choose perfect binding, thinner paper with the printer’s consent, or another printer profile",
        )
    if production.binding == PERFECT and production.block < printer.min_thickness:
        findings.add(
            "P201",
            name,
            f"the block of {pages} pages is {production.block:.1f} mm thick; glue holds from {printer.min_thickness:g} mm",
            "have it stitched, or choose a thicker paper",
        )
    if production.binding == NONE and pages > 2:
        findings.add(
            "P201", name, f"“{printer.id}” binds nothing, and the book has {pages} pages", "choose another printer profile"
        )
    sizes = ((trim.width, trim.height), printer.trim_min, printer.trim_max)
    (width, height), least, most = sizes
    if width < least[0] or height < least[1] or (most[0] and (width > most[0] or height > most[1])):
        findings.add(
            "P202",
            name,
            f"pages of {width:g} × {height:g} mm; “{printer.id}” makes {least[0]:g} × {least[1]:g} "
            f"to {most[0]:g} × {most[1]:g}",
            "choose another printer profile, or ask the printing house and correct trim-min and trim-max",
        )
