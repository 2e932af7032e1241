"""Soft hyphens where Turkish words may be parted: the engine has no patterns for Turkish, and needs none.

A syllable has one vowel; of the consonants before a vowel the last one belongs to its syllable (TDK, Yazım Kılavuzu:
“Hece yapısı ve satır sonunda kelimelerin bölünmesi”). Words of fewer than six letters stay whole; two letters before
the hyphen and three after it are the least, as in the stylesheet's `hyphenate-limit-chars`, which the engine does not ask for soft hyphens.
Suffixes after an apostrophe, abbreviations, and words with letters that Turkish does not have stay whole.
"""

from __future__ import annotations

import re

from bindery.manuscript.filters.paragraph import Rule

SHY = "\u00ad"
LEFT, RIGHT = 2, 3
_VOWELS = "aâeıiîoöuûü"
_LETTERS = f"{_VOWELS}bcçdfgğhjklmnprsştvyz"
_CAPITALS = "AÂEIİÎOÖUÛÜBCÇDFGĞHJKLMNPRSŞTVYZ"
_WORD = re.compile(rf"(?<![\w’'-])[{_LETTERS}{_CAPITALS}][{_LETTERS}]{{5,}}(?![\w-])")
_BORDER = re.compile(
    rf"(?<=[{_VOWELS}])(?=[^{_VOWELS}]?[{_VOWELS}])|(?<=[{_VOWELS}][^{_VOWELS}])(?=[^{_VOWELS}][{_VOWELS}])"
    rf"|(?<=[{_VOWELS}][^{_VOWELS}]{{2}})(?=[^{_VOWELS}][{_VOWELS}])|(?<=[{_VOWELS}][^{_VOWELS}]{{3}})(?=[^{_VOWELS}][{_VOWELS}])"
)


def part(word: str) -> str:
    """`word` with soft hyphens between its syllables."""
    small = word.replace("İ", "i").replace("I", "ı").lower()
    out, start = [], 0
    for match in _BORDER.finditer(small):
        at = match.start()
        if at >= LEFT and len(word) - at >= RIGHT:
            out.append(word[start:at])
            start = at
    return SHY.join([*out, word[start:]])


rules: tuple[Rule, ...] = ((_WORD, lambda match: part(match[0])),)
