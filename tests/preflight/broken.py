"""Ways to break a press file, each with the rule that tells it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from made import ICC
from pikepdf import Array, Dictionary, Name, Pdf, String

from bindery.preflight import Report
from bindery.preflight.fonts import read_font

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
