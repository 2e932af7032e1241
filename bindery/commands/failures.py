"""Findings for what libraries and the system raise: a template that cannot be rendered, a disk that says no."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from bindery.errors import Finding, Findings

#: What the system says when a file is in the way, or may not be written.
REFUSALS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.EMFILE, errno.ENFILE, errno.EIO}


def from_outside(error: Exception, root: Path) -> list[Finding]:
    """What the user can mend of it; none where it is a fault of the program."""
    from concurrent.futures import BrokenExecutor

    from jinja2 import TemplateError, TemplateNotFound

    findings = Findings(root)
    if isinstance(error, TemplateNotFound):
        path, line = _template_place(error, root)
        findings.add("S101", path, f"the template {error.name} is missing", "add it, or mend the name", line)
    elif isinstance(error, TemplateError):
        path, line = _template_place(error, root)
        findings.add("S101", path, f"the template cannot be rendered: {error.message or type(error).__name__}",
                     "mend the name, or undo the last change to the template", line)
    elif isinstance(error, BrokenExecutor):
        findings.add("T104", "the engine", "a typesetting process died, perhaps for want of memory",
                     "run again; if memory is short, with one process alone: BINDERY_JOBS=1 make pdf")
    elif isinstance(error, OSError):
        place = Path(os.fsdecode(error.filename)) if error.filename else root
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            findings.add("E104", place, "the disk is full", "make room on the disk, then run again")
        elif error.errno == errno.ENOENT and place.is_relative_to(root / ".cache"):
            findings.add("E104", place, "the file is gone: the cache was emptied while it was in use", "run again")
        elif error.errno in REFUSALS:
            findings.add("E104", place, f"the system says: {error.strerror}",
                         "move away what is in the way, or give yourself the right to write there")
    return findings.items


def _template_place(error: Exception, root: Path) -> tuple[Path | str, int]:
    """The innermost line of a template that the error passed through."""
    place: tuple[Path | str, int] = (getattr(error, "name", None) or "templates", getattr(error, "lineno", None) or 0)
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.suffix in (".html", ".css") and file.is_relative_to(root):
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return place
