"""The screen file: accessible, archivable, cropped, with its links."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import page as validator
import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name, Pdf, Stream

from bindery.finish import About, ScreenJob, finish_screen, save
from bindery.finish.screen import VERSION


@pytest.fixture
def written(opened: Pdf, screen_job: Callable[..., ScreenJob], tmp_path: Path) -> Path:
    finish_screen(opened, screen_job())
    path = tmp_path / "screen.pdf"
    save(opened, path, version=VERSION)
    return path


@pytest.mark.parametrize("profile", [validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_2A])
def test_validates(written: Path, profile: validator.ValidationProfile) -> None:
    report = validator.validate_pdf(str(written), profile=profile)
    assert not [(failure.rule_id, failure.message) for failure in report.failures]
    assert report.is_compliant


def test_pages_are_cropped_to_the_trim(master: bytes, written: Path) -> None:
    with pikepdf.open(io.BytesIO(master)) as before, pikepdf.open(written) as after:
        for old, new in zip(before.pages, after.pages, strict=True):
            trim = [float(v) for v in old.obj.TrimBox]
            for key in ("/MediaBox", "/CropBox", "/TrimBox"):
                assert [float(v) for v in new.obj[key]] == pytest.approx(trim, abs=1e-5)
            assert "/BleedBox" not in new.obj
            assert new.obj.Contents.read_bytes() == old.obj.Contents.read_bytes()
    width, height = pypdfium2.PdfDocument(str(written))[0].get_size()
    assert (width, height) == pytest.approx((100 * 72 / 25.4, 140 * 72 / 25.4), abs=0.01)


def test_links_stay_and_are_in_order(written: Path) -> None:
    with pikepdf.open(written) as pdf:
        links = list(pdf.pages[0].obj.Annots)
        assert str(links[-1].A.URI) == "https://example.org/"
        assert "/Dest" in links[0]
        for link in links:
            x0, y0, x1, y1 = (float(v) for v in link.Rect)
            assert x0 < x1 and y0 < y1
            assert link.F == 4
        assert pdf.pages[0].obj.Tabs == Name.S
        assert "/StructTreeRoot" in pdf.Root


def test_transparent_pages_say_their_blend_space(typeset: Callable[..., bytes],
                                                 screen_job: Callable[..., ScreenJob]) -> None:
    for body, has in (("<p>plain</p><img src=opaque.png alt=x>", False), ("<p style='opacity: .5'>half</p>", True),
                      ("<img src=alpha.png alt=x>", True)):
        pdf = pikepdf.open(io.BytesIO(typeset(body)))
        finish_screen(pdf, screen_job())
        group = pdf.pages[0].obj.get("/Group")
        assert (group is not None) is has, body
        assert group is None or group["/CS"] == Name.DeviceRGB


def test_what_the_file_says_of_itself(written: Path) -> None:
    with pikepdf.open(written) as pdf:
        xmp = pdf.Root.Metadata.read_raw_bytes().decode()
        for words in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", ">Title &amp; &lt;more&gt;<",
                      "<pdfaExtension:schemas>"):
            assert words in xmp
        assert "Trapped" not in xmp
        assert "/Filter" not in pdf.Root.Metadata
        assert str(pdf.trailer.Info.Title) == "Title & <more>"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert pdf.Root.ViewerPreferences.Direction == Name.L2R
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.PageMode == Name.UseOutlines
        (intent,) = pdf.Root.OutputIntents
        assert intent.DestOutputProfile.N == 3


def test_right_to_left_books_open_right_to_left(opened: Pdf, screen_job: Callable[..., ScreenJob]) -> None:
    finish_screen(opened, screen_job(rtl=True, about=About("عنوان", "", "ar", 0, "id", "وصف")))
    assert opened.Root.ViewerPreferences.Direction == Name.R2L
    assert str(opened.trailer.Info.Subject) == "وصف"
    assert "وصف" in opened.Root.Metadata.read_bytes().decode()


def test_no_image_asks_to_be_smoothed(written: Path) -> None:
    with pikepdf.open(written) as pdf:
        images = [t for t in pdf.objects if isinstance(t, Stream) and t.get("/Subtype") == Name.Image]
        assert len(images) > 4
        assert not any("/Interpolate" in image for image in images)


def test_same_bytes_twice(master: bytes, screen_job: Callable[..., ScreenJob], tmp_path: Path) -> None:
    written = []
    for name in ("one.pdf", "two.pdf"):
        pdf = pikepdf.open(io.BytesIO(master))
        finish_screen(pdf, screen_job())
        save(pdf, tmp_path / name)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


def test_a_page_without_trim_box_is_refused(opened: Pdf, screen_job: Callable[..., ScreenJob]) -> None:
    del opened.pages[1].obj["/TrimBox"]
    with pytest.raises(ValueError, match="page 2"):
        finish_screen(opened, screen_job())


def test_resources_that_name_each_other_end(hand_made: Callable[..., Pdf],
                                            screen_job: Callable[..., ScreenJob]) -> None:
    pdf = hand_made(b"/f Do")
    form = pdf.make_stream(b"/f Do", Type=Name.XObject, Subtype=Name.Form)
    form.Resources = pdf.make_indirect(Dictionary(XObject=Dictionary(f=form)))
    pdf.pages[0].obj.Resources.XObject = Dictionary(f=form)
    finish_screen(pdf, screen_job())
    assert "/Group" not in pdf.pages[0].obj
