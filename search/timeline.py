"""Counts a query over time: how many matches each bucket has, and how many articles the archive holds there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from morgue.core.errors import MorgueError
from morgue.search.answer import TimeBucket, Timeline, TimelineRow, Unit
from morgue.search.periods import bucket_names, bucket_of, first_day

if TYPE_CHECKING:
    from morgue.search.backend import Backend
    from morgue.search.deadline import Deadline
    from morgue.search.query import Query


def timeline(
    query: str,
    unit: Unit,
    counts: Mapping[str, tuple[int, int]],
    holdings: Mapping[str, int],
    undated: int,
    rows: Mapping[str, Mapping[str, int]],
) -> Timeline:
    """A timeline of the counted buckets, with the empty ones between them.

    counts maps a bucket's name to matching articles and stories, holdings to all articles held, rows an outlet to its
    articles a bucket. It reaches from the first to the last bucket with a match or a holding; where those would be too
    many, with a match.
    """
    matched = sorted(name for name in counts if any(counts[name]))
    known = sorted({*matched, *(name for name, held in holdings.items() if held)})
    try:
        names = _between(known, unit)
    except MorgueError:
        names = _between(matched, unit)
    buckets = tuple(TimeBucket(n, *counts.get(n, (0, 0)), holdings.get(n, 0)) for n in names)
    by_outlet = tuple(TimelineRow(outlet, tuple(row.get(n, 0) for n in names)) for outlet, row in rows.items())
    return Timeline(query, unit, buckets, undated, by_outlet)


def _between(names: Sequence[str], unit: Unit) -> tuple[str, ...]:
    """The names from the first of some buckets to the last; MorgueError when there would be too many."""
    return bucket_names(first_day(names[0]), first_day(names[-1]), unit) if names else ()


def over_time(backend: Backend, query: Query, by: Unit | None, rows: int, deadline: Deadline) -> Timeline:
    """The timeline of a query; the unit fits the span of the matches when none is asked for."""
    from morgue.search.language.printing import print_query

    found = backend.histogram(query, by, rows, deadline)
    names = [_name(b.start, found.unit) for b in found.bins]
    counts = {name: (b.articles, b.stories) for name, b in zip(names, found.bins, strict=True)}
    holdings = {name: b.holdings for name, b in zip(names, found.bins, strict=True)}
    by_outlet = {row.outlet: dict(zip(names, row.articles, strict=True)) for row in found.rows}
    told = timeline(print_query(query), found.unit, counts, holdings, found.undated, by_outlet)
    return replace(told, partial=found.partial)


def _name(start: str, unit: Unit) -> str:
    """The bucket's name as timelines write it; the engine names a week by its first day."""
    return bucket_of(date.fromisoformat(start).toordinal(), "week") if unit == "week" else start
