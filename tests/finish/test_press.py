"""The whole press file: PDF/X-4 in ink alone."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf

from bindery.errors import BinderyError
from bindery.finish import CannotPrint, PressJob, finish_press, save
from bindery.finish.press import VERSION
from bindery.project.palette import Palette


def test_unknown_colours_are_reported_with_their_pages(typeset: Callable[..., bytes], palette: Palette,
                                                       press_job: Callable[..., PressJob]) -> None:
    body = ("<p>x</p><section style='color: #123456'>a</section>"
            "<section style='color: #123456'>b <i style='color: red'>c</i></section>")
    with pytest.raises(CannotPrint) as caught:
        finish_press(pikepdf.open(io.BytesIO(typeset(body))), press_job(), palette)
    problems = {problem.message: problem.pages for problem in caught.value.problems}
    assert problems == {"the colour #123456 is not in the palette": (2, 3),
                        "the colour #ff0000 is not in the palette": (3,)}
    assert isinstance(caught.value, BinderyError)
    assert caught.value.exit_code == 5


@pytest.mark.parametrize("colour", ["oklch(50% .1 200)", "device-cmyk(1 0 0 0)", "lab(50 20 20)"])
def test_colours_in_other_spaces_are_reported(typeset: Callable[..., bytes], palette: Palette,
                                              press_job: Callable[..., PressJob], colour: str) -> None:
    with pytest.raises(CannotPrint, match="space"):
        finish_press(pikepdf.open(io.BytesIO(typeset(f"<p style='color: {colour}'>x</p>"))), press_job(), palette)


@pytest.mark.parametrize(
    "content", [b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI", b"/none Do", b"(never closed", b"1 0 0 rg Q Q"])
def test_broken_drawings_are_reported_not_raised(hand_made: Callable[..., Pdf], palette: Palette,
                                                 press_job: Callable[..., PressJob], content: bytes) -> None:
    with pytest.raises(CannotPrint):
        finish_press(hand_made(content), press_job(), palette)


@pytest.mark.parametrize("state", [{"TR": Name.Identity}, {"op": True}, {"HT": Name.Default}])
def test_graphics_states_that_no_rule_covers_are_reported(hand_made: Callable[..., Pdf], palette: Palette,
                                                          press_job: Callable[..., PressJob],
                                                          state: dict[str, object]) -> None:
    pdf = hand_made(b"/s gs", ExtGState=Dictionary(s=Dictionary(**state)))
    with pytest.raises(CannotPrint, match="graphics state"):
        finish_press(pdf, press_job(), palette)


def test_identification_and_output_intent(press_file: Path, press_job: Callable[..., PressJob]) -> None:
    data = press_file.read_bytes()
    assert data.startswith(b"%PDF-1.6")
    with pikepdf.open(press_file) as pdf:
        xmp = pdf.Root.Metadata.read_raw_bytes().decode()
        for words in ("<pdfxid:GTS_PDFXVersion>PDF/X-4<", "<pdf:Trapped>False<", ">Title &amp; &lt;more&gt;<",
                      "<xmp:CreateDate>2026-01-01T00:00:00Z<", "<xmpMM:DocumentID>uuid:",
                      "<xmpMM:RenditionClass>default<"):
            assert words in xmp
        info = pdf.trailer.Info
        assert (str(info.Title), str(info.Author), info.Trapped) == ("Title & <more>", "The authors", Name("/False"))
        assert str(info.CreationDate) == str(info.ModDate) == "D:20260101000000Z"
        (intent,) = pdf.Root.OutputIntents
        assert (intent.S, str(intent.OutputConditionIdentifier)) == (Name.GTS_PDFX, "FOGRA39")
        assert str(intent.RegistryName) == "http://www.color.org"
        assert intent.DestOutputProfile.read_bytes() == press_job().profile.read_bytes()
        assert intent.DestOutputProfile.N == 4
        assert "/ID" in pdf.trailer


def test_what_a_printer_has_no_use_for_is_gone(press_file: Path) -> None:
    with pikepdf.open(press_file) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/Metadata", "/OutputIntents", "/Lang", "/ViewerPreferences"}
        for page in pdf.pages:
            assert not {"/Annots", "/StructParents", "/Tabs", "/CropBox"} & set(page.obj.keys())
    assert b"/StructElem" not in press_file.read_bytes()


@pytest.mark.parametrize(("pages", "blanks"), [(3, 0), (4, 1), (16, 13)])
def test_blanks_pad_the_end(opened: Pdf, press_job: Callable[..., PressJob], palette: Palette,
                            pages: int, blanks: int) -> None:
    facts = finish_press(opened, press_job(blanks=blanks, marks=True, rtl=True), palette)
    assert (facts.pages, facts.blanks, len(opened.pages)) == (pages, blanks, pages)
    for page in opened.pages[3:]:
        assert page.obj.Contents.read_bytes() == b"/BnMarks Do\n"
        assert page.obj.Resources.XObject.BnMarks.objgen == opened.pages[0].obj.Resources.XObject.BnMarks.objgen
    assert opened.Root.ViewerPreferences.Direction == Name.R2L


def test_facts_name_the_colours_met(opened: Pdf, press_job: Callable[..., PressJob], palette: Palette) -> None:
    facts = finish_press(opened, press_job(), palette)
    assert facts.colours == ("brick", "ink", "navy", "paper", "teal", "teal-25", "white")


def test_a_profile_must_be_a_cmyk_printers(opened: Pdf, press_job: Callable[..., PressJob], palette: Palette) -> None:
    with pytest.raises(ValueError, match="CMYK printer"):
        finish_press(opened, press_job(profile=press_job().srgb), palette)


def test_same_bytes_twice(master: bytes, press_job: Callable[..., PressJob], palette: Palette, tmp_path: Path) -> None:
    written = []
    for name in ("one.pdf", "two.pdf"):
        pdf = pikepdf.open(io.BytesIO(master))
        finish_press(pdf, press_job(marks=True, blanks=1), palette)
        save(pdf, tmp_path / name, version=VERSION, object_streams=False)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


def test_qpdf_finds_no_fault(press_file: Path, tool: Callable[[str, str], str]) -> None:
    done = subprocess.run([tool("qpdf", "qpdf"), "--check", str(press_file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_pdfimages_sees_ink_alone(press_file: Path, tool: Callable[[str, str], str]) -> None:
    command = [tool("pdfimages", "poppler-utils"), "-list", str(press_file)]
    rows = [line.split() for line in subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[2:]]
    assert len(rows) >= 6
    assert {row[5] for row in rows} == {"cmyk", "gray"}
    assert {row[8] for row in rows} <= {"jpeg", "image"}
    assert all(re.fullmatch("no", row[9]) for row in rows)  # not interpolated
