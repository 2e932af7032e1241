"""Words that are no running text: headers, titles of blocks, YAML files. They are plain, with emphasis at most."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from bindery.errors import Findings
from bindery.manuscript import footnotes, letters
from bindery.manuscript.characters import faults
from bindery.manuscript.filters import paragraph
from bindery.manuscript.markdown import words_of
from bindery.manuscript.source import Source
from bindery.model import Language


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
