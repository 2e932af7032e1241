"""Left-to-right runs inside right-to-left paragraphs.

The engine orders the inside of one text node by the Unicode algorithm (through Pango), but lays inline elements of
a right-to-left line one after the other from the right, so a Latin phrase that a tag cuts in two comes out
scrambled. So the algorithm (UAX #9, by python-bidi) runs over the whole paragraph here, and a left-to-right run that
crosses a tag is put into a `<span dir="ltr">`, which the engine does lay out from the left.
"""

from __future__ import annotations

import re
import unicodedata

from bidi.algorithm import (
    explicit_embed_and_overrides,
    get_embedding_levels,
    get_empty_storage,
    resolve_implicit_levels,
    resolve_neutral_types,
    resolve_weak_types,
)
from markdown_it.token import Token

STRONG_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
RTL_STAND_IN = "\u0627"  # an empty cross-reference becomes words of the language


def levels(text: str) -> list[int]:
    """The embedding level of each character of a right-to-left paragraph (UAX #9, rules X1 to I2).

    Boundary neutrals such as ZWNJ take part in nothing (rule X9): they get the level of what stands before them.
    """
    counts = [unicodedata.bidirectional(char) != "BN" for char in text]
    found = iter(_levels("".join(char for char, counted in zip(text, counts, strict=True) if counted)))
    result: list[int] = []
    for counted in counts:
        result.append(next(found) if counted else result[-1] if result else 1)
    return result


def _levels(text: str) -> list[int]:
    storage = get_empty_storage()
    storage["base_level"], storage["base_dir"] = 1, "R"
    get_embedding_levels(text, storage)
    explicit_embed_and_overrides(storage)
    resolve_weak_types(storage)
    resolve_neutral_types(storage, False)
    resolve_implicit_levels(storage, False)
    return [char["level"] for char in storage["chars"]]


def mostly_latin(text: str) -> bool:
    """A reference to an English work, an address: set from left to right as a whole."""
    latin = len(LATIN.findall(text))
    return latin > 12 and latin > 4 * (sum(map(str.isalpha, text)) - latin)


def isolate(children: list[Token]) -> list[Token]:
    """Wrap each left-to-right run that crosses a tag; returns new children."""
    text, owner = "", []
    for i, token in enumerate(children):
        if token.type in ("text", "code_inline", "index_mark"):
            piece = token.content
        elif token.type in ("softbreak", "hardbreak"):
            piece = " "
        elif token.type == "link_open" and i + 1 < len(children) and children[i + 1].type == "link_close":
            piece = RTL_STAND_IN
        else:
            piece = ""
        text += piece
        owner += [i] * len(piece)
    if not STRONG_LATIN.search(text):
        return children
    level = levels(text)
    runs, at = [], 0
    while at < len(text):
        end = at
        while end < len(text) and level[end] >= 2:
            end += 1
        if end > at and owner[at] != owner[end - 1] and STRONG_LATIN.search(text[at:end]):
            runs.append((at, end))
        at = max(end, at + 1)
    for start, end in reversed(runs):
        children = _wrap(children, owner, start, end)
    return children


def _wrap(children: list[Token], owner: list[int], start: int, end: int) -> list[Token]:
    first, last = owner[start], owner[end - 1]
    before = start - owner.index(first)  # characters of the first token that stay outside
    inside_last = end - owner.index(last)
    head, tail = children[first], children[last]
    out_before, out_after = children[:first], children[last + 1 :]
    middle = children[first : last + 1]
    if before and head.type == "text":
        out_before = [*out_before, _text(head.content[:before])]
        middle[0] = _text(head.content[before:])
    if inside_last < len(tail.content) and tail.type == "text":
        out_after = [_text(tail.content[inside_last:]), *out_after]
        middle[-1] = _text(tail.content[:inside_last])
    middle, lead, trail = _balance(middle, out_before, out_after)
    return [
        *lead,
        Token("span_open", "span", 1, attrs={"dir": "ltr"}),
        *middle,
        Token("span_close", "span", -1),
        *trail,
    ]


def _balance(
    middle: list[Token], before: list[Token], after: list[Token]
) -> tuple[list[Token], list[Token], list[Token]]:
    """Take in the tags whose other half lies just outside, so that the span nests."""
    depth, lowest = 0, 0
    for token in middle:
        depth += token.nesting
        lowest = min(lowest, depth)
    while lowest < 0 and before and before[-1].nesting == 1:
        middle, before, lowest, depth = [before[-1], *middle], before[:-1], lowest + 1, depth + 1
    while depth > 0 and after and after[0].nesting == -1:
        middle, after, depth = [*middle, after[0]], after[1:], depth - 1
    return middle, before, after


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
