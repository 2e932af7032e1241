"""What goes to the printing house: files checked against a printer's profile, and the press pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bindery.errors import Findings
from bindery.model import Printer, Project
from bindery.project.load import load_project

if TYPE_CHECKING:
    from bindery.preflight import Limits, Report


def preflight_files(root: Path, paths: Sequence[Path], printer: str) -> list[Report]:
    """A report on each of the files, ours or foreign. Raises BinderyError for a printer or a file that there is not."""
    from bindery.preflight import preflight

    findings = Findings(root)
    project = load_project(root, findings, ())
    chosen = find_printer(project, printer, findings)
    for path in paths:
        if not path.is_file():
            findings.add("F101", path, "there is no such file", "give the path of a PDF file")
    findings.stop_if_any()
    assert chosen is not None
    limits = limits_of(chosen, root)
    reports = []
    for path in paths:
        try:
            reports.append(preflight(path, limits, str(path)))
        except OSError as error:
            findings.add("F102", path, f"the file cannot be read: {error.strerror}", "give yourself the right to read it")
    findings.stop_if_any()
    return reports


def find_printer(project: Project, id: str, findings: Findings) -> Printer | None:
    if id not in project.printers:
        known = ", ".join(project.printers)
        findings.add("U107", "command line", f"there is no printer profile “{id}”", f"one of: {known}")
    return project.printers.get(id)


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
