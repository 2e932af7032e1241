"""The index: marks and the pages they fall on -> letters, entries, merged ranges."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bindery.model import Manuscript, Place


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


def sort_key(words: str) -> tuple[str, str]:
    """Without accents and case first, then with: the order of a general index (ISO 999, 7.1)."""
    folded = "".join(c for c in unicodedata.normalize("NFD", words.casefold()) if not unicodedata.combining(c))
    return folded.lstrip("«“‘'\"("), words


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
    found: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for section in manuscript.sections:
        for mark in section.marks:
            if mark.anchor in places:
                found.setdefault(_entry(mark.entry), {}).setdefault(mark.sub, []).append((places[mark.anchor].page, mark.anchor))
    entries = [
        Entry(words, merge(subs.get("", ())),
              tuple(Entry(sub, merge(at)) for sub, at in sorted(subs.items(), key=lambda i: sort_key(i[0])) if sub))
        for words, subs in sorted(found.items(), key=lambda i: sort_key(i[0]))
    ]
    return _by_letter(entries)


def _entry(words: str) -> str:
    """Entries begin small, as a glossary's heads do not, unless the word has capitals of its own: “WHO”, “Paris Principles”."""
    first, _, rest = words.partition(" ")
    plain = first[1:] == first[1:].lower() and rest == rest.lower()
    return words[:1].lower() + words[1:] if plain and len(first) > 1 else words


def _by_letter(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    groups: list[tuple[str, list[Entry]]] = []
    for entry in entries:
        first = sort_key(entry.words)[0][:1].upper()
        letter = first if first.isalpha() and ord(first) < 0x2E80 else ""
        if not groups or groups[-1][0] != letter:
            groups.append((letter, []))
        groups[-1][1].append(entry)
    return groups
