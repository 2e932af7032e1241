"""Whether the letters of a text are the language's own: what looks alike on the page and is found by no search.

What is marked as of another language, addresses and code are left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from bindery.errors import Findings
from bindery.manuscript.filters import paragraph
from bindery.manuscript.filters.digits import TYPED
from bindery.manuscript.source import Source
from bindery.model import Language

#: Letters that look the same; the first of a pair is Cyrillic. For the message: any two alphabets in a word are a fault.
TWINS = dict(zip("аеорсухіјѕАВЕКМНОРСТУХІЈЅ", "aeopcyxijsABEKMHOPCTYXIJS", strict=True))
WORD = re.compile(r"[^\W\d_]+")
MIXED = re.compile("[\u0400-\u04ff][A-Za-z\u00c0-\u024f]|[A-Za-z\u00c0-\u024f][\u0400-\u04ff]")
DIGITS = re.compile(f"[{''.join(map(chr, TYPED))}]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with `words` from character `at` on; code, message and mend as a finding has them."""

    words: str
    at: int
    code: str
    message: str
    mend: str


def faults(text: str, language: Language) -> Iterator[Fault]:
    """Every fault in a paragraph's words, as `paragraph.words` gives them."""
    if language.letters and (strange := set(text) & set(language.letters)):
        for word in WORD.finditer(text):
            for at, letter in enumerate(word[0]):
                if letter in strange:
                    own = language.letters[letter]
                    yield Fault(word[0], at, "L101", f"“{letter}” ({_name(letter)}) in “{word[0]}” is no letter of {language.name}",
                                f"type “{own}” ({_name(own)}); words of another language are marked: [words]{{lang=…}}")  # fmt: skip
    if MIXED.search(text):
        for word in WORD.finditer(text):
            if match := MIXED.search(word[0]):
                yield _mixed(word[0], match.start(), language)
    if match := DIGITS.search(text):
        typed = match[0].translate(TYPED)
        yield Fault(match[0], 0, "L104", f"the number “{match[0]}” is typed in the language’s digits or another’s",
                    f"type {typed}: it is printed in the digits of the language and edition, as this one is too")  # fmt: skip
    yield from _unpaired(text, language.pairs)


def _mixed(word: str, at: int, language: Language) -> Fault:
    foreign = [i for i, char in enumerate(word) if (char in TWINS.values()) == (language.script == "Cyrl") and _is_twin(char)]
    at = foreign[0] if foreign else at
    return Fault(word, at, "L102", f"Latin and Cyrillic letters stand together in “{word}”: “{word[at]}” is {_name(word[at])}",
                 "type the whole word in one alphabet; a hyphen parts an abbreviation from its ending")  # fmt: skip


def _is_twin(char: str) -> bool:
    return char in TWINS or char in TWINS.values()


def _unpaired(text: str, pairs: Sequence[str]) -> Iterator[Fault]:
    """Signs that open and close, such as ¿ and ?: each has its partner, of whichever pair, in its paragraph."""
    if not pairs:
        return
    openers, closers = {pair[0]: pair[1] for pair in pairs}, {pair[1]: pair[0] for pair in pairs}
    waiting: re.Match[str] | None = None
    for match in re.finditer(f"[{''.join(openers)}]+|[{''.join(closers)}]+", text):
        sign = match[0][0]
        if sign in openers:
            if waiting:
                yield _alone(text, waiting, openers)
            waiting = match
        elif waiting:
            waiting = None
        elif text[match.start() - 1 : match.start()] != "(" or text[match.end() : match.end() + 1] != ")":  # (?)
            yield _alone(text, match, closers)
    if waiting:
        yield _alone(text, waiting, openers)


def _alone(text: str, match: re.Match[str], partners: dict[str, str]) -> Fault:
    before, after = match.string[: match.start()], match.string[match.end() :]
    head = re.search(r"\S*$", before)
    tail = re.match(r"\S*", after)
    start, end = (head[0] if head else ""), (tail[0] if tail else "")
    return Fault(start + match[0] + end, len(start), "L103", f"“{match[0]}” has no “{partners[match[0][0]]}” in “{start + match[0] + end}”",
                 "add it; words of another language are marked: [words]{lang=…}")  # fmt: skip


def _name(letter: str) -> str:
    return f"U+{ord(letter):04X}, {unicodedata.name(letter, 'a letter').lower()}"


def check_letters(tokens: Sequence[Token], source: Source, language: Language, findings: Findings) -> None:
    """The faults of all paragraphs of a text; the same letter in the same word is told once."""
    told: set[tuple[str, str, int]] = set()
    for token in tokens:
        if token.type == "inline":
            start, end = token.map or (0, len(source.lines))
            for fault in faults(paragraph.words(token.children or []), language):
                key = fault.code, fault.words, fault.at
                if key not in told:
                    told.add(key)
                    line, column = source.locate(fault.words, start, end)
                    findings.add(fault.code, source.path, fault.message, fault.mend, line, column + fault.at)
