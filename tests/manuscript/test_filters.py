"""Golden cases of the typographic filters: what a writer types, what is set. Invisible characters have names here."""

import pytest

from bindery.manuscript.filters import FILTERS, apply, chinese, digits, english, french
from bindery.manuscript.markdown import parser

#: One visible sign for each space that a reader can't tell from another. None of them stands in the cases themselves.
SIGNS = str.maketrans({"~": "\u00a0", "_": "\u202f", "¦": "\u2009", "|": "\u200b", "^": "\u2060"})


def set_as(case: str) -> str:
    """`~` no-break space, `_` narrow no-break space, `¦` thin space, `|` a line may end here, `^` no line ends here."""
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
    # Han beside Latin: a thin space, which no line begins or ends with
    ("未满18岁", "未满|¦^18|¦^岁"),
    ("使用Sphere手册", "使用|¦^Sphere|¦^手册"),
    ("使用 Sphere 手册", "使用|¦^Sphere|¦^手册"),
    ("90%的儿童", "90%|¦^的儿童"),
    ("原则（CPMS）指出：A4。", "原则（CPMS）指出：A4。"),
    ("Sphere，2018年", "Sphere，2018|¦^年"),
    # quotation marks: a line may end outside them, never inside
    ("他说：“你好。”她听见。", "他说：|“你好。”|她听见。"),
    ("读到“停下来讨论”处", "读到|“停下来讨论”|处"),
    ("（“孤儿”）", "（“孤儿”）"),
    ("“‘好’字”", "“‘好’|字”"),
    ("“甲”“乙”", "“甲”|“乙”"),
    ("don’t", "don’t"),
    # what belongs together
    ("2015—2030年", "2015^—^2030|¦^年"),
    ("6–14岁", "6^–^14|¦^岁"),
    ("指南·主流化", "指南^·主流化"),
    ("谁也没想到的细节——一个时间", "谁也没想到的细节——一个时^间"),
    # the last line of a paragraph is more than one character
    ("儿童是指任何未满十八岁的人。", "儿童是指任何未满十八岁的^人。"),
    ("她说：他们都应当在这里得到保护。”", "她说：他们都应当在这里得到保^护。”"),
    ("所有数据至少按年龄和性别分列", "所有数据至少按年龄和性别分^列"),
    ("亲属照料。", "亲属照料。"),  # stands on one line
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
        ("使用", "Sphere", "手册", "|¦^Sphere|¦^"),  # a word in bold
        ("使用" + set_as("|¦^"), "Sphere", "。", "Sphere"),  # the space is there already
        ("见：", "“停下来讨论”", "处", "|“停下来讨论”|"),
        ("（", "“停下来讨论”", "）", "“停下来讨论”"),
        ("看上去偏向一方的援助可能助长", "冲突", "。", "冲^突"),
        ("看上去偏向一方的援助可能助长冲", "突。", "", "^突。"),
        ("看上去偏向一方的援助可能助长", "冲突", "。这时", "冲突"),
        ("", "看上去偏向一方的援助可能助长冲突", "，而且", "看上去偏向一方的援助可能助长冲突"),
    ],
)
def test_chinese_looks_beyond_the_text_that_it_sets(before: str, typed: str, after: str, expected: str) -> None:
    assert chinese(typed, before, after) == set_as(expected)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("使用**Sphere**手册。", ["使用|¦^", "Sphere|¦^", "手册。"]),
        ("使用[Sphere]{lang=en}手册。", ["使用|¦^", "Sphere", "|¦^手册。"]),
        ("看上去偏向一方的援助可能助长((冲突))。", ["看上去偏向一方的援助可能助长", "冲^突", "。"]),
        ("一开始就要说明，参见Sphere[](#standard-02)。", ["一开始就要说明，参见|¦^Sphere", "。"]),
    ],
)
def test_a_filter_is_shown_what_stands_in_other_tokens(typed: str, expected: list[str]) -> None:
    children = parser().parseInline(typed)[0].children or []
    apply(children, [chinese])
    assert [token.content for token in children if token.type in ("text", "index_mark")] == [*map(set_as, expected)]


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
