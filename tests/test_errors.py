"""docs/errors.md and the codes in the program are the same, and each code is raised somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bindery.errors import CODES, BinderyError, Finding

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"^\| ([A-Z]\d{3}) \| ([^|]+) \| ([^|]+) \| (\d+) \|$", re.M)


def test_the_table_has_every_code_once_with_its_words_and_exit_code() -> None:
    rows = {code: (says.strip(), int(exit)) for code, says, _, exit in ROW.findall((ROOT / "docs/errors.md").read_text("utf-8"))}
    assert rows == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_raised_somewhere(code: str) -> None:
    sources = "".join(p.read_text("utf-8") for p in (ROOT / "bindery").rglob("*.py") if p.name != "errors.py")
    assert re.search(rf"\b{code}\b", sources)


def test_the_exit_code_is_the_gravest() -> None:
    faults = [Finding(code, "a", 1, 1, "", "") for code in ("U101", "T101", "M101")]
    assert BinderyError(faults).exit_code == 5
