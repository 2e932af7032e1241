"""Quotation marks: those that are typed straight, " and ', become the language's own, one pair inside the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token

STRAIGHT = {'"', "'"}


def turn(children: Sequence[Token], quotes: tuple[str, ...]) -> None:
    """Change the text of inline tokens in place; words marked as another language's are left alone.

    `quotes`: the marks outside, then those inside them, opening and closing. An apostrophe is ’ in every language.
    """
    if not any(token.type == "text" and not STRAIGHT.isdisjoint(token.content) for token in children):
        return
    own, foreign = [], 0
    for token in children:
        if foreign or (token.type == "span_open" and "lang" in token.attrs):
            foreign += token.nesting
        else:
            own.append(token)
    process_inlines(own, StateCore("", _with(quotes), {}, []))


@cache
def _with(quotes: tuple[str, ...]) -> MarkdownIt:
    return MarkdownIt("commonmark", {"quotes": list(quotes)})
