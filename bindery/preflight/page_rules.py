"""Rules for what a page shows: colours, type, lines, pictures, ink. Small functions, and the table of all rules for pages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from pikepdf import Array, Dictionary

from bindery.finish.boxes import MM, read
from bindery.preflight.colours import NAMES, PROCESS, Space
from bindery.preflight.edge_rules import (
    bleed_size,
    crop_box,
    nested_boxes,
    one_trim,
    reaches_bleed,
    safe_type,
    trim_box,
    upright,
)
from bindery.preflight.geometry import both, empty
from bindery.preflight.ink import Heaviest
from bindery.preflight.marks import Mark
from bindery.preflight.pages import Page
from bindery.preflight.report import ERROR, WARNING
from bindery.preflight.rule import HOUSE, NOTDEF, PDFX, Found, Rule, gwg

#: Type below which gray must be ink of the K plate and black must overprint, and small type in several inks, in pt.
GRAY_TEXT, SMALL_TEXT = 12, 8
#: Lines below this may break up, in pt. A little less is no finding: 0.25 is written as 0.2499.
THIN_LINE = 0.249
#: Rich black: from so much K on, with more ink in all, in per cent.
RICH_K, RICH_TOTAL = 85, 280


def annotated(page: Page) -> Iterator[Found]:
    found = page.obj.get("/Annots")
    for one in list(found) if isinstance(found, Array) else []:
        box = read(one, "/Rect") if "/Rect" in one else None
        if box is None or not empty(both(box, page.paper)):
            kind = str(one.get("/Subtype", "/?"))[1:]
            yield Found(f"a {kind} annotation lies on the page", "take out links, comments and fields for print", box)
    if "/AA" in page.obj:
        yield Found("the page has actions (AA)", "take them out for print")


def forbidden(page: Page) -> Iterator[Found]:
    for what in page.shown.forbidden.values():
        yield Found(f"the page holds {what}", "save the drawing again as plain PDF or SVG")


def embedded(page: Page) -> Iterator[Found]:
    for name, embedded in page.shown.fonts:
        if not embedded:
            yield Found(f"the font {name} is not in the file", "export again with all fonts embedded")


def notdef(page: Page) -> Iterator[Found]:
    for name, box in page.shown.missing.items():
        yield Found(f"letters that the font {name} lacks stand as empty boxes, or not at all (.notdef)",
                    "use a font that has them, and export again", box)  # fmt: skip


def readable(page: Page) -> Iterator[Found]:
    for fault in page.shown.faults[:3]:
        yield Found(f"the page's content is damaged: {fault}", "export the page again")


def _spaces(mark: Mark) -> Iterator[Space]:
    if mark.ink is not None:
        yield mark.ink.space
    if mark.picture is not None and mark.picture.space is not None:
        yield mark.picture.space


def ink_only(page: Page) -> Iterator[Found]:
    """In the slug too: a plate is made of all that the file holds."""
    for mark in page.shown.marks:
        for space in _spaces(mark):
            if space.family in NAMES:
                what = {"image": "a picture", "text": "text", "shading": "a gradient"}.get(mark.kind, "a shape")
                yield Found(f"{what} is in {NAMES[space.family]}, not in ink", "convert it to CMYK through the printer's profile",
                            mark.box)  # fmt: skip


def spot_colours(page: Page) -> Iterator[Found]:
    for mark in page.shown.marks:
        for space in _spaces(mark):
            for name in space.spots:
                yield Found(f"the spot colour “{name}” would need a plate of its own",
                            "convert it to CMYK, or take it out", mark.box)  # fmt: skip


def all_plates(page: Page) -> Iterator[Found]:
    for mark in page.printed():
        if any(space.family == "all" for space in _spaces(mark)):
            yield Found("something on the page is in the colour of all plates (All), which is for marks in the slug",
                        "give it a colour of its own", mark.box)  # fmt: skip


def blend_space(page: Page) -> Iterator[Found]:
    group = page.obj.get("/Group")
    if any(space not in ("cmyk", "none") for space in page.shown.groups):
        yield Found("transparency is blended in another space than CMYK", "export again with CMYK as the blending space")
    elif _transparent(page) and not (isinstance(group, Dictionary) and "/CS" in group):
        yield Found("transparency without a blending space of the page", "export again with CMYK as the blending space")


def _transparent(page: Page) -> bool:
    return any(mark.alpha < 1 or mark.masked or mark.blend not in ("/Normal", "/Compatible") for mark in page.printed())


def gray_text(page: Page) -> Iterator[Found]:
    for mark in page.texts():
        if mark.ink and mark.ink.space.family == "gray" and mark.size < GRAY_TEXT:
            yield Found(f"text of less than {GRAY_TEXT} pt is in DeviceGray, which cannot overprint surely",
                        "set it in CMYK, as a tint of K", mark.box)  # fmt: skip


def small_text(page: Page) -> Iterator[Found]:
    for mark in page.texts():
        if mark.ink and mark.ink.plates > 1 and mark.size < SMALL_TEXT - 0.02:
            yield Found(f"text of {mark.size:.1f} pt is in {mark.ink.plates} inks: it may blur",
                        f"set it in one ink, or in at least {SMALL_TEXT} pt", mark.box)  # fmt: skip


def black_overprints(page: Page) -> Iterator[Found]:
    for mark in page.texts():
        if mark.ink and _pure_black(mark) and mark.size < GRAY_TEXT - 0.02 and not mark.overprint:
            yield Found("black text does not overprint: paper may show at its edges", "let 100 K text overprint", mark.box)


def _pure_black(mark: Mark) -> bool:
    return mark.ink is not None and mark.ink.space.family in PROCESS and mark.ink.cmyk[3] > 0.999 and mark.ink.plates == 1


def white_overprints(page: Page) -> Iterator[Found]:
    for mark in page.printed():
        if mark.ink and mark.ink.white and mark.overprint and (mark.opm == 1 or mark.ink.space.family != "cmyk"):
            yield Found("something white overprints: it will not be seen", "let white knock out", mark.box)


def rich_text(page: Page) -> Iterator[Found]:
    for mark in page.texts():
        if mark.ink and 100 * mark.ink.cmyk[3] >= RICH_K and mark.ink.total > RICH_TOTAL:
            yield Found(f"text is in a rich black of {mark.ink.total:.0f} %", "set it in 100 K", mark.box)


def thin_lines(page: Page) -> Iterator[Found]:
    for mark in page.printed():
        if mark.kind == "stroke" and mark.size < THIN_LINE and mark.ink and (mark.ink.white or mark.ink.plates > 1):
            inks = "white" if mark.ink.white else f"{mark.ink.plates} inks"
            yield Found(f"a line of {mark.size:.2f} pt in {inks} may break up", "make it at least 0.25 pt, or one ink", mark.box)


def resolution(page: Page) -> Iterator[Found]:
    yield from _coarse(page, lambda ppi, least, good: ppi <= least, 0)


def resolution_fair(page: Page) -> Iterator[Found]:
    yield from _coarse(page, lambda ppi, least, good: least < ppi <= good, 1)


def _coarse(page: Page, bad: Callable[[float, float, float], bool], limit: int) -> Iterator[Found]:
    for mark in page.printed():
        if mark.picture is None or (ppi := effective_ppi(mark)) is None:
            continue
        limits = page.limits.ppi_line_art if mark.picture.bits == 1 else page.limits.ppi
        if bad(ppi, *limits):
            size = f"{mark.picture.width} × {mark.picture.height}"
            yield Found(f"a picture of {size} px stands at {ppi:.0f} px/in; more than {limits[limit]:g} are needed",
                        "use a larger picture, or set it smaller", mark.box)  # fmt: skip


def effective_ppi(mark: Mark) -> float | None:
    """Pixels an inch as the picture stands, in its coarser direction; None for what is no picture to look at.

    One pixel, or a few, stretched over an area is a flat colour or a gradient, not a picture.
    """
    a, b, c, d, _, _ = mark.matrix
    across, up = math.hypot(a, b), math.hypot(c, d)
    picture = mark.picture
    if picture is None or not across or not up or min(picture.width, picture.height) < 4:
        return None
    return 72 * min(picture.width / across, picture.height / up)


def ink_limit(page: Page) -> Iterator[Found]:
    found: Heaviest | None = page.ink
    if found is not None and found.percent > page.limits.ink + 0.5:
        x, y = found.at
        half = 7.5 * MM
        yield Found(f"{found.percent:.0f} % of ink in a square of 15 mm; the paper bears {page.limits.ink:g} %",
                    "convert pictures through the printer's profile, and use lighter colours under them",
                    (x - half, y - half, x + half, y + half))  # fmt: skip


def empty_page(page: Page) -> Iterator[Found]:
    if page.number not in page.limits.blanks and all(mark.ink is not None and mark.ink.white for mark in page.inside):
        yield Found("the page is empty", "see whether something is missing; where it is meant, all is well")


PAGE_RULES: tuple[Rule[Page], ...] = (
    Rule("X14", ERROR, "a TrimBox on every page, or an ArtBox", PDFX, trim_box),
    Rule("X15", ERROR, "trim within bleed within media", PDFX, nested_boxes),
    Rule("X16", ERROR, "no annotations on the page", PDFX, annotated),
    Rule("X17", ERROR, "no OPI, PostScript, references, transfer curves", PDFX, forbidden),
    Rule("X18", ERROR, "all fonts embedded", PDFX, embedded),
    Rule("X19", ERROR, "no missing letters (.notdef)", NOTDEF, notdef),
    Rule("X20", ERROR, "content that can be read", "ISO 32000-1, 7.8", readable),
    Rule("G01", ERROR, "the same trim on every page", gwg("Page Size and Orientation"), one_trim),
    Rule("G02", ERROR, "no Rotate, no UserUnit", gwg("Page Scaling"), upright),
    Rule("G03", ERROR, "no CropBox but the MediaBox", gwg("Crop Box"), crop_box),
    Rule("G04", ERROR, "no RGB, ICC, Lab or calibrated colour", gwg(), ink_only),
    Rule("G05", ERROR, "no spot colours", gwg("Use of Spot Colors"), spot_colours),
    Rule("G06", ERROR, "the colour All in the slug alone", gwg("Separation Color All"), all_plates),
    Rule("G07", ERROR, "transparency in CMYK", gwg("Transparency Blend Color Space"), blend_space),
    Rule("G08", ERROR, "no DeviceGray text under 12 pt", gwg("Overprint 100% Black Text defined in DeviceGray"), gray_text),
    Rule("G09", WARNING, "no text under 8 pt in several inks", gwg("Small Text"), small_text),
    Rule("G10", WARNING, "100 K text under 12 pt overprints", gwg("Overprint 100% Black Text"), black_overprints),
    Rule("G11", ERROR, "white knocks out", gwg("Overprint White Text"), white_overprints),
    Rule("G12", WARNING, "no text in rich black", gwg("Rich Black Text"), rich_text),
    Rule("G13", WARNING, "no line under 0.25 pt, white or in several inks", gwg("Effective Line Width"), thin_lines),
    Rule("G14", ERROR, "pictures fine enough to print", gwg("Image Resolution"), resolution),
    Rule("G15", WARNING, "pictures fine enough to print well", gwg("Image Resolution"), resolution_fair),
    Rule("R0026", ERROR, "ink that the paper bears, in any square of 15 mm", gwg("Total Ink Area Coverage"), ink_limit),
    Rule("G16", WARNING, "no empty page", gwg("Empty Pages"), empty_page),
    Rule("H01", ERROR, "the printer's bleed, on all sides", HOUSE, bleed_size),
    Rule("H03", WARNING, "text at least 5 mm inside the trim", HOUSE, safe_type),
    Rule("H04", ERROR, "what reaches the edge reaches the bleed", HOUSE, reaches_bleed),
)  # fmt: skip
