"""Where a translation departs from its English: parts, counts, numbers, references, notes, index marks, terms.

It judges no sentence: it finds what a reader who knows both languages must look at first. What is a departure is told as
a fault; a term that is not found in any of its forms is a warning, since a sentence may do without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bindery.errors import Finding, Findings, ordered
from bindery.manuscript.source import read_source
from bindery.model import Language, Project
from bindery.project import schema, yamlfile
from bindery.translate.termbase import Termbase, load_termbase, plain
from bindery.translate.units import PARTIAL, Part, Unit, numbers, parts_of, spelt, yaml_parts

Parts = Mapping[str, Part]
Pair = tuple[Path, Parts, Parts]
#: Strings of language.yaml that speak of the language's own fonts.
_OWN = {"imprint-type"}
_KINDS = {
    "heading": "headings",
    "paragraph": "paragraphs",
    "item": "list items",
    "reference": "references",
    "row": "table rows",
    "cell": "table cells",
    "piece": "pieces, between bars or empty lines",
    "labels": "labels",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared: files, the paragraphs and the like in them, and what was found."""

    files: int
    units: int
    findings: tuple[Finding, ...]


def compare(project: Project, languages: Sequence[Language]) -> Mapping[str, Compared]:
    """Compare the global text of each language with the English, file by file; files that it has not got are passed over.

    Raises BinderyError when a file cannot be read at all: `build.py check` tells the same.
    """
    findings = Findings(project.root)
    termbase = load_termbase(project.root, findings)
    read = _Reader(project, findings)
    texts = {language.id: list(read.pairs(language)) for language in languages}
    findings.stop_if_any()
    return {language.id: _compared(texts[language.id], language, termbase, project.root) for language in languages}


def _compared(pairs: Sequence[Pair], language: Language, termbase: Termbase | None, root: Path) -> Compared:
    comparer = Comparer(language.id, termbase or Termbase(()), Findings(root))
    for path, english, own in pairs:
        comparer.file(path, english, own)
    found = ordered([*comparer.findings.items, *comparer.findings.warnings])
    return Compared(len(pairs), comparer.units, tuple(found))


class _Reader:
    """Reads files in parts; an English one once, however many languages are compared with it."""

    def __init__(self, project: Project, findings: Findings):
        self.project, self.findings = project, findings
        self.content = project.root / "content"
        self._english: dict[Path, Parts | None] = {}

    def pairs(self, language: Language) -> Iterator[Pair]:
        """(the translation's path, the English parts, its own parts) for every file that both languages have."""
        texts = {(e.folder, e.text): e.kind.id for p in self.project.publications.values() for e in p.plan if e.text}
        for (folder, text), kind in texts.items():
            yield from self._pair(language, f"{folder}/{text}.md", partial(self._text, kind=kind))
        for book in dict.fromkeys(p.book for p in self.project.publications.values()):
            yield from self._pair(language, f"{book}/book.yaml", self._book)
        yield from self._pair(language, "language.yaml", self._strings)

    def _pair(self, language: Language, name: str, read: Callable[[Path], Parts | None]) -> Iterator[Pair]:
        source, path = self.content / "en" / name, self.content / language.id / name
        if not (source.is_file() and path.exists()):
            return
        if source not in self._english:
            self._english[source] = read(source)
        english, own = self._english[source], read(path)
        if english is None or own is None:
            return
        if PARTIAL in own:  # a standard that lacks blocks on purpose
            english = {part: what for part, what in english.items() if part in own}
            own = {part: what for part, what in own.items() if part != PARTIAL}
        yield path, english, own

    def _text(self, path: Path, kind: str) -> Parts | None:
        source = read_source(path, schema.HEADERS[kind], self.findings)
        return parts_of(source) if source else None

    def _book(self, path: Path) -> Parts | None:
        file = yamlfile.load(path, schema.BOOK, self.findings)
        return yaml_parts(file, list(schema.BOOK["properties"])) if file else None

    def _strings(self, path: Path) -> Parts | None:
        file = yamlfile.load(path, schema.LANGUAGE, self.findings)
        return yaml_parts(file, [key for key in file.data["strings"] if key not in _OWN], "strings") if file else None


class Comparer:
    """Compares files, and counts what it compared. `language`: its id."""

    def __init__(self, language: str, termbase: Termbase, findings: Findings):
        self.language, self.termbase, self.findings = language, termbase, findings
        self.units = 0

    def file(self, path: Path, english: Parts, own: Parts) -> None:
        for name, part in english.items():
            if name not in own:
                mend = f"translate it; in English it has {len(part.units)} paragraphs or the like"
                self.findings.add("C101", path, f"{part.name} is missing, which English has at line {part.line}", mend)
        for name, part in own.items():
            if name in english:
                self.part(path, english[name], part)
            else:
                mend = "take it out, or add it to the English first; names after # and ::: stay as English has them"
                self.findings.add("C101", path, f"{part.name} is not in the English", mend, part.line)

    def part(self, path: Path, english: Part, own: Part) -> None:
        kinds = [unit.kind for unit in english.units]
        if kinds == [unit.kind for unit in own.units]:
            for one, two in zip(english.units, own.units, strict=True):
                self.unit(path, one, two)
            return
        told = False
        for kind in dict.fromkeys([*kinds, *(unit.kind for unit in own.units)]):
            if kind != "cell" and english.count(kind) != own.count(kind):
                told = True
                self.findings.add(
                    "C102",
                    path,
                    f"{_KINDS.get(kind, kind)} in {own.name}: {own.count(kind)}, in English {english.count(kind)}",
                    "give each its counterpart: what English says in two stays two",
                    own.line,
                )
        if not told:
            mend = "keep headings, paragraphs and lists in the order of the English"
            self.findings.add("C102", path, f"{own.name} is not in the order of the English", mend, own.line)
        self.unit(path, _joined(english), _joined(own))

    def unit(self, path: Path, english: Unit, own: Unit) -> None:
        self.units += 1
        place = own.line, own.column
        said, meant = numbers(own.text), numbers(english.text)
        for number in (meant - said).elements():
            mend = "write the number in figures, as English has it"
            self.findings.add(
                "C103", path, f"the number {number} of the English is not here{_among(said)}", mend, *place
            )
        allowed = spelt(english.text).union(*(numbers(target.replace("-", " ")) for target in own.links))
        for number in (said - meant).elements():
            if number not in allowed:
                mend = "take it out, or write it in words"
                message = f"the number {number} is not in the English"
                self.findings.add("C103", path, message, mend, own.line, own.column_of_number(number))
        self.links(path, english, own)
        if english.notes != own.notes:
            mend = "call each footnote at the place where English does"
            message = f"footnotes called here: {own.notes}, in English {english.notes}"
            self.findings.add("C105", path, message, mend, *place)
        if english.marks != own.marks:
            message = f"marks for the index here: {own.marks}, in English {english.marks}"
            self.findings.add("C202", path, message, "mark what English marks, in the words of the language", *place)
        self.terms(path, english, own, place)

    def links(self, path: Path, english: Unit, own: Unit) -> None:
        for target in (english.links - own.links).elements():
            mend = "put the link in; a link without words, [](#standard-15), prints its own"
            message = f"the link to {target} of the English is not here"
            self.findings.add("C104", path, message, mend, own.line, own.column)
        for target in (own.links - english.links).elements():
            mend = "take it out, or correct what it leads to"
            message = f"the link to {target} is not in the English"
            self.findings.add("C104", path, message, mend, own.line, own.column_of(target))

    def terms(self, path: Path, english: Unit, own: Unit, place: tuple[int, int]) -> None:
        if own.kind == "reference":
            return  # the title of a work has words of its own
        text = plain(own.text)  # it may quote English, as the title of a work
        for term in self.termbase.in_english(english.text):
            word = term.words.get(self.language)
            if word and not word.found.search(text) and not term.words["en"].found.search(text):
                self.findings.add(
                    "C201",
                    path,
                    f"“{term.words['en'].term}” is “{word.term}” in the termbase; neither that nor another form of it is here",
                    "use the term; or, where the language bends it, add the form to content/termbase.yaml",
                    *place,
                )


def _among(said: Counter[str]) -> str:
    return f" (here: {', '.join(said.elements())})" if said else ""


def _joined(part: Part) -> Unit:
    """A whole part as one unit, where its paragraphs cannot be paired."""
    units = part.units
    links = sum((unit.links for unit in units), Counter[str]())
    text = "\n".join(unit.text for unit in units)
    return Unit("part", part.line, 1, text, links, sum(u.notes for u in units), sum(u.marks for u in units))
