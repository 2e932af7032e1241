"""The command line. `python build.py --help` lists the verbs; make is a shorter way to say the same."""

from __future__ import annotations

import argparse
import errno
import hashlib
import io
import json
import os
import re
import signal
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bindery import prepare
from bindery.deliver import stamp
from bindery.errors import (
    EXIT_INPUT,
    EXIT_INTERNAL,
    EXIT_INTERRUPTED,
    EXIT_OK,
    BinderyError,
    Finding,
    Findings,
    ordered,
)
from bindery.model import ALL_FORMATS, COLOURS, DEFAULT_PRINTER, FORMATS, Request

ROOT = Path(__file__).resolve().parent.parent
#: What may be the name of a language or an edition: a folder's.
NAME = re.compile(r"[A-Za-z0-9][\w-]*")
#: What the system says when a file is in the way, or may not be written.
REFUSALS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.EMFILE, errno.ENFILE, errno.EIO}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code (docs/errors.md). No traceback ever reaches a user, unless BINDERY_DEBUG is set."""
    options = _parser().parse_args(arguments)
    try:
        _speak(options.json)
        _catch_signals()
        return int(options.run(options))
    except KeyboardInterrupt:
        print("\nstopped; the last good files are untouched", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # who read our output has gone (… | head); nothing more can be said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except Exception as error:
        findings = error.findings if isinstance(error, BinderyError) else _from_outside(error, options.root)
        if findings:
            _tell(findings, options.json)
            return BinderyError(findings).exit_code
        if os.environ.get("BINDERY_DEBUG"):
            raise
        if options.json:
            print(json.dumps({"findings": [], "error": f"{type(error).__name__}: {error}"}, ensure_ascii=False))
        print(f"bindery itself failed: {type(error).__name__}: {error}\n"
              "    mend: this is a fault of the program; run again with BINDERY_DEBUG=1 and report what it prints",
              file=sys.stderr)
        return EXIT_INTERNAL


def _speak(as_json: bool) -> None:
    """What a terminal or pipe of another encoding cannot show is written as a code: no name of a language ends a run. JSON is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            plain = stream is sys.stderr or not as_json
            stream.reconfigure(encoding=None if plain else "utf-8", errors="backslashreplace")


def _catch_signals() -> None:
    """SIGTERM and a closed terminal end a build as Ctrl-C does: by KeyboardInterrupt, so that everything is put away.

    Only the first one counts, lest a second one breaks off the putting away.
    """

    def stop(_number: int, _frame: Any) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        warnings.simplefilter("ignore")  # helper processes that the signal ended too are no news
        raise KeyboardInterrupt

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    try:
        for each in signals:
            if signal.getsignal(each) != signal.SIG_IGN:  # nohup means it
                signal.signal(each, stop)
    except ValueError:
        pass  # not in the main thread: whoever calls from there has handlers of his own


def _from_outside(error: Exception, root: Path) -> list[Finding]:
    """Findings for what libraries and the system raise: a template that cannot be rendered, a disk that says no."""
    from concurrent.futures import BrokenExecutor

    from jinja2 import TemplateError, TemplateNotFound

    findings = Findings(root)
    if isinstance(error, TemplateNotFound):
        path, line = _template_place(error, root)
        findings.add("S101", path, f"the template {error.name} is missing", "add it, or mend the name", line)
    elif isinstance(error, TemplateError):
        path, line = _template_place(error, root)
        findings.add("S101", path, f"the template cannot be rendered: {error.message or type(error).__name__}",
                     "mend the name, or undo the last change to the template", line)
    elif isinstance(error, BrokenExecutor):
        findings.add("T104", "the engine", "a typesetting process died, perhaps for want of memory",
                     "run again; if memory is short, with one process alone: BINDERY_JOBS=1 make pdf")
    elif isinstance(error, OSError):
        place = Path(os.fsdecode(error.filename)) if error.filename else root
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            findings.add("E104", place, "the disk is full", "make room on the disk, then run again")
        elif error.errno in REFUSALS:
            findings.add("E104", place, f"the system says: {error.strerror}",
                         "move away what is in the way, or give yourself the right to write there")
    return findings.items


def _template_place(error: Exception, root: Path) -> tuple[Path | str, int]:
    """The innermost line of a template that the error passed through."""
    place: tuple[Path | str, int] = (getattr(error, "name", None) or "templates", getattr(error, "lineno", None) or 0)
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.suffix in (".html", ".css") and file.is_relative_to(root):
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Print-ready books from Markdown, in many languages.",
                                     epilog="Every message is explained in docs/errors.md.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    pdf = verbs.add_parser("pdf", help="make books", description="Make the books of a language, each in every format.")
    _add_choice(pdf)
    pdf.add_argument("--format", action="append", default=[], metavar="FORMAT",
                     help="screen, press, booklet (to fold in an office) or imposed (sheets for a press); screen and press unless told")
    pdf.add_argument("--section", metavar="SECTION", help="one section alone, for example standard-07")
    pdf.add_argument("--printer", default="offset-coated", metavar="PRINTER", help="a profile of printers/ (offset-coated)")
    pdf.add_argument("--colour", default="", metavar="COLOUR", help="gray: every file for printing in one colour")
    pdf.set_defaults(run=_pdf)
    check = verbs.add_parser("check", help="read and check the text, without setting it",
                             description="Report everything that is wrong in the text, without making a book.")
    _add_choice(check)
    check.set_defaults(run=_check, format=[], section=None, printer="offset-coated", colour="")
    compare = verbs.add_parser(
        "compare", help="compare translations with the English",
        description="Report where a translation departs from the English: parts, list items, numbers, links, notes; and, as "
                    "warnings, index marks and terms that are not those of content/termbase.yaml.")
    compare.add_argument("--language", "--lang", default="all", metavar="LANG", help="a folder of content/; all unless told")
    compare.set_defaults(run=_compare, edition="global", publication=[], format=[], section=None, printer="offset-coated", colour="")
    languages = verbs.add_parser("languages", help="list the languages", description="List the languages that the project has.")
    languages.set_defaults(run=_languages)
    preflight = verbs.add_parser("preflight", help="look through PDF files as a printer does",
                                 description="Report what a printer would stumble over in any PDF file, each with its rule.")
    preflight.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a PDF file, of this project or not")
    preflight.add_argument("--printer", default=DEFAULT_PRINTER, metavar="PRINTER", help="a profile of printers/ (offset-coated)")
    preflight.set_defaults(run=_preflight)
    press = verbs.add_parser("press", help="make what a printing house needs",
                             description="Make a press pack: interior, cover, job ticket, XJDF, packing list and preflight "
                                         "report, in a folder and as one zip. Not made where preflight finds an error.")
    _add_choice(press)
    press.add_argument("--printer", default=DEFAULT_PRINTER, metavar="PRINTER", help="a profile of printers/ (offset-coated)")
    press.add_argument("--copies", default="", metavar="NUMBER", help="how many to print; print-run of edition.yaml unless told")
    press.add_argument("--colour", default="", metavar="COLOUR", help="gray: a book printed in one colour")
    press.set_defaults(run=_press, format=["press"], section=None)
    new = verbs.add_parser("new-language", help="lay out a language", description="Lay out content/<tag>/ for a new language.")
    new.add_argument("--language", "--lang", required=True, metavar="TAG", help="its tag (BCP 47): sw, pt-BR, ckb")
    new.set_defaults(run=_new_language)
    font = verbs.add_parser("add-font", help="put a font into fonts/", description="Put a font into fonts/ and its list.")
    font.add_argument("font", type=Path, metavar="FILE", help="a static .ttf or .otf file of one weight and style")
    font.add_argument("--family", required=True, metavar="NAME", help="how language.yaml names it: “HB Serif Ethiopic”")
    font.add_argument("--licence", required=True, type=Path, metavar="FILE", help="the text of its licence")
    font.add_argument("--source", required=True, metavar="WORDS", help="where it comes from: package and version, or address")
    font.set_defaults(run=_add_font)
    specimen = verbs.add_parser("specimen", help="show every language side by side",
                                description="Make outputs/specimen/specimen.pdf: a page of every language, set as its books are.")
    specimen.add_argument("--language", "--lang", default="all", metavar="LANG", help="folders of content/; all unless told")
    specimen.add_argument("--edition", default="global", metavar="EDITION", help="a folder of editions/ (global)")
    specimen.set_defaults(run=_specimen, publication=[], format=[], section=None, printer=DEFAULT_PRINTER, colour="")
    clean = verbs.add_parser("clean", help="forget all typeset sections", description="Empty the cache; outputs/ stays.")
    clean.set_defaults(run=_clean)
    for verb in (pdf, check, compare, languages, preflight, press, new, font, specimen, clean):
        verb.add_argument("--json", action="store_true", help="print results and findings as JSON")
        verb.add_argument("--root", type=_folder, default=ROOT, metavar="FOLDER", help="another project than the one around build.py")
    return parser


def _folder(name: str) -> Path:
    path = Path(name).resolve()
    if not (path / "content").is_dir():
        raise argparse.ArgumentTypeError(f"{name} is no project: it has no folder content/")
    return path


def _add_choice(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--language", "--lang", default="en", metavar="LANG", help="a folder of content/, or “all” (en)")
    verb.add_argument("--edition", default="global", metavar="EDITION", help="a folder of editions/ (global)")
    verb.add_argument("--publication", "--pub", action="append", default=[], metavar="PUB", help="one publication; all unless told")


def _wanted(options: argparse.Namespace) -> list[str]:
    """The languages asked for: one, several (en,fr), or all of the project's."""
    if options.language == "all":
        return sorted(p.name for p in (options.root / "content").iterdir() if p.is_dir() and p.name != "images")
    return list(dict.fromkeys(options.language.replace(",", " ").split()))


def _request(options: argparse.Namespace) -> Request:
    """The request, with what can be told without reading the project checked."""
    findings = Findings(options.root)
    known = sorted(p.name for p in (options.root / "content").iterdir() if p.is_dir() and p.name != "images")
    wanted = _wanted(options)
    for language in wanted or [options.language]:
        if language not in known:
            findings.add("U101", "command line", f"there is no language “{language}”", "one of: " + ", ".join(known))
    formats = tuple(dict.fromkeys(options.format)) or FORMATS
    for format in formats:
        if format not in ALL_FORMATS:
            findings.add("U103", "command line", f"there is no format “{format}”", "one of: " + ", ".join(ALL_FORMATS))
    if options.colour not in COLOURS:
        findings.add("U111", "command line", f"there is no colour “{options.colour}”", "gray, or nothing for all colours")
    findings.stop_if_any()
    return Request(tuple(wanted), options.edition, tuple(options.publication), formats, options.section, options.printer,
                   options.colour)


def _pdf(options: argparse.Namespace) -> int:
    started = time.monotonic()
    root = options.root
    words = [options.language, options.edition, *options.publication, "/", *options.format, "/", str(options.section), options.printer,
             options.colour]
    record = root / ".cache" / "stamps" / (hashlib.sha256("\0".join(words).encode(errors="surrogateescape")).hexdigest()[:20] + ".json")
    key = None
    if all(NAME.fullmatch(name) for name in (options.edition, *_wanted(options))):
        key = stamp.digest(root, _wanted(options), options.edition, (*words, os.environ.get("SOURCE_DATE_EPOCH", ""), _head(root)))
        if (files := stamp.unchanged(record, key)) is not None:
            why, warnings = "nothing has changed since the last build", stamp.warnings(record)
            return _done([Path(f) for f in files], why, options, started, warnings)
    request = _request(options)
    from bindery.typeset.pool import pool

    findings = Findings(root)
    with pool(root / ".cache") as processes:  # first: the engine is loaded meanwhile
        _check_machine(root)
        from bindery.pipeline import build
        from bindery.progress import reporter

        with reporter(options.json) as progress:
            made = build(root, request, progress, processes, findings)
    if not made:
        raise BinderyError([_no_text(options)])
    if key:
        stamp.remember(record, key, made, findings.warnings)
    return _done(made, "", options, started, ordered(findings.warnings))


def _no_text(options: argparse.Namespace) -> Finding:
    return Finding("U106", "command line", 0, 1, f"“{options.language}” has no text for what is asked",
                   "build.py check says which books there are; docs/translator.md how to begin one")


def _specimen(options: argparse.Namespace) -> int:
    started = time.monotonic()
    request = _request(options)
    from bindery.typeset.pool import pool

    findings = Findings(options.root)
    with pool(options.root / ".cache") as processes:
        _check_machine(options.root)
        from bindery.progress import reporter
        from bindery.specimen import make

        with reporter(options.json) as progress:
            made = make(options.root, request.languages, request.edition, progress, processes, findings)
    if not made:
        raise BinderyError([_no_text(options)])
    return _done(made, "", options, started, ordered(findings.warnings))


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
        head = (root / ".git" / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        ref = root / ".git" / head.removeprefix("ref: ")
        return ref.read_text().strip() if ref.exists() else (root / ".git" / "packed-refs").read_text()
    except OSError:
        return ""


def _done(
    files: list[Path], why: str, options: argparse.Namespace, started: float, warnings: Sequence[Finding] = ()
) -> int:
    names = [os.path.relpath(path, options.root) for path in files]
    seconds = time.monotonic() - started
    if options.json:
        told = [finding.as_dict() for finding in warnings]
        print(json.dumps({"files": names, "changed": not why, "seconds": round(seconds, 3), "warnings": len(told), "findings": told},
                         ensure_ascii=False))
    else:
        _warn(warnings)
        for name in names:
            print(name)
        print(why or f"{len(names)} file{'s' * (len(names) != 1)} in {seconds:.1f} s")
    return EXIT_OK


def _check(options: argparse.Namespace) -> int:
    from bindery.pipeline import check

    findings = Findings(options.root)
    _, manuscripts = check(options.root, _request(options), findings)
    warnings = ordered(findings.warnings)
    books = [f"{m.publication.id} {m.language.id}" for group in manuscripts for m in group]
    if options.json:
        told = [finding.as_dict() for finding in warnings]
        print(json.dumps({"books": books, "warnings": len(told), "findings": told}, ensure_ascii=False))
    else:
        _warn(warnings)
        print(f"nothing wrong in {len(books)} books: " + ", ".join(books))
    return EXIT_OK


def _compare(options: argparse.Namespace) -> int:
    from bindery.errors import CODES
    from bindery.project.load import load_project
    from bindery.translate import compare

    request = _request(options)
    project = load_project(options.root, Findings(options.root), request.languages)
    done = compare(project, [
        project.languages[id]
        for id in request.languages
        if id != "en" and not project.languages[id].transliterated_from  # nobody translates it
    ])
    findings = [finding for each in done.values() for finding in each.findings]
    faults = sum(not finding.warning for finding in findings)
    if options.json:
        counts = {id: {"files": each.files, "units": each.units} for id, each in done.items()}
        print(json.dumps({"compared": counts, "findings": [finding.as_dict() for finding in findings]}, ensure_ascii=False))
        return max((CODES[finding.code][1] for finding in findings), default=EXIT_OK)
    for finding in findings:
        print(f"{'warning: ' * finding.warning}{finding}", file=sys.stderr)
    if not done:  # one language was asked for, English or one that nobody translates
        other = project.languages[request.languages[0]].transliterated_from
        own = f"{request.languages[0]} is {other} in other letters, compare {other}"
        print(f"nothing to compare: {own if other else 'English is what the others are compared with'}")
    for id, each in done.items():
        warnings = sum(finding.warning for finding in each.findings)
        print(f"{id:5} {each.files} files, {each.units} paragraphs and the like: "
              f"{len(each.findings) - warnings} departures, {warnings} warnings")
    return EXIT_INPUT if faults else EXIT_OK


def _languages(options: argparse.Namespace) -> int:
    from bindery.project.load import load_project

    project = load_project(options.root, Findings(options.root))
    rows: list[dict[str, Any]] = [
        {"id": language.id, "tag": language.tag, "name": language.name, "native": language.native,
         "direction": "rtl" if language.rtl else "ltr"} for language in project.languages.values()]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            print(f"{row['id']:5} {row['tag']:9} {row['direction']}  {row['name']} ({row['native']})")
    return EXIT_OK


def _press(options: argparse.Namespace) -> int:
    started = time.monotonic()
    root = options.root
    request = _request(options)
    from bindery.typeset.pool import pool

    findings = Findings(root)
    with pool(root / ".cache") as processes:
        _check_machine(root)
        from bindery.press import press_packs
        from bindery.progress import reporter

        with reporter(options.json) as progress:
            made = press_packs(root, request, options.copies, progress, processes, findings)
    if not made:
        raise BinderyError([_no_text(options)])
    return _done(made, "", options, started, findings.warnings)


def _preflight(options: argparse.Namespace) -> int:
    """0 where no file has an error, else as for any wrong input; warnings are told and count as passed."""
    from bindery.press import preflight_files

    reports = preflight_files(options.root, options.files, options.printer)
    if options.json:
        print(json.dumps({"reports": [report.as_dict() for report in reports]}, ensure_ascii=False))
    else:
        print("\n".join(report.text() for report in reports), end="")
    return EXIT_INPUT if any(report.errors for report in reports) else EXIT_OK


def _new_language(options: argparse.Namespace) -> int:
    from bindery.project.new_language import new_language, next_steps

    made = new_language(options.root, options.language, Findings(options.root))
    name, steps = made.path.relative_to(options.root).as_posix(), next_steps(made, options.root)
    if options.json:
        print(json.dumps({"files": [name], "like": made.like, "lacking": made.lacking, "next": steps}, ensure_ascii=False))
    else:
        print(f"{name}: {made.name} ({made.native}), with the type of “{made.like}”", "Next:",
              *(f"{number}. {step}" for number, step in enumerate(steps, 1)), sep="\n")
    return EXIT_OK


def _add_font(options: argparse.Namespace) -> int:
    from bindery.project.new_font import add_font

    paths = add_font(options.root, options.font, options.family, options.licence, options.source, Findings(options.root))
    names = [os.path.relpath(path, options.root) for path in paths]
    print(json.dumps({"files": names}) if options.json else "\n".join(names))
    return EXIT_OK


def _clean(options: argparse.Namespace) -> int:
    import shutil

    cache = options.root / ".cache"
    if cache.is_symlink() or cache.is_file():  # on another disk, perhaps: what it leads to is not ours to delete
        cache.unlink()
    elif cache.exists():
        shutil.rmtree(cache)
    print("the cache is empty")
    return EXIT_OK


def _tell(findings: Sequence[Finding], as_json: bool) -> None:
    if as_json:
        count = sum(finding.warning for finding in findings)
        print(json.dumps({"warnings": count, "findings": [finding.as_dict() for finding in findings]}, ensure_ascii=False))
        return
    for finding in findings:
        print(f"{'warning: ' * finding.warning}{finding}", file=sys.stderr)
    count = sum(not finding.warning for finding in findings)
    print(f"{count} thing{'s' if count > 1 else ''} to mend; the last good files are untouched "
          "(docs/errors.md explains the codes)", file=sys.stderr)


def _warn(warnings: Sequence[Finding]) -> None:
    """What was made is good as far as the program can tell; these are for whoever knows the language."""
    for finding in warnings:
        print(f"warning: {finding}", file=sys.stderr)
    if count := len(warnings):
        print(f"{count} warning{'s' if count > 1 else ''}, which stop nothing (docs/errors.md explains the codes)", file=sys.stderr)
