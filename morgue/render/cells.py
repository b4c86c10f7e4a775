"""Measures how many cells of a terminal a text takes, and cuts and pads texts and lines to fit. Pure.

Both faces count as Textual does, by Rich's table of characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from morgue.core.patterns import compiled
from morgue.render.sanitize import safe_line
from morgue.render.spans import COLOURED, Line, Look, Span

# Characters of one cell each, whatever stands beside them: nearly all of the text of most languages. Rich, whose table
# says what the others take, is loaded when the first of those comes.
_SINGLE = compiled("[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2500-\u25fc]*")


def single(text: str) -> bool:
    """Whether every character is known to take one cell."""
    return text.isascii() or _SINGLE.fullmatch(text) is not None


def width(text: str) -> int:
    """Cells of one line after `safe_line`: wide East Asian characters take two, combining ones none."""
    if single(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def line_width(spans: Iterable[Span], look: Look = COLOURED) -> int:
    """Cells of a whole line, with the signs around marks where there is no colour."""
    signs = 0 if look.colour else 2
    return sum(width(safe_line(span.text)) + (signs if span.role == "mark" else 0) for span in spans)


def reach(text: str, at: int, cells: int) -> int:
    """The end of the longest stretch of a safe text from `at` that fits; no character is parted from its accents."""
    if single(text[at : at + cells + 1]):
        return min(len(text), at + cells)
    from rich.cells import split_graphemes

    size = 2 * cells + 2
    while True:
        used, stop = 0, at
        for start, end, wide in split_graphemes(text[at : at + size])[0]:
            if used + wide > cells:
                return at + start
            used, stop = used + wide, at + end
        if stop >= len(text):
            return stop
        size *= 2


def clip(text: str, cells: int) -> str:
    """The text in so many cells at most, made safe, with … for what is cut off."""
    text = safe_line(text)
    if width(text) <= cells:
        return text
    return text[: reach(text, 0, cells - 1)].rstrip() + "…" if cells > 0 else ""


def clip_left(text: str, cells: int) -> str:
    """The end of a text in so many cells at most, made safe, with … for what is cut off."""
    text = safe_line(text)
    if width(text) <= cells:
        return text
    at = max(0, len(text) - cells)
    while cells > 0 and width(text[at:]) > cells - 1:
        at += 1
    return "…" + text[at:].lstrip() if cells > 0 else ""


def clip_line(spans: Sequence[Span], cells: int) -> Line:
    """The line in so many cells at most, with … for what is cut off."""
    if line_width(spans) <= cells:
        return tuple(spans)
    out: list[Span] = []
    left = cells
    for span in spans:
        size = width(span.text)
        if size >= left:
            text = clip(span.text, left) if size > left else clip(span.text + "  ", left)
            out.append(Span(text, span.role, span.match, span.target))
            break
        out.append(span)
        left -= size
    return tuple(out)


def pad(text: str, cells: int) -> str:
    """The text clipped or filled with spaces to exactly so many cells."""
    text = clip(text, cells)
    return text + " " * (cells - width(text))


def pad_left(text: str, cells: int) -> str:
    """The text padded on the left to so many cells, for figures."""
    text = clip(text, cells)
    return " " * (cells - width(text)) + text


def apart(left: Sequence[Span], right: Sequence[Span], look: Look) -> Line | None:
    """Left and right at the two edges of a row, at least two cells apart; None when they do not fit."""
    gap = look.width - line_width(left, look) - line_width(right, look)
    return (*left, Span(" " * gap), *right) if gap >= 2 else None


def spread(left: Sequence[Span], right: Sequence[Span], cells: int) -> Line:
    """Left and right at the two edges of a row of so many cells; the left one is clipped to make room."""
    room = cells - line_width(right)
    if room < 8:
        return clip_line(left, cells)
    kept = clip_line(left, room - 1) if right else clip_line(left, room)
    return (*kept, Span(" " * (room - line_width(kept))), *right)


def piece_at(spans: Iterable[Span], x: int) -> Span | None:
    """The piece under a column."""
    left = 0
    for span in spans:
        left += width(span.text)
        if x < left:
            return span
    return None
