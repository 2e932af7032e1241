"""Words that are no running text: headers, titles of blocks, YAML files. They are plain, with emphasis at most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from bindery.errors import Findings
from bindery.manuscript import footnotes, letters, transliterate
from bindery.manuscript.characters import faults
from bindery.manuscript.filters import paragraph
from bindery.manuscript.markdown import words_of
from bindery.manuscript.source import Source
from bindery.model import Language
from bindery.project import textfile


def check_header(source: Source, language: Language, glyphs: frozenset[int], findings: Findings) -> None:
    """The words of a text's header."""
    for key, value in source.header.items():
        line = next((n for n, text in enumerate(source.lines, 1) if text.startswith(f"{key}:")), 1)
        for words in value if isinstance(value, list) else [value]:
            if not isinstance(words, str):
                continue
            if fault := title_fault(words_of(words)):
                code, message, mend = fault
                findings.add(code, source.path, f"{key}: {message}", mend, line)
            for odd in faults(words, glyphs):
                if not any(odd.char in text for text in source.lines):  # an escape: "\u202e"
                    findings.add(odd.code, source.path, odd.message, odd.mend, line)
            for wrong in letters.faults(paragraph.words(words_of(words)), language):
                place = next(((n, text.find(wrong.words) + 1) for n, text in enumerate(source.lines[: source.first], 1)
                              if wrong.words in text), (line, 1))  # fmt: skip
                findings.add(wrong.code, source.path, wrong.message, wrong.mend, place[0], place[1] + wrong.at)


def check_yaml(path: Path, data: Any, language: Language, glyphs: frozenset[int], findings: Findings) -> None:
    """The words of a YAML file. `data`: what is used of it."""
    lines = (textfile.read_text(path, findings) or "").split("\n")
    told: set[str] = set()
    for words in _strings(data):
        for odd in faults(words, glyphs, spaced=path == language.path):
            if odd.char not in told:
                told.add(odd.char)
                findings.add(odd.code, path, odd.message, odd.mend, *first_place(lines, odd.char))
        for letter in transliterate.left_over(transliterate.words(words, language)) if language.transliterated_from else ():
            transliterate.tell(letter, path, first_place(lines, letter), findings)
        for wrong in letters.faults(paragraph.words(words_of(words)), language):
            line, column = first_place(lines, wrong.words)
            findings.add(wrong.code, path, wrong.message, wrong.mend, line, column + wrong.at)
        if fault := title_fault(words_of(words)):
            code, message, mend = fault
            findings.add(code, path, message, mend, *first_place(lines, words[:20].split("\n")[0]))


def title_fault(children: Sequence[Token]) -> tuple[str, str, str] | None:
    """Code, message and mend for what may not stand in such words."""
    for child in children:
        if child.type == "index_mark":
            return "M112", "an index mark cannot stand here", "mark it in the text"
        if child.type == "footnote_ref" or (child.type == "text" and footnotes.CALL.search(child.content)):
            return "M109", "a footnote cannot stand here", "put it into the text"
        if child.type in ("html_inline", "html_block"):
            return (
                "M101",
                f"HTML cannot be used: {child.content[:40]}",
                "use plain words; for the sign < itself write \\<",
            )
        if child.type in ("link_open", "image") and not str(child.attrs.get("href", "")).startswith(
            ("http:", "https:", "mailto:")
        ):
            return "X102", "a link or a picture cannot stand here", "write the words alone"
    return None


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (list, dict)):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _strings(value)


def first_place(lines: Sequence[str], words: str) -> tuple[int, int]:
    """Line and column where `words` stand first, be it as an escape such as \\u202e; else the file's first."""
    escape = rf"|\\[ux]0*{ord(words):x}(?![0-9a-f])" if len(words) == 1 else ""
    pattern = re.compile(re.escape(words) + escape, re.I)
    return next(((n, match.start() + 1) for n, line in enumerate(lines, 1) if (match := pattern.search(line))), (1, 1))
