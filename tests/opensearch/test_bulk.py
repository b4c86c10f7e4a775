"""What is sent in bulk is acknowledged item by item, and ids are asked for seldom; no server is needed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
import pytest

from morgue.core.errors import ArchiveError
from morgue.index.cluster import http
from morgue.index.cluster.address import parse
from morgue.index.cluster.filed import Filed
from morgue.index.cluster.filing.rows import Rows
from morgue.index.cluster.http import Connection, bulk


class Scripted(Connection):
    """Answers each item with the next status written down for its id, then 201."""

    def __init__(self, statuses: dict[str, list[int]]) -> None:
        super().__init__(parse("127.0.0.1:1/news", {}))
        self.statuses = statuses
        self.filed: list[str] = []

    def call(self, method: str, path: str, body: object = None, **more: Any) -> dict[str, Any]:
        assert isinstance(body, bytes)
        items = []
        for line in body.splitlines()[::2]:
            name = orjson.loads(line)["index"]["_id"]
            status = self.statuses[name].pop(0) if self.statuses.get(name) else 201
            error = {} if status < 300 else {"error": {"type": "es_rejected_execution_exception", "reason": "busy"}}
            if status < 300:
                self.filed.append(name)
            items.append({"index": {"status": status, **error}})
        return {"items": items}


def _actions(count: int) -> list[tuple[bytes, bytes]]:
    return [(orjson.dumps({"index": {"_id": f"a{i}"}}), b"{}") for i in range(count)]


def test_an_item_that_was_refused_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    door = Scripted({"a1": [429, 503], "a3": [429]})
    bulk(door, _actions(5))
    assert sorted(door.filed) == [f"a{i}" for i in range(5)]


def test_an_item_that_cannot_be_filed_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ArchiveError, match="refuses an article"):
        bulk(Scripted({"a2": [400]}), _actions(4))
    with pytest.raises(ArchiveError, match="taken over"):
        bulk(Scripted({"a2": [409]}), _actions(4))
    bulk(Scripted({"a2": [409]}), _actions(4), there_is_fine=True)
    monkeypatch.setattr(http, "PATIENCE", -1.0)
    with pytest.raises(ArchiveError, match="takes no more articles"):
        bulk(Scripted({"a2": [429, 429]}), _actions(4))


def test_requests_are_bounded_and_none_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_BULK_BYTES", 60)
    door = Scripted({})
    bulk(door, _actions(50))
    assert sorted(door.filed) == sorted(f"a{i}" for i in range(50))


class _Held(Rows):
    """Rows of an archive that holds some ids; counts what it is asked."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids, self.asked = ids, 0

    def hits(
        self, query: dict[str, Any], fields: Sequence[str], size: int = 0, **more: Any
    ) -> Iterator[dict[str, Any]]:
        self.asked += 1
        wanted = [i for i in self.ids if "match_all" in query or i == query["bool"]["should"][0]["term"]["id"]]
        for each in wanted:
            yield {"fields": {"id": [each]}, "_source": {"a": {"provenance": {"sha256": "0"}}}}


def test_many_new_articles_are_not_asked_for_one_by_one() -> None:
    rows = _Held([f"a{i}" for i in range(50)])
    filed = Filed(rows, 50)
    assert [filed.named(f"b{i}") for i in range(5_000)] == [[]] * 5_000
    assert rows.asked <= 101
    assert filed.named("a7") == [("a7", "0")] and filed.named("a70") == []
    filed.came(["c1"])
    rows.ids = [*rows.ids, "c1"]
    assert filed.named("c1") == [("c1", "0")]
    large = Filed(rows, 2_000_000)
    assert [large.named(f"b{i}") for i in range(300)] == [[]] * 300
    assert large.named("a3") == [("a3", "0")]
