"""The stylesheet of a book: base, the publication's style, the language's own, each a Jinja template of CSS."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from bindery.model import MASTER_BLEED, Language, Manuscript, Project
from bindery.project.fonts import faces_of

#: Settings of type that language.yaml may leave out.
TYPE_DEFAULTS = {"title-leading": 1.12, "list-suffix": ".", "run-in": "."}
#: What stands before the entries of lists, with the space after it.
MARKERS = {"list": "•  ", "preparedness": "○  ", "response": "☐  "}


def environment(root: Path, folders: Sequence[str], *, markup: bool) -> Environment:
    """Jinja for the templates in `folders`: an unknown name is an error. What it compiles is kept in .cache/templates/."""
    kept = root / ".cache" / "templates"
    with suppress(OSError):
        kept.mkdir(parents=True, exist_ok=True)
    return Environment(
        loader=FileSystemLoader([root / folder for folder in folders]),
        autoescape=markup,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=FileSystemBytecodeCache(str(kept)) if os.access(kept, os.W_OK) else None,
    )


def stylesheet(project: Project, manuscript: Manuscript) -> str:
    """The CSS that all sections of a book share: fonts, base, the publication's style, the language's own."""
    language = manuscript.language
    env = environment(project.root, ["styles"], markup=False)
    palette = {c.name.replace("-", ""): c.hex for c in project.palette}
    context = dict(
        c=palette,
        lang=language,
        type=TYPE_DEFAULTS | dict(language.style) | {"markers": MARKERS | language.style.get("markers", {})},
        trim=manuscript.publication.trim,
        bleed=MASTER_BLEED,
        verso="right" if language.rtl else "left",
        recto="left" if language.rtl else "right",
        start="right" if language.rtl else "left",
        end="left" if language.rtl else "right",
        text=stack(language.style["text"]),
        head=stack(language.style["head"]),
    )
    sheets = ["base.css", f"{manuscript.publication.style}.css"]
    own = project.root / "styles" / "languages" / f"{language.id}.css"
    if own.exists():
        sheets.append(f"languages/{language.id}.css")
    return "\n".join(env.get_template(sheet).render(context) for sheet in sheets)


def stack(families: Sequence[str]) -> str:
    return ", ".join(f'"{family}"' for family in families)


def font_faces(project: Project, *languages: Language) -> str:
    """@font-face rules for the languages' fonts, by file; nothing else is ever found."""
    faces = dict.fromkeys(face for language in languages for face in faces_of(language, project.faces))
    return "\n".join(
        f'@font-face{{font-family:"{face.family}";src:url("{face.path.as_uri()}");font-weight:{face.weight};font-style:{face.style}}}'
        for face in faces
    )
