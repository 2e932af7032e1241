"""A Markdown file as its writer sees it: text, lines, header; and the checks that need no parsing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bindery.errors import Findings
from bindery.manuscript.characters import faults
from bindery.project import textfile, yamlfile

#: More than any writer has in each other; the parser takes time by their square.
BRACKETS = 30
BRACKET = re.compile(r"(?<!\\)[\[\]]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file split into header and body. `first` is the line (from 1) on which the body starts."""

    path: Path
    header: Mapping[str, Any]
    body: str
    first: int
    lines: tuple[str, ...]  # the whole file

    def line(self, number: int) -> str:
        """The body's line `number` (from 0), without the white space around it; empty past the end."""
        at = self.first - 1 + number
        return self.lines[at].strip() if at < len(self.lines) else ""

    def locate(self, needle: str, start: int = 0, end: int | None = None, nth: int = 0) -> tuple[int, int]:
        """Line and column of the nth occurrence of `needle` between body lines start and end (from 0); else the start."""
        first = self.first - 1 + start
        last = len(self.lines) if end is None else self.first - 1 + end
        for number in range(first, min(last, len(self.lines))):
            at = -1
            while (at := self.lines[number].find(needle, at + 1)) >= 0:
                if nth == 0:
                    return number + 1, at + 1
                nth -= 1
        return first + 1, 1

    def holds(self, needle: str, start: int, end: int) -> bool:
        """Whether `needle` stands in the body's lines from start to before end (from 0)."""
        return any(needle in line for line in self.lines[self.first - 1 + start : self.first - 1 + end])


def read_source(path: Path, schema: Mapping[str, Any], findings: Findings) -> Source | None:
    """The file at `path` with its header checked; None after a finding."""
    text = textfile.read_text(path, findings)
    if text is None:
        return None
    if not text.strip():
        findings.add("M111", path, "the file is empty", "write the text, or delete the file")
        return None
    lines = tuple(text.split("\n"))
    if lines[0].rstrip() != "---":
        findings.add(
            "Y103", path, "the file has no header", "begin the file with the lines ---, title: …, status: …, ---", 1
        )
        return None
    close = next((i for i, line in enumerate(lines) if i and line.rstrip() == "---"), None)
    if close is None:
        findings.add("Y101", path, "the header is never closed", "put a line --- between the header and the text", 1)
        return None
    first = close + 2  # the line on which the body starts
    body = "\n".join(lines[close + 1 :])
    header = yamlfile.parse("\n".join(lines[1:close]), path, dict(schema), findings, first_line=2)
    if not body.strip():
        findings.add("M111", path, "the file has a header but no text", "write the text, or delete the file", close + 1)
        return None
    if deep := _too_deep(lines[close + 1 :]):
        findings.add(
            "M115",
            path,
            f"brackets stand in each other more than {BRACKETS} deep",
            "close them where they belong, or write \\[ for the sign itself",
            close + 1 + deep,
        )
        return None
    return Source(path, header.data if header else {}, body, first, lines)


def _too_deep(lines: Sequence[str]) -> int:
    """The first line (from 1) on which brackets are too deep in each other; 0 where none is."""
    depth = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            depth = 0
        for sign in BRACKET.finditer(line):
            depth = depth + 1 if sign[0] == "[" else max(depth - 1, 0)
            if depth > BRACKETS:
                return number
    return 0


def check_characters(source: Source, glyphs: frozenset[int], findings: Findings) -> None:
    """The faults of the file's characters, each character's once, where it stands first."""
    told: set[str] = set()
    for number, line in enumerate(source.lines, 1):
        for fault in faults(line, glyphs):
            if fault.char not in told:
                told.add(fault.char)
                findings.add(fault.code, source.path, fault.message, fault.mend, number, fault.at + 1)
