"""One Markdown file -> one checked Section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from bindery.errors import Findings
from bindery.manuscript import bidi, filters, quotes
from bindery.manuscript.checks import check_placed, check_roles, check_tokens
from bindery.manuscript.footnotes import check_footnotes
from bindery.manuscript.images import PICTURES
from bindery.manuscript.letters import check_letters
from bindery.manuscript.markdown import parser, plain, words_of
from bindery.manuscript.render import Renderer
from bindery.manuscript.source import Source, check_characters, read_source
from bindery.manuscript.titles import check_header
from bindery.manuscript.transliterate import transliterate
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


def read_section(
    entry: PlanEntry,
    path: Path,
    language: Language,
    glyphs: frozenset[int],
    roles: Mapping[str, str],
    findings: Findings,
) -> Section | None:
    """The section in the file at `path`. None when the file cannot be used at all; faults become findings."""
    kind = entry.kind.id
    source = read_source(path, HEADERS[kind], findings)
    if source is None:
        return None
    check_characters(source, glyphs, findings)
    env: dict[str, Any] = {}
    tokens = parser().parse(source.body, env)
    allowed = BLOCKS[kind] | (set(roles) if kind == "standard" else set())
    check_header(source, language, glyphs, findings)
    check_tokens(tokens, source, entry.id, allowed, glyphs, findings)
    check_footnotes(tokens, env.get("footnotes", {}).get("refs", {}), source, findings)
    check_letters(tokens, source, language, findings)
    references = _references(tokens, source, findings)
    source = transliterate(source, tokens, language, findings)
    foreign = _mark_foreign(tokens, language)
    for before, token in pairwise(tokens):
        if token.type == "inline" and id(token) not in foreign:
            token.children = typeset_text(token.children or [], language, hyphens=before.type != "heading_open")
    body, notes = _split_footnotes(tokens)
    box_titles = {"discuss": language.strings["discuss"]}
    renderer = Renderer(entry.id, notes, box_titles, lambda title: text_html(title, language))
    blocks, headings = _blocks(body, entry, roles, renderer)
    check_placed(blocks, kind, source, findings)
    if kind == "standard" and source.header:
        check_roles(blocks, bool(source.header.get("partial")), roles, source, findings)
    if kind == "glossary":  # its entries index themselves
        renderer.marks += [IndexMark(h.text, "", h.id) for h in headings]
    title = str(source.header.get("title", ""))
    ids = (
        entry.id,
        *(h.id for h in headings if h.id),
        *(m.anchor for m in renderer.marks if m.anchor.startswith("ix-")),
    )
    words = "\n".join(plain(t.children or []) for t in tokens if t.type == "inline")
    return Section(
        entry,
        title,
        text_html(title, language),
        _typeset_meta(source.header, language),
        tuple(blocks),
        tuple(headings),
        ids,
        tuple(renderer.marks),
        tuple(references),
        words,
        path,
        str(source.header.get("status", "draft")),
    )


def typeset_text(children: list[Token], language: Language, hyphens: bool = False) -> list[Token]:
    """Apply the language's quotes, filters, digits and direction to inline tokens. `hyphens`: words may be parted."""
    quotes.turn(children, language.quotes)
    if language.rtl:
        children = bidi.addresses(children)
    filters.apply(children, language, hyphens)
    return bidi.number_groups(children) if language.rtl else children


def text_html(text: str, language: Language) -> str:
    """A line of plain text from a header or a YAML file, typeset like the text."""
    return Renderer("", {}).inline(typeset_text(words_of(text), language))


def _typeset_meta(header: Mapping[str, Any], language: Language) -> dict[str, Any]:
    def one(value: Any) -> Any:
        if isinstance(value, str):
            return text_html(value, language)
        return [one(v) for v in value] if isinstance(value, list) else value

    return {key: value if key in ("status", "case") else one(value) for key, value in header.items()}


def _references(tokens: Sequence[Token], source: Source, findings: Findings) -> list[Reference]:
    references = []
    seen: dict[tuple[int, str], int] = {}

    def place(target: str, start: int, end: int) -> tuple[int, int]:
        """Where the nth link to `target` stands, in a paragraph that may hold several."""
        nth = seen.get((start, target), 0)
        seen[start, target] = nth + 1
        needle = next((n for n in (f"]({target}", f"<{target}>") if source.holds(n, start, end)), target)
        return source.locate(needle, start, end, nth)

    for token in tokens:
        if token.type != "inline" or not token.map:
            continue
        children = token.children or []
        for i, child in enumerate(children):
            if child.type == "link_open":
                href = str(child.attrs.get("href", ""))
                line, column = place(href, *token.map)
                named = children[i + 1].type != "link_close"
                if href.startswith("#"):
                    references.append(Reference(href[1:], source.path, line, column, named))
                elif not href.startswith(("https://", "http://", "mailto:")):
                    findings.add(
                        "X102",
                        source.path,
                        f"“{href}” leads nowhere from a book",
                        "link to a #place of this text, or to a whole https:// address",
                        line,
                        column,
                    )
                elif not named:
                    findings.add("M111", source.path, f"the link to {href} has no words", f"write <{href}>, or words in the brackets",
                                 line, column)  # fmt: skip
            elif child.type == "image":
                name = str(child.attrs["src"])
                references.append(Reference("image:" + name, source.path, *place(name, *token.map)))
                child.attrSet("src", f"{PICTURES}/{name}")  # from here on, as the engine finds it
    return references


def _mark_foreign(tokens: Sequence[Token], language: Language) -> set[int]:
    """Paragraphs in Latin letters in a language of another script, such as references to English works.

    They are set as English, from the left, with its digits and its italics. Returns the ids of their inline tokens.
    """
    if language.latin:
        return set()
    foreign = set()
    for before, token in pairwise(tokens):
        if (
            token.type == "inline"
            and before.type == "paragraph_open"
            and bidi.mostly_latin(plain(token.children or []))
        ):
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
            blocks.append(Block(name, title, renderer.blocks(inner), (token.map or (0,))[0]))
            i = end + 1
            continue
        run.append(token)
        i += 1
    flush()
    return blocks, _headings(tokens, renderer)


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


def _headings(tokens: Sequence[Token], renderer: Renderer) -> list[Heading]:
    found = []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            children = inline.children or []
            clean = [t for t in children if t.type != "index_mark"]
            found.append(Heading(int(opening.tag[1]), str(opening.attrs.get("id", "")), renderer.inline(clean), plain(children)))
    return found
