"""The job ticket and the packing list: one page each, in the book's language and, beside it, in English."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from bindery.compose import dates
from bindery.compose.style import TYPE_DEFAULTS, environment, font_faces, stack
from bindery.manuscript.section import text_html
from bindery.model import JobTicket, Language, Project

#: The pages and the string that is their title.
PAGES = {"job-ticket": "ticket", "packing-list": "packing"}


@dataclass(frozen=True, slots=True)
class TicketHtml:
    """A page for the engine: document, stylesheet, font faces."""

    html: str
    css: str
    faces: str


def compose_ticket(project: Project, ticket: JobTicket, page: str) -> TicketHtml:
    """One of PAGES. English books have one column of words, others two."""
    languages = [ticket.language] if ticket.language is ticket.english else [ticket.language, ticket.english]
    jinja = environment(project.root, ["templates", "styles"], markup=True)
    columns = [_Column(language, i, ticket) for i, language in enumerate(languages)]
    own = ticket.language
    body = jinja.get_template(f"{page}.html").render(ticket=ticket, columns=columns, own=columns[0])
    title = own.strings[PAGES[page]]
    html = (
        f'<!DOCTYPE html><html lang="{own.tag}" dir="{"rtl" if own.rtl else "ltr"}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}: {escape(ticket.said['title'][0])}</title></head><body>{body}</body></html>"
    )
    css = jinja.get_template("ticket.css").render(
        c={colour.name.replace("-", ""): colour.hex for colour in project.palette}, lang=own, english=ticket.english,
        type=TYPE_DEFAULTS | dict(own.style), head=Markup(stack(own.style["head"])),
        english_head=Markup(stack(ticket.english.style["head"])),
        start="right" if own.rtl else "left", end="left" if own.rtl else "right", both=len(columns) == 2,
    )  # fmt: skip
    return TicketHtml(html, css, font_faces(project, *languages))


class _Column:
    """A language's side of the page: what the templates write in it."""

    def __init__(self, language: Language, index: int, ticket: JobTicket):
        self.language, self.index, self.ticket = language, index, ticket
        self.tag, self.rtl, self.comma = language.tag, language.rtl, language.strings["list-comma"]

    def word(self, name: str) -> Markup:
        """A string of language.yaml."""
        return Markup(text_html(self.language.strings[name], self.language))

    def said(self, name: str) -> Markup:
        """The title, the edition and so on in this language; its word for “not given” where nothing is said."""
        return Markup(text_html(self.ticket.said[name][self.index and 1], self.language) or self.word("ticket-none"))

    @property
    def contact(self) -> Markup:
        """Who is asked: the publisher by name, where one is given, and how to reach it."""
        said, own = self.ticket.said, self.index and 1
        publisher = said["publisher"][own]
        named = publisher and not said["edition"][own].startswith(publisher)
        return self.said("publisher") + Markup(self.comma) + self.said("contact") if named else self.said("contact")

    def number(self, value: float, places: int = 0) -> str:
        """As the language writes a measure; zeros at the end of a broken number are left out."""
        rounded = round(value, places)
        return self.language.amount(int(rounded) if rounded == int(rounded) else rounded)

    def unit(self, name: str, value: float, places: int = 0) -> Markup:
        """`unit-mm`, `unit-g`, `unit-kg`."""
        return self.format(f"unit-{name}", n=self.number(value, places))

    def format(self, name: str, **values: object) -> Markup:
        words = self.language.strings[name].format(**{key: str(value) for key, value in values.items()})
        return Markup(text_html(words, self.language))

    @property
    def deliver_by(self) -> Markup:
        day = self.ticket.deliver_by
        return Markup(text_html(dates.written(day, self.language), self.language)) if day else self.word("ticket-none")

    @property
    def size(self) -> Markup:
        trim = self.ticket.trim
        return self.format("unit-size", width=self.number(trim.width), height=self.number(trim.height))

    @property
    def colours(self) -> Markup:
        """Inks of interior and cover; a cover whose inner sides are blank is 4/0, or 1/0."""
        inks, name = ("1", "ticket-black") if self.ticket.colour == "gray" else ("4", "ticket-cmyk")
        words = self.language.strings[name]
        if not self.ticket.cover_inside:
            words = words.replace(f"{inks}/{inks}", f"{inks}/{inks}{self.comma}{inks}/0", 1)
        found = Markup(text_html(words, self.language))
        return found if self.ticket.cover_inside else found + Markup("<br>") + self.word("ticket-outside")

    @property
    def pages(self) -> Markup:
        ticket = self.ticket
        if not ticket.blanks:
            return Markup(self.number(ticket.pages))
        return self.format("ticket-blanks", pages=self.number(ticket.pages), blanks=self.number(ticket.blanks))
