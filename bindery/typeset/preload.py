"""Imported once by the process that all workers are forked from: the engine, patched, and what finishing needs."""

from bindery.typeset import worker

worker.prepare()

import bindery.bind  # noqa: E402
import bindery.finish  # noqa: E402, F401
