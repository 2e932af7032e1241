"""Does a code of a font show a glyph of it, or the empty box, .notdef? (ISO 32000-1, 9.6.6 and 9.7.4)

A font answers as far as it can be read. What cannot be known counts as shown: a font that is not in the file (another
rule tells that), a damaged one, a glyph's name that neither the font nor Unicode knows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from pikepdf import Array, Dictionary, Name, Object

#: Whether a code, in composite fonts a CID, shows .notdef.
Lacks = Callable[[int], bool]
NOTDEF = ".notdef"
SYMBOLIC = 4  # the bit of a descriptor's Flags
_EEXEC = 55665  # the key of the encrypted part of a Type 1 font
_CHAR_STRING = re.compile(rb"/([^\s/{}\[\]()<>]+)\s+\d+\s+(?:RD|-\|)\s")
_TYPE1_CODE = re.compile(rb"dup\s+(\d+)\s*/(\S+)\s+put")


def nothing_known(_: int) -> bool:
    return False


def lacks(font: Object, inner: Any, program: bytes | None, to_glyph: bytes | None) -> Lacks:
    """`inner`: the descendant of a composite font, else the font; `program`: the font file; `to_glyph`: CIDToGIDMap."""
    try:
        if font.get("/Subtype") == Name.Type3:
            return _type3(font)
        if not program:
            return nothing_known
        if font.get("/Subtype") == Name.Type0:
            return _composite(program, to_glyph)
        return _simple(font, inner, program)
    except Exception:  # a damaged font program may fail in any way
        return nothing_known


def _type3(font: Object) -> Lacks:
    """A code whose name has no drawing leaves nothing on the page, which is what a space does."""
    names, drawn = _names(font.get("/Encoding"), {}), font.get("/CharProcs")
    have = {str(name).removeprefix("/") for name in drawn.keys()} if isinstance(drawn, Dictionary) else set()  # noqa: SIM118
    have = (have | {"space", "nbspace"}) - {NOTDEF}
    return lambda code: names.get(code, NOTDEF) not in have


def _composite(program: bytes, to_glyph: bytes | None) -> Lacks:
    if program[:1] == b"\x01" or program[:4] == b"OTTO":
        cff = _cff(program)
        top = cff[cff.fontNames[0]]
        if hasattr(top, "ROS"):  # its glyphs are called by their CIDs
            have = {int(name[3:]) for name in top.charset if name != NOTDEF}
            return lambda cid: cid not in have
        count = len(top.charset)
        return lambda cid: not 0 < cid < count
    count = _opened(program)["maxp"].numGlyphs

    def missing(cid: int) -> bool:
        glyph = cid if to_glyph is None else int.from_bytes(to_glyph[2 * cid : 2 * cid + 2], "big")
        return not 0 < glyph < count

    return missing


def _simple(font: Object, inner: Any, program: bytes) -> Lacks:
    """Fonts whose glyphs have names: a code's name, or another name of the same letter, is one of them."""
    encoding = font.get("/Encoding")
    if program[:4] in (b"\x00\x01\x00\x00", b"true"):
        flags = int(inner.get("/FontDescriptor", Dictionary()).get("/Flags", SYMBOLIC))
        return _truetype(program, encoding, bool(flags & SYMBOLIC))
    have, own = _bare_cff(program) if program[:1] == b"\x01" or program[:4] == b"OTTO" else _type1(program)
    if not have or own is None:
        return nothing_known
    names, letters = _names(encoding, own), {letter for name in have if (letter := _letter(name))}

    def missing(code: int) -> bool:
        name = names.get(code, NOTDEF)
        return name == NOTDEF or (name not in have and _letter(name) not in letters)

    return missing


def _truetype(program: bytes, encoding: Any, symbolic: bool) -> Lacks:
    """By the names of an encoding, through Unicode or the font's own names; in a symbol font by the codes themselves."""
    font = _opened(program)
    order = font.getGlyphOrder()
    tables = {(t.platformID, t.platEncID): t.cmap for t in font["cmap"].tables} if "cmap" in font else {}
    unicode = tables.get((3, 1)) or tables.get((3, 10)) or tables.get((0, 3)) or {}
    mac, symbols = tables.get((1, 0), {}), tables.get((3, 0), {})
    called = set(order) if "post" in font and font["post"].formatType != 3 else set()
    names = _names(encoding, {} if symbolic else _standard())
    coded = encoding is None or (symbolic and symbols)

    def glyph(code: int) -> str | None:
        """The glyph's name in the font, the first one's for a code that it does not know; None where nothing is sure."""
        name = names.get(code)
        if (coded or name is None) and (symbols or mac):
            keys = (symbols, code), (symbols, 0xF000 + code), (symbols, 0xF100 + code), (mac, code)
            return str(next((table[key] for table, key in keys if key in table), order[0]))
        if name is None or name in called or name == NOTDEF:
            return name
        letter = _letter(name)
        if letter and unicode:
            return str(unicode.get(ord(letter), order[0]))
        if letter and mac and (byte := letter.encode("mac_roman", "ignore")):
            return str(mac.get(byte[0], order[0]))
        return None

    return lambda code: glyph(code) in (order[0], NOTDEF)


def _bare_cff(program: bytes) -> tuple[Collection[str], Mapping[int, str] | None]:
    """The names of its glyphs, and its own encoding: None for Adobe's one for experts, which nobody uses in books."""
    cff = _cff(program)
    top = cff[cff.fontNames[0]]
    own = top.Encoding
    if isinstance(own, str):
        return top.charset, _standard() if own == "StandardEncoding" else None
    return top.charset, {code: name for code, name in enumerate(own) if name != NOTDEF}


def _type1(program: bytes) -> tuple[Collection[str], Mapping[int, str]]:
    """The same of a Type 1 font: a clear part, and one that is encrypted, as bytes or as hexadecimal digits."""
    from fontTools.misc.eexec import decrypt

    clear, _, secret = program.partition(b"eexec")
    secret = secret.lstrip(b" \t\r\n")
    if re.fullmatch(rb"[0-9A-Fa-f\s]{8}", secret[:8]):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", secret)
        secret = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    plain, _ = decrypt(secret, _EEXEC)
    own = {int(code): name.decode("latin-1") for code, name in _TYPE1_CODE.findall(clear)}
    return {name.decode("latin-1") for name in _CHAR_STRING.findall(plain)}, own or _standard()


def _letter(name: str) -> str:
    """The letter that a glyph's name means (Adobe's glyph list, uni0041); empty where it means none, or several."""
    from fontTools.agl import toUnicode

    letters = toUnicode(name)
    return letters if len(letters) == 1 else ""


def _names(encoding: Any, own: Mapping[int, str]) -> dict[int, str]:
    """The name of the glyph of each code: the base encoding, `own` where none is named, and the differences from it."""
    base = encoding if isinstance(encoding, Name) else encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else None
    names = dict(own if base is None else _named(str(base)) or own)
    differences = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    code = 0
    for item in list(differences) if isinstance(differences, Array) else []:
        if isinstance(item, Name):
            names[code] = str(item).removeprefix("/")
            code += 1
        else:
            code = int(item)
    return names


def _named(name: str) -> dict[int, str]:
    """A base encoding (ISO 32000-1, annex D); empty for one that is not known here."""
    if name == "/StandardEncoding":
        return dict(_standard())
    codec = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}.get(name)
    if codec is None:
        return {}
    from fontTools.agl import UV2AGL

    names = {code: UV2AGL[ord(letter)] for code in range(32, 256)
             if (letter := bytes([code]).decode(codec, "ignore")) and ord(letter) in UV2AGL}  # fmt: skip
    if codec == "cp1252":  # unused codes are bullets, and two are other glyphs than Unicode's
        names = {code: names.get(code, "bullet") for code in range(32, 256)} | {0xA0: "space", 0xAD: "hyphen"}
    return names


def _standard() -> Mapping[int, str]:
    from fontTools.encodings.StandardEncoding import StandardEncoding

    return {code: name for code, name in enumerate(StandardEncoding) if name != NOTDEF}


def _cff(program: bytes) -> Any:
    from fontTools.cffLib import CFFFontSet

    if program[:4] == b"OTTO":
        return _opened(program)["CFF "].cff
    found = CFFFontSet()
    found.decompile(io.BytesIO(program), None, isCFF2=False)
    return found


def _opened(program: bytes) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO(program), lazy=True)
