"""The command line. `python build.py --help` lists the verbs; make is a shorter way to say the same."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bindery.deliver import stamp
from bindery.errors import EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_OK, BinderyError, Finding

if TYPE_CHECKING:
    from bindery.pipeline import Request

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code (docs/errors.md). No traceback ever reaches a user, unless BINDERY_DEBUG is set."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BinderyError as error:
        _tell(error.findings, options.json)
        return error.exit_code
    except KeyboardInterrupt:
        print("\nstopped; the last good files are untouched", file=sys.stderr)
        return EXIT_INTERRUPTED
    except Exception as error:
        if os.environ.get("BINDERY_DEBUG"):
            raise
        print(f"bindery itself failed: {type(error).__name__}: {error}\n"
              "    mend: this is a fault of the program; run again with BINDERY_DEBUG=1 and report what it prints",
              file=sys.stderr)
        return EXIT_INTERNAL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Print-ready books from Markdown, in many languages.",
                                     epilog="Every message is explained in docs/errors.md.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    pdf = verbs.add_parser("pdf", help="make books", description="Make the books of a language, each in every format.")
    _add_choice(pdf)
    pdf.add_argument("--format", action="append", default=[], metavar="FORMAT", help="screen or press; all formats unless told")
    pdf.add_argument("--section", metavar="SECTION", help="one section alone, for example standard-07")
    pdf.add_argument("--printer", default="offset-coated", metavar="PRINTER", help="a profile of printers/ (offset-coated)")
    pdf.set_defaults(run=_pdf)
    check = verbs.add_parser("check", help="read and check the text, without setting it",
                             description="Report everything that is wrong in the text, without making a book.")
    _add_choice(check)
    check.set_defaults(run=_check, format=[], section=None, printer="offset-coated")
    languages = verbs.add_parser("languages", help="list the languages", description="List the languages that the project has.")
    languages.set_defaults(run=_languages)
    clean = verbs.add_parser("clean", help="forget all typeset sections", description="Empty the cache; outputs/ stays.")
    clean.set_defaults(run=_clean)
    for verb in (pdf, check, languages, clean):
        verb.add_argument("--json", action="store_true", help="print results and findings as JSON")
    return parser


def _add_choice(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--language", "--lang", default="en", metavar="LANG", help="a folder of content/, or “all” (en)")
    verb.add_argument("--edition", default="global", metavar="EDITION", help="a folder of editions/ (global)")
    verb.add_argument("--publication", "--pub", action="append", default=[], metavar="PUB", help="one publication; all unless told")


def _request(options: argparse.Namespace) -> Request:
    known = sorted(p.name for p in (ROOT / "content").iterdir() if p.is_dir() and p.name != "images")
    findings = []
    wanted = known if options.language == "all" else options.language.replace(",", " ").split()
    for language in wanted:
        if language not in known:
            findings.append(Finding("U101", "command line", 0, 1, f"there is no language “{language}”", "one of: " + ", ".join(known)))
    formats = tuple(options.format) or ("screen", "press")
    for format in formats:
        if format not in ("screen", "press"):
            findings.append(Finding("U103", "command line", 0, 1, f"there is no format “{format}”", "one of: screen, press"))
    if findings:
        raise BinderyError(findings)
    from bindery.pipeline import Request

    return Request(tuple(wanted), options.edition, tuple(options.publication), formats, options.section, options.printer)


def _pdf(options: argparse.Namespace) -> int:
    started = time.monotonic()
    words = (options.language, options.edition, *options.publication, "/", *options.format, "/", str(options.section), options.printer,
             os.environ.get("SOURCE_DATE_EPOCH", ""))
    record = ROOT / ".cache" / "stamps" / ("-".join(w for w in words if w not in ("", "/")) + ".json")
    languages = () if options.language == "all" else options.language.replace(",", " ").split()
    everything = sorted(p.name for p in (ROOT / "content").iterdir() if p.is_dir()) if options.language == "all" else languages
    key = stamp.digest(ROOT, everything, options.edition, (*words, _head()))
    if (files := stamp.unchanged(record, key)) is not None:
        return _done([Path(f) for f in files], "nothing has changed since the last build", options, started)
    request = _request(options)
    from bindery.pipeline import build
    from bindery.progress import reporter

    with reporter(options.json) as progress:
        made = build(ROOT, request, progress)
    stamp.remember(record, key, made)
    return _done(made, "", options, started)


def _head() -> str:
    """The commit that is checked out: its date is in the files. Read from .git, since starting git takes longer."""
    try:
        head = (ROOT / ".git" / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        ref = ROOT / ".git" / head.removeprefix("ref: ")
        return ref.read_text().strip() if ref.exists() else (ROOT / ".git" / "packed-refs").read_text()
    except OSError:
        return ""


def _done(files: list[Path], why: str, options: argparse.Namespace, started: float) -> int:
    names = [os.path.relpath(path, ROOT) for path in files]
    seconds = time.monotonic() - started
    if options.json:
        print(json.dumps({"files": names, "changed": not why, "seconds": round(seconds, 3)}))
    else:
        for name in names:
            print(name)
        print(why or f"{len(names)} files in {seconds:.1f} s")
    return EXIT_OK


def _check(options: argparse.Namespace) -> int:
    from bindery.pipeline import check

    _, manuscripts = check(ROOT, _request(options))
    books = [f"{m.publication.id} {m.language.id}" for group in manuscripts for m in group]
    print(json.dumps({"books": books, "findings": []}) if options.json else f"nothing wrong in {len(books)} books: " + ", ".join(books))
    return EXIT_OK


def _languages(options: argparse.Namespace) -> int:
    from bindery.errors import Findings
    from bindery.project.load import load_project

    findings = Findings(ROOT)
    project = load_project(ROOT, findings)
    rows: list[dict[str, Any]] = [
        {"id": language.id, "tag": language.tag, "name": language.name, "native": language.native,
         "direction": "rtl" if language.rtl else "ltr"} for language in project.languages.values()]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            print(f"{row['id']:5} {row['tag']:9} {row['direction']}  {row['name']} ({row['native']})")
    return EXIT_OK


def _clean(_options: argparse.Namespace) -> int:
    import shutil

    shutil.rmtree(ROOT / ".cache", ignore_errors=True)
    print("the cache is empty")
    return EXIT_OK


def _tell(findings: Sequence[Finding], as_json: bool) -> None:
    if as_json:
        print(json.dumps({"findings": [finding.as_dict() for finding in findings]}, ensure_ascii=False))
        return
    for finding in findings:
        print(finding, file=sys.stderr)
    count = len(findings)
    print(f"{count} thing{'s' if count > 1 else ''} to mend; no file was changed (docs/errors.md explains the codes)", file=sys.stderr)
