"""Makes press files to look through."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
from PIL import Image, ImageChops
from weasyprint import HTML

from bindery.errors import Findings
from bindery.finish import About, PressJob, finish_press, press, save
from bindery.project import palette as palettes

ROOT = Path(__file__).resolve().parents[2]
ICC = ROOT / "printers" / "icc"
STYLE = """
@page { size: 100mm 140mm; margin: 15mm; bleed: 5mm }
body { font: 10pt/13pt serif; margin: 0 } p { margin: 0 0 6pt }
h1 { color: #0a6666; font-size: 20pt } section { break-before: page }
.panel { background: #f3f1ec; border: 1pt solid #a33a1c; padding: 4pt }
.white { background: #123f5f; color: #fff } img { width: 20mm }
"""
BODY = """<h1>Title</h1><p>Plain text.</p><p class=panel>A panel.</p><p class=white>White on navy.</p>
<p><img src=photo.jpg alt=photo></p><section><p>Second page.</p></section>"""


def make(folder: Path, body: str = BODY, style: str = "", ppi: int = 300, **asked: object) -> bytes:
    """A press file of this text; `ppi`: how fine the photo of 20 mm is; `asked`: what else the job asks for."""
    across = round(20 / 25.4 * ppi)
    up = Image.linear_gradient("L").resize((across, across))
    Image.merge("RGB", (up, up.rotate(90), ImageChops.invert(up))).save(folder / "photo.jpg", quality=90)
    html = f"<html lang=en><head><title>Title</title><style>{STYLE}{style}</style></head><body>{body}</body></html>"
    pdf = pikepdf.open(io.BytesIO(HTML(string=html, base_url=f"{folder}/").write_pdf()))
    findings = Findings(ROOT)
    palette = palettes.load(ROOT / "styles" / "palette.yaml", findings)
    job = PressJob(About("Title", "The authors", "en", 1_767_225_600, "content-1"), bleed_mm=3, slug_mm=8, marks=True,
                   profile=ICC / "FOGRA39L_coated.icc", srgb=ICC / "sRGB.icc", condition="FOGRA39")
    job = replace(job, **asked)
    finish_press(pdf, job, palette)
    path = folder / "made.pdf"
    save(pdf, path, version=press.VERSION, object_streams=False)
    return path.read_bytes()
