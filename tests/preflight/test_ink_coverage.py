"""Our estimate of ink against Ghostscript's separations: not less (but for 3 % in text), and not much more."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from made import ICC, make
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageFilter

from bindery.preflight import Limits, Report
from bindery.preflight.ink import most_ink

#: Dots an inch of the separations: 2 a mm, as ours.
DPI = 50.8


def separated(path: Path, folder: Path) -> list[float]:
    """The heaviest square of 15 mm inside the bleed of every page, in per cent, as Ghostscript separates it."""
    gs = shutil.which("gs")
    if gs is None:
        pytest.skip("gs is not installed; on Debian: apt-get install ghostscript")
    subprocess.run([gs, "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc", f"-r{DPI * 4}", "-dUseBleedBox",
                    f"-sOutputFile={folder / 'page-%03d.tif'}", path], check=True, capture_output=True)
    pages = []
    for tiff in sorted(folder.glob("page-*.tif")):
        with Image.open(tiff) as opened:
            small = opened.resize((round(opened.width / 4), round(opened.height / 4)), Image.Resampling.BOX)
        side = min(30, *small.size)
        half = side // 2
        mean = small.filter(ImageFilter.BoxBlur((side - 1) / 2)).crop((half, half, small.width - half, small.height - half))
        pages.append(max(map(sum, mean.get_flattened_data())) / 2.55)
    return pages


HEAVY = """<style>.a{background:#123f5f;color:#000;padding:6pt} .b{color:#0a6666;font:bold 40pt sans-serif} p{margin:0}
.c{background:#a33a1c;color:#fff;height:30mm;border-radius:15mm}</style>"""
PAGES = {
    "text": "<p>" + "Black words on white paper. " * 25,
    "text on a ground": HEAVY + "<p class=a>" + "Black words on navy. " * 25,
    "large letters": HEAVY + "<p class=b>Words that are large",
    "a photo": "<p><img src=photo.jpg style='width: 60mm'>",
    "a round shape": HEAVY + "<p class=c>",
    "a turned photo": "<p><img src=photo.jpg style='width: 40mm; transform: rotate(30deg); margin: 10mm'>",
    "a photo as the ground": "<div style='background: url(photo.jpg); height: 60mm'>",
}


@pytest.mark.parametrize("name", PAGES)
def test_our_ink_is_ghostscripts(name: str, tmp_path: Path, report: Callable[..., Report]) -> None:
    data = make(tmp_path, PAGES[name], ppi=600)
    ours = report(data)
    assert ours.ink is not None
    (theirs,) = separated(tmp_path / "made.pdf", tmp_path)
    assert theirs - 3 <= ours.ink[0] <= theirs * 1.1 + 6, (ours.ink, theirs)


def test_overprinting_adds_and_knocking_out_does_not(good: bytes, report: Callable[..., Report]) -> None:
    for over, percent in ((False, 100), (True, 200)):
        pdf = pikepdf.open(io.BytesIO(good))
        page = pdf.pages[1]
        page.Resources.ExtGState = Dictionary(Over=Dictionary(op=over, OP=over, OPM=1))
        page.contents_add(b"q 1 0 0 0 k 60 60 90 90 re f /Over gs 0 1 0 0 k 60 60 90 90 re f Q")
        pdf.pages.remove(p=1)
        found = report(pdf, Limits(ink=150))
        assert found.ink == (percent, 1)
        assert ("R0026" in {note.rule for note in found.notes}) == over


def test_a_heavy_spot_smaller_than_the_square_is_its_mean(good: bytes, report: Callable[..., Report]) -> None:
    """7.5 × 15 mm at 400 % are 200 % in the square: the limit is one of drying, not of dots."""
    pdf = pikepdf.open(io.BytesIO(good))
    pdf.pages[1].contents_add(b"q 1 1 1 1 k 100 100 21.26 42.52 re f Q")
    pdf.pages.remove(p=1)
    assert report(pdf).ink[0] == pytest.approx(200, abs=4)


def test_the_second_page_over_the_limit_is_told_too(good: bytes, report: Callable[..., Report]) -> None:
    pdf = pikepdf.open(io.BytesIO(good))
    for page, ink in ((0, b"1 1 1 1"), (1, b"0.9 0.9 0.9 0.9")):
        pdf.pages[page].contents_add(b"q " + ink + b" k 60 60 60 60 re f Q")
    assert [note.page for note in report(pdf).notes if note.rule == "R0026"] == [1, 2]


def test_a_picture_that_cannot_be_read_counts_in_full(good: bytes, report: Callable[..., Report]) -> None:
    pdf = pikepdf.open(io.BytesIO(good))
    stream = pdf.make_stream(b"no JPEG", Type=Name.XObject, Subtype=Name.Image, Width=900, Height=900,
                             ColorSpace=Name.DeviceCMYK, BitsPerComponent=8, Filter=Name.DCTDecode,
                             Decode=Array([0, 1] * 4))
    pdf.pages[0].Resources.XObject["/Bad"] = stream
    pdf.pages[0].contents_add(b"q 60 0 0 60 60 60 cm /Bad Do Q")
    assert "R0026" in {note.rule for note in report(pdf).notes}


def test_a_picture_too_large_to_decode_counts_in_full(
    good: bytes, report: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would fill the memory is refused, with an exception of its own kind."""
    monkeypatch.setattr("pikepdf.models.image._max_image_pixels", 1000)
    pdf = pikepdf.open(io.BytesIO(good))
    packed = io.BytesIO()
    Image.new("RGB", (900, 900)).save(packed, "JPEG")
    stream = pdf.make_stream(packed.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=900, Height=900,
                             ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode)
    pdf.pages[0].Resources.XObject["/Large"] = stream
    pdf.pages[0].contents_add(b"q 60 0 0 60 60 60 cm /Large Do Q")
    assert "R0026" in {note.rule for note in report(pdf).notes}


@pytest.mark.parametrize(("name", "percent"), [("FOGRA39L_coated", 318), ("ISOcoated_v2_300_bas", 300), ("FOGRA29L_uncoated_290", 290)])
def test_the_most_ink_of_a_profile(name: str, percent: float) -> None:
    assert most_ink(ICC / "sRGB.icc", ICC / f"{name}.icc") == pytest.approx(percent, abs=2)
