"""The papers of a press pack: what they say, set as pages, and written for programs."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bindery.compose.ticket import compose_ticket
from bindery.deliver.packing import packing_list
from bindery.deliver.xjdf import xjdf
from bindery.errors import Findings
from bindery.identity import epoch, title_of
from bindery.manuscript.elsewhere import first_title
from bindery.model import JobTicket, Manuscript, Master, PackedFile, Printer, Project
from bindery.project import schema, yamlfile
from bindery.project.load import SOURCE_LANGUAGE
from bindery.project.production import Production
from bindery.typeset import worker

if TYPE_CHECKING:
    from bindery.preflight import Report

PAGES = ("job-ticket", "packing-list")


def ticket_of(
    project: Project, master: Master, printer: Printer, made_as: Production, copies: int, job: str, files: tuple[PackedFile, ...]
) -> JobTicket:
    """What the printing house is told of a book. `job`: the part of the job's name that is the pack's own."""
    manuscript = master.manuscript
    language, english, edition = manuscript.language, project.languages[SOURCE_LANGUAGE], manuscript.edition
    id, trim = manuscript.publication.id, manuscript.publication.trim

    printing = edition.printing(id)

    def both(key: str) -> tuple[str, str]:
        return edition.words(key, language.id), edition.words(key, english.id)

    version, title = str(edition.data["version"]), title_of(master)
    editions, publisher = both("name"), both("publisher")
    commas = language.strings["list-comma"], english.strings["list-comma"]
    return JobTicket(
        job=f"{edition.id}-{language.id}-{job}-{version}",
        publication=id,
        language=language,
        english=english if language.id != english.id else language,
        said={
            "title": (title, _english_title(project, manuscript) or title),
            "edition": (editions[0] + commas[0] + version, editions[1] + commas[1] + version),
            "language": (language.native, language.name),
            "publisher": publisher if all(publisher) else editions,
            "contact": both("contact"),
            "consignee": both("consignee"),
        },
        isbn=edition.isbns(id, language.id).get("print", ""),
        version=version,
        copies=copies,
        overs=-int(-copies * printer.overs // 100),
        file_copies=min(int(edition.data.get("file-copies", 0)), copies),
        trim=trim,
        pages=made_as.pages,
        blanks=made_as.blanks,
        colour=printer.colour,
        condition=printer.condition,
        bleed=printer.bleed,
        interior=made_as.interior,
        cover=made_as.cover,
        binding=made_as.binding,
        lamination=printing.get("lamination", ""),
        deliver_by=date.fromisoformat(printing["deliver-by"]) if "deliver-by" in printing else None,
        spine=made_as.spine,
        grams=made_as.weight(trim),
        in_carton=made_as.copies_in_carton(trim, printer),
        files=files,
    )


def packed(path: Path, use: str, report: Report) -> PackedFile:
    """A file of the pack as the ticket tells of it. `use`: interior or cover."""
    data = path.read_bytes()
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return PackedFile(report.name, use, report.sha256, md5, len(data), report.pages, report.trim or (0, 0))


def _english_title(project: Project, manuscript: Manuscript) -> str:
    """What the book is called in English, for a printer who does not read its language."""
    publication, content = manuscript.publication, project.root / "content" / SOURCE_LANGUAGE
    book = yamlfile.load(content / publication.book / "book.yaml", schema.BOOK, Findings(project.root))
    if book is None:
        return ""
    own = first_title([content / publication.folder / f"{publication.title}.md"], project.root) if publication.title else ""
    return f"{own} – {book.data['title']}" if own else f"{book.data['title']} – {book.data['subtitle']}"


def write_page(project: Project, ticket: JobTicket, page: str, path: Path) -> None:
    """Set one of the ticket's pages (`PAGES`) and write it. Raises BinderyError with what the engine reports."""
    import pikepdf

    from bindery.finish import ScreenJob, finish_screen, save
    from bindery.finish.metadata import About
    from bindery.finish.screen import VERSION

    html = compose_ticket(project, ticket, page)
    done = worker.typeset(worker.Job(html.html, html.css, html.faces, str(project.root)))
    findings = Findings(project.root)
    problems = list(done.problems) + ([f"{page} has {done.pages} pages"] if done.pages > 1 else [])
    for problem in problems:
        findings.add("T101", f"templates/{page}.html", f"the engine reports: {problem}",
                     "shorten what edition.yaml and the printer’s profile say, or make room in styles/ticket.css")  # fmt: skip
    findings.stop_if_any()
    with pikepdf.open(io.BytesIO(done.pdf)) as pdf:
        finish_screen(
            pdf,
            ScreenJob(
                About(
                    title=f"{ticket.language.strings['ticket' if page == 'job-ticket' else 'packing']}: {ticket.said['title'][0]}",
                    author=ticket.said["publisher"][0],
                    language=ticket.language.tag,
                    epoch=epoch(project.root),
                    document_id=f"{page} {ticket.job} " + " ".join(file.sha256 for file in ticket.files),
                ),
                project.root / "printers/icc/sRGB.icc",
                ticket.language.rtl,
            ),
        )
        save(pdf, path, version=VERSION)


def data_of(ticket: JobTicket, reports: Mapping[str, Report]) -> dict[str, bytes]:
    """The pack's files that are no PDF."""
    told = [replace(report, name=name) for name, report in reports.items()]
    listed = {"reports": [report.as_dict() for report in told]}
    return {
        "job.xjdf": xjdf(ticket),
        "packing-list.csv": packing_list(ticket),
        "preflight.txt": "\n".join(report.text() for report in told).encode(),
        "preflight.json": (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode(),
    }
