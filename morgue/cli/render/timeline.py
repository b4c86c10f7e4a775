"""Sets counts over time as bars, beside what the archive holds of each time. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from morgue.cli.render.search import INDENT
from morgue.core.wording.quantities import quantity
from morgue.render.bars import bar, spark
from morgue.render.cells import pad
from morgue.render.spans import Line, Look, Span, faint, line, strong
from morgue.render.wrap import wrap
from morgue.search.answer import TimeBucket, Timeline

_LONGEST_BAR = 40
_LABEL = 20
#: More buckets without a match than this in a row are told in one line.
_SHORTEST_GAP = 3
#: From this share on tenths of a per cent say nothing.
_ROUGH = 0.1


def timeline_lines(timeline: Timeline, look: Look) -> Iterator[Line]:
    """One line for each bucket, then a row of sparks for each outlet, then the number without a date."""
    yield from _head(timeline, look)
    yield ()
    yield from _buckets(timeline, look)
    yield from _rows(timeline, look)
    if timeline.undated:
        yield ()
        told = f"and {timeline.undated:,} without a date as exact as that"
        yield from wrap([faint(told)], look.width, look, first=INDENT, rest=INDENT)


def _head(timeline: Timeline, look: Look) -> Iterator[Line]:
    """The query, and how many articles match."""
    articles = sum(bucket.articles for bucket in timeline.buckets)
    head = line(
        strong(" ".join(timeline.query.split())),
        faint(f"   {quantity(articles, 'article', 'articles')} by {timeline.by}"),
    )
    yield from wrap(head, look.width, look, rest=INDENT)


def _buckets(timeline: Timeline, look: Look) -> Iterator[Line]:
    """A bar for each bucket; a longer run without matches is one line."""
    most = max((bucket.articles for bucket in timeline.buckets), default=0)
    label = max((len(bucket.start) for bucket in timeline.buckets), default=7)
    cells = max(8, min(_LONGEST_BAR, look.width - label - 30))
    figures = len(f"{max((bucket.holdings for bucket in timeline.buckets), default=0):,}")
    for run in _runs(timeline.buckets):
        if len(run) > _SHORTEST_GAP and not run[0].articles:
            first = f"{run[0].start:<{label}}  "
            yield from wrap(
                [faint(f"· {_quiet(run, timeline.by)}")], look.width, look, first=first, rest=" " * len(first)
            )
        else:
            yield from (_bucket(bucket, most, label, cells, figures) for bucket in run)


def _runs(buckets: Sequence[TimeBucket]) -> Iterator[list[TimeBucket]]:
    """Neighbours with matches, and neighbours without."""
    return (list(run) for _, run in groupby(buckets, key=lambda bucket: bucket.articles > 0))


def _quiet(run: Sequence[TimeBucket], unit: str) -> str:
    """A run without matches: whether the archive is silent or has nothing of that time."""
    last = run[-1].start
    held = sum(bucket.holdings for bucket in run)
    if not held:
        return f"no data until {last}"
    there = sum(bucket.holdings > 0 for bucket in run)
    where = "" if there == len(run) else f", in {there:,} of {len(run):,} {unit}s"
    return f"no match until {last} ({held:,} held{where})"


def _bucket(bucket: TimeBucket, most: int, label: int, cells: int, figures: int) -> Line:
    start = f"{bucket.start:<{label}}  "
    if not bucket.holdings:
        return line(start, faint("· no data"))
    length = bar(bucket.articles, most, cells)
    count = f" {bucket.articles:,}" if bucket.articles else ""
    gap = " " * (cells + len(f" {most:,}") + 2 - len(length) - len(count))
    part = bucket.articles / bucket.holdings
    share = f"  {part:.0%}" if part >= _ROUGH else f"  {part:.1%}"
    return line(
        start,
        Span(length, "good"),
        count,
        gap,
        faint(f"of {bucket.holdings:>{figures},}{share if bucket.articles else ''}"),
    )


def _rows(timeline: Timeline, look: Look) -> Iterator[Line]:
    if not timeline.rows:
        return
    yield ()
    room = max(8, look.width - _LABEL - len(INDENT) - 10)
    most = max((count for row in timeline.rows for count in row.counts), default=0)
    matched = [i for i, bucket in enumerate(timeline.buckets) if bucket.articles]
    first, beyond = (matched[0], matched[-1] + 1) if matched else (0, 0)
    step = max(1, -(-(beyond - first) // room))
    for row in timeline.rows:
        grouped = [sum(row.counts[i : min(beyond, i + step)]) for i in range(first, beyond, step)]
        peak = most if step == 1 else max(grouped, default=0)
        sparks = "".join(spark(count, peak) for count in grouped)
        yield line(INDENT, pad(row.outlet, _LABEL), " ", Span(sparks, "good"), f" {sum(row.counts):,}")
