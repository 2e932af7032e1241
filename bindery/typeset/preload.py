"""Imported once by the process that all workers are forked from: the engine, patched, and what finishing needs."""

import gc

from bindery.typeset import worker

worker.prepare()

import bindery.bind  # noqa: E402
import bindery.finish  # noqa: E402, F401

# What is loaded stays: the collector need not walk it in every worker, which would also unshare its memory.
gc.collect()
gc.freeze()
