"""Words what is chosen beside the query as chips: each with its text, and the state without it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from morgue.render import dates
from morgue.render.cells import clip_line, line_width
from morgue.render.spans import Line, Span, said
from morgue.search.request import FacetName
from morgue.tui import state
from morgue.tui.state import Browsing

#: Cells of a chip's text at most.
_LONGEST = 32


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of the question, and the state without it."""

    text: str
    without: Browsing


def chips(now: Browsing) -> tuple[Chip, ...]:
    """The range of time, what is wanted, what is not, then order, copies and match where they are not the usual."""
    found: list[Chip] = []
    if now.when is not None:
        low, high = now.when
        text = dates.day(low) if low == high else f"{dates.day(low)} – {dates.day(high)}"
        found.append(Chip(text, state.brushed(now, None)))
    found += [Chip(_named(facet, value), state.toggled(now, facet, value, "only")) for facet, value in now.include]
    found += [Chip("− " + _named(f, v), state.toggled(now, f, v, "not")) for f, v in now.exclude]
    if now.sort != "relevance":
        found.append(Chip(f"by {now.sort}", replace(state.next_sort(now), sort="relevance")))
    if not now.collapse:
        found.append(Chip("all copies", state.copies_toggled(now)))
    if now.match == "any":
        found.append(Chip("any word", state.match_toggled(now)))
    return tuple(found)


def _named(facet: FacetName, value: str) -> str:
    return dates.day(value) if facet in ("year", "month", "day") else f"{facet}: {value}"


def draw(found: Sequence[Chip], cells: int, cursor: int | None) -> Line:
    """`[2020 ×] [outlet: Hill Gazette ×] +2` in so many cells; `cursor` is the chip that has the keys.

    The one under the cursor is always there; those that there is no room for are counted.
    """
    first = 0
    while True:
        line, shown = _from(found, first, cells)
        if cursor is None or cursor < first + shown or first + 1 >= len(found):
            return _marked(line, first, cursor)
        first += 1


def _from(found: Sequence[Chip], first: int, cells: int) -> tuple[list[Line], int]:
    out: list[Line] = [(Span(f"+{first} ", "meta"),)] if first else []
    shown = 0
    for number in range(first, len(found)):
        left = len(found) - number - 1
        chip = _one(found[number], number, min(_LONGEST, max(4, cells - 13)))
        tail = len(f" +{left}") if left else 0
        if shown and sum(map(line_width, out)) + line_width(chip) + tail > cells:
            break
        out.append(chip)
        shown += 1
    left = len(found) - first - shown
    if left:
        out.append((Span(f"+{left}", "meta"),))
    return out, shown


def _one(chip: Chip, number: int, longest: int) -> Line:
    text = clip_line((said(chip.text, "strong", target=str(number)),), longest)
    target = str(number)
    return (Span("[", "key", target=target), *text, Span(" ×]", "key", target=target), Span(" "))


def _marked(lines: Sequence[Line], first: int, cursor: int | None) -> Line:
    wanted = "" if cursor is None else str(cursor)
    return tuple(
        replace(span, role="now") if wanted and span.target == wanted else span for line in lines for span in line
    )
