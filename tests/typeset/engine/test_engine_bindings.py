"""The engine's C declarations, kept parsed."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from engine_documents import ROOT

from bindery.typeset.engine import bindings

DECLARATIONS = "typedef struct { int width; ...; } thing; unsigned int pango_version(void);".replace(" ...;", "")


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("ffi-*"))


def test_what_was_parsed_is_read_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bindings.learn(DECLARATIONS, tmp_path)
    assert len(kept(tmp_path)) == 1
    monkeypatch.delattr(bindings, "FFI")  # nothing is parsed again
    second = bindings.learn(DECLARATIONS, tmp_path)
    for ffi in (first, second):
        assert ffi.sizeof("thing") == ffi.sizeof("int")
        assert ffi.dlopen("libpango-1.0.so.0").pango_version() > 10_000


def test_other_declarations_are_other_bindings(tmp_path: Path) -> None:
    bindings.learn(DECLARATIONS, tmp_path)
    assert bindings.learn(DECLARATIONS.replace("int width;", "int width, height;"), tmp_path).sizeof("thing") == 8
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize("damaged", [
    lambda whole: whole[: len(whole) // 2], lambda whole: whole.replace("width", "\\x00idth"), lambda whole: whole[9:],
    lambda whole: "(\n" + whole, lambda whole: "",
], ids=["cut off", "another letter", "without a head", "no Python", "empty"])
def test_a_damaged_file_is_made_again(damaged: Callable[[str], str], tmp_path: Path) -> None:
    bindings.learn(DECLARATIONS, tmp_path)
    whole = kept(tmp_path)[0].read_text()
    kept(tmp_path)[0].write_text(damaged(whole))
    assert damaged(whole) != whole
    assert bindings.learn(DECLARATIONS, tmp_path).sizeof("thing") == 4
    assert kept(tmp_path)[0].read_text() == whole


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    assert bindings.learn(DECLARATIONS, tmp_path / "nowhere").sizeof("thing") == 4


def test_a_module_for_later_is_loaded_when_it_is_used() -> None:
    module = bindings._later("colorsys", ("rgb_to_hls",))
    assert module.rgb_to_hls(1, 1, 1) == (0, 1, 0)
    assert module.hls_to_rgb(0, 1, 0) == (1, 1, 1)


def test_the_engine_is_loaded_without_what_it_never_needs(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig/>")
    code = "import sys; from bindery.typeset.engine import bindings; bindings.apply(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT), "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")})
    loaded = set(done.stdout.split())
    assert "weasyprint.pdf.fonts" in loaded
    assert not loaded & {"fontTools.varLib", "fontTools.cffLib", "fontTools.subset.svg"}
