"""Any PDF -> a report of what a printer would stumble over, each with a rule, a page, a place and how to mend it."""

from bindery.preflight.check import preflight
from bindery.preflight.limits import Limits
from bindery.preflight.report import Note, Report

__all__ = ["Limits", "Note", "Report", "preflight"]
