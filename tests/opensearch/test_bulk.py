"""What is sent in bulk is acknowledged item by item; no server is needed."""

from __future__ import annotations

import time
from typing import Any

import orjson
import pytest

from morgue.core.errors import ArchiveError
from morgue.index.cluster import http
from morgue.index.cluster.address import parse
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
