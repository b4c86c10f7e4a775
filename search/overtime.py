"""A query over time: matches and holdings a bucket, and rows for the outlets that ran most."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from morgue.search.answer import Timeline, Unit
from morgue.search.language.printing import print_query
from morgue.search.query import Query
from morgue.search.timeline import bucket_of, timeline

if TYPE_CHECKING:
    from morgue.search.deadline import Deadline
    from morgue.search.local.backend import LocalBackend


def over_time(backend: LocalBackend, query: Query, by: Unit | None, rows: int, deadline: Deadline) -> Timeline:
    """The timeline of a query; the unit fits the span of the matches when none is asked for."""
    found = backend.histogram(query, by, rows, deadline)
    names = [_name(b.start, found.unit) for b in found.bins]
    counts = {name: (b.articles, b.stories) for name, b in zip(names, found.bins, strict=True)}
    holdings = {name: b.holdings for name, b in zip(names, found.bins, strict=True)}
    by_outlet = {row.outlet: dict(zip(names, row.articles, strict=True)) for row in found.rows}
    told = timeline(print_query(query), found.unit, counts, holdings, found.undated, by_outlet)
    return replace(told, partial=deadline.partial)


def _name(start: str, unit: Unit) -> str:
    """The bucket's name as timelines write it; the engine names a week by its first day."""
    return bucket_of(date.fromisoformat(start).toordinal(), "week") if unit == "week" else start
