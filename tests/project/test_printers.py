"""Printer profiles: a printer's own ICC file, papers, what a profile takes over from another; and the wrong ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pikepdf
import pytest
from PIL import ImageCms
from tiny_project import TinyProject

from bindery.errors import Findings
from bindery.preflight.ink import most_ink
from bindery.project import icc, printers

ROOT = Path(__file__).resolve().parents[2]
ICC = ROOT / "printers/icc"
COATED = (ICC / "FOGRA39L_coated.icc").read_bytes()
USER = "printers/user.yaml"
ASK = "ask the printing house for the ICC file of its press and paper, put it into printers/icc/ and name it here"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project's folder with one printer."""
    for name in ("printers/offset-coated.yaml", "printers/icc/sRGB.icc", "printers/icc/FOGRA39L_coated.icc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def user(root: Path, profile: bytes, more: str = "") -> None:
    """A profile as a country team writes it: another one, with the ICC file that its printer sent."""
    (root / "printers/icc/sent.icc").write_bytes(profile)
    (root / USER).write_text(f"based-on: offset-coated\nname: Our printer\nprofile: icc/sent.icc\n{more}")


def told(root: Path) -> list[tuple[str, str, str]]:
    """Place and code, message and mend of everything that is wrong with the printers."""
    findings = Findings(root)
    printers.load(root, findings)
    return [(f"{f.path}:{f.line} {f.code}", f.message, f.mend) for f in findings.items]


def at(data: bytes, offset: int, new: bytes) -> bytes:
    return data[:offset] + new + data[offset + len(new):]


def lab_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


REFUSED = {
    "display": ((ICC / "sRGB.icc").read_bytes(), "P101", "“icc/sent.icc” is the profile of a display, not of a printing press", ASK),
    "RGB printer": (at(COATED, 16, b"RGB "), "P101", "“icc/sent.icc” is a printer’s profile for RGB, not for CMYK", ASK),
    "link": (at(COATED, 12, b"link"), "P101", "“icc/sent.icc” is the profile of a link between two devices, not of a printing press", ASK),
    "Lab": (lab_profile(), "P101", "“icc/sent.icc” is the profile of an effect, not of a printing press", ASK),
    "version 5": (at(COATED, 8, b"\5"), "P101", "“icc/sent.icc” is an ICC profile of version 5; press files carry versions 2 and 4", ASK),
    "no way back": (COATED.replace(b"B2A0", b"B2AX", 1), "P101",
                    "“icc/sent.icc” lacks the tables A2B0 and B2A0, so it can turn no colour into ink", ASK),
    "cut off": (COATED[:50_000], "F102", "“icc/sent.icc” is not a whole colour profile", icc.RESTORE),
    "cut off, and says so": (at(COATED[:50_000], 0, (50_000).to_bytes(4, "big")), "F102",
                             "“icc/sent.icc” is not a whole colour profile", icc.RESTORE),
    "text": (b"not a profile\n" * 20, "F102", "“icc/sent.icc” is not a whole colour profile", icc.RESTORE),
    "empty": (b"", "F102", "“icc/sent.icc” is not a whole colour profile", icc.RESTORE),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_icc_file_that_is_no_presss(root: Path, name: str) -> None:
    raw, code, message, mend = REFUSED[name]
    user(root, raw)
    assert told(root) == [(f"{USER}:3 {code}", message, mend)]


def test_a_printers_own_icc_file(root: Path) -> None:
    """All but the press is the other profile's: not its condition nor its limit of ink, which are measured or unsaid."""
    user(root, (ICC / "ISOcoated_v2_300_bas.icc").read_bytes(), "bleed: 5\n")
    findings = Findings(root)
    loaded = printers.load(root, findings)
    assert findings.items == []
    ours, base = loaded["user"], loaded["offset-coated"]
    assert (ours.condition, ours.registry, ours.max_ink, ours.bleed) == ("Custom", "", 0, 5)
    assert (ours.interior_papers, ours.signatures, ours.slug) == (base.interior_papers, base.signatures, base.slug)
    assert icc.description(ours.profile) == "ISO Coated v2 300% (basICColor)"
    assert 295 <= most_ink(root / "printers/icc/sRGB.icc", ours.profile) <= 301  # measured: what its name says


def test_a_custom_condition_is_what_the_press_file_says(built: TinyProject) -> None:
    user(built.root, (ICC / "ISOcoated_v2_300_bas.icc").read_bytes())
    done = built.build("--pub", "leaflet", "--format", "press", "--printer", "user")
    assert done.returncode == 0, done.stderr
    with pikepdf.open(built.path("outputs/global/en/leaflet-press-user.pdf")) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert (str(intent.OutputConditionIdentifier), str(intent.Info)) == ("Custom", "ISO Coated v2 300% (basICColor)")
        assert "/RegistryName" not in intent
        assert bytes(intent.DestOutputProfile.read_bytes()) == (ICC / "ISOcoated_v2_300_bas.icc").read_bytes()


WRONG = {
    "base that is not there": ("based-on: offset\n", "based-on", "Y104", "there is no printer profile “offset” to base this one on",
                               "one of: offset-coated"),
    "base of itself": ("based-on: wrong\n", "based-on", "Y104", "there is no printer profile “wrong” to base this one on",
                       "one of: offset-coated"),
    "bleed above the master's": ("based-on: offset-coated\nbleed: 6\n", "bleed", "Y104", "bleed: 6 is out of range",
                                 "write a number of at most 5"),
    "bleed without end": ("based-on: offset-coated\nbleed: .inf\n", ".inf", "Y104", "bleed: a number should stand here, not “.inf”",
                          "write a number in the digits 0–9"),
    "weight of 400 digits": (f"based-on: offset-coated\nmax-ink: 1{'0' * 400}\n", "max-ink", "Y104",
                             f"max-ink: a number should stand here, not “1{'0' * 39}”", "write a number in the digits 0–9"),
    "name with a NUL": ('based-on: offset-coated\nprofile: "icc/a\\0b"\n', "icc", "F106", "U+0000 is a control character", "delete it"),
    "half a character": ('based-on: offset-coated\nname: "a\\ud800b"\n', "name", "F106", "U+D800 is half a character", "delete it"),
    "bleed that is no number": ("based-on: offset-coated\nbleed: .nan\n", ".nan", "Y104", "bleed: a number should stand here, not “.nan”",
                                "write a number in the digits 0–9"),
    "marks without a slug": ("based-on: offset-coated\nslug: 3\n", "slug", "Y104", "marks need a slug of 5 mm, not 3",
                             "write slug: 5 or more, or marks: false"),
    "signature of 12": ("based-on: offset-coated\nbindings: {perfect: {signatures: [12]}}\n", "12", "Y104",
                        "bindings.perfect.signatures.0: 12 is not known here", "one of: 4, 8, 16, 32"),
    "paper without caliper": ("based-on: offset-coated\ninterior-papers: {stone-120: {name: Stone, kind: other, gsm: 120}}\n",
                              "stone-120", "P103", "the paper “stone-120” has no caliper, and none follows from the kind “other”",
                              "write caliper: the thickness of one leaf in mm"),
    "paper of no kind": ("based-on: offset-coated\ncover-papers: {card: {name: Card, kind: board, gsm: 300}}\n", "kind:", "Y104",
                         "cover-papers.card.kind: “board” is not known here", "one of: coated, uncoated, bulky, other"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_profile_that_cannot_be(root: Path, name: str) -> None:
    text, words, code, message, mend = WRONG[name]
    (root / "printers/wrong.yaml").write_text(text)
    ((place, said, how),) = told(root)
    line = text[: text.index(words)].count("\n") + 1
    assert (place, said) == (f"printers/wrong.yaml:{line} {code}", message)
    assert how.startswith(mend)


def test_a_profile_without_a_base_needs_all_keys(root: Path) -> None:
    (root / "printers/wrong.yaml").write_text("name: Half a profile\n")
    missing = {message.split("“")[1].rstrip("”") for _, message, _ in told(root)}
    assert missing == {"profile", "class", "bleed", "slug", "marks", "interior-papers", "cover-papers", "bindings"}


def test_the_profiles_of_the_project() -> None:
    findings = Findings(ROOT)
    loaded = printers.load(ROOT, findings)
    assert findings.items == []
    assert {"offset-coated", "offset-uncoated", "digital", "office-a4", "large-format-poster"} <= set(loaded)
    assert {id: (p.resolution.minimum, p.resolution.target) for id, p in loaded.items()}["digital"] == (95, 149)
    for printer in loaded.values():
        # What the profile says must not be more than its own ICC file ever gives, nor so little that it would burn out.
        assert most_ink(ICC / "sRGB.icc", printer.profile) <= printer.max_ink + 40, printer.id
        assert printer.interior_papers and printer.cover_papers


@pytest.mark.parametrize(("kind", "more", "caliper"), [
    ("coated", "", 0.0900), ("uncoated", "", 0.1250), ("bulky", "", 0.1800), ("bulky", ", bulk: 2.0", 0.2000),
    ("other", ", bulk: 1.1", 0.1100), ("coated", ", caliper: 0.083", 0.0830)])
def test_a_papers_thickness(root: Path, kind: str, more: str, caliper: float) -> None:
    (root / "printers/paper.yaml").write_text(
        f"based-on: offset-coated\ninterior-papers: {{p: {{name: P, kind: {kind}, gsm: 100{more}}}}}\n")
    (paper,) = printers.load(root, Findings(root))["paper"].interior_papers
    assert paper.caliper == pytest.approx(caliper)
