"""A TrueType font whose glyphs are drawn from the glyphs of another: what `clusters` embeds.

The tables are put together from their bytes. fontTools would read every outline into objects and write it anew, which
for the forty sections of a book took as long as a quarter of their typesetting.

Source: OpenType 1.9, tables glyf, loca, head, hhea, hmtx, maxp.
"""

import io
import struct
from dataclasses import dataclass

from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

Parts = tuple[tuple[int, int, int], ...]  # glyph of the font, x and y from the cluster's origin, in font units
Box = tuple[int, int, int, int]  # xMin, yMin, xMax, yMax

# glyf component flags.
_WORDS, _XY, _ROUND, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO, _OVERLAP = 1, 2, 4, 8, 0x20, 0x40, 0x80, 0x400
# All that a PDF reader needs of an embedded TrueType font; the rest would name glyphs by numbers that have changed.
_COPIED = ("cvt ", "fpgm", "prep")


@dataclass(frozen=True, slots=True)
class _Outline:
    """What of a glyph's record its composites need."""

    record: bytes
    box: Box
    points: int
    contours: int
    depth: int  # 0 for outlines, 1 for composites of them, …


def compose(font_file: bytes, composites: dict[int, tuple[Parts, int]]) -> tuple[bytes, Box]:
    """The font with glyphs 1…n drawn from parts (codes are 1…n) and the parts after them; and the box of all its ink,
    in 1/1000 em.

    `composites`: code -> parts and advance, in font units. Parts without ink are left out.
    """
    font = SFNTReader(io.BytesIO(font_file))
    head, hhea, maxp = bytearray(font["head"]), bytearray(font["hhea"]), bytearray(font["maxp"])
    count = struct.unpack_from(">H", maxp, 4)[0]
    glyf, starts = font["glyf"], _starts(font["loca"], struct.unpack_from(">h", head, 50)[0], count)
    records = [glyf[starts[gid] : starts[gid + 1]] for gid in range(count)]
    advances = _advances(font["hmtx"], struct.unpack_from(">H", hhea, 34)[0], count)
    inked = [gid for gid in range(1, count) if len(records[gid]) >= 10]
    number = {0: 0, **{gid: len(composites) + 1 + i for i, gid in enumerate(inked)}}  # old glyph -> new
    outlines: dict[int, _Outline] = {}

    made, metrics = [records[0]], [(advances[0], _left(records[0]))]
    boxes: list[Box] = []
    limits = [struct.unpack_from(">H", maxp, at)[0] for at in range(6, 14, 2)]  # points, contours, the same of composites
    elements, depth = struct.unpack_from(">2H", maxp, 28)
    for code in sorted(composites):
        parts, advance = composites[code]
        places = [(gid, x, y) for gid, x, y in parts if gid in number and gid]
        used = [_outline(gid, records, outlines) for gid, _, _ in places]
        box = _around([(o.box[0] + x, o.box[1] + y, o.box[2] + x, o.box[3] + y) for o, (_, x, y) in zip(used, places, strict=True)])
        made.append(_record([(number[gid], x, y) for gid, x, y in places], box) if places else b"")
        metrics.append((advance, box[0]))
        if places:
            boxes.append(box)
            limits[2] = max(limits[2], sum(o.points for o in used))
            limits[3] = max(limits[3], sum(o.contours for o in used))
            elements, depth = max(elements, len(places)), max(depth, 1 + max(o.depth for o in used))
    for gid in inked:
        made.append(_renumbered(records[gid], number))
        metrics.append((advances[gid], _left(records[gid])))
        boxes.append(_outline(gid, records, outlines).box)
    if len(records[0]) >= 10:
        boxes.append(_outline(0, records, outlines).box)

    around = _around(boxes)
    loca, data = [0], bytearray()
    for record in made:
        data += record + b"\0" * (-len(record) % 4)
        loca.append(len(data))
    struct.pack_into(">4h", head, 36, *around)
    struct.pack_into(">h", head, 50, 1)  # loca holds long offsets
    struct.pack_into(">H", hhea, 34, len(made))
    struct.pack_into(">H", hhea, 10, max(advance for advance, _ in metrics))
    struct.pack_into(">H4H", maxp, 4, len(made), *limits)
    struct.pack_into(">2H", maxp, 28, elements, depth)
    tables = {
        "head": bytes(head),
        "hhea": bytes(hhea),
        "maxp": bytes(maxp),
        "hmtx": b"".join(struct.pack(">Hh", *metric) for metric in metrics),
        "loca": struct.pack(f">{len(loca)}L", *loca),
        "glyf": bytes(data),
        **{tag: font[tag] for tag in _COPIED if tag in font},
    }
    buffer = io.BytesIO()
    writer = SFNTWriter(buffer, len(tables), font.sfntVersion)
    for tag in sorted(tables):
        writer[tag] = tables[tag]
    writer.close()
    upem = struct.unpack_from(">H", head, 18)[0]
    left, bottom, right, top = (round(edge * 1000 / upem) for edge in around)
    return buffer.getvalue(), (left, bottom, right, top)


def _starts(loca: bytes, long: int, count: int) -> list[int]:
    if long:
        return list(struct.unpack_from(f">{count + 1}L", loca))
    return [2 * start for start in struct.unpack_from(f">{count + 1}H", loca)]


def _advances(hmtx: bytes, whole: int, count: int) -> list[int]:
    """The advance of each glyph; those after the first `whole` have that of the last."""
    advances = list(struct.unpack_from(">" + "Hh" * whole, hmtx)[::2])
    return advances + advances[-1:] * (count - whole)


def _left(record: bytes) -> int:
    return int(struct.unpack_from(">h", record, 2)[0]) if len(record) >= 10 else 0


def _around(boxes: list[Box]) -> Box:
    if not boxes:
        return (0, 0, 0, 0)
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _outline(gid: int, records: list[bytes], known: dict[int, _Outline]) -> _Outline:
    if gid not in known:
        record = records[gid]
        contours, *box = struct.unpack_from(">5h", record)
        if contours >= 0:
            points = struct.unpack_from(">H", record, 8 + 2 * contours)[0] + 1 if contours else 0
            known[gid] = _Outline(record, (box[0], box[1], box[2], box[3]), points, contours, 0)
        else:
            inner = [_outline(part, records, known) for _, part in _components(record) if len(records[part]) >= 10]
            known[gid] = _Outline(
                record,
                (box[0], box[1], box[2], box[3]),
                sum(o.points for o in inner),
                sum(o.contours for o in inner),
                1 + max((o.depth for o in inner), default=0),
            )
    return known[gid]


def _components(record: bytes) -> list[tuple[int, int]]:
    """Of a composite glyph: where the number of each part stands, and the number."""
    found, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags, gid = struct.unpack_from(">2H", record, at)
        found.append((at + 2, gid))
        at += 4 + (4 if flags & _WORDS else 2)
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
    return found


def _renumbered(record: bytes, number: dict[int, int]) -> bytes:
    """The record with its parts, where it is a composite of the font's own, under their new numbers."""
    if struct.unpack_from(">h", record)[0] >= 0:
        return record
    new = bytearray(record)
    for at, gid in _components(record):
        struct.pack_into(">H", new, at, number.get(gid, 0))
    return bytes(new)


def _record(places: list[tuple[int, int, int]], box: Box) -> bytes:
    """A composite glyph. The first part says that the parts overlap."""
    out = [struct.pack(">5h", -1, *box)]
    for i, (gid, x, y) in enumerate(places):
        flags = _WORDS | _XY | _ROUND | (_MORE if i + 1 < len(places) else 0) | (_OVERLAP if i == 0 and len(places) > 1 else 0)
        out.append(struct.pack(">2H2h", flags, gid, x, y))
    return b"".join(out)
