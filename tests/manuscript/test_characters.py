"""Which characters are spelling in one place and a slip in another."""

import pytest

from bindery.manuscript.characters import faults

#: What fonts have is not the question here.
GLYPHS = frozenset(range(0x20, 0x2FFFF))


@pytest.mark.parametrize("text", [
    "کودک\u200cها",  # Dari: the two halves do not join
    "کودک\u200c**ها**", "((کودک))\u200cها",  # … with markup between
    "क\u094d\u200dष", "क\u094d\u200cष",  # Nepali: half forms
    "ه\u200d",  # an abbreviation
    "١٤٤٧هـ", "١٤٤٧ هـ.",  # the Hijri year
    "ﷺ", "﴿ ﴾", "，。％",  # there for their own sake
    "ภาษา\u200bไทย",  # no spaces between words
    "é — “”",
])  # fmt: skip
def test_what_is_spelling_is_no_fault(text: str) -> None:
    assert not list(faults(text, GLYPHS))


@pytest.mark.parametrize(("text", "at", "code"), [
    ("کودک\u200c ها", 4, "F106"),  # beside a space
    ("کودک\u200c", 4, "F106"), ("\u200cکودک", 0, "F106"),  # at an edge
    ("کودک\u200c\u200cها", 4, "F106"),  # twice
    ("کودک\u200c5", 4, "F106"),
    ("Wi\u200cFi", 2, "F106"), ("少\u200c年", 1, "F106"), ("дет\u200dи", 3, "F106"),
    (" \u200dक", 1, "F106"),
    ("طفـــل", 2, "F107"), ("هـل", 1, "F107"),
    ("كتاب\u200bها", 4, "F106"),
    ("ﺍﻟﻄﻔﻞ", 0, "F107"), ("ﬂood", 0, "F107"), ("Ｇood", 0, "F107"), ("５", 0, "F107"), ("ǌega", 0, "F107"),
])  # fmt: skip
def test_what_is_a_slip_is_told_where_it_stands(text: str, at: int, code: str) -> None:
    first = next(faults(text, GLYPHS))
    assert (first.at, first.code) == (at, code)


def test_strings_that_are_put_together_may_say_where_lines_end() -> None:
    assert not list(faults("第\u200b\u2009\u2060{page}", GLYPHS, spaced=True))
    assert [fault.code for fault in faults("第\u200b", GLYPHS)] == ["F106"]
