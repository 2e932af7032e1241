"""The screen file: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2), cropped to the trim, in the master's RGB.

Tags, alternative texts, annotation contents and outlines are the binder's; here are the claims, and what the claims
want of the file as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from bindery.finish.boxes import array, read
from bindery.finish.images import opaque
from bindery.finish.metadata import About, describe
from bindery.finish.save import write

#: What pdf.save must be told for this file (ISO 19005-2, 6.1.2).
VERSION = "1.7"

_IDENTITY = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
_PRINT = 4  # the annotation flag: printed, not hidden (ISO 32000-1, 12.5.3)


@dataclass(frozen=True, slots=True)
class ScreenJob:
    """`srgb`: ICC file of the master's colours."""

    about: About
    srgb: Path
    rtl: bool = False


def finish_screen(pdf: Pdf, job: ScreenJob) -> None:
    """Turn the bound master `pdf`, in place, into the screen file; save it with `version=VERSION`.

    Raises ValueError for a page without a TrimBox.
    """
    finder = _Resources()
    for number, page in enumerate(pdf.pages, 1):
        _page(page.obj, number, finder)
    root = pdf.Root
    root.Lang = String(job.about.language)
    # ISO 14289-1, 7.1: the window shows the title.
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Direction=Name.R2L if job.rtl else Name.L2R)
    if "/Outlines" in root:
        root.PageMode = Name.UseOutlines
    profile = pdf.make_stream(b"", N=3)
    write(profile, job.srgb.read_bytes())
    # ISO 19005-2, 6.2.3: device colours mean what the output intent says.
    root.OutputIntents = Array([Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String("sRGB"), Info=String("sRGB"),
        DestOutputProfile=profile,
    )])
    describe(pdf, job.about, _IDENTITY)


def _page(page: Object, number: int, finder: _Resources) -> None:
    trim = read(page, "/TrimBox") if "/TrimBox" in page else None
    if trim is None:
        raise ValueError(f"page {number} of the master has no TrimBox")
    for key in ("/MediaBox", "/CropBox", "/TrimBox"):
        page[key] = array(trim)
    for key in ("/BleedBox", "/ArtBox", "/Group"):
        if key in page:
            del page[key]
    annotations = page.get("/Annots", ())
    for annotation in annotations:
        _annotation(annotation)
    if len(annotations):
        page.Tabs = Name.S  # ISO 14289-1, 7.18.3: in the order of the tags
    if finder.transparent(page.get("/Resources")):
        # ISO 32000-1, 11.4.7: said, so that every reader blends alike.
        page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)


def _annotation(annotation: Object) -> None:
    annotation.F = _PRINT  # ISO 19005-2, 6.3.2
    x0, y0, x1, y1 = (float(v) for v in annotation.Rect)
    annotation.Rect = array((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


class _Resources:
    """Looks through resources, each once: takes /Interpolate off images (ISO 19005-2, 6.2.8), finds transparency."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bool] = {}

    def transparent(self, resources: Object | None) -> bool:
        if not isinstance(resources, Dictionary):
            return False
        known = self._known.get(resources.objgen)
        if known is not None and resources.objgen != (0, 0):
            return known
        self._known[resources.objgen] = False  # until it is known: forms may come round to themselves
        found = self._states(resources)
        for kind in ("/XObject", "/Pattern"):
            for thing in _members(resources, kind):
                if not isinstance(thing, Stream):
                    continue
                if thing.get("/Subtype") == Name.Image:
                    found |= self._image(thing)
                else:
                    found |= self.transparent(thing.get("/Resources")) or "/Group" in thing
        self._known[resources.objgen] = found
        return found

    def _states(self, resources: Object) -> bool:
        """Every state is looked at, also after the first that is transparent: masks hold images."""
        found = False
        for state in _members(resources, "/ExtGState"):
            found |= self._state(state)
        return found

    def _state(self, state: Object) -> bool:
        mask = state.get("/SMask")
        if isinstance(mask, Dictionary):
            self.transparent(mask.G.get("/Resources"))
            return True
        return any(state.get(key, 1) != 1 for key in ("/ca", "/CA")) or state.get("/BM", Name.Normal) != Name.Normal

    def _image(self, image: Stream) -> bool:
        mask = image.get("/SMask")
        for stream in (image, mask):
            if isinstance(stream, Stream) and "/Interpolate" in stream:
                del stream["/Interpolate"]
        if isinstance(mask, Stream) and "/Matte" not in mask and opaque(mask):
            del image["/SMask"]
        return "/SMask" in image


def _members(resources: Object, kind: str) -> Iterator[Object]:
    members = resources.get(kind)
    if isinstance(members, Dictionary):
        yield from (member for _, member in members.items())
