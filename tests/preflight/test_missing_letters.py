"""Letters that a font lacks (X19), in every kind of font that a foreign file may bring. The fonts are made here."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.eexec import encrypt
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from bindery.preflight import Report
from bindery.preflight.fonts import read_font

Told = Callable[..., Report]
IDENTITY = Name("/Identity-H")
GLYPHS = [".notdef", "space", "A", "eacute"]


def box(pen: Any) -> Any:
    pen.moveTo((100, 0))
    for point in ((500, 0), (500, 700), (100, 700)):
        pen.lineTo(point)
    pen.closePath()
    return pen


def truetype(cmaps: dict[tuple[int, int], dict[int, str]] | None = None, named: bool = True) -> bytes:
    """A TrueType font of GLYPHS; `cmaps`: by platform and encoding; `named`: it knows its glyphs' names."""
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(GLYPHS)
    builder.setupGlyf({name: box(TTGlyphPen(None)).glyph() for name in GLYPHS})
    builder.setupHorizontalMetrics(dict.fromkeys(GLYPHS, (600, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupCharacterMap({32: "space", 65: "A", 0xE9: "eacute"})
    builder.setupPost(keepGlyphNames=named)
    subtables = builder.font["cmap"].tables
    template = subtables[0]
    if cmaps is not None:
        subtables.clear()
        for (platform, encoding), mapping in cmaps.items():
            table = type(template)(4) if (platform, encoding) != (1, 0) else type(template).newSubtable(6)
            table.platformID, table.platEncID, table.language, table.cmap = platform, encoding, 0, mapping
            subtables.append(table)
    file = io.BytesIO()
    builder.font.save(file)
    return file.getvalue()


def cff(numbered: bool = False) -> bytes:
    """A bare CFF font of GLYPHS; `numbered`: one whose glyphs are called by CIDs, of which it has 1, 5 and 9."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(GLYPHS)
    builder.setupHorizontalMetrics(dict.fromkeys(GLYPHS, (600, 100)))
    builder.setupCFF("Made", {"FullName": "Made"}, {name: box(T2CharStringPen(600, None)).getCharString() for name in GLYPHS}, {})
    top = builder.font["CFF "].cff[0]
    if numbered:
        names = [".notdef", "cid00001", "cid00005", "cid00009"]
        top.ROS = ("Adobe", "Identity", 0)
        top.CharStrings.charStrings = {new: top.CharStrings.charStrings[old] for new, old in zip(names, GLYPHS, strict=True)}
        top.charset, top.CIDCount = names, 10
        part = FontDict()
        part.Private = top.Private
        top.FDArray, top.FDSelect = FDArrayIndex(), FDSelect()
        top.FDArray.append(part)
        top.FDSelect.format, top.FDSelect.gidArray = 3, [0] * len(names)
        top.CharStrings.fdArray, top.CharStrings.fdSelect = top.FDArray, top.FDSelect
        for key in ("Private", "Encoding"):
            top.rawDict.pop(key, None)
            if hasattr(top, key):
                delattr(top, key)
    file = io.BytesIO()
    builder.font["CFF "].cff.compile(file, builder.font, isCFF2=False)
    return file.getvalue()


def type1(hexadecimal: bool = False) -> bytes:
    """A Type 1 font of GLYPHS, whose own encoding has A at 1."""
    clear = b"%!PS-AdobeFont-1.0: Made\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 1 /A put\nreadonly def\ncurrentfile eexec\n"
    drawn = b"".join(b"/%b 5 RD \x8b\x8b\x0d\x8b\x0e ND\n" % name.encode() for name in GLYPHS)
    secret, _ = encrypt(b"\x00\x00\x00\x00dup /Private 1 dict dup begin /CharStrings 4 dict dup begin\n" + drawn + b"end end", 55665)
    return clear + (secret.hex().encode() if hexadecimal else secret)


def embedded(pdf: Pdf, key: str, program: bytes, flags: int, subtype: str = "") -> Dictionary:
    """A font's descriptor."""
    stream = pdf.make_stream(program)
    if subtype:
        stream.Subtype = Name(subtype)
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Made, Flags=flags, Ascent=800, Descent=-200)
    descriptor[key] = stream
    return pdf.make_indirect(descriptor)


def simple(kind: str, key: str, program: bytes, encoding: Any = None, flags: int = 32, subtype: str = "") -> Callable[[Pdf], Dictionary]:
    def make(pdf: Pdf) -> Dictionary:
        font = Dictionary(Type=Name.Font, Subtype=Name(kind), BaseFont=Name.Made, FirstChar=0, LastChar=255,
                          Widths=Array([600] * 256), FontDescriptor=embedded(pdf, key, program, flags, subtype))
        if encoding is not None:
            font.Encoding = encoding
        return font

    return make


def composite(key: str, program: bytes, encoding: Any = IDENTITY, subtype: str = "", to_glyph: bytes | None = None) -> Callable[[Pdf], Dictionary]:
    def make(pdf: Pdf) -> Dictionary:
        inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2 if key == "/FontFile2" else Name.CIDFontType0, BaseFont=Name.Made,
                           CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0), DW=600,
                           FontDescriptor=embedded(pdf, key, program, 4, subtype))
        if to_glyph is not None:
            inner.CIDToGIDMap = pdf.make_stream(to_glyph)
        wanted = pdf.make_stream(encoding) if isinstance(encoding, bytes) else encoding
        return Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Made, Encoding=wanted, DescendantFonts=Array([inner]))

    return make


def type3(pdf: Pdf) -> Dictionary:
    drawing = pdf.make_stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f")
    return Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 700]), FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
                      CharProcs=Dictionary(A=drawing), Encoding=Dictionary(Differences=Array([32, Name.space, 65, Name.A, Name.B])),
                      FirstChar=32, LastChar=66, Widths=Array([600] * 35), Resources=Dictionary())


DIFFERENT = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([1, Name.A, Name.Aring, Name("/.notdef"), Name.uni0041, Name.g77]))
CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Made def 2 begincodespacerange <20> <7E> <8140> <9FFC> endcodespacerange
2 begincidrange <41> <41> 2 <8140> <8141> 3 endcidrange 1 begincidchar <42> 1 endcidchar endcmap end end"""
WINDOWS = Name.WinAnsiEncoding
FONTS: dict[str, tuple[Callable[[Pdf], Dictionary], list[bytes], list[bytes]]] = {
    "TrueType by Unicode": (simple("/TrueType", "/FontFile2", truetype(named=False), WINDOWS), [b"A\xe9 "], [b"B", b"\x81"]),
    "TrueType by its glyphs' names": (simple("/TrueType", "/FontFile2", truetype({}), WINDOWS), [b"A\xe9"], []),
    "TrueType by a Mac's codes": (simple("/TrueType", "/FontFile2", truetype({(1, 0): {65: "A", 0x8E: "eacute"}}, named=False), WINDOWS), [b"A\xe9"], [b"B", b"\xe8"]),
    "TrueType with differences": (simple("/TrueType", "/FontFile2", truetype(named=False), DIFFERENT), [b"\x01A\x04\x05"], [b"\x02", b"\x03"]),
    "a symbol font": (simple("/TrueType", "/FontFile2", truetype({(3, 0): {0xF041: "A"}}), None, 4), [b"A"], [b"B"]),
    "a symbol font with an encoding": (simple("/TrueType", "/FontFile2", truetype({(3, 0): {0xF041: "A"}}), WINDOWS, 4), [b"A"], [b"\xe9"]),
    "codes of the font's own": (simple("/TrueType", "/FontFile2", truetype({(1, 0): {1: "A"}}), None, 4), [b"\x01"], [b"A", b"\x02"]),
    "Type 1": (simple("/Type1", "/FontFile", type1()), [b"\x01"], [b"A", b"\x02"]),
    "Type 1 in digits": (simple("/Type1", "/FontFile", type1(True)), [b"\x01"], [b"\x02"]),
    "Type 1 with an encoding": (simple("/Type1", "/FontFile", type1(), WINDOWS), [b"A\xe9 "], [b"B"]),
    "Type 1 with differences": (simple("/Type1", "/FontFile", type1(), DIFFERENT), [b"\x01\x04A"], [b"\x02", b"\x03", b"\x05"]),
    "CFF": (simple("/Type1", "/FontFile3", cff(), Name.MacRomanEncoding, 32, "/Type1C"), [b"A\x8e"], [b"B"]),
    "CFF with its own encoding": (simple("/Type1", "/FontFile3", cff(), None, 32, "/Type1C"), [b"A"], [b"\xe9"]),
    "Type 3": (type3, [b"A "], [b"B", b"C"]),
    "glyphs by number": (composite("/FontFile2", truetype()), [b"\x00\x02\x00\x03"], [b"\x00\x00", b"\x00\x04"]),
    "a map to glyphs": (composite("/FontFile2", truetype(), to_glyph=b"\x00\x00\x00\x02\x00\x00"), [b"\x00\x01"], [b"\x00\x02", b"\x00\x03"]),
    "CFF by number": (composite("/FontFile3", cff(), subtype="/CIDFontType0C"), [b"\x00\x03"], [b"\x00\x00", b"\x00\x04"]),
    "CFF by CID": (composite("/FontFile3", cff(numbered=True), subtype="/CIDFontType0C"), [b"\x00\x05\x00\x09"], [b"\x00\x02", b"\x00\x0a"]),
    "a CMap of one and two bytes": (composite("/FontFile2", truetype(), CMAP), [b"AB\x81\x40A"], [b"C", b"\x81\x41", b"\x81\x42"]),
    "a CMap that is only named": (composite("/FontFile2", truetype(), Name("/GBK-EUC-H")), [b"\x00\x00\x20\x20"], []),
}


def shown(good: bytes, font: Callable[[Pdf], Dictionary], text: bytes, mode: int = 0) -> Pdf:
    """The good file with this text in this font."""
    pdf = pikepdf.open(io.BytesIO(good))
    pdf.pages[0].Resources.Font["/Made"] = pdf.make_indirect(font(pdf))
    pdf.pages[0].contents_add(b"q BT 0 0 0 1 k %d Tr /Made 14 Tf 60 60 Td <%b> Tj ET Q" % (mode, text.hex().encode()))
    return pdf


@pytest.mark.parametrize("name", FONTS)
def test_letters_that_are_not_there_are_told(name: str, good: bytes, report: Told) -> None:
    font, there, missing = FONTS[name]
    for text in there:
        assert report(shown(good, font, text)).notes == (), text
    for text in missing:
        (note,) = report(shown(good, font, text)).notes
        assert (note.rule, note.page) == ("X19", 1), text
        assert note.message.startswith("letters that the font ") and note.mend


def test_what_nobody_sees_lacks_nothing(good: bytes, report: Told) -> None:
    """Text that a scanner's program lays invisibly over a picture."""
    assert report(shown(good, FONTS["glyphs by number"][0], b"\x00\x00", mode=3)).notes == ()


@pytest.mark.parametrize("name", [name for name in FONTS if name != "Type 3"])
def test_a_damaged_font_lacks_nothing_that_is_known(name: str, good: bytes, report: Told) -> None:
    """It is no traceback either."""
    font, _, missing = FONTS[name]
    for text in missing[:1]:
        pdf = shown(good, font, text)
        made = pdf.pages[0].Resources.Font["/Made"]
        descriptor = (made.DescendantFonts[0] if "/DescendantFonts" in made else made).FontDescriptor
        key = next(key for key in descriptor.keys() if key.startswith("/FontFile"))  # noqa: SIM118
        for program in (b"", b"\x01\x00\x04\x01nothing", b"OTTO\x00\x01", b"\x00\x01\x00\x00\x00\x01", b"%!PS eexec xx"):
            descriptor[key].write(program)
            assert {note.rule for note in report(pdf).notes} <= {"X19"}


@pytest.mark.parametrize("damage", [b"", b"begincodespacerange <00> endcodespacerange", b"1 begincidrange 1 2 3 endcidrange", b"<00> <FF> endcodespacerange (", b"/A usecmap"])
def test_a_damaged_cmap_is_no_traceback(damage: bytes, good: bytes, report: Told) -> None:
    assert report(shown(good, composite("/FontFile2", truetype(), damage), b"\x00\x02")).text()


def test_a_cmap_may_begin_with_another(good: bytes) -> None:
    pdf = pikepdf.open(io.BytesIO(good))

    def read(base: Any) -> Any:
        font = composite("/FontFile2", truetype(), b"1 begincodespacerange <0000> <00FF> endcodespacerange 1 begincidchar <0041> 2 endcidchar")(pdf)
        font.Encoding.UseCMap = base
        return read_font(font)

    assert read(Name("/Identity-H")).codes(b"\x00\x41\x00\x03") == [2, 3]
    assert read(Stream(pdf, CMAP)).codes(b"\x41\x00\x41") == [2, 2]
    assert read(Name("/GBK-EUC-H")).cmap is None
