"""Mixed lines in Arabic, Urdu, Dari and Pashto come out in the order of the Unicode algorithm, as python-bidi has it.

The cases are in direction/: a name, and what a writer types. They go the way of the text of a book, each on a page of
its own; glyphs are read from the page with pdfium, line by line, from left to right. Each must stand where the algorithm
puts it in the whole paragraph, and brackets must open to the side that it says.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
import weasyprint
from bidi import get_display
from engine_documents import FONTS, ROOT, Typesetter, page_of
from PIL import Image, ImageChops
from weasyprint.formatting_structure import boxes

from bindery.compose import references
from bindery.compose.html import Composer
from bindery.compose.style import font_faces, stylesheet
from bindery.errors import Findings
from bindery.manuscript.section import read_section, text_html
from bindery.model import Manuscript, Place, Project
from bindery.pipeline import Request, check
from bindery.project.fonts import glyphs_of
from bindery.typeset import worker

LANGUAGES = ("ar", "ur", "prs", "ps")
CASES = Path(__file__).parent / "direction"
SCALE = 8  # pixels a point
LRI, LRO, PDF, PDI = "\u2066", "\u202d", "\u202c", "\u2069"
OPENS, CLOSES = "([{«‹", ")]}»›"
LINE = 4.5  # pt: a call of a note stands less above the line that it belongs to


@dataclass(frozen=True)
class Char:
    """A character that should stand on the page, and its level: odd ones run from right to left."""

    char: str
    level: int


@dataclass(frozen=True)
class Glyph:
    """What pdfium finds at one place of a line: the characters that its glyph stands for; in pt."""

    chars: tuple[str, ...]
    box: tuple[float, float, float, float]


class Paragraphs(HTMLParser):
    """What a page shows, top to bottom: rows of paragraphs beside each other, from the right; isolates as controls."""

    def __init__(self, digits: str, suffix: str, calls: int) -> None:
        super().__init__()
        self.digits, self.suffix, self.calls = digits, suffix, calls  # footnotes before those of this page
        self.rows: list[list[str]] = []
        self.notes: list[str] = []
        self.lists: list[int] = []
        self.open: list[tuple[str, str]] = []
        self.note = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given, end = dict(attrs), ""
        if given.get("class") == "footnote":
            self.calls += 1
            self.add(self.digits[self.calls])
            self.notes.append(self.digits[self.calls] + "\u00a0\u00a0")
            self.note = True
            end = "note"
        elif given.get("dir") == "ltr":
            self.add(LRI + LRO * (tag == "bdo"))
            end = PDF * (tag == "bdo") + PDI
        elif tag in ("ul", "ol"):
            self.lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self.rows.append(["•" if self.lists[-1] == 0 else self.digits[self.lists[-1]] + self.suffix, ""])
            self.lists[-1] += bool(self.lists[-1])
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag in ("p", "h2"):
            self.rows.append([""])
        self.open.append((tag, end))

    def handle_endtag(self, tag: str) -> None:
        opened, end = self.open.pop()
        assert opened == tag
        if end == "note":
            self.note = False
        else:
            self.add(end)

    def handle_data(self, data: str) -> None:
        if data.strip() or (self.open and self.open[-1][0] not in ("ul", "ol", "table", "thead", "tbody", "tr", "aside")):
            self.add(data)

    def add(self, text: str) -> None:
        if self.note:
            self.notes[-1] += text
        elif self.rows and text:
            self.rows[-1][-1] += text


def cases(language: str) -> dict[str, str]:
    text = (CASES / f"{language}.md").read_text("utf-8")
    return dict(part.split("\n", 1) for part in re.split(r"^# ", text, flags=re.M)[1:])


@cache
def manuscript_of(language: str) -> tuple[Project, Manuscript]:
    project, ((manuscript, *_),) = check(ROOT, Request(languages=(language,), publications=("summary",)))
    return project, manuscript


def typeset_cases(language: str, folder: Path) -> tuple[dict[str, str], pdfium.PdfDocument]:
    """The HTML of each case, and the document with a page for each."""
    project, manuscript = manuscript_of(language)
    made: dict[str, str] = {}
    findings = Findings(folder)
    plan = next(s.plan for s in manuscript.sections if s.plan.kind.id == "area")
    kind = replace(plan.kind, id="chapter")
    places = {"standard-15": Place("standard-15", 88, 0, 0)}
    called = references.names(manuscript)
    glyphs = glyphs_of(project, manuscript.language, ROOT / ".cache")
    for number, (name, text) in enumerate(cases(language).items()):
        entry, file = replace(plan, id=f"case-{number}", kind=kind), folder / f"{number}.md"
        file.write_text(f"---\ntitle: الف\nstatus: draft\n---\n\n{text}", "utf-8")
        section = read_section(entry, file, manuscript.language, glyphs, {}, findings)
        assert section is not None, name
        made[name] = references.fill("".join(b.html for b in section.blocks), manuscript, places, called)
    assert not findings.items, findings.items
    css = stylesheet(project, manuscript) + ".case { break-before: page } h2 { break-after: auto !important }"
    body = "".join(f'<div class="case">{html}</div>' for html in made.values())
    tag, colour = manuscript.language.tag, "--area:#000000;--tint:#ffffff"
    document = (
        f'<!DOCTYPE html><html lang="{tag}" dir="rtl" class="kind-chapter pub-summary"><head><title>x</title>'
        f"<style>html{{break-before:left;{colour}}}</style></head><body>{body}</body></html>"
    )
    worker.prepare()
    done = worker.typeset(worker.Job(document, css, font_faces(project, manuscript.language), str(project.root)))
    assert not done.problems
    assert done.pages == len(made)
    return made, pdfium.PdfDocument(done.pdf)


def is_seen(char: str) -> bool:
    """Letters, digits, signs: no spaces, controls and vowel signs, which readers place as they like."""
    return not char.isspace() and unicodedata.category(char) not in ("Cf", "Mn", "Cc")


def expected(text: str, base: str = "R") -> list[Char]:
    """The characters of a paragraph with their levels, by python-bidi."""
    text = unicodedata.normalize("NFD", text)
    told = str(get_display(text, base_dir=base, debug=True))
    levels = re.findall(r"Level\(\s*(\d+)", told.split(" levels: [")[1].split("paragraphs:")[0])
    found, at = [], 0
    for char in text:
        found.append(Char(char, int(levels[at])))
        at += len(char.encode())
    assert at == len(levels)
    return found


def left_to_right(line: list[Char]) -> list[Char]:
    """What is seen of a line, from the left: runs of a level or higher are turned round, the highest first (rule L2)."""
    line = list(line)
    for level in range(max((each.level for each in line), default=0), 0, -1):
        at = 0
        while at < len(line):
            end = at
            while end < len(line) and line[end].level >= level:
                end += 1
            line[at:end] = line[at:end][::-1]
            at = max(end, at + 1)
    return [each for each in line if is_seen(each.char)]


def cut(paragraph: list[Char], count: int) -> tuple[list[Char], list[Char]]:
    """The first line of a paragraph, of `count` characters that are seen, and the rest."""
    at = 0
    while at < len(paragraph) and count >= is_seen(paragraph[at].char):
        count -= is_seen(paragraph[at].char)
        at += 1
    return paragraph[:at], paragraph[at:]


def lines_of(page: pdfium.PdfPage) -> list[list[Glyph]]:
    """The glyphs on the page, line by line, each line from the left."""
    text = page.get_textpage()
    places: dict[tuple[float, float], list[int]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        if is_seen(chr(pdfium_c.FPDFText_GetUnicode(text, index))) and not pdfium_c.FPDFText_IsGenerated(text, index):
            pdfium_c.FPDFText_GetCharOrigin(text, index, x, y)
            places.setdefault((round(y.value, 1), round(x.value, 2)), []).append(index)
    lines: list[list[tuple[float, Glyph]]] = []
    before = float("inf")
    for (height, left), indices in sorted(places.items(), key=lambda item: -item[0][0]):
        if before - height > LINE:
            lines.append([])
        chars = tuple(unicodedata.normalize("NFD", chr(pdfium_c.FPDFText_GetUnicode(text, index)))[0] for index in indices)
        lines[-1].append((left, Glyph(chars, text.get_charbox(indices[0]))))
        before = height
    return [[glyph for _, glyph in sorted(line, key=lambda item: item[0])] for line in lines]


def shown(line: list[Glyph]) -> str:
    return "".join("".join(glyph.chars) for glyph in line)


def plain(char: str) -> str:
    """Readers turn brackets and quotes round as they see fit: here one stands for both; their ink is looked at after."""
    pairs = CLOSES + "”’", OPENS + "“‘"
    return pairs[1][pairs[0].index(char)] if char in pairs[0] else char


def agree(line: list[Glyph], wanted: list[Char]) -> bool:
    """Whether the glyphs of a line stand for the characters, in their order; those of one glyph in any."""
    at = 0
    for glyph in line:
        part = wanted[at : at + len(glyph.chars)]
        if sorted(map(plain, glyph.chars)) != sorted(plain(each.char) for each in part):
            return False
        at += len(glyph.chars)
    return at == len(wanted)


def opens_to_the_right(page: pdfium.PdfPage, box: tuple[float, float, float, float]) -> bool:
    """Whether the ink of a bracket bulges to the left, as that of “(” does."""
    edges = page.get_cropbox()
    crop = tuple(abs(there - here) for there, here in zip(box, edges, strict=True))
    image = ImageChops.invert(page.render(scale=SCALE, crop=crop).to_pil().convert("L"))
    third = image.height // 3

    def centre(top: int, bottom: int) -> float:
        """Where the ink's middle is, between two heights."""
        row = image.crop((0, top, image.width, bottom)).resize((image.width, 1), Image.Resampling.BOX).tobytes()
        return sum(x * ink for x, ink in enumerate(row)) / max(sum(row), 1)

    ends = centre(0, third) + centre(image.height - third, image.height)
    return centre(third, image.height - third) < ends / 2


def faults(page: pdfium.PdfPage, rows: list[list[str]]) -> list[str]:
    """Every line of the page that is not as the algorithm has it."""
    lines = lines_of(page)
    found = []
    for row in rows:
        cells = [expected(text) for text in row]
        while any(cells):
            if not lines:
                return [*found, f"missing: {row}"]
            line = lines.pop(0)
            count = sum(len(glyph.chars) for glyph in line)
            if len(cells) > 1:
                wanted = [char for cell in reversed(cells) for char in left_to_right(cell)]
                cells = [[] for _ in cells]
            else:
                first, rest = cut(cells[0], count)
                wanted, cells = left_to_right(first), [rest]
            if not agree(line, wanted):
                found.append(f"{shown(line)} should be {''.join(each.char for each in wanted)}")
                continue
            at = 0
            for glyph in line:
                char = wanted[at]
                at += len(glyph.chars)
                if char.char in OPENS + CLOSES:
                    right = (char.char in OPENS) == (char.level % 2 == 0)
                    if opens_to_the_right(page, glyph.box) != right:
                        found.append(f"{shown(line)}: the bracket at {at} opens to the wrong side")
    return found + [f"too much: {shown(line)}" for line in lines]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_in_the_order_of_the_algorithm(language: str, tmp_path: Path) -> None:
    made, document = typeset_cases(language, tmp_path)
    assert len(made) >= 60
    _, manuscript = manuscript_of(language)
    wrong, calls = {}, 0
    for number, (name, html) in enumerate(made.items()):
        read = Paragraphs(manuscript.language.digits, str(manuscript.language.style["list-suffix"]), calls)
        read.feed(html)
        calls = read.calls
        rows = [*read.rows, *([note] for note in read.notes)]
        if found := faults(document[number], rows):
            wrong[name] = found
    assert not wrong


@pytest.mark.parametrize(("body", "text"), [
    ("نص <bdi>CPMS (2).</bdi>، ۱۲، ۱۴", f"نص {LRI}CPMS (2).{PDI}، ۱۲، ۱۴"),
    ("<bdi>CPMS</bdi>، ۱۲", f"{LRI}CPMS{PDI}، ۱۲"),
    ("نص <span dir='ltr'>/a/ نص (b)</span> ثم", f"نص {LRI}/a/ نص (b){PDI} ثم"),
    ("نص <span dir='auto'>a (نص) b!</span> ثم", f"نص {LRI}a (نص) b!{PDI} ثم"),
    ("نص <bdo dir='ltr'>+١ ٢٣ (٤)</bdo> ثم", f"نص {LRI}{LRO}+١ ٢٣ (٤){PDF}{PDI} ثم"),
    ("نص <i style='direction: ltr'>(1) +2 3/</i> ثم", f"نص {LRI}(1) +2 3/{PDI} ثم"),
    ("نص <b>one <i>two</b> three</i> ثم", "نص one two three ثم"),
    ("نص <b>one <i>two نص three</i> four</b> five ثم", "نص one two نص three four five ثم"),
    ("نص one<br>(two) three ثم", "نص one\n(two) three ثم"),
    ("نص a <span style='display: inline-block; width: 1em'></span> b ثم", "نص a \ufffc b ثم"),
])
def test_isolates_nested_elements_and_breaks(typeset: Typesetter, body: str, text: str) -> None:
    pdf = typeset(page_of(f"<p>{body}</p>", "ar", "rtl", "p { font: 10pt/2 'HB Naskh', 'HB Serif' }"))
    rows = [[part.replace("\ufffc", "")] for part in text.split("\n")]
    assert faults(pdfium.PdfDocument(pdf)[0], rows) == []


def test_left_to_right_paragraphs_are_ordered_too(typeset: Typesetter) -> None:
    pdf = typeset(page_of("<p>One <b>حماية</b> <i>(الطفل) two</i> ١٢.</p>", css="p { font: 10pt/2 'HB Serif', 'HB Naskh' }"))
    (line,) = lines_of(pdfium.PdfDocument(pdf)[0])
    assert agree(line, left_to_right(expected("One حماية (الطفل) two ١٢.", "L"))), shown(line)


@pytest.mark.usefixtures("typeset")
@pytest.mark.parametrize("font", ["HB Naskh", "HB Nastaliq"])
def test_lines_with_latin_words_are_no_higher_than_others(font: str) -> None:
    latin = "Alliance for Child Protection in Humanitarian Action"
    body = f"<p>نص {latin} ثم {latin} ثم <b>{latin}</b> {'ثم نص ' * 40}.</p>"
    html = page_of(body, "ur", "rtl", f"p {{ font: 10px/2 '{font}', 'HB Serif' }}")
    document = weasyprint.HTML(string=html, base_url=f"{FONTS}/x.html").render()
    lines = [box for box in document.pages[0]._page_box.descendants() if isinstance(box, boxes.LineBox)]
    assert len(lines) > 4
    assert [line.height for line in lines] == pytest.approx([20.0] * len(lines))
    assert len({round(line.baseline, 3) for line in lines}) == 1


#: A title with what may turn round.
TITLES = {
    "ar": "معنى Child Protection (CPMS) في 2012–2019: 85%",
    "ur": "لفظ Child Protection (CPMS) کے معنی 2012–2019: 85%",
    "prs": "معنای Child Protection (CPMS) در 2012–2019: 85%",
    "ps": "د Child Protection (CPMS) مانا په 2012–2019: 85%",
}


def has(line: list[Glyph], wanted: list[Char]) -> bool:
    """Whether the characters stand in the line, in their order, side by side."""
    return any(agree(line[i:j], wanted) for i in range(len(line)) for j in range(i + 1, len(line) + 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_running_heads_and_bookmarks(language: str) -> None:
    project, manuscript = manuscript_of(language)
    own = manuscript.language
    titled, *_ = (each for each in manuscript.sections if each.plan.kind.id == "standard")
    title_html = text_html(TITLES[language], own)
    long = tuple(replace(block, html=block.html * 6) for block in titled.blocks)
    titled = replace(titled, title=TITLES[language], title_html=title_html, blocks=long)
    sections = tuple(titled if each.id == titled.id else each for each in manuscript.sections)
    composer = Composer(project, replace(manuscript, sections=sections))
    places = {each.id: Place(each.id, 88, 0, 0) for each in sections}
    flat = Paragraphs(own.digits, "", 0)
    flat.feed(f"<p>{title_html}</p>")
    ((words,),) = flat.rows
    worker.prepare()
    made = {}
    for section in (titled, next(each for each in sections if each.id == "contents")):
        html = composer.compose(section, False, places).html
        css, faces = stylesheet(project, manuscript), font_faces(project, manuscript.language)
        made[section.id] = worker.typeset(worker.Job(html, css, faces, str(project.root)))
        assert not made[section.id].problems
    contents = [line for page in pdfium.PdfDocument(made["contents"].pdf) for line in lines_of(page)]
    (entry,) = (line for line in contents if "CPMS" in shown(line))
    assert has(entry, left_to_right(expected(words))), shown(entry)
    second = pdfium.PdfDocument(made[titled.id].pdf)[1]
    assert has(lines_of(second)[0], left_to_right(expected(f"{own.number(titled.plan.number)} {words}")))
    plain_words = "".join(char for char in words.replace("\u00a0", " ") if unicodedata.category(char) != "Cf")
    assert any(plain_words in entry[1] for entry in made[titled.id].outline), made[titled.id].outline
