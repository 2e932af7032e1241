"""What a glyph is called in search and copy, where a font draws several characters with it.

Upstream limitation (WeasyPrint 70, ``draw_first_line``): a glyph is named after its first use in the document. Source
Serif, Source Sans and the Han fonts draw U+0020 and U+00A0 with one glyph, and so U+002D and U+2010: after one
hyphenated line every “peut-il” of the section is spelt with U+2010, which nobody types; after one no-break space all
spaces are no-break spaces.

What we do: the name is the plain character. A reader joins a word that was parted at a plain hyphen (poppler, pdfium).
"""

_PLAIN = str.maketrans({"\u00a0": " ", "\u00ad": "-", "\u2010": "-", "\u2011": "-"})


def plain(text: str) -> str:
    """The name of a glyph that draws ``text``."""
    return text.translate(_PLAIN)
