"""A font of one's own: put into fonts/, with its entry in the manifest."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bindery import disk
from bindery.errors import Findings
from bindery.project import textfile

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

PREFIX = "HB "
#: Bit 1 of OS/2 fsType: the font may not be embedded (OpenType 1.9, OS/2).
RESTRICTED = 0x0002
ITALIC = 0x0001  # bit 0 of fsSelection
COPYRIGHT, FAMILY, VERSION, LICENCE = 0, 1, 5, 13  # of the table `name`


def add_font(root: Path, file: Path, family: str, licence: Path, source: str, findings: Findings) -> list[Path]:
    """Copy `file` and its `licence` into fonts/ and enter it in fonts/manifest.json as a face of `family`.

    Weight and style are the font's own. Returns the files written. Raises BinderyError with all that is wrong.
    """
    raw = _read(file, "the font", findings)
    font = None if raw is None else _open(raw, file, findings)
    manifest = root / "fonts" / "manifest.json"
    data = _manifest(manifest, findings)
    terms = _read(licence, "the licence", findings)
    if not re.fullmatch(rf"{PREFIX}[A-Za-z0-9 ]+", family):
        findings.add(
            "G104",
            "command line",
            f"“{family}” is no name for a family of the project",
            "begin with HB, then letters a to z, digits and spaces: “HB Serif Ethiopic”. Fonts of a system never have such names",
        )
    findings.stop_if_any()
    assert raw is not None and font is not None and terms is not None
    weight, style = int(font["OS/2"].usWeightClass), "italic" if font["OS/2"].fsSelection & ITALIC else "normal"
    for entry in data["fonts"]:
        if (entry["css_family"], entry["weight"], entry["style"]) == (family, weight, style):
            findings.add(
                "G104",
                file,
                f"“{family}” has a font of the weight {weight}, {style}, already: {entry['file']}",
                "give the new one another family, or take the other out of fonts/manifest.json",
            )
    targets = {root / "fonts" / file.name: raw, root / "fonts" / "licences" / licence.name: terms}
    for path, content in targets.items():
        if path.exists() and path.read_bytes() != content:
            findings.add("G104", path, "another file of this name is there", "give the new file another name")
    findings.stop_if_any()
    entry = _entry(font, raw, file, family, weight, style, licence.name, source)
    data["fonts"].append(entry)
    data.setdefault("licences", {})[licence.name] = hashlib.sha256(terms).hexdigest()
    data["total_bytes"] = sum(each.get("bytes", 0) for each in data["fonts"])
    for path, content in targets.items():
        disk.write(path, content)
    disk.write(manifest, (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode())
    return [*targets, manifest]


def _read(path: Path, what: str, findings: Findings) -> bytes | None:
    try:
        return disk.read(path)
    except OSError as error:
        findings.add("G104", path, f"{what} cannot be read: {error.strerror}", "mend the name, or your rights to read the file")
        return None


def _manifest(path: Path, findings: Findings) -> Any:
    try:
        data = json.loads(textfile.read_text(path, findings) or "{}")
        return data | {"fonts": list(data["fonts"])}
    except (ValueError, KeyError, TypeError):
        findings.add("Y101", path, "the list of fonts is damaged", "restore fonts/ from version control")
        return {}


def _open(raw: bytes, file: Path, findings: Findings) -> TTFont | None:
    """A font that the engine can set and a PDF can hold: one static face, TrueType or OpenType, that may be embedded."""
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # what it says of a damaged font is said here
    try:
        font = TTFont(io.BytesIO(raw))
        font.ensureDecompiled()
        face, points, _ = font["OS/2"], font.getBestCmap(), font["name"]
    except Exception:  # fontTools raises many kinds for damaged files; each means the same
        findings.add("G104", file, "this is no font, or a damaged one",
                     "give a .ttf or .otf file; a collection (.ttc) must be taken apart first")
        return None
    faults = {
        "it is a font for web pages (WOFF)": bool(font.flavor),
        "it is a variable font": "fvar" in font,
        "it has no characters of Unicode": not points,
        "its maker forbids embedding it (OS/2 fsType)": bool(face.fsType & RESTRICTED),
    }
    mends = iter((
        "take the .ttf or .otf file of the same font",
        "make a static font of each weight: fonttools varLib.instancer FONT wght=400",
        "take another font",
        "take a font whose licence allows it, such as one under the OFL",
    ))
    for fault, found in faults.items():
        mend = next(mends)
        if found:
            findings.add("G104", file, fault, mend)
    return font


def _entry(
    font: TTFont, raw: bytes, file: Path, family: str, weight: int, style: str, licence: str, source: str
) -> dict[str, Any]:
    def name(id: int) -> str:
        return str(font["name"].getDebugName(id) or "")

    reserved = re.search(r"[Rr]eserved [Ff]ont [Nn]ames? (.*)", name(COPYRIGHT))
    return {
        "file": file.name,
        "bytes": len(raw),
        "sha256": hashlib.sha256(raw).hexdigest(),
        "css_family": family,
        "weight": weight,
        "style": style,
        "native_family": name(FAMILY),
        "font_version": name(VERSION).partition(";")[0],
        "format": "OTF" if font.sfntVersion == "OTTO" else "TTF",
        "glyphs": font["maxp"].numGlyphs,
        "codepoints": len(font.getBestCmap()),
        "source": source,
        "source_file": file.name,
        "source_sha256": hashlib.sha256(raw).hexdigest(),
        "modified": False,
        "transform": None,
        "licence": "OFL-1.1" if "SIL Open Font License" in name(LICENCE) else Path(licence).stem,
        "licence_file": licence,
        "reserved_font_name": reserved[1].strip(' ."') if reserved else None,
    }
