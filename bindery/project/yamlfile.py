"""YAML with line numbers: parse, check against a JSON schema, and say where each fault stands, in plain words.

Only the plain part of YAML is read: no anchors and aliases (a few lines of them can stand for gigabytes), no tags.
"""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

import yaml

from bindery import disk
from bindery.errors import Findings

Place = tuple[int, int]
Keys = tuple[str | int, ...]

#: More bytes than any text, template or drawing has.
MOST = 3_000_000
#: No length, weight or count is as large.
MOST_NUMBER = 1e15
#: What the parser says -> what is wrong, how to mend it, and whether the place is where the fault began (its context).
_PLAIN: tuple[tuple[str, str, str, bool], ...] = (
    (
        "alias",
        "a value that begins with * stands for another one, which is not read here",
        "put the value in quotes, or write it out",
        True,
    ),
    (
        "anchor",
        "a value that begins with & is a mark for another one, which is not read here",
        "put the value in quotes",
        True,
    ),
    (
        "mapping values are not allowed",
        "a second colon stands here, or the line is indented unlike its neighbours",
        'put the whole value in "quotes", or indent the line like the one above',
        False,
    ),
    ("found character '\\t'", "a tab stands here", "indent with spaces, never with tabs", False),
    ("found unexpected end of stream", "this quotation mark is never closed", "close it at the end of the value", True),
    (
        "could not find expected ':'",
        "this line has no “key: value”",
        "write a key, a colon and a space, then the value",
        True,
    ),
    ("expected ',' or ']'", "this [ is never closed, or a comma is missing", "write it as [one, two, three]", True),
    (
        "expected ',' or '}'",
        "this { is never closed, or a comma is missing",
        "write it as {key: value, key: value}",
        True,
    ),
    (
        "while parsing a flow node",
        "a [ or { before this is never closed, or a comma stands alone",
        "write it as [one, two, three]",
        False,
    ),
    (
        "but found '<scalar>'",
        "words stand after a value that was already closed by its quotation mark",
        "put the whole value in quotes, and write quotes inside it as “ ” or ’",
        False,
    ),
    ("expected <block end>", "the line is indented unlike its neighbours", "indent it like the lines above", False),
    (
        "expected '<document start>'",
        "the line is indented unlike its neighbours",
        "indent it like the lines above",
        False,
    ),
    ("unknown escape character", "a backslash stands here", "write \\\\ for a backslash", False),
    ("found another document", "a line --- begins a second text", "take the line out", False),
    ("that cannot start any token", "a value cannot begin with this character", "put the value in quotes", False),
)
#: A comment that nobody meant: those that are meant have a space after the sign.
_REMARK = re.compile(r"[ \t]+(#[^\s#]\S*)")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)")
#: What no file, name or path can hold.
NEVER = re.compile("[\0\ud800-\udfff]")
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys with values",
}


class Located:
    """Plain data and, for the path of every key and value, its line and column (from 1)."""

    def __init__(self, data: Any, places: dict[Keys, Place], first_line: int = 1):
        self.data = data
        self.places = places
        self.first_line = first_line

    def place(self, *path: str | int) -> Place:
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (self.first_line, 1))


def read_text(path: Path, findings: Findings) -> str | None:
    """The file's text, or None after a finding: missing, outside the project, unreadable, not UTF-8, or cut off.

    A byte order mark is dropped, the line ends of Windows are made plain, and letters are composed (NFC, with a warning).
    """
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(findings.root)):
        findings.add("F104", path, "this is a link to a file outside the project", "put the file itself in its place")
        return None
    try:
        raw = disk.read(path, MOST)
    except FileNotFoundError:
        findings.add("F101", path, "the file is missing", "add the file, or take its name out of what asks for it")
        return None
    except IsADirectoryError:
        findings.add(
            "F102", path, "a folder stands where a file should be", "move the folder away and put the file there"
        )
        return None
    except OSError as error:
        findings.add(
            "F102", path, f"the file cannot be read: {error.strerror}", "check the file and your rights to read it"
        )
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            why, mend = "the file is in UTF-16", "save it again with the encoding UTF-8"
        elif error.start >= len(raw) - 3 and error.reason == "unexpected end of data":
            why, mend = "the file is cut off in the middle of a character", "restore the file from version control"
        else:
            old = raw[error.start : error.start + 1].decode("cp1252", "replace")
            why = f"this is not UTF-8: byte 0x{raw[error.start]:02X}, which old programs write for “{old}”"
            mend = "save the file again with the encoding UTF-8"
        findings.add("F103", path, why, mend, line, column)
        return None
    if "\0" in text:
        at = text.index("\0")
        findings.add(
            "F103",
            path,
            "the file holds a NUL byte, so it was damaged or is no text",
            "restore the file from version control",
            *_place_in(text, at),
        )
        return None
    return _composed(text.removeprefix("\ufeff").replace("\r\n", "\n"), path, findings)


def _composed(text: str, path: Path, findings: Findings) -> str:
    """`text` in the composed form of Unicode (NFC), in which the fonts and the search of readers have their letters."""
    if unicodedata.is_normalized("NFC", text):
        return text
    composed = unicodedata.normalize("NFC", text)
    pairs = zip(text.split("\n"), composed.split("\n"), strict=True)
    line, (old, new) = next((n, pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    column = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new)) + 1
    findings.add(
        "F108",
        path,
        f"letters and their accents are apart here, in “{new[max(column - 7, 0) : column + 5].strip()}”; they are read as one",
        "nothing need be done; an editor that saves in NFC (not NFD) keeps the file’s columns as they are told here",
        line,
        column,
    )
    return composed


def parse(text: str, path: Path, schema: dict[str, Any], findings: Findings, first_line: int = 1) -> Located | None:
    """Parse `text` and check it. Returns None when it cannot be used; every fault becomes a finding."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        _not_yaml(error, path, findings, first_line)
        return None
    except yaml.reader.ReaderError as error:
        line, column = _place_in(text, error.position)
        findings.add(
            "F106",
            path,
            f"U+{ord(text[error.position]):04X} is a control character",
            "delete it",
            line + first_line - 1,
            column,
        )
        return None
    except RecursionError:
        findings.add(
            "Y101", path, "values stand inside values, too many levels deep", "write it with fewer brackets", first_line
        )
        return None
    if node is None:
        findings.add(
            "M111",
            path,
            "the file is empty" if first_line == 1 else "the header is empty",
            "write it, or restore the file from version control",
            first_line,
        )
        return None
    from jsonschema import Draft202012Validator  # slow to import, and not needed where nothing has changed

    places: dict[Keys, Place] = {}
    before = len(findings.items)
    data = _construct(node, (), places, path, findings, first_line)
    located = Located(data, places, first_line)
    for fault in Draft202012Validator(schema).iter_errors(data):
        _report(fault, located, path, findings)
    return located if len(findings.items) == before else None


def load(path: Path, schema: dict[str, Any], findings: Findings) -> Located | None:
    text = read_text(path, findings)
    return None if text is None else parse(text, path, schema, findings)


class _Loader(yaml.SafeLoader):
    """Refuses aliases, of which nine lines make a billion values, and anchors, which would take the first word of a value."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if event.anchor is not None:
            kind = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
            raise yaml.composer.ComposerError(None, None, f"found an {kind}", event.start_mark)
        return super().compose_node(parent, index)


def _place_in(text: str, at: int) -> Place:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _not_yaml(error: yaml.MarkedYAMLError, path: Path, findings: Findings, first: int) -> None:
    problem = f"{error.context or ''} {error.problem or ''}".strip()
    _, message, mend, began = next(
        (row for row in _PLAIN if row[0] in problem),
        (
            "",
            f"the line cannot be understood ({problem})",
            "compare it with the same line of another language’s file",
            False,
        ),
    )
    mark = (error.context_mark if began else None) or error.problem_mark or error.context_mark
    line, column = (mark.line + first, mark.column + 1) if mark else (first, 1)
    findings.add("Y101", path, message, mend, line, column)


def _construct(
    node: yaml.Node, path: Keys, places: dict[Keys, Place], file: Path, findings: Findings, first: int
) -> Any:
    here = (node.start_mark.line + first, node.start_mark.column + 1)
    places.setdefault(path, here)
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = _construct(key_node, (*path, "\0key"), {}, file, findings, first)
            place = (key_node.start_mark.line + first, key_node.start_mark.column + 1)
            if not isinstance(key, str):
                written = key_node.value if isinstance(key_node, yaml.ScalarNode) else "this"
                findings.add("Y104", file, f"“{written}” cannot be a key", f'put it in quotes: "{written}"', *place)
                continue
            if key in result:
                findings.add("Y105", file, f"“{key}” is given twice", "delete one of the two", *place)
            places[*path, key] = place
            result[key] = _construct(value_node, (*path, key), places, file, findings, first)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_construct(child, (*path, i), places, file, findings, first) for i, child in enumerate(node.value)]
    plain = isinstance(node, yaml.ScalarNode) and node.style is None  # in quotes, the end of the words is seen
    if plain and (remark := _REMARK.match(node.end_mark.buffer or "", node.end_mark.pointer)):
        column = node.end_mark.column + 1 + remark.start(1) - remark.start()
        findings.add("Y104", file, f"“{remark[1]}” would be a comment, and not be read", "put the whole value in quotes",
                     node.end_mark.line + first, column)  # fmt: skip
    loader = yaml.SafeLoader("")
    try:
        value = loader.construct_object(node)
    except (yaml.YAMLError, ValueError, AttributeError, TypeError, OverflowError):  # for !!timestamp, !!int … before other words
        findings.add("Y104", file, f"{_found(node.value)} cannot be read as a value", "put the value in quotes", *here)
        return None
    if isinstance(value, (int, float)) and not abs(value) < MOST_NUMBER:
        return node.value  # infinity too passes for a number in a schema, and is within most limits
    if type(value) is int and not _DECIMAL.fullmatch(node.value):
        return node.value  # 010 would be 8, and 1:30 be 90
    if isinstance(value, str) and (bad := NEVER.search(value)):  # by an escape, such as "\ud800"
        what = "a control character" if bad[0] == "\0" else "half a character"
        findings.add("F106", file, f"U+{ord(bad[0]):04X} is {what}", "delete it, or type the character that was meant", *here)
        return NEVER.sub("", value)
    # Dates are written for people; the schemas know only JSON's types.
    return value.isoformat() if hasattr(value, "isoformat") else value


def _report(error: Any, located: Located, path: Path, findings: Findings) -> None:
    """One fault that the schema found, in plain words."""
    where = tuple(error.absolute_path)
    label = ".".join(str(part) for part in where) or "the file"
    at = located.place(*where)
    if error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        refused = error.schema.get("refused", {})  # key -> code, message and mend for one that people do write
        for key in error.instance:
            if key in refused:
                code, message, mend = refused[key]
                value = str(error.instance[key])[:40]
                findings.add(code, path, message.format(value=value), mend.format(key=key), *located.place(*where, key))
            elif key not in known:
                near = difflib.get_close_matches(key, known, 1)
                mend = f"did you mean “{near[0]}”?" if near else "known keys: " + ", ".join(known)
                findings.add("Y102", path, f"unknown key “{key}”", mend, *located.place(*where, key))
    elif error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance:
                findings.add("Y103", path, f"{label} lacks the key “{key}”", f"add a line “{key}: …”", *at)
    else:
        found = _found(error.instance)
        message, mend = _SAID.get(error.validator, _other)(error, found)
        if error.validator == "pattern" and "propertyNames" in error.absolute_schema_path:
            at = located.place(*where, error.instance)
        findings.add("Y104", path, f"{label}: {message}", mend, *at)


def _found(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (int, float)) else f"“{str(value)[:40]}”"


def _type(error: Any, found: str) -> tuple[str, str]:
    wanted = _TYPES.get(error.validator_value, str(error.validator_value))
    message = f"{wanted} should stand here, not {found}"
    if error.validator_value == "string" and not isinstance(error.instance, (dict, list)):
        return message, "write the text" if error.instance is None else "put the value in quotes"
    if error.validator_value in ("integer", "number"):
        return message, "write a number in the digits 0–9, without quotes"
    if error.validator_value == "boolean":
        return message, "write true or false, without quotes"
    if error.validator_value == "array":
        return message, "write a list: [one, two]"
    return message, "write what the same file of another language has here"


def _enum(error: Any, found: str) -> tuple[str, str]:
    known = [str(value) for value in error.validator_value]
    near = difflib.get_close_matches(str(error.instance), known, 1)
    return f"{found} is not known here", f"did you mean “{near[0]}”?" if near else "one of: " + ", ".join(known)


NOTHING = "nothing stands here", "write it, or take the key out"


def _length(error: Any, found: str) -> tuple[str, str]:
    if not error.instance:
        return NOTHING
    limit = "at least" if error.validator.startswith("min") else "at most"
    what = "characters" if isinstance(error.instance, str) else "entries"
    return (
        f"{found} has {len(error.instance)} {what}, not {limit} {error.validator_value}",
        f"write {limit} {error.validator_value} {what}",
    )


def _range(error: Any, found: str) -> tuple[str, str]:
    limit = {"minimum": "at least", "exclusiveMinimum": "more than", "maximum": "at most"}[error.validator]
    return f"{found} is out of range", f"write a number of {limit} {error.validator_value}"


def _pattern(error: Any, found: str) -> tuple[str, str]:
    if not error.instance.strip():
        return NOTHING
    return f"{found} is not written in the right way", f"write {error.schema['description']}"


def _other(error: Any, found: str) -> tuple[str, str]:
    if isinstance(error.instance, (int, float)):
        return f"text should stand here, not {found}", "put the value in quotes"
    return f"{found} cannot stand here", "write what the same file of another language has here"


_SAID = {
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _length,
    "maxItems": _length,
    "minProperties": _length,
    "maxProperties": _length,
    "minimum": _range,
    "exclusiveMinimum": _range,
    "maximum": _range,
}
