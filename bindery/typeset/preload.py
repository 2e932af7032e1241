"""Imported once by the process that all workers are forked from: the engine, patched, and what finishing needs."""

import gc
import os
import sys

gc.disable()  # nothing of what is loaded becomes garbage

from bindery.typeset import worker  # noqa: E402

worker.prepare()

import bindery.bind  # noqa: E402
import bindery.finish  # noqa: E402, F401

# A worker that was just being started when the build was broken off finds nothing to work for, which is no news. What else
# could go wrong so early the build tells (T104).
if not os.environ.get("BINDERY_DEBUG"):
    sys.excepthook = lambda *_: None

# What is loaded stays: the collector need not walk it in every worker, which would also unshare its memory.
gc.freeze()
gc.enable()
