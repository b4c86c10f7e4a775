"""A query over time: matches and holdings a bucket, and rows for the outlets that ran most."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from search.answer import Timeline, Unit
from search.filters import as_query
from search.language.printing import print_query
from search.query import And, Query
from search.request import SearchRequest
from search.timeline import bucket_of, first_day, timeline, unit_for

if TYPE_CHECKING:
    from search.local.backend import LocalBackend


def over_time(backend: LocalBackend, query: Query, by: Unit | None, rows: int) -> Timeline:
    """The timeline of a query; the unit fits the span of the matches when none is asked for."""
    unit = by or _fitting(backend, query)
    found = backend.histogram(query, unit)
    counts = {_name(b.start, unit): (b.articles, b.stories) for b in found.bins}
    holdings = {_name(b.start, unit): b.holdings for b in found.bins}
    by_outlet = {outlet: _articles(backend, query, outlet, unit) for outlet in _outlets(backend, query, rows)}
    return timeline(print_query(query), unit, counts, holdings, found.undated, by_outlet)


def _fitting(backend: LocalBackend, query: Query) -> Unit:
    days = [b.start for b in backend.histogram(query, "month").bins if b.articles]
    if not days:
        return "month"
    return unit_for(first_day(days[0]), first_day(days[-1]) + 30)


def _outlets(backend: LocalBackend, query: Query, rows: int) -> list[str]:
    if not rows:
        return []
    facets = backend.run(SearchRequest(query, limit=0, facets=("outlet",), buckets=rows)).facets
    return [b.value for b in facets[0].buckets]


def _articles(backend: LocalBackend, query: Query, outlet: str, unit: Unit) -> dict[str, int]:
    bins = backend.histogram(And((query, as_query(("outlet", outlet)))), unit).bins
    return {_name(b.start, unit): b.articles for b in bins if b.articles}


def _name(start: str, unit: Unit) -> str:
    """The bucket's name as timelines write it; the engine names a week by its first day."""
    return bucket_of(date.fromisoformat(start).toordinal(), "week") if unit == "week" else start
