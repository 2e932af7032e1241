"""The outline (bookmarks) that readers show beside the pages (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


def add_outline(
    pdf: Pdf, pages: Sequence[Object], entries: Sequence[tuple[int, str, int, float]], height: float
) -> None:
    """`entries`: level from 1, words, index of the page, y in points from the page's top. Sub-levels start closed."""
    if not entries:
        return
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    parents: list[tuple[int, Object]] = [(0, root)]
    for level, words, page, y in entries:
        while parents[-1][0] >= level:
            parents.pop()
        parent = parents[-1][1]
        item = pdf.make_indirect(
            Dictionary(
                Title=String(words), Parent=parent, Dest=Array([pages[page], Name.XYZ, 0, round(height - y + 6, 2), 0])
            )
        )
        if "/Last" in parent:
            parent.Last.Next, item.Prev = item, parent.Last
        else:
            parent.First = item
        parent.Last = item
        if parent is not root:
            parent.Count = int(parent.get("/Count", 0)) - 1  # negative: closed
        parents.append((level, item))
    root.Count = _children(root)
    pdf.Root.Outlines = root


def _children(parent: Object) -> int:
    count, item = 0, parent.First
    while True:
        count += 1
        if "/Next" not in item:
            return count
        item = item.Next
