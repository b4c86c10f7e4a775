"""Holds one point in time of an archive in a cluster: every answer is of it, and says when part is missing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from morgue.core.errors import ArchiveError, ArchiveMissing
from morgue.index.cluster.archive import Record, read
from morgue.index.cluster.http import READERS_PATIENCE, Connection, Refused, Unreachable
from morgue.search.deadline import Deadline

Json = dict[str, Any]

#: How long the cluster keeps the point in time for somebody who does not ask; then it is taken anew.
_KEPT = "10m"
#: Rows read at a time.
PAGE = 2_000
#: Combinations of values in one answer.
_BUCKETS = 10_000
#: Milliseconds that are left to a step of the cluster when the time is almost up.
_LEAST_MS = 20
_EMPTY: Json = {"hits": {"total": {"value": 0}, "hits": []}, "aggregations": {}}
#: What the cluster says of a step that it cut short or could not do at all, rather than of a question that is wrong.
_LOST = ("search_context_missing_exception", "index_not_found_exception")


class Session:
    """Asks the articles as they were at one commit, and the lexicon."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._name = connection.address.name
        self._pit = ""
        self._missing = (0, 0)
        self._void: list[Json] = []
        self.generation = 0
        #: Grows whenever the point in time was taken anew: what was remembered of the one before no longer holds.
        self.turn = 0
        self._open()

    def _open(self) -> None:
        """Takes the newest commit. One that is just becoming visible is waited for, by trying again."""
        for _ in range(5):
            before = self._record()
            path = f"{self._name}-articles/_search/point_in_time"
            opened = self._connection.call("POST", path, None, keep_alive=_KEPT)
            if self._record().generation == before.generation:
                break
            self._close(opened["pit_id"])
        self._pit = opened["pit_id"]
        shards = opened.get("_shards", {})
        self._missing = int(shards.get("total", 0)), int(shards.get("total", 0)) - int(shards.get("successful", 0))
        self.generation = before.generation
        self._void = [
            {"bool": {"filter": [{"term": {"epoch": epoch}}, {"range": {"gen": {"gt": last}}}]}}
            for epoch, last in before.abandoned
        ]
        self.turn += 1

    def _record(self) -> Record:
        held = read(self._connection)
        if held is None:
            raise ArchiveMissing(f"no archive at {self._connection.address.shown}", "see: morgue index --help")
        return held.record

    def _close(self, pit: str) -> None:
        try:
            self._connection.call("DELETE", "_search/point_in_time", {"pit_id": [pit]}, patience=0.0)
        except (ArchiveError, Refused):
            return  # the cluster lets go of it by itself

    def close(self) -> None:
        """Lets go of the point in time and of the connection."""
        self._close(self._pit)
        self._connection.close()

    # -- articles

    def ask(self, query: Json, deadline: Deadline | None = None, **body: Any) -> Json:
        """One search of the articles. Where time ran out or a part was away, the deadline's notes say so."""
        deadline = deadline or Deadline()
        if deadline.passed():
            deadline.cut("the cluster was not asked")
            return _EMPTY
        again = True
        while True:
            kind = "dfs_query_then_fetch" if body.get("size", 1) else "query_then_fetch"
            try:
                answer = self._call("_search", self._request(query, deadline, body), deadline, search_type=kind)
            except Refused as refused:
                if refused.kind in _LOST and again:
                    again = False
                    self._open()
                    continue
                raise _explained(refused) from None
            self._note(answer, deadline)
            return answer

    def ask_all(self, questions: Sequence[tuple[Json, Json]], deadline: Deadline | None = None) -> list[Json]:
        """Several searches in one request, each with the rest of its body; none may ask for hits by relevance."""
        import orjson

        deadline = deadline or Deadline()
        if len(questions) < 2 or deadline.passed():
            return [self.ask(query, deadline, **body) for query, body in questions]
        lines: list[Json] = []
        for query, body in questions:
            lines += [{"search_type": "query_then_fetch"}, self._request(query, deadline, body)]
        told = self._call("_msearch", b"".join(orjson.dumps(line) + b"\n" for line in lines), deadline)
        answers = []
        for i, (query, body) in enumerate(questions):
            answer = _EMPTY if told is _EMPTY else told["responses"][i]
            if "error" in answer:
                answer = self.ask(query, deadline, **body)  # which knows what to do about it
            else:
                self._note(answer, deadline)
            answers.append(answer)
        return answers

    def _request(self, query: Json, deadline: Deadline, body: Json) -> Json:
        wanted = {"bool": {"must": [query], "must_not": self._void}} if self._void else query
        request = {"query": wanted, "pit": {"id": self._pit, "keep_alive": _KEPT}, **body}
        if deadline.end is not None:
            request["timeout"] = f"{max(_LEAST_MS, math.ceil(deadline.left() * 1000))}ms"
        return request

    def _call(self, path: str, request: Json | bytes, deadline: Deadline, **params: str) -> Json:
        seconds = deadline.left() + 2.0 if deadline.end is not None else None
        patience = min(READERS_PATIENCE, deadline.left())
        try:
            return self._connection.call("POST", path, request, seconds=seconds, patience=patience, params=params)
        except Unreachable:
            if not deadline.passed():
                raise
            deadline.cut("the cluster did not answer in time")
            return _EMPTY

    def _note(self, answer: Json, deadline: Deadline) -> None:
        """The cluster says only in passing that an answer is of some parts alone."""
        if answer is _EMPTY:
            return
        shards = answer.get("_shards", {})
        total, lost = self._missing
        total = max(total, int(shards.get("total", 0)))
        answered = min(int(shards.get("successful", 0)), total - lost)
        failures = [f.get("reason", {}).get("type", "") for f in shards.get("failures", ())]
        if answer.get("timed_out") or any("time_exceeded" in f or "timeout" in f for f in failures):
            deadline.cut("not every part of the archive was searched to its end")
        elif answered < total or shards.get("failed"):
            deadline.note(f"{answered} of {total} parts of the archive answered")

    def rows(
        self, query: Json, fields: Sequence[str], deadline: Deadline | None = None, size: int = PAGE, **body: Any
    ) -> Iterator[Json]:
        """Every hit of a query with some of its fields, in the archive's order."""
        after: list[Any] | None = None
        while True:
            paging = {"search_after": after} if after else {}
            answer = self.ask(
                query,
                deadline,
                size=size,
                sort=[{"seq": "asc"}],
                track_total_hits=False,
                docvalue_fields=list(fields),
                **{"_source": False, **body},
                **paging,
            )
            found = answer["hits"]["hits"]
            yield from found
            if len(found) < size:
                return
            after = found[-1]["sort"]

    def composite(
        self, query: Json, fields: Sequence[str], deadline: Deadline | None = None
    ) -> Iterator[tuple[tuple[str, ...], int]]:
        """Every combination of values of some fields among the matches, with its articles: exact, page by page."""
        yield from self._pages(query, fields, deadline, self.ask(query, deadline, **_combined(fields)))

    def composites(
        self, asked: Sequence[tuple[Json, tuple[str, ...]]], deadline: Deadline
    ) -> list[list[tuple[tuple[str, ...], int]]]:
        """As `composite`, for several questions at once, each with its fields."""
        first = self.ask_all([(query, _combined(fields)) for query, fields in asked], deadline)
        return [
            list(self._pages(query, fields, deadline, answer))
            for (query, fields), answer in zip(asked, first, strict=True)
        ]

    def _pages(
        self, query: Json, fields: Sequence[str], deadline: Deadline | None, answer: Json
    ) -> Iterator[tuple[tuple[str, ...], int]]:
        while True:
            told = answer.get("aggregations", {}).get("each", {})
            buckets = told.get("buckets", ())
            for bucket in buckets:
                yield tuple(bucket["key"].values()), int(bucket["doc_count"])
            after = told.get("after_key")
            if len(buckets) < _BUCKETS or after is None:
                return
            answer = self.ask(query, deadline, **_combined(fields, after))

    def count(self, query: Json, deadline: Deadline | None = None) -> int:
        """How many articles match."""
        return total(self.ask(query, deadline, size=0, track_total_hits=True))

    # -- beside the articles

    def forms(self, query: Json, most: int) -> Iterator[Json]:
        """Documents of the lexicon, at most so many."""
        after: list[Any] | None = None
        left = most
        while left > 0:
            size = min(left, 10_000)
            body = {
                "query": query,
                "size": size,
                "sort": [{"form": "asc"}, {"_id": "asc"}],
                "track_total_hits": False,
                **({"search_after": after} if after else {}),
            }
            found = self._elsewhere("forms", body)
            yield from (hit["_source"] for hit in found)
            if len(found) < size:
                return
            left -= size
            after = found[-1]["sort"]

    @property
    def lexicon_size(self) -> int:
        """How many forms there are; one that several languages have counts as often."""
        told = self._connection.call("POST", f"{self._name}-forms/_count", {}, patience=READERS_PATIENCE)
        return int(told["count"])

    def languages(self) -> list[str]:
        """The languages that the lexicon has forms of."""
        each = {"each": {"terms": {"field": "language", "size": 1_000}}}
        body = {"size": 0, "track_total_hits": False, "aggs": each}
        answer = self._connection.call("POST", f"{self._name}-forms/_search", body, patience=READERS_PATIENCE)
        return [b["key"] for b in answer["aggregations"]["each"]["buckets"] if b["key"]]

    def alias(self, id: str) -> str | None:
        """The story that another id of it leads to."""
        body = {"query": {"bool": {"filter": [{"term": {"kind": "alias"}}, {"term": {"alias": id}}]}}, "size": 1}
        found = self._elsewhere("state", body)
        return str(found[0]["_source"]["story"]) if found else None

    def _elsewhere(self, ending: str, body: Json) -> list[Json]:
        try:
            answer = self._connection.call("POST", f"{self._name}-{ending}/_search", body, patience=READERS_PATIENCE)
        except Refused as refused:
            raise _explained(refused) from None
        hits: list[Json] = answer["hits"]["hits"]
        return hits

    def sizes(self) -> tuple[int, int]:
        """Shards of the articles, and bytes of the whole archive on all nodes."""
        names = f"{self._name}-articles,{self._name}-forms,{self._name}-state"
        told = self._connection.get(f"{names}/_stats/store", level="shards")
        shards = len(told["indices"][f"{self._name}-articles"]["shards"])
        return shards, int(told["_all"]["total"]["store"]["size_in_bytes"])


def _combined(fields: Sequence[str], after: Json | None = None) -> Json:
    sources = [{f"s{i}": {"terms": {"field": field}}} for i, field in enumerate(fields)]
    each = {"composite": {"size": _BUCKETS, "sources": sources, **({"after": after} if after else {})}}
    return {"size": 0, "track_total_hits": False, "aggs": {"each": each}}


def total(answer: Json) -> int:
    """How many articles matched."""
    return int(answer["hits"].get("total", {"value": 0})["value"])


def _explained(refused: Refused) -> ArchiveError:
    if refused.kind == "too_many_clauses" or "too_many" in refused.kind or "maxClauseCount" in refused.reason:
        return ArchiveError("the query stands for too many words at once", "make its patterns longer")
    return ArchiveError(f"the cluster refuses the question: {refused.kind}: {refused.reason:.160}", "report this")
