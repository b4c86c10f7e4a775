"""Counts what an archive in a cluster holds in all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from morgue.core.health import Stats
from morgue.search.deadline import Deadline

if TYPE_CHECKING:
    from morgue.search.cluster.counting import Counting
    from morgue.search.cluster.session import Session
    from morgue.search.cluster.values import Values
    from morgue.search.request import Count


def stats(session: Session, counting: Counting, values: Values, count: Count) -> Stats:
    """Counts over all articles of one point in time; count: how many there are, and their stories."""
    every: dict[str, Any] = {"match_all": {}}
    roles = counting.by_value(every, "role", Deadline())[1]
    aggs = {
        "words": {"sum": {"field": "words"}},
        "first": {"min": {"field": "first"}},
        "last": {"max": {"field": "last"}},
        "undated": {"missing": {"field": "first"}},
    }
    told = session.ask(every, size=0, aggs=aggs)["aggregations"]
    shards, size = session.sizes()
    return Stats(
        articles=count.articles,
        stories=count.stories,
        copies=roles.get("copy", 0),
        excerpts=roles.get("excerpt", 0),
        versions=roles.get("version", 0),
        words=int(told["words"]["value"] or 0),
        undated=told["undated"]["doc_count"],
        first=_day(told["first"]["value"]),
        last=_day(told["last"]["value"]),
        outlets=_ranked(values, "outlet"),
        languages=_ranked(values, "language"),
        segments=shards,
        generation=session.generation,
        bytes=size,
    )


def _ranked(values: Values, column: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(values.of(column).items(), key=lambda item: (-item[1], item[0])))


def _day(value: float | None) -> str | None:
    return None if value is None else date.fromordinal(int(value)).isoformat()
