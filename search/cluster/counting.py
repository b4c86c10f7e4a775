"""Counts articles and stories exactly: in all, by value, over time.

Stories are articles less those that repeat one. Only matches in stories of several articles can, and these are gone
through as distinct pairs of story and value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
        aggs = {
            "values": {"terms": {"field": field, "size": _VALUES}},
            "missing": {"missing": {"field": field}},
        }
        told = self._session.ask(query, deadline, size=0, track_total_hits=False, aggs=aggs).get("aggregations", {})
        if not told:
            return 0, {}
        if told["values"].get("sum_other_doc_count"):
            deadline.note(f"{field}: the commonest {_VALUES:,} values were counted")
        return told["missing"]["doc_count"], {b["key"]: b["doc_count"] for b in told["values"]["buckets"]}

    def _stories(
        self, query: Json, field: str, values: Sequence[str], counts: dict[str, int], deadline: Deadline
    ) -> dict[str, int]:
        """Stories of each of some values, of which the matching articles are counted."""
        repeats: Counter[str] = Counter()
        shown = set(values)
        among = _both(query, _COMPANY, {"terms": {field: list(values)}})
        for (value, _), n in self._session.composite(among, (field, "story"), deadline) if values else ():
            if value in shown:
                repeats[value] += n - 1
        return {v: max(0, counts[v] - repeats[v]) for v in values}

    def facet(self, name: FacetName, query: Json, buckets: int, articles: int, deadline: Deadline) -> Facet:
        """One facet: buckets by falling count and then by name, dates by time and all of them."""
        field = name
        missing, counts = self.by_value(query, field, deadline)
        if name in _DATES:
            shown = sorted(counts)
        else:
            shown = sorted(counts, key=lambda v: (-counts[v], v))[: max(0, buckets)]
        stories = self._stories(query, field, shown, counts, deadline)
        told = tuple(FacetBucket(v, counts[v], stories[v]) for v in shown)
        if name in _DATES:
            return Facet(name, told, 0, missing)
        inside = sum(counts[v] for v in shown)
        if name == "byline" and shown:
            inside = self._session.count(_both(query, {"terms": {field: shown}}), deadline)
        return Facet(name, told, max(0, articles - inside - missing), missing)

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


def _both(*queries: Json) -> Json:
    return {"bool": {"filter": list(queries)}}
