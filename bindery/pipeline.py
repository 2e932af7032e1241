"""From a request to files: the stages in their order. Reads top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bindery import imposition
from bindery.compose.html import Composer
from bindery.deliver.files import check_writable, delivery, output_folder, sweep
from bindery.errors import Findings
from bindery.formats import write_press, write_screen
from bindery.manuscript.read import has_text, read_manuscripts
from bindery.manuscript.transliterate import edition_in, in_letters_of
from bindery.memo import Memo, states
from bindery.model import (
    DEFAULT_PRINTER,
    OFFICE,
    Bound,
    Edition,
    Language,
    Manuscript,
    Master,
    Printer,
    Project,
    Request,
)
from bindery.project import names, production
from bindery.project.fonts import faces_of, glyphs_of, verify
from bindery.project.production import Production
from bindery.typeset.alone import typeset_alone
from bindery.typeset.cover import typeset_cover
from bindery.typeset.pool import Pool, Progress
from bindery.typeset.settle import typeset_book
from bindery.typeset.workshop import Workshop, workshop


def check(
    root: Path, request: Request, findings: Findings | None = None, *, everything: bool = False
) -> tuple[Project, list[tuple[Manuscript, ...]]]:
    """Read and check everything the request needs, in all its languages. Raises BinderyError with all findings.

    `everything`: the editions and printers too that it does not need. `findings.warnings` are what the caller should
    tell all the same.
    """
    findings = findings or Findings(root)
    memos = root / ".cache" / "memo"
    _check_names(root, request, findings)
    project = _project(root, request, memos, findings, everything)
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


def _check_names(root: Path, request: Request, findings: Findings) -> None:
    """The edition and the printer are there; whether they can be used is told when they are read."""
    if request.edition not in (known := names.editions(root)):
        findings.add("U105", "command line", f"there is no edition “{request.edition}”", "one of: " + ", ".join(known))
    check_printer(root, request.printer, findings)
    findings.stop_if_any()


def check_printer(root: Path, printer: str, findings: Findings) -> None:
    if printer not in (known := names.printers(root)):
        findings.add("U107", "command line", f"there is no printer profile “{printer}”", "one of: " + ", ".join(known))


#: What the project is read from; its texts are not.
PROJECT = ("content", "editions", "fonts", "printers", "styles", "templates")


def _project(root: Path, request: Request, memos: Path, findings: Findings, everything: bool) -> Project:
    """The project; the one that was read last, where no file of it has changed since."""
    editions = None if everything else (request.edition,)
    office = (OFFICE,) if "booklet" in request.formats else ()
    makers = None if everything else (request.printer, *office)

    def load() -> Project:
        from bindery.project.load import load_project  # slow to import

        return load_project(root, findings, request.languages, editions, makers)

    memo = Memo(memos / "project")
    files = (state for folder in PROJECT for state in states(root / folder, but=".md"))
    name = " ".join(",".join(each) if each is not None else "*" for each in (request.languages, editions, makers))
    project = memo.keep(name, files, load, findings.count)
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
    shop = workshop(project, processes, findings, progress)
    for group in manuscripts:
        for manuscript in group:
            if request.section is not None and not any(s.id == request.section for s in manuscript.sections):
                continue
            made += _make(shop, manuscript, request)
    return made


def _make(shop: Workshop, manuscript: Manuscript, request: Request) -> list[Path]:
    """One book, in all its formats."""
    master = typeset_book(shop, manuscript, request.section)
    shop.processes.renew()
    folder = output_folder(shop.project.root, manuscript.edition.id, manuscript.language.id)
    sweep(folder)
    with delivery(folder) as files:
        shop.processes.run(manuscript.name, _calls(shop, master, request, files.place), shop.findings, shop.progress)
        return files.commit()


def _calls(
    shop: Workshop, master: Master, request: Request, place: Callable[[str], Path]
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """What makes each file of a book, in a process: what needs nothing more first, what has pages to set last."""
    project, manuscript, whole = shop.project, master.manuscript, request.section is None
    printer = printer_of(project, request)
    stem = manuscript.publication.id + (f"-{request.section}" if request.section else "")
    if request.colour:
        stem += f"-{request.colour}"
    press = "press" if request.printer == DEFAULT_PRINTER else f"press-{request.printer}"
    if "screen" in request.formats:
        yield "screen", (write_screen, project, master, place(f"{stem}-screen.pdf"), whole, request.colour == "gray")
    if {"press", "imposed"} & set(request.formats):
        made_as = how_made(master, printer, shop.findings)
        if "imposed" in request.formats:
            file = place(f"{stem}-{press.replace('press', 'imposed')}.pdf")
            yield "imposed", (imposition.write_imposed, project, master, printer, made_as, file)
        if "press" in request.formats:
            yield "press", (write_press, project, master, printer, made_as, place(f"{stem}-{press}.pdf"))
            if whole:
                cover = typeset_cover(shop, manuscript, made_as.spine, made_as.spine_text)
                yield "cover", (write_press, project, master, printer, made_as, place(f"{stem}-cover-{press}.pdf"), cover)
    if "booklet" in request.formats:
        office = printer if request.printer != DEFAULT_PRINTER else project.printers.get(OFFICE, printer)
        office = replace(office, colour=printer.colour)
        guide = imposition.booklet_guide(master, office)
        html = Composer(project, manuscript).compose(guide, manuscript.language.rtl, {}).html
        done = typeset_alone(shop, manuscript, html, guide.plan.kind.template, "shorten the strings that begin with booklet-")
        yield "booklet", (
            imposition.write_booklet, project, master, office, Bound(guide, 1, done), place(f"{stem}-booklet.pdf"),
        )  # fmt: skip


def printer_of(project: Project, request: Request) -> Printer:
    """The printer's profile, in the colours that the request asks for."""
    printer = project.printers[request.printer]
    return replace(printer, colour=request.colour) if request.colour else printer


def how_made(master: Master, printer: Printer, findings: Findings) -> Production:
    """How the printer makes the book; warnings where they do not suit each other."""
    publication, edition = master.manuscript.publication, master.manuscript.edition
    papers = production.choose(publication, edition, printer, findings)
    assert papers  # check() saw to it
    made_as = production.plan(master.pages, publication, edition, printer, papers)
    production.check(made_as, publication, printer, master.manuscript.name, findings)
    return made_as
