"""Pages of the summary in five scripts look the same with and without composed glyphs, and with lines in two pieces.

The yardstick is neither of the engine's: every glyph of the font is put by itself where Pango says that it stands.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pytest
from engine_documents import ROOT, Typesetter
from PIL import Image, ImageChops, ImageFilter

from bindery.compose.html import Composer
from bindery.compose.style import font_faces, stylesheet
from bindery.model import Place, Request
from bindery.pipeline import check
from bindery.typeset import worker


@pytest.fixture(params=["ar", "ur", "prs", "ps", "ne"])
def job(request: pytest.FixtureRequest, typeset: Typesetter) -> worker.Job:
    """A page and a half of text, with bold, numbers and Latin words."""
    project, ((manuscript,),) = check(ROOT, Request((request.param,), publications=("summary",)))
    (section,) = (section for section in manuscript.sections if section.id == "about")
    places = defaultdict(lambda: Place(section.id, 7, 0.0, 0.0))
    html = Composer(project, manuscript).compose(section, True, places).html
    html = html.replace("data-stamp=", "data-number=")  # stamps have a drawing of their own
    return worker.Job(html, stylesheet(project, manuscript), font_faces(project, manuscript.language), str(ROOT))


def test_ink_stands_where_pango_puts_each_glyph(job: worker.Job, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = list(pages_of(job))
    glyphs = one_by_one(monkeypatch)
    theirs = list(pages_of(job))
    assert len(glyphs) > 1000
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        # Ink of one with nothing of the other within a pixel (a twelfth of a mm): no difference of anti-aliasing.
        for first, second in ((one, other), (other, one)):
            assert max(ImageChops.subtract(second.filter(ImageFilter.MinFilter(3)), first).tobytes()) < 128


def pages_of(job: worker.Job) -> Iterator[Image.Image]:
    made = worker.typeset(job)
    assert made.problems == ()
    for page in pdfium.PdfDocument(made.pdf):
        yield page.render(scale=4).to_pil().convert("L")


def one_by_one(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Have every glyph of a `ClusterFont` drawn by an operator of its own, at its own place; the glyphs so drawn."""
    from weasyprint.draw import text as draw
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    from bindery.typeset.engine import clusters, ends

    inner, drawn = draw.draw_first_line, []
    lines: list[tuple[Any, Any, dict[int, int]]] = []

    def draw_first_line(stream: Any, textbox: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
        starts, pen = {}, 0
        run = textbox.pango_layout.get_first_line()[0].runs[0]
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            starts[item.offset] = pen
            pen += sum(glyphs.glyphs[i].geometry.width for i in range(glyphs.num_glyphs))
            run = run.next
        lines.append((stream, matrix, starts))
        return inner(stream, textbox, overflow, ellipsis, matrix)

    def draw_run(font: Any, size: float, glyph_item: Any, text: str) -> tuple[str, float]:
        stream, matrix, starts = lines[-1]
        glyphs, start = glyph_item.glyphs, starts[glyph_item.item.offset]

        def move(x: float, y: float) -> None:
            *_, left, base = matrix.values
            stream.set_text_matrix(1, 0, 0, -1, left + x * FROM_UNITS, base + y * FROM_UNITS)

        pen = start
        for i in range(glyphs.num_glyphs):
            number, place = glyphs.glyphs[i].glyph, glyphs.glyphs[i].geometry
            if number != pango.PANGO_GLYPH_EMPTY:
                move(pen + place.x_offset, place.y_offset)
                stream.show_text(f"<{font.code(str(number), ((number, 0, 0),), 0):04x}>")
                drawn.append(number)
            pen += place.width
        move(pen, 0)
        return "", (pen - start) * FROM_UNITS / size

    monkeypatch.setattr(draw, "draw_first_line", draw_first_line)
    monkeypatch.setattr(clusters, "draw_run", draw_run)
    monkeypatch.setattr(ends, "show", lambda stream, string, textbox: stream.show_text(string))
    return drawn
