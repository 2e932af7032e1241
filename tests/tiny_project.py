"""A whole project, but tiny: two standards, two languages, six fonts. Tests break it and read what is said."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bindery import cli

REPOSITORY = Path(__file__).resolve().parents[1]
FONTS = {("HB Serif", 400, "normal"), ("HB Serif", 400, "italic"), ("HB Serif", 700, "normal"),
         ("HB Sans", 400, "normal"), ("HB Sans", 600, "normal"), ("HB Sans", 700, "normal")}
COPIED = ("templates", "styles", "editions/global", "printers/offset-coated.yaml", "printers/icc/FOGRA39L_coated.icc",
          "printers/icc/sRGB.icc", "content/images/icons/standard-01.svg")

CATALOGUE = """\
trims:
  a5: {width: 148, height: 210}
kinds:
  title-page: {side: recto, folio: false, generated: true}
  contents: {generated: true}
  chapter: {contents: 1}
  area: {side: recto, folio: false, contents: 1}
  standard: {contents: 2}
  cover-plain: {folio: false, generated: true}
roles:
  statement: partial
  why: full
  preparedness: partial
  response: partial
  measurement: full
  guidance: full
  references: full
areas:
  area-1: {colour: teal, standards: [standard-01, standard-02]}
publications:
  handbook:
    folder: handbook
    trim: a5
    style: handbook
    colour: navy
    needs: standard-01
    cover: [cover-plain, cover-plain, cover-plain, cover-plain]
    plan:
      - title-page
      - contents
      - chapter: introduction
      - areas: all
  leaflet:
    folder: leaflet
    trim: a5
    style: handbook
    colour: navy
    needs: leaflet
    cover: [cover-plain, cover-plain, cover-plain, cover-plain]
    plan:
      - chapter: leaflet
"""
BOOK = """\
title: The tiny handbook
subtitle: Two standards
short: Tiny handbook
spine: Tiny handbook
back: A book to test with.
"""
#: Line 1 to 4 are the header; the text begins on line 6.
CHAPTER = """\
---
title: Introduction
status: source
---

The first paragraph names [](#standard-02) and holds a note.[^1]

## Who it is for {#who}

The second paragraph treats ((case management)).

[^1]: The note.
"""
LEAFLET = """\
---
title: The leaflet
status: source
---

One short paragraph.
"""
AREA = """\
---
title: The first area
short: Quality
status: source
labels: [One, Two, Three, Four, Five, Six, Seven]
---

This area has two standards.
"""
STANDARD = """\
---
title: The title
status: source
---

::: statement
One sentence.
:::

::: why
A short paragraph.
:::

::: preparedness
- A key action before a crisis.
:::

::: response
- A key action in the response.
:::

::: measurement
| Outcome indicator | Target | Notes |
| --- | --- | --- |
| Percentage of children | 90% | By age |
:::

::: guidance
### Supervision
The first guidance note.
:::

::: references
- Author (2012). *A title*.
:::
"""


TERMBASE = """\
sources:
  T: {means: seen in a title, certainty: high}
certainty:
  high: keep it
terms:
  case-management:
    gloss: help to one child
    en: {term: case management}
    fr: {term: gestion de cas, source: T}
  child:
    gloss: anyone under 18
    en: {term: child, passed-over: ["child seat*"], forms: [children]}
  child-protection:
    gloss: help to children
    en: {term: child protection}
"""


@dataclass(frozen=True)
class Said:
    """What one run said: its exit code, and each finding as "place code", with its message and mend."""

    exit_code: int
    places: list[str]
    messages: list[str]
    mends: list[str]

    @classmethod
    def read(cls, exit_code: int, answer: str) -> Said:
        """From the JSON that a run printed."""
        findings = json.loads(answer).get("findings", [])
        places = [f"{f['path']}:{f['line']}:{f['column']} {f['code']}" if f["line"] else f"{f['path']} {f['code']}" for f in findings]
        return cls(exit_code, places, [f["message"] for f in findings], [f["mend"] for f in findings])

    @property
    def only(self) -> tuple[str, str, str]:
        """The one finding, as (place and code, message, mend)."""
        assert len(self.places) == 1, self.places
        return self.places[0], self.messages[0], self.mends[0]


class TinyProject:
    """The project's folder, and what tests do with it: change a file, check it, build it."""

    def __init__(self, root: Path):
        self.root = root

    def path(self, name: str) -> Path:
        return self.root / name

    def read(self, name: str) -> str:
        return self.path(name).read_text("utf-8")

    def write(self, name: str, content: str | bytes) -> Path:
        """Put the file there. It may be a link shared with other tests, so it is never written in place."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def change(self, name: str, old: str, new: str) -> None:
        """Replace `old`, which stands there once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def place(self, name: str, words: str, code: str) -> str:
        """"file:line:column CODE" of the first occurrence of `words`."""
        text = self.read(name)
        at = text.index(words)
        return f"{name}:{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)} {code}"

    def text(self, body: str, name: str = "content/en/handbook/introduction.md") -> str:
        """Make `body` the whole text of the file; its first line is line 6."""
        self.write(name, "---\ntitle: Introduction\nstatus: source\n---\n\n" + body)
        return name

    def outputs(self) -> dict[str, bytes]:
        """Every file below outputs/, hidden ones too."""
        folder = self.path("outputs")
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

    def check(self, *arguments: str) -> Said:
        """`build.py check` in this process."""
        answer = io.StringIO()
        with contextlib.redirect_stdout(answer):
            code = cli.main(["check", "--root", str(self.root), "--json", *arguments])
        return Said.read(code, answer.getvalue())

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(REPOSITORY / "build.py"), arguments[0], "--root", str(self.root), *arguments[1:]]

    def environment(self, **more: str) -> Mapping[str, str]:
        clean = {key: value for key, value in os.environ.items() if key not in ("BINDERY_DEBUG", "FONTCONFIG_FILE")}
        return {**clean, "SOURCE_DATE_EPOCH": "1767225600", **more}

    def build(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """`build.py pdf` of the leaflet, the smallest book, in a process of its own; it ends when all its children have."""
        return self.run("pdf", *(arguments or ("--pub", "leaflet")), **environment)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*arguments), env=self.environment(**environment), text=True, encoding="utf-8",
                              capture_output=True, timeout=120)


def copy(source: Path, target: Path) -> Path:
    """Inputs are linked, which is quick; what builds write is copied."""
    for folder in source.iterdir():
        how = shutil.copy2 if folder.name in (".cache", "outputs") else os.link
        shutil.copytree(folder, target / folder.name, copy_function=how)
    return target


def texts() -> Iterable[tuple[str, str]]:
    return [("handbook/introduction", CHAPTER), ("handbook/area-1", AREA), ("handbook/standard-01", STANDARD),
            ("handbook/standard-02", STANDARD), ("leaflet/leaflet", LEAFLET)]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def heed_signals() -> None:
    """As in a terminal: what a shell or nohup told these tests to ignore, a build would ignore too."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
