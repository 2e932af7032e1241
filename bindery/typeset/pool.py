"""A pool of typesetting processes that Ctrl-C ends cleanly."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from bindery.model import Typeset
from bindery.typeset import worker
from bindery.typeset.worker import Job


FONTCONFIG = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><cachedir>{cache}</cachedir></fontconfig>\n'


class Pool:
    """Typesets jobs in parallel. Processes start at the first job and are forked from one that has the engine loaded."""

    def __init__(self, cache: Path, workers: int | None = None):
        self._fontconfig = cache / "fonts.conf"
        self._workers = workers or int(os.environ.get("BINDERY_JOBS", 0)) or os.cpu_count() or 1
        self._executor: ProcessPoolExecutor | None = None

    def run(self, jobs: dict[str, Job], progress: Callable[[str], None]) -> Iterator[tuple[str, Typeset]]:
        """Each job's name with its result, as they come. Raises EngineStopped when a process dies."""
        if not jobs:
            return
        executor = self._start(len(jobs))
        futures: dict[Future[Typeset], str] = {executor.submit(worker.typeset, job): name for name, job in jobs.items()}
        for future in as_completed(futures):
            name = futures[future]
            try:
                result = future.result()
            except BrokenProcessPool as error:
                raise EngineStopped(name, "a typesetting process died") from error
            except Exception as error:
                import traceback;traceback.print_exc();raise EngineStopped(name, f"{type(error).__name__}: {error}") from error
            progress(name)
            yield name, result

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        if self._executor is None:
            self._fontconfig.parent.mkdir(parents=True, exist_ok=True)
            self._fontconfig.write_text(FONTCONFIG.format(cache=self._fontconfig.parent / "fontconfig"))
            worker.prepare(str(self._fontconfig))  # here, so that forked workers share the engine's memory
            self._executor = ProcessPoolExecutor(
                min(self._workers, jobs), multiprocessing.get_context("fork"),
                initializer=worker.start, initargs=(str(self._fontconfig),))
        return self._executor

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


