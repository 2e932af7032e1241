"""What reads from left to right within right-to-left text is set apart; the rest is the Unicode algorithm's affair."""

from __future__ import annotations

import pytest

from bindery.manuscript import bidi
from bindery.manuscript.markdown import parser, plain
from bindery.manuscript.render import Renderer


def html(text: str) -> str:
    children = parser().parseInline(text)[0].children or []
    return Renderer("s", {}).inline(bidi.number_groups(bidi.addresses(children)))


def apart(text: str, tag: str) -> list[str]:
    opening = f'<{tag} dir="ltr">'
    return [part.split(f"</{tag}>")[0] for part in html(text).split(opening)[1:]]


@pytest.mark.parametrize(("text", "found"), [
    ("زوروا https://example.org/ar/?q=1#a ثم", ["https://example.org/ar/?q=1#a"]),
    ("زوروا https://example.org/ar/.", ["https://example.org/ar/"]),
    ("زوروا (www.example.org)، ثم", ["www.example.org"]),
    ("یہاں: https://example.org۔", ["https://example.org"]),
    ("اكتبوا إلى first.last+a@mail.example.org.", ["first.last+a@mail.example.org"]),
    ("تحت #CPMS_2019 و(@example)", ["#CPMS_2019", "@example"]),
    ("تحت #حماية_الطفل وC#", []),
    ("معايير CPMS 2019 و3.5", []),
])
def test_addresses(text: str, found: list[str]) -> None:
    assert apart(text, "span") == found


@pytest.mark.parametrize(("text", "found"), [
    ("الرقم +961 1 234 567 ثم", ["+961 1 234 567"]),
    ("الرقم (+٩٦١ ١ ٢٣٤ ٥٦٧).", ["+٩٦١ ١ ٢٣٤ ٥٦٧"]),
    ("الرقم +1 (202) 555-0100", ["+1 (202) 555-0100"]),
    ("الرقم 01-234-567", ["01-234-567"]),
    ("يوم 2026-03-05 أو ۲۰۲۶-۰۳-۰۵", ["2026-03-05", "۲۰۲۶-۰۳-۰۵"]),
    ("يوم 5/3/2026 عند 10:30", []),
    ("بين 12–14 و2012–2019 و12-14", []),
    ("زاد 12,500 و-5 و85% و2 + 3", []),
    ("في الأعوام 2012 2015 2019", []),
    ("الاتفاقية C138-2012-03-05x", []),
])
def test_numbers_of_several_groups(text: str, found: list[str]) -> None:
    assert apart(text, "bdo") == found


@pytest.mark.parametrize("text", ["قبل https://example.org/a بعد +961 1 234 567.", "a@b.org", "نص **+961 1 234** ثم", "`a@b.org`"])
def test_no_word_is_lost(text: str) -> None:
    children = parser().parseInline(text)[0].children or []
    assert plain(bidi.number_groups(bidi.addresses(list(children)))) == plain(children)


def test_links_are_part_of_their_line_but_for_addresses() -> None:
    assert html("[دليل Sphere](https://example.org/)") == '<a href="https://example.org/">دليل Sphere</a>'
    assert html("<https://example.org/>").startswith('<a href="https://example.org/" dir="ltr">')
