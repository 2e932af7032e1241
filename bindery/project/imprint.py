"""What an imprint must say before a book is printed, and what an edition has not said yet.

Nothing is made up: an item without words stays out of the book and is named here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bindery.errors import Findings
from bindery.model import Edition

#: What printed books say everywhere: key of edition.yaml -> what it is.
ITEMS = {
    "publisher": "the publisher",
    "place": "the place of publication",
    "contact": "an address for readers and libraries",
    "printed-by": "the printing house",
}


def missing(
    edition: Edition, publication: str, language: str, catalogue: Mapping[str, Any], findings: Findings
) -> None:
    """A warning (P203) for every item that the imprint of this printed book lacks.

    Beside what all books say: the lines of `legal` without words, and those that the edition's `legal-form` (of
    content/publications.yaml) asks for in this language.
    """
    lacking = [(what, f"{key}:") for key, what in ITEMS.items() if not edition.words(key, language)]
    if not edition.isbns(publication, language).get("print"):
        lacking.append(("its ISBN as a printed book", f"isbn: {{{publication}: {{{language}: …}}}}"))
    if not edition.print_run(publication, language):
        lacking.append(("the print run", f"print-run: {{{publication}: {{{language}: …}}}}"))
    lines = edition.legal(language)
    form = catalogue.get("legal-forms", {}).get(edition.data.get("legal-form"), {})
    asked = [*form.get("imprint", ()), *form.get("cover", ())] if form.get("language") == language else []
    for label in dict.fromkeys([*asked, *lines]):
        if not lines.get(label):
            lacking.append((f"“{label}”", f"legal: {{{language}: {{{label}: …}}}}"))
    for what, where in lacking:
        findings.add(
            "P203",
            edition.path,
            f"the imprint of {publication} {language} lacks {what}",
            f"write it in edition.yaml as {where}, once it is known",
        )
