"""A page's content streams, read into marks. Forms and tiling patterns are read where they stand.

`reading.py` runs one stream; the others say what its operators do: `state.py`, `paths.py`, `patterns.py`, `pictures.py`,
`text.py`.
"""

from __future__ import annotations

from pikepdf import Dictionary, Object

from bindery.finish.boxes import Rect, inherited
from bindery.finish.colour import IDENTITY
from bindery.preflight.marks import Shown
from bindery.preflight.streams import paths, patterns, pictures, state, text
from bindery.preflight.streams.reading import Known, Reading, State, group_space

OPERATORS = state.OPERATORS | paths.OPERATORS | patterns.OPERATORS | pictures.OPERATORS | text.OPERATORS
HUGE: Rect = (-1e6, -1e6, 1e6, 1e6)


class Reader:
    """Reads pages of one file; fonts and spaces are looked up once."""

    def __init__(self) -> None:
        self._known = Known()

    def page(self, page: Object) -> Shown:
        """Everything the page shows. What cannot be read is a fault of the page, never an exception."""
        shown = Shown()
        group = page.get("/Group")
        if isinstance(group, Dictionary):
            shown.groups.append(group_space(group))
        found = inherited(page, "/Resources")
        resources = found if isinstance(found, Dictionary) else Dictionary()
        Reading(self._known, OPERATORS, shown, resources, State(IDENTITY, HUGE)).run(page)
        return shown
