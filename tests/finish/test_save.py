"""Writing: shared, deflated, readable, the same every time."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from bindery.finish import save
from bindery.finish.save import mend_stream_ends


def _ending_in_cr() -> bytes:
    for i in range(100_000):
        data = b"q Q %d" % i
        if zlib.compress(data, 6).endswith(b"\r"):
            return data
    raise AssertionError("no such data found")


@pytest.mark.parametrize("object_streams", [True, False])
def test_streams_that_end_in_cr_are_mended(hand_made: Callable[..., Pdf], tmp_path: Path,
                                           object_streams: bool) -> None:
    data = _ending_in_cr()
    pdf = hand_made(b"")
    pdf.pages[0].obj.Contents.write(zlib.compress(data, 6), filter=Name.FlateDecode)
    plain = io.BytesIO()
    pdf.save(plain, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert b"\r\nendstream" in plain.getvalue()
    save(pdf, tmp_path / "a.pdf", object_streams=object_streams)
    assert b"\r\nendstream" not in (tmp_path / "a.pdf").read_bytes()
    with pikepdf.open(tmp_path / "a.pdf") as again:
        assert again.pages[0].obj.Contents.read_bytes() == data
        assert not again.check_pdf_syntax()


def _object(payload: bytes, length: int | None = None) -> bytes:
    length = len(payload) if length is None else length
    return b"1 0 obj\n<< /Length %d /N 1 >>\nstream\n%s\nendstream\nendobj\n" % (length, payload)


@pytest.mark.parametrize("size", [5, 9, 99, 999, 1000])
def test_mending_moves_nothing(size: int) -> None:
    payload = b"x" * (size - 1) + b"\r"
    before = _object(b"before") + _object(payload) + _object(b"after")
    after = mend_stream_ends(before)
    assert len(after) == len(before)
    assert after.index(_object(b"after")) == before.index(_object(b"after"))
    assert b"/Length %d " % (size + 1) in after
    assert b"stream\n" + payload + b"\0\nendstream" in after


def test_what_only_looks_like_an_end_is_left_alone() -> None:
    inside = _object(b"1 0 obj\n<< /Length 4 /N 1 >>\nstream\nab\r\nendstream and more")
    assert mend_stream_ends(inside) == inside


def test_object_streams_are_deflated(hand_made: Callable[..., Pdf], tmp_path: Path) -> None:
    pdf = hand_made(b"")
    pdf.Root.Many = Array([pdf.make_indirect(Dictionary(Name=Name.Same, Number=i)) for i in range(1000)])
    save(pdf, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").stat().st_size < 15_000


def test_plain_streams_are_deflated_and_xmp_is_not(hand_made: Callable[..., Pdf], tmp_path: Path) -> None:
    pdf = hand_made(b"q Q " * 1000)
    pdf.Root.Metadata = pdf.make_stream(b"<x/>", Type=Name.Metadata, Subtype=Name.XML)
    save(pdf, tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as again:
        assert again.pages[0].obj.Contents.Filter == Name.FlateDecode
        assert "/Filter" not in again.Root.Metadata
    assert b"<x/>" in (tmp_path / "a.pdf").read_bytes()


def test_compressed_streams_stay_as_they_are(hand_made: Callable[..., Pdf], tmp_path: Path) -> None:
    pdf = hand_made(b"")
    packed = zlib.compress(b"q Q " * 1000, 1)
    pdf.pages[0].obj.Contents.write(packed, filter=Name.FlateDecode)
    save(pdf, tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as again:
        assert again.pages[0].obj.Contents.read_raw_bytes() == packed


def _image(pdf: Pdf, value: int, **extra: object) -> pikepdf.Object:
    return pdf.make_stream(bytes([value]) * 100, Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10,
                           ColorSpace=Name.DeviceGray, BitsPerComponent=8, **extra)


def test_equal_images_masks_and_fonts_are_shared(hand_made: Callable[..., Pdf], tmp_path: Path) -> None:
    pdf = hand_made(b"")
    resources = pdf.pages[0].obj.Resources
    resources.XObject = Dictionary(
        a=_image(pdf, 1), b=_image(pdf, 1), c=_image(pdf, 2),
        m=_image(pdf, 1, SMask=_image(pdf, 3)), n=_image(pdf, 1, SMask=_image(pdf, 3)),
    )
    for name in ("x", "y"):
        font = Dictionary(Type=Name.FontDescriptor, FontFile2=pdf.make_stream(b"glyphs"))
        whole = Dictionary(Type=Name.Font, DescendantFonts=Array([Dictionary(FontDescriptor=font)]),
                           ToUnicode=pdf.make_stream(b"map"))
        resources["/Font"] = resources.get("/Font", Dictionary())
        resources.Font[f"/{name}"] = pdf.make_indirect(whole)
    save(pdf, tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as again:
        objects = again.pages[0].obj.Resources.XObject
        ids = {key: objects[key].objgen for key in ("/a", "/b", "/c", "/m", "/n")}
        assert ids["/a"] == ids["/b"] != ids["/c"]
        assert ids["/m"] == ids["/n"] != ids["/a"]
        fonts = again.pages[0].obj.Resources.Font
        assert fonts.x.ToUnicode.objgen == fonts.y.ToUnicode.objgen
        files = [f.DescendantFonts[0].FontDescriptor.FontFile2.objgen for f in (fonts.x, fonts.y)]
        assert files[0] == files[1]


def test_orphans_are_left_behind(hand_made: Callable[..., Pdf], tmp_path: Path) -> None:
    pdf = hand_made(b"")
    pdf.make_stream(os.urandom(50_000))
    save(pdf, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").stat().st_size < 5_000


def test_version_is_as_told(hand_made: Callable[..., Pdf], tmp_path: Path) -> None:
    save(hand_made(b""), tmp_path / "a.pdf", version="1.6")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-1.6")


def test_a_folder_that_is_not_there_is_an_os_error(hand_made: Callable[..., Pdf], tmp_path: Path) -> None:
    with pytest.raises(OSError):
        save(hand_made(b""), tmp_path / "none" / "a.pdf")
