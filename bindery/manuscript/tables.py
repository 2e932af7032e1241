"""The tables of a text, and lines that were meant to be one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from bindery.errors import Findings
from bindery.manuscript.markdown import lines_of
from bindery.manuscript.source import Source

BAR = re.compile(r"(?<!\\)\|")
DASHES = re.compile(r"^\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?$")


def check_tables(tokens: Sequence[Token], source: Source, findings: Findings) -> None:
    """Every row of a table has as many cells as its head: the parser drops what is too much and fills up what lacks."""
    path = source.path
    for token in tokens:
        start, end = lines_of(token)
        if token.type == "table_open":
            width = _cells(source.line(start))
            for number in range(start + 2, end or start):
                cells = _cells(source.line(number))
                if cells != width:
                    findings.add(
                        "M103",
                        path,
                        f"this row has {_count(cells)}, the table’s head has {width}",
                        "add or take out a |; an empty cell is “| |”, a | in the words is written \\|",
                        *_bar(source, number),
                    )
        elif token.type == "inline" and token.content.startswith("|"):
            rows = token.content.split("\n")
            if len(rows) > 1 and DASHES.match(rows[1].strip()):
                message = f"the line of dashes has {_count(_cells(rows[1]))}, the table’s head has {_cells(rows[0])}"
                findings.add("M103", path, message, "write one --- for each cell of the head", *_bar(source, start + 1))
            else:
                findings.add(
                    "M103",
                    path,
                    "these lines look like a table, but its head has no line of dashes below it",
                    "write | --- | --- | below the head; an empty line must stand before the table",
                    *_bar(source, start),
                )


def _count(cells: int) -> str:
    return f"{cells} cell" + "s" * (cells != 1)


def _cells(row: str) -> int:
    row = row.strip()
    return (
        len(BAR.findall(row))
        + 1
        - row.startswith("|")
        - bool(len(row) > 1 and row.endswith("|") and not row.endswith("\\|"))
    )


def _bar(source: Source, number: int) -> tuple[int, int]:
    words = source.line(number)
    return source.locate(words[:1] or "|", number, number + 1)
