"""Golden cases of the typographic filters: what a writer types, what is set. Invisible characters have names here."""

import pytest

from bindery.manuscript.filters import FILTERS, chinese, digits, english, french

#: One visible sign for each space that a reader can't tell from another. None of them stands in the cases themselves.
SIGNS = str.maketrans({"~": "\u00a0", "_": "\u202f", "¦": "\u2009", "|": "\u200b"})


def set_as(case: str) -> str:
    """`~` no-break space, `_` narrow no-break space, `¦` thin space, `|` a line may end here."""
    return case.translate(SIGNS)


FRENCH = [
    ("Qui ? Moi ! Oui ; non", "Qui_? Moi_! Oui_; non"),
    ("Qui? Moi! Oui; non", "Qui_? Moi_! Oui_; non"),
    ("Trois choses : le temps", "Trois choses~: le temps"),
    (" : le temps", "~: le temps"),  # after a word in bold
    ("à 10:30", "à 10:30"),
    ("https://exemple.org", "https://exemple.org"),
    ("« Venez »", "«_Venez_»"),
    ("«Venez»", "«_Venez_»"),
    ("12 500 enfants", "12_500~enfants"),
    ("80 % des enfants", "80_% des enfants"),
    ("80%", "80_%"),
    ("dans les 24 heures", "dans les 24~heures"),
    ("en 2012, 26 standards", "en 2012, 26~standards"),
    ("aujourd’hui, l’école", "aujourd’hui, l’école"),
]

ENGLISH = [
    ("within 24 hours", "within 24~hours"),
    ("5 litres of water", "5~litres of water"),
    ("18 months old", "18~months old"),
    ("26 standards", "26 standards"),
    ("see Standard 15, note 3", "see Standard~15, note~3"),
    ("Conventions 138 and 182", "Conventions~138 and 182"),
    ("standard practice", "standard practice"),
    ("p. 47", "p.~47"),
    ("step 5 minuted", "step 5 minuted"),
]

CHINESE = [
    # Han beside Latin: a thin space, none beside the marks that have one of their own
    ("未满18岁", "未满¦18¦岁"),
    ("使用Sphere手册", "使用¦Sphere¦手册"),
    ("使用 Sphere 手册", "使用¦Sphere¦手册"),
    ("90%的儿童", "90%¦的儿童"),
    ("原则（CPMS）指出：A4。", "原则（CPMS）指出：A4。"),
    ("Sphere，2018年", "Sphere，2018¦年"),
    ("2015—2030年", "2015—2030¦年"),
    # quotation marks: a line may end outside them, never inside
    ("他说：“你好。”她听见了。", "他说：|“你好。”|她听见了。"),
    ("读到“停下来讨论”处", "读到|“停下来讨论”|处"),
    ("（“孤儿”）", "（“孤儿”）"),
    ("“‘好’字”", "“‘好’|字”"),
    ("“甲”“乙”", "“甲”|“乙”"),
    ("don’t", "don’t"),
    ("谁也没想到的细节——一个时间", "谁也没想到的细节——一个时间"),
]


@pytest.mark.parametrize(("typed", "expected"), FRENCH)
def test_french(typed: str, expected: str) -> None:
    assert french(typed) == set_as(expected)


@pytest.mark.parametrize(("typed", "expected"), ENGLISH)
def test_english(typed: str, expected: str) -> None:
    assert english(typed) == set_as(expected)


@pytest.mark.parametrize(("typed", "expected"), CHINESE)
def test_chinese(typed: str, expected: str) -> None:
    assert chinese(typed) == set_as(expected)


@pytest.mark.parametrize(
    ("before", "typed", "after", "expected"),
    [
        ("使用", "Sphere", "手册", "¦Sphere¦"),  # a word in bold
        (set_as("使用¦"), "Sphere", "。", "Sphere"),  # the space is there already
        ("见：", "“停下来讨论”", "处", "|“停下来讨论”|"),
        ("（", "“停下来讨论”", "）", "“停下来讨论”"),
    ],
)
def test_chinese_looks_beyond_the_text_that_it_sets(before: str, typed: str, after: str, expected: str) -> None:
    assert chinese(typed, before, after) == set_as(expected)


@pytest.mark.parametrize(("name", "cases"), [("french", FRENCH), ("english", ENGLISH), ("chinese", CHINESE)])
def test_what_is_set_already_stays_as_it_is(name: str, cases: list[tuple[str, str]]) -> None:
    assert [FILTERS[name](set_as(expected)) for _, expected in cases] == [set_as(expected) for _, expected in cases]


ARABIC = {48 + value: digit for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩")}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("المعيار 15", "المعيار ١٥"),
        ("90%", "٩٠%"),
        ("1989 و2006", "١٩٨٩ و٢٠٠٦"),
        ("C138", "C138"),
        ("A4", "A4"),
        ("CC BY-SA 4.0", "CC BY-SA 4.0"),
        ("UNICEF (2017)", "UNICEF (2017)"),
        ("UNICEF, 2017", "UNICEF, 2017"),
        ("3D", "3D"),
        ("ورقة A4 و15 قلما", "ورقة A4 و١٥ قلما"),
        ("بلا أرقام", "بلا أرقام"),
    ],
)
def test_digits(typed: str, expected: str) -> None:
    assert digits(typed, ARABIC) == expected
