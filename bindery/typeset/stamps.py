"""Page numbers that are filled in after the pages are drawn.

A number that depends on other sections (a folio, "see page 112") is set as placeholder digits in an element with
`data-stamp="<target>"`. Drawing it leaves a comment in the content stream, before the text operator:

    %stamp <target> <widths of the digits 0 to 9 in 1/1000 em, with commas> <their codes, 4 hex figures each>

`stamp()` then replaces the digits wherever they stand, in microseconds a page and without a layout: so neither a cold
build nor a page added early sets any section twice. The figures should be tabular; where a font has none (Nastaliq,
Devanagari, the Latin of Han serifs), the number stands in the middle of its placeholder's room. The number of digits is
the section's own affair (it is in the HTML), except for folios, which stand alone in their margin box.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

STAMP = re.compile(
    rb"%stamp (?P<target>\S+) (?P<widths>[\d,]+) (?P<codes>[0-9a-f]{40})\n"
    rb"(?P<between>(?:(?!%stamp)[^\[])*)\[(?P<array>[^\]]*)\] TJ",
    re.S,
)
PLACEHOLDER = 8


def stamp(content: bytes, number: Callable[[str], int], folio_side: str) -> bytes:
    """The page's content with every stamp resolved by `number(target)` and the comments gone.

    A folio that is not as wide as its placeholder keeps to the page's outer edge, `folio_side` ("left" or "right").
    Raises ValueError when a number has another count of digits than its place.
    """

    def one(match: re.Match[bytes]) -> bytes:
        target = match["target"].decode()
        digits = str(number(target))
        room = len(re.findall(rb"[0-9a-f]{4}", b"".join(re.findall(rb"<([0-9a-f]*)>", match["array"]))))
        if len(digits) != room and (target != "folio" or len(digits) > room):
            raise ValueError(f"{target}: {digits} does not fit in {room} digits")
        widths = [int(width) for width in match["widths"].split(b",")]
        slack = room * widths[PLACEHOLDER] - sum(widths[int(digit)] for digit in digits)
        if target == "folio":
            slack = slack if folio_side == "right" else 0
        else:
            slack //= 2
        codes = b"".join(match["codes"][4 * int(digit) : 4 * int(digit) + 4] for digit in digits)
        return match["between"] + b"[" + (b"%d" % -slack if slack else b"") + b"<" + codes + b">] TJ"

    return STAMP.sub(one, content)


def apply() -> None:
    """Make the engine leave the comments. Called once a process, after the other patches of the drawing of text."""
    from weasyprint.draw import text as draw
    from weasyprint.text.line_break import create_layout

    if getattr(draw.draw_first_line, "leaves_stamps", False):
        return
    original = draw.draw_first_line

    def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        target = _target(textbox)
        if target is None:
            return original(stream, textbox, text_overflow, block_ellipsis, matrix)
        # Drawing all ten digits once registers them with the font's subset and tells their codes; the ink is dropped.
        all_digits = textbox.copy()
        all_digits.text = "".join(chr(ord(textbox.text[0]) - PLACEHOLDER + i) for i in range(10))
        all_digits.pango_layout = create_layout(all_digits.text, textbox.style, None, None, 0)
        before, font = len(stream.stream), stream._current_font
        original(stream, all_digits, "clip", "none", matrix)
        shown = b"".join(data for data in map(_bytes, stream.stream[before:]) if data.endswith(b"TJ"))
        codes = b"".join(re.findall(rb"<([0-9a-f]*)>", shown)).decode()
        digits_font = stream._current_font or font
        del stream.stream[before:]
        stream._current_font = font  # the operator that chose a font went with them
        if len(codes) != 40:
            raise RuntimeError(f"the digits of {target} are not ten glyphs: {codes!r}")
        (known, *_) = (each for each in stream._fonts.values() if each.hash == digits_font[0])
        widths = ",".join(str(round(known.widths[int(codes[at : at + 4], 16)])) for at in range(0, 40, 4))
        stream.stream.append(f"%stamp {target} {widths} {codes}".encode())
        return original(stream, textbox, text_overflow, block_ellipsis, matrix)

    draw_first_line.leaves_stamps = True  # type: ignore[attr-defined]
    draw.draw_first_line = draw_first_line


def _bytes(operation: Any) -> bytes:
    return operation if isinstance(operation, bytes) else bytes(operation.data)


def _target(textbox: Any) -> str | None:
    element = textbox.element
    if element is None or not textbox.text.isdecimal():
        return None
    target = element.get("data-stamp")
    if target is None or (element.tag != "span" and "::after" not in (textbox.element_tag or "")):
        return None
    return str(target)
