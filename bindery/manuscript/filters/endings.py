"""The end of a paragraph, in all languages with spaces: no word stands alone on its last line, but a long one.

What is longer is left alone: the line above would be driven apart, or the hole at its end be larger than the one below.
"""

from __future__ import annotations

import re

from bindery.manuscript.filters.paragraph import OBJECT, Rule

_LAST = re.compile(r"(?<=[^ \n])[ \n](?=[^ \n\u00a0\u2028\d]+$)")  # numbers have rules of their own


def _binding(least: int, together: int) -> Rule:
    """A text of at least so many words keeps its last two together, where they have no more letters than `together`."""

    def bind(match: re.Match[str]) -> str:
        words = re.split(r"[ \n]", match.string)
        last_two = "".join(words[-2:])
        return "\u00a0" if len(words) >= least and len(last_two) <= together and OBJECT not in last_two else match[0]

    return _LAST, bind


running: tuple[Rule, ...] = (_binding(8, 12),)  # more than fits on a line, mostly
heads: tuple[Rule, ...] = (_binding(4, 16),)  # and titles, and strings
