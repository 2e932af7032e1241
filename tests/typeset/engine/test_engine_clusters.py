"""Complex scripts come out of the PDF as they went in, and look as before."""

import io
import re
import unicodedata

import page as page_validation
import pikepdf
import pypdfium2 as pdfium
import pytest
from engine_documents import Typesetter, in_child, opened, page_of
from engine_samples import ARABIC, NEPALI, SCRIPTS, URDU
from fontTools.ttLib import TTFont
from PIL import ImageChops, ImageFilter

from bindery.typeset.engine import clusters


def paragraph(key: str, css: str = "", marks: bool = True) -> str:
    text, direction, family = SCRIPTS[key]
    if not marks:
        text = re.sub("[\u064b-\u0652]", "", text)
    style = f"p {{ margin: 0; font-family: '{family}'; line-height: 2.4 }} {css}"
    return page_of(f"<p>{text}</p>", key.partition("-")[0], direction, style)


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def ink_of(pdf: bytes):
    return pdfium.PdfDocument(pdf)[0].render(scale=3).to_pil().convert("L")


@pytest.mark.parametrize("key", SCRIPTS)
@pytest.mark.parametrize("align", ["start", "justify"])
def test_extracted_text_is_the_source(typeset: Typesetter, key: str, align: str) -> None:
    pdf = typeset(paragraph(key, f"p {{ text-align: {align} }}"))
    assert unicodedata.normalize("NFC", text_of(pdf)) == unicodedata.normalize("NFC", SCRIPTS[key][0])


@pytest.mark.parametrize("key", ["ar", "ar-sans", "ne", "ne-sans"])
def test_ink_is_that_of_the_engine(typeset: Typesetter, key: str) -> None:
    # Without Nastaliq (see below) and vowel signs: after some raised glyphs the engine's own line is out of place.
    html = paragraph(key, marks=False)
    ours, theirs = ink_of(typeset(html)), ink_of(in_child(html, patched=False))
    # Ink of one with nothing of the other within two pixels (a sixth of a mm): a difference that is no anti-aliasing.
    for one, other in ((ours, theirs), (theirs, ours)):
        near = other.filter(ImageFilter.MinFilter(5))
        far = ImageChops.subtract(near, one)
        assert max(far.tobytes()) < 128


def test_nastaliq_ink_is_that_of_the_engine_word_by_word(typeset: Typesetter) -> None:
    words = "".join(f"<p>{word}</p>" for word in URDU.split()[:8])
    html = page_of(words, "ur", "rtl", "p { margin: 0; font: 12pt/1.6 'HB Nastaliq' }")
    difference = ImageChops.difference(ink_of(typeset(html)), ink_of(in_child(html, patched=False)))
    assert sum(value > 128 for value in difference.tobytes()) < 40


def test_justified_lines_reach_both_edges(typeset: Typesetter) -> None:
    page = pdfium.PdfDocument(typeset(paragraph("ar", "p { text-align: justify }")))[0]
    ink = page.render(scale=4).to_pil().convert("L").point(lambda value: 255 * (value < 128))
    left, _, right, _ = ink.getbbox()
    margin = 15 / 25.4 * 72 * 4
    assert left == pytest.approx(margin, abs=6)
    assert right == pytest.approx(ink.width - margin, abs=6)


@pytest.mark.parametrize("text", ["می‌شود و کتاب‌ها", "«نقل» [۱۲]", "ب\u200d<b>\u200dا</b>", "\u200fسلام\u200f دنیا"])
def test_joiners_brackets_and_controls(typeset: Typesetter, text: str) -> None:
    pdf = typeset(page_of(f"<p>{text}</p>", "fa", "rtl", "p { font-family: 'HB Naskh' }"))
    plain = text.replace("<b>", "").replace("</b>", "").replace("\u200d", "").replace("\u200f", "")
    assert text_of(pdf).replace("\u200c", "") == plain.replace("\u200c", "")


@pytest.mark.parametrize("word", ["أُنجز", "كيف أُعدّت؟", "مَثَلاً"])
def test_a_vowel_sign_comes_after_its_letter(typeset: Typesetter, word: str) -> None:
    """أُ is one cluster of the font: alef, hamza and damma."""
    pdf = typeset(page_of(f"<p>{word}</p>", "ar", "rtl", "p { font-family: 'HB Naskh' }"))
    assert unicodedata.normalize("NFC", text_of(pdf)) == unicodedata.normalize("NFC", word)


def test_no_gap_opens_inside_a_word(typeset: Typesetter) -> None:
    """ख् is narrow before one letter and wide before another; poppler takes the difference for a space."""
    words = "लेख्छ लेख्ने लेख्ने देख्छ देख्न संस्था संस्करण प्रस्ताव संस्करण"
    css = "p { font-family: 'HB Serif Devanagari' }"
    content = opened(typeset(page_of(f"<p>{words}</p>", "ne", css=css))).pages[0].Contents.read_bytes()
    kerns = [int(kern) for kern in re.findall(rb">(-?\d+)<", content)]
    assert min(kerns, default=0) > -12


def test_lines_are_no_higher_than_latin_ones(typeset: Typesetter) -> None:
    """poppler reads two columns alternately when the lines of each overlap. The box has all the ink."""
    pdf = opened(typeset(page_of(f"<p>{URDU}</p>", "ur", "rtl", "p { font-family: 'HB Nastaliq' }")))
    (font,) = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each)
    assert (int(font.Ascent), int(font.Descent)) == (1000, -400)
    head = TTFont(io.BytesIO(font.FontFile2.read_bytes()))["head"]
    box = [round(edge * 1000 / head.unitsPerEm) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)]
    assert [int(edge) for edge in font.FontBBox] == box
    assert box[3] > 1000


def test_an_ellipsis_is_not_the_text_it_hides(typeset: Typesetter) -> None:
    css = "p { font-family: 'HB Naskh'; width: 4cm; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }"
    shown = text_of(typeset(page_of(f"<p>{ARABIC}</p>", "ar", "rtl", css)))
    assert shown.endswith("...")  # so pdfium spells U+2026
    assert len(shown) < 60


def test_missing_glyph_is_reported_and_stays_notdef(typeset: Typesetter, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING", "weasyprint"):
        pdf = typeset(page_of("<p>سلام \U00013000 دنیا</p>", "ar", "rtl", "p { font-family: 'HB Naskh' }"))
    assert "U+13000" in caplog.text
    assert "سلام" in text_of(pdf)
    rules = [failure.rule_id for failure in page_validation.validate_pdf_bytes(pdf, profile="ua1").failures]
    assert any("NOTDEF" in rule for rule in rules), rules


@pytest.mark.parametrize("body", ["", "<p> </p>", "<p>\u200f</p>", "<p style='visibility: hidden'>سلام</p>"])
def test_nothing_to_draw(typeset: Typesetter, body: str) -> None:
    assert typeset(page_of(body, "ar", "rtl", "p { font-family: 'HB Naskh' }")).startswith(b"%PDF")


def fonts_of(pdf: bytes) -> dict[str, TTFont]:
    found = {}
    for entry in opened(pdf).objects:
        if isinstance(entry, pikepdf.Dictionary) and "/FontFile2" in entry:
            found[str(entry.FontName)] = TTFont(io.BytesIO(entry.FontFile2.read_bytes()))
    return found


def test_latin_fonts_keep_the_engines_path(typeset: Typesetter) -> None:
    html = page_of("<p>Office fi, Ω, ж</p>", css="p { font-family: 'HB Serif' }")
    for patched, plain in zip(
        fonts_of(typeset(html)).values(), fonts_of(in_child(html, patched=False)).values(), strict=True
    ):
        assert patched.getGlyphOrder() == plain.getGlyphOrder()


def test_widths_are_those_of_the_font(typeset: Typesetter) -> None:
    pdf = opened(typeset(page_of(f"<p>{NEPALI}</p>", "ne", css="p { font-family: 'HB Serif Devanagari' }")))
    (font,) = (
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == "/CIDFontType2"
    )
    embedded = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
    names, upem = embedded.getGlyphOrder(), embedded["head"].unitsPerEm
    first, widths = int(font.W[0]), [int(width) for width in font.W[1]]
    assert first == 1 and len(widths) > 20
    assert all(abs(embedded["hmtx"][names[first + i]][0] * 1000 / upem - width) <= 1 for i, width in enumerate(widths))


def test_composing_twice_gives_the_same_bytes() -> None:
    from engine_documents import FONTS

    font = (FONTS / "HandbookNaskh-Regular.ttf").read_bytes()
    composites = {1: (((40, 0, 0), (60, 100, 200)), 600), 2: ((), 250)}
    assert clusters.compose(font, composites) == clusters.compose(font, composites)
