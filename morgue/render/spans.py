"""Lines of text as spans with a role, and how wide they are on a terminal. Pure.

A renderer never writes an escape sequence: it says what a piece of text is (a title, a mark, an aside) and the output
decides, knowing the terminal, how that looks. That is also what lets the output make every piece safe.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from morgue.render.sanitize import safe_line

Role = Literal[
    "plain", "title", "strong", "meta", "faint", "mark", "now", "head", "bar", "ghost", "cut", "added", "moved",
    "bad", "good", "key", "first", "second", "third", "fourth",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: what its text is (a title, a mark, an aside), never how that looks.

    match   the number of the match (or change) it belongs to, -1 for none
    target  what a click on it asks for, empty for nothing
    """

    text: str
    role: Role = "plain"
    match: int = -1
    target: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What the renderer may know of where the lines go.

    width   cells in a row
    colour  whether roles will be told apart by colour; without it a mark is written ▸so◂, which takes two cells more
    hints   whether to say what to do next
    brief   how an id is written: as much of it as tells it from all others
    """

    width: int = 100
    colour: bool = False
    hints: bool = True
    brief: Callable[[str], str] = str


def line(*parts: str | Span) -> Line:
    """A line of plain texts and spans, without the empty ones."""
    spans = (Span(part) if isinstance(part, str) else part for part in parts)
    return tuple(span for span in spans if span.text)


def strong(text: str) -> Span:
    """What the eye should find first."""
    return Span(text, "strong")


def faint(text: str) -> Span:
    """What the eye may skip."""
    return Span(text, "faint")


@lru_cache(maxsize=4096)
def char_width(char: str) -> int:
    """Cells of one character."""
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1


def width(text: str) -> int:
    """Terminal cells of one line after `safe_line`: wide East Asian characters take two, combining ones none."""
    return len(text) if text.isascii() else sum(map(char_width, text))


def span_width(span: Span, look: Look) -> int:
    """Cells of a span, with the signs around a mark where there is no colour."""
    return width(safe_line(span.text)) + (2 if span.role == "mark" and not look.colour else 0)


def line_width(spans: Iterable[Span], look: Look) -> int:
    """Cells of a whole line."""
    return sum(span_width(span, look) for span in spans)


def clip(text: str, cells: int) -> str:
    """The text in so many cells at most, made safe, with … for what is cut off."""
    text = safe_line(text)
    if width(text) <= cells:
        return text
    used = 0
    for i, char in enumerate(text):
        used += char_width(char)
        if used > cells - 1:
            return text[:i].rstrip() + "…" if cells > 0 else ""
    return text


def pad(text: str, cells: int) -> str:
    """The text clipped or filled with spaces to exactly so many cells."""
    text = clip(text, cells)
    return text + " " * (cells - width(text))


def pad_left(text: str, cells: int) -> str:
    """The text padded on the left to so many cells, for figures."""
    text = clip(text, cells)
    return " " * (cells - width(text)) + text


def spread(left: Line, right: Line, look: Look) -> Line | None:
    """Left and right at the two edges of a row, at least two cells apart; None when they do not fit."""
    gap = look.width - line_width(left, look) - line_width(right, look)
    return (*left, Span(" " * gap), *right) if gap >= 2 else None


def held(text: str) -> str:
    """The text with spaces that a row does not end at (`wrap` turns them back into spaces)."""
    return text.replace(" ", "\u00a0")
