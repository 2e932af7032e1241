"""What reads from left to right within right-to-left text, and which paragraphs do as a whole.

The engine orders lines by the Unicode algorithm (UAX #9; `typeset/engine/bidi.py`), which knows letters and digits, and
not what they mean: the groups of a telephone number would run from right to left, the slash at the end of an address
would change sides. So these are isolated: `<span dir="ltr">`, or `<bdo dir="ltr">` where digits alone must be kept in
their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
#: Addresses of the web and of people, and Latin tags and handles; the full stop of a sentence is no part of them.
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>«»“”„\"()]*[^\s<>«»“”„\"().,;:!?،؛؟۔]"
    r"|[A-Za-z0-9][A-Za-z0-9.+_-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<![^\s(«“”‘’])[#@][A-Za-z][A-Za-z0-9_]*"
)
_SEPARATOR = "[ \u00a0\u202f-]"
#: Telephone numbers (+961 1 234 567; 0800-111-222) and dates that begin with the year (2026-03-05), in any digits.
GROUPS = re.compile(
    rf"(?<![\w+/.,٫٬-])(?:\+\d{{1,3}}(?:{_SEPARATOR}?(?:\(\d{{1,5}}\)|\d{{1,5}}))+"
    rf"|0\d+(?:{_SEPARATOR}\d{{2,}})+|\d{{4}}-\d{{2}}-\d{{2}})(?!\w)"
)


def mostly_latin(text: str) -> bool:
    """A reference to an English work, an address: set from left to right as a whole."""
    latin = len(LATIN.findall(text))
    return latin > 12 and latin > 4 * (sum(map(str.isalpha, text)) - latin)


def addresses(children: list[Token]) -> list[Token]:
    """Set addresses in the text apart as tokens of their own, whose digits and points no filter touches."""
    return list(_apart(children, ADDRESS, "span", "address"))


def number_groups(children: list[Token]) -> list[Token]:
    """Put the numbers that read from left to right, whatever their digits, into `<bdo>`."""
    return list(_apart(children, GROUPS, "bdo", "text"))


def _apart(children: list[Token], pattern: re.Pattern[str], tag: str, kind: str) -> Iterator[Token]:
    """`children`, what `pattern` finds in their texts as tokens of `kind` within the element `tag`."""
    for token in children:
        at = 0
        if token.type == "text":
            for match in pattern.finditer(token.content):
                if match.start() > at:
                    yield Token("text", "", 0, content=token.content[at : match.start()])
                yield Token("ltr_open", tag, 1, attrs={"dir": "ltr"})
                yield Token(kind, "", 0, content=match[0])
                yield Token("ltr_close", tag, -1)
                at = match.end()
        if at == 0:
            yield token
        elif at < len(token.content):
            yield Token("text", "", 0, content=token.content[at:])
