"""Counts articles and stories exactly: in all, by value, over time.

Stories are articles less those that repeat one. Only matches in stories of several articles can, and these are gone
through as distinct pairs of story and value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from morgue.search.answer import Unit
from morgue.search.backend import Bin, Histogram, OutletRow
from morgue.search.cluster.session import Session
from morgue.search.deadline import Deadline
from morgue.search.periods import first_day, unit_for
from morgue.search.request import Count, Facet, FacetBucket, FacetName

Json = dict[str, Any]

#: Values of one field that are counted at once; the cluster's own limit of buckets lies just above.
_VALUES = 60_000
_DATES = ("year", "month", "day")
_COMPANY: Json = {"term": {"company": True}}


class Counting:
    """Counts at one point in time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: dict[str, dict[str, int]] = {}

    def forget(self) -> None:
        """Lets go of what was counted."""
        self._held.clear()

    def count(self, query: Json, deadline: Deadline, articles: int | None = None) -> Count:
        """Both sizes of an answer; articles: where that is known."""
        if articles is None:
            articles = self._session.count(query, deadline)
        if not articles:
            return Count(0, 0)
        repeated = [n for _, n in self._session.composite(_both(query, _COMPANY), ("story",), deadline)]
        return Count(articles, max(0, articles - sum(repeated) + len(repeated)))

    def by_value(self, query: Json, field: str, deadline: Deadline) -> tuple[int, dict[str, int]]:
        """Matches without a value of a field, and the matches of each value."""
        body = {"size": 0, "track_total_hits": False, "aggs": aggregations((field,))}
        return _counted(self._session.ask(query, deadline, **body).get("aggregations", {}), field, deadline)

    def _repeated(self, query: Json, field: str, values: Sequence[str]) -> tuple[Json, tuple[str, ...]]:
        """The question whose combinations tell how many articles of each value repeat a story."""
        return _both(query, _COMPANY, {"terms": {field: list(values)}}), (field, "story")

    def _stories(
        self, query: Json, field: str, values: Sequence[str], counts: dict[str, int], deadline: Deadline
    ) -> dict[str, int]:
        """Stories of each of some values, of which the matching articles are counted."""
        asked = [self._repeated(query, field, values)] if values else []
        pairs = self._session.composites(asked, deadline)
        return _distinct(values, counts, pairs[0] if pairs else ())

    def page(
        self, names: Sequence[FacetName], query: Json, buckets: int, articles: int, told: Json, deadline: Deadline
    ) -> tuple[Count, tuple[Facet, ...]]:
        """The size of an answer and its facets. told: what `aggregations` gave beside the hits, if it was asked there.

        Buckets stand by falling count and then by name, dates by time and all of them.
        """
        if names and not told and articles:
            body = {"size": 0, "track_total_hits": False, "aggs": aggregations(names)}
            told = self._session.ask(query, deadline, **body).get("aggregations", {})
        counted = {name: _counted(told, name, deadline) for name in names}
        shown = {name: _shown(name, counted[name][1], buckets) for name in names}
        asked = [self._repeated(query, name, shown[name]) for name in names if shown[name]]
        pairs = self._session.composites([(_both(query, _COMPANY), ("story",)), *asked], deadline) if articles else []
        repeats = sum(n - 1 for _, n in pairs[0]) if pairs else 0
        by_name = dict(zip((n for n in names if shown[n]), pairs[1:], strict=False))
        facets = []
        for name in names:
            missing, counts = counted[name]
            stories = _distinct(shown[name], counts, by_name.get(name, ()))
            others = self._others(name, query, shown[name], articles - missing, counts, deadline)
            listed = tuple(FacetBucket(v, counts[v], stories[v]) for v in shown[name])
            facets.append(Facet(name, listed, others, missing))
        return Count(articles, max(0, articles - repeats)), tuple(facets)

    def _others(
        self, name: str, query: Json, shown: Sequence[str], valued: int, counts: dict[str, int], deadline: Deadline
    ) -> int:
        """Articles with values of which none is shown; an article may have several bylines."""
        if name in _DATES:
            return 0
        inside = sum(counts[v] for v in shown)
        if name == "byline" and shown:
            inside = self._session.count(_both(query, {"terms": {name: list(shown)}}), deadline)
        return max(0, valued - inside)

    def histogram(self, query: Json, unit: Unit | None, rows: int, deadline: Deadline) -> Histogram:
        """Matches and holdings by unit of time."""
        unit = unit or self._fitting(query, deadline)
        if deadline.passed():
            deadline.cut("not every article was counted")
            return Histogram(unit, (), 0)
        if unit not in self._held:
            self._held[unit] = self.by_value({"match_all": {}}, unit, Deadline())[1]
        held = self._held[unit]
        missing, counts = self.by_value(query, unit, deadline)
        named = sorted(counts)
        stories = self._stories(query, unit, named, counts, deadline)
        names = sorted(held)
        bins = tuple(Bin(n, counts.get(n, 0), stories.get(n, 0), held[n]) for n in names)
        return Histogram(unit, bins, missing, self._rows(query, unit, names, rows, deadline))

    def _fitting(self, query: Json, deadline: Deadline) -> Unit:
        months = sorted(self.by_value(query, "month", deadline)[1])
        return unit_for(first_day(months[0]), first_day(months[-1]) + 30) if months else "month"

    def _rows(
        self, query: Json, unit: str, names: Sequence[str], count: int, deadline: Deadline
    ) -> tuple[OutletRow, ...]:
        if not count:
            return ()
        _, counts = self.by_value(query, "outlet", deadline)
        rows = []
        for outlet in sorted(counts, key=lambda v: (-counts[v], v))[:count]:
            _, own = self.by_value(_both(query, {"term": {"outlet": outlet}}), unit, deadline)
            rows.append(OutletRow(outlet, tuple(own.get(n, 0) for n in names)))
        return tuple(rows)


def aggregations(fields: Sequence[str]) -> Json:
    """What counts the values of some fields, beside hits or without them."""
    found: Json = {}
    for field in fields:
        found[field] = {"terms": {"field": field, "size": _VALUES}}
        found[f"{field} missing"] = {"missing": {"field": field}}
    return found


def _counted(told: Json, field: str, deadline: Deadline) -> tuple[int, dict[str, int]]:
    """Matches without a value, and the matches of each value."""
    if field not in told:
        return 0, {}
    if told[field].get("sum_other_doc_count"):
        deadline.note(f"{field}: the commonest {_VALUES:,} values were counted")
    return told[f"{field} missing"]["doc_count"], {b["key"]: b["doc_count"] for b in told[field]["buckets"]}


def _shown(name: str, counts: dict[str, int], buckets: int) -> list[str]:
    if name in _DATES:
        return sorted(counts)
    return sorted(counts, key=lambda v: (-counts[v], v))[: max(0, buckets)]


def _distinct(
    values: Sequence[str], counts: dict[str, int], pairs: Iterable[tuple[tuple[str, ...], int]]
) -> dict[str, int]:
    """Stories of each value: its articles less those that repeat a story."""
    repeats: Counter[str] = Counter()
    for (value, _), n in pairs:
        repeats[value] += n - 1
    return {v: max(0, counts[v] - repeats[v]) for v in values}


def _both(*queries: Json) -> Json:
    return {"bool": {"filter": list(queries)}}
