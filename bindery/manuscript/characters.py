"""The characters of a text: each is one that prints, that a font of the language has, and that is what it looks like.

Faults are told, never mended in silence. What stands here is about characters alone; which letters a language has is
in `letters`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

#: Invisible characters that do harm wherever they stand.
FORBIDDEN = {
    **dict.fromkeys(
        "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        "an invisible mark that turns the direction of the words",
    ),
    "\ufffd": "a replacement character: text was lost when the file was converted",
    "\ufeff": "a byte order mark inside the text",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\u00ad": "a soft hyphen: the book hyphenates by itself",
}
#: Categories of Unicode that never print.
UNPRINTABLE = {
    "Cc": "a control character",
    "Co": "a private-use character, which only one font knows",
    "Cn": "no character at all",
    "Cs": "half a character",
}
ZWSP, ZWNJ, ZWJ, WJ = "\u200b", "\u200c", "\u200d", "\u2060"
TATWEEL = "\u0640"
#: Invisible characters that are spelling in some places and slips in others.
PLACED = {
    ZWNJ: "a zero-width non-joiner",
    ZWJ: "a zero-width joiner",
    ZWSP: "a zero-width space",
    WJ: "a word joiner",
    TATWEEL: "a tatweel, which stretches a word and is no letter",
}
#: Characters that have no ink and need no glyph.
INKLESS = {"\n", "\t", *PLACED} - {TATWEEL}
#: Ligatures, letters in the forms of their place in a word, letters as wide as Han: shapes, from old fonts and PDFs.
SHAPES = (
    (0x01C4, 0x01CC),
    (0xFB00, 0xFB06),
    (0xFB50, 0xFDFB),
    (0xFE70, 0xFEFC),
    (0xFF10, 0xFF19),
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
)
#: Brackets of the Quran, and the rial sign, which are there for their own sake; ﷲ and ﷺ are written so by choice.
TRUE_SHAPES = frozenset("\ufd3e\ufd3f\ufdf2\ufdfa\ufdfb\ufdfc\ufdfd")
#: Scripts without spaces between words, where a zero-width space says where a word ends.
SPACELESS = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
#: Scripts in which joiners are spelling: Arabic and its relatives, and those of India.
JOINED = ("ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU",
          "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR")  # fmt: skip
#: Markdown that may stand between two letters of a word.
MARKUP = "*_[]()|"
EMOJI = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0xFE0F, 0xFE0F), (0x1F1E6, 0x1F1FF))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the character at `at`; code, message and mend as a finding has them."""

    at: int
    char: str
    code: str
    message: str
    mend: str


def faults(text: str, glyphs: frozenset[int], spaced: bool = False) -> Iterator[Fault]:
    """Every character of `text` that may not stand where it stands, or cannot be drawn with `glyphs`.

    `spaced`: zero-width spaces and joiners are meant, as in the strings of language.yaml, which are put together.
    """
    if text.isascii() and text.isprintable():
        return
    odd = {char for char in set(text) if not (char.isascii() and char.isprintable()) and is_odd(char, glyphs)}
    for at, char in enumerate(text) if odd else ():
        if char in odd and not (spaced and char in (ZWSP, WJ)) and (fault := _fault(text, at, glyphs)):
            yield fault


def is_odd(char: str, glyphs: frozenset[int]) -> bool:
    """Whether the character is refused in some place or in all."""
    if char in PLACED or char in FORBIDDEN or _is_shape(char):
        return True
    if char in INKLESS:
        return False
    return ord(char) not in glyphs or unicodedata.category(char) in UNPRINTABLE


def _fault(text: str, at: int, glyphs: frozenset[int]) -> Fault | None:
    char = text[at]
    name = unicodedata.name(char, "a character without a name").lower()
    code = f"U+{ord(char):04X}"
    if char in FORBIDDEN:
        mend = "delete it (it is invisible: delete the word and type it again)"
        return Fault(at, char, "F106", f"{code} is {FORBIDDEN[char]}", mend)
    if char in PLACED:
        return _misplaced(text, at, code)
    if kind := UNPRINTABLE.get(unicodedata.category(char)):
        return Fault(at, char, "F106", f"{code} is {kind}", "delete it, or type the character that was meant")
    if _is_shape(char):
        letters = unicodedata.normalize("NFKC", char).strip()
        return Fault(at, char, "F107", f"{code} is a shape of “{letters}” and not the letter: nobody finds the word",
                     f"type “{letters}”; text that comes from a PDF is best typed again")  # fmt: skip
    if ord(char) in glyphs:
        return None
    if any(first <= ord(char) <= last for first, last in EMOJI):
        mend = "a book in print has no emoji: say it in words"
    else:
        mend = "use another character, or add a font that has it to language.yaml"
    return Fault(at, char, "G101", f"no font of the language has “{char}” ({code}, {name})", mend)


def _is_shape(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in SHAPES) and char not in TRUE_SHAPES


def _misplaced(text: str, at: int, code: str) -> Fault | None:
    """A joiner is spelling between two letters of a script that joins; anywhere else it is a slip."""
    char = text[at]
    before, after = _neighbour(text, at, -1), _neighbour(text, at, 1)
    if char == TATWEEL:
        if before == "\u0647" and not _is_letter(after):  # هـ, the sign of the Hijri year
            return None
        return Fault(at, char, "F107", f"{code} is {PLACED[char]}", "delete it: lines are filled by their spaces")
    if char in (ZWSP, WJ):
        right = char == ZWSP and _script(before) in SPACELESS and _script(after) in SPACELESS
        why = "the program knows where lines may end"
    elif char == ZWNJ:
        right = _script(before) in JOINED and _script(after) in JOINED and _is_letter(before) and _is_letter(after)
        why = "it belongs between two letters of one word"
    else:
        right = _script(before) in JOINED and _is_letter(before)
        why = "it belongs after a letter that joins"
    if right:
        return None
    return Fault(at, char, "F106", f"{code} is {PLACED[char]}, which does nothing here", f"delete it: {why}")


def _neighbour(text: str, at: int, step: int) -> str:
    """The next character in that direction that is no markup; "" at the end of the text."""
    at += step
    while 0 <= at < len(text) and text[at] in MARKUP:
        at += step
    return text[at] if 0 <= at < len(text) else ""


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0] if char else ""


def _is_letter(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "LM"
