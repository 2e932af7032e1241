"""The index: marks and the pages they fall on -> letters, entries, merged ranges."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bindery.model import Language, Manuscript, Place


@dataclass(frozen=True, slots=True)
class Pages:
    """A run of pages, from first to last, and the anchor that a link to it goes to."""

    first: int
    last: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Entry:
    words: str
    pages: tuple[Pages, ...]
    subs: tuple[Entry, ...] = ()


#: What parts words as a space does, when they are put in order.
PARTS = set(" -\u2010\u2011\u2013\u2014/\u00a0\u202f")
#: Spaces that filters have set in heads, as those of a mark are typed; they are set again where the index is.
SPACES = str.maketrans("\u00a0\u202f", "  ")
TATWEEL = "\u0640"  # stretches an Arabic word; no letter


@dataclass(frozen=True, slots=True)
class Collation:
    """How a language orders its index, from language.yaml.

    `alphabet`: its letters in order, several characters for one letter where it has such ("dž"), separated by spaces;
    empty: by the letters' own code points, accents aside. `equal`: what counts as something else (œ as oe). `skip`:
    what does not count at the head of an entry, such as an article. `heads`: the letters that stand over groups of
    entries, each with the first word of its group. `pinyin`: Chinese, by sound (GB/T 13418).
    """

    language: Language
    alphabet: tuple[str, ...] = ()
    equal: Mapping[str, str] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    heads: Mapping[str, str] = field(default_factory=dict)
    pinyin: bool = False

    def key(self, words: str) -> tuple[Any, ...]:
        """Word by word, then letter by letter; accents and case decide only between equals (ISO 999, 8.2)."""
        plain = self._plain(words)
        return [self._weight(letter) for letter in self._letters(plain)], plain, words

    def letter(self, words: str) -> str:
        """The letter that the entry stands under; none for a number."""
        letters = self._letters(self._plain(words))
        if not letters or not letters[0][0].isalpha():
            return ""
        if self.heads and not self._is_foreign(letters[0]):
            before = [head for head, first in self.heads.items() if self.key(first) <= self.key(words)]
            return before[-1] if before else ""
        return self.language.upper(letters[0])

    def _plain(self, words: str) -> str:
        plain = self.language.lower(unicodedata.normalize("NFC", words)).casefold()
        while plain and not plain[0].isalnum():
            plain = plain[1:]
        for article in self.skip:
            if plain.startswith(article) and len(plain) > len(article) + 1:
                plain = plain.removeprefix(article)
        if self.pinyin:
            from pypinyin import lazy_pinyin

            plain = " ".join(lazy_pinyin(plain))
        return plain

    def _letters(self, plain: str) -> list[str]:
        """The letters of the words in order, with a space where a word ends; points and vowel signs of Arabic are none."""
        plain = plain.translate({ord(char): same for char, same in self.equal.items()})
        letters, at = [], 0
        longest = max((len(letter) for letter in self.alphabet), default=1)
        while at < len(plain):
            for length in range(longest, 0, -1):
                if (piece := plain[at : at + length]) in self.alphabet:
                    break
            else:
                piece, length = self._one(plain[at]), 1
            if piece:
                letters.append(piece)
            at += length
        return letters

    def _one(self, char: str) -> str:
        """A character that is not in the alphabet, as what it counts: its letter without the accent, a space, nothing."""
        if char in PARTS:
            return " "
        category = unicodedata.category(char)
        # Signs of Indian vowels have combining class 0, their virama 9: these are letters.
        if category[0] in "PSC" or char == TATWEEL or unicodedata.combining(char) not in (0, 9):
            return ""
        parts = unicodedata.normalize("NFD", char)
        base = parts[0]
        if not all(map(unicodedata.combining, parts[1:])):  # a Korean syllable, whose parts are letters
            return char
        return base if base in self.alphabet or not self.alphabet else char

    def _weight(self, letter: str) -> tuple[int, int, str]:
        if letter == " ":
            return -2, 0, ""
        if letter.isdecimal():
            return -1, unicodedata.decimal(letter), ""
        if letter in self.alphabet:
            return 0, self.alphabet.index(letter), ""
        return int(self._is_foreign(letter)), 0, letter

    def _is_foreign(self, letter: str) -> bool:
        """Letters of another alphabet stand behind all others."""
        if self.alphabet:
            return letter not in self.alphabet
        latin = unicodedata.name(letter[0], "").startswith("LATIN")
        return latin and not self.language.latin and not self.pinyin


def collation(language: Language) -> Collation:
    settings = language.collation
    return Collation(
        language,
        tuple(settings.get("alphabet", "").split()),
        settings.get("as", {}),
        tuple(settings.get("skip", ())),
        settings.get("heads", {}),
        settings.get("pinyin", False),
    )


def merge(places: Iterable[tuple[int, str]]) -> tuple[Pages, ...]:
    """Pages in order, consecutive ones joined: 12, 13, 14, 20 -> 12–14, 20."""
    runs: list[Pages] = []
    for page, anchor in sorted(places):
        if runs and page <= runs[-1].last + 1:
            runs[-1] = Pages(runs[-1].first, max(page, runs[-1].last), runs[-1].anchor)
        else:
            runs.append(Pages(page, page, anchor))
    return tuple(runs)


def build(manuscript: Manuscript, places: Mapping[str, Place]) -> list[tuple[str, list[Entry]]]:
    """The whole index as (letter, entries); a language without an alphabet's letters gets one group."""
    language = manuscript.language
    names = _names(manuscript)
    found: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for section in manuscript.sections:
        for mark in section.marks:
            if mark.anchor in places:
                words, sub = mark.entry.translate(SPACES), mark.sub.translate(SPACES)
                entry = found.setdefault(_entry(words, language, names), {})
                entry.setdefault(sub, []).append((places[mark.anchor].page, mark.anchor))
    order = collation(language)
    entries = [
        Entry(
            words,
            merge(subs.get("", ())),
            tuple(
                Entry(sub, merge(at)) for sub, at in sorted(subs.items(), key=lambda item: order.key(item[0])) if sub
            ),
        )
        for words, subs in sorted(found.items(), key=lambda item: order.key(item[0]))
    ]
    return _by_letter(entries, order)


def _names(manuscript: Manuscript) -> set[str]:
    """Words that the book writes with a capital in the middle of sentences, and never small: “Sphere”."""
    language = manuscript.language
    if not language.cased:
        return set()
    text = "\n".join(section.words for section in manuscript.sections)
    inside = set(re.findall(r"(?<=[^\W\d_A-Z][ \u00a0])([^\W\d_]\w*)", text))
    entries = (mark.entry for section in manuscript.sections for mark in section.marks)
    words = set(re.findall(r"\w+", "\n".join((text, *entries))))
    return {word for word in inside if word != language.lower(word) and language.lower(word) not in words}


def _entry(words: str, language: Language, names: Collection[str]) -> str:
    """Entries begin small, as a glossary's heads do not, unless the word has capitals of its own: “WHO”, “Paris Principles”."""
    if not language.cased:  # a word that begins with a capital is a foreign name
        return words
    first, _, rest = words.partition(" ")
    plain = first[1:] == language.lower(first[1:]) and rest == language.lower(rest)
    return language.lower(words[:1]) + words[1:] if plain and len(first) > 1 and first not in names else words


def _by_letter(entries: Sequence[Entry], order: Collation) -> list[tuple[str, list[Entry]]]:
    groups: list[tuple[str, list[Entry]]] = []
    for entry in entries:
        letter = order.letter(entry.words)
        if not groups or groups[-1][0] != letter:
            groups.append((letter, []))
        groups[-1][1].append(entry)
    return groups
