"""One PDF that shows every language beside the others: a page of each, set as its books are.

What a page shows is the language's own: the sentence and first actions of a standard, an entry of its glossary, its
words from language.yaml. It goes the way of all sections: compose, typeset, bind. So a language that is added as data
is in it, and what looks wrong in it looks wrong in the books.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path

from bindery.compose import dates
from bindery.deliver.files import check_writable, delivery, sweep
from bindery.errors import Findings
from bindery.identity import document_id, epoch
from bindery.manuscript.section import text_html
from bindery.model import MASTER_BLEED, Block, Kind, Manuscript, Master, PlanEntry, Request, Section, Trim
from bindery.pipeline import check
from bindery.typeset.pool import Pool, Progress
from bindery.typeset.settle import typeset_book
from bindery.typeset.workshop import workshop

FOLDER, FILE = "outputs/specimen", "specimen.pdf"
#: A sheet (A3 on its side) holds three pages. The measure of 108 mm is that of the handbook.
SHEET, PAGE, ACROSS = Trim("a3", 420, 297), Trim("specimen", 140, 297), 3
KIND = Kind("specimen", "specimen.html", "any", folio=False, generated=False, contents=0)
STANDARD = "standard-07"  #: the one shown, where the language has it
ACTIONS = 2
DAY = datetime.date(2026, 3, 5)
PT_A_MM = 72 / 25.4

_REFERENCE = re.compile(r'<x-ref to="[^"]*">(.*?)</x-ref>', re.S)
_ITEM = re.compile(r"<li>.*?</li>", re.S)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)
_NOTE = re.compile(r'<span class="footnote">.*?</span>', re.S)
_ENTRY = re.compile(r"<h2[^>]*>(.*?)</h2>\s*<p>(.*?)</p>", re.S)
_ID = re.compile(r' id="[^"]*"')


def make(
    root: Path, languages: Sequence[str], edition: str, progress: Progress, processes: Pool, findings: Findings
) -> list[Path]:
    """Make the specimen of `languages`; its file, or none where no language has a text. Raises BinderyError."""
    request = Request(tuple(languages), edition, ("summary",), ("screen",))
    project, groups = check(root, request, findings)
    folder = root / FOLDER
    check_writable(folder, findings)
    findings.stop_if_any()
    shop = workshop(project, processes, findings, progress)
    masters = [typeset_book(shop, specimen_of(summary)) for group in groups for summary in group]
    if not masters:
        return []
    processes.renew()
    sweep(folder)
    with delivery(folder) as files:
        processes.run("specimen", [(FILE, (write, masters, epoch(root), files.place(FILE)))], findings)
        return files.commit()


def specimen_of(summary: Manuscript) -> Manuscript:
    """A manuscript of one section that shows the language: from its summary, which every language has."""
    language = summary.language
    standards = [section for section in summary.sections if section.plan.kind.id == "standard"]
    standard = next((section for section in standards if section.id == STANDARD), standards[0])
    blocks = [Block("statement", "", _plain(_html(standard, "statement")), 0)]
    for role in ("preparedness", "response"):
        items = _ITEM.findall(_plain(_html(standard, role)))
        blocks.append(Block(role, "", "".join(items[:ACTIONS]), 0))
    glossary = next((section for section in summary.sections if section.plan.kind.id == "glossary"), None)
    if glossary and (entry := _ENTRY.search(_plain("".join(block.html for block in glossary.blocks)))):
        blocks += [Block("term", "", entry[1], 0), Block("definition", "", entry[2], 0)]
    about = next((section for section in summary.sections if section.plan.kind.id == "chapter"), None)
    if about and (paragraph := _PARAGRAPH.search(_plain("".join(block.html for block in about.blocks)))):
        blocks.append(Block("running", "", paragraph[1], 0))
    plan = PlanEntry("specimen", KIND, None, summary.publication.folder, standard.plan.colour, standard.plan.number)
    words = " ".join(unescape(re.sub("<[^>]*>", " ", block.html)) for block in blocks)
    outer, close, inner, inner_close = language.quotes
    words_inside = [section.title for section in summary.sections if section.title][:1]
    quoted = f"{outer}{standard.title}{language.strings['list-comma']}{inner}{''.join(words_inside)}{inner_close}{close}"
    meta = {
        "icon": standard.id,
        "quoted": text_html(quoted, language),
        "date": text_html(dates.written(DAY, language), language),
    }
    section = replace(
        standard, plan=plan, meta=meta, blocks=tuple(blocks), headings=(), ids=(plan.id,), marks=(), references=(), words=words
    )
    publication = replace(summary.publication, id="specimen", trim=PAGE, plan=(plan,), cover=())
    return replace(summary, publication=publication, sections=(section,), cover=())


def _html(section: Section, name: str) -> str:
    block = section.block(name)
    return block.html if block else ""


def _plain(html: str) -> str:
    """Without what leads to other places of a book: references are their words, ids and notes are gone."""
    return _ID.sub("", _NOTE.sub("", _REFERENCE.sub(r"\1", html)))


def write(masters: Sequence[Master], moment: int, path: Path) -> None:
    """Put the pages of all languages side by side on sheets, with a bookmark for each language."""
    import pikepdf

    from bindery.bind import bind
    from bindery.bind.outline import add_outline
    from bindery.finish import save
    from bindery.finish.metadata import About, describe

    width, height = SHEET.width * PT_A_MM, SHEET.height * PT_A_MM
    step = PAGE.width * PT_A_MM
    pdf = pikepdf.new()
    outline, place = [], 0
    for master in masters:
        language = master.manuscript.language
        bound = bind(master, MASTER_BLEED, tagged=False, covers=False)
        outline.append((1, f"{language.native} ({language.name})", place // ACROSS, 0.0))
        for page in bound.pages:
            if place % ACROSS == 0:
                pdf.add_blank_page(page_size=(width, height))
            left = place % ACROSS * step
            sheet, name = pdf.pages[-1], pikepdf.Name(f"/Page{place}")  # add_overlay would draw a name by lot
            form = pdf.copy_foreign(page.as_form_xobject())
            sheet.add_resource(form, pikepdf.Name.XObject, name)
            sheet.contents_add(
                sheet.calc_form_xobject_placement(form, name, pikepdf.Rectangle(left, 0, left + step, height))
            )
            place += 1
    add_outline(pdf, [page.obj for page in pdf.pages], outline, height)
    describe(pdf, About("bindery: every language", "", "en", moment, document_id("specimen", *masters)), "")
    pdf.Root.Lang = pikepdf.String("en")
    save(pdf, path)
