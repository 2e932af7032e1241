"""The same bytes in less time."""

import pytest
from engine_documents import Typesetter, page_of
from engine_samples import ARABIC, BOOK, BOOK_CSS, CHINESE, FURNITURE, FURNITURE_CSS

from bindery.typeset.engine import thrift

FEATURES = """
body { font-family: 'HB Serif', 'HB Sans'; text-decoration: underline; font-variant-caps: small-caps }
p + p { font-feature-settings: 'onum'; letter-spacing: 1px; text-decoration: line-through }
i { font-language-override: 'TRK' }
"""


@pytest.mark.parametrize(
    "page",
    [
        page_of(BOOK, css=BOOK_CSS),
        page_of(FURNITURE, css=FURNITURE_CSS),
        page_of("<p>The <i>first</i> of 1234 words<p>and <i>the</i> second " * 9, css=FEATURES),
        page_of(f"<p>{ARABIC} <b>{ARABIC}</b>", "ar", "rtl", "body { font-family: 'HB Naskh' }"),
        page_of(CHINESE, "zh-CN", css="p { text-align: justify }"),
        page_of("<svg width='90' height='20' viewBox='0 0 90 20'><text y='9' font-weight='700'>drawn</text></svg>"),
    ],
    ids=["book", "furniture", "features", "Arabic", "Chinese", "drawing"],
)
def test_bytes_are_the_engines(typeset: Typesetter, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    thrifty = typeset(page)
    monkeypatch.setattr(thrift.line_break.Layout, "setup", thrift.engine_setup)
    assert typeset(page) == thrifty


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "uk", "pt", "de", "id", "sr", "hu"])
def test_patterns_are_those_of_pyphen(language: str) -> None:
    """Plain ones, ones in another encoding, ones with long values (id) and with spellings that change (hu)."""
    path = thrift.pyphen.LANGUAGES[thrift.pyphen.language_fallback(language)]
    ours, theirs = (object.__new__(thrift.pyphen.HyphDict) for _ in range(2))
    thrift.read_patterns(ours, path)
    thrift.engine_read_patterns(theirs, path)
    assert list(ours.patterns.items()) == list(theirs.patterns.items())
    assert ours.maxlen == theirs.maxlen
