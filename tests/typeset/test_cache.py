"""Sections kept by what they depend on."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from bindery.errors import BinderyError, Findings
from bindery.model import Anchor, FontFace, Typeset
from bindery.typeset.cache import Cache, fonts_as_set, key
from bindery.typeset.worker import Job

SET = Typeset(b"%PDF-1.7", 2, {"standard-07": Anchor(1, 60.0, 40.0)}, ((1, "Title", 0, 30.0),))
KEY = "ab" + 62 * "0"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "sections", Findings(tmp_path))


def test_what_is_put_is_got(cache: Cache) -> None:
    assert cache.get(KEY) is None
    cache.put(KEY, SET)
    assert cache.get(KEY) == SET


@pytest.mark.parametrize("damage", [b"", b"\x80\x05", b"not a pickle", pickle.dumps({"another": "thing"})])
def test_a_damaged_entry_counts_as_absent(cache: Cache, damage: bytes) -> None:
    cache.put(KEY, SET)
    (cache.folder / KEY[:2] / KEY).write_bytes(damage)
    assert cache.get(KEY) is None
    cache.put(KEY, SET)
    assert cache.get(KEY) == SET


def test_an_entry_cut_off_anywhere_counts_as_absent(cache: Cache) -> None:
    whole = pickle.dumps(SET, protocol=5)
    cache.put(KEY, SET)
    for length in range(0, len(whole), 7):
        (cache.folder / KEY[:2] / KEY).write_bytes(whole[:length])
        assert cache.get(KEY) is None, length


def test_nothing_half_written_is_left_beside_the_entry(cache: Cache) -> None:
    cache.put(KEY, SET)
    assert [path.name for path in (cache.folder / KEY[:2]).iterdir()] == [KEY]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "sections").write_text("a file is in the way")
    with pytest.raises(BinderyError) as caught:
        Cache(tmp_path / "sections", Findings(tmp_path)).put(KEY, SET)
    assert [finding.code for finding in caught.value.findings] == ["E104"]


def test_the_key_depends_on_all_that_the_pages_depend_on(tmp_path: Path) -> None:
    picture = tmp_path / "content" / "a.png"
    picture.parent.mkdir()
    picture.write_bytes(b"one")
    job = Job('<img src="content/a.png" alt="a">', "p {}", "@font-face {}", str(tmp_path))
    first = key(job, "font digest")
    assert key(job, "font digest") == first
    others = [
        key(Job(job.html + "<p>", job.css, job.faces, job.root), "font digest"),
        key(Job(job.html, "p { color: red }", job.faces, job.root), "font digest"),
        key(job, "another digest"),
    ]
    picture.write_bytes(b"two")
    others.append(key(job, "font digest"))
    picture.unlink()
    others.append(key(job, "font digest"))
    assert len({first, *others}) == 6


def test_the_key_does_not_depend_on_the_folder(tmp_path: Path) -> None:
    """A second clone, or a colleague, finds the same sections; fonts are known by their bytes, not by their place."""
    jobs = [Job("<p>", "p {}", f"src: url(file://{place})", place) for place in ("/one", "/two")]
    assert key(jobs[0], "font digest") == key(jobs[1], "font digest")


def test_the_key_tells_for_which_weight_and_style_a_font_stands() -> None:
    """A font entered as another weight in fonts/manifest.json is the same file, and makes other pages."""
    face = FontFace("HB Serif", 400, "normal", Path("/one/serif.ttf"), 64 * "a")
    others = [replace(face, weight=600), replace(face, style="italic"), replace(face, family="HB Sans"), replace(face, sha256=64 * "b")]
    language = SimpleNamespace(families=("HB Serif", "HB Sans"))
    found = {fonts_as_set(SimpleNamespace(faces=(one,)), language) for one in (face, *others)}  # type: ignore[arg-type]
    assert len(found) == 5
    elsewhere = replace(face, path=Path("/two/serif.ttf"))
    assert fonts_as_set(SimpleNamespace(faces=(elsewhere,)), language) in found  # type: ignore[arg-type]
