"""Typographic filters: each turns the text of one inline sequence into what the language's readers expect.

A filter is a function of the text of one run and its neighbours' edges; `apply` walks the tokens. Filters work on
Markdown tokens, never on HTML, so that tags, ids and addresses are out of their reach. A language names the
filters it wants, in order, in language.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it.token import Token

NBSP = "\u00a0"
NNBSP = "\u202f"  # narrow no-break space
THIN = "\u2009"
ZWSP = "\u200b"
WJ = "\u2060"  # forbids a break
GAP = ZWSP + THIN + WJ  # a line may end before it, not after

Filter = Callable[[str], str]

OPENING = "“‘（《〈「『"
CLOSING = "，。、；：！？”’）》〉」』…"
#: A text of so few characters stands on one line.
SHORT = 12
HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
#: Digits that belong to Latin letters: A4, C138, "CC BY-SA 4.0", "UNICEF, 2017".
WORD_WITH_DIGITS = re.compile(r"[A-Za-z][A-Za-z./_-]*,? ?\(?[0-9][\w./-]*|[0-9]+[A-Za-z][\w]*")


def french(text: str) -> str:
    """Narrow no-break space before ; ! ? and inside « », no-break space before the colon, thousands (Imprimerie nationale)."""
    text = re.sub(r"[ \u00a0\u202f]*([;!?])", lambda m: NNBSP + m[1] if m.start() else m[0], text)
    text = re.sub(r"(?<=[^\s\d])[ \u00a0\u202f]+:(?=\s|$)", NBSP + ":", text)
    text = re.sub(r"^[ \u00a0\u202f]+:", NBSP + ":", text)
    text = re.sub(r"«[ \u00a0\u202f]*", "«" + NNBSP, text)
    text = re.sub(r"[ \u00a0\u202f]*»", NNBSP + "»", text)
    text = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", NNBSP, text)
    text = re.sub(r"(?<=\d)[ \u00a0\u202f]?%", NNBSP + "%", text)
    return re.sub(r"(?<=\d) (?=[a-zéA-Z])", NBSP, text)


def english(text: str) -> str:
    """A number stays with the short word that follows or names it."""
    text = re.sub(
        r"(?<=\d) (?=(?:mm|cm|m|km|kg|g|l|litres|metres|minutes|hours|days|weeks|months|years)\b)", NBSP, text
    )
    return re.sub(
        r"\b(Standard|Standards|Principle|Resolution|Convention|Conventions|note|p\.) (?=\d)", rf"\1{NBSP}", text
    )


def chinese(text: str, before: str = "", after: str = "") -> str:
    """A thin space between Han and Latin, and where a line may and may not break (clreq 3.1 and 3.2.2, GB/T 15834).

    `before` and `after` are what stands on either side of the text in its paragraph.
    """
    left, right = before[-1:], after[:1]
    whole = left + text + right
    whole = re.sub(rf"(?<=[{HAN}]) ?(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) ?(?=[{HAN}])", GAP, whole)
    # The engine takes curly quotes for those of English, beside which no line ends: let it, on their outer sides.
    whole = re.sub(rf"(?<=[^\s{OPENING}{ZWSP}{WJ}])(?=[“‘])|(?<=”)(?=[A-Za-z0-9{HAN}{OPENING}])", ZWSP, whole)
    whole = re.sub(rf"(?<=’)(?=[{HAN}{OPENING}])", ZWSP, whole)
    whole = re.sub(rf"(?<=[{HAN}])(?=·)|(?<=\d)(?=[–—]\d)|(?<=\d[–—])(?=\d)", WJ, whole)
    if re.fullmatch(rf"[{CLOSING}]*", after) and len(re.sub(f"[{GAP}]", "", before + text)) > SHORT:
        whole = re.sub(rf"(?<=[{HAN}])(?=[{HAN}][{CLOSING}]*$)", WJ, whole)  # no last line of a single character
    return whole[len(left) : len(whole) - len(right)]


FILTERS: dict[str, Filter] = {"french": french, "english": english, "chinese": chinese}


def digits(text: str, table: dict[int, str]) -> str:
    """European digits to the language's own, except inside codes such as A4 or C138 where they belong to Latin letters."""
    keep = [(m.start(), m.end()) for m in WORD_WITH_DIGITS.finditer(text)]
    if not keep:
        return text.translate(table)
    out, at = [], 0
    for start, end in keep:
        out += [text[at:start].translate(table), text[start:end]]
        at = end
    return "".join([*out, text[at:].translate(table)])


def apply(children: Sequence[Token], filters: Sequence[Filter]) -> None:
    """Run `filters` over the text of inline tokens, in place; addresses and foreign words are left alone."""
    foreign = 0
    seen = _seen(children)
    for i, token in enumerate(children):
        address = token.type == "link_open" and not str(token.attrs.get("href", "")).startswith("#")
        if address or (token.type == "span_open" and "lang" in token.attrs):
            foreign += 1
        elif token.type in ("link_close", "span_close") and foreign:
            foreign -= 1
        elif token.type in ("text", "index_mark") and not foreign:
            for each in filters:
                if each is chinese:
                    token.content = chinese(token.content, "".join(seen[:i]), "".join(seen[i + 1 :]))
                else:
                    token.content = each(token.content)
            seen[i] = token.content


def _seen(children: Sequence[Token]) -> list[str]:
    """What a reader sees of each token; an image, or a reference whose words come later, is an object character."""
    seen = []
    for token, following in zip(children, [*children[1:], None], strict=False):
        if token.type in ("text", "address", "index_mark", "code_inline"):
            seen.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            seen.append(" ")
        elif token.type == "image" or (token.type == "link_open" and following and following.type == "link_close"):
            seen.append("\ufffc")
        else:
            seen.append("")
    return seen
