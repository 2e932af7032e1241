"""Project -> Manuscript: find a publication's files, read each into a section, and check what ties them together."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bindery.errors import Findings
from bindery.manuscript.images import check_image
from bindery.manuscript.section import read_section, text_html
from bindery.manuscript.source import check_character, FORBIDDEN, INKLESS
from bindery.model import Edition, Language, Manuscript, PlanEntry, Project, Publication, Section
from bindery.project import schema, yamlfile

#: Places that every book of the handbook's family has without a file of their own.
GENERATED_IDS = {"contents", "index", "imprint"}


def text_path(project: Project, edition: Edition, language: Language, folder: str, name: str) -> Path:
    """The file of a text: the edition's own, where it has one, else the global one."""
    own = project.root / "editions" / edition.id / language.id / folder / name
    return own if own.exists() else project.root / "content" / language.id / folder / name


def has_text(project: Project, edition: Edition, language: Language, publication: Publication) -> bool:
    """Whether the language has the text without which the publication is not made, and its book.yaml."""
    return (
        text_path(project, edition, language, publication.folder, f"{publication.needs}.md").exists()
        and text_path(project, edition, language, publication.book, "book.yaml").exists()
    )


class Reader:
    """Reads the manuscripts of one language and edition; a file that two publications share is read once."""

    def __init__(self, project: Project, language: Language, edition: Edition, glyphs: frozenset[int], findings: Findings):
        self.project = project
        self.language = language
        self.edition = edition
        self.glyphs = glyphs
        self.findings = findings
        self._read: dict[tuple[Path, str], Section | None] = {}
        self._elsewhere: dict[str, str] | None = None
        self._checked: set[Path] = set()

    def manuscript(self, publication: Publication) -> Manuscript | None:
        """The publication's manuscript; None when its book.yaml cannot be used. Faults become findings."""
        book_path = text_path(self.project, self.edition, self.language, publication.book, "book.yaml")
        book = yamlfile.load(book_path, schema.BOOK, self.findings)
        if book is not None:
            self._check_yaml(book_path)
        sections = []
        for entry in publication.plan:
            section = self._section(entry, publication)
            if section is not None:
                sections.append(section)
        if book is None:
            return None
        cover = tuple(_generated(entry) for entry in publication.cover)
        manuscript = Manuscript(publication, self.language, self.edition, book.data, tuple(sections), cover, self.elsewhere())
        self._check_ids(manuscript)
        return manuscript

    def _section(self, entry: PlanEntry, publication: Publication) -> Section | None:
        if entry.kind.generated:
            return _generated(entry)
        path = text_path(self.project, self.edition, self.language, entry.folder, f"{entry.text}.md")
        if not path.exists():
            # A language may not have reached this text yet; English always has it.
            if self.language.id == "en":
                self.findings.add("F101", path, f"the {entry.kind.id} “{entry.text}” is missing",
                                  f"write it, or take it out of content/publications.yaml ({publication.id})")
            return None
        key = (path, entry.kind.id)
        if key not in self._read:
            roles = self.project.catalogue["roles"]
            self._read[key] = read_section(entry, path, self.language, self.glyphs, roles, self.findings)
        section = self._read[key]
        if section is None:
            return None
        blocks = tuple(b for b in section.blocks if not entry.roles or entry.kind.id != "standard" or b.name in entry.roles)
        if entry == section.plan and blocks == section.blocks:
            return section
        html = "".join(block.html for block in blocks)
        return _replace(section, plan=entry, blocks=blocks, marks=tuple(m for m in section.marks if f'id="{m.anchor}"' in html
                                                                        or entry.kind.id == "glossary"),
                        ids=tuple(i for i in section.ids if i == entry.id or f'id="{i}"' in html))

    def elsewhere(self) -> Mapping[str, str]:
        """How a sentence names places that are in other publications: standards and cases."""
        if self._elsewhere is None:
            strings, found = self.language.strings, {}
            for area in self.project.areas:
                for standard in area.standards:
                    title = self._title("handbook", standard.id)
                    if title:
                        name = strings["standard-n"].format(n=self.language.number(standard.number))
                        found[standard.id] = text_html(strings["elsewhere"].format(name=name, title=title), self.language)
            for publication in self.project.publications.values():
                if publication.title and (title := self._title(publication.folder, publication.title)):
                    found[f"case-{publication.title}"] = text_html(strings["case-ref"].format(title=title), self.language)
            self._elsewhere = found
        return self._elsewhere

    def _title(self, folder: str, name: str) -> str | None:
        """The title alone, from a header; the file's own faults are reported where it is read in full."""
        for language_path in (text_path(self.project, self.edition, self.language, folder, f"{name}.md"),
                              self.project.root / "content" / "en" / folder / f"{name}.md"):
            try:
                header = language_path.read_text("utf-8").split("\n---\n", 1)[0].removeprefix("---\n")
                return str(yaml.safe_load(header)["title"])
            except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError):
                continue
        return None

    def _check_yaml(self, path: Path) -> None:
        """The words of a YAML file are set in the language's fonts too."""
        if path in self._checked:
            return
        self._checked.add(path)
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            for column, char in enumerate(line, 1):
                if char > "~" and char not in INKLESS and (ord(char) not in self.glyphs or char in FORBIDDEN):
                    check_character(char, path, number, column, self.findings)

    def _check_ids(self, manuscript: Manuscript) -> None:
        """Ids are unique in a book, and every reference finds its place or is known elsewhere."""
        homes: dict[str, Section] = {}
        for section in manuscript.sections:
            for id in section.ids:
                if id in homes and section.path and homes[id] is not section:
                    source = section.path.read_text("utf-8").split("\n")
                    line = next((n for n, text in enumerate(source, 1) if f"{{#{id}}}" in text), 1)
                    other = homes[id].path
                    self.findings.add("M110", section.path, f"the id “{id}” is already in {other.name if other else homes[id].id}",
                                      "give one of the two another name", line, max(1, source[line - 1].find("{#") + 1))
                homes.setdefault(id, section)
        places = homes.keys() | GENERATED_IDS
        for section in manuscript.sections:
            partial_book = manuscript.publication.plan != () and _is_derived(manuscript)
            for reference in section.references:
                if reference.target.startswith("image:"):
                    check_image(self.project.root, reference, self.findings)
                    continue
                target = reference.target
                known = places | manuscript.elsewhere.keys()
                if target in known or _fallback(target, known):
                    continue
                if partial_book:
                    continue  # told once, in the book that the text comes from
                near = difflib.get_close_matches(target, sorted(known), 1)
                mend = f"did you mean #{near[0]}?" if near else "see docs/content.md for the places that have a name"
                self.findings.add("X101", reference.path, f"nothing is called #{target}", mend, reference.line, reference.column)


def _fallback(target: str, known: set[str]) -> str | None:
    """A guidance note that is not translated yet, or not in this publication, is its standard."""
    home, _, note = target.partition("-note-")
    return home if note.isdigit() and home in known else None


def _is_derived(manuscript: Manuscript) -> bool:
    return any(entry.roles for entry in manuscript.publication.plan)


def _generated(entry: PlanEntry) -> Section:
    return Section(entry, "", "", {}, (), (), (entry.id,), (), (), "", None)


def _replace(section: Section, **changes: Any) -> Section:
    from dataclasses import replace

    return replace(section, **changes)


def read_manuscripts(
    project: Project, language: Language, edition: Edition, publications: Sequence[Publication],
    glyphs: frozenset[int], findings: Findings,
) -> tuple[Manuscript, ...]:
    """Every manuscript asked for. Raises BinderyError with all findings of all of them."""
    reader = Reader(project, language, edition, glyphs, findings)
    reader._check_yaml(language.path)
    manuscripts = [reader.manuscript(publication) for publication in publications]
    findings.stop_if_any()
    return tuple(m for m in manuscripts if m is not None)
