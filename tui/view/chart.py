"""Draws a timeline: bars for one query, curves for several, an axis with the bucket looked at. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.bars import bucket_span, columns, curve, squeezed
from morgue.render.cells import clip_line, line_width, spread
from morgue.render.labels import joined
from morgue.render.spans import Line, Role, Span, said
from morgue.render.wrap import indented, wrap
from morgue.search.answer import TimeBucket, Timeline, Unit

#: The curves' names, signs and roles: never told apart by colour alone.
LETTERS = "ABCD"
ROLES: tuple[Role, ...] = ("first", "second", "third", "fourth")
UNITS: tuple[Unit, ...] = ("year", "month", "day")

#: Columns of the figures left of the picture.
SCALE = 7


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn: each timeline's buckets within the range, all on the same days."""

    queries: tuple[str, ...]
    by: Unit
    starts: tuple[str, ...]
    rows: tuple[tuple[TimeBucket, ...], ...]
    undated: int

    @property
    def most(self) -> int:
        """The largest count of all."""
        return max((bucket.articles for row in self.rows for bucket in row), default=0)


def plot(timelines: Sequence[Timeline], within: str = "") -> Plot:
    """Timelines of one unit side by side, only the buckets that begin with `within` (`2021`, `2021-03`)."""
    maps = [{bucket.start: bucket for bucket in timeline.buckets} for timeline in timelines]
    starts = sorted({start for held in maps for start in held if start.startswith(within)})
    # Empty time before the first and after the last match of any of them tells nothing.
    counted = [i for i, s in enumerate(starts) if any(s in held and held[s].articles for held in maps)]
    if counted and not within:
        starts = starts[counted[0] : counted[-1] + 1]
    rows = tuple(tuple(held.get(s, TimeBucket(s, 0, 0, 0)) for s in starts) for held in maps)
    queries = tuple(timeline.query for timeline in timelines)
    by = timelines[0].by if timelines else "year"
    return Plot(queries, by, tuple(starts), rows, sum(t.undated for t in timelines[:1]))


def cell_of(drawn: Plot, cells: int, index: int) -> int:
    """The column in which a bucket's middle stands. Curves take the whole width, bars whole columns."""
    total = len(drawn.starts)
    if len(drawn.rows) > 1:
        return round(index * (cells - 1) / max(1, total - 1))
    if total <= cells:
        each = bar_width(total, cells)
        return index * each + (each - 1) // 2
    return min(cells - 1, index * cells // total)


def bucket_at(drawn: Plot, cells: int, cell: int) -> int:
    """The bucket that stands in a column."""
    total = len(drawn.starts)
    if len(drawn.rows) > 1:
        return max(0, min(total - 1, round(cell * (total - 1) / max(1, cells - 1))))
    if total <= cells:
        return max(0, min(total - 1, cell // bar_width(total, cells)))
    return max(0, min(total - 1, bucket_span(total, cells, max(0, min(cells - 1, cell)))[0]))


def bar_width(total: int, cells: int) -> int:
    """Columns of one bar: as wide as there is room, at most twelve."""
    return max(1, min(12, cells // max(1, total)))


def draw(drawn: Plot, cursor: int, cells: int, rows: int) -> list[Line]:
    """Exactly `rows` lines: the picture, the axis and the labels below it."""
    room = max(10, cells - SCALE - 3)
    high = max(1, rows - 2)
    if not drawn.starts:
        return [(Span("  nothing dated matches", "faint"),), *[()] * (rows - 1)]
    picture = _bars(drawn, cursor, room, high) if len(drawn.rows) == 1 else _curves(drawn, room, high)
    lines = [(_scale(drawn.most, i, high), *line) for i, line in enumerate(picture)]
    return [*lines, *_axis(drawn, cursor, room)]


def _scale(most: int, row: int, rows: int) -> Span:
    text = f"{most:,}" if row == 0 else "0" if row == rows - 1 and rows > 1 else ""
    return Span(f"{text:>{SCALE}} ", "faint")


def _bars(drawn: Plot, cursor: int, cells: int, rows: int) -> list[Line]:
    counts = [bucket.articles for bucket in drawn.rows[0]]
    each = bar_width(len(counts), cells)
    shown = squeezed(counts, cells)
    here = cell_of(drawn, cells, cursor)
    out: list[Line] = []
    for text in columns(shown, max(shown, default=0), rows):
        pieces = []
        for i, char in enumerate(text):
            chosen = i == cursor if each > 1 or len(counts) <= cells else i == here
            fill = char * (each - 1 if each > 2 else each)
            pieces.append(Span(fill + (" " if each > 2 else ""), "mark" if chosen else "first"))
        out.append(tuple(pieces))
    return out


def _curves(drawn: Plot, cells: int, rows: int) -> list[Line]:
    """One over the other; where two meet the later one is seen, and every one has its letter at its end."""
    grid: list[list[tuple[str, Role]]] = [[(" ", "plain")] * (cells + 2) for _ in range(rows)]
    for number, row in enumerate(drawn.rows):
        counts = [bucket.articles for bucket in row]
        shown = squeezed(counts, cells * 2)
        for y, text in enumerate(curve(shown, max(1, max(shown, default=0), drawn.most), cells, rows)):
            for x, char in enumerate(text):
                if char != " ":
                    grid[y][x] = (_over(grid[y][x][0], char), ROLES[number])
        last = counts[-1] if counts else 0
        y = rows - 1 - min(rows - 1, round(last * (rows - 1) / max(1, drawn.most)))
        x = next((x for x in range(cells, cells + 2) if grid[y][x][0] == " "), cells + 1)
        grid[y][x] = (LETTERS[number], ROLES[number])
    return [tuple(Span(char, role) for char, role in row) for row in grid]


def _over(below: str, above: str) -> str:
    """Two braille cells in one."""
    if "\u2800" <= below <= "\u28ff":
        return chr(0x2800 | (ord(below) - 0x2800) | (ord(above) - 0x2800))
    return above


def _axis(drawn: Plot, cursor: int, cells: int) -> list[Line]:
    here = cell_of(drawn, cells, cursor)
    total = len(drawn.starts)
    used = cells if len(drawn.rows) > 1 else min(cells, total * bar_width(total, cells))
    held = [any(row[i].holdings for row in drawn.rows) for i in range(total)]
    signs = ["─" if held[bucket_at(drawn, cells, x)] else "·" for x in range(used)]
    signs[min(here, used - 1)] = "▲"
    first, last = dates.day(drawn.starts[0]), dates.day(drawn.starts[-1])
    ends = spread((Span(first, "faint"),), (Span(last, "faint"),), max(used, len(first) + len(last) + 2))
    margin = Span(" " * (SCALE + 1))
    marks = tuple(Span(sign, "mark" if sign == "▲" else "faint") for sign in signs)
    return [(margin, *marks), (margin, *ends) if total > 1 else (margin, Span(first, "faint"))]


def legend(drawn: Plot, cursor: int, cells: int) -> list[Line]:
    """A line a query: its letter, the query, its count in the bucket looked at and in all."""
    out: list[Line] = []
    for number, (query, row) in enumerate(zip(drawn.queries, drawn.rows, strict=True)):
        bucket = row[cursor] if cursor < len(row) else TimeBucket("", 0, 0, 0)
        name = Span(f" {LETTERS[number]} ", ROLES[number])
        share = f" ({bucket.articles / bucket.holdings:.1%})" if bucket.articles and bucket.holdings else ""
        here = f"{bucket.articles:,} of {bucket.holdings:,} held{share}" if bucket.holdings else "no data"
        total = quantity(sum(b.articles for b in row), "article")
        when = dates.day(bucket.start) if bucket.start else ""
        text = joined([f"{when}: {here}" if when else "", f"{total} in all"])
        right = (Span(text, "meta"),)
        out.append(spread((name, said(query or "every article", "strong")), right, cells))
        if line_width(right) > cells - 12:
            out += indented(wrap(right, max(8, cells - 3)), 3)
    if drawn.undated:
        left = f"{quantity(drawn.undated, 'article')} without so exact a date not shown"
        out.append(clip_line((Span(f"   {left}", "faint"),), cells))
    return out
