"""One Markdown file -> one checked Section."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from bindery.errors import Findings
from bindery.manuscript import bidi, filters
from bindery.manuscript.markdown import parser, plain
from bindery.manuscript.render import Renderer
from bindery.manuscript.source import Source, check_characters, check_footnotes, check_tables, read_source
from bindery.model import Block, Heading, IndexMark, Language, PlanEntry, Reference, Section
from bindery.project.schema import HEADERS

#: The blocks a kind of section may have besides the roles of a standard.
BLOCKS = {
    "chapter": {"note", "key"},
    "principle": {"note"},
    "area": {"note"},
    "glossary": set[str](),
    "standard": {"note"},
    "case-study": {"note", "discuss", "facts", "key"},
    "session": {"note", "key", "objectives", "materials", "plan", "handout"},
}
#: Blocks that the templates place themselves; the others stay where they are in the text.
PLACED = {"facts", "objectives", "materials", "plan", "handout"}
ATTRIBUTES = {"id", "lang"}


def read_section(
    entry: PlanEntry, path: Path, language: Language, glyphs: frozenset[int], roles: Mapping[str, str], findings: Findings
) -> Section | None:
    """The section in the file at `path`. None when the file cannot be used at all; faults become findings."""
    kind = entry.kind.id
    source = read_source(path, HEADERS[kind], findings)
    if source is None:
        return None
    check_characters(source, glyphs, findings)
    check_footnotes(source, findings)
    check_tables(source, findings)
    env: dict[str, Any] = {}
    tokens = parser().parse(source.body, env)
    allowed = BLOCKS[kind] | (set(roles) if kind == "standard" else set())
    _check_tokens(tokens, source, allowed, findings)
    references = _references(tokens, source, findings)
    foreign = _mark_foreign(tokens, language)
    for token in tokens:
        if token.type == "inline" and id(token) not in foreign:
            token.children = typeset_text(token.children or [], language)
    body, notes = _split_footnotes(tokens)
    renderer = Renderer(entry.id, notes, {"discuss": language.strings["discuss"]})
    blocks, headings = _blocks(body, entry, roles, renderer)
    if kind == "standard" and source.header:
        _check_roles(blocks, bool(source.header.get("partial")), roles, source, findings)
    if kind == "glossary":  # its entries index themselves

        renderer.marks += [IndexMark(h.text, "", h.id) for h in headings]
    title = str(source.header.get("title", ""))
    ids = (entry.id, *(h.id for h in headings if h.id), *(m.anchor for m in renderer.marks if m.anchor.startswith("ix-")))
    words = " ".join(plain(t.children or []) for t in tokens if t.type == "inline")
    return Section(
        entry, title, text_html(title, language), _typeset_meta(source.header, language), tuple(blocks), tuple(headings),
        ids, tuple(renderer.marks), tuple(references), words, path, str(source.header.get("status", "draft")))


def typeset_text(children: list[Token], language: Language) -> list[Token]:
    """Apply the language's typographic filters, digits and direction to inline tokens."""
    wanted = [filters.FILTERS[name] for name in language.filters if name in filters.FILTERS]
    if language.digits != "0123456789":
        table = {48 + i: digit for i, digit in enumerate(language.digits)}
        wanted.append(lambda text: filters.digits(text, table))
    if wanted:
        filters.apply(children, wanted)
    return bidi.isolate(children) if language.rtl else children


def text_html(text: str, language: Language) -> str:
    """A line of plain text from a header or a YAML file, typeset like the text."""
    children = parser().parseInline(text)[0].children or []
    return Renderer("", {}).inline(typeset_text(children, language))


def _typeset_meta(header: Mapping[str, Any], language: Language) -> dict[str, Any]:
    def one(value: Any) -> Any:
        if isinstance(value, str):
            return text_html(value, language)
        return [one(v) for v in value] if isinstance(value, list) else value

    return {key: value if key in ("status", "case") else one(value) for key, value in header.items()}


def _check_tokens(tokens: Sequence[Token], source: Source, allowed: set[str], findings: Findings) -> None:
    path, level, ids = source.path, 1, dict[str, int]()
    depth, outside = 0, 1
    for i, token in enumerate(tokens):
        start, end = token.map or (0, None)
        if token.type == "html_block":
            findings.add("M101", path, f"raw HTML: {token.content.strip().splitlines()[0][:40]}",
                         "use Markdown, or a ::: block", *source.locate("<", start, end))
        for child in token.children or []:
            if child.type == "html_inline":
                findings.add("M101", path, f"raw HTML: {child.content[:40]}",
                             "use Markdown; a plain < is written \\<", *source.locate(child.content, start, end))
            unknown = child.attrs.keys() - ATTRIBUTES if child.type == "span_open" else ()
            for name in unknown:
                findings.add("M113", path, f"unknown attribute “{name}”", "only id and lang may stand here",
                             *source.locate(name, start, end))
            if child.type == "index_mark" and not child.meta["entry"]:
                findings.add("M112", path, "an index mark without an entry", "write ((entry)) or ((words|||entry))",
                             *source.locate("((", start, end))
        if token.type == "heading_open":
            here = int(token.tag[1])
            line, column = source.locate("#", start, end)
            if here == 1:
                findings.add("M102", path, "the file’s title is its first level of heading",
                             "begin with ##; the title stands in the header", line, column)
            elif here > level + 1:
                findings.add("M102", path, f"a heading of level {here} after one of level {level}",
                             f"use {'#' * (level + 1)}", line, column)
            level = here
            if not plain(tokens[i + 1].children or []).strip():
                findings.add("M111", path, "a heading without words", "write the heading, or delete the line", line, column)
            if id := token.attrs.get("id"):
                if str(id) in ids:
                    findings.add("M110", path, f"the id “{id}” is given twice in this file", "give one another name",
                                 *source.locate(f"{{#{id}}}", start, end))
                ids[str(id)] = line
        elif token.type == "container_block_open":
            depth += 1
            name = token.info.strip().split(" ")[0]
            line = source.first + start
            if name not in allowed:
                near = difflib.get_close_matches(name, sorted(allowed), 1)
                mend = f"did you mean “{near[0]}”?" if near else "known here: " + (", ".join(sorted(allowed)) or "none")
                findings.add("M105", path, f"unknown block “{name}”", mend, line, 1)
            if depth > 1:
                findings.add("M104", path, f"the block “{name}” begins inside another one",
                             "close the block above with a line :::", line, 1)
            elif not source.line(end or 0).startswith(":::"):
                findings.add("M104", path, f"the block “{name}” is never closed", "end it with a line :::", line, 1)
            if tokens[i + 1].type == "container_block_close":
                findings.add("M111", path, f"the block “{name}” is empty", "write it, or take it out", line, 1)
            level, outside = 2, level
        elif token.type == "container_block_close":
            depth -= 1
            level = outside


def _references(tokens: Sequence[Token], source: Source, findings: Findings) -> list[Reference]:
    references = []
    seen: dict[tuple[int, str], int] = {}
    for token in tokens:
        if token.type != "inline" or not token.map:
            continue
        start, end = token.map
        for child in token.children or []:
            if child.type == "link_open":
                href = str(child.attrs.get("href", ""))
                nth = seen.get((start, href), 0)
                seen[start, href] = nth + 1
                line, column = source.locate(f"]({href})", start, end, nth)
                if href.startswith("#"):
                    references.append(Reference(href[1:], source.path, line, column))
                elif not href.startswith(("https://", "http://", "mailto:")):
                    findings.add("X102", source.path, f"“{href}” leads nowhere from a book",
                                 "link to #a-place of this text, or to a whole https:// address", line, column)
            elif child.type == "image":
                line, column = source.locate(str(child.attrs["src"]), start, end)
                references.append(Reference("image:" + str(child.attrs["src"]), source.path, line, column))
    return references


def _mark_foreign(tokens: Sequence[Token], language: Language) -> set[int]:
    """Paragraphs in Latin letters in a language of another script, such as references to English works.

    They are set as English, from the left, with its digits and its italics. Returns the ids of their inline tokens.
    """
    if language.latin:
        return set()
    foreign = set()
    for before, token in zip(tokens, tokens[1:]):
        if token.type == "inline" and before.type == "paragraph_open" and bidi.mostly_latin(plain(token.children or [])):
            before.attrSet("dir", "ltr")
            before.attrSet("lang", "en")
            before.attrJoin("class", "foreign")
            before.hidden = False
            foreign.add(id(token))
    return foreign


def _split_footnotes(tokens: list[Token]) -> tuple[list[Token], dict[int, list[Token]]]:
    cut = next((i for i, t in enumerate(tokens) if t.type == "footnote_block_open"), len(tokens))
    notes: dict[int, list[Token]] = {}
    current: list[Token] = []
    for token in tokens[cut:]:
        if token.type == "footnote_open":
            current = notes.setdefault(token.meta["id"], [])
        else:
            current.append(token)
    return tokens[:cut], notes


def _blocks(
    tokens: Sequence[Token], entry: PlanEntry, roles: Mapping[str, str], renderer: Renderer
) -> tuple[list[Block], list[Heading]]:
    """Cut the section at its placed blocks; boxes in the running text stay in it."""
    blocks: list[Block] = []
    headings: list[Heading] = []
    run: list[Token] = []
    placed = PLACED | set(roles)

    def flush() -> None:
        if run:
            blocks.append(Block("body", "", renderer.blocks(_keep_keys(run)), (run[0].map or (0,))[0]))
            run.clear()

    i = 0
    while i < len(tokens):
        token = tokens[i]
        name, _, title = token.info.strip().partition(" ") if token.type == "container_block_open" else ("", "", "")
        if name in placed:
            flush()
            end = next(j for j in range(i, len(tokens)) if tokens[j].type == "container_block_close")
            inner = list(tokens[i + 1 : end])
            if name == "guidance":
                inner = _number_notes(inner, entry.id)
            _gather(inner, renderer, headings)
            blocks.append(Block(name, title, renderer.blocks(inner), (token.map or (0,))[0]))
            i = end + 1
            continue
        run.append(token)
        i += 1
    _gather(tokens, renderer, headings)
    flush()
    return blocks, list(dict.fromkeys(headings))


def _keep_keys(tokens: Sequence[Token]) -> list[Token]:
    """A key message hangs in the side column; together with the paragraph beside it, it stays on one page."""
    kept: list[Token] = []
    open_key = False
    for token in tokens:
        if token.type == "container_block_open" and token.info.strip() == "key" and not open_key:
            kept.append(Token("keep_open", "div", 1, attrs={"class": "keep"}))
            open_key = True
        kept.append(token)
        if open_key and token.type == "paragraph_close" and token.level == 0:
            kept.append(Token("keep_close", "div", -1))
            open_key = False
    return [*kept, Token("keep_close", "div", -1)] if open_key else kept


def _number_notes(tokens: Sequence[Token], section: str) -> list[Token]:
    """Each guidance note with its number's id, in a division of its own: its head runs in to its first paragraph."""
    numbered: list[Token] = []
    count = 0
    for token in tokens:
        if token.type == "heading_open":
            if count:
                numbered.append(Token("note_close", "div", -1))
            count += 1
            token.attrSet("id", f"{section}-note-{count}")
            numbered.append(Token("note_open", "div", 1, attrs={"class": "gn"}))
        numbered.append(token)
    return [*numbered, Token("note_close", "div", -1)] if count else numbered


def _gather(tokens: Sequence[Token], renderer: Renderer, headings: list[Heading]) -> None:
    for opening, inline in zip(tokens, tokens[1:]):
        if opening.type == "heading_open":
            children = inline.children or []
            clean = [t for t in children if t.type != "index_mark"]
            headings.append(Heading(int(opening.tag[1]), str(opening.attrs.get("id", "")), renderer.inline(clean), plain(children)))


def _check_roles(
    blocks: Sequence[Block], partial: bool, roles: Mapping[str, str], source: Source, findings: Findings
) -> None:
    names = [block.name for block in blocks if block.name in roles]
    wanted = [role for role, when in roles.items() if when == "partial" or not partial]
    for role in wanted:
        if role not in names:
            findings.add("M106", source.path, f"the role “{role}” is missing", f"add a block ::: {role}", source.first)
    order = [role for role in roles if role in names]
    if names != order and set(names) == set(order):
        wrong = next((n for n, o in zip(names, order) if n != o), names[-1])
        line = next(b.line for b in blocks if b.name == wrong) + source.first
        findings.add("M107", source.path, f"the role “{wrong}” is out of order or given twice",
                     "the order is " + ", ".join(order), line)
