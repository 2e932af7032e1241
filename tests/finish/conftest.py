"""Small masters as the binder hands them on, and the jobs they are finished for."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Pdf
from PIL import Image, ImageChops
from weasyprint import HTML

from bindery.errors import Findings
from bindery.finish import About, PressJob, ScreenJob, finish_press, press, save
from bindery.project import palette as palettes

ROOT = Path(__file__).resolve().parents[2]
ICC = ROOT / "printers" / "icc"
#: The last but one is 2026-01-01T00:00:00Z.
ABOUT = About("Title & <more>", "The authors", "en", 1_767_225_600, "content-1")

STYLE = """
@page { size: 100mm 140mm; margin: 15mm; bleed: 5mm }
@page full { background: #0a6666 }
body { font: 10pt/13pt serif; margin: 0 } p { margin: 0 0 6pt }
h1, h2 { color: #0a6666 } section { break-before: page }
.panel { background: #f3f1ec; border: 1pt solid #a33a1c; padding: 4pt }
.navy { color: #123f5f } .white { background: #123f5f; color: #fff } .full { page: full; color: #fff }
a { color: #123f5f } img { height: 10mm }
"""
BODY = """
<h1>Title</h1>
<p>Plain text with <a href="#second">a link to the second page</a>
and <a href="https://example.org/">one outside</a>.</p>
<p class=panel>A panel, <span class=navy>navy words</span>.</p><p class=white>White on navy.</p>
<p><img src=photo.jpg alt=photo><img src=photo.png alt=photo><img src=gray.png alt=gray><img src=gray.jpg alt=gray>
<img src=opaque.png alt=badge><img src=alpha.png alt=badge><img src=photo.jpg alt=again style="height: 5mm"></p>
<svg width=40 height=40 viewBox="0 0 24 24"><title>icon</title>
<path d="M2 2L20 20" stroke="#000" stroke-width="1" fill="none"/><circle cx=12 cy=12 r=5 fill="#c2d9d9"/></svg>
<section id=second><p>Black text alone stands on this page. Nothing else is here.</p></section>
<section class=full><p>White text on a full page.</p></section>
"""


@pytest.fixture(scope="session")
def palette() -> palettes.Palette:
    findings = Findings(ROOT)
    loaded = palettes.load(ROOT / "styles" / "palette.yaml", findings)
    assert not findings.items
    return loaded


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    up = Image.linear_gradient("L").resize((120, 80))
    across = Image.linear_gradient("L").rotate(90).resize((120, 80))
    photo = Image.merge("RGB", (up, across, ImageChops.invert(up)))
    photo.save(folder / "photo.jpg", quality=95)
    photo.save(folder / "photo.png")
    up.save(folder / "gray.png")
    up.save(folder / "gray.jpg", quality=95)
    photo.convert("RGBA").save(folder / "opaque.png")
    alpha = photo.convert("RGBA")
    alpha.putalpha(across)
    alpha.save(folder / "alpha.png")
    Image.merge("RGB", (up, up, up)).save(folder / "neutral.png")
    return folder


@pytest.fixture(scope="session")
def typeset(pictures: Path) -> Callable[..., bytes]:
    def typeset(body: str = BODY, style: str = "", lang: str = "en") -> bytes:
        head = f"<head><title>Title</title><style>{STYLE}{style}</style></head>"
        html = f"<html lang={lang}>{head}<body>{body}</body></html>"
        data = HTML(string=html, base_url=f"{pictures}/").write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
        assert isinstance(data, bytes)
        return data

    return typeset


@pytest.fixture(scope="session")
def master(typeset: Callable[..., bytes]) -> bytes:
    return typeset()


@pytest.fixture
def opened(master: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(master))


@pytest.fixture
def press_job() -> Callable[..., PressJob]:
    job = PressJob(
        ABOUT, bleed_mm=3, slug_mm=8, marks=False,
        profile=ICC / "FOGRA39L_coated.icc", srgb=ICC / "sRGB.icc", condition="FOGRA39",
    )
    return lambda **changes: replace(job, **changes)


@pytest.fixture
def press_file(opened: Pdf, press_job: Callable[..., PressJob],
               palette: palettes.Palette, tmp_path: Path) -> Path:
    finish_press(opened, press_job(), palette)
    path = tmp_path / "press.pdf"
    save(opened, path, version=press.VERSION, object_streams=False)
    return path


@pytest.fixture
def screen_job() -> Callable[..., ScreenJob]:
    job = ScreenJob(ABOUT, ICC / "sRGB.icc")
    return lambda **changes: replace(job, **changes)


@pytest.fixture
def hand_made() -> Callable[..., Pdf]:
    """A master of one page, 100 × 100 pt with 20 pt of bleed, with this content and these resources."""

    def make(content: bytes, **resources: object) -> Pdf:
        pdf = pikepdf.new()
        page = pdf.add_blank_page(page_size=(140, 140)).obj
        page.MediaBox, page.TrimBox = Array([-20, -20, 120, 120]), Array([0, 0, 100, 100])
        page.Resources = pdf.make_indirect(Dictionary(**resources))
        page.Contents = pdf.make_stream(content)
        return pdf

    return make


@pytest.fixture
def tool() -> Callable[[str, str], str]:
    def tool(name: str, package: str) -> str:
        path = shutil.which(name)
        if path is None:
            pytest.skip(f"{name} is not installed; on Debian: apt-get install {package}")
        return path

    return tool


