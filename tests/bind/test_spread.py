"""The cover in one piece, made by a whole build of a tiny book: its size, its codes as a scanner reads them, its pair."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import segno
from PIL import Image

from bindery.errors import Findings
from bindery.finish.lettering import outlines
from bindery.finish.pair import check_pair, facts
from bindery.finish.press import LEGEND

ROOT = Path(__file__).resolve().parents[2]
MM = 72 / 25.4
DPI = 400
ISBN, ADDRESS = "978-0-306-40615-7", "https://example.org/feedback"
EDITION = f"""
publisher: The Example Press
printing: {{leaflet: {{interior: board, binding: perfect}}}}
isbn: {{leaflet: {{en: "{ISBN}"}}}}
"""
PRINTER = """based-on: offset-coated
name: Thick paper
interior-papers: {board: {name: Board, kind: other, gsm: 900, caliper: 2}}
"""
#: 8 pages are 4 leaves of 2 mm; the cover's first paper is 300 g/m² at 0.9 cm³/g.
SPINE = 4 * 2 + 2 * 0.27
TRIM, BLEED, SLUG = (148, 210), 3, 10


@dataclass(frozen=True)
class Made:
    root: Path
    folder: Path

    @property
    def cover(self) -> Path:
        return self.folder / "leaflet-cover-press-thick.pdf"

    @property
    def interior(self) -> Path:
        return self.folder / "leaflet-press-thick.pdf"


def build(root: Path) -> None:
    command = [sys.executable, str(ROOT / "build.py"), "pdf", "--root", str(root), "--pub", "leaflet", "--format", "press",
               "--printer", "thick"]
    environment = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    done = subprocess.run(command, env={**environment, "SOURCE_DATE_EPOCH": "1767225600"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def made(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("spread") / "project"
    shutil.copytree(pristine, root)
    catalogue = (root / "content/publications.yaml").read_text("utf-8")
    catalogue = catalogue.replace("  cover-plain: {", "  cover-front: {folio: false, generated: true}\n"
                                  "  cover-back: {folio: false, generated: true}\n  cover-plain: {blank: true, ")
    head, leaflet = catalogue.split("  leaflet:\n")
    leaflet = leaflet.replace("[cover-plain, cover-plain, cover-plain, cover-plain]", "[cover-front, cover-plain, cover-plain, cover-back]")
    (root / "content/publications.yaml").write_text(f"{head}  leaflet:\n{leaflet}", "utf-8")
    edition = (root / "editions/global/edition.yaml").read_text("utf-8")
    edition = edition.replace("  en: an edition names its own address here.", f"  en: {ADDRESS}")
    (root / "editions/global/edition.yaml").write_text(edition + EDITION, "utf-8")
    (root / "printers/thick.yaml").write_text(PRINTER, "utf-8")
    build(root)
    return Made(root, root / "outputs/global/en")


@pytest.fixture(scope="module")
def plates(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    """The outside of the cover as Ghostscript separates it, in four inks."""
    gs = shutil.which("gs")
    if gs is None:
        pytest.skip("Ghostscript is not installed; on Debian: apt-get install ghostscript")
    picture = tmp_path_factory.mktemp("plates") / "cover.tif"
    subprocess.run([gs, "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc", f"-r{DPI}", "-dFirstPage=1",
                    "-dLastPage=1", f"-sOutputFile={picture}", made.cover], check=True, capture_output=True)
    with Image.open(picture) as tiff:
        return tiff.copy()


def test_the_spread_is_two_trims_and_the_spine_wide(made: Made) -> None:
    with pikepdf.open(made.cover) as pdf:
        (page,) = pdf.pages  # both inner sides are blank
        for key, around in (("/TrimBox", 0), ("/BleedBox", BLEED), ("/MediaBox", BLEED + SLUG)):
            wanted = [-around, -around, 2 * TRIM[0] + SPINE + around, TRIM[1] + around]
            assert [float(v) / MM for v in page.obj[key]] == pytest.approx(wanted, abs=0.002), key
        assert "<pdfxid:GTS_PDFXVersion>PDF/X-4<" in pdf.Root.Metadata.read_bytes().decode()
        marks = page.obj.Resources.XObject.BnMarks.read_bytes().decode()
    dashed = marks.split("[2 1.5] 0 d")[1].split("[] 0 d")[0]
    lines = [line.split() for line in dashed.strip().splitlines()]
    assert sorted({round(float(line[0]) / MM, 2) for line in lines}) == [TRIM[0], TRIM[0] + SPINE]
    ends = [float(value) / MM for line in lines for value in (line[1], line[4])]
    assert len(lines) == 4 and all(y < -BLEED or y > TRIM[1] + BLEED for y in ends)  # outside the bleed


def test_front_is_on_the_right_and_the_spine_reads_down(made: Made) -> None:
    page = pypdfium2.PdfDocument(made.cover)[0]
    text = page.get_textpage()
    places = {}
    for words in ("Two standards", "A book to test with", "ISBN", "2026"):
        found = text.search(words).get_next()
        assert found, words
        left, *_ = text.get_charbox(found[0])
        places[words] = left / MM
    assert places["Two standards"] > TRIM[0] + SPINE
    assert places["A book to test with"] < TRIM[0] and places["ISBN"] < TRIM[0]
    spine = [text.get_charbox(i) for i in range(text.count_chars()) if TRIM[0] < text.get_charbox(i)[0] / MM < TRIM[0] + SPINE]
    assert len(spine) >= len("Tinyhandbook2026")
    heights = [bottom for left, bottom, right, _ in spine if right > left]
    assert heights == sorted(heights, reverse=True)  # every letter stands below the one before it
    assert all(left > (TRIM[0] + 1) * MM and right < (TRIM[0] + SPINE - 1) * MM for left, _, right, _ in spine if right > left)


def test_qpdf_and_ghostscript_find_no_fault(made: Made, plates: Image.Image) -> None:
    qpdf = shutil.which("qpdf")
    if qpdf is None:
        pytest.skip("qpdf is not installed; on Debian: apt-get install qpdf")
    for path in (made.cover, made.interior):
        done = subprocess.run([qpdf, "--check", path], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert plates.mode == "CMYK"


def mm(value: float) -> int:
    """From the trim's left or top, in pixels of the plates."""
    return round((value + BLEED + SLUG) / 25.4 * DPI)


def test_the_barcode_reads_as_the_isbn(plates: Image.Image) -> None:
    """Every line of the picture through the bars decodes, in black ink alone on bare paper, at 80 to 200 %."""
    found = []
    for y in range(mm(TRIM[1] - 40), mm(TRIM[1] - 14), 8):
        line = [plates.getpixel((x, y)) for x in range(mm(0), mm(TRIM[0]))]
        found += [(code, module) for code, module in scan(line)]
    assert len(found) > 20
    assert {code for code, _ in found} == {ISBN.replace("-", "")}
    module = sum(module for _, module in found) / len(found) / DPI * 25.4
    assert 0.8 * 0.33 <= module <= 2 * 0.33
    assert module == pytest.approx(0.33, rel=0.01)


#: Widths of bars and spaces of the digits 0 to 9, set A; set B is them backwards, set C the same with the colours changed.
WIDTHS = ("3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112")
PARITIES = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")
BLACK, BARE = (0, 0, 0, 255), (0, 0, 0, 0)


def scan(line: list[object]) -> Iterator[tuple[str, float]]:
    """EAN-13 symbols in a line of four inks, each with its module's width in pixels (GS1 General Specifications, 5.2)."""
    runs: list[tuple[object, int]] = []
    for ink in line:
        if runs and runs[-1][0] == ink:
            runs[-1] = ink, runs[-1][1] + 1
        else:
            runs.append((ink, 1))
    for i in range(1, len(runs) - 59):
        symbol = runs[i : i + 59]
        if any(ink != (BARE if n % 2 else BLACK) for n, (ink, _) in enumerate(symbol)):
            continue
        module = sum(width for _, width in symbol) / 95
        before, after = runs[i - 1], runs[i + 59]
        if before[0] != BARE or after[0] != BARE or before[1] < 10.5 * module or after[1] < 6.5 * module:
            continue  # no quiet zones
        widths = [round(width / module) for _, width in symbol]
        if widths[:3] != [1] * 3 or widths[27:32] != [1] * 5 or widths[56:] != [1] * 3:
            continue
        left = [decode(widths[3 + 4 * n : 7 + 4 * n]) for n in range(6)]
        right = [decode(widths[32 + 4 * n : 36 + 4 * n]) for n in range(6)]
        first = PARITIES.index("".join(side for _, side in left))
        digits = [first, *(digit for digit, _ in left), *(digit for digit, _ in right)]
        assert sum(digit * (1 + 2 * (n % 2)) for n, digit in enumerate(digits)) % 10 == 0
        yield "".join(map(str, digits)), module


def decode(widths: list[int]) -> tuple[int, str]:
    code = "".join(map(str, widths))
    return (WIDTHS.index(code), "A") if code in WIDTHS else (WIDTHS.index(code[::-1]), "B")


def test_the_qr_code_is_the_address(plates: Image.Image) -> None:
    """Each module as a telephone samples it, with the quiet zone of four around it."""
    rows = [list(row) for row in segno.make(ADDRESS, error="m", micro=False, boost_error=False).matrix]
    size, module = len(rows) + 8, 0.6
    for y in range(size):
        for x in range(size):
            ink = plates.getpixel((mm(14 + (x + 0.5) * module), mm(TRIM[1] - 14 - (size - y - 0.5) * module)))
            inside = 4 <= x < size - 4 and 4 <= y < size - 4
            assert ink == (BLACK if inside and rows[y - 4][x - 4] else BARE), (x, y)


def test_a_cover_is_made_for_one_interior(made: Made, tmp_path: Path) -> None:
    findings = Findings(made.root)
    check_pair(made.interior, made.cover, findings)
    assert findings.items == []
    with pikepdf.open(made.interior) as inside, pikepdf.open(made.cover) as outside:
        ours, theirs = facts(inside), facts(outside)
        assert (ours.pop("part"), theirs.pop("part")) == ("interior", "cover")
        assert ours == theirs
        assert (ours["pages"], ours["spine"], ours["binding"], len(inside.pages)) == ("8", "8.54", "perfect", 8)
        drawn = outside.pages[0].obj.Contents.read_bytes().decode()
    # The slug says so too, for people: as outlines, in the middle of its height.
    line = f"leaflet en · cover of {ours['interior']} · 8 pages · board · spine 8.5 mm"
    y = (TRIM[1] + BLEED + SLUG / 2) * MM - LEGEND / 3
    assert outlines(line, ROOT / "fonts/SourceSans3-Regular.ttf", LEGEND, 7 * MM, y) in drawn
    old = shutil.copy(made.cover, tmp_path / "old-cover.pdf")
    text = made.root / "content/en/leaflet/leaflet.md"
    text.write_text(text.read_text("utf-8").replace("One short", "Another short"), "utf-8")
    build(made.root)
    check_pair(made.interior, made.cover, findings)
    assert findings.items == []
    check_pair(made.interior, Path(old), findings)
    (found,) = findings.items
    assert found.code == "P105" and found.message.startswith(f"this cover was made for the interior {ours['interior']}")
    check_pair(Path(old), made.interior, findings)
    assert findings.items[-1].message == "old-cover.pdf is no interior that bindery made"


def test_another_paper_is_another_cover(made: Made, tmp_path: Path) -> None:
    old = Path(shutil.copy(made.cover, tmp_path / "old-cover.pdf"))
    profile = made.root / "printers/thick.yaml"
    profile.write_text(PRINTER.replace("caliper: 2", "caliper: 1"), "utf-8")
    build(made.root)
    findings = Findings(made.root)
    check_pair(made.interior, made.cover, findings)
    assert findings.items == []
    check_pair(made.interior, old, findings)
    assert [finding.code for finding in findings.items] == ["P105"]
    with pikepdf.open(made.cover) as pdf:
        assert float(pdf.pages[0].obj.TrimBox[2]) / MM == pytest.approx(2 * TRIM[0] + 4 + 0.54, abs=0.002)
