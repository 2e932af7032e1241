"""Verbs that change the project's folder: new-language, add-font, clean."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from bindery.errors import EXIT_OK, Findings


def add(verbs: Any) -> None:
    new = verbs.add_parser("new-language", help="lay out a language", description="Lay out content/<tag>/ for a new language.")
    new.add_argument("--language", "--lang", required=True, metavar="TAG", help="its tag (BCP 47): sw, pt-BR, ckb")
    new.set_defaults(run=_new_language)
    font = verbs.add_parser("add-font", help="put a font into fonts/", description="Put a font into fonts/ and its list.")
    font.add_argument("font", type=Path, metavar="FILE", help="a static .ttf or .otf file of one weight and style")
    font.add_argument("--family", required=True, metavar="NAME", help="how language.yaml names it: “HB Serif Ethiopic”")
    font.add_argument("--licence", required=True, type=Path, metavar="FILE", help="the text of its licence")
    font.add_argument("--source", required=True, metavar="WORDS", help="where it comes from: package and version, or address")
    font.set_defaults(run=_add_font)
    clean = verbs.add_parser("clean", help="forget all typeset sections", description="Empty the cache; outputs/ stays.")
    clean.set_defaults(run=_clean)


def _new_language(options: argparse.Namespace) -> int:
    from bindery.project.new_language import new_language, next_steps

    made = new_language(options.root, options.language, Findings(options.root))
    name, steps = made.path.relative_to(options.root).as_posix(), next_steps(made, options.root)
    if options.json:
        print(json.dumps({"files": [name], "like": made.like, "lacking": made.lacking, "next": steps}, ensure_ascii=False))
    else:
        print(f"{name}: {made.name} ({made.native}), with the type of “{made.like}”", "Next:",
              *(f"{number}. {step}" for number, step in enumerate(steps, 1)), sep="\n")
    return EXIT_OK


def _add_font(options: argparse.Namespace) -> int:
    from bindery.project.new_font import add_font

    paths = add_font(options.root, options.font, options.family, options.licence, options.source, Findings(options.root))
    names = [os.path.relpath(path, options.root) for path in paths]
    print(json.dumps({"files": names}) if options.json else "\n".join(names))
    return EXIT_OK


def _clean(options: argparse.Namespace) -> int:
    import shutil

    cache = options.root / ".cache"
    if cache.is_symlink() or cache.is_file():  # on another disk, perhaps: what it leads to is not ours to delete
        cache.unlink()
    elif cache.exists():
        shutil.rmtree(cache)
    print(json.dumps({"files": [], "findings": []}) if options.json else "the cache is empty")
    return EXIT_OK
