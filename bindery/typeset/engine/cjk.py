"""Chinese lines fill their measure: justification stretches the space between characters, not only word spaces.

Upstream limitation (WeasyPrint 70, ``justify_line``): only U+0020 and U+00A0 stretch, so Chinese, which has none, stays ragged.

What we do, in lines whose language is Chinese: every full-width character takes a stretch, half before it and half after, as
Pango spreads letter spacing. So the gap between two Han characters opens by one unit, between Han and Latin by half, inside a
Latin word or number not at all, at a word space by one. Punctuation is stretched as the characters are (even grey; CLREQ
"inter-character justification"); the halves of a dash or an ellipsis (——, ……) are one stroke and never open. Pango takes the
half at either edge of a text away, so halves at the borders of inline elements are put back as distance between the boxes.

Drawn as the engine draws, each gap is a kern, and readers take a wide kern for a space: "童 是 指". So runs of evenly spaced
characters are drawn with the character spacing operator (Tc), which readers know for what it is; that also ends exactly at the
edge, where the engine cuts each kern to a whole thousandth of an em.

A zero-width space (compose puts it where a line may break) is drawn by nobody and would take stretch: it is left out of the
text of a justified line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango

ZERO_WIDTH_SPACE = "\u200b"
_ROUNDING = 8  # thousandths of an em: a smaller kern makes up for rounded widths, a larger one is meant
# Han, kana, bopomofo, full-width forms and punctuation, with the selectors and marks that belong to the character before.
# Quotation marks and the middle dot are full-width in Chinese fonts, except beside a Latin letter (don’t).
_CHARACTER = re.compile(
    "(?:[\u2e80-\u2fdf\u2ff0-\u312f\u31a0-\u31ef\u3200-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003ffff]|(?<![A-Za-z])[\u00b7\u2018\u2019\u201c\u201d](?![A-Za-z]))"
    "[\ufe00-\ufe0f\u0300-\u036f\u302a-\u302d\u3099\u309a\U000e0100-\U000e01ef]*"
)
_SPACE = re.compile("[ \u00a0]")


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
        self.first, self.last = (leaves[0], leaves[-1]) if leaves else (None, None)
        units = sum(self._stretch(leaf).total for leaf in leaves)
        self.unit = extra / units if units else 0.0

    def _stretch(self, leaf: Any) -> Stretch:
        """The stretch of a leaf, without the halves that would lie outside the line."""
        if not isinstance(leaf, boxes.TextBox):
            return Stretch(0, 0, 0)
        found = stretch(leaf.text, is_chinese(leaf.style))
        before = 0.0 if leaf is self.first else found.before
        after = 0.0 if leaf is self.last else found.after
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


def apply() -> None:
    """Install the patch in ``layout.inline.justify_line`` and ``Layout.set_text``."""
    engine_justify_line, engine_set_text = inline.justify_line, line_break.Layout.set_text

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
    line_break.Layout.set_text = set_text


def _space_characters(layout: Any) -> None:
    """Give each full-width character of a justified layout its spacing, beside what the engine gave to spaces."""
    letter_spacing = layout.style["letter_spacing"]
    own = 0 if letter_spacing == "normal" else letter_spacing
    spacing = int((layout.justification_spacing + own) * TO_UNITS)
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


@dataclass(slots=True)
class _Glyph:
    """A glyph of a run: number and advance in the font, and where it stands, in px from the start of the run."""

    number: int
    x: float
    advance: float


def draws(layout: Any) -> bool:
    """Whether ``layout`` is of a justified Chinese line, to be drawn by `draw_run`."""
    return bool(layout.justification_spacing) and is_chinese(layout.style)


def draw_run(stream: Any, font: Any, font_size: float, glyph_item: Any, line_text: str, spacing: float) -> bool:
    """Draw one run of a justified line; False, and nothing drawn, where only the engine's own loop will do.

    The pen must stand at the start of the run, and stands at its end afterwards. ``spacing`` is the stretch in px.
    """
    glyphs = _glyphs(stream, font, font_size, glyph_item, line_text)
    if glyphs is None:
        return False
    end = sum(glyph_item.glyphs.glyphs[i].geometry.width for i in range(glyph_item.glyphs.num_glyphs)) * FROM_UNITS
    ends = [glyph.x for glyph in glyphs[1:]] + [end]
    even = [abs(stop - glyph.x - glyph.advance - spacing) < 0.002 * font_size for glyph, stop in zip(glyphs, ends, strict=True)]
    pen, start = 0.0, 0
    while start < len(glyphs):
        stop = start + 1
        while stop < len(glyphs) and even[stop - 1] == even[start]:
            stop += 1
        if even[start] and stop < len(glyphs):
            stop += 1  # the gap before a glyph belongs to the glyph before it
        group, tracked = glyphs[start:stop], spacing if even[start] else 0.0
        arrays, pen = _show(group, tracked, pen, ends[stop - 1], font_size)
        if tracked:
            stream.stream.append(f"{tracked:.4f} Tc".encode())
        for array in arrays:
            stream.show_text(array)
        if tracked:
            stream.stream.append(b"0 Tc")
        start = stop
    return True


def _show(group: list[_Glyph], tracked: float, pen: float, end: float, font_size: float) -> tuple[list[str], float]:
    """The TJ arrays of ``group``, from ``pen`` to ``end``; kerns only where half a thousandth of an em is missing.

    A font's own kern (half-width punctuation) opens an array of its own: within one, readers compare kerns with the spacing.
    """
    arrays, string, thousandth = [], "<", font_size / 1000
    for glyph in group:
        if step := round((pen - glyph.x) / thousandth):
            if abs(step) > _ROUNDING and string != "<":
                arrays.append(string + ">")
                string = "<"
            string += f">{step}<"
            pen -= step * thousandth
        string += f"{glyph.number:04x}"
        pen += glyph.advance + tracked
    string += ">"
    if step := round((pen - end) / thousandth):
        string += str(step)
        pen -= step * thousandth
    return [array.replace("<>", "") for array in (*arrays, string)], pen


def _glyphs(stream: Any, font: Any, font_size: float, glyph_item: Any, line_text: str) -> list[_Glyph] | None:
    """The glyphs of a left-to-right run of plain outlines, named in the font as the engine names them; else None."""
    item, string = glyph_item.item, glyph_item.glyphs
    if item.analysis.level % 2 or font.bitmap or font.svg or font.png or font.colr:
        return None
    text, made, x = line_text.encode()[item.offset : item.offset + item.length], [], 0.0
    infos, clusters, count = string.glyphs, string.log_clusters, string.num_glyphs
    if any(infos[i].geometry.y_offset or infos[i].glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG for i in range(count)):
        return None
    for i in range(count):
        number, geometry = infos[i].glyph, infos[i].geometry
        if number != pango.PANGO_GLYPH_EMPTY:
            if number not in font.to_unicode:
                stop = clusters[i + 1] if i + 1 < count else item.length
                font.to_unicode[number] = text[clusters[i] : stop].decode()
            if number not in font.widths:
                pango.pango_font_get_glyph_extents(item.analysis.font, number, stream.ink_rect, stream.logical_rect)
                font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / font_size)
            offset = geometry.x_offset * FROM_UNITS
            made.append(_Glyph(number, x + offset, font.widths[number] * font_size / 1000))
        x += geometry.width * FROM_UNITS
    return made
