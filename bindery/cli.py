"""The command line. `python build.py --help` lists the verbs; make is a shorter way to say the same."""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bindery import signals
from bindery.commands import books, files, setting_up, texts
from bindery.commands.answers import tell
from bindery.commands.failures import from_outside
from bindery.errors import EXIT_ENVIRONMENT, EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_OK, BinderyError

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code (docs/errors.md). No traceback ever reaches a user, unless BINDERY_DEBUG is set."""
    _open_streams()
    options = _parser().parse_args(arguments)
    gc.set_threshold(100_000, 20, 20)  # texts make many objects and few cycles
    try:
        _speak(options.json)
        signals.interrupt()
        code = _run(options)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        sys.stderr.write(signals.SAID)
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # who read our output has gone (… | head); nothing more can be said
        _hush()
        return EXIT_OK
    except OSError as error:  # what was made stays made
        _hush()
        print(f"the answer cannot be written: {error.strerror}", file=sys.stderr)
        return EXIT_ENVIRONMENT


def _run(options: argparse.Namespace) -> int:
    """Run the verb and tell what stopped it."""
    try:
        return int(options.run(options))
    except BrokenPipeError:
        raise
    except Exception as error:
        findings = error.findings if isinstance(error, BinderyError) else from_outside(error, options.root)
        if findings:
            tell(findings, options.json)
            return BinderyError(findings).exit_code
        if os.environ.get("BINDERY_DEBUG"):
            raise
        if options.json:
            print(json.dumps({"findings": [], "error": f"{type(error).__name__}: {error}"}, ensure_ascii=False))
        print(f"bindery itself failed: {type(error).__name__}: {error}\n"
              "    mend: this is a fault of the program; run again with BINDERY_DEBUG=1 and report what it prints",
              file=sys.stderr)
        return EXIT_INTERNAL


def _open_streams() -> None:
    """Where the caller has closed one (`2>&-`), what is said goes nowhere, and not into the file that is opened next."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w"))  # noqa: SIM115  to the end


def _hush() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak(as_json: bool) -> None:
    """What a terminal or pipe of another encoding cannot show is written as a code: no name of a language ends a run. JSON is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            plain = stream is sys.stderr or not as_json
            stream.reconfigure(encoding=None if plain else "utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Print-ready books from Markdown, in many languages.",
                                     epilog="Every message is explained in docs/errors.md.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for group in (books, texts, files, setting_up):
        group.add(verbs)
    for verb in verbs.choices.values():
        verb.add_argument("--json", action="store_true", help="print results and findings as JSON")
        verb.add_argument("--root", type=_folder, default=ROOT, metavar="FOLDER", help="another project than the one around build.py")
    return parser


def _folder(name: str) -> Path:
    try:
        path = Path(name).resolve()
    except (OSError, RuntimeError) as error:  # the folder in which the command was given is gone; a link leads to itself
        raise argparse.ArgumentTypeError(f"{name}: {getattr(error, 'strerror', '') or 'this link leads to itself'}") from error
    if not (path / "content").is_dir():
        raise argparse.ArgumentTypeError(f"{name} is no project: it has no folder content/")
    return path
