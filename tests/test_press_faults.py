"""What people do to a cover, a drawing or the palette that no press can print: told with its line, and no pack is written."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from tiny_project import TinyProject, copy

from bindery.compose.imprint import cover_ground
from bindery.pipeline import Request, check

PACK, ART, STYLE = "outputs/global/fr/press-pack", "templates/cover-art/leaflet.svg", "styles/base.css"
FRONT, PALETTE, ICON = "templates/cover-front.html", "styles/palette.yaml", "content/images/icons/standard-01.svg"
COPIES = ("--pub", "leaflet", "--language", "fr", "--copies", "283")
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 158 220">
<rect x="0" y="0" width="158" height="220" fill="#123f5f"/>
<circle cx="79" cy="120" r="30" fill="#f3f1ec"/>
<path d="M0 160H158V220H0z" fill="#889faf"/>
</svg>
"""


@pytest.fixture(scope="module")
def with_cover(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> TinyProject:
    """The leaflet with a drawing on its cover, and its pack."""
    project = TinyProject(copy(pristine, tmp_path_factory.mktemp("cover") / "project"))
    catalogue = project.read("content/publications.yaml")
    head, leaflet = catalogue.split("  leaflet:\n    folder")
    leaflet = leaflet.replace("cover: [cover-plain,", "cover: [cover-front,")
    head = head.replace("  cover-plain: {", "  cover-front: {folio: false, generated: true}\n  cover-plain: {")
    project.write("content/publications.yaml", f"{head}  leaflet:\n    folder{leaflet}")
    project.write(ART, DRAWING)
    done = project.run("press", *COPIES)
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def project(with_cover: TinyProject, tmp_path: Path) -> TinyProject:
    return TinyProject(copy(with_cover.root, tmp_path / "project"))


def fails(project: TinyProject) -> list[tuple[str, str, str]]:
    """Place with code, message and mend of all that stops the pack; the last good one is as it was."""
    before = project.outputs()
    assert any(name.endswith("press-pack/leaflet.zip") for name in before)
    done = project.run("press", *COPIES, "--json")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert project.outputs() == before
    return [(f"{f['path']}:{f['line']} {f['code']}", f["message"], f["mend"])
            for f in json.loads(done.stdout)["findings"] if not f["warning"]]


NO_BLEED = {
    "ground": ('x="0" y="0" width="158" height="220"', 'x="5" y="5" width="148" height="210"', 2, "the rect ends at the left edge"),
    "ground without its foot": ('height="220"', 'height="215"', 2, "the rect ends at the foot"),
    "band": ("M0 160H158V220H0z", "M0 160H153.2V220H0z", 4, "the path ends at the right edge"),
    "circle": ('cx="79" cy="120" r="30"', 'cx="79" cy="33" r="30"', 3, "the circle ends at the head"),
    "in a group": ('<path d="M0 160H158V220H0z"', '<g fill="#123f5f"><path d="M0 160H158V215H0z"/></g><path d="M0 160H158V220H0z"', 4, "the path ends at the foot"),
}


@pytest.mark.parametrize("name", NO_BLEED)
def test_a_cover_drawing_that_ends_at_the_trim(project: TinyProject, name: str) -> None:
    old, new, line, message = NO_BLEED[name]
    text = DRAWING.replace('viewBox="0 0 158 220"', "VIEW").replace(old, new, 1).replace("VIEW", 'viewBox="0 0 158 220"')
    project.write(ART, text)
    assert fails(project) == [(f"{ART}:{line} S106", f"H04 {message} of the page without bleed", "let it run to the edge of the drawing, 5 mm over the trim")]


def test_a_cover_drawing_of_the_pages_own_size(project: TinyProject) -> None:
    """As a drawing program makes it for 148 × 210 mm: it would be stretched, and its bleed is not the page's."""
    project.write(ART, DRAWING.replace('"0 0 158 220"', '"0 0 148 210"'))
    (found,) = fails(project)
    assert found == (f"{ART}:1 S106", "H04 the drawing has not the shape of the page with its bleed", 'draw it on viewBox="0 0 158 220": the page and 5 mm on each side')


@pytest.mark.parametrize("size", ["0 0 0 0", "0 0 158 0", "0 0 1.5.8 220"])
def test_a_cover_drawing_of_no_size(project: TinyProject, size: str) -> None:
    project.write(ART, DRAWING.replace('"0 0 158 220"', f'"{size}"'))
    assert project.check("--pub", "leaflet").only[:2] == (f"{ART}:1:1 S106", "H04 the drawing has not the shape of the page with its bleed")


@pytest.mark.parametrize("ground", ['fill="#123F5F"', 'style="fill:#123f5f"', "fill='#123f5f'"])
def test_the_whole_cover_has_the_colour_of_the_drawings_ground(project: TinyProject, ground: str) -> None:
    """However the drawing program has written it."""
    project.write(ART, DRAWING.replace('fill="#123f5f"', ground, 1))
    read, ((manuscript,),) = check(project.root, Request(("en",), publications=("leaflet",)))
    assert cover_ground(read, replace(manuscript, publication=replace(manuscript.publication, colour="teal"))) == "#123f5f"


def test_a_cover_drawing_without_a_ground(project: TinyProject) -> None:
    project.write(ART, DRAWING.replace('<rect x="0" y="0" width="158" height="220" fill="#123f5f"/>', '<rect x="20" y="20" width="80" height="80" fill="#123f5f"/>'))
    (found,) = fails(project)
    assert found[:2] == (f"{ART}:2 S106", "H04 the drawing does not begin with its ground: a shape that covers the page and the bleed")


def test_what_is_in_the_page_or_goes_over_its_edge_is_fine(project: TinyProject) -> None:
    more = ('<rect x="-20" y="180" width="60" height="60" fill="#889faf"/><rect x="30" y="30" width="9" height="9" fill="#889faf"/>'
            '<rect x="5" y="5" width="9" height="9" fill="none"/><defs><rect x="5" y="5" width="9" height="9"/></defs>'
            '<g transform="scale(9)"><rect x="5" y="5" width="9" height="9" fill="#889faf"/></g><rect x="1" y="1" width="2" height="2" fill="#889faf"/>')
    project.write(ART, DRAWING.replace("</svg>", more + "</svg>"))
    assert project.check("--pub", "leaflet").places == []


def test_a_stylesheet_that_cuts_the_cover_at_the_trim(project: TinyProject) -> None:
    """The drawing is right: preflight finds it on the spread, and names the line that puts it there."""
    size = "width: {{ trim.width + 2 * bleed }}mm; height: {{ trim.height + 2 * bleed }}mm"
    css = project.read(STYLE)
    begin = css.index(".cover-art svg {")
    end = css.index("\n", begin)
    css = css[:begin] + css[begin:end].replace(size, "width: {{ trim.width }}mm; height: {{ trim.height }}mm; margin: {{ bleed }}mm") + css[end:]
    project.write(STYLE, css)
    found = fails(project)
    assert {place for place, _, _ in found} == {f"{FRONT}:2 P106"}
    assert found[0][1:] == ("page 1: H04 a coloured area ends at the right edge of the page without bleed", "let it run 3 mm over the edge")


def test_a_picture_on_the_cover_that_ends_at_the_trim(project: TinyProject) -> None:
    file = io.BytesIO()
    Image.effect_noise((1200, 1700), 60).save(file, "PNG")
    project.write("content/images/photo.png", file.getvalue())
    project.change(FRONT, "\n</div>\n" if "\n</div>\n" in project.read(FRONT) else "</div>\n",
                   '\n<img src="content/images/photo.png" alt="" style="position:absolute;left:0;top:0;width:148mm;height:210mm">\n</div>\n')
    line = project.read(FRONT).split("<img")[0].count("\n") + 1
    assert fails(project) == [(f"{FRONT}:{line} P106", "page 1: H04 a picture ends at the foot of the page without bleed", "let it run 3 mm over the edge")]


SPOTS = {
    "by name": ('stroke="PANTONE 300 C"', "PANTONE 300 C"),
    "beside its RGB": ('stroke="#0a6666 icc-color(PANTONE-300-C, 1)"', "#0a6666 icc-color(PANTONE-300-C, 1)"),
    "beside an RGB that the palette lacks": ('stroke="#006eb6 icc-color(PANTONE-300-C, 1)"', "#006eb6 icc-color(PANTONE-300-C, 1)"),
    "in a style": ('style="stroke: device-nchannel(HKS-44, 1)"', "device-nchannel(HKS-44, 1)"),
}


@pytest.mark.parametrize("name", SPOTS)
def test_a_drawing_that_names_a_spot_colour(project: TinyProject, name: str) -> None:
    attribute, words = SPOTS[name]
    project.write(ICON, project.read(ICON).replace('stroke="#0a6666"', attribute, 1))
    line = project.place(ICON, words, "S105").split(":")[1]
    (found,) = fails(project)
    assert found[:2] == (f"{ICON}:{line} S105", f"G05 the spot colour “{words}” would need a plate of its own")
    assert "#rrggbb" in found[2]


def test_a_spot_colour_in_a_stylesheet(project: TinyProject) -> None:
    project.write(STYLE, "p { color: spot(HKS 44) }\n" + project.read(STYLE))
    (found,) = fails(project)
    assert found[:2] == (f"{STYLE}:1 S105", "G05 the spot colour “spot(HKS 44)” would need a plate of its own")


def test_a_palette_with_a_spot_colour_in_rgb_alone(project: TinyProject) -> None:
    project.change(PALETTE, "colours:\n", 'colours:\n  house: {rgb: "#006eb6", spot: PANTONE 300 C}\n')
    line = project.place(PALETTE, "house", "x").split(":")[1]
    found = fails(project)
    assert found[0] == (f"{PALETTE}:{line} Y103", "colours.house lacks the key “cmyk”", "add a line “cmyk: …”")
    assert (f"{PALETTE}:{line} S105", "G05 the spot colour “PANTONE 300 C” would need a plate of its own",
            "write the four inks that come near it: cmyk: [c, m, y, k], in per cent, and take “spot” out") in found


@pytest.mark.parametrize(("file", "before"), [
    (ICON, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9V9z" fill="bleu"/></svg>'),
    ("templates/chapter.html", '<p style="color: bleu">x</p>'),
    (STYLE, "p { color: bleu }\n"),
])
def test_a_word_that_is_no_colour(project: TinyProject, file: str, before: str) -> None:
    """The engine would draw it in black, or not at all."""
    project.write(file, before if file == ICON else before + project.read(file))
    said = project.check("--pub", "leaflet")
    assert said.only[1:] == ("“bleu” is no colour", "use one of the palette’s, written as #rrggbb")
    assert said.places[0].startswith(f"{file}:1:")
