"""The glyphs of a run, read at once: cffi takes a call for each number of each glyph."""

import struct
from typing import Any

from weasyprint.text.ffi import ffi

#: PangoGlyphInfo: glyph; width, x and y (downwards) in Pango units; flags.
GLYPH = struct.Struct("@Iiii4x")


def placed(string: Any) -> list[tuple[int, int, int, int]]:
    """Of a PangoGlyphString: glyph, advance, and how far from the pen it is drawn, to the right and down, in Pango units."""
    return list(GLYPH.iter_unpack(ffi.buffer(string.glyphs, string.num_glyphs * GLYPH.size)))
