"""The verb that looks at finished files: preflight."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from bindery.commands import choice
from bindery.errors import EXIT_INPUT, EXIT_OK


def add(verbs: Any) -> None:
    preflight = verbs.add_parser("preflight", help="look through PDF files as a printer does",
                                 description="Report what a printer would stumble over in any PDF file, each with its rule.")
    preflight.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a PDF file, of this project or not")
    choice.add_printer(preflight)
    preflight.set_defaults(run=_preflight)


def _preflight(options: argparse.Namespace) -> int:
    """0 where no file has an error, else as for any wrong input; warnings are told and count as passed."""
    from bindery.press import preflight_files

    reports = preflight_files(options.root, options.files, options.printer)
    if options.json:
        print(json.dumps({"reports": [report.as_dict() for report in reports]}, ensure_ascii=False))
    else:
        print("\n".join(report.text() for report in reports), end="")
    return EXIT_INPUT if any(report.errors for report in reports) else EXIT_OK
