"""What was worked out once is worked out again when, and only when, something that it was made from is another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bindery import memo
from bindery.memo import Memo, states


class Maker:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> str:
        self.made += 1
        return f"value {self.made}"


def nothing_told() -> int:
    return 0


def ask(file: Path | None, make: Callable[[], str], *depends: str, told: Callable[[], int] = nothing_told) -> str:
    kept = Memo(file)
    value = kept.keep("name", depends, make, told)
    kept.save()
    return value


def test_a_value_is_made_once(tmp_path: Path) -> None:
    make = Maker()
    assert [ask(tmp_path / "memo", make, "text") for _ in range(3)] == ["value 1"] * 3


def test_another_text_makes_another_value_and_takes_the_place_of_the_old(tmp_path: Path) -> None:
    make = Maker()
    assert [ask(tmp_path / "memo", make, text) for text in ("one", "two", "two", "one")] == [
        "value 1", "value 2", "value 2", "value 3"]


def test_parts_are_kept_apart(tmp_path: Path) -> None:
    make = Maker()
    assert ask(tmp_path / "memo", make, "ab", "c") != ask(tmp_path / "memo", make, "a", "bc")


def test_another_program_makes_everything_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    ask(tmp_path / "memo", make, "text")
    monkeypatch.setattr(memo, "program", lambda: b"another")
    assert ask(tmp_path / "memo", make, "text") == "value 2"


def test_what_came_with_a_fault_is_not_kept(tmp_path: Path) -> None:
    make = Maker()
    faults: list[str] = []

    def faulty() -> str:
        faults.append("a fault")
        return make()

    assert ask(tmp_path / "memo", faulty, "text", told=lambda: len(faults)) == "value 1"
    assert ask(tmp_path / "memo", make, "text") == "value 2"


@pytest.mark.parametrize("damage", [lambda raw: raw[:-9], lambda raw: raw[:40] + b"?" + raw[41:], lambda raw: b""])
def test_a_damaged_file_counts_as_absent(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    make = Maker()
    ask(tmp_path / "memo", make, "text")
    (tmp_path / "memo").write_bytes(damage((tmp_path / "memo").read_bytes()))
    assert ask(tmp_path / "memo", make, "text") == "value 2"


def test_where_nothing_can_be_written_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert ask(tmp_path / "file" / "memo", Maker(), "text") == "value 1"
    assert ask(None, Maker(), "text") == "value 1"


def test_states_tell_a_change_in_any_file_but_those_left_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.yaml", "in/b.yaml", "in/c.md"):
        (tmp_path / name).write_text("x")
    before = list(states(tmp_path, but=".md"))
    assert len(before) == 2
    (tmp_path / "in/c.md").write_text("xy")
    assert list(states(tmp_path, but=".md")) == before
    (tmp_path / "in/b.yaml").write_text("xy")
    assert list(states(tmp_path, but=".md")) != before
