"""Read and check the catalogue: publications, languages, editions, fonts, palette -> Project."""

from __future__ import annotations

import json
import string
import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from bindery.errors import Findings
from bindery.model import FontFace, Language, Numbers, Project
from bindery.project import catalogue as catalogues
from bindery.project import design, editions, names, printers, schema, textfile, yamlfile
from bindery.project import palette as palettes
from bindery.project.yamlfile import Located

SOURCE_LANGUAGE = "en"


def load_project(
    root: Path,
    findings: Findings,
    wanted: Collection[str] = (),
    wanted_editions: Collection[str] | None = None,
    wanted_printers: Collection[str] | None = None,
) -> Project:
    """The whole project except its text, with the languages in `wanted` (empty: all), editions and printers (None: all).

    Raises BinderyError with every fault found in them: one that is not wanted stops nobody. English is always read: it
    says which strings a language needs.
    """
    catalogue = yamlfile.load(root / "content" / "publications.yaml", schema.CATALOGUE, findings)
    palette = palettes.load(root / "styles" / "palette.yaml", findings)
    faces = _faces(root, findings)
    families = {face.family for face in faces}
    languages = _languages(root, families, wanted, findings)
    known = catalogue.data if catalogue else None
    ids = [id for id in names.editions(root) if wanted_editions is None or id in wanted_editions]
    read_editions = editions.load(root, ids, names.languages(root), known, findings)
    read_printers = printers.load(root, findings, wanted_printers)
    source = languages.get(SOURCE_LANGUAGE)
    rtl = [language.id for language in languages.values() if language.rtl]
    design.check(root, source.strings if source else None, palette, findings, rtl)
    if catalogue is None:
        findings.stop_if_any()
        raise AssertionError("unreachable: a catalogue that cannot be used is a finding")
    catalogues.check(catalogue, root, palette, findings)
    findings.stop_if_any()
    areas = catalogues.areas(catalogue.data)
    publications = catalogues.publications(catalogue.data, areas)
    return Project(root, languages, publications, read_editions, read_printers, areas, palette, faces, catalogue.data)


def _languages(root: Path, families: set[str], wanted: Collection[str], findings: Findings) -> dict[str, Language]:
    loaded: dict[str, Located] = {}
    for id in names.languages(root):
        if wanted and id not in wanted and id != SOURCE_LANGUAGE:
            continue
        folder = root / "content" / id
        path = folder / "language.yaml"
        if not path.exists():
            findings.add(
                "F105",
                folder,
                "the folder has no language.yaml",
                "copy language.yaml from a language like it and adapt it (docs/new-language.md), or delete the folder",
            )
            continue
        located = yamlfile.load(path, schema.LANGUAGE, findings)
        if located:
            loaded[id] = located
    _inherit_strings(root, loaded, findings)
    source = loaded.get(SOURCE_LANGUAGE)
    english: Mapping[str, str] = source.data["strings"] if source else {}
    for key in schema.STRINGS if source else ():
        if key not in english:
            loaded[SOURCE_LANGUAGE].tell(findings, "S103", f"strings lacks “{key}”, which the program asks for",
                                         "restore the line from version control", "strings")  # fmt: skip
    return {id: _language(id, located, english, families, findings) for id, located in loaded.items()}


def _inherit_strings(root: Path, loaded: dict[str, Located], findings: Findings) -> None:
    """A language that is transliterated from another has the other's strings, but for those of its own."""
    for located in [*loaded.values()]:
        data = located.data
        other = data.get("transliterated-from")
        if other is None:
            if "strings" not in data:
                mend = "copy it from content/en/language.yaml and translate it"
                findings.add("Y103", located.path, "the file lacks the key “strings”", mend, 1)
                data["strings"] = {}
            continue
        known = other in names.languages(root)
        if other in loaded:
            found: Located | None = loaded[other]
        else:
            found = yamlfile.load(root / "content" / other / "language.yaml", schema.LANGUAGE, findings) if known else None
        strings = found.data.get("strings") if found else None
        if not known or (found and strings is None):
            located.tell(findings, "Y104", f"transliterated-from: “{other}” is no language with strings of its own",
                         "name a folder of content/ whose texts are in the other letters", "transliterated-from")  # fmt: skip
        data["strings"] = (strings or {}) | data.get("strings", {})


def _language(id: str, located: Located, english: Mapping[str, str], families: set[str], findings: Findings) -> Language:
    data = located.data
    strings: dict[str, str] = data["strings"]
    for key in english.keys() - strings.keys():
        mend = f"add a line and translate: {key}: {english[key]}"
        located.tell(findings, "S103", f"strings lacks “{key}”", mend, "strings")
    for key, words in strings.items():
        if english and key not in english:
            located.tell(findings, "Y102", f"unknown string “{key}”", "English has no such string; take it out", "strings", key)
        elif (fault := _placeholders(words, english.get(key, words))) is not None:
            mend = f"keep the words in braces as English has them: {english[key]}"
            located.tell(findings, "Y104", f"strings.{key}: {fault}", mend, "strings", key)
    editions.check_digits(located, findings, data["digits"], "digits")
    _check_script(located, findings)
    _check_date(located, findings)
    for use in ("text", "head"):
        for i, family in enumerate(data["type"][use]):
            if families and family not in families:
                located.tell(findings, "G103", f"no font file of the family “{family}” is in fonts/manifest.json",
                             "one of: " + ", ".join(sorted(families)), "type", use, i)  # fmt: skip
    return Language(
        id,
        data["tag"],
        data["name"],
        data["native"],
        data["script"],
        data["direction"] == "rtl",
        data["digits"],
        numbers_of(Numbers(".", ",", rtl_ranges=data["direction"] == "rtl"), data["numbers"]),
        tuple(data["quotes"]),
        data["hyphenation"],
        tuple(data["filters"]),
        tuple(dict.fromkeys(data["type"]["text"] + data["type"]["head"])),
        data["type"],
        strings,
        located.path,
        data.get("capitals", {}),
        data.get("collation", {}),
        data.get("date", {}),
        data.get("letters", {}),
        tuple(data.get("pairs", ())),
        data.get("transliterated-from", ""),
        data.get("transliteration", data.get("transliterated-from", "")),
    )


def numbers_of(known: Numbers, data: Mapping[str, Any]) -> Numbers:
    """`known`, with what `numbers` of a language or an edition says instead."""
    return Numbers(
        data.get("decimal", known.decimal),
        data.get("group", known.group),
        tuple(data.get("sizes", known.sizes)),
        data.get("from", known.least),
        data["ranges"] == "rtl" if "ranges" in data else known.rtl_ranges,
    )


def _check_script(located: Located, findings: Findings) -> None:
    """`script` and `direction` are those of the letters in which the language writes its own name."""
    data = located.data
    letter = next((char for char in data["native"] if char.isalpha()), "")
    if letter and unicodedata.name(letter, "").startswith("LATIN") != (data["script"] == "Latn"):
        mend = "write the code of its script (ISO 15924), such as Latn, Cyrl, Arab or Deva"
        located.tell(findings, "Y104", f"script: “{data['native']}” is not written in {data['script']}", mend, "script")
    if letter and (unicodedata.bidirectional(letter) in ("R", "AL")) != (data["direction"] == "rtl"):
        message = f"direction: “{data['native']}” is not read in the direction {data['direction']}"
        located.tell(findings, "Y104", message, "write ltr or rtl, as the letters are read", "direction")


def _check_date(located: Located, findings: Findings) -> None:
    """The forms of the second calendar's date can be filled in."""
    second = located.data.get("date", {}).get("second", {})
    for key, model in (("form", "{day} {month} {year}"), ("beside", "{date} ({second})")):
        if key in second and (fault := _placeholders(second[key], model)) is not None:
            located.tell(findings, "Y104", f"date.second.{key}: {fault}", f"what is filled in: {model}", "date", "second", key)


def _placeholders(words: str, english: str) -> str | None:
    """What is wrong with the words in braces, such as {n}, in a language's string; they are filled in by name."""
    try:
        own, known = _fields(words), _fields(english)
    except ValueError:
        return "a brace { or } stands alone"
    if strange := sorted(own - known):
        return f"“{{{strange[0]}}}” is not filled in"
    missing = sorted(known - own - {"language"})  # a language may name itself in words that it bends
    return f"“{{{missing[0]}}}” is missing" if missing else None


def _fields(words: str) -> set[str]:
    """What stands in braces, with its form (`{n:d}`), of which no string has one."""
    parsed = [part for part in string.Formatter().parse(words) if part[1] is not None]
    return {f"{field}{'!' * bool(how)}{how or ''}{':' * bool(form)}{form}" for _, field, form, how in parsed}


def _faces(root: Path, findings: Findings) -> tuple[FontFace, ...]:
    path = root / "fonts" / "manifest.json"
    text = textfile.read_text(path, findings)
    if text is None:
        return ()
    try:
        entries = json.loads(text)["fonts"]
        return tuple(
            FontFace(e["css_family"], e["weight"], e["style"], root / "fonts" / e["file"], e["sha256"]) for e in entries
        )
    except (ValueError, KeyError, TypeError) as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        findings.add("Y101", path, "the list of fonts is damaged", "restore fonts/ from version control", line, column)
        return ()
