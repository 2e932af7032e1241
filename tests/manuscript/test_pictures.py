"""Pictures named in a text: missing, damaged, too large, outside the project, or of what cannot be printed."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from tiny_project import TinyProject

TEXT = "content/en/leaflet/leaflet.md"
EXPORT = "export the picture again"
EIGHT_BITS = "save it in RGB or gray with 8 bits a colour"
PUT = "put the picture into content/images/ and name it from there"
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def picture(width: int = 40, height: int = 30, format: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.effect_noise((width, height), 50).save(file, format)
    return file.getvalue()


def coloured(mode: str, format: str) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (40, 30)).save(file, format)
    return file.getvalue()


def claims(width: int, height: int) -> bytes:
    """A PNG of some bytes that says it has this many pixels: a decompression bomb."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def show(project: TinyProject, name: str) -> None:
    project.text(f"Words, and ![what it shows]({name}) in a line.\n", TEXT)


#: name -> file, bytes, code, message, mend
FAULTS = {
    "cut off": ("a.png", picture()[:-200], "I102", "a.png is damaged, or is no picture", EXPORT),
    "cut off in the head": ("a.png", picture()[:20], "I102", "a.png is damaged, or is no picture", EXPORT),
    "cut off, JPEG": ("a.jpg", picture(format="JPEG")[:-200], "I102", "a.jpg is damaged, or is no picture", EXPORT),
    "garbage": ("a.png", b"garbage" * 100, "I102", "a.png is damaged, or is no picture", EXPORT),
    "a text": ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n", "I102", "a.jpg is damaged, or is no picture", EXPORT),
    "empty": ("a.png", b"", "I102", "a.png is empty", EXPORT),
    "empty drawing": ("a.svg", b"", "I102", "a.svg is empty", EXPORT),
    "too many bytes": ("a.png", picture() + bytes(30_000_000), "I103", "a.png has 30 MB; at most 30 are read",
                       "save a smaller copy: 300 pixels an inch at the printed size are enough"),
    "too many pixels": ("a.png", claims(9000, 9000), "I103", "a.png has 9000 × 9000 pixels", "save a copy of at most 60 million pixels"),
    "bomb": ("a.png", claims(60_000, 60_000), "I103", "a.png has far too many pixels", "save a copy of at most 60 million pixels"),
    "bomb, a warning's": ("a.png", claims(10_000, 10_000), "I103", "a.png has 10000 × 10000 pixels", "save a copy"),
    "another kind": ("a.gif", picture(format="GIF"), "I105", "a.gif is of a kind that is not read", "save it as PNG, JPEG, TIFF or SVG"),
    "another kind under this name": ("a.png", picture(format="GIF"), "I102", "a.png is damaged, or is no picture", EXPORT),
    "CMYK in TIFF": ("a.tif", coloured("CMYK", "TIFF"), "I105", "a.tif is a TIFF with CMYK colours", EIGHT_BITS),
    "Lab": ("a.tif", coloured("LAB", "TIFF"), "I105", "a.tif is a TIFF with Lab colours", EIGHT_BITS),
    "16 bits": ("a.png", coloured("I;16", "PNG"), "I105", "a.png is a PNG with more than 8 bits a pixel", EIGHT_BITS),
    "EPS": ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n", "I105", "a.eps is of a kind that is not read", "save it as PNG"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_picture_that_cannot_be_used(project: TinyProject, name: str, recwarn: pytest.WarningsRecorder) -> None:
    file, raw, code, message, mend = FAULTS[name]
    project.write(f"content/images/{file}", raw)
    show(project, file)
    said = project.check()
    place, said_message, said_mend = said.only
    assert (place, said_message) == (f"{TEXT}:6:27 {code}", message)
    assert said_mend.startswith(mend)
    assert said.exit_code == 3
    assert not recwarn.list  # Pillow's own warnings are no words for an editor


def test_a_missing_picture(project: TinyProject) -> None:
    show(project, "none.png")
    assert project.check().only == (f"{TEXT}:6:27 I101", "there is no picture content/images/none.png", "add it, or mend the name")


def test_a_name_that_no_file_can_have(project: TinyProject) -> None:
    show(project, "n" * 5000 + ".png")
    assert project.check().only == (f"{TEXT}:6:27 I101", f"there is no picture of so long a name: {'n' * 40}…", "mend the name")


def test_a_folder_is_no_picture(project: TinyProject) -> None:
    show(project, "icons")
    assert project.check().only == (f"{TEXT}:6:27 I102", "content/images/icons is a folder, not a picture", "name a file in it")


def test_a_picture_without_words(project: TinyProject) -> None:
    project.write("content/images/a.png", picture())
    project.text("![](a.png)\n", TEXT)
    assert project.check().only == (f"{TEXT}:6:1 I104", "the picture a.png has no description",
                                    "say in a few words what it shows: ![the words](the-picture.png)")


@pytest.mark.parametrize(("name", "message"), [
    ("../../../secret.png", "“../../../secret.png” leaves the project’s content/images/"),
    ("../publications.yaml", "“../publications.yaml” leaves the project’s content/images/"),
    ("/etc/passwd", "“/etc/passwd” is not a file of this project"),
    ("file:///etc/passwd", "“file:///etc/passwd” is not a file of this project"),
    ("https://example.org/a.png", "“https://example.org/a.png” is not a file of this project"),
    ("data:image/png;base64,AAAA", "“data:image/png;base64,AAAA” is not a file of this project"),
    ("C:/a.png", "“C:/a.png” is not a file of this project"),
])
def test_a_path_out_of_the_project(project: TinyProject, name: str, message: str) -> None:
    project.write("../secret.png", picture())
    show(project, name)
    assert project.check().only == (f"{TEXT}:6:27 F104", message, PUT)


def test_a_link_out_of_the_project(project: TinyProject, tmp_path: Path) -> None:
    project.write("../secret.png", picture())
    project.path("content/images/a.png").symlink_to(tmp_path / "secret.png")
    show(project, "a.png")
    assert project.check().only == (f"{TEXT}:6:27 F104", "“a.png” leaves the project’s content/images/", PUT)


#: name -> what stands in the drawing, place in it (after OPEN and a line end), code, message, mend
DRAWINGS = {
    "script": ("<script>alert(1)</script>", "2:1", "I105", "the drawing uses the element script, which cannot be printed"),
    "script on a shape": ('<path onload="alert(1)" d="M0 0"/>', "2:1", "I105", "the drawing uses onload, a script"),
    "foreign content": ("<foreignObject><p>Words</p></foreignObject>", "2:1", "I105", "the drawing uses the element foreignObject"),
    "foreign element": ('<p xmlns="http://www.w3.org/1999/xhtml">Words</p>', "2:1", "I105", "the drawing uses the element p"),
    "script by another name": ('<s:script xmlns:s="http://www.w3.org/2000/svg"/>', "2:1", "I105", "the drawing uses the element script"),
    "picture": ('<image xlink:href="file:///etc/passwd"/>', "2:1", "I105", "the drawing uses a link to “file:///etc/passwd”"),
    "link": ('<g xlink:href="https://example.org/">\n</g>', "2:1", "I105", "the drawing uses a link to “https://example.org/”"),
    "address in a style": ('<path style="fill:url(https://example.org/a)" d="M0 0"/>', "2:1", "I105", "the drawing uses something outside the file"),
    "style": ("<style>path {fill: red}</style>", "2:1", "I105", "the drawing uses the element style"),
    "gradient": ("<defs>\n<linearGradient/></defs>", "3:1", "I105", "the drawing uses the element linearGradient"),
    "words": ("<text>Words</text>", "2:1", "I105", "the drawing uses the element text"),
    "colour": ('<path fill="#123456" d="M0 0"/>', "2:13", "S102", "the colour #123456 is not in styles/palette.yaml"),
    "colour by name": ('<path stroke="red" d="M0 0"/>', "2:15", "S102", "the colour red is not in styles/palette.yaml"),
    "colour in a style": ("<path style='fill: rgb(1, 2, 3)' d='M0 0'/>", "2:20", "S102", "the colour rgb(1, 2, 3) is not in"),
    "see-through colour": ('<path fill="#0a666680" d="M0 0"/>', "2:13", "S102", "the colour #0a666680 is not in"),
    "not closed": ("<g>", "3:3", "I102", "this is not a whole SVG file: mismatched tag"),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_that_cannot_be_printed(project: TinyProject, name: str) -> None:
    inside, place, code, message = DRAWINGS[name]
    project.write("content/images/a.svg", f"{OPEN}\n{inside}\n</svg>\n")
    show(project, "a.svg")
    said = project.check()
    assert f"content/images/a.svg:{place} {code}" in said.places
    found = said.places.index(f"content/images/a.svg:{place} {code}")
    assert said.messages[found].startswith(message)
    assert said.mends[found]


@pytest.mark.parametrize("entities", [
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    '<!DOCTYPE svg [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE svg SYSTEM "https://example.org/svg.dtd">',
])
def test_a_drawing_with_entities_is_not_read_on(project: TinyProject, entities: str) -> None:
    project.write("content/images/a.svg", f"{entities}\n{OPEN}<title>&c;</title></svg>")
    show(project, "a.svg")
    assert project.check().only == ("content/images/a.svg:1:1 I105", "the drawing has a DOCTYPE, which is not read",
                                    "delete the part <!DOCTYPE …>; SVG needs none")


def test_a_page_is_no_drawing(project: TinyProject) -> None:
    project.write("content/images/a.svg", "<html><body/></html>")
    show(project, "a.svg")
    assert "content/images/a.svg:1:1 I102" in project.check().places


def test_what_can_be_printed_is_not_a_fault(project: TinyProject) -> None:
    project.write("content/images/a.svg", f'{OPEN}<title>Words</title><g fill="none" stroke="#0a6666"><path d="M0 0"/>'
                  '<path fill="currentColor" style="stroke: white" d="M0 0"/></g></svg>')
    project.write("content/images/sub/été.png", picture())
    project.write("content/images/a.jpg", picture(format="JPEG"))
    project.text("![a](a.svg) ![b](sub/été.png) ![c](a.jpg) ![d](sub/../a.jpg)\n", TEXT)
    assert project.check().places == []


def test_a_picture_is_in_the_book(built: TinyProject) -> None:
    built.write("content/images/a.png", picture())
    show(built, "a.png")
    done = built.build("--pub", "leaflet", "--format", "screen")
    assert done.returncode == 0, done.stderr
    assert b"/Subtype /Image" in built.outputs()["global/en/leaflet-screen.pdf"]
