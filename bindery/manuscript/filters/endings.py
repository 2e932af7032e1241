"""The end of a paragraph, in all languages with spaces: no short word stands alone on its last line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bindery.manuscript.filters.paragraph import OBJECT, Rule

_LAST = re.compile(r"(?<=[^ \n])[ \n](?=[^ \n\u00a0\u2028\d]+$)")  # numbers have rules of their own


@dataclass(frozen=True, slots=True)
class _Binding:
    """A text of so many words keeps its last two together, where the last is no longer than `last`, both than `both`."""

    words: int
    last: int  # letters
    both: int

    def __call__(self, match: re.Match[str]) -> str:
        words = re.split(r"[ \n]", match.string)
        last_two = "".join(words[-2:])
        short = len(words[-1]) <= self.last and len(last_two) <= self.both and OBJECT not in last_two
        return "\u00a0" if short and len(words) >= self.words else match[0]


#: Justified: for a longer word the line above would be driven apart.
running: tuple[Rule, ...] = ((_LAST, _Binding(8, 7, 16)),)
#: Heads, titles, strings, whose lines end where they will: longer words would leave more of a hole above than below.
heads: tuple[Rule, ...] = ((_LAST, _Binding(4, 17, 17)),)
