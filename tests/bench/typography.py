#!/usr/bin/env python3
"""What the filters and the engine patches cost: the same summary with them and without, in processor time.

    python tests/bench/typography.py [--rounds 3] [--write] [ar zh …]

Each round reads, composes and typesets every section of a language's summary in a process of its own: as the project does
it; without quotes, filters, letters and directions in the manuscript and without the engine's patches; and without all
these but for the patches that make the same pages in less time. Loading the program and the engine is not counted, and
neither is binding. The place of every page is worked out before. `--write` puts the medians into docs/performance.md;
`make bench` does.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ar", "ur", "zh", "ko", "en")
MODES = {"without": "without", "saving": "saving time alone", "with": "with"}
MOST = 15  # per cent
MARK = "<!-- make bench: typography -->"


def manuscript_of(language: str) -> tuple[Any, Any]:
    """The project, and the language's summary, read anew."""
    from bindery.errors import Findings
    from bindery.manuscript.read import read_manuscripts
    from bindery.memo import Memo
    from bindery.project.fonts import glyphs_of
    from bindery.project.load import load_project

    project = load_project(ROOT, Findings(ROOT), [language])
    chosen = project.languages[language]
    glyphs = glyphs_of(project, chosen, ROOT / ".cache")
    findings, publication = Findings(ROOT), project.publications["summary"]
    (manuscript,) = read_manuscripts(
        project, chosen, project.editions["global"], [publication], glyphs, findings, Memo()
    )
    findings.stop_if_any()
    return project, manuscript


def places_of(language: str, into: Path) -> None:
    """Put the place of every anchor of the finished book into the file."""
    from bindery.errors import Findings
    from bindery.typeset.pool import pool
    from bindery.typeset.settle import typeset_book
    from bindery.typeset.workshop import workshop

    project, manuscript = manuscript_of(language)
    findings = Findings(ROOT)
    with pool(ROOT / ".cache") as processes:
        master = typeset_book(workshop(project, processes, findings), manuscript)
    into.write_bytes(pickle.dumps(dict(master.places)))


def without(saving_time: bool) -> None:
    """Take away what the measurement is about: all of it, or all but the engine's patches that only save time."""
    from bindery.manuscript import bidi, filters, quotes, section
    from bindery.typeset import engine
    from bindery.typeset.engine import bindings, pins

    def apply() -> None:
        bindings.apply()
        pins.verify()
        if saving_time:
            from bindery.typeset.engine import kept, thrift

            thrift.apply()
            kept.apply()

    engine.apply = apply
    filters.apply = lambda *_, **__: None
    quotes.turn = lambda *_: None  # type: ignore[assignment]
    section.check_letters = lambda *_: None  # type: ignore[attr-defined]
    bidi.addresses = bidi.number_groups = lambda children: children  # type: ignore[assignment]


def run(language: str, places: Path) -> None:
    """Read, compose and typeset; print how many seconds of processor time each took."""
    from bindery.compose.html import Composer
    from bindery.compose.style import font_faces, stylesheet
    from bindery.typeset import worker

    worker.prepare()
    known = pickle.loads(places.read_bytes())
    started = time.process_time()
    project, manuscript = manuscript_of(language)
    composer = Composer(project, manuscript)
    sections = (*manuscript.sections, *manuscript.cover)
    documents = [composer.compose(section, False, known).html for section in sections]
    read = time.process_time()
    css, faces = stylesheet(project, manuscript), font_faces(project, manuscript.language)
    pages = sum(worker.typeset(worker.Job(html, css, faces, str(ROOT))).pages for html in documents)
    print(json.dumps({"read": read - started, "set": time.process_time() - read, "pages": pages}))


def child(*arguments: str) -> dict[str, float]:
    fonts = ROOT / ".cache" / "fonts.conf"
    done = subprocess.run(
        [sys.executable, __file__, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "FONTCONFIG_FILE": str(fonts)},
        stdout=subprocess.PIPE,
        check=True,
    )
    result: dict[str, float] = json.loads(done.stdout) if done.stdout.strip() else {}
    return result


def rows(languages: list[str], rounds: int) -> list[str]:
    lines = [
        f"Summaries; medians of {rounds} rounds; CPU seconds to read, compose and typeset.",
        "",
        f"| | pages | {' | '.join(MODES.values())} | with ÷ without | at most | with ÷ saving time alone |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for language in languages:
        with tempfile.NamedTemporaryFile() as places:
            child("--places", places.name, language)
            found: dict[str, list[dict[str, float]]] = {mode: [] for mode in MODES}
            for _ in range(rounds):
                for mode, results in found.items():
                    results.append(child("--run", mode, places.name, language))
        spent = {mode: [one["read"] + one["set"] for one in results] for mode, results in found.items()}
        ratios = [
            statistics.median(full / bare for full, bare in zip(spent["with"], spent[mode], strict=True))
            for mode in ("without", "saving")
        ]
        cells = [f"{statistics.median(results):.2f}" for results in spent.values()]
        lines.append(
            f"| {language} | {found['with'][0]['pages']} | {' | '.join(cells)} | {ratios[0]:.3f} | {1 + MOST / 100} | {ratios[1]:.3f} |"
        )
        print(lines[-1], flush=True)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("languages", nargs="*", default=list(LANGUAGES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--places", dest="into", metavar="FILE", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--run", nargs=2, metavar=("MODE", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.into:
        places_of(options.languages[0], options.into)
    elif options.run:
        mode, file = options.run
        if mode != "with":
            without(saving_time=mode == "saving")
        run(options.languages[0], Path(file))
    else:
        result = "\n".join(rows(options.languages, options.rounds)) + "\n"
        if options.write:
            page = ROOT / "docs" / "performance.md"
            text = page.read_text("utf-8")
            before, _, after = text.partition(MARK)
            _, end, rest = after.partition("<!-- end -->")
            page.write_text(f"{before}{MARK}\n{result}{end or '<!-- end -->'}{rest or chr(10)}", "utf-8")


if __name__ == "__main__":
    main()
