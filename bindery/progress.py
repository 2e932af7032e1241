"""What a person sees while a build works: a bar on a terminal, a line a book in a pipe, nothing with --json."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bindery.typeset.pool import Progress


@contextmanager
def reporter(quiet: bool) -> Iterator[Progress]:
    if quiet:
        yield lambda book, done, total, what: None
    elif sys.stderr.isatty():
        yield from _bar()
    else:
        seen: set[str] = set()

        def line(book: str, done: int, total: int, what: str) -> None:
            if book not in seen:
                seen.add(book)
                print(f"{book} …", file=sys.stderr, flush=True)

        yield line


def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description:36}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[what]:24}"),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {}

        def move(book: str, done: int, total: int, what: str) -> None:
            if book not in tasks:
                tasks[book] = bar.add_task(book, total=total, what="")
            bar.update(tasks[book], completed=done, total=total, what=what)

        yield move
