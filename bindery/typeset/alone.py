"""A page that is none of the book's sections: set by the same stylesheet, in the same processes, kept in the same cache."""

from __future__ import annotations

from bindery.compose.style import font_faces, stylesheet
from bindery.errors import Findings
from bindery.model import Manuscript, Project, Typeset
from bindery.project.fonts import faces_of
from bindery.typeset import worker
from bindery.typeset.cache import Cache, key
from bindery.typeset.pool import Pool
from bindery.typeset.worker import Job


def typeset_alone(
    project: Project, manuscript: Manuscript, html: str, template: str, mend: str, pool: Pool, cache: Cache, findings: Findings
) -> Typeset:
    """The pages of `html`, made from the template of that name. `mend`: what helps when its words run off the page.

    Raises BinderyError when the engine reports a fault.
    """
    job = Job(html, stylesheet(project, manuscript), font_faces(project, manuscript.language), str(project.root))
    job_key = key(job, " ".join(face.sha256 for face in faces_of(manuscript.language, project.faces)))
    known = cache.get(job_key)
    if known is not None:
        return known
    place = project.root / "templates" / template
    done: Typeset = pool.run(template, [(template, (worker.typeset, job))], findings, place=place)[template]
    for problem in done.problems:
        findings.add("T101", place, f"the engine reports: {problem}", mend)
    findings.stop_if_any()
    cache.put(job_key, done)
    return done
