"""The end of a paragraph, in all languages with spaces: no short word stands alone on its last line.

A longer word may stand there: the line above would be driven apart for it.
"""

from __future__ import annotations

import re

from bindery.manuscript.filters.paragraph import OBJECT, Rule

#: A text of so many words keeps its last two together where the last has so few letters, and both no more than so many.
MANY, SHORT, TOGETHER = 8, 7, 16
_LAST = re.compile(r"(?<=[^ \n])[ \n](?=[^ \n\u00a0\u2028]+$)")


def _bind(match: re.Match[str]) -> str:
    words = re.split(r"[ \n]", match.string)
    *_, before, last = words
    short = len(last) <= SHORT and len(before + last) <= TOGETHER and OBJECT not in before + last
    return "\u00a0" if short and len(words) >= MANY else match[0]


rules: tuple[Rule, ...] = ((_LAST, _bind),)
