"""A line is drawn as it was measured: Pango shapes it once.

What WeasyPrint 70 does (``first_line_metrics``, ``draw_text``): a line's Pango layout is thrown away when the line has been
measured, and made again to be drawn. And Pango forgets what it shaped when it is told, just before drawing, that the text
is one paragraph. Shaping is what takes longest in Nastaliq.

What we do: a layout stays until it is drawn, and a text without a break is one paragraph from the start.
"""

import re
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout

from .pins import rewrite

_THROWN_AWAY = "    layout.deactivate()\n"
_BREAK = re.compile("[\n\r\u2028\u2029]")
engine_reactivate, engine_set_text = Layout.reactivate, Layout.set_text
engine_first_line_metrics = line_break.first_line_metrics


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Wraps ``Layout.set_text``."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, not _BREAK.search(text))
    engine_set_text(layout, text, justify)


def reactivate(layout: Any, style: Any) -> None:
    """Wraps ``Layout.reactivate``, by which a layout is made ready for drawing; one that is ready stays as it is."""
    if not hasattr(layout, "layout"):
        engine_reactivate(layout, style)


def apply() -> None:
    """Install the wrappers, around what other patches have put there, and the rewritten ``first_line_metrics``."""
    global engine_reactivate, engine_set_text
    engine_reactivate, engine_set_text = Layout.reactivate, Layout.set_text
    Layout.reactivate, Layout.set_text = reactivate, set_text
    line_break.first_line_metrics = rewrite(engine_first_line_metrics, (_THROWN_AWAY, ""))
