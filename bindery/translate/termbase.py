"""The termbase, content/termbase.yaml: what each term is called in each language, and how a program knows it in a sentence.

Languages inflect. A term is found in a sentence where one of its forms is: the term itself, each of its words with any
ending, or one of the `forms` beside it, in which a * stands for any letters. `bending` says what else a language does to
all its words: how many letters at the end of a word change, and what is written joined to its beginning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bindery.errors import Findings
from bindery.project import schema, yamlfile

#: What is never part of a word: white space and punctuation. Marks that Python counts as no letters (Devanagari
#: vowels) are part of words.
_APART = "\\s!-/:-@\\[-`{-~«»“”„‘’…–—،؛؟۔٪।·、，。；：？！（）《》〈〉「」／‹›"
_LETTER = f"[^{_APART}]"
#: Vowel signs that Arabic may leave out, the stretching stroke, and joiners: none of them makes another word.
_UNSEEN = dict.fromkeys([*range(0x064B, 0x0653), 0x0640, 0x200B, 0x200C, 0x200D, 0x2060, 0x00AD])


@dataclass(frozen=True, slots=True)
class Word:
    """A term in one language: how it is named, where that comes from, how sure it is, and what counts as it."""

    term: str
    source: str
    certainty: str
    found: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Term:
    """A term. `passed_over`: English phrases that hold its words and mean something else."""

    id: str
    words: Mapping[str, Word]
    passed_over: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Termbase:
    """The terms, the longest English ones first, so that “child protection” is not taken for “child”."""

    terms: tuple[Term, ...]

    def in_english(self, text: str) -> list[Term]:
        """The terms that an English text holds, each once."""
        left, found = plain(text), []
        for term in self.terms:
            if term.passed_over:
                left = term.passed_over.sub("\n", left)
        for term in self.terms:
            left, times = term.words["en"].found.subn("\n", left)
            if times:
                found.append(term)
        return found


def plain(text: str) -> str:
    """Text as it is compared: without capitals, vowel signs that may be left out, and kinds of space and apostrophe."""
    text = unicodedata.normalize("NFC", text.replace("İ", "i")).casefold().translate(_UNSEEN)
    text = text.replace("ı", "i").replace("’", "'").replace("ʼ", "'")
    return re.sub(r"\s+", " ", text)


def pattern(forms: Sequence[str], joined: Sequence[str] = ()) -> re.Pattern[str]:
    """What finds any of `forms`, as whole words; a form that begins or ends in Chinese is found anywhere.

    `joined`: what the language may write before a word without a space, such as an article.
    """
    return re.compile("|".join(_form(plain(form), joined) for form in sorted(forms, key=len, reverse=True)))


def _form(form: str, joined: Sequence[str]) -> str:
    first = f"(?:{'|'.join(map(re.escape, joined))})*" if joined else ""
    words = [first + re.escape(word).replace(r"\*", f"{_LETTER}*") for word in re.split(r"[ -]+", form)]
    before = "" if form[0] == "*" or _joined(form[0]) else f"(?<!{_LETTER})"
    after = "" if form[-1] == "*" or _joined(form[-1]) else f"(?!{_LETTER})"
    return before + "[ -]+".join(words).replace(",[ -]+", "[ ,-]+") + after


def _stem(term: str, endings: int) -> str:
    """The term with any ending on each of its words; words of five letters and more lose `endings` letters first."""

    def bent(word: str) -> str:
        bare = word.rstrip(",")
        return (bare[:-endings] if endings and len(bare) > 4 else bare) + "*" + word[len(bare) :]

    return " ".join(map(bent, term.split()))


def _joined(char: str) -> bool:
    return unicodedata.name(char, "").startswith("CJK UNIFIED")


def load_termbase(root: Path, findings: Findings) -> Termbase | None:
    """The termbase; None after a finding."""
    path = root / "content" / "termbase.yaml"
    located = yamlfile.load(path, schema.TERMBASE, findings)
    if located is None:
        return None
    sources = located.data["sources"]
    terms = []
    for id, entry in located.data["terms"].items():
        words = {}
        for language, word in entry.items():
            if not isinstance(word, dict):
                continue  # the gloss
            for key, known in (("source", sources), ("certainty", located.data["certainty"])):
                if key in word and word[key] not in known:
                    message = f"terms.{id}.{language}.{key}: “{word[key]}” is not explained at the head of the file"
                    located.tell(findings, "Y104", message, "one of: " + ", ".join(known), "terms", id, language, key)
            term = word["term"]
            bending = located.data.get("bending", {}).get(language, {})
            forms = [_stem(name, bending.get("endings", 0)) for name in term.split(" / ")] + word.get("forms", [])
            if bad := next((form for form in forms if not re.search(_LETTER, form.replace("*", ""))), None):
                message = f"terms.{id}.{language}: the form “{bad}” has no letters, and would be found everywhere"
                located.tell(findings, "Y104", message, "write letters beside the *", "terms", id, language)
                continue
            source = word.get("source", "")
            certainty = word.get("certainty") or sources.get(source, {}).get("certainty", "")
            words[language] = Word(term, source, certainty, pattern(forms, bending.get("joined", [])))
        if "en" in words:
            passed_over = entry["en"].get("passed-over")
            terms.append(Term(id, words, pattern(passed_over) if passed_over else None))
    terms.sort(key=lambda term: len(term.words["en"].term), reverse=True)
    return Termbase(tuple(terms))
