"""A paragraph as its typographic rules see it: one text, whatever tags cut it, and edits that go back into its tokens.

A rule is a pattern and what its matches become. It sees the whole paragraph, so that a space in one token and the
question mark in the next are side by side; what it changes stays in the token where it stood. Out of its reach are
addresses, code and words marked as of another language: rules see them and cannot change them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markdown_it.token import Token

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

#: What stands for a picture, or for a reference whose words come later.
OBJECT = "\ufffc"
SOFT_BREAK = "\n"  # the end of a line in the file; printed as a space
HARD_BREAK = "\u2028"
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+")


@dataclass(slots=True)
class _Piece:
    """A stretch of the paragraph in one token; `owner` is the token's number."""

    text: str
    owner: int
    locked: bool


def apply(children: Sequence[Token], rules: Sequence[Rule]) -> None:
    """Run `rules`, in their order, over the text of inline tokens, in place."""
    if not rules:
        return
    pieces = list(_pieces(children))
    changed = False
    for pattern, replacement in rules:
        text = "".join(piece.text for piece in pieces)
        edits: list[tuple[int, int, str]] = []
        for match in pattern.finditer(text):
            new = replacement(match) if callable(replacement) else match.expand(replacement)
            if new != match[0]:
                edits += _smallest(match, new)
        for start, end, new in reversed(edits):
            changed = _edit(pieces, start, end, new) or changed
    if changed:
        _write(children, pieces)


def seen(children: Sequence[Token]) -> str:
    """The paragraph as a reader sees it, with a sign for what is no text."""
    return "".join(piece.text for piece in _pieces(children))


def words(children: Sequence[Token]) -> str:
    """The same, with spaces for all that is not the language's own: foreign words, addresses, code."""
    return "".join(" " * len(piece.text) if piece.locked else piece.text for piece in _pieces(children))


def _pieces(children: Sequence[Token]) -> Iterator[_Piece]:
    open_tags: list[bool] = []  # of links and spans: whether what is inside is out of reach
    for i, token in enumerate(children):
        if token.type in ("link_open", "span_open"):
            address = token.type == "link_open" and not str(token.attrs.get("href", "")).startswith("#")
            open_tags.append(address or "lang" in token.attrs)
            if token.type == "link_open" and i + 1 < len(children) and children[i + 1].type == "link_close":
                yield _Piece(OBJECT, i, True)
        elif token.type in ("link_close", "span_close") and open_tags:
            open_tags.pop()
        elif token.type in ("text", "index_mark"):
            yield from _parts(token.content, i, any(open_tags))
        elif token.type == "softbreak":
            yield _Piece(SOFT_BREAK, i, False)
        elif token.type == "hardbreak":
            yield _Piece(HARD_BREAK, i, True)
        elif token.type in ("code_inline", "address"):
            yield _Piece(token.content, i, True)
        elif token.type == "image":
            yield _Piece(OBJECT, i, True)


def _parts(text: str, owner: int, locked: bool) -> Iterator[_Piece]:
    at = 0
    for match in ADDRESS.finditer(text) if ":" in text or "@" in text or "www." in text else ():
        yield _Piece(text[at : match.start()], owner, locked)
        yield _Piece(match[0], owner, True)
        at = match.end()
    yield _Piece(text[at:], owner, locked)


def _smallest(match: re.Match[str], new: str) -> Iterator[tuple[int, int, str]]:
    """What really changes, so that letters stay on their side of a tag: start, end, and what comes there."""
    old, start = match[0], match.start()
    if len(old) < 2:
        yield start, match.end(), new
        return
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "replace" and b - a == d - c:
            for i in range(b - a):
                yield start + a + i, start + a + i + 1, new[c + i]
        elif what != "equal":
            yield start + a, start + b, new[c:d]


def _edit(pieces: Sequence[_Piece], start: int, end: int, new: str) -> bool:
    """Put `new` in the place of the characters from start to before end; False where they are out of reach."""
    touched, at = [], 0
    for piece in pieces:
        length = len(piece.text)
        if length and (at < end and at + length > start if start < end else at <= start <= at + length):
            touched.append((piece, at))
        at += length
    if start < end:
        if any(piece.locked for piece, _ in touched):
            return False
    else:
        touched = [found for found in touched if not found[0].locked][:1]
    for i, (piece, at) in enumerate(touched):
        a, b = max(start - at, 0), min(end - at, len(piece.text))
        piece.text = piece.text[:a] + (new if i == 0 else "") + piece.text[b:]
    return bool(touched)


def _write(children: Sequence[Token], pieces: Sequence[_Piece]) -> None:
    contents: dict[int, list[str]] = {}
    for piece in pieces:
        contents.setdefault(piece.owner, []).append(piece.text)
    for owner, texts in contents.items():
        token, content = children[owner], "".join(texts)
        if token.type in ("text", "index_mark"):
            token.content = content
        elif token.type == "softbreak" and content != SOFT_BREAK:
            token.type, token.content = "text", content
