"""What a PDF shows: its fonts, the codes and texts of their glyphs; its bookmarks and its tags."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Object

_texts: dict[bytes, dict[int, str]] = {}


def fonts(pdf: pikepdf.Pdf) -> Iterator[Object]:
    """Every font that a page or a form on it names, once."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for resources in _resources(page.obj):
            for font in resources.get("/Font", Dictionary()).values():
                if font.objgen not in seen:
                    seen.add(font.objgen)
                    yield font


def _resources(holder: Object) -> Iterator[Object]:
    """The resources of a page and of the forms below it."""
    resources = holder.get("/Resources", Dictionary())
    yield resources
    for thing in resources.get("/XObject", Dictionary()).values():
        if thing.get("/Subtype") == Name.Form:
            yield from _resources(thing)


def codes(holder: Object) -> Iterator[tuple[Object, set[int]]]:
    """The fonts of a page or form with the codes (two bytes each) that its text operators show."""
    resources = holder.get("/Resources", Dictionary())
    found: dict[str, set[int]] = {}
    font = ""
    for operands, operator in pikepdf.parse_content_stream(holder):
        match str(operator):
            case "Tf":
                font = str(operands[0])
            case "Tj" | "'" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        data = bytes(part)
                        found.setdefault(font, set()).update(
                            int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2))
    for name, shown in found.items():
        yield resources.Font[name], shown
    for thing in resources.get("/XObject", Dictionary()).values():
        if thing.get("/Subtype") == Name.Form:
            yield from codes(thing)


def texts(font: Object) -> dict[int, str]:
    """What the codes of a font stand for: its ToUnicode."""
    data = font.ToUnicode.read_bytes()
    if data not in _texts:
        lines = (line.split() for line in data.decode("ascii").splitlines() if line.startswith("<") and " <" in line)
        _texts[data] = {int(code[1:-1], 16): bytes.fromhex(text[1:-1]).decode("utf-16-be")
                        for code, text, *more in lines if not more}
    return _texts[data]


def siblings(parent: Object) -> Iterator[Object]:
    """The bookmarks directly below `parent`."""
    item = parent.get("/First")
    while item is not None:
        yield item
        item = item.get("/Next")


def outline(parent: Object) -> Iterator[Object]:
    """The bookmarks below `parent`, in the order in which they stand."""
    for item in siblings(parent):
        yield item
        yield from outline(item)


def elements(kids: Object) -> Iterator[Object]:
    """The structure elements below `kids`, in the order in which they are read."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            if "/K" in kid:
                yield from elements(kid.K)
