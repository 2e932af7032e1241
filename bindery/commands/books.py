"""Verbs that typeset: pdf, press, specimen."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bindery import prepare
from bindery.commands import choice
from bindery.commands.answers import done
from bindery.deliver import stamp
from bindery.errors import BinderyError, Finding, Findings, ordered

if TYPE_CHECKING:
    from bindery.typeset.pool import Pool, Progress

#: What may be the name of a language or an edition: a folder's.
NAME = re.compile(r"[A-Za-z0-9][\w-]*")


def add(verbs: Any) -> None:
    pdf = verbs.add_parser("pdf", help="make books", description="Make the books of a language, each in every format.")
    choice.add_choice(pdf)
    pdf.add_argument("--format", action="append", default=[], metavar="FORMAT",
                     help="screen, press, booklet (to fold in an office) or imposed (sheets for a press); screen and press unless told")
    pdf.add_argument("--section", metavar="SECTION", help="one section alone, for example standard-07")
    choice.add_printer(pdf)
    pdf.add_argument("--colour", default="", metavar="COLOUR", help="gray: every file for printing in one colour")
    pdf.set_defaults(run=_pdf)
    press = verbs.add_parser("press", help="make what a printing house needs",
                             description="Make a press pack: interior, cover, job ticket, XJDF, packing list and preflight "
                                         "report, in a folder and as one zip. Not made where preflight finds an error.")
    choice.add_choice(press)
    choice.add_printer(press)
    press.add_argument("--copies", default="", metavar="NUMBER", help="how many to print; print-run of edition.yaml unless told")
    press.add_argument("--colour", default="", metavar="COLOUR", help="gray: a book printed in one colour")
    press.set_defaults(run=_press, format=["press"], section=None)
    specimen = verbs.add_parser("specimen", help="show every language side by side",
                                description="Make outputs/specimen/specimen.pdf: a page of every language, set as its books are.")
    specimen.add_argument("--language", "--lang", default="all", metavar="LANG", help="folders of content/; all unless told")
    specimen.add_argument("--edition", default="global", metavar="EDITION", help="a folder of editions/ (global)")
    specimen.set_defaults(run=_specimen, **choice.UNASKED)


def _pdf(options: argparse.Namespace) -> int:
    started = time.monotonic()
    root, languages = options.root, choice.wanted(options)
    words = [options.language, options.edition, *options.publication, "/", *options.format, "/", str(options.section), options.printer,
             options.colour]
    record = root / ".cache" / "stamps" / (hashlib.sha256("\0".join(words).encode(errors="surrogateescape")).hexdigest()[:20] + ".json")
    key = None
    if all(NAME.fullmatch(name) for name in (options.edition, *languages)):
        key = stamp.digest(root, languages, options.edition, (*words, os.environ.get("SOURCE_DATE_EPOCH", ""), _head(root)))
        if (files := stamp.unchanged(record, key)) is not None:
            why, warnings = "nothing has changed since the last build", stamp.warnings(record)
            return done([Path(f) for f in files], why, options, started, warnings)
    request = choice.request(options)

    def make(progress: Progress, processes: Pool, findings: Findings) -> list[Path]:
        from bindery.pipeline import build

        made = build(root, request, progress, processes, findings)
        if made and key:
            stamp.remember(record, key, made, findings.warnings)
        return made

    return _typeset(options, started, make)


def _press(options: argparse.Namespace) -> int:
    started, request = time.monotonic(), choice.request(options)

    def make(progress: Progress, processes: Pool, findings: Findings) -> list[Path]:
        from bindery.press import press_packs

        return press_packs(options.root, request, options.copies, progress, processes, findings)

    return _typeset(options, started, make)


def _specimen(options: argparse.Namespace) -> int:
    started, request = time.monotonic(), choice.request(options)

    def make(progress: Progress, processes: Pool, findings: Findings) -> list[Path]:
        from bindery.specimen import make

        return make(options.root, request.languages, request.edition, progress, processes, findings)

    return _typeset(options, started, make)


def _typeset(
    options: argparse.Namespace, started: float, make: Callable[[Progress, Pool, Findings], list[Path]]
) -> int:
    """Have it made, with processes that typeset. What `make` imports is imported while they load the engine."""
    from bindery.typeset.pool import pool

    findings = Findings(options.root)
    _check_path(options.root, findings)
    with pool(options.root / ".cache") as processes:
        _check_machine(options.root)
        from bindery.progress import reporter

        with reporter(options.json) as progress:
            made = make(progress, processes, findings)
    if not made:
        raise BinderyError([_no_text(options)])
    return done(made, "", options, started, ordered(findings.warnings))


def _no_text(options: argparse.Namespace) -> Finding:
    return Finding("U106", "command line", 0, 1, f"“{options.language}” has no text for what is asked",
                   "build.py check says which books there are; docs/translator.md how to begin one")


def _check_path(root: Path, findings: Findings) -> None:
    """Libraries of the engine read paths as UTF-8; without its configuration it would take the system's fonts."""
    for part in root.parts:
        name = os.fsencode(part).decode(errors="replace")
        if name != part:
            findings.add("E105", "system", f"the name “{name}” in the path of the project is not in UTF-8",
                         "rename that folder, or move the project to another place")
    findings.stop_if_any()


def _check_machine(root: Path) -> None:
    """What typesetting needs is there, and is what the project was made with."""
    from importlib.metadata import PackageNotFoundError, version

    from bindery.typeset.engine.pins import VERSION

    findings = Findings(root)
    if missing := prepare.missing():
        findings.add("E101", "system", f"system libraries are missing: {', '.join(missing)}", prepare.advice(missing))
    try:
        found = version("weasyprint")
        if found != VERSION:
            findings.add("E103", "requirements.lock", f"the typesetting engine is WeasyPrint {found}, not {VERSION}",
                         "delete .venv and run make again, which installs what requirements.lock names")
    except PackageNotFoundError:
        findings.add("E101", "system", "the typesetting engine, WeasyPrint, is not installed",
                     "run make, or call build.py with .venv/bin/python")
    findings.stop_if_any()


def _head(root: Path) -> str:
    """The commit that is checked out: its date is in the files. Read from .git, since starting git takes longer."""
    try:
        git = next(folder / ".git" for folder in (root, *root.parents) if (folder / ".git").exists())
        shared = git
        if git.is_file():  # a worktree or submodule: it says where its own files are, and these where the branches are
            shared = git = git.parent / git.read_text().removeprefix("gitdir:").strip()
            if (git / "commondir").exists():
                shared = git / (git / "commondir").read_text().strip()
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        ref = shared / head.removeprefix("ref: ")
        return ref.read_text().strip() if ref.exists() else (shared / "packed-refs").read_text()
    except (OSError, StopIteration):
        return ""
