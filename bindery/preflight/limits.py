"""What a way of printing allows. The defaults are GWG 2022's for sheet-fed offset in CMYK, on coated paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """Lengths in mm, type and lines in pt, ink in per cent of one plate, pictures in pixels an inch as they stand.

    `condition`: the output intent that is asked for, None for any. `ppi`, `ppi_line_art`: below the first an error,
    below the second a warning. `multiple`, `most_pages`, `fewest_pages`: what the binding takes, 0 for no limit.
    `blanks`: pages that are known to be empty. `sources`: page -> the text that it was made from.
    """

    bleed: float = 3
    condition: str | None = None
    ink: float = 300
    ppi: tuple[float, float] = (149, 224)
    ppi_line_art: tuple[float, float] = (549, 799)
    multiple: int = 0
    fewest_pages: int = 0
    most_pages: int = 0
    binding: str = ""
    type_margin: float = 5
    blanks: frozenset[int] = frozenset()
    sources: Mapping[int, str] = field(default_factory=dict)
