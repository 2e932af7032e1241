"""What goes to the printing house: files checked against a printer's profile, and the press pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bindery import disk, ticket
from bindery.deliver.files import check_writable, delivery, output_folder, sweep
from bindery.deliver.packing import zipped
from bindery.errors import Findings
from bindery.formats import write_press
from bindery.model import DEFAULT_PRINTER, Manuscript, Master, Printer, Request
from bindery.origin import of_cover, with_lines
from bindery.pipeline import check, check_printer, how_made, printer_of
from bindery.project import imprint, printers, schema, yamlfile
from bindery.project.production import PERFECT, SADDLE, Production
from bindery.typeset.cover import typeset_cover
from bindery.typeset.pool import Pool, Progress
from bindery.typeset.settle import typeset_book
from bindery.typeset.workshop import Workshop, workshop

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
    shop, made = workshop(project, processes, findings, progress), list[Path]()
    for manuscript in manuscripts:
        pack = _Pack(shop, manuscript, printer_of(project, request), request.colour)
        made += pack.make(number or _edition_copies(manuscript))
    return made


def _edition_copies(manuscript: Manuscript) -> int:
    return manuscript.edition.print_run(manuscript.publication.id, manuscript.language.id)


@dataclass(slots=True)
class _Pack:
    """One book's pack, while it is made. `colour`: what the command asks for, else empty."""

    shop: Workshop
    manuscript: Manuscript
    printer: Printer
    colour: str

    @property
    def id(self) -> str:
        """The pack's folder: the publication, with the printer and the colour where they are not the usual ones."""
        printer = "" if self.printer.id == DEFAULT_PRINTER else f"-{self.printer.id}"
        return self.manuscript.publication.id + printer + (f"-{self.colour}" if self.colour else "")

    def make(self, copies: int) -> list[Path]:
        from bindery.finish.pair import check_pair

        manuscript, printer, project, findings = self.manuscript, self.printer, self.shop.project, self.shop.findings
        folder = output_folder(project.root, manuscript.edition.id, manuscript.language.id) / "press-pack"
        check_writable(folder, findings)
        findings.stop_if_any()
        master = typeset_book(self.shop, manuscript)
        made_as = how_made(master, printer, findings)
        cover = typeset_cover(self.shop, manuscript, made_as.spine, made_as.spine_text)
        imprint.missing(manuscript.edition, manuscript.publication.id, manuscript.language.id, project.catalogue, findings)
        sweep(folder)
        sweep(folder / self.id)
        with delivery(folder) as files:
            stem = f"{manuscript.publication.id}-{manuscript.language.id}"
            names = {use: f"{stem}-{use}.pdf" for use in ("interior", "cover")}
            paths = {name: files.place(f"{self.id}/{name}") for name in names.values()}
            self._run({
                use: (write_press, project, master, printer, made_as, paths[name], cover if use == "cover" else None)
                for use, name in names.items()
            })  # fmt: skip
            check_pair(paths[names["interior"]], paths[names["cover"]], findings)
            findings.stop_if_any()
            limits = {name: self._limits(master, made_as, use) for use, name in names.items()}
            reports = self._run({name: (_preflight, path, limits[name], name) for name, path in paths.items()})
            reports[names["interior"]] = with_lines(reports[names["interior"]], master, project.root)
            reports[names["cover"]] = of_cover(reports[names["cover"]], master, made_as.spine, project.root)
            self._judge(reports)
            packed = tuple(ticket.packed(paths[name], use, reports[name]) for use, name in names.items())
            job = ticket.ticket_of(project, master, printer, made_as, copies, self.id, packed)
            for page in ticket.PAGES:
                paths[f"{page}.pdf"] = files.place(f"{self.id}/{page}.pdf")
            self._run({page: (ticket.write_page, project, job, page, paths[f"{page}.pdf"]) for page in ticket.PAGES})
            for name, data in ticket.data_of(job, reports).items():
                paths[name] = files.place(f"{self.id}/{name}")
                paths[name].write_bytes(data)
            files.place(f"{self.id}.zip").write_bytes(zipped(f"{stem}-press-pack", paths))
            return files.commit(self.id)

    def _run(self, calls: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
        """The calls side by side, each in a process; their results by name."""
        return self.shop.processes.run(self.manuscript.name, calls.items(), self.shop.findings, self.shop.progress)

    def _limits(self, master: Master, made_as: Production, use: str) -> Limits:
        """What the printer allows, and what is known of the interior's pages: their texts, blanks, and the binding."""
        root = self.shop.project.root
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
                path, number = (source, int(line or 0)) if source else self._asked(note.rule) or (f"{self.manuscript.name}, {name}", 0)
                self.shop.findings.add("P106", path, f"{at}{note.rule} {note.message}", note.mend, number)
        self.shop.findings.stop_if_any()

    def _asked(self, rule: str) -> tuple[Path, int] | None:
        """The setting that a rule for the file as a whole goes back to, with its line: who chose the binding (H02)."""
        edition, where = self.manuscript.edition, ("printing", self.manuscript.publication.id, "binding")
        if rule != "H02":
            return None
        if "binding" not in edition.printing(where[1]):
            return self.printer.path, 0
        located = yamlfile.load(edition.path, schema.EDITION, Findings(self.shop.project.root))
        return edition.path, located.place(*where)[0] if located else 0


def _preflight(path: Path, limits: Limits, name: str) -> Report:
    from bindery.preflight import preflight

    return preflight(path, limits, name)
