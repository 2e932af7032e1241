"""What a glyph is called in search and copy, where a font draws several characters with it.

Upstream limitation (WeasyPrint 70, ``draw_first_line``): a glyph is named after its first use in the document. Source
Serif, Source Sans and the Han fonts draw U+0020 and U+00A0 with one glyph, and so U+002D and U+2010: after one
hyphenated line every “peut-il” of the section is spelt with U+2010, which nobody types; after one no-break space all
spaces are no-break spaces.

What we do: the name is the plain character. A reader joins a word that was parted at a plain hyphen (poppler, pdfium).

Upstream fault (no issue found): a ligature across a soft hyphen (hedef-ler) has no name, since the engine takes the
next glyph, the hyphen that is not drawn, for the end of its letters: the book then has the word “hedeer”. What we do:
all glyphs of a cluster of characters share its letters, without what is not drawn.
"""

import re
import unicodedata
from typing import Any

from weasyprint.text.ffi import pango

_PLAIN = str.maketrans({"\u00a0": " ", "\u00ad": "-", "\u2010": "-", "\u2011": "-"})
_UNDRAWN = re.compile("[\u00ad\u200b-\u200f\u2060]")


def plain(text: str) -> str:
    """The name of a glyph that draws ``text``."""
    return text.translate(_PLAIN)


def name(text: bytes, glyph_string: Any, index: int) -> str:
    """The name of a glyph of a run with this ``text``: the characters of its cluster, or its part of them."""
    clusters, count = glyph_string.log_clusters, glyph_string.num_glyphs
    start = clusters[index]
    end = min((clusters[i] for i in range(count) if clusters[i] > start), default=len(text))
    letters = text[start:end].decode()
    letters = plain(_UNDRAWN.sub("", letters) or letters)
    drawn = [i for i in range(count) if clusters[i] == start and glyph_string.glyphs[i].glyph != pango.PANGO_GLYPH_EMPTY]
    if len(drawn) < 2 or index not in drawn:
        return letters
    if len(letters) < len(drawn):
        letters = unicodedata.normalize("NFD", letters)  # a letter and its sign, each drawn by a glyph
    place = drawn.index(index)
    return letters[place:] if index == drawn[-1] else letters[place : place + 1]
