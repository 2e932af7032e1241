"""From a request to files: the stages in their order. Reads top to bottom."""

from __future__ import annotations

import hashlib
import os
import subprocess
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bindery import imposition
from bindery.compose.html import Composer
from bindery.compose.style import MASTER_BLEED
from bindery.deliver.files import check_writable, delivery, output_folder, sweep
from bindery.errors import Findings
from bindery.manuscript.read import has_text, read_manuscripts
from bindery.manuscript.transliterate import edition_in, in_letters_of
from bindery.memo import Memo, states
from bindery.model import (
    DEFAULT_PRINTER,
    OFFICE,
    Bound,
    Cover,
    Edition,
    Language,
    Manuscript,
    Master,
    Printer,
    Project,
    Request,
)
from bindery.project import icc, production
from bindery.project.fonts import faces_of, glyphs_of, verify
from bindery.project.load import load_project
from bindery.project.production import Production
from bindery.typeset.alone import typeset_alone
from bindery.typeset.cache import Cache
from bindery.typeset.cover import typeset_cover
from bindery.typeset.pool import EngineStopped, Pool
from bindery.typeset.settle import typeset_book

#: Called as (book, done, total, what): what a person sees while it works.
Progress = Callable[[str, int, int, str], None]


def check(
    root: Path, request: Request, findings: Findings | None = None
) -> tuple[Project, list[tuple[Manuscript, ...]]]:
    """Read and check everything the request needs, in all its languages. Raises BinderyError with all findings.

    `findings.warnings` are what the caller should tell all the same.
    """
    findings = findings or Findings(root)
    memos = root / ".cache" / "memo"
    project = _project(root, request.languages, memos, findings)
    if request.edition not in project.editions:
        findings.add(
            "U105", "command line", f"there is no edition “{request.edition}”", "one of: " + ", ".join(project.editions)
        )
        findings.stop_if_any()
    if request.printer not in project.printers:
        findings.add(
            "U107",
            "command line",
            f"there is no printer profile “{request.printer}”",
            "one of: " + ", ".join(project.printers),
        )
    edition = project.editions[request.edition]
    for id in request.publications:
        if id not in project.publications:
            findings.add(
                "U102", "command line", f"there is no publication “{id}”", "one of: " + ", ".join(project.publications)
            )
    findings.stop_if_any()
    languages = [in_letters_of(_with_digits(project.languages[id], edition)) for id in request.languages]
    verify({face for language in languages for face in faces_of(language, project.faces)}, findings)
    manuscripts = []
    for language in languages:
        edition = edition_in(project.editions[request.edition], language)
        chosen = [
            p
            for p in project.publications.values()
            if (not request.publications or p.id in request.publications) and has_text(project, edition, language, p)
        ]
        if request.publications and len(languages) == 1:
            for id in set(request.publications) - {p.id for p in chosen}:
                findings.add(
                    "U106",
                    "command line",
                    f"{language.name} has no text for “{id}”",
                    f"translate content/en/{project.publications[id].folder}/ first",
                )
        if "press" in request.formats:
            for publication in chosen:
                production.choose(publication, edition, project.printers[request.printer], findings)
        glyphs = glyphs_of(project, language, root / ".cache")
        memo = Memo(memos / f"{edition.id}-{language.id}")
        manuscripts.append(read_manuscripts(project, language, edition, chosen, glyphs, findings, memo))
        memo.save()
    if request.section is not None:
        sections = {section.id for group in manuscripts for m in group for section in m.sections}
        if request.section not in sections:
            findings.add(
                "U104",
                "command line",
                f"there is no section “{request.section}”",
                "one of: " + ", ".join(sorted(sections)),
            )
    findings.stop_if_any()
    return project, manuscripts


#: What the project is read from; its texts are not.
PROJECT = ("content", "editions", "fonts", "printers", "styles", "templates")


def _project(root: Path, languages: Sequence[str], memos: Path, findings: Findings) -> Project:
    """The project; the one that was read last, where no file of it has changed since."""

    def load() -> Project:

        return load_project(root, findings, languages)

    memo = Memo(memos / "project")
    files = (state for folder in PROJECT for state in states(root / folder, but=".md"))
    project = memo.keep(",".join(languages), files, load, findings.count)
    memo.save()
    return project


def _with_digits(language: Language, edition: Edition) -> Language:
    """An edition may ask for other digits and marks than its language does: European ones in the Maghreb."""
    digits = edition.data.get("digits", {}).get(language.id, language.digits)
    numbers = language.numbers
    if digits.isascii() and not language.digits.isascii():  # Arabic marks never stand between European digits
        numbers = replace(numbers, decimal=".", group=",")
    if own := edition.data.get("numbers", {}).get(language.id):
        from bindery.project.load import numbers_of

        numbers = numbers_of(numbers, own)
    return replace(language, digits=digits, numbers=numbers)


def build(
    root: Path, request: Request, progress: Progress, processes: Pool, findings: Findings | None = None
) -> list[Path]:
    """Make everything that is asked for; the files made. Raises BinderyError; what was there before stays.

    `findings.warnings` are what the caller should tell all the same.
    """
    findings = findings or Findings(root)
    made: list[Path] = []
    project, manuscripts = check(root, request, findings)
    for language in request.languages:
        check_writable(output_folder(root, request.edition, language), findings)
    findings.stop_if_any()
    cache = Cache(root / ".cache" / "sections", findings)
    for group in manuscripts:
        for manuscript in group:
            if request.section is not None and not any(s.id == request.section for s in manuscript.sections):
                continue
            made += _make(project, manuscript, request, processes, cache, findings, progress)
    return made


def _make(
    project: Project,
    manuscript: Manuscript,
    request: Request,
    processes: Pool,
    cache: Cache,
    findings: Findings,
    progress: Progress,
) -> list[Path]:
    """One book, in all its formats."""
    name = f"{manuscript.publication.id} {manuscript.language.id}"
    master = typeset_book(
        project,
        manuscript,
        processes,
        cache,
        findings,
        lambda done, total, what: progress(name, done, total, what),
        request.section,
    )
    printer, whole = project.printers[request.printer], request.section is None
    if request.colour:
        printer = replace(printer, colour=request.colour)
    for_press = {"press", "imposed"} & set(request.formats)
    made_as = how_made(master, printer, name, findings) if for_press else None
    cover = None
    if made_as and whole and "press" in request.formats:
        cover = cover_of(project, master, printer, made_as, processes, cache, findings)
    processes.renew()
    folder = output_folder(project.root, manuscript.edition.id, manuscript.language.id)
    sweep(folder)
    stem = manuscript.publication.id + (f"-{request.section}" if request.section else "")
    if request.colour:
        stem += f"-{request.colour}"
    press = "press" if request.printer == DEFAULT_PRINTER else f"press-{request.printer}"
    with delivery(folder) as files:
        calls: dict[str, tuple[Any, ...]] = {}
        if "screen" in request.formats:
            place = files.place(f"{stem}-screen.pdf")
            calls["screen"] = (_screen, project, master, place, whole, request.colour == "gray")
        if "booklet" in request.formats:
            office = printer if request.printer != DEFAULT_PRINTER else project.printers.get(OFFICE, printer)
            office = replace(office, colour=printer.colour)
            guide = imposition.booklet_guide(master, office)
            html = Composer(project, manuscript).compose(guide, manuscript.language.rtl, {}).html
            set_guide = typeset_alone(
                project, manuscript, html, guide.plan.kind.template, "shorten the strings that begin with booklet-",
                processes, cache, findings,
            )  # fmt: skip
            place = files.place(f"{stem}-booklet.pdf")
            calls["booklet"] = (imposition.write_booklet, project, master, office, Bound(guide, 1, set_guide), place)
        if made_as and "imposed" in request.formats:
            place = files.place(f"{stem}-{press.replace('press', 'imposed')}.pdf")
            calls["imposed"] = (imposition.write_imposed, project, master, printer, made_as, place)
        if made_as and "press" in request.formats:
            calls["press"] = (write_press, project, master, printer, made_as, files.place(f"{stem}-{press}.pdf"))
            if cover:
                place = files.place(f"{stem}-cover-{press}.pdf")
                calls["cover"] = (write_press, project, master, printer, made_as, place, cover)
        try:
            futures = {format: processes.submit(*call) for format, call in calls.items()}
            for format, future in futures.items():
                processes.result(format, future)
                progress(name, 1, 1, format)
        except EngineStopped as stop:
            findings.add(
                "T104", name, f"finishing “{stop.section}” stopped: {stop}", "run again; if it stops again, report it"
            )
            findings.stop_if_any()
        return files.commit()


def how_made(master: Master, printer: Printer, name: str, findings: Findings) -> Production:
    """How the printer makes the book; warnings where they do not suit each other."""
    publication, edition = master.manuscript.publication, master.manuscript.edition
    papers = production.choose(publication, edition, printer, findings)
    assert papers  # check() saw to it
    made_as = production.plan(master.pages, publication, edition, printer, papers)
    production.check(made_as, publication, printer, name, findings)
    return made_as


def cover_of(
    project: Project,
    master: Master,
    printer: Printer,
    made_as: Production,
    processes: Pool,
    cache: Cache,
    findings: Findings,
) -> Cover:
    """The cover for exactly this interior: write_press says so in its slug, for people, and its XMP, for programs."""
    return typeset_cover(
        project, master.manuscript, made_as.spine, made_as.spine_text, processes, cache, findings
    )


def _legend(master: Master, printer: Printer, made_as: Production) -> str:
    """What a cover says of itself in the slug: which pages it belongs around, and how wide its spine is."""
    manuscript = master.manuscript
    return (
        f"{manuscript.publication.id} {manuscript.language.id} · cover of {interior_id(master, printer, made_as)}"
        f" · {made_as.pages} pages · {made_as.interior.id} · spine {made_as.spine:.1f} mm"
    )


def interior_id(master: Master, printer: Printer, made_as: Production) -> str:
    """A name for the interior as this printer makes it: its pages, their order, paper and binding; covers carry it."""
    digest = hashlib.sha256(f"{printer.id} {printer.colour} {made_as}".encode())
    for bound in master.interior:
        digest.update(f"{bound.section.id} {bound.start} ".encode() + hashlib.sha256(bound.typeset.pdf).digest())
    return str(uuid.UUID(bytes=digest.digest()[:16], version=5))


def _screen(project: Project, master: Master, path: Path, covers: bool, gray: bool) -> None:
    from bindery.bind import bind
    from bindery.finish import ScreenJob, finish_screen, save
    from bindery.finish.gray import to_gray
    from bindery.finish.screen import VERSION

    manuscript = master.manuscript
    memo = _memo(project, master, "screen")
    pdf = bind(master, MASTER_BLEED, tagged=True, covers=covers, memo=memo)
    if gray:
        to_gray(pdf, title_of(master), project.root / "printers/icc/sRGB.icc", project.palette)
    finish_screen(
        pdf,
        ScreenJob(
            title=title_of(master),
            author=author_of(manuscript),
            language=manuscript.language.tag,
            srgb=project.root / "printers/icc/sRGB.icc",
            epoch=epoch(project.root),
            document_id=document_id(master, "screen"),
            rtl=manuscript.language.rtl,
            description=manuscript.book["subtitle"],
        ),
    )
    save(pdf, path, version=VERSION)
    memo.save()


def _memo(project: Project, master: Master, what: str) -> Memo:
    """The book's finished pages."""
    manuscript = master.manuscript
    name = f"{manuscript.edition.id}-{manuscript.language.id}-{manuscript.publication.id}-{what}"
    return Memo(project.root / ".cache" / "memo" / name)


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
            title=title_of(master),
            author=author_of(manuscript),
            language=manuscript.language.tag,
            bleed_mm=printer.bleed,
            slug_mm=printer.slug,
            marks=printer.marks,
            profile=printer.profile,
            srgb=project.root / "printers/icc/sRGB.icc",
            condition=printer.condition,
            registry=printer.registry,
            condition_info="" if printer.registry else icc.description(printer.profile),
            epoch=epoch(project.root),
            document_id=document_id(master, "cover" if cover else "press"),
            blanks=0 if cover else made_as.blanks,
            folds_mm=tuple(dict.fromkeys((width, width + spine))) if cover else (),
            legend=_legend(master, printer, made_as) if cover else "",
            font=project.root / imposition.LETTERS,
            facts={
                "part": "cover" if cover else "interior",
                "interior": interior_id(master, printer, made_as),
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


def title_of(master: Master) -> str:
    """The book's title in one line: a case study's own and the series', else title and subtitle."""
    manuscript = master.manuscript
    own = manuscript.publication.title
    section = next((s for s in manuscript.sections if own and s.plan.text == own), None)
    return (
        f"{section.title} – {manuscript.book['title']}"
        if section
        else f"{manuscript.book['title']} – {manuscript.book['subtitle']}"
    )


def author_of(manuscript: Manuscript) -> str:
    """Who publishes the edition, else its name."""
    who = manuscript.edition.data.get("publisher", manuscript.edition.data["name"])
    return str(who.get(manuscript.language.id, who.get("en", "")) if isinstance(who, dict) else who)


def document_id(master: Master, format: str) -> str:
    """A name for exactly these pages: from their content, so that the same book has the same id."""
    digest = hashlib.sha256(format.encode())
    for bound in (*master.cover, *master.interior):
        digest.update(hashlib.sha256(bound.typeset.pdf).digest())
    return str(uuid.UUID(bytes=digest.digest()[:16], version=5))


def epoch(root: Path) -> int:
    """The date that the files carry: SOURCE_DATE_EPOCH, else the last commit's, else 1 January 2026 (seconds since 1970, UTC)."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdecimal():
        return int(given)
    try:
        found = subprocess.run(
            ["git", "-C", str(root), "log", "-1", "--format=%ct"], capture_output=True, text=True, timeout=10
        )
        return int(found.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 1767225600
