"""Ctrl-C at any moment of a command: one line, one exit code."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from tiny_project import TinyProject, heed_signals

from bindery import errors, signals

REPOSITORY = Path(__file__).resolve().parents[1]
STOPPED = (130, "", signals.SAID)


def test_the_exit_code_is_the_documented_one() -> None:
    assert signals.EXIT == errors.EXIT_INTERRUPTED


def broken_off(before: str, after: str = "", script: str = "build.py") -> tuple[int, str, str]:
    """build.py, or a part of it, with Ctrl-C in its own process at a moment that `before` chooses."""
    source = before + f"\nimport runpy; sys.argv = ['build.py', 'languages']; runpy.run_path({script!r}, run_name='__main__')\n" + after
    done = subprocess.run([sys.executable, "-c", "import os, signal, sys\n" + source], cwd=REPOSITORY, capture_output=True, text=True,
                          timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("module", ["bindery.signals", "bindery.cli", "bindery.errors", "argparse", "bindery.project.load"])
def test_ctrl_c_while_the_program_is_loaded(module: str) -> None:
    finder = f"""
class Finder:
    def find_spec(self, name, *_):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
sys.modules.pop("argparse", None)
"""
    assert broken_off(finder) == STOPPED


def test_ctrl_c_that_falls_into_a_callback_is_not_lost() -> None:
    """What a collector's callback, or that of an import's lock, raises is printed and forgotten by Python itself."""
    callback = """
import time
class Late:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)
from bindery.commands import texts
def slow(options):
    Late()
    time.sleep(20)
texts._languages = slow
"""
    assert broken_off(callback) == STOPPED


def test_ctrl_c_when_all_is_told_changes_nothing() -> None:
    late = "import atexit; atexit.register(os.kill, os.getpid(), signal.SIGINT)"
    code, out, err = broken_off(late)
    assert (code, err) == (0, "")
    assert "English" in out


@pytest.mark.parametrize("after", [0.1, 0.3, 0.5, 0.8, 1.1, 1.4])
def test_a_build_that_is_broken_off_early(built: TinyProject, after: float) -> None:
    """While the engine is loaded and processes are started. Ctrl-C reaches every process of the terminal."""
    before = built.outputs()
    built.change("content/en/leaflet/leaflet.md", "short", "long")
    build = subprocess.Popen(built.command("pdf", "--pub", "leaflet"), env=built.environment(), text=True, encoding="utf-8",
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=heed_signals)
    time.sleep(after)
    os.killpg(build.pid, signal.SIGINT)
    out, err = build.communicate(timeout=60)
    if build.returncode == 0:  # a quick machine
        assert re.search(r"files in [\d.]+ s\n$", out)
        assert "Traceback" not in err
    else:
        assert (build.returncode, out, err.removeprefix("leaflet en …\n")) == STOPPED
        assert built.outputs() == before


def test_a_process_that_is_started_for_a_build_that_was_broken_off_says_nothing(tmp_path: Path) -> None:
    """It is forked only when the engine is loaded, and finds that what it should work for is gone."""
    script = f"""
import gc, os, pathlib
from multiprocessing import forkserver
from bindery.typeset.pool import Pool
read, answers = forkserver.read_signed, []
def interrupted(handle):
    answers.append(os.dup(handle))
    raise KeyboardInterrupt
pool = Pool(pathlib.Path({str(tmp_path)!r}), 1)
forkserver.read_signed = interrupted
try:
    pool.submit(divmod, 1, 2)
except KeyboardInterrupt:
    pool.close()
gc.collect()
assert read(answers[0]) > 0  # its process id
print("exit code", read(answers[0]))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("exit code 1\n", "")


def test_processes_end_with_a_build_that_is_killed(built: TinyProject) -> None:
    """As the system does when memory is short: it has no time to end them."""
    built.text("".join(f"Paragraph {n} of a text that takes long.\n\n" * 20 for n in range(400)))
    build = subprocess.Popen(built.command("pdf", "--pub", "handbook"), env=built.environment(), stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=heed_signals)
    assert build.stderr is not None
    assert build.stderr.readline() == "handbook en …\n"
    children = psutil.Process(build.pid).children(recursive=True)
    build.kill()
    build.communicate(timeout=60)
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []
