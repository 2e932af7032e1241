"""What a person, or with --json a program, is told at the end."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bindery.errors import EXIT_OK, Finding


def done(
    files: list[Path], why: str, options: argparse.Namespace, started: float, warnings: Sequence[Finding] = ()
) -> int:
    names = [os.path.relpath(path, options.root) for path in files]
    seconds = time.monotonic() - started
    if options.json:
        told = [finding.as_dict() for finding in warnings]
        print(json.dumps({"files": names, "changed": not why, "seconds": round(seconds, 3), "warnings": len(told), "findings": told},
                         ensure_ascii=False))
    else:
        warn(warnings)
        for name in names:
            print(name)
        print(why or f"{len(names)} file{'s' * (len(names) != 1)} in {seconds:.1f} s")
    return EXIT_OK


def tell(findings: Sequence[Finding], as_json: bool) -> None:
    if as_json:
        count = sum(finding.warning for finding in findings)
        print(json.dumps({"warnings": count, "findings": [finding.as_dict() for finding in findings]}, ensure_ascii=False))
        return
    for finding in findings:
        print(f"{'warning: ' * finding.warning}{finding}", file=sys.stderr)
    count = sum(not finding.warning for finding in findings)
    print(f"{count} thing{'s' if count > 1 else ''} to mend; the last good files are untouched "
          "(docs/errors.md explains the codes)", file=sys.stderr)


def warn(warnings: Sequence[Finding]) -> None:
    """What was made is good as far as the program can tell; these are for whoever knows the language."""
    for finding in warnings:
        print(f"warning: {finding}", file=sys.stderr)
    if count := len(warnings):
        print(f"{count} warning{'s' if count > 1 else ''}, which stop nothing (docs/errors.md explains the codes)", file=sys.stderr)
