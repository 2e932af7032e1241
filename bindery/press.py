"""What goes to the printing house: files checked against a printer's profile, and the press pack."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bindery import disk
from bindery.compose.ticket import compose_ticket
from bindery.deliver.files import check_writable, delivery, output_folder, sweep
from bindery.deliver.packing import packing_list, zipped
from bindery.deliver.xjdf import xjdf
from bindery.errors import Findings
from bindery.formats import write_press
from bindery.identity import epoch, title_of
from bindery.model import DEFAULT_PRINTER, JobTicket, Manuscript, Master, PackedFile, Printer, Project, Request
from bindery.origin import of_cover, with_lines
from bindery.pipeline import check, check_printer, how_made, printer_of
from bindery.project import imprint, printers, schema, yamlfile
from bindery.project.load import SOURCE_LANGUAGE
from bindery.project.production import PERFECT, SADDLE, Production
from bindery.typeset import worker
from bindery.typeset.cache import Cache
from bindery.typeset.cover import typeset_cover
from bindery.typeset.pool import Pool, Progress
from bindery.typeset.settle import typeset_book

if TYPE_CHECKING:
    from bindery.preflight import Limits, Report

#: More bytes than any file of a book has.
MOST_BYTES = 2_000_000_000
BINDINGS = {SADDLE: "saddle stitching", PERFECT: "perfect binding"}


def preflight_files(root: Path, paths: Sequence[Path], printer: str) -> list[Report]:
    """A report on each of the files, ours or foreign.

    Raises BinderyError for a printer or a file that there is not, and for an interior and a cover of ours, given
    together, that do not belong to each other.
    """
    from bindery.finish.pair import check_pair, part
    from bindery.preflight import preflight

    findings = Findings(root)
    check_printer(root, printer, findings)
    profiles = printers.load(root, findings, (printer,))
    for path in paths:
        try:
            disk.check(path, MOST_BYTES)
        except FileNotFoundError:
            findings.add("F101", path, "there is no such file", "give the path of a PDF file")
        except OSError as error:
            findings.add("F102", path, f"the file cannot be read: {error.strerror}", "give the path of a PDF file")
    findings.stop_if_any()
    limits = limits_of(profiles[printer], root)
    reports = []
    for path in paths:
        try:
            reports.append(preflight(path, limits, str(path)))
        except OSError as error:
            findings.add("F102", path, f"the file cannot be read: {error.strerror}", "give yourself the right to read it")
    ours = {part(path): path for path in paths}
    if len(paths) == 2 and {"interior", "cover"} <= ours.keys():
        check_pair(ours["interior"], ours["cover"], findings)
    findings.stop_if_any()
    return reports


def limits_of(printer: Printer, root: Path, **book: Any) -> Limits:
    """What the printer's profile allows; `book`: what is known of one file beside it (see Limits)."""
    from bindery.preflight import Limits
    from bindery.preflight.ink import most_ink

    pictures = printer.resolution
    return Limits(
        bleed=printer.bleed,
        condition=printer.condition,
        ink=printer.max_ink or most_ink(root / "printers/icc/sRGB.icc", printer.profile),
        ppi=(pictures.minimum, pictures.target),
        ppi_line_art=(pictures.line_minimum, pictures.line_target),
        **book,
    )


def check_copies(given: str, findings: Findings) -> int:
    """How many copies the command asks for; 0 where it says nothing."""
    if not given:
        return 0
    copies = int(given) if given.isdecimal() and len(given) < 12 else 0
    if not 0 < copies <= schema.MOST_COPIES:
        findings.add("U110", "command line", f"“{given}” is no number of copies",
                     f"write a whole number in digits, at most {schema.MOST_COPIES}: COPIES=500")
    return copies


def press_packs(
    root: Path, request: Request, copies: str, progress: Progress, processes: Pool, findings: Findings
) -> list[Path]:
    """A press pack for every book that is asked for; the files made. `copies`: as the command line gives them.

    Raises BinderyError; a book whose files fail preflight keeps its last good pack.
    """
    number = check_copies(copies, findings)
    findings.stop_if_any()
    project, groups = check(root, request)
    manuscripts = [manuscript for group in groups for manuscript in group]
    for manuscript in manuscripts:
        if not number and not _edition_copies(manuscript):
            findings.add(
                "U110", manuscript.edition.path,
                f"nobody says how many copies of {manuscript.publication.id} {manuscript.language.id} to print",
                "write COPIES=500, or print-run in the edition’s edition.yaml",
            )  # fmt: skip
    findings.stop_if_any()
    made: list[Path] = []
    cache = Cache(root / ".cache" / "sections", findings)
    for manuscript in manuscripts:
        pack = _Pack(project, manuscript, printer_of(project, request), request.colour, processes, findings, progress)
        made += pack.make(number or _edition_copies(manuscript), cache)
    return made


def _edition_copies(manuscript: Manuscript) -> int:
    return manuscript.edition.print_run(manuscript.publication.id, manuscript.language.id)


@dataclass(slots=True)
class _Pack:
    """One book's pack, while it is made. `colour`: what the command asks for, else empty."""

    project: Project
    manuscript: Manuscript
    printer: Printer
    colour: str
    processes: Pool
    findings: Findings
    progress: Progress

    @property
    def name(self) -> str:
        return f"{self.manuscript.publication.id} {self.manuscript.language.id}"

    @property
    def id(self) -> str:
        """The pack's folder: the publication, with the printer and the colour where they are not the usual ones."""
        printer = "" if self.printer.id == DEFAULT_PRINTER else f"-{self.printer.id}"
        return self.manuscript.publication.id + printer + (f"-{self.colour}" if self.colour else "")

    def make(self, copies: int, cache: Cache) -> list[Path]:
        manuscript, printer, root = self.manuscript, self.printer, self.project.root
        folder = output_folder(root, manuscript.edition.id, manuscript.language.id) / "press-pack"
        id = self.id
        check_writable(folder, self.findings)
        self.findings.stop_if_any()
        master = typeset_book(
            self.project, manuscript, self.processes, cache, self.findings,
            lambda done, total, what: self.progress(self.name, done, total, what),
        )  # fmt: skip
        made_as = how_made(master, printer, self.name, self.findings)
        cover = typeset_cover(
            self.project, manuscript, made_as.spine, made_as.spine_text, self.processes, cache, self.findings
        )
        imprint.missing(manuscript.edition, manuscript.publication.id, manuscript.language.id, self.project.catalogue,
                        self.findings)  # fmt: skip
        sweep(folder)
        sweep(folder / id)
        with delivery(folder) as files:
            stem = f"{manuscript.publication.id}-{manuscript.language.id}"
            names = {use: f"{stem}-{use}.pdf" for use in ("interior", "cover")}
            paths = {name: files.place(f"{id}/{name}") for name in names.values()}
            self._run({
                use: (write_press, self.project, master, printer, made_as, paths[name], cover if use == "cover" else None)
                for use, name in names.items()
            })  # fmt: skip
            from bindery.finish.pair import check_pair

            check_pair(paths[names["interior"]], paths[names["cover"]], self.findings)
            self.findings.stop_if_any()
            limits = {name: self._limits(master, made_as, use) for use, name in names.items()}
            reports = self._run({name: (_preflight, path, limits[name], name) for name, path in paths.items()})
            reports[names["interior"]] = with_lines(reports[names["interior"]], master, self.project.root)
            reports[names["cover"]] = of_cover(reports[names["cover"]], master, made_as.spine, self.project.root)
            self._judge(reports)
            ticket = self._ticket(master, made_as, copies, names, reports, paths)
            for page in ("job-ticket", "packing-list"):
                paths[f"{page}.pdf"] = files.place(f"{id}/{page}.pdf")
            self._run({
                page: (_write_ticket, self.project, ticket, page, paths[f"{page}.pdf"]) for page in ("job-ticket", "packing-list")
            })  # fmt: skip
            for name, data in _data(ticket, reports).items():
                paths[name] = files.place(f"{id}/{name}")
                paths[name].write_bytes(data)
            files.place(f"{id}.zip").write_bytes(zipped(f"{stem}-press-pack", paths))
            return files.commit(id)

    def _run(self, calls: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
        """The calls side by side, each in a process; their results by name."""
        return self.processes.run(self.name, calls.items(), self.findings, self.progress)

    def _limits(self, master: Master, made_as: Production, use: str) -> Limits:
        """What the printer allows, and what is known of the interior's pages: their texts, blanks, and the binding."""
        root = self.project.root
        if use == "cover":
            return limits_of(self.printer, root, blanks=frozenset({1, 2}))
        sources: dict[int, str] = {}
        for bound in master.interior:
            path = bound.section.path
            source = path.relative_to(root).as_posix() if path else f"templates/{bound.section.plan.kind.template}"
            sources |= dict.fromkeys(range(bound.start, bound.start + bound.typeset.pages), source)
        return limits_of(
            self.printer, root,
            blanks=frozenset(range(1, made_as.pages + 1)) - sources.keys(), sources=sources,
            binding=BINDINGS.get(made_as.binding, "this way of binding"),
            multiple=4 if made_as.binding == SADDLE else min(self.printer.signatures) if made_as.binding == PERFECT else 0,
            most_pages=self.printer.saddle_pages if made_as.binding == SADDLE else 0,
        )  # fmt: skip

    def _judge(self, reports: Mapping[str, Report]) -> None:
        """Every error of preflight is a finding of the build, told where its text is."""
        for name, report in reports.items():
            for note in report.errors:
                at = f"page {note.page}: " if note.page else ""
                source, _, line = note.source.partition(":")
                path, number = (source, int(line or 0)) if source else self._asked(note.rule) or (f"{self.name}, {name}", 0)
                self.findings.add("P106", path, f"{at}{note.rule} {note.message}", note.mend, number)
        self.findings.stop_if_any()

    def _asked(self, rule: str) -> tuple[Path, int] | None:
        """The setting that a rule for the file as a whole goes back to, with its line: who chose the binding (H02)."""
        edition, where = self.manuscript.edition, ("printing", self.manuscript.publication.id, "binding")
        if rule != "H02":
            return None
        if "binding" not in edition.printing(where[1]):
            return self.printer.path, 0
        located = yamlfile.load(edition.path, schema.EDITION, Findings(self.project.root))
        return edition.path, located.place(*where)[0] if located else 0

    def _ticket(
        self, master: Master, made_as: Production, copies: int, names: Mapping[str, str], reports: Mapping[str, Report],
        paths: Mapping[str, Path],
    ) -> JobTicket:  # fmt: skip
        manuscript, printer = self.manuscript, self.printer
        language, english, edition = manuscript.language, self.project.languages[SOURCE_LANGUAGE], manuscript.edition
        id, trim = manuscript.publication.id, manuscript.publication.trim

        def both(key: str) -> tuple[str, str]:
            return edition.words(key, language.id), edition.words(key, english.id)

        version = str(edition.data["version"])
        title = title_of(master)
        editions = both("name")
        commas = language.strings["list-comma"], english.strings["list-comma"]
        publisher = both("publisher")
        return JobTicket(
            job=f"{edition.id}-{language.id}-{self.id}-{version}",
            publication=id,
            language=language,
            english=english if language.id != english.id else language,
            said={
                "title": (title, self._english_title() or title),
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
            spine=made_as.spine,
            grams=made_as.weight(trim),
            in_carton=made_as.copies_in_carton(trim, printer),
            files=tuple(
                _packed(paths[name], use, reports[name]) for use, name in names.items()
            ),
        )

    def _english_title(self) -> str:
        """What the book is called in English, for a printer who does not read its language."""
        publication, root = self.manuscript.publication, self.project.root
        book = yamlfile.load(root / "content" / SOURCE_LANGUAGE / publication.book / "book.yaml", schema.BOOK, Findings(root))
        if book is None:
            return ""
        own = ""
        if publication.title:
            with suppress(OSError, UnicodeDecodeError):
                text = (root / "content" / SOURCE_LANGUAGE / publication.folder / f"{publication.title}.md").read_text("utf-8")
                found = re.search(r"^title: *(.+)$", text, re.M)
                own = found[1].strip("\"'") if found else ""
        return f"{own} – {book.data['title']}" if own else f"{book.data['title']} – {book.data['subtitle']}"


def _packed(path: Path, use: str, report: Report) -> PackedFile:
    data = path.read_bytes()
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return PackedFile(report.name, use, report.sha256, md5, len(data), report.pages, report.trim or (0, 0))


def _preflight(path: Path, limits: Limits, name: str) -> Report:
    from bindery.preflight import preflight

    return preflight(path, limits, name)


def _write_ticket(project: Project, ticket: JobTicket, page: str, path: Path) -> None:
    """Set one of the ticket's pages and write it. Raises BinderyError with what the engine reports."""
    import io

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


def _data(ticket: JobTicket, reports: Mapping[str, Report]) -> dict[str, bytes]:
    """The pack's files that are no PDF."""
    told = [replace(report, name=name) for name, report in reports.items()]
    listed = {"reports": [report.as_dict() for report in told]}
    return {
        "job.xjdf": xjdf(ticket),
        "packing-list.csv": packing_list(ticket),
        "preflight.txt": "\n".join(report.text() for report in told).encode(),
        "preflight.json": (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode(),
    }
