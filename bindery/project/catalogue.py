"""The catalogue, content/publications.yaml: areas and their standards; publications and what they are made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from bindery.errors import Findings
from bindery.model import Area, Kind, PlanEntry, Publication, Standard, Trim
from bindery.project import cover_art, schema
from bindery.project.palette import Palette
from bindery.project.yamlfile import Located


def areas(data: Mapping[str, Any]) -> tuple[Area, ...]:
    areas, number = [], 0
    for area_number, (id, entry) in enumerate(data["areas"].items(), 1):
        standards = []
        for standard in entry["standards"]:
            number += 1
            standards.append(Standard(standard, number, id))
        areas.append(Area(id, area_number, entry["colour"], tuple(standards)))
    return tuple(areas)


def check(catalogue: Located, root: Path, palette: Palette, findings: Findings) -> None:
    """What the schema cannot see: that every name in the catalogue is the name of something."""
    data = catalogue.data
    checker = _Checker(catalogue, root, findings)
    colours = [colour.name for colour in palette]
    tinted = [name for name in colours if f"{name}-10" in colours]
    for kind, entry in data["kinds"].items():
        checker.kind(kind, entry)
    standards: set[Any] = set()
    for area, entry in data["areas"].items():
        checker.known("colour with tints", entry["colour"], tinted, "areas", area, "colour")
        for i, standard in enumerate(entry["standards"]):
            checker.once("areas", standard, standards, "areas", area, "standards", i)
    for id, entry in data["publications"].items():
        at = ("publications", id)
        checker.known("trim", entry["trim"], data["trims"], *at, "trim")
        checker.known("style", entry["style"], checker.styles, *at, "style")
        checker.known("colour with tints", entry["colour"], tinted, *at, "colour")
        checker.known("colour", entry.get("cover-text", "white"), colours, *at, "cover-text")
        drawing, trim = root / "templates" / "cover-art" / f"{id}.svg", data["trims"].get(entry["trim"])
        if trim and drawing.is_file():
            cover_art.check(drawing, Trim(entry["trim"], trim["width"], trim["height"]), findings)
        for i, kind in enumerate(entry["cover"]):
            checker.known("kind of section", kind, data["kinds"], *at, "cover", i)
        planned: set[Any] = set()
        for i, item in enumerate(entry["plan"]):
            kind, text = next(iter(item.items())) if isinstance(item, dict) else (item, None)
            checker.planned(kind, text, *at, "plan", i)
            checker.once("plan", "areas" if kind == "areas" else text or kind, planned, *at, "plan", i)


class _Checker:
    def __init__(self, catalogue: Located, root: Path, findings: Findings):
        self.catalogue, self.root, self.findings = catalogue, root, findings
        self.kinds: Mapping[str, Any] = catalogue.data["kinds"]
        self.roles = ["all", *catalogue.data["roles"]]
        self.styles = sorted(file.stem for file in (root / "styles").glob("*.css") if file.stem != "base" and file.is_file())

    def add(self, code: str, message: str, mend: str, *where: str | int) -> None:
        self.catalogue.tell(self.findings, code, message, mend, *where)

    def known(self, what: str, name: Any, names: Collection[str], *where: str | int) -> None:
        if names and name not in names:  # where there are no names at all, that was told already
            self.add("Y104", f"there is no {what} “{name}”", "one of: " + ", ".join(names), *where)

    def once(self, what: str, name: Any, before: set[Any], *where: str | int) -> None:
        """A text that stands in a book twice would be printed twice, under one name."""
        if not isinstance(name, str):  # that was told already
            return
        if name in before:
            self.add("Y104", f"“{name}” is in the {what} twice", "take one of the two out", *where)
        before.add(name)

    def kind(self, kind: str, entry: Mapping[str, Any]) -> None:
        if not (self.root / "templates" / f"{kind}.html").is_file():
            self.add(
                "F101",
                f"the kind “{kind}” has no template: templates/{kind}.html is missing",
                "add the template, or take the kind out",
                "kinds",
                kind,
            )
        if not entry.get("generated") and kind not in schema.HEADERS:
            self.add(
                "Y104",
                f"texts of the kind “{kind}” are not known",
                "add “generated: true”, or use one of: " + ", ".join(schema.HEADERS),
                "kinds",
                kind,
            )

    def planned(self, kind: str, text: Any, *where: str | int) -> None:
        """One line of a plan: `- contents`, `- chapter: about`, `- areas: all` or `- areas: [statement, response]`."""
        if kind == "areas":
            for role in text if isinstance(text, list) else [text]:
                self.known("role", role, self.roles, *where)
            for needed in ("area", "standard"):
                self.known("kind of section", needed, self.kinds, *where)
            return
        self.known("kind of section", kind, ["areas", *self.kinds], *where)
        if kind not in self.kinds:
            return
        if self.kinds[kind].get("generated"):
            if text is not None:
                self.add("Y104", f"“{kind}” is made by the program and has no text", f"write “- {kind}”", *where)
        elif not isinstance(text, str):
            self.add("Y104", f"“{kind}” needs the name of one text", f"write “- {kind}: the-name-of-the-file”", *where)
        elif kind == "principle" and not text.rpartition("-")[2].isdecimal():
            self.add("Y104", f"the principle “{text}” has no number", "name it principle-1, principle-2 …", *where)


def publications(data: Mapping[str, Any], areas: tuple[Area, ...]) -> dict[str, Publication]:
    trims = {id: Trim(id, **size) for id, size in data["trims"].items()}
    kinds = {
        id: Kind(
            id,
            f"{id}.html",
            entry.get("side", "any"),
            entry.get("folio", True),
            entry.get("generated", False),
            entry.get("contents", 0),
            entry.get("blank", False),
        )
        for id, entry in data["kinds"].items()
    }
    publications = {}
    for id, entry in data["publications"].items():
        plan: list[PlanEntry] = []
        for item in entry["plan"]:
            kind, text = next(iter(item.items())) if isinstance(item, dict) else (item, "")
            if kind == "areas":
                plan += _area_entries(areas, kinds, entry["folder"], () if text == "all" else tuple(text))
            else:
                number = int(text.rpartition("-")[2]) if kind == "principle" else 0
                plan.append(
                    PlanEntry(text or kind, kinds[kind], text or None, entry["folder"], entry["colour"], number)
                )
        cover = tuple(
            PlanEntry(f"cover-{i}", kinds[kind], None, entry["folder"], entry["colour"], i)
            for i, kind in enumerate(entry["cover"], 1)
        )
        publications[id] = Publication(
            id,
            entry["folder"],
            entry.get("book", entry["folder"]),
            trims[entry["trim"]],
            entry["style"],
            entry["colour"],
            tuple(plan),
            cover,
            entry["needs"],
            entry.get("title"),
            entry.get("cover-text", "white"),
        )
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
