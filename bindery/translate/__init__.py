"""Translations beside their English: where one departs from it, and whether it keeps to the termbase."""

from bindery.translate.compare import Compared, compare

__all__ = ["Compared", "compare"]
