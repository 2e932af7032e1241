"""What is painted in a press file: ink alone, text in black, overprint where it may be.

`_paints` reads the streams with pikepdf's parser, apart from the code it tests.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from bindery.finish import PressJob, finish_press, save
from bindery.finish.press import VERSION
from bindery.project.palette import Palette

NO_INK_OPERATORS = {"rg", "RG", "g", "G", "cs", "CS", "sc", "SC", "BI", "BDC", "BMC", "EMC"}

#: All that the engine can draw with palette colours: gradients, opacity, tiles, masks, shadows of shapes.
EFFECTS = """
<style>div { width: 20mm; height: 10mm }</style>
<div style="opacity: .5; background: #0a6666">half</div>
<div style="background: linear-gradient(#fff, #0a6666)">gradient</div>
<div style="background: linear-gradient(rgba(10, 102, 102, 0), #0a6666)">to nothing</div>
<div style="background: rgba(10, 102, 102, .25)">quarter</div>
<div style="background: url(photo.png) repeat; width: 60mm">tiles</div>
<p style="mix-blend-mode: multiply; color: #a33a1c">multiplied</p>
<svg width=60 height=60 viewBox="0 0 24 24"><title>mask</title>
<defs><mask id=m maskUnits="userSpaceOnUse" x=0 y=0 width=24 height=24><rect width=24 height=12 fill="white"/></mask>
<linearGradient id=g><stop offset=0 stop-color="#fff"/><stop offset=1 stop-color="#0a6666"/></linearGradient>
<pattern id=p width=4 height=4 patternUnits="userSpaceOnUse"><rect width=2 height=2 fill="#0a6666"/></pattern></defs>
<g mask="url(#m)"><circle cx=12 cy=12 r=9 fill="#0a6666"/></g><rect width=5 height=5 fill="url(#p)"/>
<rect x=6 width=5 height=5 fill="url(#g)"/><rect x=12 width=5 height=5 fill="#123f5f" opacity=".5"/></svg>
"""
BLACK = (0.0, 0.0, 0.0, 1.0)
PATHS = {"m", "l", "c", "v", "y", "h", "re"}
PATH_ENDS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}


@dataclass(frozen=True)
class _Paint:
    """`kind`: text, fill, stroke. `ink`: CMYK, or None before any colour was set. `width` of lines in pt."""

    kind: str
    ink: tuple[float, ...] | None
    overprint: bool
    width: float


def _paints(page: Object) -> list[_Paint]:
    return list(_stream(page, page.Resources))


def _streams(page: Object) -> Iterator[tuple[Object, Object]]:
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


def _operators(page: Object) -> set[str]:
    return {str(i.operator) for stream, _ in _streams(page) for i in pikepdf.parse_content_stream(stream)}


def _stream(stream: Object, resources: Object) -> Iterator[_Paint]:
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
            yield _Paint("text", state["fill"], state["op"], 0)
        if operator in ("f", "F", "f*", "B", "B*", "b", "b*"):
            yield _Paint("fill", state["fill"], state["op"], 0)
        if operator in ("S", "s", "B", "B*", "b", "b*"):
            yield _Paint("stroke", state["line"], state["OP"], state["w"] * state["scale"])
    assert not stack, "q without Q"


def _colour_spaces(pdf: Pdf) -> set[str]:
    """Every colour space, group space and shading space anywhere in the file."""
    found = set()
    for thing in pdf.objects:
        if isinstance(thing, Dictionary | Stream):
            for key in ("/ColorSpace", "/CS"):
                value = thing.get(key)
                if isinstance(value, Name):
                    found.add(str(value))
                elif isinstance(value, Array):
                    found.add(str(value[0]))
            group = thing.get("/Group")
            if isinstance(group, Dictionary):
                found.add(str(group["/CS"]))
    return found


def test_no_rgb_anywhere(press_file: Path) -> None:
    with pikepdf.open(press_file) as pdf:
        for page in pdf.pages:
            assert not _operators(page.obj) & NO_INK_OPERATORS
        assert _colour_spaces(pdf) <= {"/DeviceCMYK", "/DeviceGray"}


def test_effects_have_no_rgb_either(typeset: Callable[..., bytes], press_job: Callable[..., PressJob],
                                    palette: Palette, tmp_path: Path) -> None:
    pdf = pikepdf.open(io.BytesIO(typeset(EFFECTS)))
    facts = finish_press(pdf, press_job(), palette)
    assert facts.transparent == (1,)
    assert pdf.pages[0].obj.Group["/CS"] == Name.DeviceCMYK
    save(pdf, tmp_path / "effects.pdf", version=VERSION)
    with pikepdf.open(tmp_path / "effects.pdf") as again:
        page = again.pages[0].obj
        masks = [s.SMask.G for _, resources in _streams(page)
                 for s in resources.get("/ExtGState", Dictionary()).values() if isinstance(s.get("/SMask"), Dictionary)]
        assert masks
        gray = set()
        for mask in masks:
            assert mask.Group["/CS"] == Name.DeviceGray
            gray |= {str(i.operator) for i in pikepdf.parse_content_stream(mask)}
        assert not (_operators(page) - gray) & NO_INK_OPERATORS - {"cs"}
        assert not gray & {"k", "K", "rg", "RG"}
        shadings = [s for _, resources in _streams(page) for s in resources.get("/Shading", Dictionary()).values()]
        assert shadings
        assert {str(s.ColorSpace) for s in shadings} <= {"/DeviceCMYK", "/DeviceGray"}
        assert _colour_spaces(again) <= {"/DeviceCMYK", "/DeviceGray"}


def test_effects_look_as_on_screen(typeset: Callable[..., bytes], press_job: Callable[..., PressJob],
                                   palette: Palette) -> None:
    data = typeset(EFFECTS)
    pdf = pikepdf.open(io.BytesIO(data))
    finish_press(pdf, press_job(bleed_mm=5), palette)
    out = io.BytesIO()
    pdf.save(out)
    before, after = (pypdfium2.PdfDocument(each)[0].render(scale=0.5).to_pil().convert("L")
                     for each in (data, out.getvalue()))
    assert before.size == after.size
    far = sum(abs(a - b) > 70 for a, b in zip(before.tobytes(), after.tobytes(), strict=True))
    assert far < 0.01 * before.width * before.height


def test_body_text_is_black_ink_alone_and_overprints(press_file: Path) -> None:
    with pikepdf.open(press_file) as pdf:
        text = [paint for paint in _paints(pdf.pages[1].obj) if paint.kind == "text"]
    assert text
    assert all(paint.ink == BLACK and paint.overprint for paint in text)


def test_only_black_text_and_thin_black_lines_overprint(press_file: Path) -> None:
    with pikepdf.open(press_file) as pdf:
        seen = [paint for page in pdf.pages for paint in _paints(page.obj)]
        seen += [paint for page in pdf.pages for form, resources in _streams(page.obj)
                 if form.get("/Subtype") == Name.Form
                 for paint in _paints(Dictionary(Contents=form, Resources=resources, Type=Name.Page))]
    assert {paint.kind for paint in seen} == {"text", "fill", "stroke"}
    for paint in seen:
        may = paint.ink == BLACK and (paint.kind == "text" or (paint.kind == "stroke" and paint.width <= 2))
        assert paint.overprint is may, paint


def test_ghostscript_counts_black_alone_on_a_text_page(press_file: Path, tool: Callable[[str, str], str]) -> None:
    command = [tool("gs", "ghostscript"), "-q", "-o", "-", "-sDEVICE=inkcov", str(press_file)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    ink = [[float(v) for v in line.split()[:4]] for line in out.splitlines() if line.endswith("CMYK OK")]
    assert len(ink) == 3
    assert ink[0][0] > 0
    assert ink[1][:3] == [0, 0, 0]
    assert ink[1][3] > 0


def test_ghostscript_sees_black_text_overprint(tool: Callable[[str, str], str], tmp_path: Path,
                                               typeset: Callable[..., bytes], press_job: Callable[..., PressJob],
                                               palette: Palette) -> None:
    """Black words on a teal panel leave the cyan plate whole; white words knock it out."""
    body = "<p style='background: #0a6666; color: {}; font-size: 30pt; line-height: 60pt; padding: 5mm'>Words words</p>"
    cyan = []
    for colour in ("#000", "#fff", "#0a6666"):
        pdf = pikepdf.open(io.BytesIO(typeset(body.format(colour))))
        finish_press(pdf, press_job(), palette)
        save(pdf, tmp_path / "over.pdf", version=VERSION)
        command = [tool("gs", "ghostscript"), "-q", "-o", "-", "-sDEVICE=inkcov", "-dOverprint=/simulate",
                   str(tmp_path / "over.pdf")]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        cyan.append(float(out.split()[0]))
    black, white, plain = cyan
    assert black == plain
    assert white < plain
