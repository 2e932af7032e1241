"""Documents typeset with and without the patches, and what is needed to look at them.

`page` (PyPI page-validation) is called as ``page.validate_pdf_bytes(data, profile="ua1")``; its report has
``failures`` with ``rule_id`` and ``message``.
"""

import functools
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf

# WeasyPrint reads the font configuration when it is imported: no system font may be seen, so no directory is named.
if "weasyprint" not in sys.modules:
    _folder = tempfile.mkdtemp(prefix="bindery-engine-")
    _configuration = Path(_folder) / "fonts.conf"
    _configuration.write_text(f"<fontconfig><cachedir>{_folder}/cache</cachedir></fontconfig>")
    os.environ["FONTCONFIG_FILE"] = str(_configuration)

ROOT = Path(__file__).parents[3]
FONTS = ROOT / "fonts"
Typesetter = Callable[[str], bytes]

_CHILD = """
import sys, weasyprint
if sys.argv[1] == "patched":
    import bindery.typeset.engine as engine
    engine.apply()
for html in sys.stdin.buffer.read().decode().split("\\0"):
    pdf = weasyprint.HTML(string=html, base_url=sys.argv[2]).write_pdf(pdf_variant="pdf/ua-1")
sys.stdout.buffer.write(pdf)
"""


def page_of(body: str, language: str = "en", direction: str = "ltr", css: str = "") -> str:
    """A document of small pages; ``css`` comes last."""
    return (
        f'<html lang="{language}" dir="{direction}" id="s1"><head><title>Sample</title>'
        '<link rel="stylesheet" href="fonts.css">'
        "<style>@page { size: 100mm 120mm; margin: 15mm } body { margin: 0; font: 10pt/1.5 'HB Serif', 'HB Serif SC' }"
        f"{css}</style></head><body>{body}</body></html>"
    )


def in_child(*documents: str, patched: bool = True, seed: str = "0") -> bytes:
    """Typeset ``documents`` in a new process and return the last."""
    command = [sys.executable, "-W", "ignore", "-c", _CHILD, "patched" if patched else "plain", f"{FONTS}/x.html"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
    done = subprocess.run(
        command, input="\0".join(documents).encode(), capture_output=True, check=True, env=environment
    )
    return done.stdout


@functools.lru_cache(maxsize=32)
def opened(pdf: bytes) -> pikepdf.Pdf:
    """The PDF, kept open: its objects die with it."""
    return pikepdf.open(io.BytesIO(pdf))
