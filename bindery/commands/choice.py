"""Which books are asked for: options that verbs share, and the request that they make."""

from __future__ import annotations

import argparse
from typing import Any

from bindery.errors import Findings
from bindery.model import ALL_FORMATS, COLOURS, DEFAULT_PRINTER, FORMATS, Request
from bindery.project import names

#: What a request holds where a verb has no option for it.
UNASKED: dict[str, Any] = {
    "edition": "global", "publication": [], "format": [], "section": None, "printer": DEFAULT_PRINTER, "colour": "",
}  # fmt: skip


def add_choice(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--language", "--lang", default="en", metavar="LANG", help="a folder of content/, or “all” (en)")
    verb.add_argument("--edition", default="global", metavar="EDITION", help="a folder of editions/ (global)")
    verb.add_argument("--publication", "--pub", action="append", default=[], metavar="PUB", help="one publication; all unless told")


def add_printer(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--printer", default=DEFAULT_PRINTER, metavar="PRINTER", help="a profile of printers/ (offset-coated)")


def wanted(options: argparse.Namespace) -> list[str]:
    """The languages asked for: one, several (en,fr), or all of the project's."""
    if options.language == "all":
        return names.languages(options.root)
    return list(dict.fromkeys(options.language.replace(",", " ").split()))


def request(options: argparse.Namespace) -> Request:
    """The request, with what can be told without reading the project checked."""
    findings = Findings(options.root)
    known = names.languages(options.root)
    languages = wanted(options)
    for language in languages or [options.language]:
        if language not in known:
            findings.add("U101", "command line", f"there is no language “{language}”", "one of: " + ", ".join(known))
    formats = tuple(dict.fromkeys(options.format)) or FORMATS
    for format in formats:
        if format not in ALL_FORMATS:
            findings.add("U103", "command line", f"there is no format “{format}”", "one of: " + ", ".join(ALL_FORMATS))
    if options.colour not in COLOURS:
        findings.add("U111", "command line", f"there is no colour “{options.colour}”", "gray, or nothing for all colours")
    findings.stop_if_any()
    return Request(tuple(languages), options.edition, tuple(options.publication), formats, options.section, options.printer,
                   options.colour)
