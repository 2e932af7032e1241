"""Project -> Manuscript: find a publication's files, read each into a section, and check what ties them together."""

from __future__ import annotations

import difflib
import pickle
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bindery import disk
from bindery.errors import Findings
from bindery.manuscript import letters, transliterate
from bindery.manuscript.characters import faults
from bindery.manuscript.filters import FILTERS, paragraph
from bindery.manuscript.images import check_image
from bindery.manuscript.markdown import words_of
from bindery.manuscript.section import read_section, text_html
from bindery.manuscript.titles import title_fault
from bindery.memo import Memo
from bindery.model import EDITION_WORDS, Edition, Language, Manuscript, PlanEntry, Project, Publication, Section
from bindery.project import schema, textfile, yamlfile


def text_path(project: Project, edition: Edition, language: Language, folder: str, name: str) -> Path:
    """The file of a text: the edition's own, where it has one, else the global one.

    A language that is transliterated from another has that one's where it has none.
    """
    ids = [language.id, *([language.transliterated_from] if language.transliterated_from else [])]
    homes = [home for id in ids for home in (project.root / "editions" / edition.id / id, project.root / "content" / id)]
    paths = [home / folder / name for home in homes]
    return next((path for path in paths if _is_there(path)), paths[1])


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()  # a link that leads nowhere is a fault to tell, not a text to pass over


def has_text(project: Project, edition: Edition, language: Language, publication: Publication) -> bool:
    """Whether the language has the text without which the publication is not made, and its book.yaml."""
    return _is_there(
        text_path(project, edition, language, publication.folder, f"{publication.needs}.md")
    ) and _is_there(text_path(project, edition, language, publication.book, "book.yaml"))


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
        self._elsewhere: dict[str, str] | None = None
        self._checked: set[Path] = set()

    def manuscript(self, publication: Publication) -> Manuscript | None:
        """The publication's manuscript; None when its book.yaml cannot be used. Faults become findings."""
        book_path = text_path(self.project, self.edition, self.language, publication.book, "book.yaml")
        book = yamlfile.load(book_path, schema.BOOK, self.findings)
        if book is not None:
            self.check_yaml(book_path, book.data)
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
            publication, self.language, self.edition, words, tuple(sections), cover, self.elsewhere()
        )
        self._check_ids(manuscript)
        return manuscript

    def _section(self, entry: PlanEntry, publication: Publication) -> Section | None:
        if entry.kind.generated:
            return _generated(entry)
        path = text_path(self.project, self.edition, self.language, entry.folder, f"{entry.text}.md")
        if not _is_there(path):
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
                (self._depends, repr(entry), _bytes(path)),
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
            ids=tuple(i for i in section.ids if i == entry.id or f'id="{i}"' in html),
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
                *_first(lines, "labels:"),
            )

    def elsewhere(self) -> Mapping[str, str]:
        """How a sentence names places that are in other publications: chapters, principles, standards and cases."""
        if self._elsewhere is None:
            strings, found = self.language.strings, {}
            for entry in (entry for p in self.project.publications.values() for entry in p.plan if entry.text):
                if entry.kind.id == "principle":
                    name = strings["principle-n"].format(n=self.language.number(entry.number))
                    found[entry.id] = text_html(name, self.language)
                elif entry.kind.id in ("chapter", "glossary") and (title := self._title(entry.folder, entry.id)):
                    found[entry.id] = text_html(title, self.language)
            for area in self.project.areas:
                for standard in area.standards:
                    title = self._title("handbook", standard.id)
                    if title:
                        name = strings["standard-n"].format(n=self.language.number(standard.number))
                        found[standard.id] = text_html(
                            strings["elsewhere"].format(name=name, title=title), self.language
                        )
            for publication in self.project.publications.values():
                if publication.title and (title := self._title(publication.folder, publication.title)):
                    found[f"case-{publication.title}"] = text_html(
                        strings["case-ref"].format(title=title), self.language
                    )
            self._elsewhere = found
        return self._elsewhere

    def _title(self, folder: str, name: str) -> str | None:
        """The title alone, from a header; the file's own faults are reported where it is read in full."""
        paths = (
            text_path(self.project, self.edition, self.language, folder, f"{name}.md"),
            self.project.root / "content" / "en" / folder / f"{name}.md",
        )
        title = self.memo.keep(
            f"title {paths[0]}", map(_bytes, paths), lambda: _first_title(paths, self.project.root), self.findings.count
        )
        return title and transliterate.words(title, self.language)

    def check_yaml(self, path: Path, data: Any) -> None:
        """The words of a YAML file are set in the language's fonts too, and they are plain words. `data`: what is used of it."""
        if path in self._checked:
            return
        self._checked.add(path)
        lines = (textfile.read_text(path, self.findings) or "").split("\n")
        told: set[str] = set()
        for words in _strings(data):
            for odd in faults(words, self.glyphs, spaced=path == self.language.path):
                if odd.char not in told:
                    told.add(odd.char)
                    self.findings.add(odd.code, path, odd.message, odd.mend, *_first(lines, odd.char))
            for letter in transliterate.left_over(transliterate.words(words, self.language)) if self.language.transliterated_from else ():
                transliterate.tell(letter, path, _first(lines, letter), self.findings)
            for wrong in letters.faults(paragraph.words(words_of(words)), self.language):
                line, column = _first(lines, wrong.words)
                self.findings.add(wrong.code, path, wrong.message, wrong.mend, line, column + wrong.at)
            if fault := title_fault(words_of(words)):
                code, message, mend = fault
                self.findings.add(code, path, message, mend, *_first(lines, words[:20].split("\n")[0]))

    def check_language(self) -> None:
        """What of language.yaml and edition.yaml only the text's stages know."""
        language = self.language
        self.check_yaml(language.path, [language.native, *language.strings.values()])
        lines = (textfile.read_text(language.path, self.findings) or "").split("\n")
        for name in language.filters:
            if name not in FILTERS:
                self.findings.add(
                    "Y104",
                    language.path,
                    f"there is no filter “{name}”",
                    "one of: " + ", ".join(FILTERS),
                    *_first(lines, name),
                )
        if language.transliterated_from and language.transliteration not in transliterate.TABLES:
            self.findings.add(
                "Y104",
                language.path,
                f"transliteration: there is no table for “{language.transliteration}”",
                "one of: " + ", ".join(transliterate.TABLES),
                *_first(lines, "transliterat"),
            )
        used = [self.edition.words(key, language.id) for key in EDITION_WORDS]
        legal = [words for line in self.edition.legal(language.id).items() for words in line]
        self.check_yaml(self.edition.path, [*used, *legal])

    def check_unused(self) -> None:
        """Every text of the language, and of the edition, is in some publication: one whose name is mistyped would be passed over."""
        used = {
            (entry.folder, f"{entry.text}.md")
            for p in self.project.publications.values()
            for entry in p.plan
            if entry.text
        }
        content, editions = (self.project.root / name for name in ("content", "editions"))
        homes = (content / self.language.id, editions / self.edition.id / self.language.id)
        for path in (path for home in homes for path in sorted(home.rglob("*.md"))):
            home = next(home for home in homes if path.is_relative_to(home))
            folder = path.parent.relative_to(home).as_posix()
            if (folder, path.name) not in used:
                near = difflib.get_close_matches(path.name, sorted(name for where, name in used if where == folder), 1)
                mend = (
                    f"did you mean {near[0]}?"
                    if near
                    else "name it in a plan of content/publications.yaml, or delete it"
                )
                self.findings.add("M114", path, "no publication uses this file", mend)

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
                        *_first(lines, f"{{#{id}}}"),
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


def _bytes(path: Path) -> bytes:
    """The file's bytes, for a key; none where it cannot be read, which its reader tells."""
    try:
        return disk.read(path)
    except OSError:
        return b""


#: What is asked of a header whose title alone is read.
HEADER = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}


def _first_title(paths: Sequence[Path], root: Path) -> str | None:
    """The title in the header of the first of `paths` that has one."""
    unheard = Findings(root)
    for path in paths:
        text = textfile.read_text(path, unheard) or ""
        header = yamlfile.parse(text.removeprefix("---\n").partition("\n---")[0], path, HEADER, unheard)
        if header:
            return str(header.data["title"])
    return None


def _generated(entry: PlanEntry) -> Section:
    return Section(entry, "", "", {}, (), (), (entry.id,), (), (), "", None)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (list, dict)):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _strings(value)


def _first(lines: Sequence[str], words: str) -> tuple[int, int]:
    """Line and column where `words` stand first, be it as an escape such as \\u202e; else the file's first."""
    escape = rf"|\\[ux]0*{ord(words):x}(?![0-9a-f])" if len(words) == 1 else ""
    pattern = re.compile(re.escape(words) + escape, re.I)
    return next(((n, match.start() + 1) for n, line in enumerate(lines, 1) if (match := pattern.search(line))), (1, 1))


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
    reader.check_unused()
    manuscripts = [reader.manuscript(publication) for publication in publications]
    return tuple(m for m in manuscripts if m is not None)
