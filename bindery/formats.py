"""A book's screen and press files, each from the bound master. (`imposition.py` has those that are sheets.)"""

from __future__ import annotations

from pathlib import Path

from bindery import identity
from bindery.memo import Memo
from bindery.model import MASTER_BLEED, Cover, Master, Printer, Project
from bindery.project import icc
from bindery.project.production import Production

#: The font of the line of words beside covers and on press sheets.
LETTERS = "fonts/SourceSans3-Regular.ttf"


def write_screen(project: Project, master: Master, path: Path, covers: bool, gray: bool) -> None:
    """The screen file; `covers`: with the sides of the cover around the interior."""
    from bindery.bind import bind
    from bindery.finish import ScreenJob, finish_screen, save
    from bindery.finish.gray import to_gray
    from bindery.finish.screen import VERSION

    manuscript = master.manuscript
    memo = _memo(project, master, "screen")
    pdf = bind(master, MASTER_BLEED, tagged=True, covers=covers, memo=memo)
    about = identity.about(project, master, "screen", manuscript.book["subtitle"])
    if gray:
        to_gray(pdf, about.title, project.root / "printers/icc/sRGB.icc", project.palette)
    finish_screen(pdf, ScreenJob(about, project.root / "printers/icc/sRGB.icc", manuscript.language.rtl))
    save(pdf, path, version=VERSION)
    memo.save()


def write_press(
    project: Project, master: Master, printer: Printer, made_as: Production, path: Path, cover: Cover | None = None
) -> None:
    """The press file of the interior, or of its `cover`."""
    from bindery.bind import bind, bind_cover
    from bindery.finish import PressJob, finish_press, save
    from bindery.finish.press import VERSION

    manuscript = master.manuscript
    memo = _memo(project, master, f"{printer.id}-cover" if cover else printer.id)
    width, spine = manuscript.publication.trim.width, made_as.spine
    if cover:
        pdf = bind_cover(master, MASTER_BLEED, cover)
    else:
        pdf = bind(master, MASTER_BLEED, tagged=False, covers=False)
    finish_press(
        pdf,
        PressJob(
            about=identity.about(project, master, "cover" if cover else "press"),
            bleed_mm=printer.bleed,
            slug_mm=printer.slug,
            marks=printer.marks,
            profile=printer.profile,
            srgb=project.root / "printers/icc/sRGB.icc",
            condition=printer.condition,
            registry=printer.registry,
            condition_info="" if printer.registry else icc.description(printer.profile),
            blanks=0 if cover else made_as.blanks,
            folds_mm=tuple(dict.fromkeys((width, width + spine))) if cover else (),
            legend=_legend(master, printer, made_as) if cover else "",
            font=project.root / LETTERS,
            facts={
                "part": "cover" if cover else "interior",
                "interior": identity.interior_id(master, printer, made_as),
                "pages": str(made_as.pages),
                "binding": made_as.binding,
                "spine": f"{spine:.2f}",
                "printer": printer.id,
                "paper": f"{made_as.interior.id} {made_as.cover.id}",
            },
            max_ink=printer.max_ink,
            one_colour=printer.colour == "gray",
            rtl=manuscript.language.rtl,
        ),
        project.palette,
        memo,
    )
    save(pdf, path, version=VERSION)
    memo.save()


def _legend(master: Master, printer: Printer, made_as: Production) -> str:
    """What a cover says of itself in the slug: which pages it belongs around, and how wide its spine is."""
    manuscript = master.manuscript
    return (
        f"{manuscript.publication.id} {manuscript.language.id} · cover of {identity.interior_id(master, printer, made_as)}"
        f" · {made_as.pages} pages · {made_as.interior.id} · spine {made_as.spine:.1f} mm"
    )


def _memo(project: Project, master: Master, what: str) -> Memo:
    """The book's finished pages."""
    manuscript = master.manuscript
    name = f"{manuscript.edition.id}-{manuscript.language.id}-{manuscript.publication.id}-{what}"
    return Memo(project.root / ".cache" / "memo" / name)
