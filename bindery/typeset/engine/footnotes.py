"""A footnote stands on the page of its call, where ``footnote-policy`` says so.

Upstream fault (WeasyPrint 70, ``_linebox_layout``): when a later line of the paragraph does not fit, and orphans and
widows forbid to break before it, the engine makes room by moving the page's notes to the next page, ``footnote-policy:
line`` or not. With the policy, the paragraph moves instead.
"""

from weasyprint.layout import block

from .pins import rewrite

_REPORT = "            report = not context.in_column and can_break_now and not could_break_before\n"
_POLICY = """\
            report = report and all(
                note.style['footnote_policy'] == 'auto' for note in context.current_page_footnotes)
"""


def apply() -> None:
    """Install the rewritten ``_linebox_layout``."""
    block._linebox_layout = rewrite(block._linebox_layout, (_REPORT, _REPORT + _POLICY))
