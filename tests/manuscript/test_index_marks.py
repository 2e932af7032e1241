"""Where the anchor of an index mark stands: at its word, whole, so that the page is right and Arabic stays joined."""

import pytest

from bindery.manuscript.markdown import parser
from bindery.manuscript.render import Renderer


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("A ((case plan)) helps.", "A {case plan} helps."),
        ("Meet within 24 hours. (((meetings)))", "Meet within 24 {hours.}"),
        ("و((الطفل)) هنا", "{والطفل} هنا"),
        ("在一切行动中，((儿童参与))必须安全。", "在一切行动中，{儿童参与}必须安全。"),
        ("做好自己的工作。(((督导)))", "做好自己的工{作。}"),
        ("((转介))", "{转介}"),
    ],
)
def test_the_anchor_takes_in_one_word(typed: str, html: str) -> None:
    rendered = Renderer("s", {}).inline(parser().parseInline(typed)[0].children or [])
    assert rendered == html.replace("{", '<span id="ix-s-1">').replace("}", "</span>")
