"""What the documents say is so: who imports what, which settings there are, which commands, files and links exist."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bindery.project import schema

ROOT = Path(__file__).resolve().parents[1]
STAGES = ("project", "manuscript", "translate", "compose", "typeset", "bind", "finish", "impose", "preflight", "deliver")
#: Later stages that a stage may import, and the one module that does: the process that workers are forked from.
LATER = {"typeset.preload": {"bind", "finish"}}
COMMAND = re.compile(r"(?:^|[^\w/])((?:make|build\.py) [a-z][a-z-]+(?: [A-Z]+=\S+)*)")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def modules_of(stage: str) -> list[str]:
    """`typeset.engine.pins` for every module in the stage's folder; a package is its own name."""
    files = (path.relative_to(ROOT / "bindery").with_suffix("") for path in (ROOT / "bindery" / stage).rglob("*.py"))
    return sorted(".".join(file.parts).removesuffix(".__init__") for file in files)


def imports(module: str, *, at_the_top: bool = False) -> set[str]:
    """What a module of bindery imports: `project.fonts` for a module of ours, `<name>` for libraries beside Python's.

    `at_the_top`: only what importing the module imports, not what its functions do.
    """
    found = set()
    for node in _import_nodes(_tree(module).body if at_the_top else list(ast.walk(_tree(module)))):
        for name in _names(node, module):
            first = name.partition(".")[0]
            if first == "bindery":
                found.add(name.removeprefix("bindery").removeprefix("."))
            elif first not in sys.stdlib_module_names:
                found.add(f"<{first}>")
    return found - {""}


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(_file(module).read_text("utf-8"))


def _file(module: str) -> Path:
    path = ROOT / "bindery" / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _import_nodes(nodes: list[ast.AST] | list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node


def _names(node: ast.Import | ast.ImportFrom, module: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = str(node.module)
    if node.level:  # from .pins import find
        here = ["bindery", *module.split(".")]
        package = here if _file(module).name == "__init__.py" else here[:-1]
        base = ".".join([*package[: len(package) + 1 - node.level], *([node.module] if node.module else [])])
    for alias in node.names:
        whole = f"{base}.{alias.name}"
        is_module = base.startswith("bindery") and _file(whole.removeprefix("bindery.")).exists()
        yield whole if is_module else base


def table() -> dict[str, tuple[set[str], set[str]]]:
    """The table of docs/architecture.md: stage -> modules of other stages, libraries."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8").split("## What may import what")[1].split("\n## ")[0]
    rows = {}
    for line in text.splitlines():
        cells = [re.findall(r"`([^`]+)`", cell) for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 3:
            rows[cells[0][0]] = set(cells[1]), set(cells[2])
    return rows


def test_the_table_has_a_row_for_every_stage() -> None:
    assert tuple(table()) == STAGES
    assert {path.parent.name for path in (ROOT / "bindery").glob("*/*.py")} == {*STAGES, "commands", "model"}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_what_the_table_says(stage: str) -> None:
    found = set().union(*(imports(module) for module in modules_of(stage)))
    own = {name for name in found if name.partition(".")[0] in (stage, "model", "errors", "memo", "disk")}
    libraries = {name.strip("<>") for name in found if name.startswith("<")}
    others = {name for name in found - own if not name.startswith("<")}
    said_others, said_libraries = table()[stage]
    assert others == said_others, "change the table in docs/architecture.md, if the import is right"
    assert libraries == said_libraries, "change the table in docs/architecture.md, if the library is right"


@pytest.mark.parametrize("module", [module for stage in STAGES for module in modules_of(stage)])
def test_a_stage_imports_earlier_stages_only(module: str) -> None:
    stage = module.partition(".")[0]
    ours = {name.partition(".")[0] for name in imports(module) if not name.startswith("<")}
    allowed = {"model", "errors", "memo", "disk", *STAGES[: STAGES.index(stage) + 1]} | LATER.get(module, set())
    assert ours <= allowed


def test_every_later_import_that_is_allowed_is_made() -> None:
    for module, later in LATER.items():
        assert later <= imports(module)


def test_nouns_and_findings_know_no_stage() -> None:
    assert {name.partition(".")[0] for module in modules_of("model") for name in imports(module)} == {"model"}
    assert imports("errors") == set()
    assert imports("disk") == set()
    assert imports("memo") == {"disk"}


def test_what_make_runs_first_needs_python_alone() -> None:
    assert imports("prepare") == set()


def loaded_with(module: str) -> set[str]:
    """Everything that importing a module imports in turn."""
    known: set[str] = set()
    waiting = {module}
    while waiting:
        one = waiting.pop()
        known.add(one)
        if not one.startswith("<"):
            parents = {".".join(one.split(".")[:i]) for i in range(1, one.count(".") + 1)}
            waiting |= (imports(one, at_the_top=True) | parents) - known
    return known


def test_nothing_has_changed_is_told_without_a_library() -> None:
    assert {name for name in loaded_with("cli") if name.startswith("<")} == set()


def test_only_workers_load_the_engine() -> None:
    assert "<weasyprint>" in loaded_with("typeset.engine.clusters")
    assert "<weasyprint>" not in loaded_with("pipeline")
    assert "<pikepdf>" not in loaded_with("pipeline")


# What the documents for users say.


def names_in(document: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", (ROOT / document).read_text("utf-8")))


def keys_of(shape: dict[str, Any]) -> set[str]:
    """The keys that a schema knows, and those of the mappings in it."""
    properties = shape.get("properties", {})
    return set(properties).union(*(keys_of(inner) for inner in properties.values()))


@pytest.mark.parametrize(("document", "shape"), [
    ("docs/new-language.md", schema.LANGUAGE),
    ("docs/country-team.md", schema.EDITION),
    ("docs/printer.md", schema.PRINTER),
    ("docs/translator.md", schema.BOOK),
    ("docs/translator.md", schema.TERMBASE),
    ("docs/translator.md", schema.WORD),
    ("docs/architecture.md", schema.CATALOGUE["properties"]["publications"]["additionalProperties"]),
    ("docs/architecture.md", schema.CATALOGUE["properties"]["kinds"]["additionalProperties"]),
], ids=["language", "edition", "printer", "book", "termbase", "word", "publication", "kind"])
def test_every_setting_is_explained(document: str, shape: dict[str, Any]) -> None:
    headings = re.findall(r"^#+ (\S+)$", (ROOT / document).read_text("utf-8"), re.M)  # `type` has a part of its own
    assert keys_of(shape) - names_in(document) - set(headings) == set()


def test_every_string_of_a_language_is_explained() -> None:
    strings = yaml.safe_load((ROOT / "content/en/language.yaml").read_text("utf-8"))["strings"]
    assert set(strings) - names_in("docs/new-language.md") == set()


def test_every_header_is_explained() -> None:
    wanted = set().union(*(keys_of(shape) for shape in schema.HEADERS.values()))
    text = (ROOT / "docs/content.md").read_text("utf-8")
    assert {key for key in wanted if f"`{key}" not in text and f"\n    {key}:" not in text} == set()


def commands() -> set[tuple[str, str]]:
    """(document, command) for every `make …` and `build.py …` that stands in code."""
    found = set()
    for path in DOCUMENTS:
        text = path.read_text("utf-8")
        code = [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^ {4,}(\S.*)$", text, re.M)]
        for piece in code:
            found |= {(path.name, command) for command in COMMAND.findall(piece)}
    return found


def test_every_command_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    verbs = set(re.findall(r'add_parser\("([a-z-]+)"', "".join(path.read_text("utf-8") for path in (ROOT / "bindery/commands").glob("*.py"))))
    known = {"make": targets, "build.py": verbs}
    said = {(document, *command.split()[:2]) for document, command in commands()}
    assert len(said) > 10
    assert {(document, program, verb) for document, program, verb in said if verb not in known[program]} == set()


def test_every_choice_exists() -> None:
    """LANG=fr, PUB=handbook and so on name what is there, or the edition and printer that readers are told to make."""
    catalogue = yaml.safe_load((ROOT / "content/publications.yaml").read_text("utf-8"))
    known = {
        "LANG": {path.parent.name for path in (ROOT / "content").glob("*/language.yaml")} | {"all", "fr,ar", "<id>", "<tag>"},
        "PUB": set(catalogue["publications"]), "FORMAT": {"screen", "press", "booklet", "imposed"}, "COLOUR": {"gray"},
        "SECTION": {standard for area in catalogue["areas"].values() for standard in area["standards"]},
        "EDITION": {path.parent.name for path in (ROOT / "editions").glob("*/edition.yaml")} | {"lebanon"},
        "PRINTER": {path.stem for path in (ROOT / "printers").glob("*.yaml")} | {"offset-uncoated", "<name>"},
    }
    for document, command in sorted(commands()):
        for name, value in re.findall(r"([A-Z]+)=(\S+)", command):
            if name in ("FILE", "COPIES"):
                continue
            assert value in known[name], f"{document}: {command}"


def test_every_link_leads_to_a_file() -> None:
    links = [(path, target) for path in DOCUMENTS for target in re.findall(r"\]\(([^)#\s]+)\)", path.read_text("utf-8"))
             if path.name != "content.md"]
    assert len(links) > 10
    broken = [f"{path.name}: {target}" for path, target in links if not (path.parent / target).exists()]
    assert broken == []


def test_the_pictures_are_small() -> None:
    pictures = list((ROOT / "docs/pictures").glob("*.png"))
    assert {path.stem for path in pictures} == {"en", "fr", "ar", "ur", "zh"}
    assert sum(path.stat().st_size for path in pictures) < 700_000
