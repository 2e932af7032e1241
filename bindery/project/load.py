"""Read and check the catalogue: publications, languages, editions, fonts, palette -> Project."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from bindery.errors import Findings
from bindery.model import Area, Edition, FontFace, Kind, Language, PlanEntry, Printer, Project, Publication, Standard, Trim
from bindery.project import palette as palettes
from bindery.project import schema, yamlfile
from bindery.project.yamlfile import Located

SOURCE_LANGUAGE = "en"


def load_project(root: Path, findings: Findings, wanted: Collection[str] = ()) -> Project:
    """The whole project except its text, with the languages in `wanted` (empty: all).

    Raises BinderyError with every fault found. English is always read: it says which strings a language needs.
    """
    catalogue_path = root / "content" / "publications.yaml"
    catalogue = yamlfile.load(catalogue_path, schema.CATALOGUE, findings)
    palette = palettes.load(root / "styles" / "palette.yaml", findings)
    faces = _faces(root, findings)
    families = {face.family for face in faces}
    languages = _languages(root, families, wanted, findings)
    editions = _editions(root, findings)
    printers = _printers(root, findings)
    if catalogue is None:
        findings.stop_if_any()
        raise AssertionError("unreachable: a missing catalogue is a finding")
    areas = _areas(catalogue.data)
    publications = _publications(catalogue, catalogue_path, areas, findings)
    findings.stop_if_any()
    return Project(root, languages, publications, editions, printers, areas, palette, faces, catalogue.data)


def _areas(data: Mapping[str, Any]) -> tuple[Area, ...]:
    areas, number = [], 0
    for area_number, (id, entry) in enumerate(data["areas"].items(), 1):
        standards = []
        for standard in entry["standards"]:
            number += 1
            standards.append(Standard(standard, number, id))
        areas.append(Area(id, area_number, entry["colour"], tuple(standards)))
    return tuple(areas)


def _publications(
    catalogue: Located, path: Path, areas: tuple[Area, ...], findings: Findings
) -> dict[str, Publication]:
    data = catalogue.data
    trims = {id: Trim(id, **size) for id, size in data["trims"].items()}
    kinds = {
        id: Kind(id, f"{id}.html", entry.get("side", "any"), entry.get("folio", True),
                 entry.get("generated", False), entry.get("contents", 0))
        for id, entry in data["kinds"].items()
    }
    publications = {}
    for id, entry in data["publications"].items():
        where = ("publications", id)
        if entry["trim"] not in trims:
            findings.add("Y104", path, f"trim “{entry['trim']}” is not defined", "one of: " + ", ".join(trims),
                         *catalogue.place(*where, "trim"))
            continue
        plan: list[PlanEntry] = []
        for i, item in enumerate(entry["plan"]):
            kind, text = next(iter(item.items())) if isinstance(item, dict) else (item, None)
            if kind == "areas":
                plan += _area_entries(areas, kinds, entry["folder"], () if text == "all" else tuple(text))
            elif kind not in kinds:
                findings.add("Y104", path, f"“{kind}” is not a kind of section",
                             "one of: areas, " + ", ".join(kinds), *catalogue.place(*where, "plan", i))
            else:
                number = int(text.rpartition("-")[2]) if kind == "principle" else 0
                plan.append(PlanEntry(text or kind, kinds[kind], text, entry["folder"], entry["colour"], number))
        cover = tuple(
            PlanEntry(f"cover-{i}", kinds[kind], None, entry["folder"], entry["colour"], i)
            for i, kind in enumerate(entry["cover"], 1) if kind in kinds
        )
        publications[id] = Publication(id, entry["folder"], entry.get("book", entry["folder"]), trims[entry["trim"]],
                                       entry["style"], entry["colour"], tuple(plan), cover, entry["needs"],
                                       entry.get("title"), entry.get("cover-text", "white"))
    return publications


def _area_entries(
    areas: tuple[Area, ...], kinds: Mapping[str, Kind], folder: str, roles: tuple[str, ...]
) -> list[PlanEntry]:
    entries = []
    for area in areas:
        entries.append(PlanEntry(area.id, kinds["area"], area.id, folder, area.colour, area.number, roles))
        entries += [
            PlanEntry(s.id, kinds["standard"], s.id, folder, area.colour, s.number, roles) for s in area.standards
        ]
    return entries


def language_folders(root: Path) -> list[str]:
    """The ids of the languages that the project has."""
    return sorted(p.name for p in (root / "content").iterdir() if p.is_dir() and p.name != "images")


def _languages(
    root: Path, families: set[str], wanted: Collection[str], findings: Findings
) -> dict[str, Language]:
    loaded: dict[str, tuple[Path, Located]] = {}
    for id in language_folders(root):
        if wanted and id not in wanted and id != SOURCE_LANGUAGE:
            continue
        folder = root / "content" / id
        path = folder / "language.yaml"
        if not path.exists():
            findings.add("F105", folder, "the folder has no language.yaml",
                         f"copy one from a language like it, or run: python build.py new-language {folder.name}")
            continue
        located = yamlfile.load(path, schema.LANGUAGE, findings)
        if located:
            loaded[folder.name] = (path, located)
    source = loaded.get(SOURCE_LANGUAGE)
    wanted = source[1].data["strings"] if source else {}
    languages = {}
    for id, (path, located) in loaded.items():
        data = located.data
        for key in wanted.keys() - data["strings"].keys():
            findings.add("S103", path, f"strings lacks “{key}”", f"translate: {wanted[key]!r}",
                         *located.place("strings"))
        for key in data["strings"].keys() - wanted.keys() if wanted else ():
            findings.add("Y102", path, f"unknown string “{key}”", "English has no such string; take it out",
                         *located.place("strings", key))
        for use in ("text", "head"):
            for i, family in enumerate(data["type"][use]):
                if family not in families:
                    findings.add("G103", path, f"no font file of the family “{family}” is in fonts/manifest.json",
                                 "one of: " + ", ".join(sorted(families)), *located.place("type", use, i))
        languages[id] = Language(
            id, data["tag"], data["name"], data["native"], data["direction"] == "rtl", data["digits"],
            tuple(data["filters"]), tuple(dict.fromkeys(data["type"]["text"] + data["type"]["head"])),
            data["hyphenate"], data["type"], data["strings"], path)
    return languages


def _editions(root: Path, findings: Findings) -> dict[str, Edition]:
    editions = {}
    for folder in sorted(p for p in (root / "editions").iterdir() if p.is_dir()):
        path = folder / "edition.yaml"
        located = yamlfile.load(path, schema.EDITION, findings)
        if located:
            editions[folder.name] = Edition(folder.name, located.data, path)
    return editions


def _printers(root: Path, findings: Findings) -> dict[str, Printer]:
    printers = {}
    for path in sorted((root / "printers").glob("*.yaml")):
        located = yamlfile.load(path, schema.PRINTER, findings)
        if located is None:
            continue
        data = located.data
        profile = (path.parent / data["profile"]).resolve()
        if not profile.is_relative_to(root.resolve()):
            findings.add("F104", path, f"“{data['profile']}” leaves the project", "put the profile into printers/icc/",
                         *located.place("profile"))
        elif not profile.is_file():
            findings.add("F101", path, f"there is no profile {data['profile']}", "put the ICC file there, or mend the name",
                         *located.place("profile"))
        printers[path.stem] = Printer(path.stem, data["name"], profile, data["condition"], data["registry"], data["bleed"],
                                      data["slug"], data["marks"], data["page-multiple"])
    return printers


def _faces(root: Path, findings: Findings) -> tuple[FontFace, ...]:
    path = root / "fonts" / "manifest.json"
    text = yamlfile.read_text(path, findings)
    if text is None:
        return ()
    try:
        entries = json.loads(text)["fonts"]
        return tuple(
            FontFace(e["css_family"], e["weight"], e["style"], root / "fonts" / e["file"], e["sha256"]) for e in entries
        )
    except (ValueError, KeyError, TypeError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        findings.add("Y101", path, f"the manifest cannot be read: {error}", "restore it from version control", line)
        return ()
