"""The project's Markdown: CommonMark with tables, footnotes, `:::` blocks, `[..]{lang=..}` spans and `((index marks))`."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from bindery.model import bare

INDEX_MARK = re.compile(r"\(\(\((?P<hidden>[^()\n]*)\)\)\)|\(\((?P<shown>[^()\n]*)\)\)")
HEADING_ID = re.compile(r"\s*\{#([^\s{}]+)\}\s*$")


@cache
def parser() -> MarkdownIt:
    """One parser serves all files. HTML is parsed (and then refused with its place), never passed through."""
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable("table").use(footnote_plugin)
    container_plugin(md, "block", validate=lambda params, _markup: bool(params.strip()))
    md.use(attrs_plugin, spans=True)
    # Every link and picture becomes a token, so that what may not be named is a finding, not printed as it stands.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    normal = md.normalizeLink
    md.normalizeLink = lambda url: normal(url) if "://" in url else url  # type: ignore[method-assign]
    md.core.ruler.push("index_marks", _index_marks)
    md.core.ruler.push("heading_id", _heading_id)
    return md


def _index_marks(state: StateCore) -> None:
    """`((entry))`, `((words|||entry))` and the invisible `(((entry; sub)))` become `index_mark` tokens.

    A token's content is the visible words; meta holds entry and sub. Emphasis inside the words is not supported.
    """
    for token in state.tokens:
        if token.type != "inline" or "((" not in token.content:
            continue
        children: list[Token] = []
        for child in token.children or []:
            children += _split_marks(child) if child.type == "text" and "((" in child.content else [child]
        token.children = children


def _split_marks(text: Token) -> list[Token]:
    tokens, at = [], 0
    for match in INDEX_MARK.finditer(text.content):
        hidden = match["hidden"] is not None
        before = text.content[at : match.start()]
        if hidden and not text.content[match.end() : match.end() + 1].isalnum():
            before = before.rstrip(" ")  # the mark prints nothing, so the space that set it off goes too
        if before:
            tokens.append(Token("text", "", 0, content=before))
        words, bar, entry = (match["hidden"] or match["shown"] or "").partition("|||")
        entry, _, sub = (entry if bar else words).partition(";")
        tokens.append(
            Token(
                "index_mark",
                "",
                0,
                content="" if hidden else words,
                meta={"entry": entry.strip(), "sub": sub.strip(), "hidden": hidden},
            )
        )
        at = match.end()
    if at < len(text.content):
        tokens.append(Token("text", "", 0, content=text.content[at:]))
    return tokens


def _heading_id(state: StateCore) -> None:
    """`## Title {#id}` gives the heading its id."""
    for opening, inline in pairwise(state.tokens):
        if opening.type != "heading_open" or not inline.children:
            continue
        last = inline.children[-1]
        if last.type == "text" and (match := HEADING_ID.search(last.content)):
            opening.attrSet("id", match[1])
            last.content = last.content[: match.start()]


def words_of(text: str) -> list[Token]:
    """The inline tokens of a line of text."""
    return parser().parseInline(text)[0].children or []


def lines_of(token: Token) -> tuple[int, int | None]:
    """The lines of the body in which a token stands: from the first (counted from 0) to before the last."""
    return (token.map[0], token.map[1]) if token.map else (0, None)


def plain(tokens: list[Token]) -> str:
    """The words of inline tokens as a reader sees them."""
    parts = []
    for token in tokens:
        if token.type in ("text", "address", "code_inline", "index_mark"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(token.content)
    return bare("".join(parts))
