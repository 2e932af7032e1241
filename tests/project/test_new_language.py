"""`make new-language` and `build.py add-font`: what they lay out, and what they refuse."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
import yaml
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis
from tiny_project import Said, TinyProject

from bindery.errors import BinderyError, Findings
from bindery.project.load import load_project
from bindery.project.new_font import add_font
from bindery.project.new_language import new_language, next_steps

ROOT = Path(__file__).resolve().parents[2]
REGULAR = "fonts/SourceSerif4-Regular.ttf"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with all languages and fonts, and no text."""
    root = tmp_path_factory.mktemp("whole")
    for path in (*ROOT.glob("content/*/language.yaml"), ROOT / "content/publications.yaml"):
        target = root / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    for name in ("fonts", "styles", "templates", "printers", "editions"):
        shutil.copytree(ROOT / name, root / name, copy_function=os.link if name == "fonts" else shutil.copy)
    return root


#: tag -> what CLDR and the project's own languages say
LAID_OUT = {
    "vi": ("Vietnamese", "Tiếng Việt", "Latn", "ltr", "0123456789", {"decimal": ",", "group": "."}, "en", "none"),
    "sw": ("Swahili", "Kiswahili", "Latn", "ltr", "0123456789", {"decimal": ".", "group": ","}, "en", "none"),
    "pt-BR": ("Portuguese (Brazil)", "português (Brasil)", "Latn", "ltr", "0123456789", {"decimal": ",", "group": "."}, "en", "patterns"),
    "ckb": ("Central Kurdish", "کوردیی ناوەندی", "Arab", "rtl", "٠١٢٣٤٥٦٧٨٩", {"decimal": "٫", "group": "٬"}, "ar", "none"),
    "mr": ("Marathi", "मराठी", "Deva", "ltr", "०१२३४५६७८९", {"decimal": ".", "group": ",", "sizes": [3, 2]}, "ne", "patterns"),
    "uk": ("Ukrainian", "українська", "Cyrl", "ltr", "0123456789", {"decimal": ",", "group": "\u00a0"}, "ru", "patterns"),
}


@pytest.mark.parametrize("tag", LAID_OUT)
def test_a_language_is_laid_out_from_cldr_and_a_language_of_its_script(whole: Path, tag: str) -> None:
    made = new_language(whole, tag, Findings(whole))
    assert made.id == tag.lower() and made.lacking == "" and made.same_script
    data = yaml.safe_load(made.path.read_text("utf-8"))
    assert (data["name"], data["native"], data["script"], data["direction"], data["digits"], data["numbers"], made.like,
            data["hyphenation"]) == LAID_OUT[tag]
    like = yaml.safe_load((whole / "content" / made.like / "language.yaml").read_text("utf-8"))
    assert (data["tag"], data["type"], data["quotes"]) == (tag, like["type"], like["quotes"])
    language = load_project(whole, Findings(whole), [made.id]).languages[made.id]
    assert language.families[0] == like["type"]["text"][0]


def test_the_strings_are_the_english_ones_each_marked(whole: Path) -> None:
    made = new_language(whole, "so", Findings(whole))
    text = made.path.read_text("utf-8").partition("\nstrings:\n")[2]
    english = yaml.safe_load((whole / "content/en/language.yaml").read_text("utf-8"))["strings"]
    assert yaml.safe_load(text) == english
    lines = [line for line in text.splitlines() if re.match(r"  [\w-]+:", line)]
    assert len(lines) == len(english) == made.strings
    assert all(line.endswith("  # translate") for line in lines)
    assert next_steps(made, whole)[0] == (
        f"translate the {len(english)} lines marked “# translate” in content/so/language.yaml, and take the marks out")


def test_a_script_without_a_font_says_so(whole: Path) -> None:
    made = new_language(whole, "am", Findings(whole))
    assert set("አማርኛ") <= set(made.lacking) and not made.same_script
    data = yaml.safe_load(made.path.read_text("utf-8"))
    assert (data["type"]["emphasis"], data["type"]["spaced-labels"]) == ("bold", False)
    assert next_steps(made, whole)[1].startswith("add a font: none of HB Serif, HB Symbols, HB Sans has ሀ ሁ ")


def test_a_font_that_has_the_script_is_found(whole: Path) -> None:
    """Greek is in the fonts, but no language of the project is Greek."""
    made = new_language(whole, "el", Findings(whole))
    assert made.lacking == "" and made.families[0] == "HB Serif"
    assert next_steps(made, whole)[1] == "check the sizes under type: they are those of “en”, which has another script"


@pytest.mark.parametrize("tag", ["xx", "fr_FR.UTF-8", "", "../fr", "a" * 60])
def test_an_unknown_tag_is_refused(project: TinyProject, tag: str) -> None:
    before = sorted(project.root.rglob("*"))
    done = project.run("new-language", "--json", "--language", tag)
    (finding,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, finding["code"]) == (2, "U108")
    assert finding["message"] == f"CLDR, the Unicode project’s data, does not know the language “{tag}”"
    assert sorted(project.root.rglob("*")) == before


def test_a_language_that_is_there_is_not_touched(project: TinyProject) -> None:
    before = project.read("content/fr/language.yaml")
    done = project.run("new-language", "--language", "fr")
    assert done.returncode == 2
    assert "content/fr U109 the language “fr” is there already" in done.stderr
    assert project.read("content/fr/language.yaml") == before


def test_a_language_is_there_already_however_its_folder_is_written(project: TinyProject) -> None:
    project.path("content/fr").rename(project.path("content/fr-FR"))
    said = project.run("new-language", "--language", "fr-FR", "--json")
    assert Said.read(said.returncode, said.stdout).only[:2] == ("content/fr-FR U109", "the language “fr-FR” is there already")


def test_a_tag_that_yaml_takes_for_no(whole: Path) -> None:
    made = new_language(whole, "no", Findings(whole))
    assert yaml.safe_load(made.path.read_text("utf-8"))["tag"] == "no"
    assert load_project(whole, Findings(whole), ["no"]).languages["no"].tag == "no"


def test_what_is_wrong_with_the_languages_there_are_is_told_first(project: TinyProject) -> None:
    project.write("content/fr/language.yaml", "name: [a\n")
    project.path("fonts/SourceSans3-Bold.ttf").unlink()
    done = project.run("new-language", "--language", "sw")
    assert "content/fr/language.yaml:1:7 Y101 " in done.stderr and done.returncode == 3
    assert not project.path("content/sw").exists()


# Fonts.


def licence(project: TinyProject) -> Path:
    return project.write("OFL-Mine.txt", "The licence.\n")


def refused(project: TinyProject, file: Path, family: str = "HB Mine") -> list[tuple[str, str]]:
    before = project.read("fonts/manifest.json"), sorted(project.root.rglob("*"))
    with pytest.raises(BinderyError) as raised:
        add_font(project.root, file, family, project.path("OFL-Mine.txt"), "me", Findings(project.root))
    assert (project.read("fonts/manifest.json"), sorted(project.root.rglob("*"))) == before
    assert {finding.code for finding in raised.value.findings} == {"G104"}
    return [(finding.message, finding.mend) for finding in raised.value.findings]


def test_a_font_is_entered_with_its_own_weight_and_style(project: TinyProject, tmp_path: Path) -> None:
    file = tmp_path / "Mine-BoldItalic.ttf"
    file.write_bytes((ROOT / "fonts/SourceSans3-BoldItalic.ttf").read_bytes())
    before = json.loads(project.read("fonts/manifest.json"))["fonts"]
    done = project.run("add-font", str(file), "--family", "HB Mine", "--licence", str(licence(project)), "--source", "me, 2026")
    assert (done.returncode, done.stdout.split()) == (
        0, ["fonts/Mine-BoldItalic.ttf", "fonts/licences/OFL-Mine.txt", "fonts/manifest.json"]), done.stderr
    *others, entry = json.loads(project.read("fonts/manifest.json"))["fonts"]
    assert others == before
    like = next(face for face in json.loads((ROOT / "fonts/manifest.json").read_text("utf-8"))["fonts"]
                if face["file"] == "SourceSans3-BoldItalic.ttf")
    same = ("bytes", "sha256", "weight", "style", "native_family", "font_version", "format", "glyphs", "codepoints", "licence")
    assert {key: entry[key] for key in same} == {key: like[key] for key in same}
    assert (entry["css_family"], entry["source"], entry["licence_file"], set(entry)) == ("HB Mine", "me, 2026", "OFL-Mine.txt", set(like))
    assert project.check().places == []


def test_a_face_that_is_there_is_not_entered_again(project: TinyProject) -> None:
    licence(project)
    (message, _mend), = refused(project, ROOT / REGULAR, "HB Serif")
    assert message == "“HB Serif” has a font of the weight 400, normal, already: SourceSerif4-Regular.ttf"


@pytest.mark.parametrize("family", ["Mine", "HB", "HB Mine; x", "hb mine"])
def test_a_family_that_a_system_could_have_is_refused(project: TinyProject, family: str) -> None:
    licence(project)
    assert refused(project, ROOT / REGULAR, family)[0][0] == f"“{family}” is no name for a family of the project"


def spoilt(folder: Path, how: str) -> Path:
    path = folder / f"{how}.ttf"
    font = TTFont(ROOT / REGULAR)
    if how == "web":
        font.flavor = "woff"
    elif how == "restricted":
        font["OS/2"].fsType = 0x0002
    elif how == "variable":
        font["fvar"] = table = newTable("fvar")
        axis = Axis()
        axis.axisTag, axis.axisNameID, axis.flags = "wght", 256, 0
        axis.minValue, axis.defaultValue, axis.maxValue = 200.0, 400.0, 900.0
        table.axes, table.instances = [axis], []
    font.save(path)
    return path


@pytest.mark.parametrize(("how", "message", "mend"), [
    ("web", "it is a font for web pages (WOFF)", "take the .ttf or .otf file of the same font"),
    ("variable", "it is a variable font", "make a static font of each weight"),
    ("restricted", "its maker forbids embedding it (OS/2 fsType)", "take a font whose licence allows it"),
])
def test_a_font_that_no_pdf_can_hold_is_refused(project: TinyProject, tmp_path: Path, how: str, message: str, mend: str) -> None:
    licence(project)
    (said, how_to_mend), = refused(project, spoilt(tmp_path, how))
    assert said == message and how_to_mend.startswith(mend)


def test_what_is_no_font_and_what_is_not_there(project: TinyProject) -> None:
    said = refused(project, project.root / "none.ttf")
    assert [message for message, _ in said] == ["the licence cannot be read: No such file or directory",
                                                "the font cannot be read: No such file or directory"]
    licence(project)
    assert refused(project, project.write("words.ttf", b"words"))[0][0] == "this is no font, or a damaged one"


@pytest.mark.parametrize("table", ["glyf", "cmap", "OS/2"])
def test_a_damaged_font_is_refused(project: TinyProject, tmp_path: Path, table: str) -> None:
    """Told here: the engine would stop at it, or set nothing."""
    licence(project)
    raw = bytearray((ROOT / REGULAR).read_bytes())
    entry = raw.index(table.encode(), 12)
    at = int.from_bytes(raw[entry + 8 : entry + 12], "big")
    raw[at : at + 40] = b"\xff" * 40
    file = tmp_path / "damaged.ttf"
    file.write_bytes(raw)
    assert refused(project, file)[0][0] == "this is no font, or a damaged one"


def test_another_file_of_the_same_name_is_kept(project: TinyProject, tmp_path: Path) -> None:
    licence(project)
    file = tmp_path / "SourceSerif4-Regular.ttf"
    file.write_bytes((ROOT / "fonts/SourceSerif4-Italic.ttf").read_bytes())
    assert refused(project, file) == [("another file of this name is there", "give the new file another name")]
