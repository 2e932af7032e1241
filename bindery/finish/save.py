"""Writing a PDF: the same bytes for the same content, nothing twice, nothing that no page reaches.

qpdf writes only what the trailer reaches, and its deterministic /ID is a hash of the file. What it does not do is
here: deflating all streams but the XMP (which PDF/A wants readable, ISO 19005-2, 6.6.2.1) and sharing equal ones.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, StreamDecodeLevel

#: zlib's level. 9 makes content streams 1 % smaller than 6 and takes half as long again.
LEVEL = 6

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def deflate(data: bytes) -> bytes:
    """`data` compressed, never ending in CR.

    qpdf puts LF before `endstream`; after a CR that reads as one end of line, and validators count a byte too few
    (ISO 19005-2, 6.1.7.1). One stream in 256 ends so; inflating stops before the NUL that is added.
    """
    packed = zlib.compress(data, LEVEL)
    return packed + b"\0" if packed.endswith(b"\r") else packed


def write(stream: Stream, data: bytes) -> None:
    """Put `data`, not yet compressed, into `stream`."""
    stream.write(deflate(data), filter=Name.FlateDecode)


def save(pdf: Pdf, path: Path, *, version: str = "1.7", object_streams: bool = True) -> None:
    """Write `pdf` to `path` as PDF `version`, e.g. "1.6". The caller renames: a failure may leave half a file.

    `object_streams`: smaller files; False for printers whose programs predate PDF 1.5.
    Raises OSError where the file cannot be written.
    """
    share_equal_streams(pdf)
    _compress(pdf)
    pdf.save(
        path,
        force_version=version,
        deterministic_id=True,
        compress_streams=False,
        stream_decode_level=StreamDecodeLevel.none,
        object_stream_mode=ObjectStreamMode.generate if object_streams else ObjectStreamMode.disable,
    )


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


def _compress(pdf: Pdf) -> None:
    """Deflate what is not, and mend streams that end in CR. What is compressed stays as it is."""
    for thing in pdf.objects:
        if not isinstance(thing, Stream) or thing.get("/Type") == Name.Metadata:
            continue
        if "/Filter" not in thing:
            write(thing, thing.read_raw_bytes())
        elif thing.Filter == Name.FlateDecode:
            data = thing.read_raw_bytes()
            if data.endswith(b"\r"):
                parms = thing.get("/DecodeParms")
                thing.write(data + b"\0", filter=Name.FlateDecode,
                            decode_parms=parms if isinstance(parms, Dictionary | Array) else None)


