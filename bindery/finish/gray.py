"""One-colour printing of files that are not for a press: every colour as its gray, in DeviceGray.

The press file does the same in its own inks, on black alone (PressJob.one_colour). The palette says which gray stands for
a colour: the four areas are as far from each other as letters on white allow (styles/palette.yaml).
"""

from __future__ import annotations

from pathlib import Path

from pikepdf import Pdf

from bindery.finish.images import Images
from bindery.finish.inks import GrayInks
from bindery.finish.problems import CannotPrint, Problems
from bindery.finish.resources import Rewriter
from bindery.memo import Memo
from bindery.project.palette import Palette


def to_gray(pdf: Pdf, title: str, srgb: Path, palette: Palette, memo: Memo | None = None) -> None:
    """Turn the bound master `pdf`, in place, into grays; its tags, links and boxes stay. `memo`: pages made before.

    Raises CannotPrint with everything that no rule covers.
    """
    problems = Problems()
    images = Images(srgb, srgb, problems, one_colour=True)
    rewriter = Rewriter(pdf, GrayInks(palette, problems), images, problems, memo or Memo(), keep_tags=True)
    for number, page in enumerate(pdf.pages, 1):
        problems.page = number
        rewriter.page(page.obj, b"", b"")
    problems.page = 0
    if found := problems.all():
        raise CannotPrint(title, found)
