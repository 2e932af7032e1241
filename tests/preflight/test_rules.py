"""Every rule bites: a file without a fault passes, and each way of breaking it is told by its own rule and by no other."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from broken import BROKEN, MM, Told, blank, condition, drawn, image, opened, rules
from made import make
from pikepdf import Encryption, Name

from bindery.preflight import Limits
from bindery.preflight.file_rules import FILE_RULES
from bindery.preflight.page_rules import PAGE_RULES
from bindery.preflight.report import ERROR, WARNING


def test_a_good_file_has_no_findings(good: bytes, report: Told) -> None:
    one = report(good)
    assert one.notes == ()
    assert (one.pages, one.trim, one.rules) == (2, (100, 140), 1 + len(FILE_RULES) + len(PAGE_RULES))
    assert "no errors, no warnings" in one.text()


def test_ids_are_given_once() -> None:
    ids = [rule.id for rule in (*FILE_RULES, *PAGE_RULES)]
    assert len(ids) == len(set(ids))
    assert all(rule.severity in (ERROR, WARNING) and rule.what for rule in (*FILE_RULES, *PAGE_RULES))


#: What a rule may name as its source; clauses are those that a public text shows with their numbers.
SOURCES = r"house|ISO 15930-7 \(PDF/X-4\)|GWG 2022(, [A-Z][\w% ]+)?|ISO 19005-2, 6\.2\.11\.8|ISO 32000-1, 7\.8"


def test_every_rule_names_its_source() -> None:
    families = {"X": "ISO", "G": "GWG", "R": "GWG", "H": "house"}
    for rule in (*FILE_RULES, *PAGE_RULES):
        assert re.fullmatch(SOURCES, rule.origin), (rule.id, rule.origin)
        assert rule.origin.startswith(families[rule.id[0]]), (rule.id, rule.origin)


def test_no_clause_of_a_standard_that_nobody_can_read_is_named() -> None:
    """PDF/X-4 is sold: nobody here can look its clauses up, so none is cited."""
    code = Path(__file__).resolve().parents[2] / "bindery"
    assert [path.name for path in code.rglob("*.py") if re.search(r"15930-7[\s:#\d]*, (\d|[Aa]nnex)", path.read_text("utf-8"))] == []


FOLLOW = {"X03", "X07"}


@pytest.mark.parametrize("name", BROKEN)
def test_one_fault_is_one_rule(name: str, good: bytes, report: Told) -> None:
    rule, break_it = BROKEN[name]
    pdf = opened(good)
    break_it(pdf)
    found = report(pdf)
    assert rules(found) - (FOLLOW if name == "no XMP metadata" else set()) == {rule}, found.text()
    (severity,) = {each.severity for each in (*FILE_RULES, *PAGE_RULES) if each.id == rule}
    assert {note.severity for note in found.notes if note.rule == rule} == {severity}
    assert all(note.message and note.mend for note in found.notes)


def test_every_rule_is_broken_here() -> None:
    elsewhere = {"X02", "X06", "X11", "X12", "H02"}
    assert {rule for rule, _ in BROKEN.values()} | elsewhere == {rule.id for rule in (*FILE_RULES, *PAGE_RULES)}


def test_a_newer_version_of_pdf(good: bytes, report: Told) -> None:
    assert rules(report(opened(good), force_version="1.7")) == {"X02"}
    pdf = opened(good)
    pdf.Root.Version = Name("/2.0")  # as a later change to a file says it
    assert rules(report(pdf)) == {"X02"}


def test_a_file_without_an_id(good: bytes, report: Told) -> None:
    assert good.count(b"/ID [") == 1
    assert rules(report(good.replace(b"/ID [", b"/IX ["))) == {"X06"}


def test_a_condition_that_no_registry_has(good: bytes, report: Told) -> None:
    pdf = opened(good)
    condition("Our press")(pdf)
    assert rules(report(pdf, Limits())) == {"X11"}


def test_an_encrypted_file(good: bytes, report: Told) -> None:
    assert rules(report(opened(good), encryption=Encryption(owner="owner", user="", R=4))) == {"X12"}
    (note,) = report(opened(good), encryption=Encryption(owner="owner", user="user", R=4)).notes
    assert (note.rule, note.severity) == ("X01", ERROR)
    assert "password" in note.message


@pytest.mark.parametrize("damage", [
    lambda good: b"", lambda good: b"Hello, this is no PDF.", lambda good: good[: len(good) // 3],
    lambda good: good[:2000], lambda good: b"%PDF-1.6\n" + bytes(range(256)) * 40,
    lambda good: good.replace(b"/Kids", b"/Kinds"), lambda good: good.replace(b"/MediaBox", b"/MediaBix"),
    lambda good: good.replace(b"/Contents", b"/Contints"),
], ids=["empty", "text", "a third", "the head", "noise", "no pages", "no boxes", "no contents"])
def test_a_damaged_file_is_a_finding(damage: Callable[[bytes], bytes], good: bytes, report: Told) -> None:
    found = report(damage(good))
    assert found.notes
    assert found.text()


def test_damage_at_any_byte_is_no_traceback(good: bytes, report: Told) -> None:
    """Forty files with a few bytes that are others, missing or too many, in the packed file and in an unpacked one."""
    plain = io.BytesIO()
    opened(good).save(plain, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    chance = random.Random(7)
    told = 0
    for number in range(40):
        data = bytearray((good, plain.getvalue())[number % 2])
        for _ in range(chance.choice((1, 5, 40))):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(5)] = chance.choice((b"", b"7", b"null", b"<<>>", b"-1e9", b"/X", b"\0\xff"))
        told += bool(report(bytes(data)).notes)
    assert told > 10


@pytest.mark.parametrize(("limits", "said"), [
    (Limits(multiple=4, binding="stitching"), "2 pages are no multiple of 4"),
    (Limits(most_pages=1, binding="stitching"), "2 pages are too many for stitching"),
    (Limits(fewest_pages=40, binding="perfect binding"), "2 pages are too few"),
])
def test_the_binding(limits: Limits, said: str, good: bytes, report: Told) -> None:
    (note,) = report(good, limits).notes
    assert note.rule == "H02"
    assert note.message.startswith(said)


def test_limits_are_the_printers(good: bytes, report: Told) -> None:
    pdf = opened(good)
    image(size=150)(pdf)
    assert rules(report(pdf, Limits(ppi=(95, 149)))) == set()
    assert rules(report(opened(good), Limits(ink=100))) == {"R0026"}
    assert rules(report(opened(good), Limits(bleed=5))) == {"H01"}


@pytest.mark.parametrize("bleed", [3, 5])
def test_what_we_make_has_the_bleed_that_was_asked(bleed: float, tmp_path: Path, report: Told) -> None:
    ground = "@page { background: #123f5f }"
    data = make(tmp_path, style=ground, bleed_mm=bleed, slug_mm=10, rtl=True)
    for asked in (3, 5):
        assert rules(report(data, Limits(bleed=asked, condition="FOGRA39"))) == (set() if asked == bleed else {"H01"})


def test_a_place_is_told_from_the_trim(good: bytes, report: Told) -> None:
    pdf = opened(good)
    drawn(b"1 0 0 rg %f %f 30 30 re f" % (20 * MM, 50 * MM))(pdf)
    (note,) = report(pdf).notes
    assert (note.page, note.count) == (1, 1)
    assert note.place == pytest.approx((20, 140 - 50 - 30 / MM), abs=0.1)
    assert "page 1, 20 mm from the left, 79 mm from the top" in report(pdf).text()


def test_what_is_said_of_many_things_is_said_once(good: bytes, report: Told) -> None:
    pdf = opened(good)
    drawn(b"1 0 0 rg " + b"20 60 5 5 re f " * 30)(pdf)
    (note,) = report(pdf).notes
    assert note.count == 30


def test_blanks_that_are_meant_are_no_finding(good: bytes, report: Told) -> None:
    pdf = opened(good)
    blank(pdf)
    assert rules(report(pdf, Limits(blanks=frozenset({2})))) == set()


def test_a_picture_of_60_ppi(tmp_path: Path, report: Told) -> None:
    (note,) = report(make(tmp_path, ppi=60)).notes
    assert (note.rule, note.severity, note.page) == ("G14", ERROR, 1)
    assert "60 px/in" in note.message
