"""Applying the patches, and bytes that depend on the document alone."""

from pathlib import Path

import pytest
import weasyprint
from engine_documents import FONTS, ROOT, Typesetter, in_child, page_of
from engine_samples import ARABIC, BOOK, BOOK_CSS, CHINESE
from PIL import Image

from bindery.typeset import engine, worker
from bindery.typeset.engine import pins

BOOK_PAGE = page_of(BOOK, css=BOOK_CSS)
ARABIC_PAGE = page_of(f"<p>{ARABIC}</p>", "ar", "rtl", "body { font-family: 'HB Naskh' }")
CHINESE_PAGE = page_of(CHINESE, "zh-CN", css="p { text-align: justify }")


def test_applying_twice_patches_once(typeset: Typesetter) -> None:
    from weasyprint.draw import text

    before = text.draw_first_line
    engine.apply()
    assert text.draw_first_line is before


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(engine.EngineMismatch, match=r"WeasyPrint 71\.0 is installed.*70\.0"):
        pins.verify()


def test_another_source_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pins, "PINS", {"weasyprint.layout.inline:text_align": "0" * 64, "weasyprint:gone": "0" * 64})
    with pytest.raises(engine.EngineMismatch, match=r"layout\.inline:text_align, weasyprint:gone"):
        pins.verify()


def test_a_rewrite_needs_its_place() -> None:
    with pytest.raises(engine.EngineMismatch, match="is not there once"):
        pins.rewrite(pins.digest, ("no such line", ""))


def test_fingerprint_is_of_the_sources() -> None:
    assert engine.fingerprint() == engine.fingerprint()
    assert len(engine.fingerprint()) == 64


def test_bytes_are_the_same_in_any_order_and_process(typeset: Typesetter) -> None:
    here = {html: typeset(html) for html in (BOOK_PAGE, ARABIC_PAGE, CHINESE_PAGE)}
    assert typeset(BOOK_PAGE) == here[BOOK_PAGE]
    assert typeset(ARABIC_PAGE) == here[ARABIC_PAGE]
    assert in_child(CHINESE_PAGE, BOOK_PAGE, ARABIC_PAGE, seed="1") == here[ARABIC_PAGE]
    assert in_child(ARABIC_PAGE, ARABIC_PAGE, CHINESE_PAGE, BOOK_PAGE, seed="2") == here[BOOK_PAGE]
    assert in_child(CHINESE_PAGE, seed="3") == here[CHINESE_PAGE]


def test_a_process_that_has_set_other_books_sets_the_same(typeset: Typesetter) -> None:
    """Books of several languages, each with its fonts alone, as one process sets them one after the other."""

    def job(body: str, language: str, direction: str, files: dict[str, str], leading: float) -> worker.Job:
        css = f"p {{ font-family: {', '.join(files)}; line-height: {leading}; text-align: justify }}"
        faces = "\n".join(f"@font-face {{ font-family: {family}; src: url({(FONTS / file).as_uri()}) }}" for family, file in files.items())
        html = page_of(body, language, direction).replace('<link rel="stylesheet" href="fonts.css">', "")
        return worker.Job(html, css, faces, str(ROOT))

    latin, nastaliq = "SourceSerif4-Regular.ttf", "HandbookNastaliq-Regular.ttf"
    urdu = f"<p>{'رکھیں اور دیکھیں گے۔ <b>تقسیم:</b> سامان خاندانوں کے مشورے سے '* 6}"
    jobs = [
        job(urdu, "ur", "rtl", {"First": nastaliq, "Second": latin}, 1.7),
        job(f"<p>{'Des mots <i>et</i> d’autres, en français. ' * 9}", "fr", "ltr", {"First": latin}, 1.4),
        job(urdu, "ur", "rtl", {"Second": nastaliq, "First": latin}, 1.9),
        job(f"<p>{ARABIC * 3}", "ar", "rtl", {"First": "HandbookNaskh-Regular.ttf"}, 1.5),
    ]
    first = [worker.typeset(each) for each in jobs]
    assert [each.problems for each in first] == [()] * 4
    assert len({each.pdf for each in first}) == 4
    for order in ((3, 2, 1, 0), (0, 2, 0, 2), (1, 0, 3, 0)):
        assert [worker.typeset(jobs[at]) for at in order] == [first[at] for at in order]


def test_a_project_beside_another_has_its_own_pictures(typeset: Typesetter, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "content").mkdir(parents=True)
        Image.new("L", (9, 9), 99).save(tmp_path / name / "content" / "a.png")
        job = worker.Job("<html lang=en><title>a</title><body><img src='content/a.png' alt=a>", "", "", str(tmp_path / name))
        assert worker.typeset(job).problems == ()
