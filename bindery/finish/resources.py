"""What pages draw with: forms, patterns, shadings, soft masks, graphics states, images; each once, in the inks.

Every resource is brought to the inks, used or not: the file carries them all. What no rule covers is a problem.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from bindery.finish.colour import IDENTITY, OVERPRINT_NAMES, Content, Matrix, multiply, rewrite
from bindery.finish.images import Images
from bindery.finish.inks import Inks, MaskInks, PressInks
from bindery.finish.problems import Problems
from bindery.finish.save import deflate, write
from bindery.finish.tokens import normal
from bindery.memo import Memo

Key = tuple[int, int]

_IDLE_FORM_KEYS = ("/StructParent", "/StructParents", "/PieceInfo", "/LastModified", "/Metadata", "/Name")
_REFUSED_FORM_KEYS = {"/OC": "a layer", "/OPI": "an OPI link", "/Ref": "another file by reference", "/PS": "PostScript"}
_STATE_KEYS = {"/Type", "/ca", "/CA", "/BM", "/SMask", "/AIS", "/LW", "/LC", "/LJ", "/ML", "/D", "/SA"}


@dataclass(slots=True)
class Drawn:
    """What a stream shows: its images, unit square to its own space, and whether anything is transparent."""

    images: list[tuple[Key, Matrix]] = field(default_factory=list)
    transparent: bool = False


@dataclass(frozen=True, slots=True)
class _Made:
    """A page that was brought to the inks: what it uses, its content deflated, the names of its colours."""

    content: Content
    deflated: bytes
    used: dict[str, None]


class Rewriter:
    """Brings one file's pages to the inks, in place. `keep_tags`: the file goes to readers, not to a press."""

    def __init__(
        self, pdf: Pdf, inks: PressInks, images: Images, problems: Problems, memo: Memo, keep_tags: bool = False
    ):
        self.pdf, self.inks, self.images, self.problems, self.memo = pdf, inks, images, problems, memo
        self.masks = MaskInks()
        self.keep_tags = keep_tags
        self.forms: dict[Key, tuple[bool, Drawn]] = {}
        self._seen: set[Key] = set()
        self._idle: dict[Key, frozenset[bytes]] = {}

    def page(self, page: Object, before: bytes, after: bytes) -> Drawn:
        """Rewrite a page's content between `before` and `after`, and all its resources."""
        resources = page.get("/Resources")
        if not isinstance(resources, Dictionary):
            page.Resources = resources = Dictionary()
        self._resources(resources, in_mask=False)
        contents = page.get("/Contents", Array())
        streams = [contents] if isinstance(contents, Stream) else list(contents)
        data = b"\n".join(stream.read_bytes() for stream in streams)
        idle = self._idle_states(resources)
        depends: list[bytes | str] = [self.inks.depends, str(self.keep_tags), data, before, after, *sorted(idle)]
        made = self.memo.keep(
            str(self.problems.page), depends, lambda: self._made(data, idle, before, after), self.problems.count
        )
        self.inks.used |= made.used
        page.Contents = stream = self.pdf.make_stream(b"")
        stream.write(made.deflated, filter=Name.FlateDecode)
        if made.content.overprints:
            self._add_overprint(resources)
        return self._drawn(made.content, resources, in_mask=False)

    def _made(self, data: bytes, idle: frozenset[bytes], before: bytes, after: bytes) -> _Made:
        """A page's content in the inks, deflated."""
        used, self.inks.used = self.inks.used, {}
        content = self._rewritten(data, in_mask=False, head=True, idle=idle)
        used, self.inks.used = self.inks.used, used
        return _Made(replace(content, data=b""), deflate(before + content.data + after), used)

    def _content(self, data: bytes, resources: Object, in_mask: bool, head: bool, isolated: bool) -> Content:
        content = self._rewritten(data, in_mask, head, self._idle_states(resources) if isolated else frozenset())
        if content.overprints:
            self._add_overprint(resources)
        return content

    def _rewritten(self, data: bytes, in_mask: bool, head: bool, idle: frozenset[bytes]) -> Content:
        inks = self._inks(in_mask)
        in_inks = partial(
            rewrite, inks=inks, problems=self.problems, head=head, idle_states=idle, keep_tags=self.keep_tags,
        )  # fmt: skip
        try:
            content = in_inks(data)
            if content is None:
                content = in_inks(normal(self.pdf, data))
        except (pikepdf.PdfError, UserWarning, ValueError):
            content = None
        if content is None:
            self.problems.add("a drawing that cannot be read", "take the drawing out, or save it again as plain SVG")
            return Content(b"")
        return content

    def _inks(self, in_mask: bool) -> Inks:
        return self.masks if in_mask else self.inks

    def _add_overprint(self, resources: Object) -> None:
        if "/ExtGState" not in resources:
            resources.ExtGState = Dictionary()
        for (fill, stroke), name in OVERPRINT_NAMES.items():
            key = name.decode()
            if key not in resources.ExtGState:
                resources.ExtGState[key] = Dictionary(Type=Name.ExtGState, op=fill, OP=stroke, OPM=1)

    def _drawn(self, content: Content, resources: Object, in_mask: bool) -> Drawn:
        drawn = Drawn()
        for name in content.states:
            state = resources.get("/ExtGState", Dictionary()).get(name.decode("latin-1"))
            drawn.transparent |= isinstance(state, Dictionary) and not _opaque(state)
        for name, matrix in content.placed:
            thing = resources.get("/XObject", Dictionary()).get(name.decode("latin-1"))
            if not isinstance(thing, Stream):
                self.problems.add(f"a drawing {name.decode('latin-1')} that is not in the file", "report it")
            elif thing.get("/Subtype") == Name.Image:
                drawn.images.append((thing.objgen, matrix))
                drawn.transparent |= "/SMask" in thing
            else:
                self._add(drawn, thing, matrix, in_mask)
        for name in content.patterns:
            pattern = resources.get("/Pattern", Dictionary()).get(name.decode("latin-1"))
            if isinstance(pattern, Stream):
                self._add(drawn, pattern, IDENTITY, in_mask)
        return drawn

    def _add(self, drawn: Drawn, form: Stream, matrix: Matrix, in_mask: bool) -> None:
        is_mask, inner = self.forms.get(form.objgen, (in_mask, Drawn()))
        if is_mask != in_mask:
            self.problems.add("a drawing is both shown and used as a mask", "use two drawings")
        outer = multiply(_matrix(form), matrix)
        drawn.images += ((key, multiply(own, outer)) for key, own in inner.images)
        drawn.transparent |= inner.transparent or "/Group" in form

    def _first(self, thing: Object) -> bool:
        if thing.objgen == (0, 0):
            return True
        new = thing.objgen not in self._seen
        self._seen.add(thing.objgen)
        return new

    def _members(self, resources: Object, kind: str) -> list[tuple[str, Any]]:
        members = resources.get(kind)
        return list(members.items()) if isinstance(members, Dictionary) and self._first(members) else []

    def _resources(self, resources: Object, in_mask: bool) -> None:
        if not self._first(resources):
            return
        # First: the engine lists the group of a soft mask among the XObjects too, and a mask is no ink.
        for _, state in self._members(resources, "/ExtGState"):
            if self._first(state):
                self._state(state)
        for _, thing in self._members(resources, "/XObject"):
            subtype = thing.get("/Subtype")
            if subtype == Name.Image:
                self.images.convert(thing, in_mask)
            elif subtype == Name.Form:
                self._form(thing, in_mask)
            else:
                self.problems.add(f"a drawing of the kind {subtype}", "save it as plain SVG, PNG or JPEG")
        for _, pattern in self._members(resources, "/Pattern"):
            if isinstance(pattern, Stream):
                self._form(pattern, in_mask, head=True)
            elif self._first(pattern):
                self._shading(pattern.Shading, in_mask)
        for _, shading in self._members(resources, "/Shading"):
            self._shading(shading, in_mask)
        for _, font in self._members(resources, "/Font"):
            if self._first(font) and font.get("/Subtype") == Name.Type3:
                self.problems.add("a font of drawings (Type 3)", "use an outline font: colour fonts cannot be printed")
        # Only /Pattern is ever named by `cs`; the engine's unused Lab spaces would be found as colour (GWG 2022).
        for key in ("/ColorSpace", "/Properties"):
            if key in resources:
                del resources[key]

    def _form(self, form: Stream, in_mask: bool, head: bool = False) -> None:
        if form.objgen in self.forms:
            return
        self.forms[form.objgen] = in_mask, Drawn()
        for key, what in _REFUSED_FORM_KEYS.items():
            if key in form:
                self.problems.add(f"{what} in a drawing", "save the drawing as plain SVG")
        for key in _IDLE_FORM_KEYS:
            if key in form:
                del form[key]
        group = form.get("/Group")
        if isinstance(group, Dictionary):
            group.CS = self._inks(in_mask).space
        resources = form.get("/Resources")
        if not isinstance(resources, Dictionary):
            form.Resources = resources = Dictionary()
        self._resources(resources, in_mask)
        content = self._content(form.read_bytes(), resources, in_mask, head=head or in_mask, isolated=group is not None)
        write(form, content.data)
        self.forms[form.objgen] = in_mask, self._drawn(content, resources, in_mask)

    def _state(self, state: Object) -> None:
        unknown = sorted(set(state.keys()) - _STATE_KEYS)
        if unknown:
            self.problems.add(f"a graphics state with {', '.join(unknown)}", "take the effect out of the drawing")
        mask = state.get("/SMask")
        if isinstance(mask, Dictionary) and isinstance(mask.G, Stream):
            self._form(mask.G, in_mask=True, head=True)
            if "/BC" in mask:
                values = b" ".join(str(float(v)).encode() for v in mask.BC)
                mask.BC = Array([float(self.masks.operator(values, b"g")[0].split()[0])])
            if mask.get("/TR") not in (None, Name("/Identity")):
                self.problems.add("a mask with a transfer curve", "save the drawing as plain SVG")

    def _shading(self, shading: Object, in_mask: bool) -> None:
        """Axial and radial gradients between colours of the palette: their ends are mapped, the way between is ink."""
        if not self._first(shading):
            return
        space = shading.get("/ColorSpace")
        if space not in (Name.DeviceRGB, Name.DeviceGray) or int(shading.ShadingType) not in (2, 3):
            self.problems.add("a gradient of an unknown kind", "use a linear or radial gradient of colours")
            return
        self._function(shading.Function, in_mask)
        shading.ColorSpace = self._inks(in_mask).space
        if "/Background" in shading:
            shading.Background = self._ends(shading.Background, in_mask)

    def _function(self, function: Object, in_mask: bool) -> None:
        if not self._first(function):
            return
        kind = None if isinstance(function, Array) else int(function.get("/FunctionType", -1))
        if kind == 2:
            for key, default in (("/C0", 0), ("/C1", 1)):
                function[key] = self._ends(function.get(key, Array([default])), in_mask)
            if "/Range" in function:
                del function["/Range"]
        elif kind == 3:
            for part in function.Functions:
                self._function(part, in_mask)
        else:
            self.problems.add("a gradient made by a program", "use a linear or radial gradient of colours")

    def _ends(self, values: Object, in_mask: bool) -> Array:
        operator = b"rg" if len(values) == 3 else b"g"
        ink, _ = self._inks(in_mask).operator(b" ".join(str(float(v)).encode() for v in values), operator)
        return Array([float(v) for v in ink.split()[:-1]])

    def _idle_states(self, resources: Object) -> frozenset[bytes]:
        """Names of the graphics states, where none of the resources' states changes anything; else none."""
        known = self._idle.get(resources.objgen)
        if known is None or resources.objgen == (0, 0):
            states = [(name, state) for name, state in resources.get("/ExtGState", Dictionary()).items()
                      if not name.startswith("/BnOP")]
            idle = all(_opaque(state) for _, state in states)
            known = frozenset(name.encode("latin-1") for name, _ in states) if idle else frozenset()
            self._idle[resources.objgen] = known
        return known


def _opaque(state: Object) -> bool:
    """Whether a graphics state sets nothing but full opacity, or nothing at all."""
    return all(
        key in ("/Type", "/AIS")
        or (key in ("/ca", "/CA") and value == 1)
        or (key == "/BM" and value in (Name.Normal, Name.Compatible))
        or (key == "/SMask" and value == Name("/None"))
        for key, value in state.items()
    )


def _matrix(form: Stream) -> Matrix:
    values = form.get("/Matrix")
    if values is None:
        return IDENTITY
    a, b, c, d, e, f = (float(v) for v in values)
    return a, b, c, d, e, f
