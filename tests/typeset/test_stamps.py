"""Numbers put into finished pages."""

from __future__ import annotations

import pytest

from bindery.typeset.stamps import stamp

# Codes of the digits 0 to 9 in the page's font: 0 is 0010, 1 is 0011 … 9 is 0019.
CODES = "".join(f"{0x10 + digit:04x}" for digit in range(10))
TABULAR = ",".join(["500"] * 10)


def drawn(target: str, digits: int, widths: str = TABULAR) -> bytes:
    """A placeholder of so many eights, as the engine leaves it."""
    return f"BT\n%stamp {target} {widths} {CODES}\n/F1 9 Tf\n[<{'0018' * digits}>] TJ\nET".encode()


def test_the_placeholder_becomes_the_number() -> None:
    stamped = stamp(drawn("standard-07", 2), {"standard-07": 47}.__getitem__, "left")
    assert stamped == b"BT\n/F1 9 Tf\n[<00140017>] TJ\nET"


def test_every_stamp_of_a_page_has_its_own_number() -> None:
    page = b"\n".join([drawn("a", 1), b"[<0041>] TJ", drawn("b", 3)])
    stamped = stamp(page, {"a": 9, "b": 104}.__getitem__, "left")
    assert b"[<0019>] TJ" in stamped and b"[<001100100014>] TJ" in stamped and b"[<0041>] TJ" in stamped
    assert b"%stamp" not in stamped


def test_a_placeholder_with_kerns_between_its_digits() -> None:
    page = f"%stamp a {TABULAR} {CODES}\n[<0018>-3<0018>] TJ".encode()
    assert stamp(page, {"a": 12}.__getitem__, "left") == b"[<00110012>] TJ"


def test_a_short_folio_keeps_to_the_outer_edge() -> None:
    """On a right page it ends where three digits would end: two digits of 500 thousandths further to the right."""
    assert b"[<0017>] TJ" in stamp(drawn("folio", 3), lambda _: 7, "left")
    assert b"[-1000<0017>] TJ" in stamp(drawn("folio", 3), lambda _: 7, "right")
    assert b"[<001100110012>] TJ" in stamp(drawn("folio", 3), lambda _: 112, "right")


def test_a_number_of_other_width_stands_in_the_middle_of_its_room() -> None:
    """Where digits are not tabular: a 1 of 300 thousandths, a 7 of 560. Between digits no gap: readers see a space."""
    widths = ",".join(str({1: 300, 7: 560}.get(digit, 500)) for digit in range(10))
    assert b"[-100<00110018>] TJ" in stamp(drawn("a", 2, widths), lambda _: 18, "left")
    assert b"[-200<00110011>] TJ" in stamp(drawn("a", 2, widths), lambda _: 11, "right")
    assert b"[60<00170017>] TJ" in stamp(drawn("a", 2, widths), lambda _: 77, "left")
    assert b"[-1200<0011>] TJ" in stamp(drawn("folio", 3, widths), lambda _: 1, "right")
    assert b"[<0011>] TJ" in stamp(drawn("folio", 3, widths), lambda _: 1, "left")


@pytest.mark.parametrize(("target", "number"), [("standard-07", 7), ("standard-07", 100), ("folio", 1000)])
def test_a_number_that_does_not_fit_is_a_fault(target: str, number: int) -> None:
    """References have the digits that they were set with; only a folio, alone on its line, may have fewer."""
    with pytest.raises(ValueError, match=f"{target}: {number} does not fit in"):
        stamp(drawn(target, 3 if target == "folio" else 2), lambda _: number, "left")


def test_a_page_without_stamps_is_as_it_was() -> None:
    page = b"BT\n[<0041>-20<0042>] TJ\nET"
    assert stamp(page, lambda _: 1, "left") == page
