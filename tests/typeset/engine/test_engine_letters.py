"""What the language of a text does to its letters, in capitals and in ligatures; and what soft hyphens and joiners leave behind."""

import io
import unicodedata

import pikepdf
import pypdfium2 as pdfium
import pytest
from engine_documents import Typesetter, page_of


def text_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf))


def ligatures_of(pdf: bytes) -> bool:
    """Whether a glyph of the document stands for f and i together."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        maps = [o.read_bytes() for o in document.objects if isinstance(o, pikepdf.Stream) and b"beginbfchar" in o.read_bytes()]
    return any(b"<00660069>" in each for each in maps)


@pytest.mark.parametrize(("lang", "capitals"), [("tr", "İYİ SINIF İLK"), ("en", "IYI SINIF ILK")])
def test_capitals_are_those_of_the_language(typeset: Typesetter, lang: str, capitals: str) -> None:
    pdf = typeset(page_of("<p>iyi sınıf ilk</p>", lang, "ltr", "p { text-transform: uppercase; font-family: 'HB Serif' }"))
    assert text_of(pdf).strip() == capitals


@pytest.mark.parametrize(("lang", "ligature"), [("tr", False), ("en", True)])
def test_no_ligature_hides_the_dot_of_a_turkish_i(typeset: Typesetter, lang: str, ligature: bool) -> None:
    assert ligatures_of(typeset(page_of("<p>fikir, kafi, fırın</p>", lang, "ltr", "p { font-family: 'HB Serif' }"))) == ligature


def test_soft_hyphens_part_words_where_hyphens_are_wanted_and_leave_nothing_behind(typeset: Typesetter) -> None:
    word = "stan\u00addart\u00adlaş\u00adtı\u00adrıl\u00adması "
    style = "p { width: 60mm; font-family: 'HB Serif' } .none { hyphens: none }"
    parted = text_of(typeset(page_of(f"<p>{word * 8}</p>", "tr", "ltr", style)))
    whole = text_of(typeset(page_of(f"<p class='none'>{word * 8}</p>", "tr", "ltr", style)))
    assert "\u00ad" not in parted + whole
    assert "\ufffe" in parted  # pdfium's sign for a hyphen at the end of a line
    assert whole.split() == ["standartlaştırılması"] * 8


def test_joined_and_unbroken_words_come_out_as_they_are(typeset: Typesetter) -> None:
    korean = "아동 보호 기준은 인도적 지원의 최소 기준이다 " * 6
    glued = "".join(f"{c}\u2060" if unicodedata.category(c) == "Lo" else c for c in korean)
    pdf = typeset(page_of(f"<p>{glued}</p>", "ko", "ltr", "p { width: 60mm; font-family: 'HB Sans KR' }"))
    assert text_of(pdf).split() == korean.split()  # no word is on two lines
    arabic = "ال\u200d<b>\u200dكتاب</b> ك\u200d<b>\u200dتا</b>ب"
    assert text_of(typeset(page_of(f"<p>{arabic}</p>", "ar", "rtl", "p { font-family: 'HB Naskh' }"))).split() == ["الكتاب", "كتاب"]
