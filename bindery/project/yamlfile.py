"""YAML with line numbers: parse, check against a JSON schema, and say where each fault stands."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from bindery.errors import Findings

Place = tuple[int, int]


class Located:
    """Plain data and, for the path of every key and value, its line and column (from 1)."""

    def __init__(self, data: Any, places: dict[tuple[str | int, ...], Place], first_line: int = 1):
        self.data = data
        self.places = places
        self.first_line = first_line

    def place(self, *path: str | int) -> Place:
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (self.first_line, 1))


def read_text(path: Path, findings: Findings) -> str | None:
    """The file's text, or None after a finding: missing, unreadable, not UTF-8, or cut off."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        findings.add("F101", path, "the file is missing", "add the file, or take its name out of what asks for it")
        return None
    except OSError as error:
        findings.add("F102", path, f"the file cannot be read: {error.strerror}", "check the file and its permissions")
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        cut = error.start >= len(raw) - 3 and error.reason == "unexpected end of data"
        why = "the file is cut off in the middle of a character" if cut else f"byte 0x{raw[error.start]:02x} is not UTF-8"
        findings.add("F103", path, why, "save the file again as UTF-8, whole", line, column)
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        findings.add("F103", path, "the file holds a NUL byte", "restore the file from version control", line)
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def parse(text: str, path: Path, schema: dict[str, Any], findings: Findings, first_line: int = 1) -> Located | None:
    """Parse `text` and check it. Returns None when it cannot be used; every fault becomes a finding."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        findings.add("Y101", path, f"this is not YAML: {error.problem}", _yaml_hint(error), line, column)
        return None
    except yaml.YAMLError as error:
        findings.add("Y101", path, f"this is not YAML: {error}", "save the file as plain UTF-8 text", first_line)
        return None
    places: dict[tuple[str | int, ...], Place] = {}
    before = len(findings.items)
    data = _construct(node, (), places, path, findings, first_line) if node is not None else {}
    located = Located(data, places, first_line)
    for error in Draft202012Validator(schema).iter_errors(data):
        _report(error, located, path, findings)
    return located if len(findings.items) == before else None


def load(path: Path, schema: dict[str, Any], findings: Findings) -> Located | None:
    text = read_text(path, findings)
    return None if text is None else parse(text, path, schema, findings)


def _yaml_hint(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return "put the value in quotes: it holds a colon followed by a space"
    if "tab" in problem or "\\t" in problem:
        return "indent with spaces, never tabs"
    if "expected <block end>" in problem:
        return "indent this line like the lines above it"
    return "compare the line with a file of another language"


def _construct(
    node: yaml.Node, path: tuple[str | int, ...], places: dict[tuple[str | int, ...], Place],
    file: Path, findings: Findings, first: int,
) -> Any:
    places.setdefault(path, (node.start_mark.line + first, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _construct(key_node, (*path, "\0key"), {}, file, findings, first)
            place = (key_node.start_mark.line + first, key_node.start_mark.column + 1)
            if not isinstance(key, (str, int, float, bool)):
                findings.add("Y104", file, "a key must be a word", "write a plain word before the colon", *place)
                continue
            if key in result:
                findings.add("Y105", file, f"“{key}” is given twice", "delete one of the two", *place)
            places[*path, key] = place
            result[key] = _construct(value_node, (*path, key), places, file, findings, first)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_construct(child, (*path, i), places, file, findings, first) for i, child in enumerate(node.value)]
    loader = yaml.SafeLoader("")
    try:
        value = loader.construct_object(node)  # type: ignore[no-untyped-call]
    except (yaml.YAMLError, ValueError) as error:
        mark = node.start_mark
        findings.add("Y104", file, f"cannot be read as a value: {error}", "put the value in quotes",
                     mark.line + first, mark.column + 1)
        return None
    # Dates are written for people; the schemas know only JSON's types.
    return value.isoformat() if hasattr(value, "isoformat") else value


def _report(error: Any, located: Located, path: Path, findings: Findings) -> None:
    where = tuple(error.absolute_path)
    label = ".".join(str(part) for part in where) or "the file"
    if error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        for key in error.instance:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, 1)
                mend = f"did you mean “{near[0]}”?" if near else "known keys: " + ", ".join(known)
                findings.add("Y102", path, f"unknown key “{key}”", mend, *located.place(*where, key))
    elif error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance:
                findings.add("Y103", path, f"{label} lacks the key “{key}”", f"add a line “{key}: …”",
                             *located.place(*where))
    elif error.validator in ("oneOf", "anyOf"):
        findings.add("Y104", path, f"{label} has a value of the wrong kind: {error.instance!r}",
                     "see docs/content.md for what may stand here", *located.place(*where))
    else:
        findings.add("Y104", path, f"{label}: {error.message}", _type_hint(error), *located.place(*where))


def _type_hint(error: Any) -> str:
    if error.validator == "type":
        return f"write a value of the type {error.validator_value}"
    if error.validator == "enum":
        near = difflib.get_close_matches(str(error.instance), [str(v) for v in error.validator_value], 1)
        return f"did you mean “{near[0]}”?" if near else "one of: " + ", ".join(map(str, error.validator_value))
    if error.validator == "pattern":
        return f"write it in the form {error.validator_value}"
    return "correct the value"
