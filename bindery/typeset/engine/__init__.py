"""Patches of WeasyPrint 70.0, all in one place, each pinned to the source it was written for.

- ``clusters``: complex scripts are drawn as one glyph per text cluster, so that search and copy get the words.
- ``lines``: no line ends after its first word, or within it, because the space before an inline element does not fit.
- ``justify``: justified lines of two fonts are as wide as the measure.
- ``apart``: a line whose ink would run into the line above it stands a little lower (Nastaliq); ``skyline``: the ink of
  glyphs, words and lines.
- ``columns``: columns start at the same height, a head's margin or not.
- ``footnotes``: with ``footnote-policy``, a note stands on the page of its call, whatever orphans and widows ask.
- ``hyphens``: no page ends with half a word.
- ``room``: a document may be set with less room between its blocks and lines.
- ``cjk``: Chinese lines are justified between characters; the engine stretches spaces only.
- ``tracking``: those lines are drawn with character spacing, so that readers see no spaces between the characters.
- ``names``: a glyph that draws a space or a hyphen is called so in search and copy, whichever of them it drew first.
- ``ends``: lines of right-to-left text are read one after the other, also where their ink overlaps.
- ``runs``: where ``clusters``, ``names``, ``tracking`` and ``ends`` step into the engine's drawing of a line.
- ``artifacts``: running heads, repeated table heads, leaders and decorative images are artifacts, not text.
- ``tags``, ``structure``, ``roles``: the tag tree is built anew: one element for each HTML element, PDF/UA-1 nesting,
  Lang, Scope, notes.
- ``bidi``: lines of mixed direction come out in the order of the Unicode algorithm, tags or not.
- ``breaks``: what goes over to the next page goes there once; the engine can draw it twice.
- ``rtl``: right-to-left lines that end in a space are justified to both edges; indents are on the right, and leaders
  grow to the left.
- ``annotations``: links have a name, one annotation a line, ordered corners and the Print flag.
- ``curves``: circles and arcs of drawings are round.
- ``thrift``, ``kept``: the same pages in less time; ``bindings``: the engine is loaded in less time; ``glyphs``: runs
  are read in less time.
- ``pins``: nothing is patched unless version and sources are the expected ones.

Nothing here keeps state between documents: the bytes of a document depend on the document.
"""

import hashlib
from importlib.resources import files

from .pins import EngineMismatch

__all__ = ["EngineMismatch", "apply", "fingerprint"]

_applied = False


def apply() -> None:
    """Patch the engine, once per process; later calls do nothing.

    FONTCONFIG_FILE must be set before: this imports WeasyPrint. Raises `EngineMismatch`.
    """
    global _applied
    if _applied:
        return
    from . import bindings

    bindings.apply()
    from . import pins

    pins.verify()
    from . import (
        annotations,
        apart,
        artifacts,
        bidi,
        breaks,
        cjk,
        clusters,
        columns,
        curves,
        ends,
        footnotes,
        hyphens,
        justify,
        lines,
        room,
        rtl,
        runs,
        tags,
    )
    from . import kept, thrift  # isort: skip

    laid_out = (bidi, lines, columns, footnotes, hyphens, room, apart, breaks, rtl, justify, cjk)
    for patch in (clusters, *laid_out, runs, ends, artifacts, annotations, tags, curves, thrift, kept):
        patch.apply()
    _applied = True


def fingerprint() -> str:
    """sha256 over the sources of this package, for cache keys: another patch may make another page."""
    sources = sorted(
        (entry.name, entry.read_bytes()) for entry in files(__name__).iterdir() if entry.name.endswith(".py")
    )
    digest = hashlib.sha256()
    for name, source in sources:
        digest.update(f"{name} {len(source)}\n".encode() + source)
    return digest.hexdigest()
