"""Press files: ink alone, exact boxes, the screen file's pages."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from book_shelf import COVER, LANGUAGES, Book, Shelf
from pikepdf import Dictionary, Name, Object, Stream
from PIL import Image
from reading import words

from bindery.errors import Findings
from bindery.finish.pair import check_pair

MM = 72 / 25.4
BLEED, SLUG = 3, 10  # printers/offset-coated.yaml, the default printer
#: It stitches up to 64 pages in sheets of 4, and glues more in sections of 8 and more.
STITCHED, SHEET, SECTION = 64, 4, 8
#: Its first papers in mm a leaf: 115 and 300 g/m² at 0.9 cm³/g.
INTERIOR, CARD = 0.1035, 0.27
#: Per cent of all four inks in one place that sheet-fed offset on coated paper bears (ISO 12647-2; FOGRA39).
INK_LIMIT = 300
BLACK = (0.0, 0.0, 0.0, 1.0)


def _pdfs(book: Book) -> dict[str, pikepdf.Pdf]:
    return {"press": book.press, "cover-press": book.cover_press}


def _names(holder: Object) -> Iterator[str]:
    """All names in an object, but not in other objects that it refers to: those come by themselves."""
    values = holder if isinstance(holder, pikepdf.Array) else [value for _, value in holder.items()]
    for value in values:
        if isinstance(value, Name):
            yield str(value)
        elif isinstance(value, (pikepdf.Array, Dictionary)) and not value.is_indirect:
            yield from _names(value)


@pytest.mark.parametrize("format", ["press", "cover-press"])
def test_no_rgb_anywhere_in_the_file(book: Book, format: str) -> None:
    """No object names DeviceRGB, a calibrated or an ICC space of three components, no image has three."""
    for thing in _pdfs(book)[format].objects:
        if not isinstance(thing, (Dictionary, Stream, pikepdf.Array)):
            continue
        assert not {"/DeviceRGB", "/CalRGB", "/CalGray", "/Lab", "/RGB"} & set(_names(thing))
        if isinstance(thing, Stream):
            if thing.get("/Subtype") == Name.Image:
                assert thing.get("/ColorSpace") in (Name.DeviceCMYK, Name.DeviceGray) or thing.get("/ImageMask")
            if "/N" in thing and "/FunctionType" not in thing and thing.get("/Type") != Name.ObjStm:
                assert int(thing.N) == 4, "the only profile is the output intent's"


def _streams(holder: Object) -> Iterator[Object]:
    yield holder
    for kind in ("/XObject", "/Pattern"):
        for thing in holder.get("/Resources", Dictionary()).get(kind, Dictionary()).values():
            if isinstance(thing, Stream) and thing.get("/Subtype") != Name.Image and "/ShadingType" not in thing:
                yield from _streams(thing)


@pytest.mark.parametrize("format", ["press", "cover-press"])
def test_every_colour_operator_is_ink(book: Book, format: str) -> None:
    """k and K alone, but for the marks, which print on all separations (CS, SCN), and luminosity masks."""
    seen: Counter[str] = Counter()
    for page in _pdfs(book)[format].pages:
        for stream in _streams(page.obj):
            for _, operator in pikepdf.parse_content_stream(stream):
                seen[str(operator)] += 1
    assert not {"rg", "RG", "g", "G", "cs", "sc", "SC", "scn", "BI", "ri"} & seen.keys()
    assert seen["k"] > 4


def test_text_is_black_ink_alone(handbook: Book) -> None:
    """What is read at length prints on one plate: 0 0 0 1 k, so that no thin stroke needs register."""
    fills: Counter[tuple[float, ...]] = Counter()
    for page in handbook.press.pages:
        ink, kept = BLACK, []
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "q":
                    kept.append(ink)
                case "Q":
                    ink = kept.pop()
                case "k":
                    ink = tuple(float(value) for value in operands)
                case "Tj" | "'" | "TJ":
                    parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                    fills[ink] += sum(len(bytes(part)) // 2 for part in parts if isinstance(part, pikepdf.String))
    assert fills[BLACK] > 0.7 * fills.total(), fills.most_common(5)
    assert sum(count for ink, count in fills.items() if not any(ink[:3])) > 0.9 * fills.total()
    # Nothing that looks black is made of four inks.
    assert [ink for ink in fills if ink[3] > 0.9 and sum(ink[:3]) > 0] == []


def spine(book: Book) -> float:
    """The width in mm of the spine that the interior's real pages need: none where it is stitched."""
    pages = len(book.press.pages)
    return 0 if pages <= STITCHED else round(pages / 2 * INTERIOR, 2) + 2 * CARD


@pytest.mark.parametrize("format", ["press", "cover-press"])
def test_boxes_are_exact(book: Book, format: str) -> None:
    trim = book.master.manuscript.publication.trim
    width = trim.width if format == "press" else 2 * trim.width + spine(book)
    for page in _pdfs(book)[format].pages:
        for key, around in (("/TrimBox", 0), ("/BleedBox", BLEED), ("/MediaBox", BLEED + SLUG)):
            wanted = [-around * MM, -around * MM, (width + around) * MM, (trim.height + around) * MM]
            assert [float(value) for value in page.obj[key]] == pytest.approx(wanted, abs=0.005), key
        assert not {"/CropBox", "/ArtBox", "/Annots", "/StructParents", "/Rotate", "/UserUnit"} & set(page.obj.keys())


@pytest.mark.parametrize("format", ["press", "cover-press"])
def test_one_output_intent_and_nothing_for_the_screen(book: Book, format: str) -> None:
    root = _pdfs(book)[format].Root
    (intent,) = root.OutputIntents
    assert (intent.S, str(intent.OutputConditionIdentifier)) == (Name.GTS_PDFX, "FOGRA39")
    assert bytes(intent.DestOutputProfile.read_bytes())[16:20] == b"CMYK"
    for_the_screen = {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/AcroForm", "/Names", "/Dests", "/OpenAction"}
    assert not for_the_screen & set(root.keys())
    assert "<pdfxid:GTS_PDFXVersion>PDF/X-4<" in root.Metadata.read_bytes().decode()


def test_the_pages_are_the_screen_files(book: Book) -> None:
    """Page 47 is page 47: the same words on it; blanks fill the last sheet."""
    count = book.master.pages
    pages = len(book.press.pages)
    assert len(book.screen.pages) == count + 2 * COVER
    assert pages == count + -count % (SHEET if count <= STITCHED else SECTION)
    press = pypdfium2.PdfDocument(book.path("press"))
    for number in range(count):
        on_screen = book.reader[COVER + number].get_textpage().get_text_range()
        on_paper = press[number].get_textpage().get_text_range()
        # Reading order is the screen file's alone: what counts on paper is that all of it is there.
        assert Counter(words(on_paper, book.rtl)) == Counter(words(on_screen, book.rtl)), f"page {number + 1}"
    for number in range(count, pages):
        assert press[number].get_textpage().count_chars() == 0


def test_the_cover_is_one_piece(book: Book) -> None:
    """Outside: sides 4 and 1 with all their letters, the front where the language's readers expect it; inside: 2 and 3."""
    cover = pypdfium2.PdfDocument(book.path("cover-press"))
    first, second, third, fourth = (book.reader[i] for i in (0, 1, len(book.reader) - 2, len(book.reader) - 1))
    outside, inside = _letters(first, book) + _letters(fourth, book), _letters(second, book) + _letters(third, book)
    assert len(cover) == (2 if inside else 1)
    assert outside <= _letters(cover[0], book)
    trim = book.master.manuscript.publication.trim
    fold = (trim.width + spine(book) / 2) * MM
    front = [x for x in _text_places(cover[0]) if (x < fold) == book.rtl]
    assert abs(len(front) - first.get_textpage().count_chars()) < 0.2 * len(_text_places(cover[0]))
    if inside:
        assert inside <= _letters(cover[1], book)


def _letters(page: pypdfium2.PdfPage, book: Book) -> Counter[str]:
    """Letters, not words: where a word of Nastaliq ends, pdfium guesses from what stands beside it."""
    return Counter("".join(words(page.get_textpage().get_text_range(), book.rtl)))


def _text_places(page: pypdfium2.PdfPage) -> list[float]:
    """The left edge of every character that is not in the slug, in points from the trim's left."""
    text = page.get_textpage()
    places = (text.get_charbox(i) for i in range(text.count_chars()))
    height = page.get_trimbox()[3]
    return [left for left, bottom, right, _ in places if right > left and 0 < bottom < height]


def test_nothing_changes_at_the_folds(book: Book) -> None:
    """The ground runs on from back over spine to front, and words on the spine keep off the folds by 1 mm."""
    wide, scale = spine(book), 6
    page = pypdfium2.PdfDocument(book.path("cover-press"))[0]
    picture = page.render(scale=scale).to_pil().convert("RGB")
    trim = book.master.manuscript.publication.trim
    edge = BLEED + SLUG
    top, bottom = (edge - BLEED + 0.2) * MM * scale, (edge + trim.height + BLEED - 0.2) * MM * scale
    for fold in (trim.width, trim.width + wide):
        strip = picture.crop((round((edge + fold - 1) * MM * scale), round(top),
                              round((edge + fold + 1) * MM * scale), round(bottom)))
        assert len(strip.getcolors(1000) or []) == 1, f"{fold} mm"
    if not wide:
        return
    within = picture.crop((round((edge + trim.width) * MM * scale), round(top),
                           round((edge + trim.width + wide) * MM * scale), round(bottom)))
    assert (len(within.getcolors(100_000) or []) > 1) == (wide >= 6 and _room_for(book, wide))


def _room_for(book: Book, wide: float) -> bool:
    """Whether words of 7 pt fit across: Nastaliq needs the most."""
    leading = float(book.master.manuscript.language.style["head-leading"])
    upright = book.master.manuscript.language.style.get("spine") == "upright"
    return wide - 2.5 >= 7 / MM * (1 if upright else max(1.05, 2 * leading - 1.3))


def test_a_cover_knows_its_interior(book: Book, shelf: Shelf) -> None:
    findings = Findings(book.folder)
    check_pair(book.path("press"), book.path("cover-press"), findings)
    assert findings.items == []
    other = next(other for other in shelf.values() if other is not book)
    check_pair(other.path("press"), book.path("cover-press"), findings)
    assert "P105" in [finding.code for finding in findings.items]


@pytest.mark.parametrize("publication", ["handbook", "case-study-education"])
@pytest.mark.parametrize("format", ["press", "cover-press"])
def test_ghostscript_separates_every_page(
    shelf: Shelf, publication: str, format: str, tool: Callable[[str, str], Path]
) -> None:
    """inkcov runs through the whole file, and every page has black on its plate: its text, or its marks."""
    book = shelf["en", publication]
    done = subprocess.run(
        [tool("gs", "ghostscript"), "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-o", "-", "-sDEVICE=inkcov", "-r36",
         book.path(format)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.endswith("CMYK OK")]
    rows = [[float(value) for value in line.split()[:4]] for line in lines]
    assert len(rows) == len(_pdfs(book)[format].pages)
    assert all(row[3] > 0 for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nowhere_more_ink_than_paper_bears(
    shelf: Shelf, language: str, tool: Callable[[str, str], Path], tmp_path: Path
) -> None:
    """The covers and the openers of the areas carry the most: every dot of them, in all four inks together."""
    book = shelf[language, "handbook"]
    openers = [bound.start for id, bound in book.part.items() if id.startswith("area-")]
    gs = tool("gs", "ghostscript")
    assert 50 < _most_ink(gs, book.path("cover-press"), range(1, len(book.cover_press.pages) + 1), tmp_path / "cover.tif") <= INK_LIMIT
    assert 50 < _most_ink(gs, book.path("press"), openers, tmp_path / "openers.tif") <= INK_LIMIT


def _most_ink(gs: Path, path: Path, pages: Iterable[int], picture: Path) -> float:
    """The largest sum of the four inks in any dot of these pages inside the bleed, in per cent."""
    subprocess.run(
        [gs, "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc", "-r36", "-dUseBleedBox",
         f"-sOutputFile={picture}", f"-sPageList={','.join(map(str, pages))}", path], check=True, capture_output=True)
    most = 0
    with Image.open(picture) as tiff:
        for frame in range(tiff.n_frames):
            tiff.seek(frame)
            assert tiff.mode == "CMYK"
            most = max(most, *(sum(inks) for _, inks in tiff.getcolors(tiff.width * tiff.height)))
    return most * 100 / 255
