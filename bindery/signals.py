"""Ctrl-C, SIGTERM, a closed terminal: the command ends with one line and one exit code, and nothing half-done stays.

`build.py` sets this up before it imports anything else. A program that calls `cli.main` keeps handlers of its own.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from types import FrameType

#: As a shell has it for Ctrl-C; bindery.errors.EXIT_INTERRUPTED, which would take long to import here.
EXIT = 130
SAID = "\nstopped; the last good files are untouched\n"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: Seconds after which an interrupt that was lost comes again.
AGAIN = 0.01


def end_at_once() -> None:
    """From here on a signal ends the process: nothing is to be put away yet, and an import that is broken off is no news."""
    for each in SIGNALS:
        if signal.getsignal(each) != signal.SIG_IGN:  # nohup means it
            signal.signal(each, _end)
    sys.unraisablehook = _lost


def interrupt() -> None:
    """From here on a signal is a KeyboardInterrupt, so that everything is put away. Only the first one counts."""
    for each in SIGNALS:
        if signal.getsignal(each) == _end:
            signal.signal(each, _interrupt)


def ignore() -> None:
    """From here on all is done and told."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)


def _end(_number: int, _frame: FrameType | None) -> None:
    os.write(2, SAID.encode())
    os._exit(EXIT)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    ignore()  # lest a second signal breaks off the putting away
    warnings.simplefilter("ignore")  # helper processes that the signal ended too are no news
    raise KeyboardInterrupt


def _lost(unraisable: sys.UnraisableHookArgs) -> None:
    """A KeyboardInterrupt in a callback that cannot raise (of the collector, of an import's lock) stops nothing: raise it again."""
    if unraisable.exc_type is KeyboardInterrupt:
        signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
    else:
        sys.__unraisablehook__(unraisable)
