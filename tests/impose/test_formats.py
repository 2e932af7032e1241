"""`FORMAT=booklet`, `FORMAT=imposed` and `COLOUR=gray` of a tiny book, through the command line."""

from __future__ import annotations

import json
import re

import pikepdf
import pypdfium2
import pytest
from tiny_project import TinyProject

OFFICE = """\
based-on: offset-coated
name: Office printer
bleed: 0
slug: 0
marks: false
interior-papers: {copy-80: {name: Copier paper, kind: other, gsm: 80, caliper: 0.104}}
bindings: {saddle-stitch: {max-pages: 4}}
"""


def words(path: str) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]


def operators(path: str) -> set[str]:
    """The colour operators of all pages and of the forms that they show."""
    found: set[str] = set()
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            forms = [page, *(form for form in page.get("/Resources", {}).get("/XObject", {}).values() if form.get("/Subtype") == "/Form")]
            for stream in forms:
                found |= {str(instruction.operator) for instruction in pikepdf.parse_content_stream(stream)}
    return found & {"rg", "RG", "g", "G", "k", "K", "cs", "CS"}


def test_a_booklet_begins_with_a_sheet_that_tells_how(built: TinyProject) -> None:
    """The leaflet: a page and four sides of cover are two sheets."""
    done = built.build("--pub", "leaflet", "--format", "booklet")
    assert done.returncode == 0, done.stderr
    path = built.path("outputs/global/en/leaflet-booklet.pdf")
    pages = words(str(path))
    assert len(pages) == 2 + 2 * 2
    assert "Print it as a booklet" in pages[0] and "2 sheets come after this one" in re.sub(r"\s+", " ", pages[0])
    assert pages[1] == ""
    assert sum("One short paragraph" in page for page in pages) == 1
    with pikepdf.open(path) as pdf:
        assert {tuple(round(float(v) / 72 * 25.4) for v in page.MediaBox) for page in pdf.pages} == {(0, 0, 296, 210)}
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"


def test_a_book_too_thick_for_the_stapler_is_made_in_parts(built: TinyProject) -> None:
    built.write("printers/office-a4.yaml", OFFICE)
    done = built.build("--pub", "leaflet", "--format", "booklet", "--language", "fr")
    assert done.returncode == 0, done.stderr
    pages = words(str(built.path("outputs/global/fr/leaflet-booklet.pdf")))
    assert "en 2 cahiers de 1 feuilles" in re.sub(r"\s+", " ", pages[0])


@pytest.mark.parametrize(("imposition", "size"), [
    ("{pages: 4}", (322, 236)), ("{pages: 16}", (322, 236)), ("{pages: cut-stack}", (328, 236)),
    ("{pages: 8, sheet: [450, 320]}", (450, 320)),
])
def test_press_sheets(built: TinyProject, imposition: str, size: tuple[int, int]) -> None:
    """4 pages: however large the printer's sheet may be, one fold."""
    profile = built.read("printers/offset-coated.yaml")
    built.write("printers/offset-coated.yaml", re.sub(r"(?m)^imposition:.*\n", "", profile) + f"imposition: {imposition}\n")
    done = built.build("--pub", "leaflet", "--format", "imposed")
    assert done.returncode == 0, done.stderr
    path = built.path("outputs/global/en/leaflet-imposed.pdf")
    with pikepdf.open(path) as pdf:
        assert {tuple(round(float(v) / 72 * 25.4) for v in page.MediaBox)[2:] for page in pdf.pages} == {size}
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFX"
        assert pdf.Root.OutputIntents[0].DestOutputProfile.N == 4
    assert operators(str(path)) <= {"k", "K", "cs", "CS"}


def test_a_sheet_that_is_too_small_is_told_and_the_last_file_stays(built: TinyProject) -> None:
    assert built.build("--pub", "leaflet", "--format", "imposed").returncode == 0
    before = built.outputs()
    profile = built.read("printers/offset-coated.yaml")
    built.write("printers/offset-coated.yaml",
                re.sub(r"(?m)^imposition:.*\n", "", profile) + "imposition: {pages: 4, sheet: [297, 210]}\n")
    done = built.build("--pub", "leaflet", "--format", "imposed", "--json")
    (finding,) = [f for f in json.loads(done.stdout)["findings"] if f["code"] == "P110"]
    assert finding["path"] == "printers/offset-coated.yaml"
    assert finding["message"] == "imposition.sheet: the pages need 322 × 236 mm with their marks, the sheet has 297 × 210"
    assert done.returncode == 3
    assert built.outputs() == before


def test_gray_files_are_gray(built: TinyProject) -> None:
    done = built.build("--pub", "leaflet", "--colour", "gray", "--format", "screen", "--format", "booklet", "--format", "press")
    assert done.returncode == 0, done.stderr
    folder = built.path("outputs/global/en")
    assert operators(str(folder / "leaflet-gray-screen.pdf")) <= {"g", "G"}
    assert operators(str(folder / "leaflet-gray-booklet.pdf")) <= {"g", "G"}
    with pikepdf.open(folder / "leaflet-gray-press.pdf") as pdf:
        inks = [instruction.operands[:3] for page in pdf.pages for instruction in pikepdf.parse_content_stream(page)
                if str(instruction.operator) in "kK"]
    assert inks and all(float(ink) == 0 for row in inks for ink in row)
    with pikepdf.open(folder / "leaflet-gray-screen.pdf") as pdf:
        assert "/StructTreeRoot" in pdf.Root and pdf.Root.MarkInfo.Marked


@pytest.mark.parametrize(("arguments", "code"), [(["--colour", "blue"], "U111"), (["--format", "folded"], "U103")])
def test_what_there_is_not(built: TinyProject, arguments: list[str], code: str) -> None:
    done = built.build("--pub", "leaflet", "--json", *arguments)
    assert (done.returncode, [f["code"] for f in json.loads(done.stdout)["findings"]]) == (2, [code])
