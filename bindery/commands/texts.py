"""Verbs that read the text and set nothing: check, compare, languages."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from bindery.commands import choice
from bindery.commands.answers import warn
from bindery.errors import EXIT_INPUT, EXIT_OK, Findings, ordered


def add(verbs: Any) -> None:
    check = verbs.add_parser("check", help="read and check the text, without setting it",
                             description="Report everything that is wrong in the text, without making a book.")
    choice.add_choice(check)
    check.set_defaults(run=_check, **choice.UNASKED)
    compare = verbs.add_parser(
        "compare", help="compare translations with the English",
        description="Report where a translation departs from the English: parts, list items, numbers, links, notes; and, as "
                    "warnings, index marks and terms that are not those of content/termbase.yaml.")
    compare.add_argument("--language", "--lang", default="all", metavar="LANG", help="a folder of content/; all unless told")
    compare.set_defaults(run=_compare, **choice.UNASKED)
    languages = verbs.add_parser("languages", help="list the languages", description="List the languages that the project has.")
    languages.set_defaults(run=_languages)


def _check(options: argparse.Namespace) -> int:
    from bindery.pipeline import check

    findings = Findings(options.root)
    everything = options.edition == "global"  # who asks for one edition has no say in the others
    _, manuscripts = check(options.root, choice.request(options), findings, everything=everything)
    warnings = ordered(findings.warnings)
    books = [f"{m.publication.id} {m.language.id}" for group in manuscripts for m in group]
    if options.json:
        told = [finding.as_dict() for finding in warnings]
        print(json.dumps({"books": books, "warnings": len(told), "findings": told}, ensure_ascii=False))
    else:
        warn(warnings)
        print(f"nothing wrong in {len(books)} books: " + ", ".join(books))
    return EXIT_OK


def _compare(options: argparse.Namespace) -> int:
    from bindery.project.load import load_project
    from bindery.translate import compare

    request = choice.request(options)
    project = load_project(options.root, Findings(options.root), request.languages, (), ())
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
        return EXIT_INPUT if faults else EXIT_OK
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

    project = load_project(options.root, Findings(options.root), (), (), ())
    rows: list[dict[str, Any]] = [
        {"id": language.id, "tag": language.tag, "name": language.name, "native": language.native,
         "direction": "rtl" if language.rtl else "ltr"} for language in project.languages.values()]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            print(f"{row['id']:5} {row['tag']:9} {row['direction']}  {row['name']} ({row['native']})")
    return EXIT_OK
