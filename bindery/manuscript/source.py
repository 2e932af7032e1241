"""A Markdown file as its writer sees it: text, lines, header; and the checks that need no parsing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bindery.errors import Findings
from bindery.project import yamlfile

FORBIDDEN = {
    **{c: "a bidirectional control" for c in "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"},
    "\ufffd": "a replacement character: text was lost when the file was converted",
    "\ufeff": "a byte order mark inside the text",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\u00ad": "a soft hyphen: the book hyphenates by itself",
}
#: Characters that have no ink and need no glyph.
INKLESS = set("\n\t\u200b\u200c\u200d\u2060")


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


def read_source(path: Path, schema: Mapping[str, Any], findings: Findings) -> Source | None:
    """The file at `path`, NFC-normalised, with its header checked; None after a finding."""
    text = yamlfile.read_text(path, findings)
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text)
    if not text.startswith("---\n") or "\n---\n" not in text[3:]:
        findings.add("Y103", path, "the file has no header", "begin the file with ---, title: …, status: …, ---", 1)
        return None
    end = text.index("\n---\n", 3)
    header_text, body = text[4 : end + 1], text[end + 5 :]
    first = header_text.count("\n") + 3
    header = yamlfile.parse(header_text, path, dict(schema), findings, first_line=2)
    if not body.strip():
        findings.add("M111", path, "the file has a header but no text", "write the text, or delete the file", first)
        return None
    return Source(path, header.data if header else {}, body, first, tuple(text.split("\n")))


def check_characters(source: Source, glyphs: frozenset[int], findings: Findings) -> None:
    """Every character is one that a font of the language has, and none of the invisible kinds that do harm."""
    told: set[str] = set()
    for number, line in enumerate(source.lines, 1):
        if line.isascii() and not any(c < " " and c != "\t" for c in line):
            continue
        for column, char in enumerate(line, 1):
            if char in told or (ord(char) in glyphs and char not in FORBIDDEN) or char in INKLESS:
                continue
            told.add(char)
            check_character(char, source.path, number, column, findings)


def check_character(char: str, path: Path, line: int, column: int, findings: Findings) -> None:
    name = unicodedata.name(char, "unnamed")
    code = f"U+{ord(char):04X}"
    if char in FORBIDDEN:
        findings.add("F106", path, f"{code} is {FORBIDDEN[char]}", "delete it", line, column)
    elif unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs"):
        findings.add("F106", path, f"{code} is a control or private-use character", "delete it, or type the real one",
                     line, column)
    else:
        findings.add("G101", path, f"no font of the language has “{char}” ({code} {name})",
                     "use another character, or add a font that has it to language.yaml", line, column)


FOOTNOTE_TEXT = re.compile(r"^\[\^([^\]\s]+)\]:")
FOOTNOTE_CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)")


def check_footnotes(source: Source, findings: Findings) -> None:
    """Every footnote is called once or more, and every call has its text."""
    texts: dict[str, int] = {}
    calls: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(source.lines[source.first - 1 :], source.first):
        if match := FOOTNOTE_TEXT.match(line):
            if match[1] in texts:
                findings.add("M110", source.path, f"footnote [^{match[1]}] has two texts", "give one another name", number)
            texts[match[1]] = number
            line = line[match.end() :]
        for call in FOOTNOTE_CALL.finditer(line):
            calls.setdefault(call[1], (number, call.start() + 1))
    for label in texts.keys() - calls.keys():
        findings.add("M108", source.path, f"nothing in the text calls footnote [^{label}]",
                     f"put [^{label}] where it belongs, or delete the note", texts[label])
    for label in calls.keys() - texts.keys():
        findings.add("M109", source.path, f"footnote [^{label}] has no text", f"add a line “[^{label}]: …” at the end",
                     *calls[label])


def check_tables(source: Source, findings: Findings) -> None:
    """Every row of a table has as many cells as its head."""
    width = 0
    for number, line in enumerate(source.lines[source.first - 1 :], source.first):
        row = line.strip()
        if not row.startswith("|"):
            width = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", row.removesuffix("|"))) if row != "|" else 0
        if not width:
            width = cells
        elif cells != width:
            findings.add("M103", source.path, f"this row has {cells} cells, the table’s head has {width}",
                         "add or take out a “|”; an empty cell is “| |”", number, len(line) - len(line.lstrip()) + 1)
