"""Chinese and Korean: where a line may end, and the space between Han and Latin."""

from __future__ import annotations

import re

from bindery.manuscript.filters.paragraph import Rule
from bindery.manuscript.filters.spaces import SPACE, WJ, rule

ZWSP = "\u200b"
THIN = "\u2009"
GAP = ZWSP + THIN + WJ  # a line may end before it, not after

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
OPENING = "“‘（《〈「『"
CLOSING = "，。、；：！？”’）》〉」』…"
#: A text of so few characters stands on one line.
SHORT = 12


def _last(match: re.Match[str]) -> str:
    """No last line of a single character, unless all is one line."""
    return WJ if len(re.sub(f"[{GAP}]", "", match.string)) > SHORT else ""


#: clreq 3.1 and 3.2.2, GB/T 15834
chinese: tuple[Rule, ...] = (
    rule(rf"(?<=[{HAN}{CLOSING}])\n(?=[{HAN}{OPENING}])", ""),
    rule(rf"(?<=[{HAN}]){SPACE}?(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]){SPACE}?(?=[{HAN}])", GAP),
    # The engine takes curly quotes for those of English, beside which no line ends: let it, on their outer sides.
    rule(rf"(?<=[^\s{OPENING}{ZWSP}{WJ}])(?=[“‘])|(?<=”)(?=[A-Za-z0-9{HAN}{OPENING}])", ZWSP),
    rule(rf"(?<=’)(?=[{HAN}{OPENING}])", ZWSP),
    rule(rf"(?<=[{HAN}])(?=·)|(?<=\d)(?=[–—]\d)|(?<=\d[–—])(?=\d)", WJ),
    (re.compile(rf"(?<=[{HAN}])(?=[{HAN}][{CLOSING}]*$)"), _last),
)

#: Lines break between words, not syllables (klreq 4.1; CSS calls it keep-all): a word is syllables, and what a particle is
#: attached to: 18세, CPMS는, (5)는. The engine knows no such rule.
korean: tuple[Rule, ...] = (
    rule(rf"(?<=[{HANGUL}A-Za-z0-9%)’”」』》〉])(?=[{HANGUL}])|(?<=[{HANGUL}])(?=[A-Za-z0-9·])", WJ),
    rule(rf"(?<=·)(?=[{HANGUL}A-Za-z0-9])", WJ),
    rule(r"(?<=\d)(?=[–~∼]\d)|(?<=\d[–~∼])(?=\d)", WJ),
)
