"""Lines of spans as widgets draw them: made safe, folded, clipped to the cells that Textual counts. Pure.

The text of a span comes from `said`, so that nothing of an archive reaches a terminal as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rich.cells import cell_len, chop_cells, set_cell_size

from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Role, Span

# Scripts in which a line may break between any two characters.
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff\u1780-\u17ff"
_WORD = re.compile(f"[{_WIDE}]|[^\\s{_WIDE}]+")


def said(text: str, role: Role = "plain", match: int = -1, target: str = "") -> Span:
    """A piece of one line, made fit for a terminal."""
    return Span(safe_line(text), role, match, target)


def width(line: Iterable[Span]) -> int:
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


def wrap(spans: Sequence[Span], cells: int) -> list[Line]:
    """The spans as lines of so many cells at most. Every span is looked at once, and once more a line it goes on to."""
    text = "".join(span.text for span in spans)
    folded = fold(text, cells)
    if len(folded) == 1 and folded[0] == (0, len(text)):
        return [tuple(spans)]
    lines: list[Line] = []
    number = at = 0
    for start, end in folded:
        line: list[Span] = []
        while number < len(spans):
            span = spans[number]
            low, high = max(start, at), min(end, at + len(span.text))
            if low < high:
                line.append(replace(span, text=span.text[low - at : high - at]))
            if at + len(span.text) > end:
                break
            at += len(span.text)
            number += 1
        lines.append(tuple(line))
    return lines


def clip(line: Sequence[Span], cells: int) -> Line:
    """The line in so many cells at most, with … for what is cut off."""
    if width(line) <= cells:
        return tuple(line)
    out: list[Span] = []
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
        kept[-1] = last if plain(last).endswith("…") else (*last, Span("…", "faint"))
    return kept


def spread(left: Sequence[Span], right: Sequence[Span], cells: int) -> Line:
    """Left and right at the two edges of a row of so many cells; the left one is clipped to make room."""
    room = cells - width(right)
    if room < 8:
        return clip(left, cells)
    kept = clip(left, room - 1) if right else clip(left, room)
    return (*kept, Span(" " * (room - width(kept))), *right)


def indented(lines: Iterable[Line], cells: int) -> list[Line]:
    """Every line moved to the right."""
    return [(Span(" " * cells), *line) if line else () for line in lines]


def plain(line: Iterable[Span]) -> str:
    """The text of a line."""
    return "".join(piece.text for piece in line)


def at(line: Iterable[Span], x: int) -> Span | None:
    """The piece under a column."""
    left = 0
    for piece in line:
        left += cell_len(piece.text)
        if x < left:
            return piece
    return None
