"""A pool of processes that typeset and finish, and that Ctrl-C ends cleanly."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bindery import disk
from bindery.errors import BinderyError, Findings
from bindery.memo import PROGRAM
from bindery.typeset import worker

#: A configuration without folders: the engine finds no font but the project's own, by file.
FONTCONFIG = (
    '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
    "<fontconfig><cachedir>{cache}</cachedir></fontconfig>\n"
)

#: Called as (book, done, total, what): what a person sees while it works.
Progress = Callable[[str, int, int, str], None]

#: Sections after which it is worth a few hundredths of a second to start processes anew.
MANY = 8


class Pool:
    """Runs jobs in parallel, in processes forked from one that has the engine loaded.

    That one is started at once and loads the engine while the text is still being read; the workers share its memory.
    """

    def __init__(self, cache: Path, workers: int | None = None):
        self.workers = workers or _cores()
        self._executor: ProcessPoolExecutor | None = None
        self._jobs = 0  # of the processes that there are
        fontconfig = cache / "fonts.conf"
        text = os.fsencode(FONTCONFIG.format(cache=escape(str(cache / "fontconfig"))))
        if not fontconfig.is_file() or fontconfig.read_bytes() != text:  # where it were cut off, the engine would see the system's fonts
            disk.write(fontconfig, text)
        os.environ["FONTCONFIG_FILE"] = str(fontconfig)  # read when Pango is loaded, in the processes to come
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["bindery.typeset.preload"])
        resource_tracker.ensure_running()  # it ends with unblocking what is blocked below
        with _our_own():
            forkserver.ensure_running()

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Start a call in a process of its own; `result` then waits for it, and tells if it could not be started."""
        if getattr(self._executor, "_broken", False):
            self.close()  # a process died, and the others with it: what comes now has new ones
        try:
            if self._executor is None:
                self._executor = ProcessPoolExecutor(self.workers, self._context, initializer=worker.start)
            self._jobs += 1
            return self._executor.submit(function, *arguments)
        except (EOFError, ConnectionError, BrokenProcessPool) as error:
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed

    def result(self, name: str, future: Future[Any]) -> Any:
        """The call's result. Findings (BinderyError) pass through; anything else that went wrong is EngineStopped."""
        try:
            return future.result()
        except BinderyError:
            raise
        except BrokenProcessPool as error:
            raise EngineStopped(name, "its process died") from error
        except Exception as error:
            raise EngineStopped(name, f"{type(error).__name__}: {error}") from error

    def run(
        self, name: str, calls: Iterable[tuple[str, tuple[Any, ...]]], findings: Findings,
        progress: Progress | None = None, place: Path | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Calls side by side, each `(function, *arguments)` with what it makes; the results by that.

        They are begun as `calls` gives them: what takes time to prepare comes last.

        `name`: the book they are for, which a finding names where there is no file (`place`) to blame. Raises
        BinderyError.
        """
        results = {}
        try:
            futures = {what: self.submit(*call) for what, call in calls}
            for what, future in futures.items():
                results[what] = self.result(what, future)
                if progress:
                    progress(name, 1, 1, what)
        except BaseException as error:
            self.close()  # the others must not go on to write
            if not isinstance(error, EngineStopped):
                raise
            what = f"“{error.section}” stopped: {error}"
            findings.add("T104", place or name, what, "run again; if it stops again, report it")
            findings.stop_if_any()
        return results

    def renew(self) -> None:
        """Let new processes do what comes now, where the old ones have grown: they keep the memory that setting took."""
        if self._jobs > MANY:
            self.close()

    def close(self) -> None:
        """End every process now, also in the middle of a section."""
        if self._executor is None:
            return
        processes = list((getattr(self._executor, "_processes", None) or {}).values())
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(5)
        self._executor = None
        self._jobs = 0


@contextmanager
def _our_own() -> Iterator[None]:
    """Within, a Python that is started imports this program, not one that stands in the folder where the command was given.

    And it leaves Ctrl-C, which reaches every process of a terminal, to this one: those that it starts end with it.
    """
    others = os.environ.get("PYTHONPATH")
    given = {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join([str(PROGRAM.parent), *([others] if others else [])])}
    before = {name: os.environ.get(name) for name in given}
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def _cores() -> int:
    """BINDERY_JOBS where that is a number, else as many as the cores that this process may use."""
    given = os.environ.get("BINDERY_JOBS", "")
    if given.isdecimal() and int(given):
        return int(given)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class EngineStopped(Exception):
    def __init__(self, section: str, why: str):
        self.section = section
        super().__init__(why)


@contextmanager
def pool(cache: Path, workers: int | None = None) -> Iterator[Pool]:
    one = Pool(cache, workers)
    try:
        yield one
    finally:
        one.close()
