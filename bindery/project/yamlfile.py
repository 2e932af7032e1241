"""YAML with line numbers: parse, check against a JSON schema, and say where each fault stands, in plain words.

Only the plain part of YAML is read: no anchors and aliases (a few lines of them can stand for gigabytes), no tags.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from bindery.errors import Findings
from bindery.project import textfile
from bindery.project.schema_faults import named, report
from bindery.project.textfile import Place, place_in

Keys = tuple[str | int, ...]

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
class Located:
    """A file's plain data and, for the path of every key and value, its line and column (from 1)."""

    def __init__(self, path: Path, data: Any, places: dict[Keys, Place], first_line: int = 1):
        self.path = path
        self.data = data
        self.places = places
        self.first_line = first_line

    def place(self, *path: str | int) -> Place:
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (self.first_line, 1))

    def tell(self, findings: Findings, code: str, message: str, mend: str, *where: str | int) -> None:
        """A finding at the key or value `where`."""
        findings.add(code, self.path, message, mend, *self.place(*where))


def parse(text: str, path: Path, schema: dict[str, Any], findings: Findings, first_line: int = 1) -> Located | None:
    """Parse `text` and check it. Returns None when it cannot be used; every fault becomes a finding."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        _not_yaml(error, path, findings, first_line)
        return None
    except yaml.reader.ReaderError as error:
        line, column = place_in(text, error.position)
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

    before = len(findings.items)
    builder = _Builder(path, findings, first_line)
    data = builder.value(node)
    located = Located(path, data, builder.places, first_line)
    for fault in Draft202012Validator(schema).iter_errors(data):
        report(fault, located, findings)
    return located if len(findings.items) == before else None


def load(path: Path, schema: dict[str, Any], findings: Findings) -> Located | None:
    text = textfile.read_text(path, findings)
    return None if text is None else parse(text, path, schema, findings)


class _Loader(yaml.SafeLoader):
    """Refuses aliases, of which nine lines make a billion values, and anchors, which would take the first word of a value."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if event.anchor is not None:
            kind = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
            raise yaml.composer.ComposerError(None, None, f"found an {kind}", event.start_mark)
        return super().compose_node(parent, index)


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


class _Builder:
    """Plain data from YAML's nodes; `places` has line and column of every key and value."""

    def __init__(self, file: Path, findings: Findings, first: int):
        self.file, self.findings, self.first = file, findings, first
        self.places: dict[Keys, Place] = {}

    def value(self, node: yaml.Node, path: Keys = ()) -> Any:
        self.places.setdefault(path, self._place(node.start_mark))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Keys) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, place = self.value(key_node, (*path, "\0key")), self._place(key_node.start_mark)
            if not isinstance(key, str):
                written = key_node.value if isinstance(key_node, yaml.ScalarNode) else "this"
                self._tell("Y104", f"“{written}” cannot be a key", f'put it in quotes: "{written}"', place)
                continue
            if key in result:
                self._tell("Y105", f"“{key}” is given twice", "delete one of the two", place)
            self.places[*path, key] = place
            result[key] = self.value(value_node, (*path, key))
        return result

    def _scalar(self, node: yaml.Node) -> Any:
        here = self._place(node.start_mark)
        plain = isinstance(node, yaml.ScalarNode) and node.style is None  # in quotes, the end of the words is seen
        if plain and (remark := _REMARK.match(node.end_mark.buffer or "", node.end_mark.pointer)):
            line, column = self._place(node.end_mark)
            self._tell("Y104", f"“{remark[1]}” would be a comment, and not be read", "put the whole value in quotes",
                       (line, column + remark.start(1) - remark.start()))  # fmt: skip
        try:
            value = yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError, AttributeError, TypeError, OverflowError):  # for !!timestamp, !!int … before other words
            self._tell("Y104", f"{named(node.value)} cannot be read as a value", "put the value in quotes", here)
            return None
        if isinstance(value, (int, float)) and not abs(value) < MOST_NUMBER:
            return node.value  # infinity too passes for a number in a schema, and is within most limits
        if type(value) is int and not _DECIMAL.fullmatch(node.value):
            return node.value  # 010 would be 8, and 1:30 be 90
        if isinstance(value, str) and (bad := NEVER.search(value)):  # by an escape, such as "\ud800"
            what = "a control character" if bad[0] == "\0" else "half a character"
            self._tell("F106", f"U+{ord(bad[0]):04X} is {what}", "delete it, or type the character that was meant", here)
            return NEVER.sub("", value)
        # Dates are written for people; the schemas know only JSON's types.
        return value.isoformat() if hasattr(value, "isoformat") else value

    def _place(self, mark: Any) -> Place:
        return mark.line + self.first, mark.column + 1

    def _tell(self, code: str, message: str, mend: str, at: Place) -> None:
        self.findings.add(code, self.file, message, mend, *at)
