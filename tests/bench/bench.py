#!/usr/bin/env python3
"""`make bench`: bindery against plain WeasyPrint on the same English handbook, in one run, pairwise.

    python tests/bench/bench.py [--rounds 3] [--write]

Each round times, one after the other: plain WeasyPrint setting the whole book as one tagged document (screen only),
and bindery making screen and press: with an empty cache, with one word changed, with a page added to the first
standard, with nothing changed. Wall and CPU are of the whole process tree; memory is the tree's peak proportional
set size (PSS: shared pages count once). `--write` puts the medians into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("bindery", "content", "editions", "fonts", "printers", "styles", "templates", "build.py", "requirements.lock")
BOOK = ("build.py", "pdf", "--language", "en", "--publication", "handbook")
TARGETS = {"cold": 0.8, "one word": 0.12, "one page": 0.25, "nothing": 0.05}


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds, seconds, MB."""

    wall: float
    cpu: float
    memory: float


def measure(command: Sequence[str], folder: Path) -> Timing:
    """Run `command` in `folder` and watch its process tree."""
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600"},
    )
    watch = _Watch(process.pid)
    watch.start()
    _, errors = process.communicate()
    wall = time.monotonic() - started
    watch.stop()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\n{errors.decode()}")
    return Timing(wall, watch.cpu, watch.peak / 1024)


class _Watch(threading.Thread):
    """Samples the PSS (kB) and CPU time (s) of a process and its descendants, grandchildren of a fork server included."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.peak, self._end = pid, 0, threading.Event()
        self._cpu: dict[int, float] = {}

    @property
    def cpu(self) -> float:
        return sum(self._cpu.values())

    def run(self) -> None:
        while not self._end.wait(0.03):
            tree = _tree(self.pid)
            self.peak = max(self.peak, sum(_pss(pid) for pid in tree))
            for pid in tree:
                self._cpu[pid] = max(self._cpu.get(pid, 0.0), _cpu(pid))

    def stop(self) -> None:
        self._end.set()
        self.join()


def _tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in _tree(int(child)))]


def _cpu(pid: int) -> float:
    """The process's own user and system time, in seconds."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pss(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def one_document(project: Path, into: Path) -> None:
    """The book's own HTML and CSS as one document, with its final page numbers as text, for plain WeasyPrint."""
    script = """
import re, sys
from pathlib import Path
from bindery.compose.html import Composer
from bindery.compose.style import font_faces, stylesheet
from bindery.errors import Findings
from bindery.pipeline import Request, check
from bindery.typeset.pool import pool
from bindery.typeset.settle import typeset_book
from bindery.typeset.workshop import workshop
root = Path.cwd()
project, groups = check(root, Request(("en",), publications=("handbook",)))
manuscript, findings = groups[0][0], Findings(root)
with pool(root / ".cache") as processes:
    master = typeset_book(workshop(project, processes, findings), manuscript)
composer, parts = Composer(project, manuscript), []
for bound in (*master.cover[:2], *master.interior, *master.cover[2:]):
    html = composer.compose(bound.section, False, master.places).html
    classes = re.search(r'class="([^"]*)"', html)[1]
    variables = re.search(r"(--area:[^}]*)}", html)[1]
    body = html[html.index("<body>") + 6 : html.index("</body>")]
    def number(match):
        return match[0][: match.start(2) - match.start()] + str(master.places[match[1]].page) + match[0][match.end(2) - match.start() :]
    body = re.sub(r'data-stamp="([^"]+)"[^>]*?data-n="(\\d+)"', number, body)
    body = re.sub(r'data-stamp="((?!folio)[^"]+)">(\\d+)', number, body)
    body = body.replace('href="xref:', 'href="#').replace('<span data-stamp="folio">888</span>', '<span class="n"></span>')
    side = "recto" if bound.section.plan.kind.side == "recto" else "page"
    parts.append(f'<div id="{bound.section.id}" class="{classes}" style="break-before:{side};{variables}">{body}</div>')
css = font_faces(project, manuscript.language) + stylesheet(project, manuscript) + ".folio .n::after{content:counter(page)}"
Path(sys.argv[1]).write_text(f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Book</title><style>{css}</style></head><body>' + "".join(parts) + "</body></html>")
"""
    subprocess.run([sys.executable, "-c", script, str(into)], cwd=project, check=True, stderr=subprocess.DEVNULL)


PLAIN = """
import logging, sys, weasyprint
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    if old not in text:
        raise SystemExit(f"{path}: “{old}” is not there; mend tests/bench/bench.py")
    path.write_text(text.replace(old, new, 1), "utf-8")


def round_(project: Path, html: Path) -> dict[str, Timing]:
    """One round, from an empty cache; leaves the text as it was."""
    python, content = sys.executable, project / "content/en/handbook"
    first, other = content / "standard-01.md", content / "standard-13.md"
    kept = {path: path.read_text("utf-8") for path in (first, other)}
    timings = {"plain": measure([python, "-c", PLAIN, str(html), str(html.with_suffix(".pdf"))], project)}
    shutil.rmtree(project / ".cache", ignore_errors=True)
    timings["cold"] = measure([python, *BOOK], project)
    edit(other, "Without protection, both face", "Without protection, each meets")
    timings["one word"] = measure([python, *BOOK], project)
    note = (
        "### One more note\n" + "A short sentence that only makes the section longer. " * 40 + "\n:::\n\n::: references"
    )
    edit(first, ":::\n\n::: references", note)
    timings["one page"] = measure([python, *BOOK], project)
    timings["nothing"] = measure([python, *BOOK], project)
    for path, text in kept.items():
        path.write_text(text, "utf-8")
    return timings


def table(rounds: Sequence[dict[str, Timing]], pages: int) -> str:
    lines = [
        f"English handbook, {pages} pages; {os.cpu_count()} cores; medians of {len(rounds)} rounds.",
        "",
        "| | wall s | × plain | to reach | CPU s | × plain | peak MB | × plain |",
        "|---|---|---|---|---|---|---|---|",
    ]

    def middle(name: str, what: str) -> float:
        return statistics.median(getattr(r[name], what) for r in rounds)

    def ratio(name: str, what: str) -> float:
        return statistics.median(getattr(r[name], what) / getattr(r["plain"], what) for r in rounds)

    for name in rounds[0]:
        cells = [
            f"{middle(name, 'wall'):.2f}",
            f"{ratio(name, 'wall'):.3f}",
            str(TARGETS.get(name, "")),
            f"{middle(name, 'cpu'):.2f}",
            f"{ratio(name, 'cpu'):.2f}",
            f"{middle(name, 'memory'):.0f}",
            f"{ratio(name, 'memory'):.2f}",
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        project.mkdir()
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, project / name)
        html = project / "templates" / "book.html"
        one_document(project, html)
        rounds = []
        for number in range(options.rounds):
            rounds.append(round_(project, html))
            print(f"round {number + 1}: " + ", ".join(f"{k} {v.wall:.2f} s" for k, v in rounds[-1].items()), flush=True)
        from pypdf import PdfReader

        pages = len(PdfReader(project / "outputs/global/en/handbook-screen.pdf").pages)
        plain = len(PdfReader(html.with_suffix(".pdf")).pages)
    result = table(rounds, pages) + f"\n\nPlain WeasyPrint made {plain} pages of the same HTML and CSS.\n"
    print(result)
    if options.write:
        page = ROOT / "docs" / "performance.md"
        head, _, _ = page.read_text("utf-8").partition("<!-- make bench -->")
        page.write_text(head + "<!-- make bench -->\n" + result, "utf-8")


if __name__ == "__main__":
    main()
