"""Numbers in the language's own digits and marks, and the direction in which a range is read.

The text is written with 0 to 9, a comma between thousands and a point before decimals. What is no count keeps its
digits as they are: codes and titles in Latin letters (A4, C138, “Sphere 2018”), dates in figures, telephone numbers.
"""

from __future__ import annotations

import re

from bindery.manuscript.filters.paragraph import Rule
from bindery.manuscript.filters.spaces import WJ, rule
from bindery.model import Language

LRM, RLM = "\u200e", "\u200f"
EUROPEAN = "0123456789"
#: Digits of Arabic (Arabic-Indic, extended), Devanagari: what a writer may have typed instead of 0 to 9.
TYPED = {
    ord(zero) + value: str(value) for zero in ("\u0660", "\u06f0", "\u0966") for value in range(10)
}
KEPT = re.compile(
    # digits that belong to Latin letters: A4, C138, "CC BY-SA 4.0", "UNICEF, 2017", 3D
    r"[A-Za-z][A-Za-z./_-]*,? ?\(?[0-9][\w./-]*(?:–[0-9]+)?|[0-9]+[A-Za-z]\w*"
    # dates: 2026-11-05, 05/11/2026, 5.11.2026
    r"|(?<![\w./-])(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})(?![\w/-])"
    # telephone numbers: +93 70 123 4567, 0799-123-456, 0799 123 456
    r"|\+[0-9][0-9 ()-]{5,}[0-9]|(?<![\w.,])0[0-9]{1,4}(?:[ -][0-9]{2,4}){2,}(?![\w-])"
)
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+(?!\.?[0-9])|[0-9]+"


def rules(language: Language) -> tuple[Rule, ...]:
    """What makes numbers the language's; none where it writes them as they are typed."""
    own, numbers = language.digits != EUROPEAN, language.numbers
    if not own and not language.rtl:
        return ()
    arabic = language.digits[1] in "\u0661\u06f1"
    mark = (RLM if numbers.rtl_ranges else LRM) if language.rtl else ""

    def number(match: re.Match[str]) -> str:
        """One that is grouped with commas is grouped as the language does; one without may be a year, and is not."""
        if match["kept"]:
            return match[0]
        whole, _, part = match["number"].partition(".")
        if "," in whole:
            written = language.amount(int(whole.replace(",", "")))
        else:
            written = language.number(whole)
        return written + (numbers.decimal + language.number(part) if part else "")

    def span(match: re.Match[str]) -> str:
        if match["kept"] or (match["dash"] == "-" and match["from"].startswith("0")):
            return match[0]
        return f"{mark}{match['from']}{WJ}–{WJ}{match['to']}"

    kept = f"(?P<kept>{KEPT.pattern})"
    found: list[Rule] = [
        (re.compile(f"[{''.join(map(chr, TYPED))}]"), lambda match: TYPED[ord(match[0])]),
        (
            re.compile(
                rf"{kept}|(?<![0-9.,/–{LRM}{RLM}-])(?P<from>{_NUMBER}){WJ}?(?P<dash>[–-]){WJ}?(?P<to>{_NUMBER})(?![0-9/–-])"
            ),
            span,
        ),
    ]
    if own:
        found.append((re.compile(rf"{kept}|(?P<number>{_NUMBER})"), number))
    if arabic:
        found.append(rule(f"(?<=[{language.digits}])[ \u00a0\u202f]?%", "٪"))
        found.append(rule(f"%[ \u00a0\u202f]?(?=[{language.digits}])", "٪"))
    return tuple(found)
