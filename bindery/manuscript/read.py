"""Project -> Manuscript: find a publication's files, read each into a section, and check what ties them together."""

from __future__ import annotations

import difflib
import pickle
import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from bindery.errors import Findings
from bindery.manuscript import elsewhere, transliterate
from bindery.manuscript.files import bytes_of, check_unused, is_there, text_path
from bindery.manuscript.filters import FILTERS
from bindery.manuscript.images import check_image
from bindery.manuscript.section import read_section
from bindery.manuscript.titles import check_yaml, first_place
from bindery.memo import Memo
from bindery.model import EDITION_WORDS, Edition, Language, Manuscript, PlanEntry, Project, Publication, Section
from bindery.project import schema, textfile, yamlfile


def has_text(project: Project, edition: Edition, language: Language, publication: Publication) -> bool:
    """Whether the language has the text without which the publication is not made, and its book.yaml."""
    return is_there(
        text_path(project, edition, language, publication.folder, f"{publication.needs}.md")
    ) and is_there(text_path(project, edition, language, publication.book, "book.yaml"))


class Reader:
    """Reads the manuscripts of one language and edition; a file that two publications share is read once."""

    def __init__(
        self,
        project: Project,
        language: Language,
        edition: Edition,
        glyphs: frozenset[int],
        findings: Findings,
        memo: Memo,
    ):
        self.project = project
        self.language = language
        self.edition = edition
        self.glyphs = glyphs
        self.findings = findings
        self.memo = memo
        # What a section's HTML depends on besides its file.
        self._depends = pickle.dumps((language, sorted(glyphs), project.catalogue["roles"]))
        self._read: dict[tuple[Path, str], Section | None] = {}
        self.elsewhere = elsewhere.names(project, edition, language, memo)

    def manuscript(self, publication: Publication) -> Manuscript | None:
        """The publication's manuscript; None when its book.yaml cannot be used. Faults become findings."""
        book_path = text_path(self.project, self.edition, self.language, publication.book, "book.yaml")
        book = yamlfile.load(book_path, schema.BOOK, self.findings)
        if book is not None:
            self._check_yaml(book_path, book.data)
        sections = []
        for entry in publication.plan:
            section = self._section(entry, publication)
            if section is not None:
                sections.append(section)
        if book is None:
            return None
        cover = tuple(_generated(entry) for entry in publication.cover)
        words = transliterate.values(book.data, self.language)
        manuscript = Manuscript(
            publication, self.language, self.edition, words, tuple(sections), cover, self.elsewhere
        )
        self._check_ids(manuscript)
        return manuscript

    def _section(self, entry: PlanEntry, publication: Publication) -> Section | None:
        if entry.kind.generated:
            return _generated(entry)
        path = text_path(self.project, self.edition, self.language, entry.folder, f"{entry.text}.md")
        if not is_there(path):
            # A language may not have reached this text yet; English always has it.
            if self.language.id == "en":
                self.findings.add(
                    "F101",
                    path,
                    f"the {entry.kind.id} “{entry.text}” is missing",
                    f"write it, or take it out of {publication.id} in content/publications.yaml",
                )
            return None
        key = (path, entry.kind.id)
        if key not in self._read:
            self._read[key] = self.memo.keep(
                f"{path} {entry.kind.id}",
                (self._depends, repr(entry), bytes_of(path)),
                lambda: read_section(
                    entry, path, self.language, self.glyphs, self.project.catalogue["roles"], self.findings
                ),
                self.findings.count,
            )
            self._check_labels(entry, path, self._read[key])
        section = self._read[key]
        if section is None:
            return None
        blocks = tuple(
            b for b in section.blocks if not entry.roles or entry.kind.id != "standard" or b.name in entry.roles
        )
        if entry == section.plan and blocks == section.blocks:
            return section
        html = "".join(block.html for block in blocks)
        return replace(
            section,
            plan=entry,
            blocks=blocks,
            marks=tuple(m for m in section.marks if f'id="{m.anchor}"' in html or entry.kind.id == "glossary"),
            ids=tuple(i for i in section.ids if i == entry.id or f'id="{escape(i)}"' in html),
            references=tuple(r for r in section.references if f'<x-ref to="{escape(r.target)}"' in html or r.target.startswith("image:")),
        )

    def _check_labels(self, entry: PlanEntry, path: Path, section: Section | None) -> None:
        """A diagram names its words by number: one too few, and the template would fail; one too many is never printed."""
        diagram = self.project.root / "templates" / "diagrams" / f"{entry.text}.html"
        if section is None or not section.meta or not diagram.is_file():
            return
        named = {int(number) for number in re.findall(r"\blabels\[(\d+)\] *\}\}", diagram.read_text("utf-8"))}
        given = section.meta.get("labels", ())
        if named and max(named) + 1 != len(given):
            lines = (textfile.read_text(path, self.findings) or "").split("\n")
            self.findings.add(
                "Y104",
                path,
                f"labels: the diagram has {max(named) + 1} words, here are {len(given)}",
                "write one for each, in the diagram’s order, as English has them",
                *first_place(lines, "labels:"),
            )

    def _check_yaml(self, path: Path, data: Any) -> None:
        check_yaml(path, data, self.language, self.glyphs, self.findings)

    def check_language(self) -> None:
        """What of language.yaml and edition.yaml only the text's stages know."""
        language = self.language
        self._check_yaml(language.path, [language.native, *language.strings.values()])
        lines = (textfile.read_text(language.path, self.findings) or "").split("\n")
        for name in language.filters:
            if name not in FILTERS:
                self.findings.add(
                    "Y104",
                    language.path,
                    f"there is no filter “{name}”",
                    "one of: " + ", ".join(FILTERS),
                    *first_place(lines, name),
                )
        if language.transliterated_from and language.transliteration not in transliterate.TABLES:
            self.findings.add(
                "Y104",
                language.path,
                f"transliteration: there is no table for “{language.transliteration}”",
                "one of: " + ", ".join(transliterate.TABLES),
                *first_place(lines, "transliterat"),
            )
        used = [self.edition.words(key, language.id) for key in EDITION_WORDS]
        legal = [words for line in self.edition.legal(language.id).items() for words in line]
        self._check_yaml(self.edition.path, [*used, *legal])

    def _check_ids(self, manuscript: Manuscript) -> None:
        """Ids are unique in a book, and every reference finds its place or is known elsewhere."""
        homes: dict[str, Section] = {}
        for section in manuscript.sections:
            for id in section.ids:
                if id in homes and section.path and homes[id] is not section:
                    lines = (textfile.read_text(section.path, self.findings) or "").split("\n")
                    other = homes[id].path
                    self.findings.add(
                        "M110",
                        section.path,
                        f"the id “{id}” is already in {other.name if other else homes[id].id}",
                        "give one of the two another name",
                        *first_place(lines, f"{{#{id}}}"),
                    )
                homes.setdefault(id, section)
        # A derived book holds parts of texts: what they point to is told once, in the book that the text comes from.
        derived = any(entry.roles for entry in manuscript.publication.plan)
        places = homes.keys()
        for section in manuscript.sections:
            for reference in section.references:
                if reference.target.startswith("image:"):
                    check_image(self.project.root, self.project.palette, reference, self.findings)
                    continue
                target = reference.target
                known = places | manuscript.elsewhere.keys()
                if target in known or _fallback(target, known):
                    continue
                if derived and reference.named:
                    continue
                near = difflib.get_close_matches(target, sorted(known), 1)
                mend = f"did you mean #{near[0]}?" if near else "docs/content.md lists the places that have a name"
                self.findings.add(
                    "X101", reference.path, f"nothing is called #{target}", mend, reference.line, reference.column
                )


def _fallback(target: str, known: set[str]) -> str | None:
    """A guidance note that is not translated yet, or not in this publication, is its standard."""
    home, _, note = target.partition("-note-")
    return home if note.isdigit() and home in known else None


def _generated(entry: PlanEntry) -> Section:
    return Section(entry, "", "", {}, (), (), (entry.id,), (), (), "", None)


def read_manuscripts(
    project: Project,
    language: Language,
    edition: Edition,
    publications: Sequence[Publication],
    glyphs: frozenset[int],
    findings: Findings,
    memo: Memo,
) -> tuple[Manuscript, ...]:
    """Every manuscript asked for that can be used. Faults become findings; it is the caller who stops for them.

    `memo` has the sections that were read before.
    """
    reader = Reader(project, language, edition, glyphs, findings, memo)
    reader.check_language()
    check_unused(project, edition, language, findings)
    manuscripts = [reader.manuscript(publication) for publication in publications]
    return tuple(m for m in manuscripts if m is not None)
