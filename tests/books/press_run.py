"""Makes books in a process of its own: `python press_run.py < request.json`, the engine's patches stay out of the tests.

The request names a root (a project, or a folder of links to one), languages and publications; the answer, a pickle in
the file that it names, holds for every book its files, its Master and the sections that were really typeset.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bindery.errors import Findings
from bindery.model import Typeset
from bindery.pipeline import Request, build, check
from bindery.typeset.cache import Cache
from bindery.typeset.pool import Pool
from bindery.typeset.settle import typeset_book
from bindery.typeset.worker import Job


class WatchedPool(Pool):
    """A pool that remembers what it set: what came from the cache never reaches it."""

    def __init__(self, cache: Path) -> None:
        super().__init__(cache)
        self.seen: list[str] = []

    def run(self, jobs: dict[str, Job], progress: Callable[[str], None]) -> Iterator[tuple[str, Typeset]]:
        self.seen += jobs
        yield from super().run(jobs, progress)


def main() -> None:
    asked = json.load(sys.stdin)
    root = Path(asked["root"])
    request = Request(tuple(asked["languages"]), publications=tuple(asked["publications"]), section=asked.get("section"))
    project, manuscripts = check(root, request)
    findings = Findings(root)
    cache = Cache(root / ".cache" / "sections", findings)
    books = {}
    for group in manuscripts:
        for manuscript in group:
            pool = WatchedPool(root / ".cache")
            try:
                master = typeset_book(project, manuscript, pool, cache, findings, lambda *_: None, request.section)
            finally:
                pool.close()
            books[manuscript.language.id, manuscript.publication.id] = (master, pool.seen)
    files = build(root, request, lambda *_: None) if asked.get("files", True) else []
    Path(asked["answer"]).write_bytes(pickle.dumps((books, files), protocol=5))


if __name__ == "__main__":
    main()
