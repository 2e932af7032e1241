"""Books as sheets: the booklet that an office printer makes, and signatures or cut stacks for a small press."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bindery import identity
from bindery.errors import Findings
from bindery.formats import LETTERS, write_press
from bindery.model import MASTER_BLEED, Bound, Kind, Master, PlanEntry, Printer, Project, Section
from bindery.project.production import NONE, Production

#: Pages of a stitched part where the printer's profile does not say: 20 sheets, what a long-arm stapler holds.
MOST_STITCHED = 80
#: A page wider than this, in mm, is half of an A3 sheet, not of an A4 one.
HALF_OF_A4 = 160


def booklet_guide(master: Master, printer: Printer) -> Section:
    """The page that tells how to print, fold and staple the booklet; typeset like a section, but none of the book's."""
    parts = booklet_parts(master, printer)
    publication = master.manuscript.publication
    kind = Kind("booklet-guide", "booklet-guide.html", "any", False, True, 0)
    entry = PlanEntry(kind.id, kind, None, publication.folder, publication.colour)
    meta = {
        "sheets": str(sum(parts) // 4),
        "parts": str(len(parts)) if len(parts) > 1 else "",
        "each": str(parts[0] // 4),
        "paper": "A3" if publication.trim.width > HALF_OF_A4 else "A4",
    }
    return Section(entry, "", "", meta, (), (), (entry.id,), (), (), "", None)


def booklet_parts(master: Master, printer: Printer) -> tuple[int, ...]:
    """Pages of each stitched part: the interior and the sides of the cover, filled up to whole sheets."""
    from bindery.impose import booklets

    pages = master.pages + len(master.cover)
    return booklets(pages + -pages % 4, printer.saddle_pages or MOST_STITCHED)


def write_booklet(project: Project, master: Master, printer: Printer, guide: Bound, path: Path) -> None:
    """Two pages a side, to print on both sides and fold: the guide on a sheet of its own, then the book in its cover."""
    from pikepdf import Dictionary, Name

    from bindery.bind import bind
    from bindery.finish import save
    from bindery.finish.gray import to_gray
    from bindery.finish.metadata import describe
    from bindery.impose import Layout, impose, signatures
    from bindery.impose.schemes import Place, Sheet

    language = master.manuscript.language
    about = identity.about(project, master, "booklet")
    pages = bind(master, MASTER_BLEED, tagged=False, covers=True)
    told = bind(replace(master, interior=(guide,), cover=()), MASTER_BLEED, tagged=False, covers=False)
    count = len(pages.pages)
    pages.pages.extend(told.pages)
    if printer.colour == "gray":
        to_gray(pages, about.title, project.root / "printers/icc/sRGB.icc", project.palette)
    parts = booklet_parts(master, printer)
    back = len(master.cover) // 2  # sides behind the interior
    order = [*range(count - back), *[None] * (sum(parts) - count), *range(count - back, count), count]
    first = Sheet(2, 1, (Place(len(order) - 1, 0 if language.rtl else 1, 0),), ())
    sheets = [first, *signatures(parts, 4, language.rtl)]
    booklet = impose(pages, sheets, Layout(0, False, printer.interior_papers[0].caliper), order)
    booklet.Root.ViewerPreferences = Dictionary(
        Direction=Name.R2L if language.rtl else Name.L2R,
        Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None"), DisplayDocTitle=True,
    )  # fmt: skip
    describe(booklet, about, "")
    save(booklet, path)


def write_imposed(project: Project, master: Master, printer: Printer, made_as: Production, path: Path) -> None:
    """The interior's press pages on the printer's sheets, with marks. Raises BinderyError where a sheet is too small."""
    import pikepdf
    from pikepdf import Dictionary, Name

    from bindery.finish import save
    from bindery.finish.metadata import describe
    from bindery.finish.press import IDENTITY, VERSION
    from bindery.impose import Layout, TooSmall, cut_stack, impose, signatures

    manuscript = master.manuscript
    language = manuscript.language
    cut = made_as.binding == NONE or printer.sheet_pages == 0
    sheets = (
        cut_stack(made_as.pages, language.rtl)
        if cut
        else signatures(made_as.sections, printer.sheet_pages, language.rtl)
    )
    layout = Layout(
        printer.bleed, True, made_as.interior.caliper, printer.sheet, not cut, project.root / LETTERS,
        f"{manuscript.publication.id} {language.id} {printer.id}",
    )  # fmt: skip
    with TemporaryDirectory() as folder:
        press = Path(folder) / "press.pdf"
        write_press(project, master, printer, made_as, press)
        with pikepdf.open(press) as pages:
            try:
                imposed = impose(pages, sheets, layout)
            except TooSmall as small:
                findings = Findings(project.root)
                findings.add(
                    "P110",
                    printer.path,
                    f"imposition.sheet: the pages need {small.needed[0]:.0f} × {small.needed[1]:.0f} mm with their marks, "
                    f"the sheet has {small.given[0]:g} × {small.given[1]:g}",
                    "name a larger sheet, or fewer pages for one",
                )
                findings.stop_if_any()
                raise
            intents = pages.make_indirect(pages.Root.OutputIntents)
            imposed.Root.OutputIntents = imposed.copy_foreign(intents)
            imposed.Root.ViewerPreferences = Dictionary(Direction=Name.R2L if language.rtl else Name.L2R)
            describe(imposed, identity.about(project, master, "imposed"), IDENTITY, trapped=True)
            save(imposed, path, version=VERSION)
