"""The one thing of a cover that depends on the printer: the words on its spine, set when the pages are counted."""

from __future__ import annotations

from bindery.compose.html import Composer
from bindery.compose.imprint import cover_ground
from bindery.compose.spine import KIND, compose_spine
from bindery.model import Cover, Manuscript
from bindery.typeset.alone import typeset_alone
from bindery.typeset.workshop import Workshop


def typeset_cover(workshop: Workshop, manuscript: Manuscript, width: float, words: bool) -> Cover:
    """What joins the sides of a cover with a spine of `width` mm, with or without `words`.

    Raises BinderyError when the engine reports a fault.
    """
    project = workshop.project
    ground = cover_ground(project, manuscript)
    height = manuscript.publication.trim.height
    spine = compose_spine(Composer(project, manuscript), manuscript, width, height) if words else None
    if spine is None:
        return Cover(width, ground)
    mend = "shorten “spine” in book.yaml"
    done = typeset_alone(workshop, manuscript, spine.html.html, KIND.template, mend)
    return Cover(width, ground, done, spine.turn)
