"""What can be wrong in a parsed text: each fault with its line and column, and how to mend it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from markdown_it.token import Token

from bindery.errors import Findings
from bindery.manuscript import letters
from bindery.manuscript.characters import faults
from bindery.manuscript.filters import paragraph
from bindery.manuscript.markdown import plain
from bindery.manuscript.source import Source
from bindery.model import Block, Language

Parse = Callable[[str], Sequence[Token]]
#: Attributes that `[words]{…}` may have; links, pictures and code have none of ours.
ATTRIBUTES = {
    "span_open": {"lang"},
    "link_open": {"href", "title"},
    "image": {"src", "alt", "title"},
    "code_inline": set[str](),
}
#: What can stand in itself, and how deep it may.
NESTED = {"bullet_list_open", "ordered_list_open", "blockquote_open"}
DEEPEST = 6
FOOTNOTE_TEXT = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:(.*)")
FOOTNOTE_CALL = re.compile(r"\[\^([^\]\s]+)\]")
BAR = re.compile(r"(?<!\\)\|")
BRACES = re.compile(r"\]\{[^{}]*\}")
DASHES = re.compile(r"^\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?$")


def check_tokens(
    tokens: Sequence[Token], source: Source, section: str, allowed: set[str], glyphs: frozenset[int], findings: Findings
) -> None:
    """Everything that can be told from the tokens alone. `allowed`: the blocks that this kind of text may have."""
    for token in tokens:
        if token.type == "html_block":
            findings.add(
                "M101",
                source.path,
                f"HTML cannot be used: {token.content.strip().splitlines()[0][:40]}",
                "use Markdown, or a ::: block (docs/content.md)",
                *source.locate("<", *_lines(token)),
            )
        elif token.type == "inline":
            _check_inline(token, source, glyphs, findings)
    _check_depth(tokens, source, findings)
    _check_headings(tokens, source, section, findings)
    _check_blocks(tokens, source, allowed, findings)
    _check_tables(tokens, source, findings)


def _lines(token: Token) -> tuple[int, int | None]:
    return (token.map[0], token.map[1]) if token.map else (0, None)


def _check_inline(inline: Token, source: Source, glyphs: frozenset[int], findings: Findings) -> None:
    path, lines = source.path, _lines(inline)
    images = 0
    for child in inline.children or []:
        if child.type == "html_inline":
            findings.add(
                "M101",
                path,
                f"HTML cannot be used: {child.content[:40]}",
                "use Markdown; for the sign < itself write \\<",
                *source.locate(child.content.split("\n")[0], *lines),
            )
        given = child.attrs.keys() | child.meta.get("insecure_attrs", {}).keys()
        for name in sorted(given - ATTRIBUTES.get(child.type, given)):
            findings.add(
                "M113",
                path,
                f"unknown attribute “{name}”",
                "take it out: only [words]{lang=fr} is known",
                *source.locate(str(name), *lines),
            )
        if child.type == "index_mark" and not child.meta["entry"]:
            findings.add(
                "M112",
                path,
                "an index mark without an entry",
                "write ((entry)) or ((words|||entry))",
                *source.locate("((", *lines),
            )
        elif child.type == "text":
            _check_text(child.content, source, lines, glyphs, findings)
        elif child.type == "image":
            if not plain(child.children or []).strip():
                findings.add(
                    "I104",
                    path,
                    f"the picture {child.attrs['src']} has no description",
                    "say in a few words what it shows: ![the words](the-picture.png)",
                    *source.locate("![", *lines, images),
                )
            images += 1


def _check_text(
    text: str, source: Source, lines: tuple[int, int | None], glyphs: frozenset[int], findings: Findings
) -> None:
    if "((" in text:
        findings.add(
            "M112",
            source.path,
            "an index mark that is never closed, or that holds other marks",
            "write ((entry)) in plain words; brackets in the text itself are written ( (",
            *source.locate("((", *lines),
        )
    if match := BRACES.search(text):
        findings.add(
            "M113",
            source.path,
            f"“{match[0][1:]}” cannot be understood",
            "write [words]{lang=fr}",
            *source.locate(match[0], *lines),
        )
    for fault in faults(text, glyphs):
        # Written as it is, it was found in the file already; here it comes from a code such as &#8238;.
        if not any(fault.char in line for line in source.lines):
            findings.add(fault.code, source.path, fault.message, fault.mend, *source.locate("&", *lines))


def _check_depth(tokens: Sequence[Token], source: Source, findings: Findings) -> None:
    """Told at the first that is too deep. No page has room for more; and far below, the parser drops the words."""
    depth = 0
    for token in tokens:
        if token.type in NESTED:
            depth += token.nesting
        elif token.type.removesuffix("_close") + "_open" in NESTED:
            depth -= 1
        if depth > DEEPEST:
            findings.add(
                "M115",
                source.path,
                f"lists or quotations stand in each other more than {DEEPEST} deep",
                "indent less, or begin a list of its own",
                *source.locate("", *_lines(token)),
            )
            return


def _check_headings(tokens: Sequence[Token], source: Source, section: str, findings: Findings) -> None:
    path, level, ids = source.path, 1, {section}
    outside = level
    for i, token in enumerate(tokens):
        if token.type == "container_block_open":
            level, outside = 2, level
        elif token.type == "container_block_close":
            level = outside
        if token.type != "heading_open":
            continue
        here, lines = int(token.tag[1]), _lines(token)
        line, column = source.locate("#", *lines)
        if here == 1:
            findings.add(
                "M102",
                path,
                "a heading with one #: that level is the file’s title",
                "begin with ##; the title stands in the header",
                line,
                column,
            )
        elif here > level + 1:
            findings.add(
                "M102",
                path,
                f"a heading of level {here} ({'#' * here}) follows one of level {level}",
                f"write {'#' * (level + 1)}",
                line,
                column,
            )
        level = here
        if not plain(tokens[i + 1].children or []).strip():
            findings.add("M111", path, "a heading without words", "write the heading, or delete the line", line, column)
        if id := str(token.attrs.get("id", "")):
            if id in ids:
                findings.add(
                    "M110",
                    path,
                    f"the id “{id}” is given twice in this file",
                    "give one of the two another name",
                    *source.locate(f"{{#{id}}}", *lines),
                )
            ids.add(id)


def _check_blocks(tokens: Sequence[Token], source: Source, allowed: set[str], findings: Findings) -> None:
    path, depth, sound = source.path, 0, True
    for i, token in enumerate(tokens):
        if token.type == "container_block_close":
            depth -= 1
        elif token.type == "container_block_open":
            depth += 1
            start, end = _lines(token)
            line, column = source.locate(":::", start, start + 1)
            name = token.info.strip().split(" ")[0]
            if name not in allowed:
                near = difflib.get_close_matches(name, sorted(allowed), 1)
                known = "known here: " + ", ".join(sorted(allowed)) if allowed else "this kind of text has no blocks"
                findings.add(
                    "M105",
                    path,
                    f"unknown block “{name}”",
                    f"did you mean “{near[0]}”?" if near else known,
                    line,
                    column,
                )
            if depth > 1:
                findings.add(
                    "M104",
                    path,
                    f"the block “{name}” begins inside another one",
                    "close the block above with a line :::",
                    line,
                    column,
                )
                sound = False
            elif not source.line(end or 0).startswith(":::"):
                findings.add(
                    "M104", path, f"the block “{name}” is never closed", "end it with a line :::", line, column
                )
                sound = False
            if tokens[i + 1].type == "container_block_close":
                findings.add("M111", path, f"the block “{name}” is empty", "write it, or take it out", line, column)
    for token in tokens if sound else ():
        if token.type == "inline" and ":::" in token.content:
            start, _ = _lines(token)
            for number, words in enumerate(token.content.split("\n"), start):
                if words.strip().startswith(":::"):
                    findings.add(
                        "M104",
                        path,
                        "a line ::: that closes nothing",
                        "take it out, or begin the block with ::: and its name",
                        *source.locate(":::", number, number + 1),
                    )


def _check_tables(tokens: Sequence[Token], source: Source, findings: Findings) -> None:
    """Every row of a table has as many cells as its head: the parser drops what is too much and fills up what lacks."""
    path = source.path
    for token in tokens:
        start, end = _lines(token)
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


def check_footnotes(tokens: Sequence[Token], known: Mapping[str, int], source: Source, findings: Findings) -> None:
    """Every footnote is called once or more, and every call has its text. `known`: the parser's, `:label` -> number or -1."""
    texts: dict[str, int] = {}
    for number, line in enumerate(source.lines[source.first - 1 :], source.first):
        if (match := FOOTNOTE_TEXT.match(line)) and f":{match[1]}" in known:
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
                yield str(child.meta.get("label") or ""), _lines(token)


def _calls(tokens: Sequence[Token]) -> Iterator[tuple[str, tuple[int, int | None]]]:
    """Calls that the parser left in the text, since no footnote has their label."""
    told: set[str] = set()
    for token in tokens:
        for child in (token.children or []) if token.type == "inline" else []:
            for match in FOOTNOTE_CALL.finditer(child.content if child.type == "text" else ""):
                if match[1] not in told:
                    told.add(match[1])
                    yield match[1], _lines(token)


def check_roles(
    blocks: Sequence[Block], partial: bool, roles: Mapping[str, str], source: Source, findings: Findings
) -> None:
    """A standard has all its roles (the first ones, if partial), each once, in their order."""
    placed = [block for block in blocks if block.name in roles]
    names = [block.name for block in placed]
    for role, when in roles.items():
        if role not in names and (when == "partial" or not partial):
            findings.add(
                "M106", source.path, f"the role “{role}” is missing", f"add the block ::: {role}", source.first
            )
    reached = -1
    order = list(roles)
    for i, block in enumerate(placed):
        line = block.line + source.first
        if block.name in names[:i]:
            findings.add(
                "M107", source.path, f"the role “{block.name}” is given twice", "make one block of the two", line
            )
        elif order.index(block.name) < reached:
            findings.add(
                "M107",
                source.path,
                f"the role “{block.name}” is out of order",
                "the order is " + ", ".join(order),
                line,
            )
        reached = max(reached, order.index(block.name))


def check_header(
    source: Source, parse: Parse, language: Language, glyphs: frozenset[int], findings: Findings
) -> None:
    """A header's words are plain: emphasis at most. `parse` turns a line of text into inline tokens."""
    for key, value in source.header.items():
        line = next((n for n, text in enumerate(source.lines, 1) if text.startswith(f"{key}:")), 1)
        for words in value if isinstance(value, list) else [value]:
            if not isinstance(words, str):
                continue
            if fault := inline_fault(parse(words)):
                code, message, mend = fault
                findings.add(code, source.path, f"{key}: {message}", mend, line)
            for odd in faults(words, glyphs):
                if not any(odd.char in text for text in source.lines):  # an escape: "\u202e"
                    findings.add(odd.code, source.path, odd.message, odd.mend, line)
            for wrong in letters.faults(paragraph.words(parse(words)), language):
                place = next(((n, text.find(wrong.words) + 1) for n, text in enumerate(source.lines[: source.first], 1)
                              if wrong.words in text), (line, 1))  # fmt: skip
                findings.add(wrong.code, source.path, wrong.message, wrong.mend, place[0], place[1] + wrong.at)


def inline_fault(children: Sequence[Token]) -> tuple[str, str, str] | None:
    """Code, message and mend for what may not stand in the words of a header or a YAML file."""
    for child in children:
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
