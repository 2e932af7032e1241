"""Section PDFs and the page map -> one bound file, in the master's colours and with its bleed."""

from bindery.bind.join import bind
from bindery.bind.spread import bind_cover

__all__ = ["bind", "bind_cover"]
