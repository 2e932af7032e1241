"""Makes books in a process of its own: the engine's patches stay out of the tests. Reads a request from stdin.

The request names a root (a project's folder), languages, publications and formats; the answer, a pickle in the file that it
names, holds for every book its Master and the sections that were really set (not found in the cache), and the files.
"""

from __future__ import annotations

import json
import pickle
import re
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from bindery.errors import Findings
from bindery.model import FORMATS, Request
from bindery.pipeline import build, check
from bindery.typeset.pool import Pool, pool
from bindery.typeset.settle import typeset_book
from bindery.typeset.worker import Job
from bindery.typeset.workshop import workshop


class WatchedPool(Pool):
    """A pool that remembers which sections it set: what comes from the cache never reaches it."""

    def __init__(self, cache: Path) -> None:
        super().__init__(cache)
        self.seen: list[str] = []

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        for job in arguments:
            if isinstance(job, Job) and (section := re.search(r'<html [^>]*id="s-([^"]+)"', job.html)):
                self.seen.append(section[1])
        return super().submit(function, *arguments)


def main() -> None:
    asked = json.load(sys.stdin)
    root = Path(asked["root"])
    request = Request(tuple(asked["languages"]), publications=tuple(asked["publications"]), section=asked["section"],
                      formats=tuple(asked["formats"]) or FORMATS)
    books = {}
    project, manuscripts = check(root, request)
    findings = Findings(root)
    for group in manuscripts:
        for manuscript in group:
            watched = WatchedPool(root / ".cache")
            try:
                master = typeset_book(workshop(project, watched, findings), manuscript, request.section)
            finally:
                watched.close()
            books[manuscript.language.id, manuscript.publication.id] = master, watched.seen
    with pool(root / ".cache") as processes:
        files = build(root, request, lambda *_: None, processes)
    Path(asked["answer"]).write_bytes(pickle.dumps((books, files), protocol=5))


if __name__ == "__main__":
    main()
