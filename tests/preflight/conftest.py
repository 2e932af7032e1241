"""A press file of two pages without a fault, and the report on files that are broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from made import make
from pikepdf import Pdf

from bindery.preflight import Limits, Report, preflight


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make(tmp_path_factory.mktemp("good"))


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., Report]:
    """The report on a file: bytes, or an opened Pdf that was changed."""

    def report(file: bytes | Pdf, limits: Limits | None = None, **saved: object) -> Report:
        path = tmp_path / "file.pdf"
        if isinstance(file, Pdf):
            options = {"force_version": "1.6", "fix_metadata_version": False} | saved
            file.save(path, **options)
        else:
            path.write_bytes(file)
        return preflight(path, limits or Limits(condition="FOGRA39"))

    return report
