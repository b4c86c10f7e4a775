"""Lines as pieces with a role, and how they fold: what every widget draws. Pure.

A piece says what its text is (a title, a mark, an aside), never how it looks; style sheets decide that. The text of a
piece comes from `said`, so that nothing of an archive reaches a terminal as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rich.cells import cell_len, chop_cells, set_cell_size

from morgue.render.sanitize import safe_line

Role = Literal[
    "plain", "title", "strong", "meta", "faint", "mark", "now", "head", "bar", "ghost", "cut", "added", "moved",
    "bad", "good", "key", "first", "second", "third", "fourth",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line.

    match   the number of the match (or change) it belongs to, -1 for none
    target  what a click on it asks for, empty for nothing
    """

    text: str
    role: Role = "plain"
    match: int = -1
    target: str = ""


Line = tuple[Piece, ...]

# Scripts in which a line may break between any two characters.
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff\u1780-\u17ff"
_WORD = re.compile(f"[{_WIDE}]|[^\\s{_WIDE}]+")


def said(text: str, role: Role = "plain", match: int = -1, target: str = "") -> Piece:
    """A piece of one line, made fit for a terminal."""
    return Piece(safe_line(text), role, match, target)


def width(line: Iterable[Piece]) -> int:
    """Cells that a line takes."""
    return sum(cell_len(piece.text) for piece in line)


def fold(text: str, cells: int) -> list[tuple[int, int]]:
    """Spans of the lines of a text broken at spaces; a word longer than a line is broken inside. Never empty."""
    cells = max(1, cells)
    if len(text) <= cells and cell_len(text) <= cells:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    start, end, used = -1, 0, 0
    for word in _WORD.finditer(text):
        begin, stop = word.span()
        size = cell_len(word.group())
        gap = begin - end if start >= 0 else 0
        if start >= 0 and used + gap + size <= cells:
            end, used = stop, used + gap + size
            continue
        if start >= 0:
            spans.append((start, end))
        if size > cells:
            *full, last = chop_cells(word.group(), cells)
            for part in full:
                spans.append((begin, begin + len(part)))
                begin += len(part)
            size = cell_len(last)
        start, end, used = begin, stop, size
    if start >= 0:
        spans.append((start, end))
    return spans or [(0, 0)]


def wrap(pieces: Sequence[Piece], cells: int) -> list[Line]:
    """The pieces as lines of so many cells at most."""
    text = "".join(piece.text for piece in pieces)
    return [tuple(_between(pieces, start, end)) for start, end in fold(text, cells)]


def _between(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    at = 0
    for piece in pieces:
        low, high = max(start, at), min(end, at + len(piece.text))
        if low < high:
            yield replace(piece, text=piece.text[low - at : high - at])
        at += len(piece.text)
        if at >= end:
            return


def clip(line: Sequence[Piece], cells: int) -> Line:
    """The line in so many cells at most, with … for what is cut off."""
    if width(line) <= cells:
        return tuple(line)
    out: list[Piece] = []
    left = max(0, cells - 1)
    for piece in line:
        size = cell_len(piece.text)
        if size > left:
            kept = set_cell_size(piece.text, left).rstrip()
            out.append(replace(piece, text=kept + "…" if cells > 0 else ""))
            break
        out.append(piece)
        left -= size
    return tuple(out)


def limited(lines: Sequence[Line], count: int, cells: int) -> list[Line]:
    """At most so many lines; the last one shows … when there were more."""
    if len(lines) <= count:
        return list(lines)
    kept = list(lines[:count])
    if kept:
        last = clip(kept[-1], cells - 1)
        kept[-1] = last if plain(last).endswith("…") else (*last, Piece("…", "faint"))
    return kept


def spread(left: Sequence[Piece], right: Sequence[Piece], cells: int) -> Line:
    """Left and right at the two edges of a row of so many cells; the left one is clipped to make room."""
    room = cells - width(right)
    if room < 8:
        return clip(left, cells)
    kept = clip(left, room - 1) if right else clip(left, room)
    return (*kept, Piece(" " * (room - width(kept))), *right)


def indented(lines: Iterable[Line], cells: int) -> list[Line]:
    """Every line moved to the right."""
    return [(Piece(" " * cells), *line) if line else () for line in lines]


def plain(line: Iterable[Piece]) -> str:
    """The text of a line."""
    return "".join(piece.text for piece in line)


def at(line: Iterable[Piece], x: int) -> Piece | None:
    """The piece under a column."""
    left = 0
    for piece in line:
        left += cell_len(piece.text)
        if x < left:
            return piece
    return None
