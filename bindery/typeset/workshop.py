"""What the books of a build are set with."""

from __future__ import annotations

from dataclasses import dataclass

from bindery.errors import Findings
from bindery.model import Project
from bindery.typeset.cache import Cache
from bindery.typeset.pool import Pool, Progress


@dataclass(frozen=True, slots=True)
class Workshop:
    """The project, the processes that work, where their work is kept, and where faults and progress are told."""

    project: Project
    processes: Pool
    cache: Cache
    findings: Findings
    progress: Progress = lambda *_: None


def workshop(project: Project, processes: Pool, findings: Findings, progress: Progress = lambda *_: None) -> Workshop:
    """One that keeps its work in the project's own cache."""
    return Workshop(project, processes, Cache(project.root / ".cache" / "sections", findings), findings, progress)
