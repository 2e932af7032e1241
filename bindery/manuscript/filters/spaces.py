"""The spaces of European languages: which do not break, how wide they are, and which nobody types.

Sources: Imprimerie nationale, *Lexique des règles typographiques* (French); RAE, *Ortografía de la lengua española*
(Spanish); А. Э. Мильчин, *Справочник издателя и автора* (Russian); Pravopis srpskoga jezika (Serbian); TDK Yazım
Kılavuzu (Turkish); New Hart's Rules (English).
"""

from __future__ import annotations

import re

from bindery.manuscript.filters.paragraph import Rule

NBSP = "\u00a0"
NNBSP = "\u202f"  # narrow no-break space
WJ = "\u2060"  # forbids a break
#: Any space that a writer may have typed, and the end of a line in the file.
SPACE = "[ \n\u00a0\u202f]"
#: Two or more of them, or none, make no difference.
SPACES = f"{SPACE}*"


def rule(pattern: str, replacement: str, flags: int = 0) -> Rule:
    return re.compile(pattern, flags), replacement


def keep(before: str, after: str, flags: int = 0) -> Rule:
    """No line ends at the space between the two; `before` is of fixed width, or a whole word."""
    return rule(rf"({before})[ \n](?={after})", rf"\1{NBSP}", flags)


#: Signs of units are the same in all these languages; the Cyrillic ones are those of Russian and Serbian.
UNITS = (
    "mm|cm|dm|m|km|mg|g|kg|t|ml|cl|dl|l|ha|h|min|s|°C|€|%|‰|USD|EUR|"
    "мм|см|м|км|га|мг|г|кг|т|мл|л|ч|мин|с|сек|руб|тыс|млн|млрд|din|дин"
)
units = (keep(r"(?<=\d)", rf"(?:{UNITS})(?![\w’'])"),)

french = (
    # ; ! ? have a narrow space, also where none was typed; not those that open a text or follow one another.
    rule(rf"(?<=[^\s;!?(\[«]){SPACES}(?=[;!?])", NNBSP),
    # The colon has a whole one. It is never added: English titles in lists of works have none.
    rule(rf"(?<=[^\s\d]){SPACE}+(?=:(?:\s|$))", NBSP),
    rule(rf"«{SPACES}", "«" + NNBSP),
    rule(rf"{SPACES}»", NNBSP + "»"),
    rule(rf"(?<=\d){SPACE}(?=\d{{3}}(?!\d))", NNBSP),
    rule(rf"(?<=\d){SPACE}?(?=[%‰])", NNBSP),
    keep(r"(?<=\d)", r"(?!(?:et|ou|à|au|aux|de|des|du|en|sur|dans|par|pour|qui|que|l[ae]s?)\b)[a-zéA-Z€]"),
    keep(r"\b(?:p\.|art\.|vol\.|chap\.|n[°º]|N[°º])", r"\d"),
)

english = (
    keep(r"(?<=\d)", r"(?:litres|metres|minutes|hours|days|weeks|months|years)\b"),
    keep(
        r"\b(?:Standard|Standards|Principle|Resolution|Convention|Conventions|note|p\.)", r"\d"
    ),
)


def _raya(match: re.Match[str]) -> str:
    """A dash typed with spaces on both sides: the first of a pair clings to the word after it, the second to the one before."""
    opening = match.string.count("—", 0, match.start()) % 2 == 0
    return f"{match[1]}—{WJ}" if opening else f"{WJ}—{match[2]}"


spanish = (
    rule(rf"([¿¡]){SPACE}+", r"\1"),
    rule(rf"(?<=\w){SPACE}+(?=[?!])", ""),
    (re.compile(rf"(?<=\S)({SPACE}+)—({SPACE}+)(?=\S)"), _raya),
    rule(rf"^—{SPACES}(?=[^\s{WJ}])", f"—{WJ}"),
    # What is attached stays so at the end of a line.
    rule(r"(?<=[\s(«“¿¡])—(?=[\w¿¡«“(])", f"—{WJ}"),
    rule(r"(?<=[\w.,;:?!…»”)])—(?=[\s.,;:?!…»”)]|$)", f"{WJ}—"),
    rule(rf"«{SPACES}", "«"),
    rule(rf"{SPACES}»", "»"),
    keep(r"\b(?:p\.|pp\.|art\.|cap\.|vol\.|n\.º|N\.º)", r"\d"),
    rule(rf"(?<=\d){SPACE}(?=\d{{3}}(?!\d))", NBSP),
)


def _grouped(match: re.Match[str]) -> str:
    """Threes from the right: 12 000. Four digits stay together (Мильчин, 6.1.2)."""
    digits = match[0]
    first = len(digits) % 3 or 3
    return NBSP.join([digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3))])


_ONE_LETTER = r"(?<![\w\u2019'.-])[{letters}]"

russian = (
    keep(_ONE_LETTER.format(letters="АВИКОСУЯавикосуя"), r"[\w«„“(]"),
    rule(rf"(?<=\S){SPACE}(?=—(?:\s|$))", NBSP),
    rule(rf"^—{SPACE}", "—" + NBSP),
    rule(rf"([№§]){SPACES}(?=\d)", rf"\1{NBSP}"),
    keep(r"\b[сСпПтТчЧ]\.", r"\d"),
    keep(r"\b(?i:стр|ст|гл|рис|табл|разд|прил|вып|изд|кн|см|ср|им|ул|просп|д|кв|г|пос|обл)\.", r"[\dА-ЯЁ«]"),
    rule(rf"\b([тТ])\.{SPACES}(?=[едпкно]\.)", rf"\1.{NBSP}"),
    keep(r"(?<=\bи)", r"(?:др|пр|т)\."),
    keep(r"(?<=\d)", r"(?:гг?|вв?|тыс|млн|млрд|руб|чел|экз|стр?)\."),
    keep(r"(?<=\d)", r"(?:год|года|году|годом|лет|месяц|месяца|месяцев|дней|дня|часов|часа|минут|минуты)(?!\w)"),
    # Initials stay with each other and with the name, on whichever side of it they stand.
    keep(r"(?<!\w)[А-ЯЁA-Z]\.", r"[А-ЯЁA-Z](?:\.|[а-яёa-z])"),
    keep(r"(?<=[а-яё])", r"[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\."),
    keep(r"(?<=\w)", r"(?:бы|б|ли|ль|же|ж)(?!\w)"),
    (re.compile(r"(?<![\w.,/№§+-])(?<![№§]\u00a0)\d{5,}(?![\w/-])"), _grouped),
    rule(rf"(?<=\d){SPACE}(?=\d{{3}}(?!\d))", NBSP),
)

#: In both its scripts: the Latin edition is made from the Cyrillic one.
serbian = (
    keep(_ONE_LETTER.format(letters="АИКОСУаикосуAIKOSUaikosu"), r"[\w„«(]"),
    rule(rf"(?<=\S){SPACE}(?=[—–](?:\s|$))", NBSP),
    rule(rf"([№§]){SPACES}(?=\d)", rf"\1{NBSP}"),
    keep(r"\b(?:бр|стр|чл|ст|гл|сл|таб|br|str|čl|st|gl|sl|tab)\.", r"\d", re.I),
    # A number with a full stop is an ordinal: 5. март 2026. године.
    keep(r"(?<=\d\.)", r"[а-яђјљњћџa-zčćžšđ0-9]"),
    keep(r"(?<=\d)", r"(?:годин[аеу]|месец[аи]|дана|сат[аи]|минута|godin[aeu]|mesec[ai]|dana|sat[ai]|minuta)(?!\w)"),
    rule(rf"\b([иi]){SPACE}(?=(?:др|сл|тд|dr|sl|td)\.)", rf"\1{NBSP}"),
    keep(r"(?<!\w)(?:[А-ЯЂЈЉЊЋЏA-ZČĆŽŠĐ]|Lj|Nj|Dž)\.", r"[А-ЯЂЈЉЊЋЏA-ZČĆŽŠĐ](?:\.|\w)"),
)

turkish = (
    rule(rf"%{SPACE}+(?=\d)", "%"),
    keep(r"\b(?:s\.|ss\.|No\.?|no\.?|Md\.|md\.|Bkz\.|bkz\.)", r"\d"),
    keep(r"(?<=\d)", r"(?:yaş|gün|saat|dakika|hafta|ay|yıl)(?!\w)"),
)
