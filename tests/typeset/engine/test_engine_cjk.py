"""Chinese lines fill their measure."""

from itertools import pairwise

import pypdfium2 as pdfium
import pytest
from engine_documents import Typesetter, page_of
from engine_samples import CHINESE

from bindery.typeset.engine.cjk import stretch

MEASURE = 70 / 25.4 * 72
MARGIN = 15 / 25.4 * 72
CSS = "p { text-align: justify; font: 10.5pt/1.6 'HB Serif SC', 'HB Serif' }"


def lines_of(pdf: bytes) -> list[tuple[float, float, str]]:
    """Left and right edge in pt and text of each line of the first page, by the characters' own boxes."""
    page = pdfium.PdfDocument(pdf)[0].get_textpage()
    lines: list[list[tuple[float, float, str]]] = [[]]
    for i in range(page.count_chars()):
        character = page.get_text_range(i, 1)
        left, _, right, _ = page.get_charbox(i, loose=True)
        if character in "\r\n":
            lines.append([])
        elif right > left:
            lines[-1].append((left, right, character))
    return [(line[0][0], max(right for _, right, _ in line), "".join(c for *_, c in line)) for line in lines if line]


def ink(line: tuple[float, float, str], size: float) -> tuple[float, float]:
    """Left and right edge in pt without the empty half of a mark at either end."""
    left, right, text = line
    return left + size / 2 * (text[0] in "“‘（《"), right - size / 2 * (text[-1] in "，。、；：！？”’）》")


@pytest.mark.parametrize("css", ["", "p { text-indent: 2em }", "p { font-size: 13pt }"])
def test_whole_lines_fill_the_measure_and_last_lines_do_not(typeset: Typesetter, css: str) -> None:
    size = 13 if "13pt" in css else 10.5
    lines = lines_of(typeset(page_of(CHINESE, "zh-CN", css=CSS + css)))
    last = {i for i, (_, _, text) in enumerate(lines) if text.endswith(("标。", "排。"))}
    assert len(lines) > 8 and len(last) == 2
    for i, line in enumerate(lines):
        left, right = ink(line, size)
        if i in last:
            assert right < MARGIN + MEASURE - 5
        else:
            assert right == pytest.approx(MARGIN + MEASURE, abs=0.08), line
            assert left == pytest.approx(MARGIN, abs=0.1) or "indent" in css


@pytest.mark.parametrize("align", ["justify", "start"])
def test_the_empty_half_of_a_mark_stands_outside_the_measure(typeset: Typesetter, align: str) -> None:
    body = f"<p style='width: 84pt; text-align: {align}'>一二三四五六七，（九十）一二三四五六《八九》十。</p>"
    lines = lines_of(typeset(page_of(body, "zh", css=CSS)))
    assert [text for *_, text in lines] == ["一二三四五六七，", "（九十）一二三四", "五六《八九》十。"]
    assert lines[0][1] == pytest.approx(MARGIN + 84 + 5.25 * (align == "justify"), abs=0.08)
    assert lines[1][0] == pytest.approx(MARGIN - 5.25, abs=0.08)
    assert lines[2][0] == pytest.approx(MARGIN, abs=0.08)


def test_half_width_marks_have_nothing_to_put_outside(typeset: Typesetter) -> None:
    body = "<p style='font-feature-settings: \"halt\" 1'>《公约》</p>"
    left, _, text = lines_of(typeset(page_of(body, "zh", css=CSS)))[0]
    assert text == "《公约》"
    assert left == pytest.approx(MARGIN - 5.25, abs=0.5)  # for pdfium the empty half is still a part of 《


GAP = "\u200b\u2009\u2060"  # what the Chinese filter sets between Han and Latin


def test_a_line_does_not_begin_with_a_thin_space(typeset: Typesetter) -> None:
    body = f"<p style='width: 84pt'>一二三四五六七八{GAP}90{GAP}岁以下的人共有{GAP}26{GAP}项标准</p>"
    first, second, *_ = lines_of(typeset(page_of(body, "zh", css=CSS)))
    assert (first[2], second[2][:2]) == ("一二三四五六七八", "90")
    assert second[0] == pytest.approx(MARGIN, abs=0.08)


@pytest.mark.parametrize("align", ["justify", "start"])
def test_who_looks_for_words_finds_them_across_a_thin_space(typeset: Typesetter, align: str) -> None:
    body = f"<p style='text-align: {align}'>儿童是指未满{GAP}18{GAP}岁的人，见{GAP}Sphere{GAP}手册中的原则和标准</p>"
    page = pdfium.PdfDocument(typeset(page_of(body, "zh", css=CSS)))[0].get_textpage()
    assert all(page.search(words).get_next() for words in ("未满18岁", "见Sphere手册"))


def test_characters_stand_evenly_across_inline_elements(typeset: Typesetter) -> None:
    body = "<p>含有<b>加粗文字</b>和<i>斜体文字</i>的段落各处的字间距应当完全一致均匀没有例外的情况</p>"
    page = pdfium.PdfDocument(typeset(page_of(body, "zh", css=CSS)))[0].get_textpage()
    boxes = [page.get_charbox(i, loose=True) for i in range(18)]
    gaps = [after[0] - before[2] for before, after in pairwise(boxes) if after[0] > before[0]]
    assert max(gaps) - min(gaps) < 0.05


def test_stretched_characters_are_not_read_as_words(typeset: Typesetter) -> None:
    text = pdfium.PdfDocument(typeset(page_of(CHINESE, "zh-CN", css=CSS)))[0].get_textpage().get_text_range()
    assert "是指十八岁以下的每一个人" in text.replace("\r\n", "")


@pytest.mark.parametrize(
    ("text", "total", "before", "after"),
    [
        ("汉字", 2, 0.5, 0.5),
        ("汉\u200b字", 2, 0.5, 0.5),
        ("汉字\u200b", 2, 0.5, 0.5),
        ("汉abc字", 2, 0.5, 0.5),
        ("abc", 0, 0, 0),
        ("a b c", 2, 0, 0),
        ("don’t", 0, 0, 0),
        ("汉——字", 2, 0.5, 0.5),
        ("，“保", 3, 0.5, 0.5),
        ("葛\U000e0100城", 2, 0.5, 0.5),
        ("𠀀", 1, 0.5, 0.5),
        ("", 0, 0, 0),
    ],
)
def test_units_of_stretch(text: str, total: float, before: float, after: float) -> None:
    found = stretch(text, chinese=True)
    assert (found.total, found.before, found.after) == (total, before, after)


def test_other_languages_are_left_alone(typeset: Typesetter) -> None:
    assert stretch("日本語 text", chinese=False).total == 1
    lines = lines_of(typeset(page_of(CHINESE, "ja", css=CSS)))
    assert any(right < MARGIN + MEASURE - 2 for _, right, _ in lines[:5])
