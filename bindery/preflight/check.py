"""Open a file, ask every rule, and report. A file that is no PDF, or a damaged one, is a finding like any other."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import pikepdf
from pikepdf import Pdf

from bindery.finish.boxes import MM
from bindery.preflight.file_rules import FILE_RULES, read_document
from bindery.preflight.ink import Heaviest, Plates, bound
from bindery.preflight.limits import Limits
from bindery.preflight.page_rules import PAGE_RULES
from bindery.preflight.pages import Page, look, notes
from bindery.preflight.report import ERROR, Note, Report
from bindery.preflight.streams import Reader

#: The rule that everything else rests on.
OPENS = ("X01", "a PDF file that can be opened")
MEND = "export it again, and see that it is sent whole"


def preflight(path: Path, limits: Limits, name: str | None = None) -> Report:
    """The report on one file; `name` is how it is called there. Raises OSError alone, where the file cannot be read."""
    name = name or path.name
    with path.open("rb") as file:
        start = file.read(1024)  # where a reader looks for the mark (ISO 32000-1, Annex H, implementation note 13)
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    rules = 1 + len(FILE_RULES) + len(PAGE_RULES)
    if b"%PDF-" not in start:
        return Report(name, sha256, 0, None, (Note(OPENS[0], ERROR, 0, "this is no PDF file", MEND),), rules)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what qpdf mends while it opens shows in what it then finds
            with path.open("rb") as file, pikepdf.open(file) as pdf:
                return _report(pdf, limits, name, sha256, rules)
    except pikepdf.PasswordError:
        found = "the file is encrypted and needs a password", "save it without a password"
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
        found = f"the file is damaged: {error}", MEND
    return Report(name, sha256, 0, None, (Note(OPENS[0], ERROR, 0, *found),), rules)


def _report(pdf: Pdf, limits: Limits, name: str, sha256: str, rules: int) -> Report:
    document = read_document(pdf, limits)
    found: list[Note] = []
    if not document.pages:
        found.append(Note(OPENS[0], ERROR, 0, "the file has no pages", "export it again"))
    for rule in FILE_RULES:
        found += (Note(rule.id, rule.severity, 0, one.message, one.mend) for one in rule.check(document))
    reader, plates = Reader(), Plates()
    first: Page | None = None
    heaviest: tuple[float, int] | None = None
    for number, each in enumerate(pdf.pages, 1):
        page = look(number, each.obj, reader.page(each.obj), limits, first.trim if first else None)
        first = first or page
        page.ink = _ink(page, plates, heaviest[0] if heaviest else 0)
        if page.ink and (heaviest is None or page.ink.percent > heaviest[0]):
            heaviest = page.ink.percent, number
        for check in PAGE_RULES:
            found += notes(page, check.id, check.severity, check.check(page))
    trim = (round((first.trim[2] - first.trim[0]) / MM, 2), round((first.trim[3] - first.trim[1]) / MM, 2)) \
        if first and first.trim else None  # fmt: skip
    order = {rule: i for i, rule in enumerate([OPENS[0], *(r.id for r in FILE_RULES), *(r.id for r in PAGE_RULES)])}
    found.sort(key=lambda note: (note.page, order[note.rule]))
    return Report(name, sha256, document.pages, trim, tuple(found), rules, heaviest)


def _ink(page: Page, plates: Plates, known: float) -> Heaviest | None:
    """The page's heaviest square; None where it can neither be heavier than `known`, another page, nor too heavy."""
    enough = min(known, page.limits.ink)
    if bound(page.inside) <= enough or plates.heaviest(page.inside, page.paper, exact=False).percent <= enough:
        return None
    return plates.heaviest(page.inside, page.paper)
