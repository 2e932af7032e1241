"""What every finished file must be: sound, accessible, with its own fonts and nothing else's."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from book_shelf import COVER, ROOT, Book
from pikepdf import Dictionary, Name, Object, Stream

from bindery.errors import Findings
from bindery.project.load import load_project

FORMATS = ("screen", "press", "cover-press")


@pytest.mark.parametrize("format", FORMATS)
def test_qpdf_finds_no_fault(book: Book, format: str, tool: Callable[[str, str], Path]) -> None:
    done = subprocess.run([tool("qpdf", "qpdf"), "--check", book.path(format)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_screen_files_are_pdf_ua_1(book: Book) -> None:
    report = page_validation.validate_pdf_bytes(book.path("screen").read_bytes(), profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_the_file_says_what_it_is(book: Book) -> None:
    manuscript, root = book.master.manuscript, book.screen.Root
    assert str(root.Lang) == manuscript.language.tag
    assert root.ViewerPreferences.Direction == (Name.R2L if book.rtl else Name.L2R)
    assert root.ViewerPreferences.DisplayDocTitle
    title = str(book.screen.trailer.Info.Title)
    assert manuscript.book["title"] in title
    if manuscript.publication.title:
        assert title.startswith(book.part[manuscript.publication.title].section.title)
    assert f"<dc:language><rdf:Bag><rdf:li>{manuscript.language.tag}</rdf:li>" in root.Metadata.read_bytes().decode()


def test_the_press_file_keeps_language_and_direction(book: Book) -> None:
    assert str(book.press.Root.Lang) == book.master.manuscript.language.tag
    assert book.press.Root.ViewerPreferences.Direction == book.screen.Root.ViewerPreferences.Direction


def test_every_tag_says_its_language_or_takes_the_books(book: Book) -> None:
    """Foreign words are read aloud in their own language: every /Lang in the tree is a tag, and English ones exist."""
    known = {str(element.Lang) for element in _elements(book.screen.Root.StructTreeRoot.K) if "/Lang" in element}
    own = book.master.manuscript.language.tag
    assert own in known
    assert known <= {own, "en", "fr"}
    if book.rtl and book.stem == "handbook":
        assert "en" in known  # references to English works


@pytest.mark.parametrize("format", FORMATS)
def test_fonts_are_the_languages_own_embedded_and_readable(book: Book, format: str) -> None:
    """As pdffonts would list them: embedded, subset, no fallback, with a ToUnicode that knows every code shown."""
    families = {family.replace(" ", "-") for family in book.master.manuscript.language.families}
    programs: dict[str, bytes] = {}
    pdf = {"screen": book.screen, "press": book.press, "cover-press": book.cover_press}[format]
    fonts = 0
    for font in _fonts(pdf):
        name = str(font.BaseFont).removeprefix("/")
        tag, _, face = name.partition("+")
        (descendant,) = font.DescendantFonts
        descriptor = descendant.FontDescriptor
        files = [descriptor[key] for key in ("/FontFile2", "/FontFile3") if key in descriptor]
        assert len(files) == 1, f"{name} is not embedded"
        assert len(tag) == 6 and tag.isascii() and tag.isupper(), f"{name} has no subset tag"
        own = any(face == family or face.startswith(f"{family}-") for family in families)
        assert own, f"{name} is no font of the language"
        # Two subsets under one name are one font to some readers, which then mix up their letters.
        program = files[0].read_raw_bytes()
        assert programs.setdefault(name, program) == program, f"{name} names two font programs"
        assert isinstance(font.get("/ToUnicode"), Stream), f"{name} has no ToUnicode"
        fonts += 1
    assert fonts > 2
    assert len({name[:6] for name in programs}) == len(programs), "a subset tag is used twice"


@pytest.mark.parametrize("format", FORMATS)
def test_every_glyph_shown_is_a_letter_with_a_name(book: Book, format: str) -> None:
    """No code 0 (.notdef) is drawn, and every code drawn has a text in its font's ToUnicode."""
    pdf = {"screen": book.screen, "press": book.press, "cover-press": book.cover_press}[format]
    shown = 0
    for number, page in enumerate(pdf.pages, 1):
        for font, codes in _shown(page.obj):
            texts = _to_unicode(font)
            assert 0 not in codes, f"page {number} of {book.name}: .notdef in {font.BaseFont}"
            lacking = codes - texts.keys()
            assert not lacking, f"page {number} of {book.name}: codes {sorted(lacking)} of {font.BaseFont} have no text"
            assert not any("\ufffd" in texts[code] or "\ue000" <= texts[code][:1] <= "\uf8ff" for code in codes)
            shown += len(codes)
    assert shown > 100


def test_the_outline_leads_to_each_section_of_the_contents(book: Book) -> None:
    wanted = [bound for bound in book.master.interior
              if bound.section.plan.kind.contents and not bound.section.plan.kind.generated]
    pages = {page.objgen: index for index, page in enumerate(book.screen.pages)}
    entries = [(str(item.Title), pages[item.Dest[0].objgen]) for item in _outline(book.screen.Root.Outlines)]
    assert [page for _, page in entries] == sorted(page for _, page in entries)
    led_to = defaultdict(str)
    for words, page in entries:
        led_to[page] += "".join(words.split())
    missing = [bound.section.id for bound in wanted
               if "".join(bound.section.title.split()) not in led_to[COVER + bound.start - 1]]
    assert missing == []


def test_the_outline_counts_what_it_shows(book: Book) -> None:
    """ISO 32000-1, 12.3.3: the root counts what is open, a closed entry its children, negative."""
    root = book.screen.Root.Outlines
    top = list(_siblings(root))
    assert int(root.Count) == len(top)
    for item in top:
        children = list(_siblings(item))
        assert int(item.get("/Count", 0)) == -len(children)
        assert not children or (item.First.objgen, item.Last.objgen) == (children[0].objgen, children[-1].objgen)


def test_no_other_family_is_declared_in_the_manifest() -> None:
    """What the test of fonts leans on: a language's families are private names that no system font has."""
    project = load_project(ROOT, Findings(ROOT), ("en",))
    assert {face.family.partition(" ")[0] for face in project.faces} == {"HB"}


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Object]:
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for resources in _resources(page.obj):
            for font in resources.get("/Font", Dictionary()).values():
                if font.objgen not in seen:
                    seen.add(font.objgen)
                    yield font


def _resources(holder: Object) -> Iterator[Object]:
    """The resources of a page and of the forms below it."""
    resources = holder.get("/Resources", Dictionary())
    yield resources
    for thing in resources.get("/XObject", Dictionary()).values():
        if thing.get("/Subtype") == Name.Form:
            yield from _resources(thing)


def _shown(holder: Object) -> Iterator[tuple[Object, set[int]]]:
    """The fonts of a page or form with the codes (two bytes each) that its text operators show."""
    resources = holder.get("/Resources", Dictionary())
    found: dict[str, set[int]] = {}
    font = ""
    for operands, operator in pikepdf.parse_content_stream(holder):
        match str(operator):
            case "Tf":
                font = str(operands[0])
            case "Tj" | "'" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        data = bytes(part)
                        found.setdefault(font, set()).update(
                            int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2))
    for name, codes in found.items():
        yield resources.Font[name], codes
    for thing in resources.get("/XObject", Dictionary()).values():
        if thing.get("/Subtype") == Name.Form:
            yield from _shown(thing)


_texts: dict[tuple[bytes, int], dict[int, str]] = {}


def _to_unicode(font: Object) -> dict[int, str]:
    data = font.ToUnicode.read_bytes()
    key = data, 0
    if key not in _texts:
        lines = (line.split() for line in data.decode("ascii").splitlines() if line.startswith("<") and " <" in line)
        _texts[key] = {int(code[1:-1], 16): bytes.fromhex(text[1:-1]).decode("utf-16-be")
                       for code, text, *more in lines if not more}
    return _texts[key]


def _siblings(parent: Object) -> Iterator[Object]:
    item = parent.get("/First")
    while item is not None:
        yield item
        item = item.get("/Next")


def _outline(parent: Object) -> Iterator[Object]:
    for item in _siblings(parent):
        yield item
        yield from _outline(item)


def _elements(kids: Object) -> Iterator[Object]:
    """The structure elements below `kids`, in the order in which they are read."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            if "/K" in kid:
                yield from _elements(kid.K)
