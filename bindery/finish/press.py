"""The press file: PDF/X-4 (ISO 15930-7) in the inks of the output intent, cut to the printer's bleed, with marks.

From a bound master: RGB colours of the palette, MediaBox = trim and the master's bleed, TrimBox on every page. What
a printer has no use for goes: tags, links, outlines, destinations. Whatever no rule covers stops the build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

from bindery.finish.boxes import MM, Boxes, contains, inherited, press_boxes, put, read, same_size
from bindery.finish.images import ImageFact, Images
from bindery.finish.inks import PressInks
from bindery.finish.lettering import outlines
from bindery.finish.marks import MIN_SLUG, marks
from bindery.finish.metadata import About, describe
from bindery.finish.pair import described
from bindery.finish.problems import CannotPrint, Problems
from bindery.finish.resources import Drawn, Rewriter
from bindery.finish.save import write
from bindery.memo import Memo
from bindery.project.palette import Palette

#: What pdf.save must be told for this file (ISO 15930-7).
VERSION = "1.6"
REGISTRY = "http://www.color.org"

#: What the XMP says that the file is.
IDENTITY = """<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description>"""
_MARKS = Name("/BnMarks")
#: The size of the line of words in the slug, in pt.
LEGEND = 6.4
_ROOT_KEYS = {"/Type", "/Pages", "/PageLabels", "/Metadata", "/OutputIntents", "/Lang", "/ViewerPreferences"}
_PAGE_KEYS = {"/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/BleedBox", "/TrimBox", "/Group"}


@dataclass(frozen=True, slots=True)
class PressJob:
    """What a printer asks for. Lengths in mm; `slug_mm` counts only with `marks`.

    `profile`: the output intent's ICC file (CMYK, class prtr); `srgb`: what the master's colours mean.
    `condition`: the characterisation's name in `registry`, e.g. "FOGRA39"; without a registry "Custom", and
    `condition_info` says which (6.2.2). `blanks`: empty pages at the end, as the
    binding wants. `folds_mm`: where the sheet is folded, from the trim's left edge.
    `legend`: a line of Latin words for the slug, drawn in `font`. `facts`: what the file says of itself
    in XMP (see pair.py). `max_ink`: per cent of all inks together, 0 for what the profile makes. `one_colour`: print on
    black alone, each colour as its own tint.
    """

    about: About
    bleed_mm: float
    slug_mm: float
    marks: bool
    profile: Path
    srgb: Path
    condition: str
    registry: str = REGISTRY
    condition_info: str = ""
    blanks: int = 0
    folds_mm: tuple[float, ...] = ()
    legend: str = ""
    font: Path | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    rtl: bool = False
    max_ink: float = 0
    one_colour: bool = False


@dataclass(frozen=True, slots=True)
class PressFacts:
    """What was made, for the job ticket and preflight. `pages` counts the `blanks` at the end."""

    pages: int
    blanks: int
    boxes: Boxes
    colours: tuple[str, ...]
    images: tuple[ImageFact, ...]
    transparent: tuple[int, ...]


def finish_press(pdf: Pdf, job: PressJob, palette: Palette, memo: Memo | None = None) -> PressFacts:
    """Turn the bound master `pdf`, in place, into the press file of `job`; save it with `version=VERSION`.

    `memo` has the pages that were finished before.
    Raises CannotPrint (a BinderyError) with everything that no rule covers; `pdf` is then of no use.
    Raises ValueError for a job that cannot be: a slug too small for marks, a profile that is not a CMYK printer's.
    """
    profile = _profile(job)
    problems = Problems()
    inks = PressInks(palette, problems, job.one_colour)
    images = Images(job.srgb, job.profile, problems, job.one_colour, job.max_ink)
    rewriter = Rewriter(pdf, inks, images, problems, memo or Memo())
    pages: list[Object] = [page.obj for page in pdf.pages]
    boxes = _boxes(pages, job, problems)
    if boxes is None:
        raise CannotPrint(job.about.title, problems.all())
    marking = _Marking(pdf, job)
    transparent = []
    for number, page in enumerate(pages, 1):
        problems.page = number
        drawn = _page(page, rewriter, marking)
        for image, matrix in drawn.images:
            images.placed(image, matrix, number)
        if drawn.transparent:
            transparent.append(number)
    problems.page = 0
    if found := problems.all():
        raise CannotPrint(job.about.title, found)
    images.thin(pdf)
    _pad(pdf, pages, job.blanks)
    _document(pdf, job, profile)
    return PressFacts(len(pages) + job.blanks, job.blanks, boxes, tuple(sorted(inks.used)), images.facts(), tuple(transparent))


def _profile(job: PressJob) -> bytes:
    """The profile's bytes, after a look at its header (ICC.1, 7.2): device class prtr, colour space CMYK."""
    data = job.profile.read_bytes()
    if data[12:16] != b"prtr" or data[16:20] != b"CMYK" or data[36:40] != b"acsp":
        raise ValueError(f"{job.profile} is not the ICC profile of a CMYK printer")
    if job.marks and job.slug_mm < MIN_SLUG:
        raise ValueError(f"marks need a slug of {MIN_SLUG:g} mm, not {job.slug_mm:g}")
    if job.blanks < 0 or job.bleed_mm < 0 or not job.condition:
        raise ValueError("a press job needs a condition, and neither blanks nor bleed below nought")
    return data


def _boxes(pages: list[Object], job: PressJob, problems: Problems) -> Boxes | None:
    """The boxes of the first page, after a look that all pages have the same trim and bleed enough for the job."""
    first: Boxes | None = None
    for number, page in enumerate(pages, 1):
        problems.page = number
        trim, media = (read(page, key) if key in page else None for key in ("/TrimBox", "/MediaBox"))
        if trim is None or media is None:
            problems.add("a page without a trim box", "bind the book again: the master sets it")
            continue
        boxes = press_boxes(trim, job.bleed_mm, job.slug_mm if job.marks else 0)
        first = first or boxes
        if not contains(media, boxes.bleed):
            problems.add(f"the master's bleed is less than {job.bleed_mm:g} mm", "typeset the book with more bleed")
        if not same_size(first.trim, trim):
            problems.add("a page of another size", "one press file holds pages of one size (GWG 2022)")
        if int(page.get("/Rotate", 0)) or page.get("/UserUnit", 1) != 1:
            problems.add("a page that is rotated or scaled", "bind the book again (GWG 2022: no Rotate, no UserUnit)")
    problems.page = 0
    if not pages:
        problems.add("a book without pages", "bind the book again")
    return None if problems.all() else first


class _Marking:
    """What stands around a page's content: the clip to the bleed before, the marks after. One form for equal pages."""

    def __init__(self, pdf: Pdf, job: PressJob):
        self.pdf, self.job = pdf, job
        self._forms: dict[Boxes, Object] = {}

    def around(self, page: Object) -> tuple[Boxes, bytes, bytes]:
        trim = read(page, "/TrimBox")
        assert trim is not None  # _boxes saw to it
        boxes = press_boxes(trim, self.job.bleed_mm, self.job.slug_mm if self.job.marks else 0)
        left, bottom, right, top = boxes.bleed
        clip = f"q {left:.5f} {bottom:.5f} {right - left:.5f} {top - bottom:.5f} re W n\n".encode()
        return boxes, clip, b"\nQ\n" + (self._legend(boxes) + b"/BnMarks Do\n" if self.job.marks else b"")

    def _legend(self, boxes: Boxes) -> bytes:
        """The line of words in the upper slug, beside the left crop mark; black, whatever was set before."""
        if not self.job.legend or not self.job.font:
            return b""
        x, y = boxes.trim[0] + 7 * MM, (boxes.bleed[3] + boxes.media[3]) / 2 - LEGEND / 3
        return f"q 0 0 0 1 k {outlines(self.job.legend, self.job.font, LEGEND, x, y)} Q\n".encode()

    def add(self, page: Object, boxes: Boxes) -> None:
        if not self.job.marks:
            return
        form = self._forms.get(boxes)
        if form is None:
            form = self._forms[boxes] = marks(self.pdf, boxes, [fold * MM for fold in self.job.folds_mm])
        if "/XObject" not in page.Resources:
            page.Resources.XObject = Dictionary()
        page.Resources.XObject[_MARKS] = form


def _page(page: Object, rewriter: Rewriter, marking: _Marking) -> Drawn:
    """Finish one page; what it shows."""
    boxes, before, after = marking.around(page)
    _own_resources(page)
    drawn = rewriter.page(page, before, after)
    put(page, boxes)
    marking.add(page, boxes)
    for key in set(page.keys()) - _PAGE_KEYS:
        del page[key]
    if drawn.transparent:
        # GWG 2022: the blend space is CMYK, said on the page.
        page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK)
    elif "/Group" in page:
        del page.Group
    return drawn


def _own_resources(page: Object) -> None:
    """Resources may be inherited (ISO 32000-1, 7.7.3.4); what is changed must be the page's own key."""
    if (resources := inherited(page, "/Resources")) is not None:
        page.Resources = resources


def _pad(pdf: Pdf, pages: list[Object], blanks: int) -> None:
    """Add blank pages at the end, as the binding wants; pages stand in reading order, so the end is the end."""
    last = pages[-1]
    for _ in range(blanks):
        page = pdf.make_indirect(Dictionary(Type=Name.Page, Resources=Dictionary()))
        for key in ("/MediaBox", "/BleedBox", "/TrimBox"):
            page[key] = last[key]
        content = b"q Q\n"
        if "/XObject" in last.Resources and _MARKS in last.Resources.XObject:
            page.Resources.XObject = Dictionary()
            page.Resources.XObject[_MARKS] = last.Resources.XObject[_MARKS]
            content = b"/BnMarks Do\n"
        page.Contents = pdf.make_stream(b"")
        write(page.Contents, content)
        pdf.pages.append(Page(page))


def _document(pdf: Pdf, job: PressJob, profile: bytes) -> None:
    """Catalogue, output intent and metadata (ISO 15930-7; GWG 2022)."""
    root = pdf.Root
    for key in set(root.keys()) - _ROOT_KEYS:
        del root[key]
    root.Lang = String(job.about.language)
    root.ViewerPreferences = Dictionary(Direction=Name.R2L if job.rtl else Name.L2R)
    stream = pdf.make_stream(b"", N=4)
    write(stream, profile)
    intent = Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier=String(job.condition),
        Info=String(job.condition_info or job.condition), DestOutputProfile=stream,
    )
    if job.registry:
        intent.RegistryName = String(job.registry)
    root.OutputIntents = Array([intent])
    describe(pdf, job.about, IDENTITY + described(job.facts), trapped=True)
