"""Lines are filled, whatever inline elements stand in them."""

import re

import pypdfium2 as pdfium
import pytest
from engine_documents import Typesetter, page_of
from engine_samples import ARABIC, BOOK, BOOK_CSS, CHINESE

from bindery.typeset.engine import lines

PLAIN = (
    "Where the government is able and willing, it leads and others support it. Where that could put children in "
    "danger, leadership may pass to an organisation of the United Nations. Decide together and explain the choice."
)
MARKED = (
    "Where the government is <i>able and</i> willing, it <i>leads</i> and others support it. Where that could put "
    "<b>children</b> in danger, <a href='https://example.org'>leadership</a> may pass to an <b>organisation of the</b> "
    "United Nations. "
)
REFERRED = (
    "Children can take part in this organisation: Standard\u00a06, p.\u00a0<span>88</span> says how. They may also be "
    "asked in the organisation: Standard\u00a06, p.\u00a0<span>88</span> says how."
)
FRENCH = (
    "<b>La direction. </b><span>Lorsque l’État le veut et le peut, il dirige et les autres le soutiennent. Lorsque "
    "cela pourrait mettre des enfants en danger, la <i>direction</i> peut revenir à une organisation\u00a0: "
    "«\u202f<i>Décidez ensemble</i>\u202f».</span>"
)
PITCH = 15  # pt from line to line
MEASURES = [50 + step / 4 for step in range(81)]  # mm
CSS = "p { text-align: justify; hyphens: auto; hyphenate-limit-chars: 6 3 3; margin: 0 0 2mm; break-inside: avoid }"


def paragraphs(text: str) -> str:
    """The text in every measure, from 50 to 70 mm."""
    return "".join(f'<p style="width: {measure}mm">{text}</p>' for measure in MEASURES)


def paragraphs_of(pdf: bytes) -> list[list[tuple[str, float]]]:
    """Text and width (mm) of each line of each paragraph, as a reader sees them: a wider gap opens a paragraph."""
    found: list[list[tuple[str, float]]] = []
    for page in pdfium.PdfDocument(pdf):
        text, above, start = page.get_textpage(), 1000.0, 0
        # pdfium joins what a hyphen parts and leaves U+FFFE in its place.
        for line in re.findall("[^\ufffe\n]+[\ufffe\n]?", text.get_text_range()):
            boxes = [text.get_charbox(start + i, loose=True) for i, char in enumerate(line) if char.strip()]
            bottom = min(box[1] for box in boxes)
            if above - bottom > 1.25 * PITCH:
                found.append([])
            width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
            found[-1].append((" ".join(line.split()).replace("\ufffe", "-"), width / 72 * 25.4))
            above, start = bottom, start + len(line)
    return found


@pytest.mark.parametrize(
    ("text", "language"),
    [(MARKED, "en"), (REFERRED, "en"), (FRENCH, "fr")],
    ids=["spaces", "no-break spaces", "run-in"],
)
def test_every_line_but_the_last_fills_the_measure(typeset: Typesetter, text: str, language: str) -> None:
    found = paragraphs_of(typeset(page_of(paragraphs(text), language, css=CSS)))
    assert len(found) == len(MEASURES)
    for measure, paragraph in zip(MEASURES, found, strict=True):
        assert len(paragraph) > 2
        for line, width in paragraph[:-1]:
            assert width == pytest.approx(measure, abs=0.4), line
            assert line.count(" ") >= 2, line


def test_a_wider_measure_never_holds_less(typeset: Typesetter) -> None:
    body = "".join(f'<p style="width: {w / 4}mm">desk and reporting mechanism, <i>112</i></p>' for w in range(100, 280))
    found = paragraphs_of(typeset(page_of(body, css="p { margin: 0 0 4mm; break-inside: avoid }")))
    firsts = list(dict.fromkeys(paragraph[0][0] for paragraph in found))
    assert firsts == [
        "desk and",
        "desk and reporting",
        "desk and reporting mechanism,",
        "desk and reporting mechanism, 112",
    ]


def test_a_space_that_stays_takes_its_room(typeset: Typesetter) -> None:
    body = "".join(f'<p style="width: {w / 8}mm">one two Annex\u00a0<i>1</i></p>' for w in range(160, 280))
    found = paragraphs_of(typeset(page_of(body, css="p { margin: 0 0 4mm; break-inside: avoid }")))
    assert {tuple(line for line, _ in paragraph) for paragraph in found} == {
        ("one two", "Annex 1"),
        ("one two Annex 1",),
    }


def test_a_word_that_is_an_element_is_hyphenated(typeset: Typesetter) -> None:
    body = "".join(
        f'<p style="width: {w / 4}mm">great <span id="i{w}">recruitment</span>, clear</p>' for w in range(64, 200)
    )
    found = paragraphs_of(typeset(page_of(body, css="p { margin: 0 0 4mm; hyphens: auto; break-inside: avoid }")))
    firsts = list(dict.fromkeys(paragraph[0][0] for paragraph in found))
    assert firsts == ["great re-", "great recruit-", "great recruitment,", "great recruitment, clear"]


@pytest.mark.parametrize(
    "page",
    [
        page_of(BOOK, css=BOOK_CSS),
        page_of(paragraphs(PLAIN), css=CSS),
        page_of(paragraphs(PLAIN), css="p { hyphens: none }"),
        page_of(f"<p>{ARABIC} <b>{ARABIC}</b></p>", "ar", "rtl", "body { font-family: 'HB Naskh' }"),
        page_of(CHINESE, "zh-CN", css="p { text-align: justify }"),
        page_of("<p>averyveryverylongwordthatnolinewouldeverhold <b>and</b> more</p>", css="p { width: 2cm }"),
        page_of("<pre>as it is   \n typed  <b>here  </b></pre>", css="pre { white-space: pre-wrap; width: 2cm }"),
    ],
    ids=["book", "plain", "ragged", "Arabic", "Chinese", "long word", "preserved spaces"],
)
def test_lines_without_the_fault_stay_as_the_engine_breaks_them(
    typeset: Typesetter, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    patched = typeset(page)
    for module in (lines.line_break, lines.inline, lines.preferred):
        monkeypatch.setattr(module, "split_first_line", lines.engine_split_first_line)
    monkeypatch.setattr(lines.inline, "can_break_inside", lines.engine_can_break_inside)
    assert typeset(page) == patched
