"""Arabic letters go on joining where a tag parts a word.

The engine shapes each inline element by itself, so that a word with one letter in bold, or a preposition before a link,
falls apart. A zero-width joiner on both sides of the tag tells each half that the word goes on. The PDF's text does not
have it (`typeset.engine.clusters`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from markdown_it.token import Token

ZWJ = "\u200d"
#: Letters that join nothing (U) or only what stands before them (R); Unicode, ArabicShaping.txt, for the blocks that
#: written languages use. All other Arabic letters join on both sides.
_RANGES = (
    (0x0621, 0x0621), (0x0674, 0x0674), (0x06D5, 0x06D5), (0x08AD, 0x08AD),
    (0x0622, 0x0625), (0x0627, 0x0627), (0x0629, 0x0629), (0x062F, 0x0632), (0x0648, 0x0648), (0x0671, 0x0673),
    (0x0675, 0x0677), (0x0688, 0x0699), (0x06C0, 0x06C0), (0x06C3, 0x06CB), (0x06CD, 0x06CD), (0x06CF, 0x06CF),
    (0x06D2, 0x06D3), (0x06EE, 0x06EF), (0x0759, 0x075B), (0x076B, 0x076C), (0x0771, 0x0771), (0x0773, 0x0774),
    (0x0778, 0x0779), (0x0870, 0x0882), (0x088E, 0x088E), (0x08AA, 0x08AC), (0x08AE, 0x08AE), (0x08B1, 0x08B2),
    (0x08B9, 0x08B9),
)  # fmt: skip
_ENDING = frozenset(char for first, last in _RANGES for char in range(first, last + 1))
_UNJOINED = frozenset((0x0621, 0x0674, 0x08AD))


def join(children: Sequence[Token]) -> None:
    """Put joiners at every tag that stands inside a word, in place."""
    left: Token | None = None
    tags = False
    for token, following in zip(children, [*children[1:], None], strict=False):
        if token.type in ("text", "index_mark") and token.content:
            # The anchor of an index mark takes in the word before it (`render`): there is no tag between the two.
            if left is not None and tags and token.type == "text" and _meet(left.content, token.content):
                left.content += ZWJ
                token.content = ZWJ + token.content
            left, tags = token, token.type == "index_mark"
        elif token.type == "link_open" and following is not None and following.type == "link_close":
            if left is not None and _joins_on(left.content):  # its words come later, see `compose.references`
                left.content += ZWJ
            left, tags = None, False
        elif token.type in ("code_inline", "address", "softbreak", "hardbreak", "image", "footnote_ref"):
            left, tags = None, False
        elif token.nesting or token.type == "index_mark":
            tags = True


def _meet(before: str, after: str) -> bool:
    return _joins_on(before) and _is_letter(after[:1]) and ord(after[0]) not in _UNJOINED


def _joins_on(text: str) -> bool:
    """Whether the last letter of the text joins what follows; vowel signs on it make no difference."""
    at = len(text)
    while at and unicodedata.category(text[at - 1]) == "Mn":
        at -= 1
    last = text[at - 1 : at]
    return _is_letter(last) and ord(last) not in _ENDING


def _is_letter(char: str) -> bool:
    return bool(char) and unicodedata.bidirectional(char) == "AL" and unicodedata.category(char) in ("Lo", "Lm")
