"""What templates print of a language's strings and a text's header: typeset like the text, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup


class Words(str):
    """A string that a template prints typeset like the text, and that it may fill in or cut first."""

    typeset: Callable[[str], Markup]

    def __html__(self) -> str:
        return self.typeset(str(self))


class Strings:
    """The language's strings as attributes with `_` for `-`: `t.key_actions`."""

    def __init__(self, strings: Mapping[str, str], typeset: Callable[[str], Markup]):
        self._strings = strings
        self._typeset = typeset

    def __getattr__(self, name: str) -> Words:
        try:
            return self[name.replace("_", "-")]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Words:
        words = Words(self._strings[name])
        words.typeset = self._typeset
        return words


class Meta:
    """A header's values, already typeset, as attributes; a key that is not there is None."""

    def __init__(self, data: Mapping[str, Any]):
        self._data = data

    def __getattr__(self, name: str) -> Any:
        value = self._data.get(name)
        if isinstance(value, str):
            return Markup(value)
        return [Markup(v) for v in value] if isinstance(value, list) else value
