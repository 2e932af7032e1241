"""`build.py preflight`: exit codes, files that are not there, data for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bindery import cli

README = Path(__file__).resolve().parents[1] / "README.md"


def test_a_file_that_is_no_pdf_is_told_and_is_wrong_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["preflight", str(README)]) == 3
    assert "error X01  this is no PDF file" in capsys.readouterr().out


def test_the_report_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["preflight", str(README), "--json"]) == 3
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert (report["errors"], report["warnings"], report["pages"]) == (1, 0, 0)
    assert report["findings"][0]["rule"] == "X01"


def test_a_file_or_a_printer_that_there_is_not(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["preflight", str(tmp_path / "no.pdf"), str(tmp_path), "--printer", "nobody", "--json"]) == 3
    assert [f["code"] for f in json.loads(capsys.readouterr().out)["findings"]] == ["F102", "F101", "U107"]  # a folder is there
