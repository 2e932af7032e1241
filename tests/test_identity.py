"""What files say of themselves."""

from __future__ import annotations

from types import SimpleNamespace as Namespace
from typing import Any

from bindery.identity import document_id


def master(*pages: bytes) -> Any:
    return Namespace(cover=(), interior=[Namespace(typeset=Namespace(pdf=pdf)) for pdf in pages])


def test_other_pages_have_another_id() -> None:
    """Also those of as many letters, and the same ones in another order or for another use."""
    found = {
        document_id("screen", master(b"abc", b"def")),
        document_id("screen", master(b"abc", b"xyz")),
        document_id("screen", master(b"def", b"abc")),
        document_id("press", master(b"abc", b"def")),
        document_id("screen", master(b"abc"), master(b"xy")),
        document_id("screen", master(b"abc"), master(b"yz")),
    }
    assert len(found) == 6
    assert document_id("screen", master(b"abc", b"def")) in found
