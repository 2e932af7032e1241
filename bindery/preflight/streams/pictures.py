"""Operators that place pictures and forms, drawings within a drawing (ISO 32000-1, 8.9 and 8.10)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pikepdf import Dictionary, Name, Stream

from bindery.finish.colour import multiply
from bindery.preflight.colours import FOUR, GRAY, RGB
from bindery.preflight.geometry import both, empty, matrix_of, placed
from bindery.preflight.marks import Picture
from bindery.preflight.streams.reading import Operator, Reading, group_space


def place(reading: Reading, values: list[Any]) -> None:
    thing = reading.resource("/XObject", values[0])
    if not isinstance(thing, Stream):
        reading.shown.faults.append(f"a drawing {values[0]} that is not in the file")
        return
    for key, what in (("/OPI", "an OPI link"), ("/Ref", "a reference to another file"), ("/PS", "PostScript")):
        if key in thing:
            reading.shown.forbidden.setdefault(key, what)
    kind = thing.get("/Subtype")
    if kind == Name.Image:
        _image(reading, reading.known.picture(thing, reading.resources))
    elif kind == Name.Form:
        _form(reading, thing)
    else:
        reading.shown.forbidden.setdefault("/PS", "PostScript")


def inline(reading: Reading, values: list[Any]) -> None:
    image = values[0]
    space = getattr(image, "colorspace", None)
    named = {"/DeviceGray": GRAY, "/DeviceRGB": RGB, "/DeviceCMYK": FOUR}.get(str(space), GRAY)
    _image(reading, Picture(None, (0, 0), int(image.width), int(image.height), int(image.bits_per_component or 1),
                        None if image.image_mask else named))


def _image(reading: Reading, picture: Picture) -> None:
    state, ctm = reading.state, reading.state.ctm
    full = placed((0, 0, 1, 1), ctm)
    ink = state.fill if picture.space is None else None
    masked = state.masked or picture.soft is not None
    reading.leave("image", full, ink, masked=masked, picture=picture, matrix=ctm)


def _form(reading: Reading, form: Any) -> None:
    group = form.get("/Group")
    if isinstance(group, Dictionary) and group.get("/S") == Name.Transparency:
        reading.shown.groups.append(group_space(group))
    ctm = multiply(matrix_of(form), reading.state.ctm)
    clip = reading.state.clip
    if "/BBox" in form:
        x0, y0, x1, y1 = (float(v) for v in form.BBox)
        clip = both(clip, placed((x0, y0, x1, y1), ctm))
    if empty(clip):
        return
    reading.within(form, form.get("/Resources", reading.resources), replace(reading.state, ctm=ctm, clip=clip))


OPERATORS: dict[str, Operator] = {"Do": place, "INLINE IMAGE": inline, "BI": inline}
