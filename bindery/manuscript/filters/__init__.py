"""Typographic filters: they turn the text of a paragraph into what the language's readers expect.

A filter is a row of rules (`paragraph`), and works on Markdown tokens, never on HTML, so that tags, ids and addresses
are out of its reach. A language names the filters it wants, in order, in language.yaml; numbers follow its `digits` and
`numbers`, soft hyphens its `hyphenation`, and letters of joined scripts are joined across tags whatever it says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markdown_it.token import Token

from bindery.manuscript.filters import digits, east, endings, joining, paragraph, spaces, syllables
from bindery.manuscript.filters.paragraph import Rule
from bindery.model import Language

FILTERS: Mapping[str, tuple[Rule, ...]] = {
    "english": spaces.english,
    "french": spaces.french,
    "spanish": spaces.spanish,
    "russian": spaces.russian,
    "serbian": spaces.serbian,
    "turkish": spaces.turkish,
    "units": spaces.units,
    "chinese": east.chinese,
    "korean": east.korean,
}


def rules(language: Language, hyphens: bool) -> tuple[Rule, ...]:
    """All that is done to a paragraph of the language, in order. `hyphens`: whether its words may be parted; not in heads."""
    found = [rule for name in language.filters for rule in FILTERS.get(name, ())]
    found += [*digits.rules(language), *(endings.running if hyphens else endings.heads)]
    if hyphens and language.hyphenation == "soft-hyphens":
        found += syllables.rules
    return tuple(found)


def apply(children: Sequence[Token], language: Language, hyphens: bool = False) -> None:
    """Set inline tokens as the language's readers expect, in place."""
    paragraph.apply(children, rules(language, hyphens))
    joining.join(children)
