"""Sections -> HTML documents, one a section, with the page numbers still open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup

from bindery.compose import codes, dates, references
from bindery.compose import index as indexes
from bindery.compose.imprint import edition_words, printed
from bindery.compose.style import environment
from bindery.compose.values import Meta, Strings
from bindery.manuscript.section import text_html
from bindery.model import MASTER_BLEED, Manuscript, Place, Project, Section

#: Kinds whose templates name pages themselves, and so are rendered again each round.
PAGED = {"contents", "index", "cover-standards", "area"}
#: The stylesheets' names for tints of a section's colour, and the palette's (per cent).
TINTS = {"": 10, "25": 25, "50": 50}


@dataclass(frozen=True, slots=True)
class SectionHtml:
    """What the engine sets: the document, apart from the stylesheet that all sections of the book share."""

    id: str
    html: str
    left: bool  # whether its first page is a left one
    base: Path


class Composer:
    """Composes one book. A section's template is rendered once a side; the references are filled in again each round."""

    def __init__(self, project: Project, manuscript: Manuscript):
        self.project = project
        self.manuscript = manuscript
        self.called = references.names(manuscript)
        self._bodies: dict[str, str] = {}
        self._strings = Strings(manuscript.language.strings, self._typeset)
        env = environment(project.root, ["templates", "content/images"], markup=True)
        language = manuscript.language
        env.globals.update(
            t=self._strings,
            lang=language,
            digits=language.number,
            book=manuscript.book,
            edition=edition_words(manuscript),
            publication=manuscript.publication,
            project=project,
            start="right" if language.rtl else "left",
            end="left" if language.rtl else "right",
            mirror=language.rtl,
            # Beside Arabic digits a middle dot reads as a zero.
            dot=language.strings["list-comma"] if language.rtl else " · ",
            bleed=MASTER_BLEED,
            typeset=self._typeset,
            toc=self._contents,
            marks=self._index,
            drawing=self._drawing,
            icon=self._icon,
            fmt=self._format,
            title=self.title,
            issued=self._issued,
            address=self._address,
            labelled=self._labelled,
            **printed(project, manuscript),
            standards=self._standards,
            draft=any(section.status == "draft" for section in manuscript.sections),
            stamp=self._stamp,
            stamp_digits=self._stamp_digits,
        )
        self._env = env
        self._places: Mapping[str, Place] = {}

    @property
    def title(self) -> Markup:
        """The publication's title: a case study's own, else the book's."""
        wanted = self.manuscript.publication.title
        for section in self.manuscript.sections:
            if wanted and section.plan.text == wanted:
                return Markup(section.title_html)
        return self._typeset(self.manuscript.book["title"])

    def compose(self, section: Section, left: bool, places: Mapping[str, Place]) -> SectionHtml:
        """The section's document when it starts on a left or right page and the book's places are as given."""
        self._places = places
        generated = section.plan.kind.id in PAGED
        body = None if generated else self._bodies.get(section.id)
        if body is None:
            body = self._render(section)
            if not generated:
                self._bodies[section.id] = body
        body = references.fill(body, self.manuscript, places, self.called)
        return SectionHtml(section.id, self._document(section, body, left), left, self.project.root)

    def compose_extra(self, section: Section, style: str, **values: object) -> SectionHtml:
        """A document that is no part of the text, from its template with these values; `style` comes last of all."""
        html = self._document(section, self._render(section, **values), False)
        return SectionHtml(section.id, html.replace("</style></head>", f"{style}</style></head>", 1), False, self.project.root)

    def _render(self, section: Section, **values: object) -> str:
        template = self._env.get_template(section.plan.kind.template)
        return template.render(
            **values,
            section=section,
            plan=section.plan,
            meta=Meta(section.meta),
            number=self.manuscript.language.number(section.plan.number),
            blocks={b.name: Markup(b.html) for b in section.blocks},
            block_titles={b.name: b.title for b in section.blocks},
            body=[(b.name, self._typeset(b.title) if b.title else "", Markup(b.html)) for b in section.blocks],
            title_html=Markup(section.title_html),
            area=self._area(section),
        )

    def _document(self, section: Section, body: str, left: bool) -> str:
        language, plan = self.manuscript.language, section.plan
        colour = plan.colour
        palette = {c.name: c.hex for c in self.project.palette}
        tints = "".join(f"--tint{name}:{palette[f'{colour}-{tint}']};" for name, tint in TINTS.items())
        variables = f"--area:{palette[colour]};{tints}"
        classes = f"kind-{plan.kind.id} pub-{self.manuscript.publication.id} colour-{colour}"
        folio = (
            f'<div class="folio"><span data-stamp="folio">{language.number("888")}</span></div>'
            if plan.kind.folio
            else ""
        )
        head = self._running_head(section)
        return (
            f'<!DOCTYPE html><html lang="{language.tag}" dir="{"rtl" if language.rtl else "ltr"}" class="{classes}" id="s-{section.id}">'
            f'<head><meta charset="utf-8"><title>{escape(section.title or section.id)}</title>'
            f"<style>html{{break-before:{'left' if left else 'right'};{variables}}}{self._tab(section)}</style></head>"
            f"<body>{head}{folio}{body}</body></html>"
        )

    def _running_head(self, section: Section) -> str:
        if not section.plan.kind.folio:
            return ""
        book = self._typeset(self.manuscript.book["short"])
        name = Markup(section.title_html) or self._typeset(
            self.manuscript.language.strings.get(section.plan.kind.id, "")
        )
        number = (
            f"<b>{self.manuscript.language.number(section.plan.number)}</b> "
            if section.plan.kind.id == "standard"
            else ""
        )
        return f'<div class="head-verso">{book}</div><div class="head-recto">{number}{name}</div>'

    def _tab(self, section: Section) -> str:
        """The thumb tab of a standard: its place down the outer edge, and its number."""
        plan = section.plan
        if plan.kind.id != "standard":
            return ""
        area = self._area(section)
        top = (plan.number - 1) * 6.1 + (area.number - 1) * 2.4
        number = self.manuscript.language.number(plan.number)
        return "".join(
            f'@page :{side}{{@{side}-top{{content:"{number}";margin-top:{top:.2f}mm}}}}' for side in ("left", "right")
        )

    def _area(self, section: Section) -> Any:
        return next(
            (a for a in self.project.areas if a.id == section.id or any(s.id == section.id for s in a.standards)), None
        )

    def _typeset(self, text: str) -> Markup:
        return Markup(text_html(text, self.manuscript.language))

    def _format(self, pattern: str, **values: object) -> Markup:
        return self._typeset(pattern.format(**{k: str(v) for k, v in values.items()}))

    def _issued(self) -> str:
        """The edition's date, as the language writes it."""
        return dates.written(date.fromisoformat(self.manuscript.edition.data["date"]), self.manuscript.language)

    def _address(self, words: str) -> Markup:
        """Words about where to write to; an address in them is left as it is, and read from the left."""
        marked = codes.ADDRESS.sub(lambda found: f"\0{found[0]}\0", words).split("\0")
        return Markup("").join(
            Markup('<span class="address">{}</span>').format(part) if i % 2 else self._typeset(part)
            for i, part in enumerate(marked)
        )

    def _labelled(self, label: str, words: str) -> Markup:
        """“Contact: …”, as the language joins the two."""
        before, _, after = str(self._strings.imprint_line).partition("{words}")
        before = before.format(label=label)
        gap = before[len(before.rstrip()) :]
        return self._typeset(before.rstrip()) + gap + self._address(words) + after

    def _drawing(self, path: str) -> Markup:
        """An SVG file put into the page; decoration for readers who listen, since words stand beside it. None: nothing."""
        file = self.project.root / path
        if not file.exists():
            return Markup("")
        svg = re.sub(r"<\?xml[^>]*>|<!--.*?-->", "", file.read_text("utf-8"), flags=re.S)
        # Its own size would win over the stylesheet's.
        head, tag, rest = svg.partition(">")
        head = re.sub(r'\s(?:width|height)="[^"]*"', "", head).replace("<svg", '<svg aria-hidden="true"', 1)
        return Markup(head + tag + rest)

    def _icon(self, id: str, colour: str = "") -> Markup:
        """The icon of a standard, principle or case; a case's, drawn in ochre, takes its publication's `colour`."""
        drawing = self._drawing(f"content/images/icons/{id}.svg")
        if not colour:
            return drawing
        palette = {c.name: c.hex for c in self.project.palette}
        return Markup(
            drawing.replace(palette["ochre"], palette[colour]).replace(palette["ochre-25"], palette[f"{colour}-25"])
        )

    def _stamp(self, target: str) -> Markup:
        place = self._places.get(target)
        return Markup(references.stamp(self.manuscript.language, target, place.page)) if place else Markup("")

    def _stamp_digits(self, target: str) -> str:
        """As many placeholder digits as the page of `target` has."""
        place = self._places.get(target)
        return self.manuscript.language.number(str(references.STAMP_DIGIT) * len(str(place.page))) if place else ""

    def _standards(self) -> list[tuple[Any, list[Section]]]:
        """The standards of this book by area, as (area's section, its standards)."""
        groups: list[tuple[Any, list[Section]]] = []
        for section in self.manuscript.sections:
            if section.plan.kind.id == "area":
                groups.append((section, []))
            elif section.plan.kind.id == "standard" and groups:
                groups[-1][1].append(section)
        return groups

    def _contents(self) -> list[dict[str, Any]]:
        strings = self.manuscript.language.strings
        entries = []
        for section in self.manuscript.sections:
            kind = section.plan.kind
            if kind.contents and section.id in self._places:
                number = section.plan.number if kind.id in ("standard", "principle", "area") else 0
                entries.append(
                    {
                        "id": section.id,
                        "level": kind.contents,
                        "kind": kind.id,
                        "colour": section.plan.colour,
                        "number": self.manuscript.language.number(number) if number else "",
                        "title": Markup(section.title_html) or self._typeset(strings.get(kind.id, "")),
                        "digits": self._stamp_digits(section.id),
                    }
                )
        return entries

    def _index(self) -> list[tuple[str, list[indexes.Entry]]]:
        return indexes.build(self.manuscript, self._places)
