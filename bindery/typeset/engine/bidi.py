"""Lines of mixed direction come out in the order of the Unicode Bidirectional Algorithm (UAX #9), tags or not.

Upstream limitation (WeasyPrint 70; its ``unicode-bidi`` is not implemented): each text box is ordered for itself, by
Pango, and the boxes of a right-to-left line are laid one after the other from the right. So ``The <b>Core</b>
Standard`` inside Arabic reads “Standard Core The”; and where a line begins or ends within a Latin phrase, brackets,
quotes and numbers lose what they stood beside and change sides.

What we do, when the boxes are built: the algorithm (Pango's own) runs over the text of a whole paragraph, whatever
elements it is cut into. What runs against the paragraph's direction is put into an inline box of the other direction,
elements being cut where such a run begins or ends within them. Then each text box runs one way, and nothing depends on
where a line ends. Elements with ``dir``, ``<bdi>`` and ``<bdo>`` are isolates, as in HTML, and so is what a stylesheet
gives another direction; a leader and a forced break end a paragraph.

Plain numbers and single words stay in their text box, where they cannot change sides: fewer boxes, the same page.

A text box that holds Latin letters alone is as high as their font, which makes its line higher than the others. So every
text box in a right-to-left line stands on the line as one in its first font does (CSS 2.2, 10.8.1), whatever it holds.
"""

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import Any

from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import inline
from weasyprint.text.line_break import strut

_DIRECTIONS = ("ltr", "rtl")  # of even and odd levels; Pango's numbers too
_OBJECT = "\ufffc"  # stands in the text for what is ordered as one: an image, an isolate
_END = "\u2029"  # ends a paragraph
#: What makes a right-to-left paragraph worth a look: letters and digits that run from left to right, and controls.
_AGAINST_RTL = re.compile(
    r"[^\W_\u0590-\u0659\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u200e\u202a-\u202e\u2066-\u2069]"
)
_AGAINST_LTR = re.compile(r"[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]")
#: Runs that a right-to-left text may keep; European digits count as Arabic ones only after an Arabic letter (rule W2).
_WORD = re.compile(r"[A-Za-z]+")
_ARABIC_NUMBER = re.compile(r"[\u0660-\u0669\u066b\u066c]+(?:[.,/:\u060c][\u0660-\u0669]+)*")
_NUMBER = re.compile(r"[0-9\u06f0-\u06f9]+(?:[.,/:\u060c][0-9\u06f0-\u06f9]+)*")

engine_create_anonymous_boxes: Callable[[Any], Any] = build.create_anonymous_boxes
engine_split_text_box: Callable[..., Any] = inline.split_text_box


def levels(text: str, base: int) -> list[int]:
    """The embedding level of each character, in a paragraph of the level ``base`` (0 or 1)."""
    function, free = _pango()
    encoded = text.encode()
    found = function(encoded, len(encoded), ctypes.byref(ctypes.c_int(base)))
    try:
        return list(found[: len(text)])
    finally:
        free(found)


@cache
def _pango() -> tuple[Any, Any]:
    """Pango's function, which the engine does not declare, and what frees its answer."""
    for name in ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"):
        with suppress(OSError):
            library = ctypes.CDLL(name)  # the one that the engine has loaded
            break
    function, free = library.pango_log2vis_get_embedding_levels, library.g_free
    function.argtypes = (ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int))
    function.restype = ctypes.POINTER(ctypes.c_ubyte)
    free.argtypes, free.restype = (ctypes.c_void_p,), None
    return function, free


@dataclass(slots=True)
class _Node:
    """A box and the part of the paragraph's text that it holds.

    ``kids``: of an inline box that is no isolate. ``runs``: whether the box was made here, for a run of another level.
    """

    box: Any
    start: int
    end: int
    kids: "list[_Node] | None" = None
    runs: bool = False


class _Paragraph:
    """The content of one line box, or of an isolate in it.

    ``base``: its level, 0 or 1. ``turned``: its boxes have the other direction still. ``override``: all is of that level.
    """

    def __init__(self, children: Sequence[Any], base: int, turned: bool = False, override: bool = False) -> None:
        self.base, self.text, self.children = base, "", children
        self.nodes = [self._read(child) for child in children]
        self.levels = [base] * len(self.text)
        mixed = (_AGAINST_RTL if base else _AGAINST_LTR).search(self.text) is not None
        self.changes = turned or override or mixed
        if mixed and not override:
            parts = (part for part in re.split(f"(?<={_END})", self.text) if part)
            self.levels = [level for part in parts for level in levels(part, base)]

    def _read(self, box: Any) -> _Node:
        """The node of ``box``, its text added to the paragraph's; an isolate is ordered at once."""
        start, kids = len(self.text), None
        if isinstance(box, boxes.TextBox):
            self.text += box.text.replace("\n", _END)
        elif not box.is_in_normal_flow():
            pass
        elif box.is_leader:
            self.text += _END
        elif not isinstance(box, boxes.InlineBox):
            self.text += _OBJECT
        elif (base := _isolate(box, self.base)) is not None:
            turned = _turn(box, base)
            box.children = _Paragraph(box.children, base, turned, box.element.tag == "bdo").arranged(box)
            self.text += _OBJECT
        else:
            kids = [self._read(child) for child in box.children]
        return _Node(box, start, len(self.text), kids)

    def arranged(self, parent: Any) -> Sequence[Any]:
        """The boxes for a line, or for ``parent``, that the engine lays out in the direction of ``base``."""
        return self._arrange(self.nodes, self.base, parent) if self.changes else self.children

    def _arrange(self, nodes: list[_Node], level: int, parent: Any) -> list[Any]:
        """The boxes of ``nodes``, where all levels are ``level`` or deeper: what is deeper goes into boxes of its own."""
        for start, end in self._deeper(nodes, level):
            if any(node.start <= start and end <= node.end for node in nodes if node.start < node.end):
                continue  # it lies in one box, which sees to it
            nodes = _cut(_cut(nodes, start), end)
            first, *_, last = (i for i, node in enumerate(nodes) if start <= node.start < node.end <= end)
            run = boxes.InlineBox.anonymous_from(parent, ())
            nodes[first : last + 1] = [_Node(run, start, end, nodes[first : last + 1], runs=True)]
        return [box for node in nodes for box in self._boxes(node, level)]

    def _boxes(self, node: _Node, level: int) -> Iterable[Any]:
        box = node.box
        if isinstance(box, boxes.TextBox):
            return self._texts(node, level)
        if node.kids is not None:
            own = level + 1 if node.runs else level
            _turn(box, own)
            box.children = self._arrange(node.kids, own, box)
            if node.runs:
                box.trailing_collapsible_space = box.children[-1].trailing_collapsible_space
        return [box]

    def _texts(self, node: _Node, level: int) -> list[Any]:
        """The boxes of a text: pieces that run one way, those of a deeper level each in an inline box."""
        made, at = [], node.start
        for start, end in self._deeper([node], level):
            if level % 2 and self._is_safe(start, end, node):
                continue
            made += self._pieces(_part(node, at, start), level)
            run = boxes.InlineBox(node.box.element_tag, node.box.style, node.box.element, ())
            _turn(run, level + 1)
            run.children = self._texts(_part(node, start, end), level + 1)
            run.trailing_collapsible_space = run.children[-1].trailing_collapsible_space
            made.append(run)
            at = end
        return [*made, *self._pieces(_part(node, at, node.end), level)]

    def _pieces(self, node: _Node, level: int) -> list[Any]:
        """The text box of ``node``, or several where Pango, which sees each for itself, would order it otherwise.

        So it is with what ``<bdo>`` and invisible controls force.
        """
        if node.start == node.end:
            return []
        _turn(node.box, level)
        wanted, own = self.levels[node.start : node.end], levels(node.box.text, level % 2)
        if all(a % 2 == b % 2 for a, b in zip(wanted, own, strict=True)):
            return [node.box]
        cuts = [i for i in range(1, len(own)) if own[i] != own[i - 1]]
        edges = [node.start, *(node.start + i for i in cuts), node.end]
        return [_part(node, start, end).box for start, end in pairwise(edges)]

    def _deeper(self, nodes: list[_Node], level: int) -> list[tuple[int, int]]:
        """The runs of ``nodes`` that are deeper than ``level``."""
        if not nodes:
            return []
        edges = nodes[0].start, nodes[-1].end
        runs, at = [], edges[0]
        for deeper, run in groupby(self.levels[edges[0] : edges[1]], lambda each: each > level):
            start, at = at, at + len(list(run))
            if deeper:
                runs.append((start, at))
        return runs

    def _is_safe(self, start: int, end: int, node: _Node) -> bool:
        """Whether a run within a right-to-left text would be ordered the same wherever the line begins and ends."""
        text, before, after = self.text[start:end], self.text[node.start : start], self.text[end : node.end]
        if _ARABIC_NUMBER.fullmatch(text):
            return True
        if _NUMBER.fullmatch(text):
            beside = before[-1:] + after[:1]
            return all(unicodedata.bidirectional(char) in ("R", "AL", "WS", "ON") for char in beside)
        return bool(_WORD.fullmatch(text)) and _is_arabic(reversed(before)) and _is_arabic(after)


def _is_arabic(text: Iterable[str]) -> bool:
    """Whether the first letter or digit is one that runs from right to left; also where there is none."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL", "EN", "AN")), "R") in ("R", "AL")


def _isolate(box: Any, around: int) -> int | None:
    """The level of what is ordered for itself in a paragraph of the level ``around``; None for any other box.

    That is what ``dir``, ``<bdi>`` or ``<bdo>`` sets apart, and what a stylesheet gives another direction.
    """
    element = box.element
    if (own := _DIRECTIONS.index(box.style["direction"])) != around:
        return own
    if element is None or box.element_tag != element.tag:
        return None
    direction = (element.get("dir") or "").lower()
    if direction in _DIRECTIONS:
        return _DIRECTIONS.index(direction)
    if element.tag != "bdi" and direction != "auto":
        return None
    kinds = (unicodedata.bidirectional(char) for text in element.itertext() for char in text)
    strong = next((kind for kind in kinds if kind in ("L", "R", "AL")), None)
    return own if strong is None else int(strong != "L")


def _turn(box: Any, level: int) -> bool:
    """Give ``box`` the direction of ``level``; whether it had the other."""
    style = box.style
    if style["direction"] == _DIRECTIONS[level % 2]:
        return False
    turned = getattr(style, "bindery_turned", None)
    if turned is None:  # one for all boxes of the style: Pango is set up anew for each
        turned = style.bindery_turned = style.copy()
        turned["direction"] = _DIRECTIONS[level % 2]
    box.style = turned
    return True


def _part(node: _Node, start: int, end: int) -> _Node:
    """The part of a text from ``start`` to ``end``."""
    if (start, end) == (node.start, node.end):
        return node
    box = node.box.copy()
    box.text = node.box.text[start - node.start : end - node.start]
    box.trailing_collapsible_space = node.box.trailing_collapsible_space and end == node.end
    return _Node(box, start, end)


def _cut(nodes: list[_Node], at: int) -> list[_Node]:
    """``nodes``, the one that holds the place ``at`` cut in two."""
    for i, node in enumerate(nodes):
        if node.start < at < node.end:
            if node.kids is None:
                halves = [_part(node, node.start, at), _part(node, at, node.end)]
            else:
                kids = _cut(node.kids, at)
                count = sum(kid.end <= at for kid in kids)
                before, after = node.box, node.box.copy()
                before.remove_decoration_sides, after.remove_decoration_sides = set(), set()
                before.remove_decoration(start=False, end=True)
                after.remove_decoration(start=True, end=False)
                before.trailing_collapsible_space = False
                halves = [_Node(before, node.start, at, kids[:count]), _Node(after, at, node.end, kids[count:])]
            return [*nodes[:i], *halves, *nodes[i + 1 :]]
    return nodes


def order(box: Any) -> None:
    """Arrange the content of every line box in ``box``, once."""
    for child in box.children:
        order(child)
    if isinstance(box, boxes.LineBox) and not hasattr(box, "bidi_base"):
        box.bidi_base = _DIRECTIONS.index(box.style["direction"])
        box.children = _Paragraph(box.children, box.bidi_base).arranged(box)
        if box.bidi_base:
            for text in box.descendants():
                text.bidi_even = isinstance(text, boxes.TextBox)


def create_anonymous_boxes(box: Any) -> Any:
    """Wraps ``build.create_anonymous_boxes``, which makes the line boxes."""
    box = engine_create_anonymous_boxes(box)
    order(box)
    return box


def split_text_box(context: Any, box: Any, *rest: Any, **options: Any) -> Any:
    """Wraps ``inline.split_text_box``: the text stands on the line as one in its first font."""
    text, *place = engine_split_text_box(context, box, *rest, **options)
    if text is not None and getattr(box, "bidi_even", False):
        _, baseline = strut(text.style)
        text.margin_top += baseline - text.baseline
        text.margin_bottom -= baseline - text.baseline
        text.baseline = baseline
    return (text, *place)


def apply() -> None:
    """Install the patch where it is looked up at each call."""
    build.create_anonymous_boxes = create_anonymous_boxes
    inline.split_text_box = split_text_box
