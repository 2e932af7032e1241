"""Templates, stylesheets and drawings, checked before anything is typeset: syntax, names, colours and sides.

A name that only shows when a page is made (a variable of a template) is still told then, as S101 too: see errors.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from bindery.errors import Findings
from bindery.project import colours, drawings, sides, textfile
from bindery.project.palette import Palette


def check(
    root: Path, strings: Collection[str] | None, palette: Palette, findings: Findings, rtl: Collection[str] = ()
) -> None:
    """All files of templates/, styles/ and content/images/icons/.

    `strings`: the keys that languages have, if known. `rtl`: the languages that are written from right to left.
    """
    words = {"t": {key.replace("-", "_") for key in strings}} if strings is not None else {}
    inks = {"c": {colour.name.replace("-", "") for colour in palette}} if palette else {}
    for path in _files(root / "templates", ".html"):
        _template(path, root / "templates", words, palette, findings)
    for path in _files(root / "styles", ".css"):
        _template(path, root / "styles", inks, palette, findings)
        if (text := textfile.read_text(path, Findings(root))) is not None:
            sides.check(text, path, path.parent.name != "languages" or path.stem in rtl, findings)
    for path in (*_files(root / "templates", ".svg"), *_files(root / "content" / "images" / "icons", ".svg")):
        if (text := textfile.read_text(path, findings)) is not None:
            drawings.check(text.encode(), path, palette, findings)


def _files(folder: Path, suffix: str) -> Iterable[Path]:
    return sorted(path for path in folder.rglob(f"*{suffix}") if path.is_file())


def _template(path: Path, folder: Path, known: Mapping[str, set[str]], palette: Palette, findings: Findings) -> None:
    text = textfile.read_text(path, findings)
    if text is None:
        return
    jinja = Environment(autoescape=True)
    try:
        tree = jinja.parse(text)
    except TemplateSyntaxError as error:
        findings.add(
            "S101",
            path,
            f"the template cannot be read: {error.message}",
            "undo the last change to this line",
            error.lineno,
        )
        return
    for use in tree.find_all(nodes.Getattr):
        if isinstance(use.node, nodes.Name) and use.attr not in known.get(use.node.name, {use.attr}):
            what = "string of language.yaml" if use.node.name == "t" else "colour of styles/palette.yaml"
            findings.add(
                "S101",
                path,
                f"{use.node.name}.{use.attr} is no {what}",
                "mend the name, or add it there",
                use.lineno,
                _column(text, use.lineno, f"{use.node.name}.{use.attr}"),
            )
    for applied in tree.find_all(nodes.Filter):
        if applied.name not in jinja.filters:
            findings.add(
                "S101",
                path,
                f"there is no filter “{applied.name}”",
                "mend the name, or take it out",
                applied.lineno,
                _column(text, applied.lineno, applied.name),
            )
    for include in tree.find_all(nodes.Include):
        if isinstance(include.template, nodes.Const) and not (folder / str(include.template.value)).is_file():
            findings.add(
                "S101",
                path,
                f"it includes {include.template.value}, which is not in {folder.name}/",
                "mend the name, or add the file",
                include.lineno,
            )
    if palette:
        colours.check(text, path, palette, findings)


def _column(text: str, line: int, word: str) -> int:
    return text.split("\n")[line - 1].find(word) + 1
