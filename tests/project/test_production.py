"""How a book is bound: by its pages and the printer; spine, weight, cartons; and what does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bindery.errors import Findings
from bindery.model import Edition, Paper, Printer, Publication, Resolution, Trim
from bindery.project import production
from bindery.project.production import NONE, PERFECT, SADDLE, Production

A5 = Trim("a5", 148, 210)
BOOK = Publication("handbook", "handbook", "handbook", A5, "handbook", "navy", (), (), "x", None, "white")
TEXT, BULKY = Paper("text", "Text", "uncoated", 80, 0.1), Paper("bulky", "Bulky", "bulky", 80, 0.144)
CARD = Paper("card", "Card", "coated", 300, 0.27)
PRINTER = Printer(
    "p", "P", Path("p.yaml"), Path("p.icc"), "FOGRA39", "", 3, 10, True, "cmyk", 300, Resolution(149, 224, 549, 799),
    (TEXT, BULKY), (CARD,), 64, (32, 16, 8), 3.0, 6.0, 0, 12.0, (90, 120), (250, 350))  # fmt: skip


def edition(**printing: str) -> Edition:
    data: Mapping[str, Any] = {"name": "E", "printing": {"handbook": printing}} if printing else {"name": "E"}
    return Edition("e", data, Path("editions/e/edition.yaml"))


def planned(pages: int, printer: Printer = PRINTER, **printing: str) -> Production:
    findings = Findings(Path())
    papers = production.choose(BOOK, edition(**printing), printer, findings)
    assert papers and findings.items == []
    return production.plan(pages, BOOK, edition(**printing), printer, papers)


GLUES = replace(PRINTER, saddle_pages=0)


@pytest.mark.parametrize(("pages", "printer", "binding", "padded", "parts"), [
    (1, PRINTER, SADDLE, 4, (4,)),
    (44, PRINTER, SADDLE, 44, (44,)),
    (62, PRINTER, SADDLE, 64, (64,)),
    (64, PRINTER, SADDLE, 64, (64,)),
    (65, PRINTER, PERFECT, 72, (32, 8, 32)),
    (120, PRINTER, PERFECT, 120, (32, 32, 16, 8, 32)),
    (128, PRINTER, PERFECT, 128, (32, 32, 32, 32)),
    (129, replace(PRINTER, signatures=(16,)), PERFECT, 144, (16,) * 9),
    (129, replace(PRINTER, signatures=(32,)), PERFECT, 160, (32,) * 5),
    (10, GLUES, PERFECT, 16, (16,)),
    (130, replace(PRINTER, signatures=()), SADDLE, 132, (132,)),
    (3, replace(PRINTER, signatures=(), saddle_pages=0), NONE, 3, (3,)),
])
def test_pages_and_printer_decide(pages: int, printer: Printer, binding: str, padded: int, parts: tuple[int, ...]) -> None:
    made = planned(pages, printer)
    assert (made.binding, made.pages, made.blanks, made.sections) == (binding, padded, padded - pages, parts)
    assert sum(made.sections) == made.pages


def test_the_edition_may_decide() -> None:
    assert planned(40, binding="perfect").binding == PERFECT
    assert planned(130, binding="saddle-stitch").binding == SADDLE
    assert planned(130, interior="bulky").interior == BULKY


def test_a_spine_is_as_wide_as_block_and_cover() -> None:
    made = planned(208)
    assert (made.block, made.spine, made.spine_text) == (10.4, 10.94, True)
    assert (planned(96).spine, planned(96).spine_text) == (5.34, False)
    assert planned(208, interior="bulky").spine == pytest.approx(104 * 0.144 + 0.54, abs=0.005)
    assert planned(40).spine == 0


def test_weight_and_cartons() -> None:
    made = planned(208)
    grams = made.weight(A5)
    # 104 leaves of 148 × 210 mm at 80 g/m², and a cover of 306.94 × 210 mm at 300 g/m².
    assert grams == pytest.approx(104 * 0.148 * 0.210 * 80 + 0.30694 * 0.210 * 300)
    assert made.copies_in_carton(A5, PRINTER) == int(12_000 / grams) == 43
    assert made.copies_in_carton(A5, replace(PRINTER, carton_copies=40)) == 40
    assert made.copies_in_carton(A5, replace(PRINTER, carton_kg=0.1)) == 1


@pytest.mark.parametrize(("pages", "printer", "printing", "said"), [
    (40, PRINTER, {}, []),
    (208, PRINTER, {}, []),
    (130, PRINTER, {"binding": "saddle-stitch"}, ["P201 132 pages are stitched, but “p” stitches at most 64"]),
    (40, PRINTER, {"binding": "perfect"}, ["P201 the block of 40 pages is 2.0 mm thick; glue holds from 3 mm"]),
    (3, replace(PRINTER, signatures=(), saddle_pages=0), {}, ["P201 “p” binds nothing, and the book has 3 pages"]),
    (2, replace(PRINTER, signatures=(), saddle_pages=0), {}, []),
    (40, replace(PRINTER, trim_min=(150, 200)), {}, ["P202 pages of 148 × 210 mm; “p” makes 150 × 200 to 250 × 350"]),
    (40, replace(PRINTER, trim_max=(0, 0)), {}, []),
])
def test_what_does_not_fit_is_a_warning(pages: int, printer: Printer, printing: dict[str, str], said: list[str]) -> None:
    findings = Findings(Path())
    production.check(planned(pages, printer, **printing), BOOK, printer, "handbook en", findings)
    assert [f"{finding.code} {finding.message}" for finding in findings.warnings] == said
    findings.stop_if_any()


@pytest.mark.parametrize(("printing", "message", "mend"), [
    ({"interior": "silk"}, "printing.handbook: the printer profile “p” has no interior paper “silk”", "one of: text, bulky"),
    ({"cover": "text"}, "printing.handbook: the printer profile “p” has no cover paper “text”", "one of: card"),
    ({"binding": "perfect"}, "printing.handbook: the printer profile “p” has no binding “perfect”", "one of: saddle-stitch"),
])
def test_what_the_printer_does_not_have(printing: dict[str, str], message: str, mend: str) -> None:
    findings = Findings(Path())
    printer = replace(PRINTER, signatures=())
    assert production.choose(BOOK, edition(**printing), printer, findings) is None
    assert [(f.code, f.message, f.mend) for f in findings.items] == [("P104", message, mend)]
