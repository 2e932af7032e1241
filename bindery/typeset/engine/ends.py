"""A right-to-left line is a line of its own, also where the ink of the next one reaches into it.

Reader's limitation (pdfium, so Chrome: ``CPDF_TextPage::ProcessInsertObject``): where the ink of one line reaches the
base line of another, as it does all through Nastaliq, the two are taken for one line, and that is read from the right:
the words of both come out mixed. It is not so when the text object before, which is what one operator shows, has a
single glyph.

What we do: the glyph at the right end of a line of right-to-left text is shown by an operator of its own. No ink moves.
It is done at the end of the line only: a single glyph that stands higher or lower than all beside it would be taken for
another line. An object without ink is no object to pdfium, so a space is left with what stands beside it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import Any

from weasyprint import document as engine_document
from weasyprint.formatting_structure import boxes

from .artifacts import unwrap
from .clusters import ClusterFont

_DIGITS = 4  # of a code, in hex
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


def mark_ends(pages: Iterable[Any]) -> None:
    """Set ``ends_line`` on the text boxes at the right ends of the right-to-left lines of ``pages``."""
    for page in pages:
        _mark(page._page_box)


def _mark(box: Any) -> None:
    box = unwrap(box)
    if isinstance(box, boxes.LineBox):
        if box.style["direction"] == "rtl" and (texts := list(_texts(box))):
            max(texts, key=lambda text: float(text.position_x + text.width)).ends_line = True
    elif isinstance(box, boxes.ParentBox) and not _is_short_heading(box):
        for child in box.children:
            _mark(child)


def _is_short_heading(box: Any) -> bool:
    """A heading of one line stands free, and its parts must not be taken for parts of a large number beside it."""
    return len(box.children) == 1 and isinstance(box.children[0], boxes.LineBox) and box.element_tag in _HEADINGS


def _texts(box: Any) -> Iterator[Any]:
    """What is drawn of the text in a line. A number stays in one piece: others fill it in (``stamps``)."""
    box = unwrap(box)
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _texts(child)
    elif isinstance(box, boxes.TextBox) and box.text.strip():
        yield box


def show(stream: Any, string: str, textbox: Any) -> None:
    """Replaces the last ``stream.show_text`` of a text box: ``string`` is the inside of a TJ array."""
    if getattr(textbox, "ends_line", False) and not textbox.text.isdecimal():
        before, _, last = string.rpartition("<")
        cut = last.find(">") - _DIGITS
        if cut >= 0:
            rest, alone = before + (f"<{last[:cut]}>" if cut else ""), f"<{last[cut:]}"
            if _side_by_side(stream, rest, alone):
                stream.show_text(rest)
                string = alone
    stream.show_text(string)


def _side_by_side(stream: Any, rest: str, alone: str) -> bool:
    """Whether the ink of two TJ arrays, in the font in use, has a height in common."""
    (font, *_) = (each for each in stream._fonts.values() if each.hash == stream._current_font[0])
    inks = list(_inks(font, alone))
    if not inks:
        return False
    low, high = min(bottom for bottom, _ in inks), max(top for _, top in inks)
    lowest, highest = inf, -inf
    for bottom, top in _inks(font, rest):  # a few letters tell
        lowest, highest = min(lowest, bottom), max(highest, top)
        if max(low, lowest) < min(high, highest):
            return True
    return False


def _inks(font: Any, string: str) -> Iterator[tuple[float, float]]:
    for codes in re.findall("<([0-9a-f]*)>", string):
        for at in range(0, len(codes), _DIGITS):
            if ink := _ink(font, int(codes[at : at + _DIGITS], 16)):
                yield ink


def _ink(font: Any, code: int) -> tuple[float, float] | None:
    """The height of a glyph's ink above the base line: from, to. A Latin letter or digit has the height of an x."""
    if isinstance(font, ClusterFont):
        return font.ink(code)
    return (0.0, 1.0) if font.to_unicode.get(code, "").isalnum() else None


def apply() -> None:
    """Have ends marked before ``generate_pdf``; `show` is called at the end of the engine's ``draw_first_line``
    (``runs``)."""
    generate: Callable[..., Any] = engine_document.generate_pdf

    def generate_pdf(document: Any, target: Any, zoom: float, **options: Any) -> Any:
        mark_ends(document.pages)
        return generate(document, target, zoom, **options)

    engine_document.generate_pdf = generate_pdf
