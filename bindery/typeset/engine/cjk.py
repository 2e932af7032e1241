"""Chinese lines fill their measure: justification stretches the space between characters, not only word spaces.

Upstream limitation (WeasyPrint 70, ``justify_line``): only U+0020 and U+00A0 stretch, so Chinese, which has none,
stays ragged.

What we do, in lines whose language is Chinese: every full-width character takes a stretch, half before it and half
after, as Pango spreads letter spacing. So the gap between two Han characters opens by one unit, between Han and Latin
by half, inside a Latin word or number not at all, at a word space by one. Punctuation is stretched as the characters
are (even grey; CLREQ "inter-character justification"); the halves of a dash or an ellipsis (——, ……) are one stroke and
never open. Pango takes the half at either edge of a text away, so halves at the borders of inline elements are put back
as distance between the boxes.

Marks whose ink takes half a character have their empty half outside the measure where they begin or end a line, so that
both edges are straight (CLREQ 3.1.6.1); a line does not begin with the thin space that stands between Han and Latin.

How such a line is drawn is in ``tracking``.

A zero-width space (compose puts it where a line may break) is drawn by nobody and would take stretch: it is left out
of the text of a justified line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

ZERO_WIDTH_SPACE = "\u200b"
THIN_SPACE = "\u2009"
WORD_JOINER = "\u2060"
# Marks with an empty left or right half: those that the feature ``halt`` of the fonts halves.
_EMPTY_BEFORE, _EMPTY_AFTER = frozenset("“‘（《〈「『【〔"), frozenset("，。、；：！？”’）》〉」』】〕")
# Han, kana, bopomofo, full-width forms and punctuation, with the selectors and marks that belong to the character
# before. Quotation marks and the middle dot are full-width in Chinese fonts, except beside a Latin letter (don’t).
_CHARACTER = re.compile(
    "(?:[\u2e80-\u2fdf\u2ff0-\u312f\u31a0-\u31ef\u3200-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003ffff]|(?<![A-Za-z])[\u00b7\u2018\u2019\u201c\u201d](?![A-Za-z]))"
    "[\ufe00-\ufe0f\u0300-\u036f\u302a-\u302d\u3099\u309a\U000e0100-\U000e01ef]*"
)
_SPACE = re.compile("[ \u00a0]")
_GAP = re.compile(f"{THIN_SPACE}(?:{WORD_JOINER})?".encode())


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many units of stretch a text takes in all, and which part of them lies at its two edges."""

    total: float
    before: float
    after: float

    @property
    def inside(self) -> float:
        return self.total - self.before - self.after


def is_chinese(style: Any) -> bool:
    return (style["lang"] or "").lower().split("-")[0] == "zh"


def stretch(text: str, chinese: bool) -> Stretch:
    """Count the units of ``text``; in another language only spaces stretch, as in the engine."""
    spaces = len(_SPACE.findall(text))
    if not chinese:
        return Stretch(spaces, 0, 0)
    text = text.replace(ZERO_WIDTH_SPACE, "")
    found = list(_CHARACTER.finditer(text))
    starts = bool(found) and found[0].start() == 0
    ends = bool(found) and found[-1].end() == len(text)
    return Stretch(len(found) + spaces, starts / 2, ends / 2)


def _leaves(box: Any) -> Iterator[Any]:
    """The text and atomic boxes of a line that take room, in order."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.InlineBox):
            yield from _leaves(child)
        elif not isinstance(child, boxes.TextBox) or child.text.replace(ZERO_WIDTH_SPACE, ""):
            yield child


class _Line:
    """Spreads ``extra`` px over the boxes of one line."""

    def __init__(self, context: Any, line: Any, extra: float) -> None:
        self.context = context
        leaves = list(_leaves(line))
        self.edges = leaves[:1], leaves[-1:]
        units = sum(self._stretch(leaf).total for leaf in leaves)
        self.unit = extra / units if units else 0.0

    def _stretch(self, leaf: Any) -> Stretch:
        """The stretch of a leaf, without the halves that would lie outside the line."""
        if not isinstance(leaf, boxes.TextBox):
            return Stretch(0, 0, 0)
        found = stretch(leaf.text, is_chinese(leaf.style))
        before = 0.0 if leaf in self.edges[0] else found.before
        after = 0.0 if leaf in self.edges[1] else found.after
        return Stretch(found.inside + before + after, before, after)

    def spread(self, box: Any, shift: float) -> float:
        """Move ``box`` by ``shift`` px, widen it, and return the shift of what follows."""
        if isinstance(box, boxes.TextBox):
            found = self._stretch(box)
            box.position_x += shift + found.before * self.unit
            box.justification_spacing = self.unit
            if found.total:
                box.pango_layout = inline.create_layout(box.text, box.style, self.context, None, self.unit)
                box.pango_layout.deactivate()
                box.width += found.inside * self.unit
            return shift + found.total * self.unit
        if not isinstance(box, (boxes.LineBox, boxes.InlineBox)):
            box.translate(shift, 0)
            return shift
        box.position_x += shift
        start = shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = self.spread(child, shift)
        box.width += shift - start
        return shift


def overhang(line: Any) -> tuple[float, float]:
    """How many px are empty at the start and at the end of a Chinese line."""
    leaves = list(_leaves(line))
    return (_empty(leaves[0], 0), _empty(leaves[-1], -1)) if leaves else (0.0, 0.0)


def _empty(leaf: Any, at: int) -> float:
    if not isinstance(leaf, boxes.TextBox) or not is_chinese(leaf.style):
        return 0.0
    size, text = float(leaf.style["font_size"]), leaf.text.strip(ZERO_WIDTH_SPACE + WORD_JOINER)
    if not text:
        return 0.0
    return size / 2 if text[at] in (_EMPTY_BEFORE, _EMPTY_AFTER)[at] and not _is_halved(leaf.style) else 0.0


def _is_halved(style: Any) -> bool:
    features = style["font_feature_settings"]
    return features != "normal" and bool(dict(features).get("halt"))


def apply() -> None:
    """Install the patch in ``layout.inline`` and ``Layout.set_text``."""
    engine_justify_line, engine_set_text = inline.justify_line, line_break.Layout.set_text
    engine_text_align, engine_split_text_box = inline.text_align, inline.split_text_box

    def split_text_box(context: Any, box: Any, available_width: Any, skip: int, is_line_start: bool = True) -> Any:
        if skip and is_chinese(box.style) and (gap := _GAP.match(box.text.encode(), skip)):
            skip = gap.end()
        return engine_split_text_box(context, box, available_width, skip, is_line_start)

    def text_align(context: Any, line: Any, available_width: float, last: bool) -> float:
        if not is_chinese(line.style) or line.style["direction"] != "ltr":
            return float(engine_text_align(context, line, available_width, last))
        before, after = overhang(line)
        return float(engine_text_align(context, line, available_width + before + after, last)) - before

    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        if not is_chinese(line.style) or line.style["direction"] != "ltr":
            engine_justify_line(context, line, extra_width)
            return
        spreading = _Line(context, line, extra_width)
        if spreading.unit:
            spreading.spread(line, 0.0)

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        if not (justify and self.justification_spacing and is_chinese(self.style)):
            engine_set_text(self, text, justify)
            return
        engine_set_text(self, text.replace(ZERO_WIDTH_SPACE, ""), justify)
        _space_characters(self)

    inline.justify_line = justify_line
    inline.text_align, inline.split_text_box = text_align, split_text_box
    line_break.Layout.set_text = set_text


def spacing_of(layout: Any) -> float:
    """The distance between the full-width characters of a justified layout, in px: the stretch and the style's own."""
    letter_spacing = layout.style["letter_spacing"]
    return float(layout.justification_spacing + (0 if letter_spacing == "normal" else letter_spacing))


def _space_characters(layout: Any) -> None:
    """Give each full-width character of a justified layout its spacing, beside what the engine gave to spaces."""
    spacing = int(spacing_of(layout) * TO_UNITS)
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        return  # the text is empty
    offset, at = 0, 0  # in bytes, in characters
    for match in _CHARACTER.finditer(layout.text):
        offset += len(layout.text[at : match.start()].encode())
        attribute = pango.pango_attr_letter_spacing_new(spacing)
        attribute.start_index = offset
        offset += len(match[0].encode())
        attribute.end_index, at = offset, match.end()
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)
