"""What can be wrong in a parsed text: its words, headings, blocks and roles; each fault with its place and mend."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence

from markdown_it.token import Token

from bindery.errors import Findings
from bindery.manuscript.characters import faults
from bindery.manuscript.markdown import lines_of, plain, words_of
from bindery.manuscript.source import Source
from bindery.manuscript.tables import check_tables
from bindery.manuscript.titles import title_fault
from bindery.model import Block

#: Attributes that `[words]{…}` may have; links, pictures and code have none of ours.
ATTRIBUTES = {
    "span_open": {"lang"},
    "link_open": {"href"},
    "image": {"src", "alt"},
    "code_inline": set[str](),
}
#: What can stand in itself, and how deep it may.
NESTED = {"bullet_list_open", "ordered_list_open", "blockquote_open"}
DEEPEST = 6
#: Blocks that a kind of text must have, those that it has once, and the one that has a title, of those that templates place.
NEEDED = {"session": ("materials",)}
ONCE = ("facts", "materials")
TITLED = "handout"
#: What an attribute or the name of a heading looks like that the parser has not taken for one.
BRACES = re.compile(r"\]\{[^{}]*\}|\{(?:#|lang=)[^{}]*\}")


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
                *source.locate("<", *lines_of(token)),
            )
        elif token.type == "inline":
            _check_inline(token, source, glyphs, findings)
    _check_depth(tokens, source, findings)
    _check_headings(tokens, source, section, findings)
    _check_blocks(tokens, source, allowed, findings)
    check_tables(tokens, source, findings)


def _check_inline(inline: Token, source: Source, glyphs: frozenset[int], findings: Findings) -> None:
    path, lines = source.path, lines_of(inline)
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
            f"“{match[0].lstrip(']')}” cannot be understood",
            "write [words]{lang=fr}; a heading alone has a name, at its end: {#name}",
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
                *source.locate("", *lines_of(token)),
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
        here, lines = int(token.tag[1]), lines_of(token)
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
            start, end = lines_of(token)
            line, column = source.locate(":::", start, start + 1)
            name, _, title = token.info.strip().partition(" ")
            if fault := title_fault(words_of(title)):
                findings.add(fault[0], path, fault[1], fault[2], line, column)
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
            start, _ = lines_of(token)
            for number, words in enumerate(token.content.split("\n"), start):
                if words.strip().startswith(":::"):
                    findings.add(
                        "M104",
                        path,
                        "a line ::: that closes nothing",
                        "take it out, or begin the block with ::: and its name",
                        *source.locate(":::", number, number + 1),
                    )


def check_placed(blocks: Sequence[Block], kind: str, source: Source, findings: Findings) -> None:
    """Of the blocks that a template places: each that it needs is there, and none has words that it does not print."""
    names = [block.name for block in blocks]
    for name in NEEDED.get(kind, ()):
        if name not in names:
            findings.add("M106", source.path, f"the block “{name}” is missing", f"add the block ::: {name}", source.first)
    for i, block in enumerate(blocks):
        line = block.line + source.first
        if block.title and block.name != TITLED:
            findings.add("M113", source.path, f"the words after ::: {block.name} are not printed", "write them into the block", line)
        if block.name in ONCE and block.name in names[:i]:
            findings.add("M107", source.path, f"the block “{block.name}” is given twice", "make one block of the two", line)


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
