"""Finished pages -> sheets, for a press or an office printer."""

from bindery.impose.schemes import booklets, cut_stack, signatures
from bindery.impose.sheets import Layout, TooSmall, impose

__all__ = ["Layout", "TooSmall", "booklets", "cut_stack", "impose", "signatures"]
