"""Screen files before a second judge, veraPDF: one of each script, PDF/UA-1 and PDF/A-2a.

It is Java and is not in the lock; where it is not found, these tests say how to get it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from book_shelf import Book, take
from maven import VERAPDF, jar

#: Latin, Cyrillic, Naskh, Nastaliq, Devanagari, Hangul, Han.
SCRIPTS = (("en", "case-study-education"), ("sr", "summary"), ("ar", "facilitators-guide"), ("ur", "facilitators-guide"),
           ("ne", "summary"), ("ko", "summary"), ("zh", "case-study-education"))


@pytest.fixture(scope="module")
def verapdf(tool: Callable[[str, str], Path]) -> list[str]:
    java = tool("java", "default-jre-headless")
    return [str(java), "-cp", str(jar(VERAPDF, "VERAPDF_JAR")), "org.verapdf.apps.GreenfieldCliWrapper", "--format", "text"]


def test_verapdf_finds_no_fault(verapdf: list[str], request: pytest.FixtureRequest) -> None:
    """It judges by what a file claims to be."""
    books: list[Book] = [take(request, *key) for key in SCRIPTS]
    files = [str(book.path("screen")) for book in books]
    done = subprocess.run([*verapdf, "-v", *files], capture_output=True, text=True)
    judged = [line for line in done.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
    assert sorted(judged) == sorted(f"PASS {file} {claim}" for file in files for claim in ("ua1", "2a")), done.stdout[:4000]
