"""What a JSON schema finds wrong in a YAML file, in plain words and at its line."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from bindery.errors import Findings

if TYPE_CHECKING:
    from bindery.project.yamlfile import Located

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys with values",
}


def report(error: Any, located: Located, findings: Findings) -> None:
    """One fault that the schema found, in plain words."""
    where = tuple(error.absolute_path)
    label = ".".join(str(part) for part in where) or "the file"
    if error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        refused = error.schema.get("refused", {})  # key -> code, message and mend for one that people do write
        for key in error.instance:
            if key in refused:
                code, message, mend = refused[key]
                value = str(error.instance[key])[:40]
                located.tell(findings, code, message.format(value=value), mend.format(key=key), *where, key)
            elif key not in known:
                near = difflib.get_close_matches(key, known, 1)
                mend = f"did you mean “{near[0]}”?" if near else "known keys: " + ", ".join(known)
                located.tell(findings, "Y102", f"unknown key “{key}”", mend, *where, key)
    elif error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance:
                located.tell(findings, "Y103", f"{label} lacks the key “{key}”", f"add a line “{key}: …”", *where)
    else:
        found = named(error.instance)
        message, mend = _SAID.get(error.validator, _other)(error, found)
        if error.validator == "pattern" and "propertyNames" in error.absolute_schema_path:
            where = (*where, error.instance)
        located.tell(findings, "Y104", f"{label}: {message}", mend, *where)


def named(value: Any) -> str:
    """A value as messages name it."""
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
