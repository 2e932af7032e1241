"""The patched engine, for all tests of this folder."""

import pytest
from engine_documents import FONTS, Typesetter


@pytest.fixture(scope="session")
def typeset() -> Typesetter:
    """Typeset HTML with the patched engine, in this process."""
    import weasyprint

    from bindery.typeset import engine

    engine.apply()
    return lambda html: weasyprint.HTML(string=html, base_url=f"{FONTS}/x.html").write_pdf(pdf_variant="pdf/ua-1")
