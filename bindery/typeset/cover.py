"""The one thing of a cover that depends on the printer: the words on its spine, set when the pages are counted."""

from __future__ import annotations

from bindery.compose.html import Composer, cover_ground
from bindery.compose.spine import KIND, compose_spine
from bindery.errors import Findings
from bindery.model import Cover, Manuscript, Project
from bindery.typeset.alone import typeset_alone
from bindery.typeset.cache import Cache
from bindery.typeset.pool import Pool


def typeset_cover(
    project: Project, manuscript: Manuscript, width: float, words: bool, pool: Pool, cache: Cache, findings: Findings
) -> Cover:
    """What joins the sides of a cover with a spine of `width` mm, with or without `words`.

    Raises BinderyError when the engine reports a fault.
    """
    ground = cover_ground(project, manuscript)
    height = manuscript.publication.trim.height
    spine = compose_spine(Composer(project, manuscript), manuscript, width, height) if words else None
    if spine is None:
        return Cover(width, ground)
    mend = "shorten “spine” in book.yaml"
    done = typeset_alone(project, manuscript, spine.html.html, KIND.template, mend, pool, cache, findings)
    return Cover(width, ground, done, spine.turn)
