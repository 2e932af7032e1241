"""The index: marks and the pages they fall on -> letters, entries, merged ranges."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Collation:
    """How a language orders its index, from language.yaml.

    `alphabet`: its letters in order, several characters for one letter where it has such ("dž"), separated by spaces;
    empty: by the letters' own code points, accents aside. `skip`: what does not count at the head of an entry, such as
    an article. `pinyin`: Chinese, by sound (GB/T 13418).
    """

    alphabet: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    pinyin: bool = False

    def key(self, words: str) -> tuple[Any, ...]:
        """Letter by letter, accents and case deciding only between equals (ISO 999, 7.1)."""
        plain = self._plain(words)
        return [self._weight(letter) for letter in self._letters(plain)], plain, words

    def letter(self, words: str) -> str:
        """The letter that the entry stands under."""
        letters = self._letters(self._plain(words))
        return letters[0].upper() if letters and letters[0].isalpha() else ""

    def _plain(self, words: str) -> str:
        plain = words.casefold().lstrip("«“‘'\"(”")
        for article in self.skip:
            if plain.startswith(article) and len(plain) > len(article) + 1:
                plain = plain.removeprefix(article)
        if self.pinyin:
            from pypinyin import lazy_pinyin

            plain = " ".join(lazy_pinyin(plain))
        return plain

    def _letters(self, plain: str) -> list[str]:
        letters, at = [], 0
        longest = max((len(letter) for letter in self.alphabet), default=1)
        while at < len(plain):
            for length in range(longest, 0, -1):
                if (piece := plain[at : at + length]) in self.alphabet:
                    break
            else:
                base = unicodedata.normalize("NFD", plain[at])[0]
                piece = base if base in self.alphabet or not self.alphabet else plain[at]
                length = 1
            letters.append(piece)
            at += length
        return letters

    def _weight(self, letter: str) -> tuple[int, str]:
        return (self.alphabet.index(letter), "") if letter in self.alphabet else (-1 if letter == " " else 999, letter)


def collation(language: Language) -> Collation:
    settings = language.collation
    return Collation(
        tuple(settings.get("alphabet", "").split()), tuple(settings.get("skip", ())), settings.get("pinyin", False)
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
    cased = manuscript.language.cased  # in other scripts, a word that begins with a capital is a foreign name
    found: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for section in manuscript.sections:
        for mark in section.marks:
            if mark.anchor in places:
                entry = found.setdefault(_entry(mark.entry) if cased else mark.entry, {})
                entry.setdefault(mark.sub, []).append((places[mark.anchor].page, mark.anchor))
    order = collation(manuscript.language)
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


def _entry(words: str) -> str:
    """Entries begin small, as a glossary's heads do not, unless the word has capitals of its own: “WHO”, “Paris Principles”."""
    first, _, rest = words.partition(" ")
    plain = first[1:] == first[1:].lower() and rest == rest.lower()
    return words[:1].lower() + words[1:] if plain and len(first) > 1 else words


def _by_letter(entries: Sequence[Entry], order: Collation) -> list[tuple[str, list[Entry]]]:
    groups: list[tuple[str, list[Entry]]] = []
    for entry in entries:
        letter = order.letter(entry.words)
        if not groups or groups[-1][0] != letter:
            groups.append((letter, []))
        groups[-1][1].append(entry)
    return groups
