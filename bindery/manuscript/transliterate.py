"""A language that is another one in other letters: its texts are the other's, transliterated (library cyrtranslit).

Words marked as of another language, addresses and code stay as they are, and so does what is in Latin letters already.
A letter that the table does not know would leave a word in two alphabets: it is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cyrtranslit import supported, to_latin
from markdown_it.token import Token

from bindery.errors import Findings
from bindery.manuscript.filters import paragraph
from bindery.manuscript.source import Source
from bindery.model import EDITION_WORDS, Edition, Language

CYRILLIC = re.compile("[\u0400-\u052f]")

#: The tables there are, by the code of the language that is transliterated.
TABLES: tuple[str, ...] = tuple(sorted(supported()))


def words(text: str, language: Language) -> str:
    """`text` in the letters of the language."""
    return CYRILLIC.sub(_letter(language.transliteration), text) if language.transliterated_from else text


def values(data: Any, language: Language) -> Any:
    """The same for every text in the values of a YAML file or header."""
    if isinstance(data, str):
        return words(data, language)
    if isinstance(data, Mapping):
        return {key: values(value, language) for key, value in data.items()}
    return [values(value, language) for value in data] if isinstance(data, list) else data


def _letter(table: str) -> Callable[[re.Match[str]], str]:
    def one(match: re.Match[str]) -> str:
        """Њ is Nj, and NJ in a word of capitals."""
        latin: str = to_latin(match[0], table)
        if len(latin) > 1 and match[0].isupper():
            before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
            if after.isupper() or (before.isupper() and not after.islower()):
                return latin.upper()
        return latin

    return one


def transliterate(source: Source, tokens: Sequence[Token], language: Language, findings: Findings) -> Source:
    """The tokens, in place, and the header in the language's letters; a letter that is left over becomes a finding."""
    if not language.transliterated_from:
        return source
    for token in tokens:
        token.info = words(token.info, language)  # the title of a box
        if token.type == "inline":
            inline(token.children or [], language)
            _left_over(paragraph.words(token.children or []), source, token.map, findings)
    header = values(source.header, language)
    _left_over(str(header), source, None, findings)
    return replace(source, header=header)


def inline(children: Sequence[Token], language: Language) -> None:
    """Inline tokens in the letters of the language, in place."""
    if not language.transliterated_from:
        return
    paragraph.apply(children, ((CYRILLIC, _letter(language.transliteration)),))
    for child in children:
        if child.type == "index_mark":
            child.meta = values(child.meta, language)
        elif child.type == "image":
            child.content = words(child.content, language)
            inline(child.children or [], language)


def _left_over(text: str, source: Source, lines: Sequence[int] | None, findings: Findings) -> None:
    for letter in left_over(text):
        tell(letter, source.path, source.locate(letter, *(lines or (1 - source.first, None))), findings)


def left_over(text: str) -> list[str]:
    """The letters of a transliterated text that are still of the other alphabet, each once."""
    return list(dict.fromkeys(CYRILLIC.findall(text)))


def tell(letter: str, path: Path, at: tuple[int, int], findings: Findings) -> None:
    """The finding for a letter that is left over."""
    findings.add("L105", path, f"“{letter}” (U+{ord(letter):04X}) has no Latin letter in the table of the transliteration",
                 "type a letter of the language, or mark the words as of another one: [words]{lang=…}", *at)  # fmt: skip


def in_letters_of(language: Language) -> Language:
    """The language with the strings of the one that it is transliterated from in its own letters."""
    return replace(language, strings=values(language.strings, language)) if language.transliterated_from else language


def edition_in(edition: Edition, language: Language) -> Edition:
    """The edition with the words of the other language, in the letters of this one, where it has none of its own."""
    other = language.transliterated_from
    data = dict(edition.data)
    for key in (*EDITION_WORDS, "consignee", "legal") if other else ():
        value = data.get(key)
        if isinstance(value, Mapping) and other in value and language.id not in value:
            own = value[other]  # the lines of `legal` have labels, which are words too
            own = {words(label, language): line for label, line in own.items()} if key == "legal" else own
            data[key] = {**value, language.id: values(own, language)}
    return replace(edition, data=data)
