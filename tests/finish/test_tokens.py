"""The expression that cuts content streams reads what pikepdf's parser reads, or says that it does not."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Pdf

from bindery.finish import tokens

STREAMS = [
    b"",
    b"\n\n",
    b"q 1 0 0 1 0 0 cm Q",
    b"BT /F1 12 Tf 1 0 0 -1 20.5 30 Tm [<0041>-20.5<0042>] TJ ET",
    b"BT (text) Tj (a \\) b \\\\) Tj (\\050) ' 1 2 (x rg y) \" ET",
    b"[(rg)10(0 0 1 rg)] TJ",
    b"/Span <</MCID 0 /Lang (en) /ActualText <FEFF0041>>> BDC EMC",
    b"/Artifact <</Type /Pagination /BBox [0 0 1 1]>> BDC EMC",
    b"[] 0 d [3 1.5] 0 d 1 w 0 J 1 j 10 M",
    b".5 -.25 +1 rg 1. 0 0 RG",
    b"/P BMC\rEMC\r\n0 g\t1 G\x0cf*\x00B*\nb*",
    b"0 0 m 1 1 l 1 2 3 4 5 6 c h W* n 0 0 10 10 re W n f",
    b"/Pattern cs /p0 scn /Pattern CS/p#20x SCN",
    b"true false null xx",
    b"0 0 1 rg[<41>]TJ/a gs",
]
REFUSED = [
    b"0 0 1 rg % a comment\n1 w",
    b"(a (nested) b) Tj",
    b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00\nEI Q",
    b"(never closed Tj",
    b"0 0 1rg",
    b"q {1 2 add} Q",
]


def _understood(data: bytes) -> bool:
    """Whether the expression reads the stream to its end."""
    return next(match.end() for match in tokens.INSTRUCTION.finditer(data) if match[2] is None) == len(data)


def _by_expression(data: bytes) -> list[bytes]:
    """Every operator in order: the plain runs are cut once more, one instruction at a time."""
    plain = tokens.re.compile(rb"(" + tokens._OPERANDS + rb")([A-Za-z'\"][A-Za-z0-9*'\"]*+)" + tokens._END + rb"\s*")
    return [match[2] for match in plain.finditer(data)]


def _by_pikepdf(data: bytes) -> list[bytes]:
    with pikepdf.new() as pdf:
        return [bytes(i.operator) for i in pikepdf.parse_content_stream(pdf.make_stream(data))]


@pytest.mark.parametrize("data", STREAMS)
def test_reads_what_the_parser_reads(data: bytes) -> None:
    assert _understood(data)
    assert _by_expression(data) == _by_pikepdf(data)


@pytest.mark.parametrize("data", STREAMS)
def test_stops_at_every_operator_that_is_not_plain(data: bytes) -> None:
    plain = {operator.replace(b"\\", b"") for operator in tokens.PLAIN}
    stops = [match[2] for match in tokens.INSTRUCTION.finditer(data) if match[2] is not None]
    assert stops == [operator for operator in _by_pikepdf(data) if operator not in plain]


@pytest.mark.parametrize("data", REFUSED)
def test_refuses_what_it_does_not_know(data: bytes) -> None:
    assert not _understood(data) or b"BI" in [m[2] for m in tokens.INSTRUCTION.finditer(data)]


def test_reads_the_engines_pages(opened: Pdf) -> None:
    for page in opened.pages:
        data = page.obj.Contents.read_bytes()
        assert _understood(data)
        assert _by_expression(data) == _by_pikepdf(data)


def test_reads_whatever_is_strung_together_as_the_parser_does() -> None:
    dice = random.Random(7)
    operands = [b"1", b"-.5", b"/N", b"(a rg)", b"(\\))", b"<41>", b"[1<41>(x)]", b"[]", b"true", b"<</B[1 2]>>"]
    operators = [b"rg", b"Tj", b"TJ", b"q", b"Q", b"f*", b"'", b"re", b"m", b"BDC", b"W*", b"T*", b"d0", b"scn"]
    for _ in range(300):
        parts: list[bytes] = []
        for _ in range(dice.randrange(1, 12)):
            parts += [*dice.choices(operands, k=dice.randrange(4)), dice.choice(operators)]
        data = b"".join(part + dice.choice([b" ", b"\n", b"\r\n", b"\t "]) for part in parts)
        assert _understood(data), data
        assert _by_expression(data) == _by_pikepdf(data), data


def test_normal_writes_comments_and_nested_strings_plainly() -> None:
    with pikepdf.new() as pdf:
        data = tokens.normal(pdf, b"0 0 1 rg % blue (rg)\n(a (b) c) Tj")
    assert _understood(data)
    assert _by_pikepdf(data) == [b"rg", b"Tj"]


def test_long_streams_do_not_explode(typeset: Callable[..., bytes]) -> None:
    data = b"1 0 0 1 0 0 " * 20_000  # operands without an operator: quadratic only if the expression backtracks
    assert not _understood(data + b"!")
    with pikepdf.open(io.BytesIO(typeset("<p>x</p>"))) as pdf:
        assert _understood(pdf.pages[0].obj.Contents.read_bytes() * 200)
