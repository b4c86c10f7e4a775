"""Counts articles and stories exactly: the articles, less those that repeat a story of several."""

from __future__ import annotations

from collections import Counter
from typing import Any

from morgue.index.cluster.complete import complete
from morgue.index.cluster.http import Connection

_PAGE = 10_000


def counted_stories(connection: Connection) -> tuple[int, int]:
    """Articles and stories of the newest commit."""
    path = f"{connection.address.name}-articles/_search"
    company = {"bool": {"filter": [{"term": {"company": True}}]}}
    sources = [{"story": {"terms": {"field": "story"}}}]
    stories = 0
    after: dict[str, Any] | None = None
    while True:
        paging: dict[str, Any] = {"after": after} if after else {}
        body: dict[str, Any] = {
            "size": 0,
            "query": company,
            "track_total_hits": True,
            "aggs": {"each": {"composite": {"size": _PAGE, "sources": sources, **paging}}},
        }
        answer = complete(connection, path, body)
        buckets = answer["aggregations"]["each"]["buckets"]
        stories += len(buckets)
        after = answer["aggregations"]["each"].get("after_key")
        if len(buckets) < _PAGE:
            break
    every = complete(connection, path, {"size": 0, "track_total_hits": True})
    articles = int(every["hits"]["total"]["value"])
    return articles, articles - int(answer["hits"]["total"]["value"]) + stories


def counted_roles(connection: Connection, query: dict[str, Any]) -> Counter[str]:
    """How many articles of a query have each role."""
    body = {"size": 0, "query": query, "aggs": {"roles": {"terms": {"field": "role"}}}}
    answer = complete(connection, f"{connection.address.name}-articles/_search", body)
    return Counter({b["key"]: b["doc_count"] for b in answer["aggregations"]["roles"]["buckets"]})
