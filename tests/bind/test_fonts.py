"""Subsets of one font that hold different letters have different names."""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from bindery.bind.fonts import tag_subsets


def with_font(pdf: Pdf, program: bytes, name: str = "/AAAAAA+HB-Serif") -> Object:
    descriptor = pdf.make_indirect(Dictionary(
        Type=Name.FontDescriptor, FontName=Name(name), FontFile2=pdf.make_stream(program)))
    inner = pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name(name), FontDescriptor=descriptor))
    return pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(name), DescendantFonts=Array([inner])))


def page_with(pdf: Pdf, **fonts: Object) -> Object:
    page = pdf.add_blank_page().obj
    page.Resources = Dictionary(Font=Dictionary(**fonts))
    return page


def names(font: Object) -> set[str]:
    (inner,) = font.DescendantFonts
    return {str(font.BaseFont), str(inner.BaseFont), str(inner.FontDescriptor.FontName)}


def test_the_tag_is_made_from_the_program_and_is_the_same_in_all_three_places() -> None:
    pdf = pikepdf.new()
    one, other, equal = (with_font(pdf, program) for program in (b"abc", b"abd", b"abc"))
    page_with(pdf, F1=one, F2=other)
    page_with(pdf, F1=equal)
    tag_subsets(pdf)
    (first,), (second,), (third,) = names(one), names(other), names(equal)
    assert re.fullmatch(r"/[A-Z]{6}\+HB-Serif", first) and re.fullmatch(r"/[A-Z]{6}\+HB-Serif", second)
    assert first != second
    assert first == third


def test_fonts_of_forms_and_tiles_are_found() -> None:
    pdf = pikepdf.new()
    inside, deeper = with_font(pdf, b"abc"), with_font(pdf, b"abd")
    tile = pdf.make_stream(b"")
    tile.Resources = Dictionary(Font=Dictionary(F1=deeper))
    form = pdf.make_stream(b"")
    form.Subtype, form.Resources = Name.Form, Dictionary(Font=Dictionary(F1=inside), Pattern=Dictionary(P1=tile))
    page = pdf.add_blank_page().obj
    page.Resources = Dictionary(XObject=Dictionary(X1=form))
    tag_subsets(pdf)
    assert "AAAAAA" not in "".join(names(inside) | names(deeper))


def test_a_whole_font_keeps_its_name_and_the_keys_of_the_page_stay() -> None:
    pdf = pikepdf.new()
    page = page_with(pdf, F1=with_font(pdf, b"abc", "/HB-Serif"))
    tag_subsets(pdf)
    assert names(page.Resources.Font.F1) == {"/HB-Serif"}
