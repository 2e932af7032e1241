"""Writing a PDF: the same bytes for the same content, nothing twice, nothing that no page reaches.

qpdf writes only what the trailer reaches, deflates what is not (but the XMP, which ISO 19005-2, 6.6.2.1 wants
readable), copies what is, and hashes the file for its /ID. Here are the two things it does not do: sharing equal
streams, and minding streams that end in CR.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, StreamDecodeLevel

#: zlib's level. 9 makes content streams 1 % smaller than 6 and takes half as long again.
LEVEL = 6

_CR_END = b"\r\nendstream"
_OBJECT = b" 0 obj\n"
_WITHIN = rb"(?:(?!>>\nstream\n)[\x00-\xff])*?"
_HEAD = re.compile(rb"(<< " + _WITHIN + rb"/Length )(\d+)(" + _WITHIN + rb" >>\nstream\n)")
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def deflate(data: bytes) -> bytes:
    return zlib.compress(data, LEVEL)


def write(stream: Stream, data: bytes) -> None:
    """Put `data`, not yet compressed, into `stream`."""
    stream.write(deflate(data), filter=Name.FlateDecode)


def save(pdf: Pdf, path: Path, *, version: str = "1.7", object_streams: bool = True) -> None:
    """Write `pdf` to `path` as PDF `version`, e.g. "1.6". The caller renames: a failure may leave half a file.

    `object_streams`: smaller files; False for printers whose programs predate PDF 1.5.
    Raises OSError where the file cannot be written.
    """
    share_equal_streams(pdf)
    file = io.BytesIO()
    pdf.save(
        file,
        force_version=version,
        fix_metadata_version=False,  # the XMP stays as finish wrote it
        deterministic_id=True,
        compress_streams=True,
        stream_decode_level=StreamDecodeLevel.none,
        object_stream_mode=ObjectStreamMode.generate if object_streams else ObjectStreamMode.disable,
    )
    path.write_bytes(mend_stream_ends(file.getvalue()))


def mend_stream_ends(data: bytes) -> bytes:
    """The file with a NUL after every stream that ends in CR, and not a byte longer.

    qpdf puts LF before `endstream`. After a CR that reads as one end of line, and validators count a byte less than
    /Length says (ISO 32000-1, 7.3.8.1; ISO 19005-2, 6.1.7.1). One deflated stream in 256 ends so, object streams that
    qpdf makes too. Inflating stops before the NUL; the room for it is a space of the dictionary that nobody misses.
    """
    end = data.find(_CR_END)
    if end < 0:
        return data
    mended = bytearray(data)
    while end >= 0:
        _mend(mended, end)
        end = data.find(_CR_END, end + 1)
    return bytes(mended)


def _mend(data: bytearray, end: int) -> None:
    """Mend the stream whose last byte, CR, is at `end`; nothing where this is the inside of a stream."""
    start = data.rfind(_OBJECT, 0, end)
    while start >= 0:
        head = _HEAD.match(data, start + len(_OBJECT))
        if head and head.end() + int(head[2]) == end + 1:
            break
        start = data.rfind(_OBJECT, 0, start)
    else:
        return
    length = int(head[2])
    room = len(head[0]) - 1
    longer = head[1] + b"%d" % (length + 1) + head[3]
    for loose, tight in ((b"<< /", b"<</"), (b" >>\nstream", b">>\nstream")):
        if len(longer) > room:
            longer = longer.replace(loose, tight, 1)
    stream = longer + data[head.end():end + 1] + b"\0"
    assert len(stream) == end + 1 - head.start()
    data[head.start():end + 1] = stream


def share_equal_streams(pdf: Pdf) -> None:
    """Let equal images and font files be one object: sections typeset apart carry each its own copy."""
    kept: dict[bytes, Object] = {}
    for holder, key in list(_shareable(pdf)):
        stream = holder[key]
        same = kept.setdefault(_fingerprint(stream), stream)
        if same.objgen != stream.objgen:
            holder[key] = same


def _shareable(pdf: Pdf) -> Iterator[tuple[Object, str]]:
    """Holder and key of every image, soft mask first, and font stream that pages reach by their resources."""
    seen: set[tuple[int, int]] = set()

    def first(thing: Object) -> bool:
        if thing.objgen == (0, 0):
            return True
        new = thing.objgen not in seen
        seen.add(thing.objgen)
        return new

    def resources(found: Object | None) -> Iterator[tuple[Object, str]]:
        if not isinstance(found, Dictionary) or not first(found):
            return
        fonts = found.get("/Font")
        if isinstance(fonts, Dictionary) and first(fonts):
            for font in fonts.values():
                if first(font):
                    yield from _font_streams(font)
        for kind in ("/XObject", "/Pattern"):
            things = found.get(kind)
            if not isinstance(things, Dictionary) or not first(things):
                continue
            for key, thing in things.items():
                if not isinstance(thing, Stream):
                    continue
                if thing.get("/Subtype") == Name.Image:
                    if isinstance(thing.get("/SMask"), Stream) and first(thing):
                        yield thing, "/SMask"
                    yield things, key
                elif first(thing):
                    yield from resources(thing.get("/Resources"))

    for page in pdf.pages:
        yield from resources(page.obj.get("/Resources"))


def _font_streams(font: Object) -> Iterator[tuple[Object, str]]:
    if isinstance(font.get("/ToUnicode"), Stream):
        yield font, "/ToUnicode"
    descendants = font.get("/DescendantFonts")
    for holder in descendants if isinstance(descendants, Array) else (font,):
        descriptor = holder.get("/FontDescriptor")
        if isinstance(descriptor, Dictionary):
            yield from ((descriptor, key) for key in _FONT_FILES if key in descriptor)


def _fingerprint(stream: Object) -> bytes:
    digest = hashlib.sha256(stream.read_raw_bytes())
    for key, value in sorted(stream.items()):
        text = Array([value]).unparse()  # numbers come as Python's own; references as "5 0 R"
        digest.update(key.encode() + b" " + text + b"\n")
    return digest.digest()

