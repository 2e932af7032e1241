"""Stylesheets name no side but by the language's own, and nothing that the engine or the press cannot do."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_project import TinyProject

from bindery.errors import Findings
from bindery.project import sides

#: stylesheet -> the start of each message, with its line and column
FAULTS = {
    "p { margin-left: 2mm }": ["1:5 margin-left is the same side"],
    "p { color: red; padding-right: {{ x }}mm }": ["1:17 padding-right is"],
    "p {\n  border-left: 1pt solid\n}": ["2:3 border-left is"],
    "p { border-right-width: 1pt }": ["1:5 border-right-width is"],
    "p { left: 0 }": ["1:5 left is"],
    "p { left: 0; right: 1mm }": ["1:5 left is", "1:14 right is"],
    "p { border-top-left-radius: 2mm }": ["1:5 border-top-left-radius is"],
    "p { text-align: left }": ["1:5 text-align: left is"],
    "p { float: right; clear: right }": ["1:5 float: right is", "1:19 clear: right is"],
    "p { margin: 0 1mm 0 2mm }": ["1:5 margin with another value for the left"],
    "p { padding: 0 {{ a }}mm 0 {{ b * 2 }}mm }": ["1:5 padding with another value"],
    "p { border-radius: 2mm 0 0 2mm }": ["1:5 border-radius with other corners"],
    "@layer base { @page :left { margin-left: 2mm } }": ["1:29 margin-left is"],
    "@page { @top-left { text-align: left } }": ["1:21 text-align: left is"],
    "{% for a in b %}\np { float: left }\n{% endfor %}": ["2:5 float: left is"],
    "p { margin: 0 auto }": ["1:5 margin: auto: the engine pushes"],
    "p { margin-left: auto; margin-right: auto }": ["1:5 margin-left: auto", "1:24 margin-right: auto"],
    "div { columns: 2; column-rule: 1pt solid }": ["1:19 column-rule: the engine draws it"],
    "div { column-rule-width: 1pt }": ["1:7 column-rule-width: the engine"],
    "div { display: grid }": ["1:7 display: grid: the engine does not mirror"],
    "div { display: inline-grid; grid-template-columns: 1fr 2fr }": ["1:7 display: inline-grid", "1:29 grid-template-columns: the"],
    "div { display: flex; flex-wrap: wrap; gap: 2mm }": ["1:22 flex-wrap with a gap"],
    "@page { @bottom-center { content: counter(page) ' ' counter(pages) } }": ["1:26 counter(pages) counts"],
    "@page :nth(2) { margin: 0 }": ["1:1 :nth() counts"],
    "a::after { content: target-counter(attr(href), page) }": ["1:12 target-counter() lays"],
    "a::after { content: leader('.') target-text(attr(href)) }": ["1:12 target-text() knows no"],
    "p { background: linear-gradient(red, blue) }": ["1:5 linear-gradient(): gradients are not"],
    "p { box-shadow: 0 0 1mm }": ["1:5 box-shadow: a shadow cannot"],
    "p { text-shadow: 0 0 1mm }": ["1:5 text-shadow: a shadow cannot"],
    "p { opacity: .5 }": ["1:5 opacity: what shines through"],
    "p { mix-blend-mode: multiply }": ["1:5 mix-blend-mode: inks"],
    "p { background: url(x.png) }": ["1:5 url() reads a file"],
    "p { background: url('x.png') }": ["1:5 url() reads a file"],
    "@import 'x.css';": ["1:1 @import reads a file"],
    # a comment covers what follows on it, and no more
    "p { /* physical: Latin */ float: left; clear: left }": ["1:40 clear: left is"],
    "/* physical: paper */ p { float: left } q { float: left }": ["1:45 float: left is"],
    "/* left */ p { float: left }": ["1:16 float: left is"],
    "/* physical: paper */ p { column-rule: 1pt; opacity: .5 }": ["1:27 column-rule", "1:45 opacity"],
}
FINE = (
    "p { margin-{{ start }}: 2mm; padding-{{ end }}: 1mm; {{ start }}: 0; float: {{ start }}; text-align: {{ end }} }",
    "p { margin-inline-start: 2mm; margin-inline: 1mm; text-align: start; inset-inline-end: 0 }",
    "p { left: 2mm; right: 2mm; padding-left: 1mm; padding-right: 1mm }",
    "p { margin: 0 1mm 0 1mm; padding: 1mm 2mm 3mm; border-radius: 1mm 1mm 0 0; margin-bottom: auto }",
    "p { border-radius: {{ r }}mm; text-indent: 1em; opacity: 1; box-shadow: none; display: flex; gap: 1mm }",
    "p { content: 'left url(x) counter(pages)'; --left: left; color: var(--right) }",
    "@page :left { @left-top { margin-{{ side }}: 1mm } } .left a:nth-child(2) { color: red }",
    "/* physical: the outer edge */\n@page :left { margin-left: 1mm; @bottom-left { text-align: left } }",
    "p { /* physical: Latin */ text-align: left }",
    "@counter-style x { system: numeric; symbols: {% for d in digits %}\"{{ d }}\" {% endfor %} }",
)


def said(text: str, mirrored: bool = True) -> list[str]:
    findings = Findings(Path("/"))
    sides.check(text, Path("/styles/x.css"), mirrored, findings)
    assert {item.code for item in findings.items} <= {"S104"}
    assert all(item.mend for item in findings.items)
    return [f"{item.line}:{item.column} {item.message}" for item in sorted(findings.items, key=lambda i: (i.line, i.column))]


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault(text: str) -> None:
    messages = said(text)
    for wanted in FAULTS[text]:
        assert any(message.startswith(wanted) for message in messages), messages
    assert {message.split()[0] for message in messages} == {wanted.split()[0] for wanted in FAULTS[text]}


@pytest.mark.parametrize("text", FINE)
def test_no_fault(text: str) -> None:
    assert said(text) == []


def test_a_stylesheet_of_a_language_from_left_to_right_may_name_sides() -> None:
    assert said("p { text-indent: 2em; padding-left: 1mm; float: left }", mirrored=False) == []
    assert len(said("p { opacity: .5; display: grid }", mirrored=False)) == 2


def test_the_check_of_a_project_tells_it(project: TinyProject) -> None:
    project.write("styles/handbook.css", project.read("styles/handbook.css") + "\np { margin-left: 1mm }\n")
    place, message, mend = project.check().only
    line = project.read("styles/handbook.css").count("\n")
    assert place == f"styles/handbook.css:{line}:5 S104"
    assert message == "margin-left is the same side in every language"
    assert mend.startswith("write it with {{ start }} or {{ end }}; where the side of the paper is meant, put /* physical: why */")
