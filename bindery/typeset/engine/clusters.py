"""One glyph of our own for every text cluster of a complex script, so that text comes out of the PDF as it went in.

Upstream limitation (WeasyPrint 70, ``draw_first_line``): a PDF glyph carries one text, that of its first use. Fonts
that draw a letter from parts (Arabic skeleton and dots, Nastaliq, Devanagari matras) reuse the parts in many letters,
so search, copy and screen readers get nonsense, and marks drawn with a text rise look like lines of their own.

What we do: for fonts that shape such a script, each text cluster (base, dots, marks, their rise) becomes one TrueType
composite added to the embedded subset. It has its own code, stands on the baseline, and its ToUnicode is the cluster's
text. The ink is the same: composites only place the font's own outlines.

- Readers (poppler, pdfium) turn a line of right-to-left text round, and with it the characters of one code: there each
  character has a code of its own, and the first has the cluster's ink.
- State lives in the `ClusterFont`, which lives in ``document.fonts``: nothing is kept from one document to the next.
- Code n is glyph n of the embedded font, so that the engine's dictionaries (identity mapping, widths) serve unchanged.
- Only static TrueType outlines are composed; other fonts, and Latin, Han, Hangul, keep the engine's own path.
- ``full_fonts`` and PDF forms are not supported with these fonts: both address glyphs by the font's own numbers.
"""

import re
import struct
import sys
from typing import Any

from weasyprint.logger import LOGGER
from weasyprint.pdf import fonts as pdf_fonts
from weasyprint.pdf import stream as pdf_stream
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import FROM_UNITS, ffi, harfbuzz, pango
from weasyprint.text.fonts import get_pango_font_key

from .composites import Parts, compose
from .glyphs import placed
from .names import plain
from .pins import rewrite

# OpenType scripts whose letters join, stack or reorder. A font with rules for one of them is composed.
# fmt: off
SCRIPTS = frozenset((
    "arab", "syrc", "thaa", "nko", "hebr", "deva", "dev2", "beng", "bng2", "guru", "gur2", "gujr", "gjr2", "orya",
    "ory2", "taml", "tml2", "telu", "tel2", "knda", "knd2", "mlym", "mlm2", "sinh", "thai", "lao", "tibt", "mymr",
    "mym2", "khmr",
))
# fmt: on

# Controls that shape or break a line and are no text: zero-width and word-joining spaces, soft hyphens, bidi controls.
_CONTROLS = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff]")
_GAP = 0.01  # em
_ASCENT, _DESCENT = 1000, -400  # 1/1000 em
_BOX = "    bbox = (0, font.descent, max_x, font.ascent)\n"
_OWN_BOX = "    bbox = getattr(font, 'bbox', (0, font.descent, max_x, font.ascent))\n"
_ZWJ = "\u200d"
# In right-to-left text a bracket is drawn as its mirror image. Producers name it by what is seen, and readers (pdfium,
# CPDF_TextPage) mirror it back: named by what is meant, it comes out the wrong way round.
_MIRRORED = str.maketrans("()[]{}<>«»‹›⟨⟩≤≥﴾﴿", ")(][}{><»«›‹⟩⟨≥≤﴿﴾")
_UNKNOWN, _EMPTY = pango.PANGO_GLYPH_UNKNOWN_FLAG, pango.PANGO_GLYPH_EMPTY
_ELLIPSIS_RUN = 1 << 1  # PANGO_ANALYSIS_FLAG_IS_ELLIPSIS


class ClusterFont(Font):  # type: ignore[misc]  # WeasyPrint has no types
    """A font of one document whose codes are text clusters."""

    file_content: bytes
    ascent: int
    descent: int

    def __init__(self, pango_font: Any, description: Any, font_size: float) -> None:
        super().__init__(pango_font, description, font_size)
        self.codes: dict[tuple[str, Parts, int | None], int] = {}
        self.composites: dict[int, tuple[Parts, int]] = {}  # code -> parts and advance in font units
        self.pango_font = pango_font
        # The engine's are those of a line, with all its marks. Lines of less leading than that would overlap, and then
        # poppler reads the lines of two columns alternately. ISO 32000-1, 9.8.1 means letters without their marks.
        self.ascent, self.descent = min(self.ascent, _ASCENT), max(self.descent, _DESCENT)
        self.bbox = (0, 0, 0, 0)

    def code(self, text: str, parts: Parts, advance: int, tight: bool = False) -> int:
        """The code of a cluster, made at its first use. ``advance`` is in font units and counts at first use only.

        ``tight``: with a wider advance it is another code. Of a gap inside a word, as after a half form of Devanagari,
        poppler makes a space.
        """
        key: tuple[str, Parts, int | None] = text, parts, None
        if tight and key in self.codes and advance - self.composites[self.codes[key]][1] > _GAP * self.upem:
            key = text, parts, advance
        if key not in self.codes:
            code = self.codes[key] = len(self.codes) + 1  # 0 is .notdef
            self.composites[code] = parts, max(advance, 0)
            self.widths[code] = round(max(advance, 0) * 1000 / self.upem)
            self.to_unicode[code] = text
        return self.codes[key]

    def missing_code(self, codepoint: int, advance: int) -> int:
        """The code of a character that the font lacks: the engine's warning, and .notdef drawn."""
        code: int | None = self.missing.get(codepoint)
        if code is None:
            LOGGER.warning(
                '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)',
                chr(codepoint),
                codepoint,
            )
            # A place (x, y, z) that no real glyph has keeps the key apart from that of a drawn cluster.
            code = self.missing[codepoint] = self.code(chr(codepoint), ((-1, codepoint, 0),), advance)
            self.composites[code] = (), max(advance, 0)
            self.widths.setdefault(0, self.widths[code])
        return code

    def ink(self, code: int) -> tuple[float, float] | None:
        """The lowest and the highest of a cluster's ink, in Pango units of the font's first size; None without ink."""
        low, high = [], []
        unit = self.font_size / (self.upem * FROM_UNITS)
        for glyph, _, y in self.composites[code][0]:
            ink = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(self.pango_font, glyph, ink, ffi.NULL)
            if ink.height:
                low.append(y * unit - ink.y - ink.height)
                high.append(y * unit - ink.y)
        return (min(low), max(high)) if low else None

    def clean(self, to_unicode: dict[int, str], hinting: bool) -> None:
        """Subset to the glyphs that are parts of clusters, then add the composites."""
        used = {gid: "" for parts, _ in self.composites.values() for gid, _, _ in parts}
        super().clean({0: "", **used}, hinting)
        self.file_content, self.bbox = compose(self.file_content, self.composites)


def shapes_complex_script(font: Font) -> bool:
    """Whether ``font`` has substitution rules for a complex script (its GSUB script list), and outlines that
    compose."""
    if "glyf" not in font.tables or "GSUB" not in font.tables or "fvar" in font.tables:
        return False
    if font.bitmap or font.png or font.svg or font.colr:
        return False
    blob = harfbuzz.hb_face_reference_table(font.hb_face, harfbuzz.hb_tag_from_string(b"GSUB", -1))
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(blob, length)
    table = bytes(ffi.unpack(data, length[0])) if data != ffi.NULL else b""
    harfbuzz.hb_blob_destroy(blob)
    if len(table) < 10:
        return False
    (start,) = struct.unpack_from(">H", table, 4)
    (count,) = struct.unpack_from(">H", table, start)
    tags = (table[start + 2 + 6 * i : start + 6 + 6 * i].decode("latin-1").rstrip() for i in range(count))
    return any(tag in SCRIPTS for tag in tags)


def draw_run(font: ClusterFont, font_size: float, glyph_item: Any, line_text: str) -> tuple[str, float]:
    """Draw one run of a line: the inside of a TJ hex string, and the run's width in em."""
    item, infos = glyph_item.item, placed(glyph_item.glyphs)
    right_to_left = item.analysis.level % 2
    unit = font.upem * FROM_UNITS / font_size  # Pango units to font units
    thousandth = 1000 / font.upem
    string, pen, drift = [], 0.0, 0.0
    for start, end, text in _clusters(glyph_item, line_text):
        width, parts, missing = 0, [], None
        for glyph, advance, right, down in infos[start:end]:
            if glyph & _UNKNOWN:
                missing = glyph - _UNKNOWN
            elif glyph != _EMPTY:
                parts.append((glyph, round((width + right) * unit), round(-down * unit)))
            width += advance
        if right_to_left and len(text) > 1 and " " not in text:
            # Read from the right, the first character has the ink and stands last.
            text = _CONTROLS.sub("", text).replace(_ZWJ, "") or text
            string += [f"{font.code(each, (), 0):04x}" for each in text[:0:-1]]
            text = text[0]
        advance = round(width * unit)
        if missing is None:
            code = _code(font, text, tuple(parts), advance, item.analysis.font, font_size, not right_to_left)
        else:
            code = font.missing_code(missing, advance)
        # What the reader's pen lacks of the true position is carried on, so that rounding never adds up over a line.
        drift -= width * unit * thousandth
        if code is not None:
            string.append(f"{code:04x}")
            drift += font.widths[code]
        if step := round(drift):
            string.append(f">{step}<")
            drift -= step
        pen += width
    return "".join(string), pen * FROM_UNITS / font_size


def _clusters(glyph_item: Any, line_text: str) -> list[tuple[int, int, str]]:
    """The text clusters of a run, from left to right: first glyph, the one after the last, and text."""
    item, count = glyph_item.item, glyph_item.glyphs.num_glyphs
    clusters = ffi.unpack(glyph_item.glyphs.log_clusters, count)
    right_to_left = item.analysis.level % 2
    # The engine declares one integer where Pango has four bytes: level, gravity, flags, script.
    ellipsis = item.analysis.level.to_bytes(4, sys.byteorder)[2] & _ELLIPSIS_RUN
    run_text = line_text.encode()[item.offset : item.offset + item.length]
    made, start = [], 0
    while start < count:
        end = start + 1
        while end < count and clusters[end] == clusters[start]:
            end += 1
        if right_to_left:
            text_end = clusters[start - 1] if start else item.length
        else:
            text_end = clusters[end] if end < count else item.length
        text = plain(run_text[clusters[start] : text_end].decode())
        if ellipsis:
            text = "…"
        elif right_to_left and len(text) == 1:
            text = text.translate(_MIRRORED)
        made.append((start, end, text))
        start = end
    return made


def _code(
    font: ClusterFont, text: str, parts: Parts, advance: int, pango_font: Any, font_size: float, tight: bool
) -> int | None:
    """The code for one cluster, or None when it is only a control without ink."""
    if not text.strip():
        # A space stretches with its line: its own width is the font's.
        if (text, (), None) not in font.codes and parts:
            logical = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(pango_font, parts[0][0], ffi.NULL, logical)
            advance = round(logical.width * FROM_UNITS * font.upem / font_size)
        return font.code(text, (), advance)
    letters = _CONTROLS.sub("", text)
    if letters == _ZWJ or _ARABIC.search(letters):
        letters = letters.replace(_ZWJ, "")  # joins letters across a tag; inside an Indic cluster it is spelling and stays
    if not letters and not parts:
        return None
    return font.code(letters or text, parts, advance, tight)


def add_font(self: Any, pango_font: Any) -> tuple[Font, float]:
    """Replaces ``Stream.add_font``: make a `ClusterFont` of a font that needs it."""
    key, description, font_size = get_pango_font_key(pango_font)
    if key not in self._fonts:
        font = Font(pango_font, description, font_size)
        if shapes_complex_script(font):
            # The engine may know one font under two keys and writes one dictionary: the codes must be shared.
            twins = (known for known in self._fonts.values() if known.hash == font.hash)
            font = next(twins, None) or ClusterFont(pango_font, description, font_size)
        self._fonts[key] = font
    return self._fonts[key], font_size


def apply() -> None:
    """Install ``Stream.add_font``, and the fonts' boxes; `draw_run` is called from the engine's loop over runs
    (``runs``)."""
    pdf_stream.Stream.add_font = add_font
    pdf_fonts._build_vector_font_dictionary = rewrite(pdf_fonts._build_vector_font_dictionary, (_BOX, _OWN_BOX))
