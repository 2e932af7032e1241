"""Every rule bites: a file without a fault passes, and each way of breaking it is told by its own rule and by no other."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from made import ICC, make
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String

from bindery.preflight import Limits, Report
from bindery.preflight.file_rules import FILE_RULES
from bindery.preflight.fonts import read_font
from bindery.preflight.page_rules import PAGE_RULES
from bindery.preflight.report import ERROR, WARNING

MM = 72 / 25.4
Told = Callable[..., Report]


def opened(good: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(good))


def rules(report: Report) -> set[str]:
    return {note.rule for note in report.notes}


def draw(pdf: Pdf, content: bytes, page: int = 0) -> None:
    """Add to what the page shows, in the page's own space (the trim's corner is 0 0)."""
    pdf.pages[page].contents_add(b"q " + content + b" Q")


def state(pdf: Pdf, name: str, **keys: object) -> None:
    resources = pdf.pages[0].Resources
    if "/ExtGState" not in resources:
        resources.ExtGState = Dictionary()
    resources.ExtGState[name] = Dictionary(**keys)


def xmp(pdf: Pdf, old: bytes, new: bytes) -> None:
    data = pdf.Root.Metadata.read_bytes()
    assert old in data
    pdf.Root.Metadata.write(data.replace(old, new))


def test_a_good_file_has_no_findings(good: bytes, report: Told) -> None:
    one = report(good)
    assert one.notes == ()
    assert (one.pages, one.trim, one.rules) == (2, (100, 140), 1 + len(FILE_RULES) + len(PAGE_RULES))
    assert "no errors, no warnings" in one.text()


def test_ids_are_given_once() -> None:
    ids = [rule.id for rule in (*FILE_RULES, *PAGE_RULES)]
    assert len(ids) == len(set(ids))
    assert all(rule.severity in (ERROR, WARNING) and rule.what for rule in (*FILE_RULES, *PAGE_RULES))


#: What a rule may name as its source; clauses are those that a public text shows with their numbers.
SOURCES = r"house|ISO 15930-7 \(PDF/X-4\)|GWG 2022(, [A-Z][\w% ]+)?|ISO 19005-2, 6\.2\.11\.8|ISO 32000-1, 7\.8"


def test_every_rule_names_its_source() -> None:
    families = {"X": "ISO", "G": "GWG", "R": "GWG", "H": "house"}
    for rule in (*FILE_RULES, *PAGE_RULES):
        assert re.fullmatch(SOURCES, rule.origin), (rule.id, rule.origin)
        assert rule.origin.startswith(families[rule.id[0]]), (rule.id, rule.origin)


def test_no_clause_of_a_standard_that_nobody_can_read_is_named() -> None:
    """PDF/X-4 is sold: nobody here can look its clauses up, so none is cited."""
    code = Path(__file__).resolve().parents[2] / "bindery"
    assert [path.name for path in code.rglob("*.py") if re.search(r"15930-7[\s:#\d]*, (\d|[Aa]nnex)", path.read_text("utf-8"))] == []


def no_metadata(pdf: Pdf) -> None:
    """What else is told follows from it: nothing says that it is PDF/X-4, or trapped."""
    del pdf.Root.Metadata


def no_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def two_intents(pdf: Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def screen_profile(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.write((ICC / "sRGB.icc").read_bytes())


def condition(name: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        pdf.Root.OutputIntents[0].OutputConditionIdentifier = String(name)

    return change


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def form(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array())


def no_trim(pdf: Pdf) -> None:
    del pdf.pages[1].obj.TrimBox


def media_within_bleed(pdf: Pdf) -> None:
    pdf.pages[1].obj.MediaBox = pdf.pages[1].obj.TrimBox


def not_said(pdf: Pdf) -> None:
    xmp(pdf, b"pdf:Trapped>False", b"pdf:Trapped>Unknown")
    pdf.trailer.Info.Trapped = Name.Unknown


def link(pdf: Pdf) -> None:
    box = Array([10, 10, 50, 50])
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box)])


def other_trim(pdf: Pdf) -> None:
    left, bottom, right, top = pdf.pages[1].obj.TrimBox
    pdf.pages[1].obj.TrimBox = Array([left, bottom, float(right) - 10, top])
    left, bottom, right, top = pdf.pages[1].obj.BleedBox
    pdf.pages[1].obj.BleedBox = Array([left, bottom, float(right) - 10, top])


def turned(pdf: Pdf) -> None:
    pdf.pages[1].obj.Rotate = 90


def scaled(pdf: Pdf) -> None:
    pdf.pages[1].obj.UserUnit = 2


def cropped(pdf: Pdf) -> None:
    pdf.pages[1].obj.CropBox = pdf.pages[1].obj.TrimBox


def less_bleed(pdf: Pdf) -> None:
    for page in pdf.pages:
        left, bottom, right, top = (float(v) for v in page.obj.TrimBox)
        page.obj.BleedBox = Array([left - 2 * MM, bottom - 3 * MM, right + 3 * MM, top + 3 * MM])


def not_embedded(pdf: Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def not_embedded_again(pdf: Pdf) -> None:
    """The same font twice, by its name, of which one is not in the file."""
    fonts = pdf.pages[0].Resources.Font
    font = next(iter(fonts.values()))
    bare, inner = Dictionary(dict(font.items())), Dictionary(dict(font.DescendantFonts[0].items()))
    inner.FontDescriptor = Dictionary({key: value for key, value in inner.FontDescriptor.items() if key != "/FontFile2"})
    bare.DescendantFonts = Array([pdf.make_indirect(inner)])
    fonts["/Bare"] = pdf.make_indirect(bare)
    draw(pdf, b"/Over gs BT 0 0 0 1 k /Bare 14 Tf 60 60 Td <0003> Tj ET")


def missing_letter(pdf: Pdf) -> None:
    name = next(iter(pdf.pages[0].Resources.Font.keys())).encode()
    draw(pdf, b"BT 0 0 0 1 k " + name + b" 14 Tf 60 60 Td <0000> Tj ET")


def lettering(colour: bytes, size: int = 10, at: bytes = b"60 60", gs: bytes = b"") -> Callable[[Pdf], None]:
    """Two letters of the page's first font."""

    def change(pdf: Pdf) -> None:
        state(pdf, "/Over", op=True, OP=True, OPM=1)
        name, font = next(iter(pdf.pages[0].Resources.Font.items()))
        known = read_font(font)
        codes = [code for code in known.widths if known.shape(code).area > 0.05][:2]
        text = b"<%04x%04x> Tj ET" % tuple(codes)
        draw(pdf, gs + b" BT " + colour + b" " + name.encode() + b" %d Tf " % size + at + b" Td " + text)

    return change


def drawn(content: bytes, **states: Dictionary) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        state(pdf, "/Over", op=True, OP=True, OPM=1)
        for name, keys in states.items():
            pdf.pages[0].Resources.ExtGState[f"/{name}"] = keys
        draw(pdf, content)

    return change


def space(array: Callable[[Pdf], Array], content: bytes) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].Resources.ColorSpace = Dictionary(X=array(pdf))
        draw(pdf, content)

    return change


def tint(pdf: Pdf) -> Dictionary:
    return Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([0, 1, 1, 0]), N=1)


def separation(name: str, alternate: Name = Name.DeviceCMYK) -> Callable[[Pdf], Array]:
    return lambda pdf: Array([Name.Separation, Name(f"/{name}"), alternate, tint(pdf)])


def rgb_profile(pdf: Pdf) -> Array:
    stream = pdf.make_stream((ICC / "sRGB.icc").read_bytes(), N=3)
    return Array([Name.ICCBased, stream])


def lab(pdf: Pdf) -> Array:
    return Array([Name.Lab, Dictionary(WhitePoint=Array([0.9505, 1, 1.089]))])


def image(bits: int = 8, size: int = 40, **keys: object) -> Callable[[Pdf], None]:
    """A gray picture on a square of 20 mm."""

    def change(pdf: Pdf) -> None:
        pixels = bytes(size * size * bits // 8)
        stream = pdf.make_stream(pixels, Type=Name.XObject, Subtype=Name.Image, Width=size, Height=size,
                                 ColorSpace=Name.DeviceGray, BitsPerComponent=bits, Decode=Array([1, 0]), **keys)
        pdf.pages[0].Resources.XObject["/Pic"] = stream
        draw(pdf, b"56.7 0 0 56.7 60 60 cm /Pic Do")

    return change


def group(space: Name) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=space)

    return change


def half_in_a_group(pdf: Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency)
    drawn(b"/Half gs 0 0 0 0.5 k " + SQUARE, Half=Dictionary(ca=0.5))(pdf)


def blank(pdf: Pdf) -> None:
    pdf.pages[1].obj.Contents = pdf.make_stream(b"0 0 0 0 k 0 0 50 50 re f")


FOLLOW = {"X03", "X07"}
SQUARE = b"20 60 60 60 re f"
BROKEN: dict[str, tuple[str, Callable[[Pdf], None]]] = {
    "another PDF/X": ("X03", lambda pdf: xmp(pdf, b"PDF/X-4", b"PDF/X-3:2003")),
    "no XMP metadata": ("X04", no_metadata),
    "no version id": ("X04", lambda pdf: xmp(pdf, b"xmpMM:VersionID", b"xmpMM:Version")),
    "another title": ("X05", lambda pdf: xmp(pdf, b">Title<", b">Another<")),
    "another date": ("X05", lambda pdf: xmp(pdf, b"<xmp:CreateDate>2026", b"<xmp:CreateDate>2025")),
    "trapped is unknown": ("X07", not_said),
    "no output intent": ("X08", no_intent),
    "two output intents": ("X08", two_intents),
    "a profile that is not CMYK": ("X09", screen_profile),
    "another condition": ("X10", condition("FOGRA51")),
    "JavaScript": ("X13", script),
    "a form": ("X13", form),
    "no trim": ("X14", no_trim),
    "media within bleed": ("X15", media_within_bleed),
    "a link": ("X16", link),
    "an OPI link": ("X17", image(size=400, OPI=Dictionary())),
    "a transfer curve": ("X17", drawn(b"/Curve gs", Curve=Dictionary(TR=tint(pikepdf.new())))),
    "a font that is not embedded": ("X18", not_embedded),
    "a font that is in the file only once": ("X18", not_embedded_again),
    "a letter that is not there": ("X19", missing_letter),
    "a drawing that is not there": ("X20", drawn(b"/Nothing Do")),
    "two sizes": ("G01", other_trim),
    "turned": ("G02", turned),
    "scaled": ("G02", scaled),
    "a crop box": ("G03", cropped),
    "RGB": ("G04", drawn(b"1 0 0 rg " + SQUARE)),
    "RGB in the slug": ("G04", drawn(b"1 0 0 rg -25 60 5 5 re f")),
    "RGB with a profile": ("G04", space(rgb_profile, b"/X cs 1 0 0 scn " + SQUARE)),
    "Lab": ("G04", space(lab, b"/X cs 50 10 10 scn " + SQUARE)),
    "a spot colour": ("G05", space(separation("PANTONE 300 C"), b"/X cs 1 scn " + SQUARE)),
    "a spot colour in RGB": ("G05", space(separation("House blue", Name.DeviceRGB), b"/X cs 1 scn " + SQUARE)),
    "all plates on the page": ("G06", space(separation("All"), b"/X cs 0.3 scn " + SQUARE)),
    "blended in RGB": ("G07", group(Name.DeviceRGB)),
    "transparent without a group": ("G07", drawn(b"/Half gs 0 0 0 0.5 k " + SQUARE, Half=Dictionary(ca=0.5))),
    "transparent in a group that names no space": ("G07", half_in_a_group),
    "gray text": ("G08", lettering(b"0.4 g")),
    "small text in two inks": ("G09", lettering(b"1 0.5 0 0 k", 6)),
    "black text that knocks out": ("G10", lettering(b"0 0 0 1 k")),
    "white that overprints": ("G11", drawn(b"/Over gs 0 0 0 0 k " + SQUARE)),
    "rich black text": ("G12", lettering(b"0.7 0.7 0.7 0.9 k", 12)),
    "a hairline": ("G13", drawn(b"1 1 0 0 K 0.1 w 60 60 m 120 60 l S")),
    "a scaled hairline": ("G13", drawn(b"0.1 0 0 0.1 0 0 cm 1 1 0 0 K 1 w 600 600 m 1200 600 l S")),
    "a coarse picture": ("G14", image()),
    "a picture that is not fine": ("G15", image(size=150)),
    "coarse line art": ("G14", image(bits=1, size=400)),
    "too much ink": ("R0026", drawn(b"0.9 0.9 0.9 0.9 k " + SQUARE)),
    "inks that add up": ("R0026", drawn(b"1 1 0 0 k %b /Over gs 0 0 1 1 k %b" % (SQUARE, SQUARE))),
    "an empty page": ("G16", blank),
    "less bleed": ("H01", less_bleed),
    "text at the edge": ("H03", lettering(b"0 0 0 1 k", 14, b"6 60", b"/Over gs")),
    "a picture without bleed": ("H04", drawn(b"0 0.2 0.2 0 k 0 60 60 60 re f")),
    "bleed that is too short": ("H04", drawn(b"0 0.2 0.2 0 k -3 60 60 60 re f")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_one_fault_is_one_rule(name: str, good: bytes, report: Told) -> None:
    rule, break_it = BROKEN[name]
    pdf = opened(good)
    break_it(pdf)
    found = report(pdf)
    assert rules(found) - (FOLLOW if name == "no XMP metadata" else set()) == {rule}, found.text()
    (severity,) = {each.severity for each in (*FILE_RULES, *PAGE_RULES) if each.id == rule}
    assert {note.severity for note in found.notes if note.rule == rule} == {severity}
    assert all(note.message and note.mend for note in found.notes)


def test_every_rule_is_broken_here() -> None:
    elsewhere = {"X02", "X06", "X11", "X12", "H02"}
    assert {rule for rule, _ in BROKEN.values()} | elsewhere == {rule.id for rule in (*FILE_RULES, *PAGE_RULES)}


def test_a_newer_version_of_pdf(good: bytes, report: Told) -> None:
    assert rules(report(opened(good), force_version="1.7")) == {"X02"}
    pdf = opened(good)
    pdf.Root.Version = Name("/2.0")  # as a later change to a file says it
    assert rules(report(pdf)) == {"X02"}


def test_a_file_without_an_id(good: bytes, report: Told) -> None:
    assert good.count(b"/ID [") == 1
    assert rules(report(good.replace(b"/ID [", b"/IX ["))) == {"X06"}


def test_a_condition_that_no_registry_has(good: bytes, report: Told) -> None:
    pdf = opened(good)
    condition("Our press")(pdf)
    assert rules(report(pdf, Limits())) == {"X11"}


def test_an_encrypted_file(good: bytes, report: Told) -> None:
    assert rules(report(opened(good), encryption=Encryption(owner="owner", user="", R=4))) == {"X12"}
    (note,) = report(opened(good), encryption=Encryption(owner="owner", user="user", R=4)).notes
    assert (note.rule, note.severity) == ("X01", ERROR)
    assert "password" in note.message


@pytest.mark.parametrize("damage", [
    lambda good: b"", lambda good: b"Hello, this is no PDF.", lambda good: good[: len(good) // 3],
    lambda good: good[:2000], lambda good: b"%PDF-1.6\n" + bytes(range(256)) * 40,
    lambda good: good.replace(b"/Kids", b"/Kinds"), lambda good: good.replace(b"/MediaBox", b"/MediaBix"),
    lambda good: good.replace(b"/Contents", b"/Contints"),
], ids=["empty", "text", "a third", "the head", "noise", "no pages", "no boxes", "no contents"])
def test_a_damaged_file_is_a_finding(damage: Callable[[bytes], bytes], good: bytes, report: Told) -> None:
    found = report(damage(good))
    assert found.notes
    assert found.text()


def test_damage_at_any_byte_is_no_traceback(good: bytes, report: Told) -> None:
    """Forty files with a few bytes that are others, missing or too many, in the packed file and in an unpacked one."""
    plain = io.BytesIO()
    opened(good).save(plain, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    chance = random.Random(7)
    told = 0
    for number in range(40):
        data = bytearray((good, plain.getvalue())[number % 2])
        for _ in range(chance.choice((1, 5, 40))):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(5)] = chance.choice((b"", b"7", b"null", b"<<>>", b"-1e9", b"/X", b"\0\xff"))
        told += bool(report(bytes(data)).notes)
    assert told > 10


@pytest.mark.parametrize(("limits", "said"), [
    (Limits(multiple=4, binding="stitching"), "2 pages are no multiple of 4"),
    (Limits(most_pages=1, binding="stitching"), "2 pages are too many for stitching"),
    (Limits(fewest_pages=40, binding="perfect binding"), "2 pages are too few"),
])
def test_the_binding(limits: Limits, said: str, good: bytes, report: Told) -> None:
    (note,) = report(good, limits).notes
    assert note.rule == "H02"
    assert note.message.startswith(said)


def test_limits_are_the_printers(good: bytes, report: Told) -> None:
    pdf = opened(good)
    image(size=150)(pdf)
    assert rules(report(pdf, Limits(ppi=(95, 149)))) == set()
    assert rules(report(opened(good), Limits(ink=100))) == {"R0026"}
    assert rules(report(opened(good), Limits(bleed=5))) == {"H01"}


@pytest.mark.parametrize("bleed", [3, 5])
def test_what_we_make_has_the_bleed_that_was_asked(bleed: float, tmp_path: Path, report: Told) -> None:
    ground = "@page { background: #123f5f }"
    data = make(tmp_path, style=ground, bleed_mm=bleed, slug_mm=10, rtl=True)
    for asked in (3, 5):
        assert rules(report(data, Limits(bleed=asked, condition="FOGRA39"))) == (set() if asked == bleed else {"H01"})


def test_a_place_is_told_from_the_trim(good: bytes, report: Told) -> None:
    pdf = opened(good)
    drawn(b"1 0 0 rg %f %f 30 30 re f" % (20 * MM, 50 * MM))(pdf)
    (note,) = report(pdf).notes
    assert (note.page, note.count) == (1, 1)
    assert note.place == pytest.approx((20, 140 - 50 - 30 / MM), abs=0.1)
    assert "page 1, 20 mm from the left, 79 mm from the top" in report(pdf).text()


def test_what_is_said_of_many_things_is_said_once(good: bytes, report: Told) -> None:
    pdf = opened(good)
    drawn(b"1 0 0 rg " + b"20 60 5 5 re f " * 30)(pdf)
    (note,) = report(pdf).notes
    assert note.count == 30


def test_blanks_that_are_meant_are_no_finding(good: bytes, report: Told) -> None:
    pdf = opened(good)
    blank(pdf)
    assert rules(report(pdf, Limits(blanks=frozenset({2})))) == set()


def test_a_fault_in_a_form_and_in_a_pattern_is_seen(good: bytes, report: Told) -> None:
    for resource, use in (("/XObject", b"/In Do"), ("/Pattern", b"/Pattern cs /In scn 60 60 60 60 re f")):
        pdf = opened(good)
        thing = pdf.make_stream(b"1 0 0 rg 0 0 200 200 re f", BBox=Array([0, 0, 200, 200]), Resources=Dictionary())
        thing.Type, thing.Subtype, thing.FormType = Name.XObject, Name.Form, 1
        if resource == "/Pattern":
            del thing["/Subtype"], thing["/FormType"]
            thing.Type, thing.PatternType, thing.PaintType, thing.TilingType = Name.Pattern, 1, 1, 1
            thing.XStep = thing.YStep = 200
        resources = pdf.pages[0].Resources
        if resource not in resources:
            resources[resource] = Dictionary()
        resources[resource]["/In"] = thing
        draw(pdf, use)
        assert "G04" in rules(report(pdf)), resource


def pattern(pdf: Pdf, content: bytes, step: int = 200, **keys: object) -> None:
    """A tiling pattern In, and C as a space of patterns that take an RGB colour."""
    keys = {"PaintType": 1, "XStep": step, "YStep": step, "BBox": Array([0, 0, step, step])} | keys
    thing = pdf.make_stream(content, Type=Name.Pattern, PatternType=1, TilingType=1, Resources=Dictionary(), **keys)
    resources = pdf.pages[0].Resources
    resources.Pattern, resources.ColorSpace = Dictionary(In=thing), Dictionary(C=Array([Name.Pattern, Name.DeviceRGB]))


RGB_TILE = b"1 0 0 rg 0 0 200 200 re f"


@pytest.mark.parametrize(("tile", "paint", "use"), [
    (RGB_TILE, 1, b"/Pattern CS /In SCN 3 w 60 60 m 120 60 l S"),
    (RGB_TILE, 1, b"/Pattern cs /In scn BT %b 20 Tf 60 60 Td <00030004> Tj ET"),
    (RGB_TILE, 1, b"/Pattern CS /In SCN BT %b 20 Tf 1 Tr 60 60 Td <00030004> Tj ET"),
    (RGB_TILE, 1, b"/Pattern CS /In SCN /Pattern cs 0 0 0 1 k 60 60 60 60 re B"),
    (b"0 0 200 200 re f", 2, b"/C cs 1 0 0 /In scn " + b"60 60 60 60 re f"),
    (b"0 0 200 200 re f", 2, b"/C cs 0 1 0 /In scn 1 0 0 /In scn " + b"60 60 60 60 re f"),
], ids=["line", "text", "outlined text", "edge of an area", "colour of its own", "another colour"])
def test_what_a_pattern_paints_is_seen(tile: bytes, paint: int, use: bytes, good: bytes, report: Told) -> None:
    pdf = opened(good)
    pattern(pdf, tile, PaintType=paint)
    draw(pdf, use.replace(b"%b", next(iter(pdf.pages[0].Resources.Font.keys())).encode()))
    assert "G04" in rules(report(pdf))


def test_a_pattern_that_paints_nothing_seen_is_none(good: bytes, report: Told) -> None:
    pdf = opened(good)
    pattern(pdf, RGB_TILE)
    font = next(iter(pdf.pages[0].Resources.Font.keys())).encode()
    draw(pdf, b"/Pattern cs /In scn BT %b 20 Tf 3 Tr 60 60 Td <00030004> Tj ET" % font)
    assert rules(report(pdf)) == set()


@pytest.mark.parametrize(("tile", "ground", "told"), [
    (b"1 1 1 1 k 0 0 1 1 re f", b"", {"R0026"}),
    (b"0 0 0 0 k 0 0 1 1 re f", b"0.9 0.9 0.9 0.9 k 60 60 120 120 re f", {"R0026"}),
    (b"0 0 0 0.2 k 0 0 1 1 re f", b"0.9 0.9 0.9 0.9 k 60 60 120 120 re f", {"R0026"}),
    (b"0 0 0 0.5 k 0 0 1 1 re f", b"0 0.2 0.2 0 k 60 60 120 120 re f", set()),
], ids=["heavy tiles", "white tiles on a heavy ground", "gray ones on it", "light ones"])
def test_tiles_too_many_to_draw_are_not_less_ink(
    tile: bytes, ground: bytes, told: set[str], good: bytes, report: Told
) -> None:
    pdf = opened(good)
    pattern(pdf, tile, step=1)
    draw(pdf, ground + b" /Pattern cs /In scn 60 60 120 120 re f")
    assert rules(report(pdf)) == told


def test_what_a_mask_holds_is_no_colour(good: bytes, report: Told) -> None:
    pdf = opened(good)
    mask = pdf.make_stream(b"1 0 0 rg 0 0 200 200 re f", Type=Name.XObject, Subtype=Name.Form,
                           BBox=Array([0, 0, 200, 200]), Resources=Dictionary(),
                           Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))
    group(Name.DeviceCMYK)(pdf)
    drawn(b"/Mask gs 0 0 0 0.5 k " + SQUARE, Mask=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask)))(pdf)
    assert rules(report(pdf)) == set()


@pytest.mark.parametrize("times", [1, 3])
def test_a_form_that_holds_itself_ends(times: int, good: bytes, report: Told) -> None:
    pdf = opened(good)
    thing = pdf.make_stream(b"/Me Do " * times, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 200]))
    thing.Resources = Dictionary(XObject=Dictionary(Me=thing))
    pdf.pages[0].Resources.XObject["/Me"] = thing
    draw(pdf, b"/Me Do")
    assert rules(report(pdf)) == {"X20"}


def test_a_pattern_that_holds_itself_ends(good: bytes, report: Told) -> None:
    pdf = opened(good)
    pattern(pdf, b"/Pattern cs /In scn 0 0 5 5 re f 1 0 0 rg 0 0 5 5 re f", step=5)
    tile = pdf.pages[0].Resources.Pattern.In
    tile.Resources = Dictionary(Pattern=Dictionary(In=tile))
    draw(pdf, b"/Pattern cs /In scn 60 60 60 60 re f")
    assert rules(report(pdf)) == {"G04", "X20"}


def test_a_page_above_itself_ends(good: bytes, report: Told) -> None:
    pdf = opened(good)
    pdf.pages[1].obj.Parent = pdf.pages[1].obj
    assert rules(report(pdf)) == set()


def test_a_picture_of_60_ppi(tmp_path: Path, report: Told) -> None:
    (note,) = report(make(tmp_path, ppi=60)).notes
    assert (note.rule, note.severity, note.page) == ("G14", ERROR, 1)
    assert "60 px/in" in note.message
