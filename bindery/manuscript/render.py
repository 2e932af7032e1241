"""Markdown tokens -> HTML, with the references left open.

A cross-reference becomes `<x-ref to="id">words</x-ref>`; compose fills it in from the page map. Everything else is final.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from markdown_it.token import Token

from bindery.manuscript.filters.east import HAN
from bindery.manuscript.markdown import plain
from bindery.model import IndexMark

#: The last word of a text, with what follows it; a Han character is a word.
LAST_WORD = re.compile(rf"(?:[{HAN}]|[^ {HAN}]+)\W*$")
#: What a word that follows is part of, in a script that has spaces between words.
JOINED = re.compile(rf"[^ {HAN}]*[^\s{HAN}\u3000-\u303f\uff00-\uff65]$")


class Renderer:
    """Renders the tokens of one section and gathers its index marks on the way."""

    def __init__(
        self,
        section_id: str,
        footnotes: Mapping[int, Sequence[Token]],
        box_titles: Mapping[str, str] | None = None,
        typeset: Callable[[str], str] = escape,
    ):
        self.section_id = section_id
        self.box_titles = box_titles or {}
        self.typeset = typeset  # a line of plain text, such as a box's title, to HTML
        self.footnotes = footnotes
        self.marks: list[IndexMark] = []

    def blocks(self, tokens: Sequence[Token]) -> str:
        out: list[str] = []
        for token in tokens:
            if token.type == "inline":
                out.append(self.inline(token.children or []))
            elif token.type in ("paragraph_open", "paragraph_close") and token.hidden:
                continue
            elif token.type == "th_open":
                out.append(f'<th scope="col"{_attrs(token)}>')
            elif token.type == "container_block_open":
                name, _, title = token.info.strip().partition(" ")
                title = title or self.box_titles.get(name, "")
                head = f'<p class="box-title">{self.typeset(title)}</p>' if title else ""
                out.append(f'<aside class="box {escape(name)}">{head}')
            elif token.type == "container_block_close":
                out.append("</aside>")
            elif token.type in ("fence", "code_block"):
                out.append(f"<pre>{escape(token.content)}</pre>")
            elif token.type == "hr":
                out.append("<hr>")
            elif token.nesting == 1:
                out.append(f"<{token.tag}{_attrs(token)}>")
            elif token.nesting == -1:
                out.append(f"</{token.tag}>")
                if token.type in ("paragraph_close", "heading_close", "list_item_close", "tr_close"):
                    out.append("\n")
        return "".join(out)

    def inline(self, children: Sequence[Token]) -> str:
        out: list[str] = []
        open_links: list[str] = []
        for token in children:
            kind = token.type
            if kind in ("text", "address"):
                out.append(escape(token.content, quote=False))
            elif kind in ("softbreak", "hardbreak"):
                out.append("<br>" if kind == "hardbreak" else " ")
            elif kind == "code_inline":
                out.append(f"<code>{escape(token.content)}</code>")
            elif kind == "index_mark":
                self._mark(token, out)
            elif kind == "link_open":
                href = str(token.attrs.get("href", ""))
                if href.startswith("#"):
                    open_links.append("x-ref")
                    out.append(f'<x-ref to="{escape(href[1:])}">')
                else:
                    open_links.append("a")
                    direction = ' dir="ltr"' if token.info == "auto" else ""  # an address in angle brackets
                    out.append(f'<a href="{escape(href)}"{direction}>')
            elif kind == "link_close":
                out.append(f"</{open_links.pop()}>")
            elif kind == "footnote_ref":
                note = self.footnotes.get(token.meta["id"], ())
                inlines = ([c for c in t.children or [] if c.type != "footnote_ref"] for t in note if t.type == "inline")
                words = "".join(map(self.inline, inlines))  # a note in a note is a finding
                out.append(f'<span class="footnote">{words}</span>')
            elif kind == "image":
                alt = escape(plain(token.children or []) or token.content)
                out.append(f'<img src="{escape(str(token.attrs["src"]))}" alt="{alt}">')
            elif token.nesting == 1:
                out.append(f"<{token.tag or 'span'}{_attrs(token)}>")
            elif token.nesting == -1:
                out.append(f"</{token.tag or 'span'}>")
        return "".join(out)

    def _mark(self, token: Token, out: list[str]) -> None:
        """The anchor takes in the whole word it stands in or after: a tag inside a word would break Arabic joining."""
        anchor = f"ix-{self.section_id}-{len(self.marks) + 1}"
        self.marks.append(IndexMark(token.meta["entry"], token.meta["sub"], anchor))
        words = escape(token.content, quote=False)
        text = out[-1] if out and not out[-1].startswith("<") else ""
        if found := (JOINED if words else LAST_WORD).search(text):
            out[-1] = text[: found.start()]
            words = found[0] + words
        out.append(f'<span id="{anchor}">{words}</span>')


def _attrs(token: Token) -> str:
    # Column alignment in Markdown (`|---:|`) arrives as an inline style; the stylesheet decides that, not the text.
    kept = {k: v for k, v in token.attrs.items() if k in ("id", "lang", "dir", "start", "class")}
    return "".join(f' {key}="{escape(str(value))}"' for key, value in kept.items())
