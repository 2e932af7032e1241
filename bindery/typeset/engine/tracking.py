"""Justified Chinese is drawn with character spacing, so that it can be searched and ends exactly at the edge.

Upstream limitation (WeasyPrint 70, ``draw_first_line``): each gap is a kern. Readers take a wide kern for a space
(童 是 指), and each kern is cut to a whole thousandth of an em, so that lines end short.

What we do, in a run of a justified Chinese line: evenly spaced characters are drawn with the character spacing
operator (Tc), which readers subtract before they look for spaces; what remains is carried from glyph to glyph. Glyphs,
their names in the font and their widths are the engine's. The thin space between Han and Latin is drawn as the distance
that it is, in every line: no one who looks for “18岁” types it. pdfium still sees a space where a very loose line (over
a sixth of an em) meets the border of an inline element: there one text object ends.
"""

from dataclasses import dataclass
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, pango

from .cjk import THIN_SPACE, is_chinese, spacing_of
from .names import name

_THIN = THIN_SPACE.encode()
_ROUNDING = 8  # thousandths of an em: a smaller kern makes up for rounded widths, a larger one is meant


@dataclass(slots=True)
class _Glyph:
    """A glyph of a run: number and advance in the font, and where it stands, in px from the start of the run."""

    number: int
    x: float
    advance: float


def draws(layout: Any) -> bool:
    """Whether ``layout`` is Chinese and justified or with thin spaces, to be drawn by `draw_run`."""
    return (bool(layout.justification_spacing) or THIN_SPACE in layout.text) and is_chinese(layout.style)


def draw_run(stream: Any, font: Any, font_size: float, glyph_item: Any, layout: Any) -> bool:
    """Draw one run of a justified line; False, and nothing drawn, where only the engine's own loop will do.

    The pen must stand at the start of the run, and stands at its end afterwards.
    """
    glyphs = _glyphs(stream, font, font_size, glyph_item, layout.text)
    if glyphs is None:
        return False
    spacing = spacing_of(layout)
    end = sum(glyph_item.glyphs.glyphs[i].geometry.width for i in range(glyph_item.glyphs.num_glyphs)) * FROM_UNITS
    if not glyphs:  # a thin space that comes from another font than its neighbours
        stream.show_text(_show([], 0.0, 0.0, end, font_size)[0][0])
        return True
    ends = [glyph.x for glyph in glyphs[1:]] + [end]
    even = [
        abs(stop - glyph.x - glyph.advance - spacing) < 0.002 * font_size
        for glyph, stop in zip(glyphs, ends, strict=True)
    ]
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

    A font's own kern (half-width punctuation) opens an array of its own: within one, readers compare kerns with the
    spacing.
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
        if number != pango.PANGO_GLYPH_EMPTY and not text[clusters[i] :].startswith(_THIN):
            if number not in font.to_unicode:
                font.to_unicode[number] = name(text, string, i)
            if number not in font.widths:
                pango.pango_font_get_glyph_extents(item.analysis.font, number, stream.ink_rect, stream.logical_rect)
                font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / font_size)
            offset = geometry.x_offset * FROM_UNITS
            made.append(_Glyph(number, x + offset, font.widths[number] * font_size / 1000))
        x += geometry.width * FROM_UNITS
    return made
