"""A page that is none of the book's sections: set by the same stylesheet, in the same processes, kept in the same cache."""

from __future__ import annotations

from bindery.compose.style import font_faces, stylesheet
from bindery.model import Manuscript, Typeset
from bindery.typeset import worker
from bindery.typeset.cache import fonts_as_set, key
from bindery.typeset.worker import Job
from bindery.typeset.workshop import Workshop


def typeset_alone(workshop: Workshop, manuscript: Manuscript, html: str, template: str, mend: str) -> Typeset:
    """The pages of `html`, made from the template of that name. `mend`: what helps when its words run off the page.

    Raises BinderyError when the engine reports a fault.
    """
    project, cache, findings = workshop.project, workshop.cache, workshop.findings
    job = Job(html, stylesheet(project, manuscript), font_faces(project, manuscript.language), str(project.root))
    job_key = key(job, fonts_as_set(project, manuscript.language))
    known = cache.get(job_key)
    if known is not None:
        return known
    place = project.root / "templates" / template
    done: Typeset = workshop.processes.run(template, [(template, (worker.typeset, job))], findings, place=place)[template]
    for problem in done.problems:
        findings.add("T101", place, f"the engine reports: {problem}", mend)
    findings.stop_if_any()
    cache.put(job_key, done)
    return done
