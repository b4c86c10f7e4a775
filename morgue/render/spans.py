"""Represents lines of text as spans, each with a role. Pure.

A renderer never writes an escape sequence: it says what a piece of text is (a title, a mark, an aside) and the output
decides, knowing the terminal, how that looks. That is also what lets the output make every piece safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from morgue.core.dataclass import dataclass
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


#: Where marks are told by their looks alone, as in the browser.
COLOURED = Look(colour=True)


def line(*parts: str | Span) -> Line:
    """A line of plain texts and spans, without the empty ones."""
    spans = (Span(part) if isinstance(part, str) else part for part in parts)
    return tuple(span for span in spans if span.text)


def said(text: str, role: Role = "plain", match: int = -1, target: str = "") -> Span:
    """A piece of one line, made fit for a terminal."""
    return Span(safe_line(text), role, match, target)


def strong(text: str) -> Span:
    """What the eye should find first."""
    return Span(text, "strong")


def faint(text: str) -> Span:
    """What the eye may skip."""
    return Span(text, "faint")


def held(text: str) -> str:
    """The text with spaces that a row does not end at (`wrap` turns them back into spaces)."""
    return text.replace(" ", "\u00a0")


def marked(text: str, marks: Sequence[tuple[int, int]], role: Role = "plain", first: int = 0) -> list[Span]:
    """The text as safe spans, those of its marks numbered from `first`; marks are (start, end), in order."""
    out: list[Span] = []
    at = 0
    for number, (start, end) in enumerate(marks, first):
        out += [said(text[at:start], role), said(text[start:end], "mark", number)]
        at = end
    out.append(said(text[at:], role))
    return [span for span in out if span.text]


def plain(spans: Iterable[Span]) -> str:
    """The text of a line."""
    return "".join(span.text for span in spans)
