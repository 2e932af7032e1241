"""The footnotes of a text: each is called and has words, and none is called in another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from markdown_it.token import Token

from bindery.errors import Findings
from bindery.manuscript.markdown import lines_of
from bindery.manuscript.source import Source

TEXT = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:(.*)")
CALL = re.compile(r"\[\^([^\]\s]+)\]")


def check_footnotes(tokens: Sequence[Token], known: Mapping[str, int], source: Source, findings: Findings) -> None:
    """Every footnote is called once or more, and every call has its text. `known`: the parser's, `:label` -> number or -1."""
    texts: dict[str, int] = {}
    for number, line in enumerate(source.lines[source.first - 1 :], source.first):
        if (match := TEXT.match(line)) and f":{match[1]}" in known:
            label = match[1]
            if label in texts:
                findings.add(
                    "M110",
                    source.path,
                    f"footnote [^{label}] has two texts",
                    "give one of the two another name",
                    number,
                )
            elif known[f":{label}"] < 0:
                findings.add(
                    "M108",
                    source.path,
                    f"nothing in the text calls footnote [^{label}]",
                    f"put [^{label}] where it belongs, or delete the note",
                    number,
                )
            elif not match[2].strip() and not source.line(number - source.first + 1):
                findings.add(
                    "M109", source.path, f"footnote [^{label}] is empty", "write its text after the colon", number
                )
            texts.setdefault(label, number)
    for label, lines in _calls_in_notes(tokens):
        findings.add(
            "M116",
            source.path,
            f"footnote [^{label or '…'}] is called in a footnote",
            "put its words into the note, or call it in the text",
            *source.locate(f"[^{label}]" if label else "^[", *lines, nth=source.line(lines[0]).startswith(f"[^{label}]:") if label else 1),
        )
    for label, lines in _calls(tokens):
        findings.add(
            "M109",
            source.path,
            f"footnote [^{label}] has no text",
            f"add a line “[^{label}]: …” at the end of the file",
            *source.locate(f"[^{label}]", *lines),
        )


def _calls_in_notes(tokens: Sequence[Token]) -> Iterator[tuple[str, tuple[int, int | None]]]:
    """Label (empty for a note without) and lines of each call that stands in a note's own text."""
    within = False
    for token in tokens:
        within = token.type == "footnote_open" or (within and token.type != "footnote_close")
        for child in (token.children or []) if within else []:
            if child.type == "footnote_ref":
                yield str(child.meta.get("label") or ""), lines_of(token)


def _calls(tokens: Sequence[Token]) -> Iterator[tuple[str, tuple[int, int | None]]]:
    """Calls that the parser left in the text, since no footnote has their label."""
    told: set[str] = set()
    for token in tokens:
        for child in (token.children or []) if token.type == "inline" else []:
            for match in CALL.finditer(child.content if child.type == "text" else ""):
                if match[1] not in told:
                    told.add(match[1])
                    yield match[1], lines_of(token)
