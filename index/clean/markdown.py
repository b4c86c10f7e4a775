"""Turns Markdown into plain lines: takes marks off, makes each paragraph one line, sets the headline apart. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

#: Characters read as Markdown: in what is longer, marks stay as they are written.
_MOST = 200_000
_BREAK = re.compile(r"<br\b", re.I)
_TAG = re.compile(r"<[^<>]*>")


def unmarked(text: str) -> tuple[str, str]:
    """The lines of a text without their marks, and its headline: a heading of level 1 that stands first."""
    if len(text) > _MOST:
        return text, ""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    headline = ""
    if len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        headline = _line(tokens[1])
        tokens = tokens[3:]
    lines = "\n".join(filter(None, map(_line, tokens)))
    return (lines, headline) if lines or headline else (text, "")


def _line(block: Token) -> str:
    """What readers see of a block: the words of its text, links by their words, pictures not at all."""
    match block.type:
        case "inline":
            return "".join(_words(part) for part in block.children or ()).strip()
        case "fence" | "code_block":
            return block.content.strip()
        case "html_block":
            return _TAG.sub(" ", block.content).strip()
        case _:
            return ""


def _words(part: Token) -> str:
    match part.type:
        case "text" | "code_inline":
            return part.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline" if _BREAK.match(part.content):
            return "\n"
        case _:
            return ""
