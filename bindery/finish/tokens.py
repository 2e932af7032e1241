"""A content stream cut into instructions by one regular expression (ISO 32000-1, 7.2 and 7.8.2).

It knows less than the specification and refuses what it does not know: no comments, no inline images, no literal
strings with bare parentheses inside. The engine writes none of these, and `normal` rewrites a stream that has them
through pikepdf's parser. The tests hold both to the same instructions.
"""

from __future__ import annotations

import re
import warnings

import pikepdf

_SPACE = rb"[\x00\t\n\f\r ]"
_END = rb"(?=[\x00\t\n\f\r ()<>\[\]/%]|\Z)"
_OPERAND = (
    rb"(?:[-+.0-9]++" + _END
    + rb"|/[^\x00\t\n\f\r ()<>\[\]{}/%]*+"
    + rb"|\[[^\[\]()%<]*+(?:<[0-9A-Fa-f]*+>[^\[\]()%<]*+)*+\]"  # the array of a TJ, in one step
    + rb"|<[0-9A-Fa-f\x00\t\n\f\r ]*+>"
    + rb"|<<|>>|\[|\]"
    + rb"|\((?:[^()\\]++|\\[\x00-\xff])*+\)"
    + rb"|(?:true|false|null)" + _END + rb")"
)
_OPERANDS = rb"(?:" + _OPERAND + _SPACE + rb"*+)*+"

#: Operators that neither paint nor touch what this stage follows: they pass in runs, unseen.
PLAIN = (
    b"BT", b"ET", b"Tf", b"Tm", b"Td", b"TD", rb"T\*", b"Tc", b"Tw", b"Tz", b"TL", b"Ts",
    b"re", b"m", b"l", b"c", b"v", b"y", b"h", b"n", rb"W\*", b"W", b"d", b"i", b"j", b"J", b"M",
)
_PLAIN = rb"(?:" + b"|".join(PLAIN) + rb")" + _END

#: Group 1: the operands, group 2: the operator of the next instruction to look at; plain ones before it are skipped.
#: Both are None at the end of the stream and, with an empty match, where it cannot be read on: so it always matches,
#: and nothing is searched twice.
INSTRUCTION = re.compile(
    _SPACE + rb"*+(?:" + _OPERANDS + _PLAIN + _SPACE + rb"*+)*+"
    rb"(?:(" + _OPERANDS + rb")([A-Za-z'\"][A-Za-z0-9*'\"]*+)" + _END + rb"|\Z)|"
)


def normal(pdf: pikepdf.Pdf, data: bytes) -> bytes:
    """The same instructions in plain form, written by pikepdf: without comments, strings escaped.

    Raises pikepdf.PdfError, or UserWarning, where the stream cannot be parsed to its end.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # qpdf drops what it cannot read and warns
        return pikepdf.unparse_content_stream(pikepdf.parse_content_stream(pdf.make_stream(data)))
