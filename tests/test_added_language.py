"""A language that the project has never seen is made from data alone: one from the left, one from the right with its own font."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from tiny_project import TinyProject

ROOT = Path(__file__).resolve().parents[1]
COVER = 2  # sides before the interior

VIETNAMESE = {
    "standard-n": "Tiêu chuẩn {n}", "contents": "Mục lục", "page-ref": "tr.\\u00a0{page}", "key-actions": "Hành động chính",
    "preparedness": "Chuẩn bị", "response": "Ứng phó", "measurement": "Đo lường", "guidance": "Ghi chú hướng dẫn",
    "references": "Tài liệu tham khảo", "area-n": "Lĩnh vực {n}", "edition": "Bản {language}",
    "imprint-date": "Ngày phát hành: {date}",
}
KURDISH = {
    "standard-n": "ستانداردی {n}", "contents": "ناوەڕۆک", "page-ref": "ل.\\u00a0{page}", "key-actions": "کردارە سەرەکییەکان",
    "preparedness": "ئامادەکاری", "response": "وەڵامدانەوە", "measurement": "پێوانە", "guidance": "تێبینییەکانی ڕێنمایی",
    "references": "سەرچاوەکان", "area-n": "بواری {n}", "edition": "وەشانی {language}", "list-comma": "، ",
    "reference": "{name}، {page}", "imprint-date": "ڕێکەوت: {date}",
}
#: English words of the tiny project -> the translation's; file by file
VIETNAMESE_WORDS = {
    "The tiny handbook": "Cẩm nang nhỏ", "Two standards": "Hai tiêu chuẩn", "A book to test with": "Một cuốn sách để thử",
    "Introduction": "Giới thiệu", "The first paragraph names": "Đoạn đầu tiên nhắc đến", "and holds a note": "và có một chú thích",
    "Who it is for": "Dành cho ai", "The second paragraph treats": "Đoạn thứ hai nói về", "case management": "quản lý trường hợp",
    "The note.": "Chú thích.", "The first area": "Lĩnh vực thứ nhất", "This area has two standards": "Lĩnh vực này có hai tiêu chuẩn",
    "The title": "Bảo vệ trẻ em", "One sentence": "Trẻ em được an toàn", "A short paragraph": "Một đoạn ngắn",
}
KURDISH_WORDS = {
    "The tiny handbook": "ڕێبەری بچووک", "Two standards": "دوو ستاندارد", "A book to test with": "کتێبێک بۆ تاقیکردنەوە",
    "Introduction": "پێشەکی", "The first paragraph names": "بڕگەی یەکەم ناوی", "and holds a note": "دەهێنێت و تێبینییەکی هەیە",
    "Who it is for": "بۆ کێیە", "The second paragraph treats": "بڕگەی دووەم باسی", "case management": "بەڕێوەبردنی کەیس",
    "The note.": "تێبینییەکە.", "The first area": "بواری یەکەم", "This area has two standards": "ئەم بوارە دوو ستانداردی هەیە",
    "The title": "پاراستنی منداڵان", "One sentence": "منداڵان سەلامەتن", "A short paragraph": "بڕگەیەکی کورت",
}


def translate(project: TinyProject, id: str, strings: dict[str, str], words: dict[str, str]) -> None:
    """What a translator does: the strings of language.yaml, and the texts beside it."""
    settings = project.read(f"content/{id}/language.yaml")
    for key, value in strings.items():
        settings, count = re.subn(rf"^  {key}: .*# translate$", f'  {key}: "{value}"'.replace("\\", r"\\"), settings, flags=re.M)
        assert count == 1, key
    project.write(f"content/{id}/language.yaml", settings)
    for path in sorted((project.root / "content/en/handbook").iterdir()):
        text = path.read_text("utf-8").replace("status: source", "status: draft")
        for english, own in words.items():
            text = text.replace(english, own)
        project.write(f"content/{id}/handbook/{path.name}", text)


def made(project: TinyProject, id: str) -> Path:
    done = project.build("--language", id, "--pub", "handbook", "--format", "screen", BINDERY_JOBS="1")
    assert done.returncode == 0, done.stderr
    return project.path(f"outputs/global/{id}/handbook-screen.pdf")


def texts(path: Path) -> list[str]:
    """The text of each page, its words in one line; letters in the forms in which they are typed."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    return [" ".join(unicodedata.normalize("NFKC", page).split()) for page in pages]


def folio_sides(path: Path) -> set[str]:
    """Where the numbers of odd pages stand at the foot: "left" or "right"."""
    sides, book = set(), pypdfium2.PdfDocument(path)
    for index, page in enumerate(book):
        if COVER <= index < len(book) - COVER and index % 2 == 0:
            width, text = page.get_width(), page.get_textpage()
            for side, (left, right) in {"left": (0, width / 2), "right": (width / 2, width)}.items():
                if text.get_text_bounded(left=left, bottom=0, right=right, top=42).strip():
                    sides.add(side)
    return sides


@pytest.fixture
def imprinted(project: TinyProject) -> TinyProject:
    """The tiny project, whose handbook has an imprint too."""
    project.change("content/publications.yaml", "  contents: {generated: true}\n", "  contents: {generated: true}\n  imprint: {folio: false, generated: true}\n")
    project.change("content/publications.yaml", "      - title-page\n", "      - title-page\n      - imprint\n")
    return project


def test_a_language_from_the_left(imprinted: TinyProject) -> None:
    project = imprinted
    assert project.run("new-language", "--language", "vi").returncode == 0
    translate(project, "vi", VIETNAMESE, VIETNAMESE_WORDS)
    path = made(project, "vi")
    pages = texts(path)
    for words in ("Mục lục", "Đoạn đầu tiên nhắc đến Tiêu chuẩn 2, tr. ", "Trẻ em được an toàn.", "Hành động chính",
                  "Ngày phát hành: 27 tháng 11, 2026", "Bản Tiếng Việt"):
        assert any(words in page for page in pages), words
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "vi"
        assert str(pdf.Root.get("/ViewerPreferences", {}).get("/Direction", "/L2R")) == "/L2R"
    assert folio_sides(path) == {"right"}


def test_a_language_from_the_right_with_a_font_of_its_own(imprinted: TinyProject, tmp_path: Path) -> None:
    project = imprinted
    licence = project.write("OFL-Mine.txt", "The licence.\n")
    for weight in ("Regular", "Bold"):
        file = tmp_path / f"Mine-{weight}.ttf"
        file.write_bytes((ROOT / f"fonts/HandbookNaskh-{weight}.ttf").read_bytes())
        added = project.run("add-font", str(file), "--family", "HB Mine", "--licence", str(licence), "--source", "me")
        assert added.returncode == 0, added.stderr
    laid_out = project.run("new-language", "--language", "ckb", "--json")
    assert json.loads(laid_out.stdout)["lacking"] == ""  # the font was found
    translate(project, "ckb", KURDISH, KURDISH_WORDS)
    path = made(project, "ckb")
    pages = texts(path)
    for words in ("ناوەڕۆک", "بڕگەی یەکەم ناوی ستانداردی", "منداڵان سەلامەتن", "بەڕێوەبردنی کەیس", "کردارە سەرەکییەکان", "٢٧ی تشرینی دووەمی ٢٠٢٦"):
        assert any(words in page for page in pages), words
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "ckb"
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"
        names = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
    assert any("HB-Mine" in name for name in names), names
    assert folio_sides(path) == {"left"}
