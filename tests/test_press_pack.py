"""`build.py press`: what lies in a pack and what it says; bad input makes no pack, and the last good one stays."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable
from pathlib import Path

import maven
import pikepdf
import pytest
import xmlschema
from maven import jar
from PIL import Image
from tiny_project import TinyProject, copy

from bindery import cli

PACK = Path("outputs/global/fr/press-pack")
NAMES = {"leaflet-fr-interior.pdf", "leaflet-fr-cover.pdf", "job-ticket.pdf", "packing-list.pdf", "packing-list.csv",
         "job.xjdf", "preflight.txt", "preflight.json"}
XJDF = "{http://www.CIP4.org/JDFSchema_2_0}"
EDITION, PRINTER, TEXT = "editions/global/edition.yaml", "printers/offset-coated.yaml", "content/fr/leaflet/leaflet.md"
CHOSEN = "lamination: matt, deliver-by: 2026-12-24"
COPIES = ("--pub", "leaflet", "--language", "fr", "--copies", "283")


@pytest.fixture(scope="module")
def packed(pristine_built: Path, tmp_path_factory: pytest.TempPathFactory) -> TinyProject:
    project = TinyProject(copy(pristine_built, tmp_path_factory.mktemp("packed") / "project"))
    project.change(PRINTER, "carton: {max-kg: 12}", "carton: {copies: 50}\novers: 2")
    project.change(EDITION, "year: 2026", f"year: 2026\nprinting: {{leaflet: {{{CHOSEN}}}}}\nfile-copies: 5\n"
                   "consignee: {en: Warehouse, fr: Entrepôt}\n"
                   "contact: {en: print@example.org}\nisbn: {leaflet: {fr: 978-92-4-154837-3}}")
    done = project.run("press", *COPIES)
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def again(packed: TinyProject, tmp_path: Path) -> TinyProject:
    """The project with its pack, to be broken."""
    return TinyProject(copy(packed.root, tmp_path / "again"))


@pytest.fixture
def tool() -> Callable[[str, str], str]:
    def tool(name: str, package: str) -> str:
        path = shutil.which(name)
        if path is None:
            pytest.skip(f"{name} is not installed; on Debian: apt-get install {package}")
        return path

    return tool


def files(project: TinyProject) -> dict[str, bytes]:
    """Every file of the packs, hidden ones too."""
    folder = project.path(str(PACK))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_pack_has_all_its_files_and_the_zip_has_them_too(packed: TinyProject) -> None:
    found = files(packed)
    assert set(found) == {f"leaflet/{name}" for name in NAMES} | {"leaflet.zip"}
    with zipfile.ZipFile(io.BytesIO(found["leaflet.zip"])) as archive:
        assert archive.testzip() is None
        inside = {name.removeprefix("leaflet-fr-press-pack/"): archive.read(name) for name in archive.namelist()}
    assert inside == {name: found[f"leaflet/{name}"] for name in NAMES}


def test_the_same_input_makes_the_same_bytes(packed: TinyProject, again: TinyProject) -> None:
    before = files(packed)
    shutil.rmtree(again.path("outputs"))
    assert again.run("press", *COPIES).returncode == 0
    assert files(again) == before


def test_the_job_ticket_says_what_to_make(packed: TinyProject, tool: Callable[[str, str], str]) -> None:
    path = packed.path(f"{PACK}/leaflet/job-ticket.pdf")
    text = subprocess.run([tool("pdftotext", "poppler-utils"), "-layout", path, "-"], capture_output=True, text=True).stdout
    data = files(packed)
    for words in ("Fiche de fabrication", "Job ticket", "283", "148 × 210 mm", "le bord gauche", "the left edge", "FOGRA39",
                  "978-92-4-154837-3", "Silk coated 115 g/m²", "0.1035 mm", "296 × 210 mm", "print@example.org", "Français", "French",
                  "mat, face extérieure", "matt, outer side", "24 décembre 2026", "24 December 2026",
                  *(hashlib.sha256(data[f"leaflet/leaflet-fr-{use}.pdf"]).hexdigest() for use in ("interior", "cover"))):
        assert words in text, words
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.Root.Lang) == "fr"
    assert subprocess.run([tool("qpdf", "qpdf"), "--check", path], capture_output=True).returncode == 0
    fonts = subprocess.run([tool("pdffonts", "poppler-utils"), path], capture_output=True, text=True).stdout.splitlines()[2:]
    assert fonts
    assert all(re.split(r"\s+", line)[-6:-3] != [] and " yes yes yes " in line for line in fonts), fonts


def test_the_press_files_are_ghostscripts_too(packed: TinyProject, tool: Callable[[str, str], str]) -> None:
    for use, pages in (("interior", 4), ("cover", 2)):
        done = subprocess.run([tool("gs", "ghostscript"), "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-o", "-", "-sDEVICE=inkcov",
                               packed.path(f"{PACK}/leaflet/leaflet-fr-{use}.pdf")], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("CMYK OK") == pages


def test_cartons_are_full_but_the_last(packed: TinyProject) -> None:
    """283 copies and 2 % over, six; five of them for the files, the rest in cartons of 50: nothing is printed that is not ordered."""
    rows = list(csv.DictReader(io.StringIO(files(packed)["leaflet/packing-list.csv"].decode("utf-8-sig"))))
    assert [row["copies"] for row in rows] == ["50"] * 5 + ["34", "5"]
    assert [row["carton"] for row in rows] == [*"123456", "file copies"]
    assert {row["deliver to"] for row in rows[:6]} == {"Entrepôt"}
    kilos = [float(row["kg"]) for row in rows]
    # 4 pages of 115 g/m² and a cover of 300 g/m² on 148 × 210 mm.
    copy = (2 * 115 + 2 * 300) * 0.148 * 0.210 / 1000
    assert kilos == pytest.approx([50 * copy] * 5 + [34 * copy, 5 * copy], abs=0.01)


def test_the_preflight_report_is_of_these_files(packed: TinyProject) -> None:
    data = files(packed)
    reports = json.loads(data["leaflet/preflight.json"])["reports"]
    assert {report["file"]: report["sha256"] for report in reports} == {
        name: hashlib.sha256(data[f"leaflet/{name}"]).hexdigest() for name in NAMES if name.startswith("leaflet-fr")}
    assert [report["errors"] for report in reports] == [0, 0]
    assert "leaflet-fr-interior.pdf: 4 pages, 148 × 210 mm" in data["leaflet/preflight.txt"].decode()


def cover_pages(project: TinyProject) -> int:
    with pikepdf.open(project.path(f"{PACK}/leaflet/leaflet-fr-cover.pdf")) as pdf:
        return len(pdf.pages)


def tickets(project: TinyProject) -> ElementTree.Element:
    return ElementTree.fromstring(files(project)["leaflet/job.xjdf"])


def test_the_xjdf_is_a_product_of_two_parts(packed: TinyProject) -> None:
    root = tickets(packed)
    assert root.tag == f"{XJDF}XJDF"
    assert (root.get("JobID"), root.get("Types"), root.get("Version")) == ("global-fr-leaflet-0.1", "Product", "2.1")
    products = {product.get("ID"): product for product in root.iter(f"{XJDF}Product")}
    assert list(products) == ["Book", "Cover", "Body"]
    assert [product.get("IsRoot") for product in products.values()] == ["true", "false", "false"]
    assert (products["Book"].get("Amount"), products["Book"].get("MaxAmount")) == ("283", "289")
    binding = products["Book"].find(f".//{XJDF}BindingIntent")
    assert binding is not None
    assert binding.attrib == {"BindingType": "SaddleStitch", "BindingSide": "Left", "ChildRefs": "Cover Body", "BindingOrder": "Collecting"}
    assert [product.get("ProductType") for product in products.values()] == ["Booklet", "WrapAroundCover", "Body"]
    # A spread counts once for each of its surfaces (CIP4, table A.44), so the cover has two pages, not four.
    for id, pages, spread, weight, microns in (("Cover", "2", "Spread", "300", "270"), ("Body", "4", "SinglePage", "115", "103.5")):
        layout, media = (products[id].find(f".//{XJDF}{name}") for name in ("LayoutIntent", "MediaIntent"))
        assert layout is not None
        assert media is not None
        assert (layout.get("FinishedDimensions"), layout.get("Pages"), layout.get("Bleed")) == ("419.528 595.276 0", pages, "8.504")
        assert layout.get("SpreadType") == spread
        assert (media.get("Weight"), media.get("Thickness"), media.get("Coating")) == (weight, microns, "Coated")
        colours = products[id].findall(f".//{XJDF}SurfaceColor")
        printed = 2 if id == "Body" else cover_pages(packed)  # a cover whose inner sides are blank has one side
        assert [colour.get("ColorsUsed") for colour in colours] == ["Cyan Magenta Yellow Black"] * printed
        laminated = products[id].find(f"{XJDF}Intent[@DescriptiveName='matt']/{XJDF}LaminatingIntent[@Surface='Front']")
        assert (laminated is not None) == (id == "Cover")
        assert layout.get("Sides") == ("TwoSidedHeadToHead" if printed == 2 else "OneSided")


def test_every_reference_in_the_xjdf_resolves(packed: TinyProject) -> None:
    root = tickets(packed)
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))
    for delivery in root.iter(f"{XJDF}DeliveryParams"):
        assert delivery.get("Required") == "2026-12-24T23:59:59Z"
    for element in root.iter():
        for key in ("ChildRefs", "ItemRef"):
            for name in (element.get(key) or "").split():
                assert name in ids, (element.tag, key, name)
    for intent in root.iter(f"{XJDF}Intent"):  # the element in an intent is what its name says
        assert [child.tag for child in intent] == [f"{XJDF}{intent.get('Name')}"]
    for resources in root.iter(f"{XJDF}ResourceSet"):
        for resource in resources:
            assert resource[-1].tag == f"{XJDF}{resources.get('Name')}"
    data = files(packed)
    for spec in root.iter(f"{XJDF}FileSpec"):
        file = data[f"leaflet/{spec.get('URL')}"]
        assert (spec.get("FileSize"), spec.get("CheckSum")) == (str(len(file)), hashlib.md5(file).hexdigest())


def test_the_xjdf_says_which_file_is_whose_and_where_the_copies_go(packed: TinyProject) -> None:
    root = tickets(packed)
    known = {product.get("ExternalID"): product.get("ID") for product in root.iter(f"{XJDF}Product")}
    sets = {found.get("Name"): list(found) for found in root.iter(f"{XJDF}ResourceSet")}
    runs = [(known[resource[0].get("Product")], resource[1].get("NPage"), resource[1][0].get("URL")) for resource in sets["RunList"]]
    assert runs == [("Body", "4", "leaflet-fr-interior.pdf"), ("Cover", str(cover_pages(packed)), "leaflet-fr-cover.pdf")]
    drops = {resource[0].get("DropID"): resource[1][0].get("Amount") for resource in sets["DeliveryParams"]}
    assert drops == {"Cartons": "278", "FileCopies": "5"}  # in all the product's Amount; what is above it travels along
    customer, delivery = sets["Contact"]
    assert [child.attrib for child in customer[1]] == [
        {"ChannelType": "Email", "Locator": "mailto:print@example.org", "DescriptiveName": "print@example.org"}, {"OrganizationName": "Édition mondiale"}]
    assert (delivery[0].get("ContactType"), delivery[1][0].get("OrganizationName")) == ("Delivery", "Entrepôt")


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    """CIP4's, of the version that a job says it is written in."""
    with zipfile.ZipFile(jar(maven.XJDF, "XJDFLIB_JAR")) as library:
        return xmlschema.XMLSchema(library.read("org/cip4/lib/xjdf/schema/jdfschema_2_1.xsd"))


def test_the_xjdf_is_valid_by_cip4s_schema(packed: TinyProject, schema: xmlschema.XMLSchema) -> None:
    root = tickets(packed)
    assert [f"{fault.path} {fault.reason}" for fault in schema.iter_errors(root)] == []
    part = root.find(f".//{XJDF}RunList/../{XJDF}Part")
    assert part is not None
    part.set("Prodcut", part.attrib.pop("Product"))
    assert [fault.reason for fault in schema.iter_errors(root)] == ["attribute 'Prodcut' not allowed"]


def said(project: TinyProject, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """Exit code, and code and message of each finding, of a command in this process."""
    exit_code = cli.main(["press", "--root", str(project.root), "--json", *arguments])
    return exit_code, [f"{f['code']} {f['message']}" for f in json.loads(capsys.readouterr().out)["findings"]]


def test_a_book_in_one_colour_has_a_pack_of_its_own(again: TinyProject) -> None:
    before = files(again)
    done = again.run("press", *COPIES, "--colour", "gray")
    assert done.returncode == 0, done.stderr
    found = files(again)
    assert {name: data for name, data in found.items() if not name.startswith("leaflet-gray")} == before
    assert b'ColorsUsed="Black"' in found["leaflet-gray/job.xjdf"]
    for use in ("interior", "cover"):
        with pikepdf.open(io.BytesIO(found[f"leaflet-gray/leaflet-fr-{use}.pdf"])) as pdf:
            inks = {tuple(map(float, one.operands)) for page in pdf.pages for one in pikepdf.parse_content_stream(page)
                    if str(one.operator) in ("k", "K")}
        assert inks and all(ink[:3] == (0, 0, 0) for ink in inks)


@pytest.mark.parametrize("copies", ["0", "-5", "many", "2.5", "1e3", "99999999999"])
def test_copies_that_are_no_number(again: TinyProject, capsys: pytest.CaptureFixture[str], copies: str) -> None:
    before = files(again)
    code, findings = said(again, capsys, "--pub", "leaflet", "--language", "fr", f"--copies={copies}")
    assert (code, findings) == (2, [f"U110 “{copies}” is no number of copies"])
    assert files(again) == before


def test_nobody_says_how_many(again: TinyProject, capsys: pytest.CaptureFixture[str]) -> None:
    code, findings = said(again, capsys, "--pub", "leaflet", "--language", "en,fr")
    assert (code, findings) == (2, [f"U110 nobody says how many copies of leaflet {language} to print" for language in ("en", "fr")])


def test_the_most_copies_are_named(again: TinyProject) -> None:
    assert "mend: write a whole number in digits, at most 10000000: COPIES=500" in again.run("press", "--copies=1e9").stderr
    again.change(EDITION, "year: 2026", "year: 2026\nprint-run: {leaflet: {en: 10000001}}")
    done = again.run("press", "--pub", "leaflet")
    assert (done.returncode, "print-run.leaflet.en: 10000001 is out of range" in done.stderr) == (3, True), done.stderr


@pytest.mark.parametrize(("name", "old", "new", "code"), [
    (PRINTER, "profile: icc/FOGRA39L_coated.icc", "profile: icc/sRGB.icc", "P101"),
    (PRINTER, "90 g/m², kind: coated", "90 g/m², kind: other", "P103"),
    (EDITION, CHOSEN, f"{CHOSEN}, interior: silk-900", "P104"),
])
def test_settings_that_cannot_be_printed(
    again: TinyProject, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, code: str
) -> None:
    before = files(again)
    again.change(name, old, new)
    exit_code, findings = said(again, capsys, *COPIES)
    assert (exit_code, [finding[:4] for finding in findings]) == (3, [code])
    assert files(again) == before


def fails(project: TinyProject, *arguments: str) -> list[str]:
    """Code, place and message of what a build in a process of its own says, but for the imprint; no file is touched."""
    before = files(project)
    done = project.run("press", *COPIES, "--json", *arguments)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert files(project) == before
    return [f"{f['code']} {f['path']}:{f['line']} {f['message']}" for f in json.loads(done.stdout)["findings"] if f["code"] != "P203"]


def picture(project: TinyProject, image: Image.Image, millimetres: float) -> None:
    """Make a picture of this width the leaflet's whole text."""
    file = io.BytesIO()
    form = "JPEG" if image.mode == "CMYK" else "PNG"
    image.save(file, form)
    name = f"square.{form.lower()}".replace("jpeg", "jpg")
    project.write(f"content/images/{name}", file.getvalue())
    project.write("styles/handbook.css", project.read("styles/handbook.css") + f"\np img {{ width: {millimetres}mm }}\n")
    project.text(f"![A square]({name})\n", TEXT)


def test_a_picture_of_60_ppi(again: TinyProject) -> None:
    picture(again, Image.linear_gradient("L").resize((48, 48)), 20.32)
    assert fails(again) == ["P106 content/fr/leaflet/leaflet.md:6 page 1: G14 a picture of 48 × 48 px stands at 60 px/in; more than 149 are needed"]


def test_the_line_is_that_of_the_picture_under_its_heading(again: TinyProject) -> None:
    picture(again, Image.linear_gradient("L").resize((48, 48)), 20.32)
    again.text("## First {#first}\n\nWords.\n\n## Second\n\nMore words.\n\n![A square](square.png)\n\n## Third\n\nWords.\n", TEXT)
    (found,) = fails(again)
    assert found.startswith("P106 content/fr/leaflet/leaflet.md:14 page 1: G14")


def test_more_pages_than_can_be_stitched(again: TinyProject) -> None:
    again.change(PRINTER, "max-pages: 64", "max-pages: 4")
    again.change(EDITION, CHOSEN, f"{CHOSEN}, binding: saddle-stitch")
    again.text("Many words on many pages. " * 800, TEXT)
    found = fails(again)
    assert sorted(finding[:4] for finding in found) == ["P106", "P201"]
    line = again.place(EDITION, "printing:", "P106").split(":")[1]
    assert any(re.fullmatch(rf"P106 {EDITION}:{line} H02 \d+ pages are too many for saddle stitching: at most 4", finding) for finding in found)


def test_ink_that_the_paper_does_not_bear(again: TinyProject) -> None:
    again.change(PRINTER, "max-ink: 320", "max-ink: 200")
    picture(again, Image.new("RGB", (500, 500), (30, 10, 20)), 40)  # brought to what the paper bears
    assert again.run("press", *COPIES).returncode == 0
    picture(again, Image.new("CMYK", (500, 500), (200, 200, 200, 200)), 40)  # in ink already: taken as it is
    (found,) = fails(again)
    assert re.match(r"P106 content/fr/leaflet/leaflet.md:0 page 1: R0026 \d+ % of ink in a square of 15 mm", found)


def test_an_interior_and_a_cover_that_do_not_belong_together(packed: TinyProject, tmp_path: Path) -> None:
    """Given to preflight together; each alone, and the pair of one pack, are no such thing."""
    interior, cover = (packed.path(f"{PACK}/leaflet/leaflet-fr-{use}.pdf") for use in ("interior", "cover"))
    assert packed.run("preflight", str(interior), str(cover)).returncode == 0
    with pikepdf.open(interior) as pdf:
        del pdf.pages[-1]
        pdf.save(tmp_path / "shorter.pdf")
    done = packed.run("preflight", "--json", str(tmp_path / "shorter.pdf"), str(cover))
    assert done.returncode == 3
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["code"] == "P105" and "this cover was made for" in finding["message"]
