"""Where the ink of words is: that of the font they are set in, whatever was set before."""

import gc
import math
from typing import Any

from engine_documents import FONTS, Typesetter
from weasyprint import CSS, HTML
from weasyprint.text.ffi import ffi
from weasyprint.text.fonts import FontConfiguration, get_pango_font_hb_face


def test_what_is_known_of_a_font_holds_its_face(typeset: Typesetter) -> None:
    """It is found by the face's address, which Pango gives to another when a document declares a font of its own.

    HarfBuzz counts an object's holders in its first number.
    """
    from bindery.typeset.engine import skyline

    config, known = FontConfiguration(), dict[int, Any]()
    file = (FONTS / "HandbookNastaliq-Regular.ttf").as_uri()
    css = CSS(string=f"@font-face {{ font-family: N; src: url({file}) }} p {{ font-family: N }}", font_config=config)
    document = HTML(string="<p>اب").render(font_config=config, stylesheets=[css])
    (box,) = (box for box in document.pages[0]._page_box.descendants() if getattr(box, "text", ""))
    box.pango_layout.reactivate(box.style)
    line, _ = box.pango_layout.get_first_line()
    font = line.runs[0].data.item.analysis.font
    holders = ffi.cast("int *", get_pango_font_hb_face(font))
    before = holders[0]
    assert before > 0
    words = skyline.words(font, 10.0, known)
    assert holders[0] == before + 1
    assert skyline.words(font, 10.0, known) is words
    known.clear()
    del words
    gc.collect()
    assert holders[0] == before


def test_a_glyph_without_an_outline_meets_nothing() -> None:
    """A picture or a coloured drawing: its box is known, and no more."""
    from bindery.typeset.engine import skyline

    none = skyline._Pen(None, 1000).skyline(10.0)
    some = skyline.Skyline(0, [-5.0] * 4, [0.0] * 4)
    assert skyline._overlap(none, some, 0) == skyline._overlap(some, none, 0) == -math.inf
    assert skyline._overlap(some, some, 0) == 5
    assert skyline._overlap(some, some, 9) == skyline._overlap(some, some, -9) == -math.inf  # boxes met, steps do not
