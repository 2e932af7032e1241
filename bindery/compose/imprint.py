"""What an edition says of a book on its imprint and its cover: words, ISBNs and codes, and the cover's ground."""

from __future__ import annotations

from typing import Any

from bindery.compose import codes
from bindery.model import EDITION_WORDS, Manuscript, Project
from bindery.project import cover_art


def printed(project: Project, manuscript: Manuscript) -> dict[str, Any]:
    """What imprint and cover say of a printed book, as far as the edition does; nothing is made up."""
    edition, publication, language = manuscript.edition, manuscript.publication.id, manuscript.language.id
    isbns = edition.isbns(publication, language)
    link = codes.link(edition.words("feedback", language))
    lines = {label: words for label, words in edition.legal(language).items() if words}
    form = project.catalogue.get("legal-forms", {}).get(edition.data.get("legal-form"), {})
    mine = form.get("language") == language
    return {
        "isbns": isbns,
        "barcode": codes.ean13(isbns["print"]) if isbns.get("print") else None,
        "qr": codes.qr(link) if link else None,
        "print_run": edition.print_run(publication, language),
        "legal": tuple(lines.items()),
        "legal_form": mine,  # it has lines of its own for who printed what and when
        "imprint_room": _room(manuscript, len(lines) + len(isbns)),
        "cover_items": tuple((label, lines[label]) for label in form.get("cover", ()) if mine and label in lines),
        "cover_lines": tuple(form.get("cover-lines", ())) if mine else (),
        "ground": cover_ground(project, manuscript),
        "black": project.palette.named("ink").hex,
    }


def _room(manuscript: Manuscript, lines: int) -> float:
    """The height in mm of what an edition adds to the imprint of the global one, `lines` beside its own words."""
    words = ("publisher", "contact", "source-edition", "printed-by", "print-date")
    added = lines + sum(1 for key in words if manuscript.edition.words(key, manuscript.language.id))
    size = 0.353 * 8  # mm
    return min(round(added * size * (float(manuscript.language.style["leading"]) + 0.55), 1), 36)


def cover_ground(project: Project, manuscript: Manuscript) -> str:
    """The colour of the outside of the cover, as #rrggbb: one for front, spine and back, so that none changes at a fold.

    It is that of the front's drawing, which covers it whole.
    """
    publication = manuscript.publication
    tint = publication.colour if publication.cover_text == "white" else f"{publication.colour}-25"
    drawn = cover_art.ground(project.root / "templates" / "cover-art" / f"{publication.id}.svg")
    return drawn or str(project.palette.named(tint).hex)


def edition_words(manuscript: Manuscript) -> dict[str, str]:
    """What the edition says in the manuscript's language, with `_` for `-`; what it does not say is not there."""
    edition, language = manuscript.edition, manuscript.language.id
    return {
        key.replace("-", "_"): words for key in EDITION_WORDS if (words := edition.words(key, language))
    }
