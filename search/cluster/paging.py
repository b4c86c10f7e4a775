"""Pages answers in a total order, one hit a story where asked, however far down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from morgue.search.cluster.session import Session
from morgue.search.cluster.stories import PLACE, fields_of
from morgue.search.deadline import Deadline
from morgue.search.request import SearchRequest

Json = dict[str, Any]

#: As far as one page of the cluster itself reaches; behind it answers are walked through.
_REACH, _STEP = 10_000, 2_000
_HEADER: Json = {"includes": ["a"], "excludes": ["a.body"]}
_NEWEST: list[Json] = [{"instant": {"order": "desc", "missing": "_last"}}, {"id": "asc"}]
_OLDEST: list[Json] = [{"instant": {"order": "asc", "missing": "_last"}}, {"id": "asc"}]
#: A score counts half as much for each so many days, in seconds.
_HALF_LIFE = 30 * 86_400.0


def order(request: SearchRequest) -> list[Json]:
    """What answers are sorted by: score or date, then date newest first, then id."""
    if request.sort == "oldest":
        return _OLDEST
    return _NEWEST if request.sort == "newest" else [{"_score": "desc"}, *_NEWEST]


def aged(query: Json, newest: int | None) -> Json:
    """The query with scores that fade with age, an unknown one to nothing."""
    if newest is None:
        return query
    source = (
        "doc['instant'].size() == 0 ? 0 : _score * Math.pow(2, (doc['instant'].value - params.newest) / params.half)"
    )
    script = {"source": source, "params": {"newest": newest, "half": _HALF_LIFE}}
    return {"script_score": {"query": query, "script": script}}


class Pages:
    """Reads pages at one point in time."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, query: Json, request: SearchRequest, deadline: Deadline, aggs: Json) -> tuple[int, list[Json], Json]:
        """How many articles match, and the hits of the page: articles without bodies, with their places.

        aggs: what is to be counted beside them; the counts come third, none for a page that lies far down.
        """
        wanted = max(0, request.limit)
        common: Json = {
            "sort": order(request),
            "track_total_hits": True,
            "track_scores": request.sort not in ("newest", "oldest"),
        }
        if request.offset + wanted > _REACH:
            return (*self._far(query, request, deadline, common), {})
        body = {
            **common,
            "from": request.offset,
            "size": wanted,
            "_source": _HEADER,
            "docvalue_fields": list(PLACE),
            "explain": request.explain,
            **({"collapse": {"field": "story"}} if request.collapse else {}),
        }
        if not wanted:
            body = {"size": 0, "track_total_hits": True}
        answer = self._session.ask(query, deadline, **body, **({"aggs": aggs} if aggs else {}))
        return int(answer["hits"]["total"]["value"]), answer["hits"]["hits"], answer.get("aggregations", {})

    def _far(self, query: Json, request: SearchRequest, deadline: Deadline, common: Json) -> tuple[int, list[Json]]:
        """A page behind the reach of the cluster's own: answers are walked through, stories seen are skipped."""
        found: list[str] = []
        seen: set[str] = set()
        place, articles = 0, 0
        for matching, hit in self._walk(query, deadline, common):
            articles = matching
            fields = fields_of(hit)
            if request.collapse:
                if fields["story"] in seen:
                    continue
                seen.add(fields["story"])
            place += 1
            if place > request.offset:
                found.append(fields["id"])
                if len(found) == request.limit:
                    break
        hits: list[Json] = []
        for at in range(0, len(found), _STEP):
            part = {"bool": {"must": [query], "filter": [{"terms": {"id": found[at : at + _STEP]}}]}}
            answer = self._session.ask(
                part, deadline, **{**common, "size": _STEP, "_source": _HEADER, "docvalue_fields": list(PLACE)}
            )
            hits += answer["hits"]["hits"]
        return articles, hits

    def _walk(self, query: Json, deadline: Deadline, common: Json) -> Iterator[tuple[int, Json]]:
        after: list[Any] | None = None
        articles = 0
        while True:
            paging = {"search_after": after} if after else {}
            body = {**common, "size": _STEP, "_source": False, "docvalue_fields": ["id", "story"], **paging}
            answer = self._session.ask(query, deadline, **body)
            found = answer["hits"]["hits"]
            articles = max(articles, int(answer["hits"]["total"]["value"]))
            for hit in found:
                yield articles, hit
            if len(found) < _STEP:
                return
            after = found[-1]["sort"]
