"""Images: through the profile, on black alone, once each, never with RGB left."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageCms

from bindery.finish import CannotPrint, PressJob, finish_press
from bindery.finish.images import FINE, limited, transform
from bindery.project.palette import Palette

ICC = Path(__file__).resolve().parents[2] / "printers" / "icc"


def _images(pdf: Pdf) -> list[Stream]:
    return [thing for thing in pdf.objects if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image]


def _image(pdf: Pdf, pixels: Image.Image, **extra: object) -> Stream:
    space = {"RGB": Name.DeviceRGB, "L": Name.DeviceGray, "CMYK": Name.DeviceCMYK}[pixels.mode]
    return pdf.make_stream(pixels.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=pixels.width,
                           Height=pixels.height, ColorSpace=space, BitsPerComponent=8, **extra)


def _with(hand_made: Callable[..., Pdf], pixels: Image.Image, **extra: object) -> Pdf:
    pdf = hand_made(b"q 72 0 0 36 10 10 cm /i Do Q")
    pdf.pages[0].obj.Resources.XObject = Dictionary(i=_image(pdf, pixels, **extra))
    return pdf


def test_the_committed_profile_is_littlecms_own_with_a_fixed_header() -> None:
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    committed = (ICC / "sRGB.icc").read_bytes()
    assert len(made) == len(committed)
    assert made[128:] == committed[128:]
    assert committed[8:12] == b"\x04\x20\0\0"
    assert committed[24:36] == b"\x07\xea\0\1\0\1\0\0\0\0\0\0"


def test_rgb_goes_through_the_profile(hand_made: Callable[..., Pdf], press_job: Callable[..., PressJob],
                                      palette: Palette) -> None:
    colour = (200, 60, 30)
    pdf = _with(hand_made, Image.new("RGB", (4, 4), colour), Interpolate=True)
    job = press_job()
    facts = finish_press(pdf, job, palette)
    (image,) = _images(pdf)
    expected = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour), transform(job.srgb, job.profile))
    assert image.ColorSpace == Name.DeviceCMYK
    assert image.read_bytes() == bytes(expected.getpixel((0, 0))) * 16
    assert "/Interpolate" not in image
    (fact,) = facts.images
    assert (fact.page, fact.width, fact.height, fact.ppi, fact.ink) == (1, 4, 4, 4.0, "cmyk")


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_neutral_pictures_print_on_black_alone(hand_made: Callable[..., Pdf], press_job: Callable[..., PressJob],
                                               palette: Palette, mode: str) -> None:
    pdf = _with(hand_made, Image.linear_gradient("L").convert(mode))
    facts = finish_press(pdf, press_job(), palette)
    (image,) = _images(pdf)
    assert image.ColorSpace == Name.DeviceGray
    assert image.read_bytes() == Image.linear_gradient("L").tobytes()
    assert facts.images[0].ink == "black"


def test_one_colour_printing_has_no_colour_in_pictures(hand_made: Callable[..., Pdf],
                                                       press_job: Callable[..., PressJob], palette: Palette) -> None:
    pdf = _with(hand_made, Image.new("RGB", (4, 4), (200, 60, 30)))
    finish_press(pdf, press_job(one_colour=True), palette)
    assert _images(pdf)[0].ColorSpace == Name.DeviceGray


def test_an_opaque_soft_mask_goes_and_a_real_one_stays(hand_made: Callable[..., Pdf],
                                                       press_job: Callable[..., PressJob], palette: Palette) -> None:
    for value, stays in ((255, False), (128, True)):
        pdf = hand_made(b"q 72 0 0 36 10 10 cm /i Do Q")
        mask = _image(pdf, Image.new("L", (4, 4), value), Interpolate=True)
        image = _image(pdf, Image.new("RGB", (4, 4), (200, 60, 30)), SMask=mask)
        pdf.pages[0].obj.Resources.XObject = Dictionary(i=image)
        facts = finish_press(pdf, press_job(), palette)
        assert ("/SMask" in image) is stays
        assert "/Interpolate" not in mask
        assert facts.transparent == ((1,) if stays else ())
        group = pdf.pages[0].obj.get("/Group")
        assert (group["/CS"] == Name.DeviceCMYK) if stays else (group is None)


def test_jpeg_stays_jpeg_and_looks_the_same(typeset: Callable[..., bytes], press_job: Callable[..., PressJob],
                                            palette: Palette, pictures: Path) -> None:
    pdf = pikepdf.open(io.BytesIO(typeset("<p><img src=photo.jpg alt=x style='height: 60mm'></p>")))
    finish_press(pdf, press_job(), palette)
    (image,) = _images(pdf)
    assert (image.Filter, image.ColorSpace) == (Name.DCTDecode, Name.DeviceCMYK)
    out = io.BytesIO()
    pdf.save(out)
    page = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=1).to_pil().convert("RGB")
    with Image.open(pictures / "photo.jpg") as photo:
        left, top = 15 * 72 / 25.4 + 8.5, 15 * 72 / 25.4 + 8.5
        width, height = 90 * 72 / 25.4, 60 * 72 / 25.4
        for x, y in ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.7, 0.5)):
            seen = page.getpixel((round(left + x * width), round(top + y * height)))
            meant = photo.getpixel((round(x * photo.width), round(y * photo.height)))
            # pdfium shows CMYK without the profile: near is enough to know that it is not inverted
            assert sum(abs(a - b) for a, b in zip(seen, meant, strict=True)) < 200, (x, y, seen, meant)


def test_equal_images_are_converted_once(monkeypatch: pytest.MonkeyPatch, hand_made: Callable[..., Pdf],
                                         press_job: Callable[..., PressJob], palette: Palette) -> None:
    calls = []
    apply = ImageCms.applyTransform
    monkeypatch.setattr(ImageCms, "applyTransform", lambda *a, **k: calls.append(1) or apply(*a, **k))
    pdf = hand_made(b"q 72 0 0 36 10 10 cm /i Do Q q 36 0 0 36 10 10 cm /j Do Q")
    one, two = (_image(pdf, Image.new("RGB", (4, 4), (200, 60, 30))) for _ in "ab")
    pdf.pages[0].obj.Resources.XObject = Dictionary(i=one, j=two)
    finish_press(pdf, press_job(), palette)
    assert len(calls) == 1
    assert one.read_bytes() == two.read_bytes()


def test_the_coarsest_place_is_told(hand_made: Callable[..., Pdf], press_job: Callable[..., PressJob],
                                    palette: Palette) -> None:
    pdf = hand_made(b"q 36 0 0 36 0 0 cm /i Do Q q 72 0 0 18 0 0 cm /i Do Q")
    pdf.pages[0].obj.Resources.XObject = Dictionary(i=_image(pdf, Image.new("RGB", (100, 100), (200, 60, 30))))
    (fact,) = finish_press(pdf, press_job(), palette).images
    assert fact.ppi == 100.0


@pytest.mark.parametrize("extra", [{"Mask": [0, 0, 0, 0, 0, 0]}, {"Decode": [1, 0, 1, 0, 1, 0]},
                                   {"OC": Dictionary()}, {"Alternates": []}])
def test_what_cannot_be_converted_faithfully_is_told(hand_made: Callable[..., Pdf], palette: Palette,
                                                     press_job: Callable[..., PressJob],
                                                     extra: dict[str, object]) -> None:
    values = {key: Array(value) if isinstance(value, list) else value for key, value in extra.items()}
    pdf = _with(hand_made, Image.new("RGB", (4, 4), (200, 60, 30)), **values)
    with pytest.raises(CannotPrint):
        finish_press(pdf, press_job(), palette)


def test_a_broken_image_is_told(hand_made: Callable[..., Pdf], press_job: Callable[..., PressJob],
                                palette: Palette) -> None:
    pdf = _with(hand_made, Image.new("RGB", (4, 4), (200, 60, 30)))
    image = pdf.pages[0].obj.Resources.XObject.i
    image.write(b"not a JPEG", filter=Name.DCTDecode)
    with pytest.raises(CannotPrint, match="cannot be decoded"):
        finish_press(pdf, press_job(), palette)


def _noise(width: int, height: int, mode: str) -> Image.Image:
    bands = [Image.effect_noise((width, height), 60) for _ in range(len(mode) if mode != "L" else 1)]
    return Image.merge(mode, bands)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("form", ["raw", "JPEG"])
def test_a_picture_that_is_far_too_fine_is_made_smaller(
    hand_made: Callable[..., Pdf], press_job: Callable[..., PressJob], palette: Palette, mode: str, form: str
) -> None:
    """1200 × 600 px on 72 × 36 pt stand at 1200 px/in."""
    pixels = _noise(1200, 600, mode).resize((1200, 600))
    if form == "JPEG" and mode == "CMYK":
        pytest.skip("a CMYK JPEG comes with a decode array, and passes as it is")
    pdf = _with(hand_made, pixels)
    if form == "JPEG":
        file = io.BytesIO()
        pixels.save(file, "JPEG", quality=90)
        _images(pdf)[0].write(file.getvalue(), filter=Name.DCTDecode)
    (fact,) = finish_press(pdf, press_job(), palette).images
    (image,) = _images(pdf)
    assert (fact.width, fact.height, fact.ppi) == (FINE, FINE // 2, FINE)
    assert (int(image.Width), int(image.Height)) == (FINE, FINE // 2)
    assert (image.get("/Filter") == Name.DCTDecode) == (form == "JPEG")
    made = pikepdf.PdfImage(image).as_pil_image()
    assert made.size == (FINE, FINE // 2)
    if form == "raw" and mode == "L":  # the same picture: the mean of what it was
        was, now = (sum(part.resize((1, 1), Image.Resampling.BOX).tobytes()) for part in (pixels, made))
        assert abs(was - now) <= 1


@pytest.mark.parametrize("name", ["gray.png", "photo.png"])
def test_a_png_as_the_engine_packs_it_is_made_smaller_too(
    typeset: Callable[..., bytes], press_job: Callable[..., PressJob], palette: Palette, name: str
) -> None:
    """Each row of its pixels is the difference from the one before (/DecodeParms, /Predictor)."""
    pdf = pikepdf.open(io.BytesIO(typeset(f"<p><img src={name} alt=a style='height: 3mm'>")))
    (before,) = _images(pdf)
    assert before.DecodeParms.Predictor == 15
    was = sum(pikepdf.PdfImage(before).as_pil_image().convert("L").resize((1, 1), Image.Resampling.BOX).tobytes())
    (fact,) = finish_press(pdf, press_job(), palette).images
    (image,) = _images(pdf)
    assert (fact.width, fact.height) == (image.Width, image.Height) == (54, 36)
    assert "/DecodeParms" not in image
    now = sum(pikepdf.PdfImage(image).as_pil_image().convert("L").resize((1, 1), Image.Resampling.BOX).tobytes())
    assert abs(was - now) <= (1 if name == "gray.png" else 12)


@pytest.mark.parametrize("ppi", [40, 300, 440])
def test_no_picture_is_made_larger_or_smaller_without_need(
    hand_made: Callable[..., Pdf], press_job: Callable[..., PressJob], palette: Palette, ppi: int
) -> None:
    pdf = _with(hand_made, _noise(ppi, ppi // 2, "RGB"))
    (fact,) = finish_press(pdf, press_job(), palette).images
    assert (fact.width, fact.height, fact.ppi) == (ppi, ppi // 2, ppi)


def test_pictures_keep_to_the_ink_that_the_press_bears(
    hand_made: Callable[..., Pdf], press_job: Callable[..., PressJob], palette: Palette
) -> None:
    dark = Image.linear_gradient("L").resize((40, 40))
    pixels = Image.merge("RGB", (dark, Image.new("L", (40, 40), 5), Image.new("L", (40, 40), 12)))
    for most in (0, 280, 220):
        pdf = _with(hand_made, pixels)
        finish_press(pdf, press_job(max_ink=most), palette)
        data = bytes(_images(pdf)[0].read_bytes())
        found = max(sum(data[i : i + 4]) for i in range(0, len(data), 4)) / 2.55
        assert found > 300 if not most else most - 5 < found <= most


def test_where_ink_gives_way_black_stays_and_light_colours_are_untouched() -> None:
    pixels = Image.new("CMYK", (2, 1))
    pixels.putpixel((0, 0), (200, 100, 50, 255))
    pixels.putpixel((1, 0), (200, 100, 50, 0))
    done = limited(pixels, 200)
    c, m, y, k = done.getpixel((0, 0))
    assert k == 255
    assert c + m + y + k <= 510
    assert c == pytest.approx(2 * m, abs=2)
    assert done.getpixel((1, 0)) == (200, 100, 50, 0)
