"""The hook in the engine's drawing of a line: runs that we draw ourselves, and names of glyphs.

Upstream limitation (WeasyPrint 70): ``draw_first_line`` is one function of 190 lines, from ellipsis to emoji, with no
place to step in between a run of glyphs and its drawing. So three branches are written into its source, before the
loop over glyphs, which then has no glyphs left to draw; for every other run the function is the engine's own, but for
the names of its glyphs.
"""

from weasyprint.draw import text as draw

from . import clusters, ends, names, tracking
from .pins import rewrite

_LOOP = "        for i, glyph_info in enumerate(glyphs_info[0:num_glyphs]):\n"
_HOOK = """\
        if isinstance(font, clusters_patch.ClusterFont):
            drawn, advance = clusters_patch.draw_run(font, font_size, glyph_item, textbox.pango_layout.text)
            string, x_advance, num_glyphs = string + drawn, x_advance + advance, 0
        elif tracking_patch.draws(textbox.pango_layout):
            if string != '<':
                stream.show_text(string[:-1])
            string = '<'
            if tracking_patch.draw_run(stream, font, font_size, glyph_item, textbox.pango_layout):
                num_glyphs = 0
"""
_END = "    # Draw text.\n    stream.show_text(string)\n"
_END_ALONE = "    # Draw text.\n    ends_patch.show(stream, string, textbox)\n"
_NAME = "utf8_text[offset+t1:offset+t2].decode()\n"
_OWN_NAME = "names_patch.name(utf8_text[offset:offset+glyph_item.item.length], glyph_string, i)\n"


def apply() -> None:
    """Install the rewritten ``draw_first_line`` and the names that it looks up."""
    draw.clusters_patch, draw.ends_patch = clusters, ends
    draw.names_patch, draw.tracking_patch = names, tracking
    draw.draw_first_line = rewrite(
        draw.draw_first_line, (_LOOP, _HOOK + _LOOP), (_NAME, _OWN_NAME), (_END, _END_ALONE)
    )
