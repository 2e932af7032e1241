"""What a page shows: its content streams read into marks, each with its ink, size and place.

A mark is what one painting operator leaves: a text, a filled or stroked path, a picture, a shading. Forms and tiling
patterns are read where they stand. Places are in points of the page's own space (ISO 32000-1, 8.3); a clip is kept as
the box around it, so a mark may seem larger than it is, never smaller.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, PdfError, Stream, String

from bindery.finish.boxes import Rect
from bindery.finish.colour import IDENTITY, Matrix, multiply
from bindery.preflight.colours import BLACK_GRAY, FOUR, GRAY, PATTERN, RGB, Ink, Space, initial, ink_of, space_of
from bindery.preflight.fonts import SHARE, Font, read_font

Point = tuple[float, float]
#: Forms within forms that are followed, and tiles of a pattern that are drawn one by one.
DEPTH, TILES = 20, 400
HUGE: Rect = (-1e6, -1e6, 1e6, 1e6)


@dataclass(slots=True)
class Mark:
    """`kind`: text, fill, stroke, image, shading. `box`: within the clip; `full`: without it.

    `size`: type size or line width in pt. `ink`: None for a picture, whose `picture` tells. `overprint`: in force, with
    `opm` its mode. `alpha`: how much of it covers. `clear`: a text that paints nothing. `em`: a text's type size
    squared in its own space, `room` the area of its box there, `starts` where each of its `codes` begins, in ems, `matrix` from
    ems to the page.
    """

    kind: str
    box: Rect
    full: Rect
    ink: Ink | None
    size: float = 0
    overprint: bool = False
    opm: int = 0
    alpha: float = 1
    blend: str = "/Normal"
    masked: bool = False
    clear: bool = False
    font: Font | None = None
    codes: tuple[int, ...] = ()
    starts: tuple[float, ...] = ()
    em: float = 0
    room: float = 0
    shapes: tuple[tuple[Point, ...], ...] = ()
    even_odd: bool = False
    picture: Picture | None = None
    matrix: Matrix = IDENTITY

    def share(self, exact: bool) -> float:
        """How much of a text's box is ink: from the outlines of its glyphs, or more than any text has."""
        if self.font is None or not self.room:
            return 1
        if not exact:
            return SHARE
        return min(1.0, sum(self.font.shape(code).area for code in self.codes) * self.em / self.room)

    def letters(self) -> Rect | None:
        """The box around a text's letters as they are drawn, on the page; None where nothing is drawn (spaces)."""
        if self.font is None:
            return None
        points: list[Point] = []
        for code, start in zip(self.codes, self.starts, strict=True):
            shape = self.font.shape(code)
            if shape.area:
                x0, y0, x1, y1 = shape.box
                points += (apply(self.matrix, start + x, y) for x in (x0, x1) for y in (y0, y1))
        return around(points) if points else None


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: the object, its size in pixels, and its space, None for a stencil."""

    stream: Any
    key: tuple[int, int]
    width: int
    height: int
    bits: int
    space: Space | None
    soft: Any = None


@dataclass(slots=True)
class Shown:
    """All marks of a page in their order, and what was met on the way: groups' colour spaces, fonts, faults."""

    marks: list[Mark] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    fonts: dict[str, Font] = field(default_factory=dict)
    missing: dict[str, Rect] = field(default_factory=dict)  # font -> where it first shows .notdef
    faults: list[str] = field(default_factory=list)
    forbidden: dict[str, str] = field(default_factory=dict)  # key -> what it is: OPI, PostScript, transfer curves …


@dataclass(slots=True)
class _State:
    ctm: Matrix
    clip: Rect
    fill: Ink = BLACK_GRAY
    stroke: Ink = BLACK_GRAY
    fill_space: Space = GRAY
    stroke_space: Space = GRAY
    pattern: Any = None
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


def apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def around(points: list[Point]) -> Rect:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def both(one: Rect, other: Rect) -> Rect:
    """Where two boxes overlap; empty (right before left) where they do not."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def empty(rect: Rect) -> bool:
    return rect[2] < rect[0] or rect[3] < rect[1]


class Reader:
    """Reads pages of one file; fonts and spaces are looked up once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], Font] = {}
        self._pictures: dict[tuple[int, int], Picture] = {}

    def page(self, page: Object) -> Shown:
        """Everything the page shows. What cannot be read is a fault of the page, never an exception."""
        shown = Shown()
        group = page.get("/Group")
        if isinstance(group, Dictionary):
            shown.groups.append(_group_space(group))
        resources = _inherited(page, "/Resources")
        _Reading(self, shown, resources, _State(IDENTITY, HUGE), 0).run(page)
        return shown

    def font(self, font: Object) -> Font:
        key = font.objgen
        if key == (0, 0):
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


def _inherited(page: Object, key: str) -> Any:
    node: Any = page
    for _ in range(50):
        if node is None or key in node:
            break
        node = node.get("/Parent")
    found = node.get(key) if node is not None else None
    return found if isinstance(found, Dictionary) else Dictionary()


def _group_space(group: Object) -> str:
    space = group.get("/CS")
    return space_of(space).family if space is not None else "none"


class _Reading:
    """One content stream: a page's, a form's or a pattern's."""

    def __init__(self, reader: Reader, shown: Shown, resources: Any, state: _State, depth: int):
        self.reader, self.shown, self.resources, self.depth = reader, shown, resources, depth
        self.state = state
        self.base = state.ctm
        self.stack: list[_State] = []
        self.path: list[list[Point]] = []
        self.at: Point = (0, 0)
        self.clipping = False
        self.text: Matrix = IDENTITY
        self.line: Matrix = IDENTITY

    def run(self, content: Any) -> None:
        try:
            instructions = pikepdf.parse_content_stream(content)
        except (PdfError, ValueError, TypeError) as error:
            self.shown.faults.append(str(error))
            return
        for instruction in instructions:
            handler = _HANDLERS.get(str(instruction.operator))
            if handler is None:
                continue
            try:
                handler(self, list(instruction.operands))
            except (TypeError, ValueError, IndexError, KeyError, AttributeError, PdfError, OverflowError) as error:
                self.shown.faults.append(f"{instruction.operator}: {error}")

    # the graphics state

    def save(self, _: list[Any]) -> None:
        self.stack.append(replace(self.state))

    def restore(self, _: list[Any]) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def transform(self, values: list[Any]) -> None:
        a, b, c, d, e, f = (float(v) for v in values)
        self.state.ctm = multiply((a, b, c, d, e, f), self.state.ctm)

    def line_width(self, values: list[Any]) -> None:
        self.state.width = float(values[0])

    def graphics_state(self, values: list[Any]) -> None:
        found = self._resource("/ExtGState", values[0])
        if not isinstance(found, Dictionary):
            return
        state = self.state
        if "/LW" in found:
            state.width = float(found.LW)
        if "/OP" in found:
            state.op_stroke = bool(found.OP)
            if "/op" not in found:
                state.op_fill = bool(found.OP)
        if "/op" in found:
            state.op_fill = bool(found.op)
        state.opm = int(found.get("/OPM", state.opm))
        state.alpha_fill = float(found.get("/ca", state.alpha_fill))
        state.alpha_stroke = float(found.get("/CA", state.alpha_stroke))
        if "/BM" in found:
            blend = found.BM
            state.blend = str(blend[0]) if isinstance(blend, Array) and len(blend) else str(blend)
        if "/SMask" in found:
            state.masked = isinstance(found.SMask, Dictionary)
        if "/Font" in found and isinstance(found.Font, Array) and len(found.Font) == 2:
            self._set_font(found.Font[0], float(found.Font[1]))
        for key, what in (("/TR", "a transfer curve"), ("/TR2", "a transfer curve"), ("/HTP", "a halftone phase")):
            if key in found and found[key] not in (Name.Default, Name.Identity):
                self.shown.forbidden.setdefault(key, what)

    # colour

    def colour_space(self, stroke: bool, values: list[Any]) -> None:
        self._set(stroke, space := space_of(values[0], self.resources), initial(space))

    def colour(self, stroke: bool, values: list[Any]) -> None:
        space = self.state.stroke_space if stroke else self.state.fill_space
        if values and isinstance(values[-1], Name):
            self.state.pattern = self._resource("/Pattern", values[-1])
            self._set(stroke, PATTERN, Ink(PATTERN, (0, 0, 0, 0)))
        else:
            self._set(stroke, space, ink_of(space, [float(v) for v in values]))

    def device(self, space: Space, stroke: bool, values: list[Any]) -> None:
        self._set(stroke, space, ink_of(space, [float(v) for v in values]))

    def _set(self, stroke: bool, space: Space, ink: Ink) -> None:
        if stroke:
            self.state.stroke_space, self.state.stroke = space, ink
        else:
            self.state.fill_space, self.state.fill = space, ink

    # paths

    def move(self, values: list[Any]) -> None:
        self.at = (float(values[0]), float(values[1]))
        self.path.append([apply(self.state.ctm, *self.at)])

    def line_to(self, values: list[Any]) -> None:
        self.at = (float(values[0]), float(values[1]))
        self._subpath().append(apply(self.state.ctm, *self.at))

    def curve(self, operator: str, values: list[Any]) -> None:
        numbers = [float(v) for v in values]
        p0 = self.at
        end = (numbers[-2], numbers[-1])
        p1, p2 = (
            (p0, (numbers[0], numbers[1])) if operator == "v"
            else ((numbers[0], numbers[1]), end) if operator == "y"
            else ((numbers[0], numbers[1]), (numbers[2], numbers[3]))
        )  # fmt: skip
        subpath = self._subpath()
        for step in range(1, 9):
            t = step / 8
            s = 1 - t
            x, y = (s**3 * p0[i] + 3 * s * s * t * p1[i] + 3 * s * t * t * p2[i] + t**3 * end[i] for i in (0, 1))
            subpath.append(apply(self.state.ctm, x, y))
        self.at = end

    def rectangle(self, values: list[Any]) -> None:
        x, y, w, h = (float(v) for v in values)
        ctm = self.state.ctm
        self.path.append([apply(ctm, *p) for p in ((x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y))])
        self.at = (x, y)

    def close(self, _: list[Any]) -> None:
        if self.path and self.path[-1]:
            self.path[-1].append(self.path[-1][0])

    def clip(self, _: list[Any]) -> None:
        self.clipping = True

    def _subpath(self) -> list[Point]:
        if not self.path:
            self.path.append([apply(self.state.ctm, *self.at)])
        return self.path[-1]

    def paint(self, fill: bool, stroke: bool, close: bool, even_odd: bool, _: list[Any]) -> None:
        if close:
            self.close([])
        points = [point for part in self.path for point in part]
        if points:
            full = around(points)
            if fill:
                self._fill(full, tuple(tuple(part) for part in self.path if len(part) > 2), even_odd)
            if stroke:
                self._stroke(full)
            if self.clipping:
                self.state.clip = both(self.state.clip, full)
        self.path, self.clipping = [], False

    def _fill(self, full: Rect, shapes: tuple[tuple[Point, ...], ...], even_odd: bool) -> None:
        state = self.state
        if state.fill.space.family == "pattern":
            self._pattern(full)
            return
        self._add(Mark("fill", both(full, state.clip), full, state.fill, overprint=state.op_fill, opm=state.opm,
                       alpha=state.alpha_fill, blend=state.blend, masked=state.masked, shapes=shapes, even_odd=even_odd))

    def _stroke(self, full: Rect) -> None:
        state = self.state
        width = state.width * _scale(state.ctm)
        half = width / 2
        wide = (full[0] - half, full[1] - half, full[2] + half, full[3] + half)
        parts = tuple(tuple(part) for part in self.path if len(part) > 1)
        self._add(Mark("stroke", both(wide, state.clip), wide, state.stroke, size=width, overprint=state.op_stroke,
                       opm=state.opm, alpha=state.alpha_stroke, blend=state.blend, masked=state.masked, shapes=parts))

    def _add(self, mark: Mark) -> None:
        if not empty(mark.box):
            self.shown.marks.append(mark)

    # patterns, shadings, forms, pictures

    def _pattern(self, full: Rect) -> None:
        state, pattern = self.state, self.state.pattern
        area = both(full, state.clip)
        if pattern is None or empty(area) or self.depth > DEPTH:
            return
        outer = multiply(_matrix(pattern), self.base)
        if not isinstance(pattern, Stream):
            shading = pattern.get("/Shading")
            if shading is not None:
                self._shading(shading, area)
            return
        resources = pattern.get("/Resources")
        box = [float(v) for v in pattern.BBox]
        for x, y in _tiles(outer, area, float(pattern.get("/XStep", 0)), float(pattern.get("/YStep", 0)), box):
            ctm = multiply((1, 0, 0, 1, x, y), outer)
            corners = [apply(ctm, *p) for p in ((box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3]))]
            clip = both(area, around(corners))
            if empty(clip):
                continue
            inner = replace(state, ctm=ctm, clip=clip, fill=BLACK_GRAY, stroke=BLACK_GRAY, fill_space=GRAY,
                            stroke_space=GRAY, pattern=None)
            _Reading(self.reader, self.shown, resources, inner, self.depth + 1).run(pattern)

    def shade(self, values: list[Any]) -> None:
        found = self._resource("/Shading", values[0])
        if found is not None:
            self._shading(found, self.state.clip)

    def _shading(self, shading: Any, area: Rect) -> None:
        """A shading's ink is the most that any of its ends has, plate by plate."""
        state = self.state
        space = space_of(shading.get("/ColorSpace"), self.resources)
        ends = [ink_of(space, values) for values in _ends(shading.get("/Function"))] or [Ink(space, (1, 1, 1, 1))]
        c, m, y, k = (max(end.cmyk[i] for end in ends) for i in range(4))
        self._add(Mark("shading", area, area, Ink(space, (c, m, y, k)), overprint=state.op_fill, opm=state.opm,
                       alpha=state.alpha_fill, blend=state.blend, masked=state.masked))

    def place(self, values: list[Any]) -> None:
        thing = self._resource("/XObject", values[0])
        if not isinstance(thing, Stream):
            self.shown.faults.append(f"a drawing {values[0]} that is not in the file")
            return
        for key, what in (("/OPI", "an OPI link"), ("/Ref", "a reference to another file"), ("/PS", "PostScript")):
            if key in thing:
                self.shown.forbidden.setdefault(key, what)
        kind = thing.get("/Subtype")
        if kind == Name.Image:
            self._image(self.reader.picture(thing, self.resources))
        elif kind == Name.Form:
            self._form(thing)
        else:
            self.shown.forbidden.setdefault("/PS", "PostScript")

    def inline(self, values: list[Any]) -> None:
        image = values[0]
        space = getattr(image, "colorspace", None)
        named = {"/DeviceGray": GRAY, "/DeviceRGB": RGB, "/DeviceCMYK": FOUR}.get(str(space), GRAY)
        self._image(Picture(None, (0, 0), int(image.width), int(image.height), int(image.bits_per_component or 1),
                            None if image.image_mask else named))

    def _image(self, picture: Picture) -> None:
        state, ctm = self.state, self.state.ctm
        full = around([apply(ctm, *p) for p in ((0, 0), (1, 0), (1, 1), (0, 1))])
        ink = state.fill if picture.space is None else None
        self._add(Mark("image", both(full, state.clip), full, ink, overprint=state.op_fill, opm=state.opm,
                       alpha=state.alpha_fill, blend=state.blend, masked=state.masked or picture.soft is not None,
                       picture=picture, matrix=ctm))

    def _form(self, form: Any) -> None:
        if self.depth > DEPTH:
            self.shown.faults.append("drawings within drawings without an end")
            return
        group = form.get("/Group")
        if isinstance(group, Dictionary) and group.get("/S") == Name.Transparency:
            self.shown.groups.append(_group_space(group))
        ctm = multiply(_matrix(form), self.state.ctm)
        clip = self.state.clip
        if "/BBox" in form:
            x0, y0, x1, y1 = (float(v) for v in form.BBox)
            clip = both(clip, around([apply(ctm, *p) for p in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]))
        if empty(clip):
            return
        resources = form.get("/Resources", self.resources)
        _Reading(self.reader, self.shown, resources, replace(self.state, ctm=ctm, clip=clip), self.depth + 1).run(form)

    # text

    def begin_text(self, _: list[Any]) -> None:
        self.text = self.line = IDENTITY

    def text_matrix(self, values: list[Any]) -> None:
        a, b, c, d, e, f = (float(v) for v in values)
        self.text = self.line = (a, b, c, d, e, f)

    def next_line(self, values: list[Any], leading: bool = False) -> None:
        x, y = float(values[0]), float(values[1])
        if leading:
            self.state.leading = -y
        self.text = self.line = multiply((1, 0, 0, 1, x, y), self.line)

    def choose_font(self, values: list[Any]) -> None:
        found = self._resource("/Font", values[0])
        self._set_font(found, float(values[1]))

    def _set_font(self, font: Any, size: float) -> None:
        self.state.size = size
        self.state.font = self.reader.font(font) if isinstance(font, Dictionary) else None
        if self.state.font is None:
            self.shown.faults.append("a font that is not in the file")

    def number(self, name: str, values: list[Any]) -> None:
        value = float(values[0])
        setattr(self.state, name, value / 100 if name == "scale" else int(value) if name == "mode" else value)

    def show(self, values: list[Any]) -> None:
        self._show([values[-1]])

    def show_line(self, values: list[Any]) -> None:
        if len(values) == 3:
            self.state.word_space, self.state.char_space = float(values[0]), float(values[1])
        self.next_line([0, -self.state.leading])
        self._show([values[-1]])

    def show_array(self, values: list[Any]) -> None:
        self._show(list(values[0]))

    def _show(self, parts: list[Any]) -> None:
        state, font = self.state, self.state.font
        if font is None:
            return
        x = 0.0
        shown: list[int] = []
        starts: list[float] = []
        scale, size, widths = state.scale, state.size / 1000, font.widths
        em = state.size * scale or 1.0
        for part in parts:
            if not isinstance(part, String):
                x -= float(part) * size * scale
                continue
            codes = font.codes(bytes(part))
            for code in codes:
                width = widths.get(code, font.default_width) * size + state.char_space
                if code == 32 and not font.composite:
                    width += state.word_space
                starts.append(x / em)
                x += width * scale
            shown += codes
        if shown:
            self.shown.fonts.setdefault(font.name, font)
            self._text_mark(font, x, tuple(shown), tuple(starts))
        self.text = multiply((1, 0, 0, 1, x, 0), self.text)

    def _text_mark(self, font: Font, x: float, codes: tuple[int, ...], starts: tuple[float, ...]) -> None:
        state = self.state
        matrix = multiply(self.text, state.ctm)
        low = font.descent / 1000 * state.size + state.rise
        high = font.ascent / 1000 * state.size + state.rise
        full = around([apply(matrix, *p) for p in ((0, low), (x, low), (x, high), (0, high))])
        box = both(full, state.clip)
        if empty(box):
            return
        _, _, c, d, _, _ = matrix
        size = abs(state.size) * math.hypot(c, d)
        ink = state.stroke if state.mode in (1, 5) else state.fill
        overprint = state.op_stroke if state.mode in (1, 5) else state.op_fill
        self.shown.marks.append(
            Mark("text", box, full, ink, size=size, overprint=overprint, opm=state.opm, alpha=state.alpha_fill,
                 blend=state.blend, masked=state.masked, clear=state.mode in (3, 7), font=font, codes=codes,
                 starts=starts, matrix=multiply((state.size * state.scale, 0, 0, state.size, 0, state.rise), matrix),
                 em=state.size**2 * abs(state.scale), room=abs(x) * (high - low)))
        if font.identity and state.mode != 3 and any(font.missing(code) for code in codes):
            self.shown.missing.setdefault(font.name, full)

    def _resource(self, kind: str, name: Any) -> Any:
        found = self.resources.get(kind) if isinstance(self.resources, Dictionary) else None
        return found.get(str(name)) if isinstance(found, Dictionary) else None


def _scale(ctm: Matrix) -> float:
    a, b, c, d, _, _ = ctm
    return math.sqrt(abs(a * d - b * c))


def _matrix(thing: Any) -> Matrix:
    values = thing.get("/Matrix")
    if not isinstance(values, Array) or len(values) != 6:
        return IDENTITY
    a, b, c, d, e, f = (float(v) for v in values)
    return a, b, c, d, e, f


def _tiles(matrix: Matrix, area: Rect, step_x: float, step_y: float, box: list[float]) -> list[Point]:
    """Where tiles of a pattern lie that meet `area`; one that covers all of it where they are too many to draw."""
    a, b, c, d, e, f = matrix
    determinant = a * d - b * c
    if not determinant or not step_x or not step_y:
        return [(0, 0)]
    corners = []
    for x, y in ((area[0], area[1]), (area[2], area[1]), (area[2], area[3]), (area[0], area[3])):
        dx, dy = x - e, y - f
        corners.append(((d * dx - c * dy) / determinant, (a * dy - b * dx) / determinant))
    left, bottom, right, top = around(corners)
    step_x, step_y = abs(step_x), abs(step_y)
    columns = range(math.ceil((left - box[2]) / step_x), math.floor((right - box[0]) / step_x) + 1)
    rows = range(math.ceil((bottom - box[3]) / step_y), math.floor((top - box[1]) / step_y) + 1)
    if len(columns) * len(rows) > TILES:
        columns, rows = columns[:20], rows[:20]
    return [(i * step_x, j * step_y) for i in columns for j in rows]


def _ends(function: Any) -> list[list[float]]:
    """The colours at the ends of a shading's parts, as far as they are written down (types 2 and 3)."""
    if isinstance(function, Array):
        parts = [_ends(part) for part in function]
        if all(len(part) >= 2 for part in parts):
            return [[part[i][0] for part in parts] for i in (0, -1)]
        return []
    if not isinstance(function, (Dictionary, Stream)):
        return []
    if function.get("/FunctionType") == 2:
        return [[float(v) for v in function.get(key, Array([default]))] for key, default in (("/C0", 0), ("/C1", 1))]
    if function.get("/FunctionType") == 3:
        return [end for part in function.Functions for end in _ends(part)]
    return []


def _paint(fill: bool, stroke: bool, close: bool, even_odd: bool) -> Callable[[_Reading, list[Any]], None]:
    return lambda self, values: self.paint(fill, stroke, close, even_odd, values)


def _device(space: Space, stroke: bool) -> Callable[[_Reading, list[Any]], None]:
    return lambda self, values: self.device(space, stroke, values)


def _number(name: str) -> Callable[[_Reading, list[Any]], None]:
    return lambda self, values: self.number(name, values)


_HANDLERS: dict[str, Callable[[_Reading, list[Any]], None]] = {
    "q": _Reading.save, "Q": _Reading.restore, "cm": _Reading.transform, "w": _Reading.line_width,
    "gs": _Reading.graphics_state,
    "cs": lambda self, v: self.colour_space(False, v), "CS": lambda self, v: self.colour_space(True, v),
    "sc": lambda self, v: self.colour(False, v), "scn": lambda self, v: self.colour(False, v),
    "SC": lambda self, v: self.colour(True, v), "SCN": lambda self, v: self.colour(True, v),
    "g": _device(GRAY, False), "G": _device(GRAY, True), "rg": _device(RGB, False), "RG": _device(RGB, True),
    "k": _device(FOUR, False), "K": _device(FOUR, True),
    "m": _Reading.move, "l": _Reading.line_to, "re": _Reading.rectangle, "h": _Reading.close,
    "c": lambda self, v: self.curve("c", v), "v": lambda self, v: self.curve("v", v),
    "y": lambda self, v: self.curve("y", v), "W": _Reading.clip, "W*": _Reading.clip,
    "f": _paint(True, False, False, False), "F": _paint(True, False, False, False),
    "f*": _paint(True, False, False, True), "S": _paint(False, True, False, False), "s": _paint(False, True, True, False),
    "B": _paint(True, True, False, False), "B*": _paint(True, True, False, True), "b": _paint(True, True, True, False),
    "b*": _paint(True, True, True, True), "n": _paint(False, False, False, False),
    "sh": _Reading.shade, "Do": _Reading.place, "INLINE IMAGE": _Reading.inline, "BI": _Reading.inline,
    "BT": _Reading.begin_text, "Tm": _Reading.text_matrix, "Td": _Reading.next_line,
    "TD": lambda self, v: self.next_line(v, True), "T*": lambda self, v: self.next_line([0, -self.state.leading]),
    "Tf": _Reading.choose_font, "Tc": _number("char_space"), "Tw": _number("word_space"), "Tz": _number("scale"),
    "TL": _number("leading"), "Ts": _number("rise"), "Tr": _number("mode"),
    "Tj": _Reading.show, "'": _Reading.show_line, '"': _Reading.show_line, "TJ": _Reading.show_array,
}  # fmt: skip
