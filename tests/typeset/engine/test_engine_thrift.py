"""The same bytes in less time."""

import pytest
from engine_documents import Typesetter, page_of
from engine_samples import ARABIC, BOOK, BOOK_CSS, CHINESE, FURNITURE, FURNITURE_CSS
from weasyprint.text import line_break

from bindery.typeset.engine import kept, thrift

FEATURES = """
body { font-family: 'HB Serif', 'HB Sans'; text-decoration: underline; font-variant-caps: small-caps }
p + p { font-feature-settings: 'onum'; letter-spacing: 1px; text-decoration: line-through }
i { font-language-override: 'TRK' }
"""


URDU = "بچوں کا تحفظ ہر شعبے کا کام ہے، اور ہر کارکن اس میں شریک ہے۔ "
PAGES = {
    "book": page_of(BOOK, css=BOOK_CSS),
    "furniture": page_of(FURNITURE, css=FURNITURE_CSS),
    "features": page_of("<p>The <i>first</i> of 1234 words<p>and <i>the</i> second " * 9, css=FEATURES),
    "Arabic": page_of(f"<p>{ARABIC} <b>{ARABIC}</b>", "ar", "rtl", "body { font-family: 'HB Naskh' }"),
    "Urdu": page_of(f"<p>{URDU * 3}<p style='text-align: justify'>{URDU * 3}", "ur", "rtl", "body { font-family: 'HB Nastaliq' }"),
    "Chinese": page_of(CHINESE, "zh-CN", css="p { text-align: justify }"),
    "drawing": page_of("<svg width='90' height='20' viewBox='0 0 90 20'><text y='9' font-weight='700'>drawn</text></svg>"),
    "breaks": page_of("<p>one<br>two <b>three<br>four</b></p><pre>five\nsix\n\nseven </pre>"),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_bytes_are_the_engines(typeset: Typesetter, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    thrifty = typeset(page)
    monkeypatch.setattr(thrift.line_break.Layout, "setup", thrift.engine_setup)
    assert typeset(page) == thrifty


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_lines_that_are_kept_are_those_made_again(typeset: Typesetter, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    kept_bytes = typeset(page)
    monkeypatch.setattr(line_break, "first_line_metrics", kept.engine_first_line_metrics)
    monkeypatch.setattr(line_break.Layout, "reactivate", kept.engine_reactivate)
    monkeypatch.setattr(line_break.Layout, "set_text", kept.engine_set_text)
    assert typeset(page) == kept_bytes


def test_a_line_that_was_measured_is_not_shaped_to_be_drawn(typeset: Typesetter, monkeypatch: pytest.MonkeyPatch) -> None:
    again: list[str] = []
    engine_reactivate = kept.engine_reactivate
    monkeypatch.setattr(kept, "engine_reactivate", lambda layout, style: again.append(layout.text) or engine_reactivate(layout, style))
    typeset(page_of("<p>" + "Ragged lines are drawn as they are. " * 20))
    assert again == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "uk", "pt", "de", "id", "sr", "hu"])
def test_patterns_are_those_of_pyphen(language: str) -> None:
    """Plain ones, ones in another encoding, ones with long values (id) and with spellings that change (hu)."""
    path = thrift.pyphen.LANGUAGES[thrift.pyphen.language_fallback(language)]
    ours, theirs = (object.__new__(thrift.pyphen.HyphDict) for _ in range(2))
    thrift.read_patterns(ours, path)
    thrift.engine_read_patterns(theirs, path)
    assert list(ours.patterns.items()) == list(theirs.patterns.items())
    assert ours.maxlen == theirs.maxlen
