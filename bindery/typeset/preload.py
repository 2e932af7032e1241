"""Imported once by the process that all workers are forked from: the engine, patched, and what finishing needs."""

import gc

gc.disable()  # nothing of what is loaded becomes garbage

from bindery.typeset import worker  # noqa: E402

worker.prepare()

import bindery.bind  # noqa: E402
import bindery.finish  # noqa: E402, F401

# What is loaded stays: the collector need not walk it in every worker, which would also unshare its memory.
gc.freeze()
gc.enable()
