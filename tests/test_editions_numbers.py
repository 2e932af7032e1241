"""An edition's own digits and marks of numbers, such as European ones in the Maghreb."""

from __future__ import annotations

import pytest
from tiny_project import TinyProject

from bindery.pipeline import Request, check

ARABIC = "٠١٢٣٤٥٦٧٨٩"
FRENCH = "content/fr/language.yaml"
EDITION = "editions/global/edition.yaml"


@pytest.mark.parametrize(("edition", "printed"), [
    ("", "٢٬٥٠٠٫٥"),
    ('digits: {fr: "0123456789"}\n', "2,500.5"),
    ('digits: {fr: "0123456789"}\nnumbers: {fr: {decimal: ",", group: "."}}\n', "2.500,5"),
    ('digits: {fr: "0123456789"}\nnumbers: {fr: {from: 5, decimal: ","}}\n', "2500,5"),
    ('numbers: {fr: {group: ","}}\n', "٢,٥٠٠٫٥"),
])
def test_an_edition_may_write_numbers_otherwise(project: TinyProject, edition: str, printed: str) -> None:
    project.change(FRENCH, 'digits: "0123456789"', f'digits: "{ARABIC}"')
    project.change(FRENCH, 'decimal: ",", group: "\\u202f"', 'decimal: "٫", group: "٬"')
    project.write(EDITION, project.read(EDITION) + edition)
    _, ((manuscript,),) = check(project.root, Request(("fr",), publications=("leaflet",)))
    assert manuscript.language.amount(2500.5) == printed
