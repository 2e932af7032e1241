"""Printer profiles, printers/*.yaml: paper, ink, bleed and binding of one way of printing -> Printer.

A profile may be `based-on` another one and say only what is different.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from bindery.errors import Findings
from bindery.model import Paper, Printer, Resolution
from bindery.project import icc, names, schema, yamlfile
from bindery.project.yamlfile import Located

#: Effective px/in of pictures by way of printing: error and warning (Ghent Workgroup 2022, R0059 and its kin), and of line art.
PPI = {"offset": (149, 224), "digital": (95, 149), "large-format": (239, 299)}
LINE_PPI = (549, 799)
#: Bulk in cm³/g by kind of paper: caliper in mm = g/m² × bulk / 1000. A rule of thumb; a printer's own figure is better.
BULK = {"coated": 0.90, "uncoated": 1.25, "bulky": 1.80}
#: Perfect binding holds from this thickness of the block, in mm; words stand on a spine from that width.
MIN_THICKNESS, SPINE_TEXT = 3.0, 6.0
#: What a person lifts: the most that a carton may weigh where the profile does not say, in kg.
CARTON_KG = 12.0
#: The name of a printing condition that no registry lists (ISO 15930-7, OutputConditionIdentifier).
CUSTOM = "Custom"


def load(root: Path, findings: Findings, wanted: Collection[str] | None = None) -> dict[str, Printer]:
    """The profiles in `wanted` (None: all) that can be used, by id.

    All faults of these, and of those that they are based on, are findings.
    """
    folder = root / "printers"
    icc.check(root / "printers/icc/sRGB.icc", "icc/sRGB.icc", folder, (0, 1), findings, press=False)
    known = names.printers(root)

    def read(id: str, told: Findings = findings) -> Located | None:
        return yamlfile.load(folder / f"{id}.yaml", LOOSE, told)

    own = {id: read(id) for id in known if wanted is None or id in wanted}
    bases = {located.data.get("based-on") for located in own.values() if located}
    files = {id: own[id] if id in own else read(id, findings if id in bases else Findings(root)) for id in known}
    printers = {}
    for id, located in own.items():
        data = _whole(id, located, files, findings) if located else None
        if located and data is not None:
            printers[id] = _Reader(id, located, data, findings).printer()
    return printers


#: A profile that is based on another needs no key of its own.
LOOSE = schema.PRINTER | {"required": []}


def _whole(id: str, located: Located, files: Mapping[str, Located | None], findings: Findings) -> dict[str, Any] | None:
    """The profile's keys with those of the one that it is based on; None after a finding."""
    data = dict(located.data)
    base = data.pop("based-on", None)
    if base is not None:
        others = [name for name, other in files.items() if name != id and not (other and "based-on" in other.data)]
        if base not in others:
            located.tell(findings, "Y104", f"there is no printer profile “{base}” to base this one on",
                         "one of: " + ", ".join(others), "based-on")  # fmt: skip
            return None
        if (other := files[base]) is None:  # its own fault is told
            return None
        inherited = dict(other.data)
        if "profile" in data:  # another paper and press: the other's names and limits are not theirs
            for key in ("condition", "registry", "max-ink"):
                inherited.pop(key, None)
        data = inherited | data
    missing = [key for key in schema.PRINTER["required"] if key not in data]
    for key in missing:
        located.tell(findings, "Y103", f"the file lacks the key “{key}”", f"add a line “{key}: …”")
    return None if missing else data


class _Reader:
    def __init__(self, id: str, located: Located, data: Mapping[str, Any], findings: Findings):
        self.id, self.path, self.located, self.data, self.findings = id, located.path, located, data, findings

    def printer(self) -> Printer:
        data = self.data
        profile = Path(os.path.realpath(self.path.parent / data["profile"]))
        icc.check(profile, data["profile"], self.path, self.located.place("profile"), self.findings, press=True)
        condition = data.get("condition", CUSTOM)
        binding = data["bindings"]
        perfect = binding.get("perfect", {})
        minimum, target = PPI[data["class"]]
        carton = data.get("carton", {})
        imposition = data.get("imposition", {"pages": 8})
        sheet = imposition.get("sheet", (0, 0))
        smallest, largest = data.get("trim-min", (0, 0)), data.get("trim-max", (0, 0))
        if data["marks"] and data["slug"] < 5:
            self._add("Y104", f"marks need a slug of 5 mm, not {data['slug']:g}", "write slug: 5 or more, or marks: false", "slug")
        return Printer(
            self.id,
            data["name"],
            self.path,
            profile,
            condition,
            data.get("registry", "" if condition == CUSTOM else "http://www.color.org"),
            data["bleed"],
            data["slug"],
            data["marks"],
            data.get("colour", "cmyk"),
            data.get("max-ink", 0),
            Resolution(data.get("min-ppi", minimum), data.get("target-ppi", target), *LINE_PPI),
            self._papers("interior-papers"),
            self._papers("cover-papers"),
            binding.get("saddle-stitch", {}).get("max-pages", 0),
            tuple(sorted(set(perfect.get("signatures", ())), reverse=True)),
            perfect.get("min-thickness", MIN_THICKNESS),
            data.get("spine-text", SPINE_TEXT),
            carton.get("copies", 0),
            carton.get("max-kg", CARTON_KG),
            (smallest[0], smallest[1]),
            (largest[0], largest[1]),
            0 if imposition["pages"] == "cut-stack" else imposition["pages"],
            (sheet[0], sheet[1]),
            data.get("overs", 0),
        )

    def _papers(self, use: str) -> tuple[Paper, ...]:
        papers = []
        for id, entry in self.data[use].items():
            bulk = entry.get("bulk", BULK.get(entry["kind"]))
            if "caliper" not in entry and bulk is None:
                self._add(
                    "P103",
                    f"the paper “{id}” has no caliper, and none follows from the kind “{entry['kind']}”",
                    "write caliper: the thickness of one leaf in mm, from the paper’s data sheet (or its bulk: in cm³/g)",
                    use,
                    id,
                )
                continue
            caliper = entry.get("caliper") or entry["gsm"] * bulk / 1000
            papers.append(Paper(id, entry["name"], entry["kind"], entry["gsm"], round(caliper, 4)))
        return tuple(papers)

    def _add(self, code: str, message: str, mend: str, *where: str) -> None:
        self.located.tell(self.findings, code, message, mend, *where)
