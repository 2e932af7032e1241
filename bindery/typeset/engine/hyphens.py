"""No page ends with half a word, and no paragraph with a piece of one.

Upstream limitation (WeasyPrint 70): ``hyphenate-limit-last`` (CSS Text 4, 5.3.2) is unknown, so that a word may be
parted at the foot of a page, and its rest is read after the leaf is turned; and a last line may be ``tions.``

What we do, for every page: a paragraph that would break after a line that ends in a hyphen, its own or a compound's,
breaks a line earlier; where that leaves fewer lines than ``orphans`` asks for, all of it goes over to the next page.
And the last word of a text is parted only where `LAST` letters are left for the last line.
"""

import sys
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.text import line_break

from .pins import rewrite

_KEPT = "        index = len(children) - widows  # how many lines we keep\n"
_NO_HYPHEN = """\
        while index > 0 and hyphens_patch.ends_in_hyphen(children[index - 1]):
            index -= 1
"""
#: Letters of a last line that is the rest of a word.
LAST = 7
_PARTS = "            previous_words + start for start, end in dictionary.iterate(next_word)]\n"
_LONG_PARTS = """\
            previous_words + start for start, end in dictionary.iterate(next_word)
            if not first_line_text or hyphens_patch.may_part(end, second_line_text[len(previous_words + next_word):])]
"""
#: For whoever rewrites ``split_first_line`` (`lines`).
LAST_WORD = _PARTS, _LONG_PARTS
engine_break_line = block._break_line


def break_line(
    context: Any, box: Any, line: Any, lines: list[Any], needed: int, page_is_empty: bool, *arguments: Any
) -> Any:
    """Wraps ``block._break_line``: of ``lines``, which fit on the page, the last ``needed`` go to the next for widows."""
    more = needed
    while more < len(lines) and ends_in_hyphen(lines[-1 - more]):
        more += 1
    if not page_is_empty or more <= len(lines) - box.style["orphans"]:
        needed = more
    return engine_break_line(context, box, line, lines, needed, page_is_empty, *arguments)


def ends_in_hyphen(line: Any) -> bool:
    """Whether the last thing on a line is a word's part with its hyphen."""
    last = line
    while isinstance(last, (boxes.LineBox, boxes.InlineBox)):
        flow = [child for child in last.children if child.is_in_normal_flow()]
        if not flow:
            return False
        last = flow[-1]
    return isinstance(last, boxes.TextBox) and last.text.endswith(("-", "\u2010", last.style["hyphenate_character"]))


def may_part(end: str, rest: str) -> bool:
    """Whether a word may be parted before ``end``, when the text goes on with ``rest``, or ends in it.

    A text that ends in a space goes on in another element.
    """
    return len(end) >= LAST or rest.endswith(" ") or any(map(str.isalnum, rest))


def apply() -> None:
    """Install ``break_line`` and the rewritten ``find_earlier_page_break``, which the engine looks up at each call.

    The rewritten ``split_first_line`` is in `lines`, which rewrites it too.
    """
    block.hyphens_patch = line_break.hyphens_patch = sys.modules[__name__]
    block._break_line = break_line
    block.find_earlier_page_break = rewrite(block.find_earlier_page_break, (_KEPT, _KEPT + _NO_HYPHEN))
