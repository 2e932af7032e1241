"""One content stream, a page's, a form's or a pattern's, and the graphics state while it is read (ISO 32000-1, 7.8.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Object, PdfError, Stream

from bindery.finish.boxes import Rect
from bindery.finish.colour import IDENTITY, Matrix
from bindery.preflight.colours import BLACK_GRAY, GRAY, Ink, Space, space_of
from bindery.preflight.fonts import Font, read_font
from bindery.preflight.geometry import Point, both, empty
from bindery.preflight.marks import Mark, Picture, Shown

#: Forms within forms that are followed.
DEPTH = 20


@dataclass(slots=True)
class State:
    ctm: Matrix
    clip: Rect
    fill: Ink = BLACK_GRAY
    stroke: Ink = BLACK_GRAY
    fill_space: Space = GRAY
    stroke_space: Space = GRAY
    width: float = 1
    font: Font | None = None
    size: float = 0
    char_space: float = 0
    word_space: float = 0
    scale: float = 1
    leading: float = 0
    rise: float = 0
    mode: int = 0
    op_fill: bool = False
    op_stroke: bool = False
    opm: int = 0
    alpha_fill: float = 1
    alpha_stroke: float = 1
    blend: str = "/Normal"
    masked: bool = False


class Known:
    """Fonts and pictures of one file, each looked up once; `drawn`: the forms and patterns that are just being read."""

    def __init__(self) -> None:
        self.drawn: set[tuple[int, int]] = set()
        self._fonts: dict[tuple[int, int], Font] = {}
        self._pictures: dict[tuple[int, int], Picture] = {}

    def font(self, font: Object) -> Font:
        key = font.objgen
        if key == (0, 0):  # it stands where it is used: no other object has its number
            return read_font(font)
        if key not in self._fonts:
            self._fonts[key] = read_font(font)
        return self._fonts[key]

    def picture(self, image: Any, resources: Object | None) -> Picture:
        key = image.objgen
        known = self._pictures.get(key)
        if known is None:
            stencil = bool(image.get("/ImageMask", image.get("/IM", False)))
            space = image.get("/ColorSpace", image.get("/CS"))
            soft = image.get("/SMask")
            known = Picture(
                image, key, int(image.get("/Width", image.get("/W", 0))), int(image.get("/Height", image.get("/H", 0))),
                int(image.get("/BitsPerComponent", image.get("/BPC", 1 if stencil else 8))),
                None if stencil else space_of(space, resources) if space is not None else Space("unknown", 1),
                soft if isinstance(soft, Stream) else None,
            )  # fmt: skip
            if key != (0, 0):
                self._pictures[key] = known
        return known


class Reading:
    """Runs a stream's operators one by one; those it has no function for leave no mark."""

    def __init__(
        self, known: Known, operators: Mapping[str, Operator], shown: Shown, resources: Any, state: State, depth: int = 0
    ):  # fmt: skip
        self.known, self.operators, self.shown = known, operators, shown
        self.resources, self.state, self.depth = resources, state, depth
        self.base = state.ctm
        self.stack: list[State] = []
        self.path: list[list[Point]] = []
        self.at: Point = (0, 0)
        self.clipping = False
        self.text: Matrix = IDENTITY
        self.line: Matrix = IDENTITY

    def run(self, content: Any) -> None:
        """Read it all. What cannot be read is a fault of the page, never an exception."""
        try:
            instructions = pikepdf.parse_content_stream(content)
        except (PdfError, ValueError, TypeError) as error:
            self.shown.faults.append(str(error))
            return
        for instruction in instructions:
            operator = self.operators.get(str(instruction.operator))
            if operator is None:
                continue
            try:
                operator(self, list(instruction.operands))
            except (TypeError, ValueError, IndexError, KeyError, AttributeError, PdfError, OverflowError) as error:
                self.shown.faults.append(f"{instruction.operator}: {error}")

    def within(self, content: Any, resources: Any, state: State) -> None:
        """Read a form or a pattern that stands in this stream; one that holds itself, with others between, is a fault."""
        if content.objgen in self.known.drawn or self.depth > DEPTH:
            self.shown.faults.append("drawings within drawings without an end")
            return
        self.known.drawn.add(content.objgen)
        Reading(self.known, self.operators, self.shown, resources, state, self.depth + 1).run(content)
        self.known.drawn.remove(content.objgen)

    def resource(self, kind: str, name: Any) -> Any:
        found = self.resources.get(kind) if isinstance(self.resources, Dictionary) else None
        return found.get(str(name)) if isinstance(found, Dictionary) else None

    def set_font(self, font: Any, size: float) -> None:
        self.state.size = size
        self.state.font = self.known.font(font) if isinstance(font, Dictionary) else None
        if self.state.font is None:
            self.shown.faults.append("a font that is not in the file")

    def leave(self, kind: str, full: Rect, ink: Ink | None, **more: Any) -> bool:
        """Leave a mark, as the state has it painted; whether the clip leaves anything of it."""
        state = self.state
        box = both(full, state.clip)
        if empty(box):
            return False
        painted: dict[str, Any] = {
            "overprint": state.op_fill, "opm": state.opm, "alpha": state.alpha_fill, "blend": state.blend,
            "masked": state.masked,
        }  # fmt: skip
        self.shown.marks.append(Mark(kind, box, full, ink, **painted | more))
        return True


#: What one operator does, given its operands.
Operator = Callable[[Reading, list[Any]], None]


def group_space(group: Object) -> str:
    """The family of the space in which a transparency group blends."""
    space = group.get("/CS")
    return space_of(space).family if space is not None else "none"
