"""How a sentence names places that are in other publications: “Standard 15 (Case management)”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bindery.errors import Findings
from bindery.manuscript import transliterate
from bindery.manuscript.files import bytes_of, text_path
from bindery.manuscript.section import text_html
from bindery.memo import Memo
from bindery.model import Edition, Language, Project
from bindery.project import textfile, yamlfile

#: What is asked of a header whose title alone is read.
HEADER = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}


def names(project: Project, edition: Edition, language: Language, memo: Memo) -> Mapping[str, str]:
    """Chapters, principles, standards and cases by id, as HTML. A text's own faults are told where it is read in full."""
    return dict(_names(project, edition, language, memo))


def _names(project: Project, edition: Edition, language: Language, memo: Memo) -> Iterator[tuple[str, str]]:
    strings = language.strings

    def title_of(folder: str, name: str) -> str:
        own = text_path(project, edition, language, folder, f"{name}.md")
        paths = (own, project.root / "content" / "en" / folder / f"{name}.md")
        title = memo.keep(f"title {own}", map(bytes_of, paths), lambda: first_title(paths, project.root), lambda: 0)
        return transliterate.words(title, language)

    for entry in (entry for p in project.publications.values() for entry in p.plan if entry.text):
        if entry.kind.id == "principle":
            yield entry.id, text_html(strings["principle-n"].format(n=language.number(entry.number)), language)
        elif entry.kind.id in ("chapter", "glossary") and (title := title_of(entry.folder, entry.id)):
            yield entry.id, text_html(title, language)
    for standard in (standard for area in project.areas for standard in area.standards):
        if title := title_of("handbook", standard.id):
            name = strings["standard-n"].format(n=language.number(standard.number))
            yield standard.id, text_html(strings["elsewhere"].format(name=name, title=title), language)
    for publication in project.publications.values():
        if publication.title and (title := title_of(publication.folder, publication.title)):
            yield f"case-{publication.title}", text_html(strings["case-ref"].format(title=title), language)


def first_title(paths: Sequence[Path], root: Path) -> str:
    """The title in the header of the first of `paths` that has one; "" where none has."""
    unheard = Findings(root)
    for path in paths:
        text = textfile.read_text(path, unheard) or ""
        header = yamlfile.parse(text.removeprefix("---\n").partition("\n---")[0], path, HEADER, unheard)
        if header:
            return str(header.data["title"])
    return ""
