"""A new language: content/<id>/language.yaml, filled in from CLDR and from a language of the same script."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from bindery.errors import Findings
from bindery.model import FontFace, Language
from bindery.project.fonts import verify
from bindery.project.load import SOURCE_LANGUAGE, load_project

if TYPE_CHECKING:
    from babel import Locale

#: The first digits of CLDR's numbering systems that are not named like a script.
ZEROS = {"latn": "0", "arab": "\u0660", "arabext": "\u06f0"}
MARK = "  # translate"


@dataclass(frozen=True, slots=True)
class NewLanguage:
    """What was laid out. `like`: the language whose type it has; `lacking`: letters that its fonts do not have."""

    id: str
    path: Path
    name: str
    native: str
    like: str
    same_script: bool
    families: tuple[str, ...]
    lacking: str
    strings: int


def new_language(root: Path, tag: str, findings: Findings) -> NewLanguage:
    """Write content/<id>/language.yaml for a BCP 47 tag.

    Raises BinderyError where CLDR does not know the tag, the project has the language, or its settings or fonts are wrong.
    """
    locale = _locale(tag, findings)
    findings.stop_if_any()
    id = tag.lower()
    if there := next((path for path in sorted((root / "content").iterdir()) if path.name.lower() == id), None):
        findings.add(
            "U109",
            there,
            f"the language “{there.name}” is there already",
            "go on in its folder, or delete the folder and run again",
        )
    findings.stop_if_any()
    assert locale is not None
    project = load_project(root, findings, wanted_editions=(), wanted_printers=())
    verify(project.faces, findings)
    findings.stop_if_any()
    script = _script(locale)
    native, name = str(locale.display_name), str(locale.english_name)
    like, same = _like(project.languages, script, locale.text_direction == "rtl")
    text = (root / "content" / like / "language.yaml").read_text("utf-8")
    kind = _part(text, "type")
    settings = yaml.safe_load(kind)["type"]
    letters = _letters(locale, native)
    known = _glyphs(project.faces)
    if not same and native.upper() == native.lower():  # a script without capitals has no italic either
        kind = re.sub(r"^  emphasis: .*", "  emphasis: bold", kind, flags=re.M)
        kind = re.sub(r"^  spaced-labels: .*", "  spaced-labels: false", kind, flags=re.M)
    lacking = letters - _drawn(known, settings["text"])
    if lacking and (other := _families(known, letters)):
        kind = re.sub(r"^(  (?:text|head): )\[", rf"\1[{other[0]}, ", kind, flags=re.M)
        settings, lacking = yaml.safe_load(kind)["type"], letters - _drawn(known, other)
    english = _part((root / "content" / SOURCE_LANGUAGE / "language.yaml").read_text("utf-8"), "strings")
    strings = re.sub(r"^(  [\w-]+: .*[^\s].*)$", rf"\1{MARK}", english, flags=re.M)
    path = root / "content" / id / "language.yaml"
    path.parent.mkdir()
    path.write_text(
        f"# How {name} is set. docs/new-language.md says what every line does.\n"
        f"{_head(locale, tag, name, native, script, _part(text, 'quotes'))}\n{kind}\n{strings}",
        "utf-8",
    )
    families = tuple(settings["text"])
    return NewLanguage(id, path, name, native, like, same, families, "".join(sorted(lacking)), strings.count(MARK))


def _locale(tag: str, findings: Findings) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        findings.add(
            "U108",
            "command line",
            f"CLDR, the Unicode project’s data, does not know the language “{tag}”",
            "write its tag (BCP 47), such as sw, pt-BR or ckb; if that is right, copy content/en/language.yaml by hand",
        )
        return None


def _script(locale: Locale) -> str:
    """ISO 15924, as CLDR supposes it for the language."""
    from babel.core import get_global

    likely = get_global("likely_subtags")
    whole = str(likely.get(str(locale)) or likely.get(str(locale.language)) or "")
    return str(locale.script or next((part for part in whole.split("_") if len(part) == 4), "Latn"))


def _like(languages: Mapping[str, Language], script: str, rtl: bool) -> tuple[str, bool]:
    """The language whose type suits: of the same script, else of the same direction, English before others. Is the script it?"""
    known = sorted(languages.values(), key=lambda language: language.id != SOURCE_LANGUAGE)
    same = next((language.id for language in known if language.script == script), None)
    return same or next((language.id for language in known if language.rtl == rtl), SOURCE_LANGUAGE), same is not None


def _part(text: str, key: str) -> str:
    """A key of language.yaml as it is written, with what is indented below it."""
    found = re.search(rf"^{key}:.*\n(?:(?:[ #].*)?\n)*", text, re.M)
    return (found[0] if found else "").rstrip("\n") + "\n"


def _head(locale: Locale, tag: str, name: str, native: str, script: str, quotes: str) -> str:
    from babel.numbers import get_decimal_symbol, get_group_symbol

    number = {
        "decimal": get_decimal_symbol(locale, numbering_system="default"),
        "group": get_group_symbol(locale, numbering_system="default"),
    }
    marks = ", ".join(f"{key}: {_quoted(mark)}" for key, mark in number.items())
    first, second = locale.decimal_formats[None].grouping
    sizes = f", sizes: [{first}, {second}]" if first != second else ""
    return "\n".join([
        f"tag: {_quoted(tag)}",
        f"name: {name}",
        f"native: {native}",
        f"script: {script}",
        f"direction: {'rtl' if locale.text_direction == 'rtl' else 'ltr'}",
        f'digits: "{_digits(str(locale.default_numbering_system))}"',
        f"numbers: {{{marks}{sizes}}}",
        quotes.rstrip("\n").partition("  #")[0] + "  # check",
        f"hyphenation: {_hyphenation(tag)}",
        "filters: []",
        "",
    ])


def _quoted(mark: str) -> str:
    """In YAML, where `no` is no word; spaces that do not break are written out: nobody sees which they are."""
    return json.dumps(mark, ensure_ascii=mark.isspace())


def _digits(system: str) -> str:
    from fontTools import unicodedata as scripts

    zeros = (chr(code) for code in range(0x30, 0x20000) if unicodedata.decimal(chr(code), None) == 0)
    zero = ZEROS.get(system) or next((zero for zero in zeros if scripts.script(zero).lower() == system), "0")
    return "".join(chr(ord(zero) + value) for value in range(10))


def _hyphenation(tag: str) -> str:
    import pyphen  # type: ignore[import-untyped]

    return "patterns" if pyphen.language_fallback(tag.replace("-", "_")) else "none"


def _letters(locale: Locale, native: str) -> set[str]:
    """Letters that the language surely has: those of its name, its months and days, and what it calls countries."""
    words = [native, *locale.months["format"]["wide"].values(), *locale.days["format"]["wide"].values()]
    words += locale.territories.values()
    letters = {char for word in words for char in unicodedata.normalize("NFC", str(word)) if char.isalpha()}
    # A language's data may hold names in Latin letters that nobody has translated yet.
    latin = {char for char in letters if unicodedata.name(char, "").startswith("LATIN")}
    return letters if unicodedata.name(native[0], "").startswith("LATIN") else letters - latin


def _glyphs(faces: Iterable[FontFace]) -> dict[str, set[str]]:
    """The characters of each family, in the manifest's order."""
    from fontTools.ttLib import TTFont

    known: dict[str, set[str]] = {}
    for face in faces:
        if (face.weight, face.style) == (400, "normal"):
            with TTFont(face.path, lazy=True) as font:
                known.setdefault(face.family, set()).update(map(chr, font.getBestCmap()))
    return known


def _drawn(known: dict[str, set[str]], families: list[str]) -> set[str]:
    return set[str]().union(*(known.get(family, set()) for family in families))


def _families(known: dict[str, set[str]], letters: set[str]) -> list[str]:
    """The families that have all the letters."""
    return [family for family, characters in known.items() if letters <= characters]


def next_steps(made: NewLanguage, root: Path) -> list[str]:
    """What a person does now, in order."""
    steps = [f"translate the {made.strings} lines marked “{MARK.strip()}” in {made.path.relative_to(root)}, and take the marks out"]
    if made.lacking:
        steps.append(
            f"add a font: none of {', '.join(made.families)} has {' '.join(made.lacking[:12])}"
            f"{' …' if len(made.lacking) > 12 else ''} (build.py add-font), and name it first in type.text and type.head"
        )
    elif not made.same_script:
        steps.append(f"check the sizes under type: they are those of “{made.like}”, which has another script")
    steps += [
        "go through the other lines with docs/new-language.md: quotes, collation, filters",
        f"copy the English files that you translate first, as docs/new-language.md says, to content/{made.id}/",
        f"add “{made.id}” to name and feedback in editions/*/edition.yaml, which else stand there in English",
        f"make check LANG={made.id}",
    ]
    return steps
