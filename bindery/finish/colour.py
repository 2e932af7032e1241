"""The colours of a content stream: from the master's RGB to the inks of the press.

The stream is read instruction by instruction; an operator that is not known here is a problem, not passed on. So
nothing can set a colour unseen. Black text and thin black lines overprint (GWG 2022: 100 K text and lines do, with
OPM 1; white never does).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from pikepdf import Name

from bindery.finish.inks import Inks
from bindery.finish.problems import Problems
from bindery.finish.tokens import INSTRUCTION

Instruction = re.Match[bytes]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)

#: Lines of 100 K up to this width overprint, in pt (GWG 2022).
THIN_LINE = 2.0
#: Names of the graphics states that `rewrite` asks for: (fill, stroke) overprint -> name. See resources.OVERPRINT.
OVERPRINT_NAMES = {(False, False): b"/BnOP00", (True, False): b"/BnOP10", (False, True): b"/BnOP01",
                   (True, True): b"/BnOP11"}


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """`inner` applied first, then `outer` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


@dataclass(slots=True)
class Content:
    """A rewritten stream, and what it uses: graphics states and patterns by name, XObjects with their matrices."""

    data: bytes
    states: set[bytes] = field(default_factory=set)
    patterns: set[bytes] = field(default_factory=set)
    placed: list[tuple[bytes, Matrix]] = field(default_factory=list)
    overprints: bool = False


def rewrite(
    data: bytes, inks: Inks, problems: Problems, *, head: bool = True, keep_tags: bool = False,
    idle_states: Collection[bytes] = (),
) -> Content | None:
    """One stream in the inks. None where the stream is not understood (see tokens.normal).

    `head`: the stream starts in the default colour (pages, patterns, masks), not in its caller's (forms).
    `idle_states`: names of graphics states that change nothing here, left out.
    """
    return _Rewriting(data, inks, problems, head=head, keep_tags=keep_tags, idle_states=idle_states).run()


class _Rewriting:
    """The state of one pass: what the graphics state holds, and what of the stream is already copied."""

    __slots__ = ("at", "black", "black_line", "content", "ctm", "data", "idle_states", "inks", "keep_tags", "kept",
                 "mode", "out", "overprint", "problems", "stack", "state", "told", "width")

    def __init__(self, data: bytes, inks: Inks, problems: Problems, *, head: bool, keep_tags: bool,
                 idle_states: Collection[bytes]):
        self.data, self.inks, self.problems = data, inks, problems
        self.keep_tags, self.idle_states = keep_tags, idle_states
        self.overprint = inks.space == Name.DeviceCMYK  # what is no ink does not
        self.content = Content(b"")
        self.out: list[bytes] = [inks.head] if head else []
        self.kept = self.at = 0  # copied up to here; read up to here
        self.black = self.black_line = head and self.overprint  # fill, stroke are 100 K
        self.told = False  # whether a space was that is no ink's
        self.state = (False, False)  # overprint of fill and stroke as the stream has set it
        self.width, self.mode, self.ctm = 1.0, 0, IDENTITY  # line width in pt, text rendering mode
        self.stack: list[tuple[bool, bool, tuple[bool, bool], float, int, Matrix]] = []

    def run(self) -> Content | None:
        for match in INSTRUCTION.finditer(self.data):
            self.at = match.end()
            operator = match[2]
            if operator is None:
                break
            handler = _HANDLERS.get(operator)
            if handler is None:
                name = operator.decode("latin-1")
                self.problems.add(f"the drawing operator {name}", _MENDS.get(name, "take it out of the drawing"))
            else:
                handler(self, match)
        if self.at != len(self.data):
            return None
        self.out += (self.data[self.kept:], b"\nQ" * len(self.stack))
        self.content.data = b"".join(self.out)
        return self.content

    def replace(self, match: Instruction, by: bytes) -> None:
        self.out += (self.data[self.kept:match.start(1)], by)
        self.kept = self.at

    def set_overprint(self, match: Instruction, fill: bool, stroke: bool) -> None:
        """Ask for the state before the path or text begins: `gs` may not stand inside a path (8.2, figure 9)."""
        if (fill, stroke) != self.state:
            self.out += (self.data[self.kept:match.start()], b"\n", OVERPRINT_NAMES[fill, stroke], b" gs\n")
            self.kept = match.start()
            self.state = (fill, stroke)
            self.content.overprints = True

    def thin_black_line(self) -> bool:
        return self.black_line and self.width <= THIN_LINE

    # one method for each group of operators

    def text(self, match: Instruction) -> None:
        stroked = self.mode in (1, 2, 5, 6)
        self.set_overprint(match, self.black, self.thin_black_line() if stroked else self.state[1])

    def fill(self, match: Instruction) -> None:
        self.set_overprint(match, False, self.state[1])

    def stroke(self, match: Instruction) -> None:
        self.set_overprint(match, self.state[0], self.thin_black_line())

    def fill_and_stroke(self, match: Instruction) -> None:
        self.set_overprint(match, False, self.thin_black_line())

    def shade(self, match: Instruction) -> None:
        self.set_overprint(match, False, False)

    def place(self, match: Instruction) -> None:
        self.content.placed.append((match[1].rstrip(), self.ctm))
        self.set_overprint(match, False, False)

    def colour(self, match: Instruction) -> None:
        operator = match[2]
        ink, black = self.inks.operator(match[1], operator)
        if operator.islower():
            self.black = black and self.overprint
        else:
            self.black_line = black and self.overprint
        self.replace(match, ink)

    def space(self, match: Instruction) -> None:
        space = match[1].strip()
        if space != b"/Pattern":
            self.told = True
            self.problems.add(f"a colour in the space {space.decode('latin-1')}", _SPACE_MEND)

    def pattern(self, match: Instruction) -> None:
        if match[1].startswith(b"/"):
            self.content.patterns.add(match[1].rstrip())
        elif not self.told:
            self.problems.add("a colour in a space that is not named", _SPACE_MEND)
        if match[2].islower():
            self.black = False
        else:
            self.black_line = False

    def marked(self, match: Instruction) -> None:
        if match[1].startswith(b"/OC"):
            self.problems.add("optional content (a layer)", "take the layer out of the drawing")
        if not self.keep_tags:
            self.replace(match, b"")

    def graphics_state(self, match: Instruction) -> None:
        name = match[1].rstrip()
        if name in self.idle_states:
            self.replace(match, b"")
        else:
            self.content.states.add(name)

    def save(self, match: Instruction) -> None:
        self.stack.append((self.black, self.black_line, self.state, self.width, self.mode, self.ctm))

    def restore(self, match: Instruction) -> None:
        if self.stack:
            self.black, self.black_line, self.state, self.width, self.mode, self.ctm = self.stack.pop()
        else:
            self.problems.add("a state is restored that was never saved", "this is the engine's fault: report it")

    def line_width(self, match: Instruction) -> None:
        self.width = float(match[1]) * _scale(self.ctm)

    def transform(self, match: Instruction) -> None:
        a, b, c, d, e, f = (float(v) for v in match[1].split())
        before = _scale(self.ctm)
        self.ctm = multiply((a, b, c, d, e, f), self.ctm)
        self.width *= _scale(self.ctm) / before if before else 1

    def text_mode(self, match: Instruction) -> None:
        self.mode = int(match[1])


def _scale(ctm: Matrix) -> float:
    a, b, c, d, _, _ = ctm
    return math.sqrt(abs(a * d - b * c))


_HANDLERS: dict[bytes, Callable[[_Rewriting, Instruction], None]] = {
    operator: handler
    for operators, handler in {
        b"TJ Tj ' \"": _Rewriting.text,
        b"f F f*": _Rewriting.fill,
        b"S s": _Rewriting.stroke,
        b"B B* b b*": _Rewriting.fill_and_stroke,
        b"sh": _Rewriting.shade,
        b"Do": _Rewriting.place,
        b"rg RG g G": _Rewriting.colour,
        b"cs CS": _Rewriting.space,
        b"sc SC scn SCN": _Rewriting.pattern,
        b"BDC BMC EMC MP DP": _Rewriting.marked,
        b"gs": _Rewriting.graphics_state,
        b"q": _Rewriting.save,
        b"Q": _Rewriting.restore,
        b"w": _Rewriting.line_width,
        b"cm": _Rewriting.transform,
        b"Tr": _Rewriting.text_mode,
    }.items()
    for operator in operators.split()
}
_SPACE_MEND = "write it as #rrggbb from the palette: lab(), oklch(), device-cmyk() cannot be printed"
_CMYK_MEND = "write the colour as #rrggbb from the palette, which knows its ink"
_MENDS = {"k": _CMYK_MEND, "K": _CMYK_MEND, "BI": "save the image as a file of its own"}
