"""The cover in one piece: its four sides and the spine on spreads, one page for the outside and one for the inside.

Seen from outside, a left-to-right book has back | spine | front, a right-to-left one front | spine | back; seen from
inside it is the other way round, so that side 2 is behind side 1. Sides become form XObjects, cut at the folds by their
boxes; beyond the trim they keep the master's bleed. Lengths in mm, on the page in points from the trim's lower left.
"""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from bindery.bind.fonts import tag_subsets
from bindery.bind.join import PT_A_MM, bind
from bindery.model import Cover, Master, Trim

#: The strip beside the spine that stays without ink on the inside of a glued cover: glue does not hold on ink.
GLUE = 3.0
#: How far the ground reaches under the sides, and one inner side under the other, so that no light line shows at a fold.
UNDER = 1.0


def bind_cover(master: Master, bleed: float, cover: Cover) -> Pdf:
    """The spreads of the master's cover, in named RGB: outside, and inside unless both of its sides are blank."""
    pdf = bind(master, bleed, tagged=False, covers=True, interior=False)
    if cover.words:
        spine = pikepdf.open(io.BytesIO(cover.words.pdf))
        tag_subsets(spine)
        pdf.pages.extend(spine.pages)
    front, inside_front, inside_back, back, *words = [page.obj for page in pdf.pages]
    trim, rtl = master.manuscript.publication.trim, master.manuscript.language.rtl
    outside = _Spread(pdf, bleed, trim, cover.spine)
    outside.ground(cover.ground)
    outside.side(front, left=rtl)
    outside.side(back, left=not rtl)
    if words:
        outside.words(words[0], cover.turn)
    spreads = [outside]
    if not all(bound.section.plan.kind.blank for bound in master.cover[1:3]):
        inside = _Spread(pdf, bleed, trim, cover.spine)
        inside.side(inside_front, left=not rtl, past_fold=-GLUE if cover.spine else UNDER)
        inside.side(inside_back, left=rtl, past_fold=-GLUE if cover.spine else 0)
        spreads.append(inside)
    del pdf.pages[:]
    for spread in spreads:
        spread.close()
    del pdf.Root.PageLabels
    return pdf


class _Spread:
    """One page while it is drawn. `past_fold`: how far (mm) a side reaches past its fold."""

    def __init__(self, pdf: Pdf, bleed: float, trim: Trim, spine: float):
        self.pdf = pdf
        self.bleed, self.width, self.height, self.spine = (
            mm * PT_A_MM for mm in (bleed, trim.width, trim.height, spine)
        )
        self.xobjects = Dictionary()
        self._drawn: list[str] = []

    def ground(self, colour: str) -> None:
        """The outside's colour under the spine, from bleed to bleed."""
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        under, b = UNDER * PT_A_MM, self.bleed
        place = f"{self.width - under:.4f} {-b:.4f} {self.spine + 2 * under:.4f} {self.height + 2 * b:.4f}"
        self._drawn.append(f"{red:.5f} {green:.5f} {blue:.5f} rg {place} re f")

    def side(self, side: Object, *, left: bool, past_fold: float = 0) -> None:
        """A side of the cover in the left or the right half."""
        reach = past_fold * PT_A_MM
        form = self.form(side, self.bleed if left else reach, reach if left else self.bleed, self.bleed)
        self._place(form, f"1 0 0 1 {0 if left else self.width + self.spine:.4f} 0")

    def words(self, words: Object, turn: int) -> None:
        """The spine's words: turned by 90 degrees they run down from the head, by -90 up from the foot."""
        left, right = self.width, self.width + self.spine
        matrices = {
            90: f"0 -1 1 0 {left:.4f} {self.height:.4f}",
            -90: f"0 1 -1 0 {right:.4f} 0",
            0: f"1 0 0 1 {left:.4f} 0",
        }
        self._place(self.form(words, 0, 0, 0), matrices[turn])

    def form(self, page: Object, left: float, right: float, around: float) -> Stream:
        """A page as a form, cut so many points outside its trim at the left, at the right, and above and below."""
        x0, y0, x1, y1 = (float(v) for v in page.TrimBox)
        contents = page.Contents
        streams = contents if isinstance(contents, Array) else [contents]
        form = self.pdf.make_stream(b"\n".join(stream.read_bytes() for stream in streams))
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([x0 - left, y0 - around, x1 + right, y1 + around])
        form.Matrix = Array([1, 0, 0, 1, -x0, -y0])
        form.Resources = page.Resources
        return form

    def close(self) -> None:
        """Put the page into the file."""
        b, across = self.bleed, 2 * self.width + self.spine
        page = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([-b, -b, across + b, self.height + b]),
                TrimBox=Array([0, 0, across, self.height]),
                Resources=Dictionary(XObject=self.xobjects),
                Contents=self.pdf.make_stream("\n".join(self._drawn).encode()),
            )
        )
        self.pdf.pages.append(pikepdf.Page(page))

    def _place(self, form: Stream, matrix: str) -> None:
        name = Name(f"/Side{len(self._drawn)}")
        self.xobjects[name] = form
        self._drawn.append(f"q {matrix} cm {name} Do Q")
