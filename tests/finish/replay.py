"""An independent reading of a press file's streams with pikepdf's parser: what is painted, in which ink and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream

BLACK = (0.0, 0.0, 0.0, 1.0)
PATHS = {"m", "l", "c", "v", "y", "h", "re"}
PATH_ENDS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}


@dataclass(frozen=True)
class Paint:
    """`kind`: text, fill, stroke. `ink`: CMYK, or None before any colour was set. `width` of lines in pt."""

    kind: str
    ink: tuple[float, ...] | None
    overprint: bool
    width: float


def paints(page: Object) -> list[Paint]:
    return list(_stream(page, page.Resources))


def streams(page: Object) -> Iterator[tuple[Object, Object]]:
    """The page and every form, pattern and mask below it, with their resources."""
    todo, seen = [(page, page.Resources)], set()
    while todo:
        stream, resources = todo.pop()
        yield stream, resources
        below = [*resources.get("/XObject", Dictionary()).values(), *resources.get("/Pattern", Dictionary()).values()]
        below += [s.SMask.G for s in resources.get("/ExtGState", Dictionary()).values()
                  if isinstance(s.get("/SMask"), Dictionary)]
        for thing in below:
            if isinstance(thing, Stream) and thing.get("/Subtype") != Name.Image and thing.objgen not in seen:
                seen.add(thing.objgen)
                todo.append((thing, thing.get("/Resources", Dictionary())))


def operators(page: Object) -> set[str]:
    return {str(i.operator) for stream, _ in streams(page) for i in pikepdf.parse_content_stream(stream)}


def _stream(stream: Object, resources: Object) -> Iterator[Paint]:
    state = {"fill": None, "line": None, "op": False, "OP": False, "w": 1.0, "scale": 1.0}
    stack, in_path = [], False
    for instruction in pikepdf.parse_content_stream(stream):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in PATHS:
            in_path = True
        elif operator in PATH_ENDS:
            in_path = False
        else:
            assert not in_path or operator in ("W", "W*"), f"{operator} inside a path"
        if operator == "q":
            stack.append(dict(state))
        elif operator == "Q":
            state = stack.pop()
        elif operator == "cm":
            a, b, c, d = (float(v) for v in operands[:4])
            state["scale"] *= abs(a * d - b * c) ** 0.5
        elif operator == "w":
            state["w"] = float(operands[0])
        elif operator in "kK":
            state["fill" if operator == "k" else "line"] = tuple(float(v) for v in operands)
        elif operator == "gs":
            entry = resources.ExtGState[str(operands[0])]
            if "/op" in entry:
                assert entry.OPM == 1
                state["op"], state["OP"] = bool(entry.op), bool(entry.OP)
        if operator in ("TJ", "Tj", "'", '"'):
            yield Paint("text", state["fill"], state["op"], 0)
        if operator in ("f", "F", "f*", "B", "B*", "b", "b*"):
            yield Paint("fill", state["fill"], state["op"], 0)
        if operator in ("S", "s", "B", "B*", "b", "b*"):
            yield Paint("stroke", state["line"], state["OP"], state["w"] * state["scale"])
    assert not stack, "q without Q"
