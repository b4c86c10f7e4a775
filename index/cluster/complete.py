"""Asks until every part of the archive has answered: half an answer would file a story wrongly."""

from __future__ import annotations

import time

from morgue.core.errors import ArchiveError
from morgue.index.cluster.http import Connection, Json


def complete(connection: Connection, path: str, body: object = None) -> Json:
    """The answer of every part. When a node dies its copies take over within seconds, so the question is put again.

    ArchiveError when parts are still missing after the connection's patience.
    """
    end = time.monotonic() + connection.patience
    wait = 0.1
    while True:
        answer = connection.call("POST", path, body)
        shards = answer.get("_shards", {})
        if not _lacks(answer, shards):
            return answer
        if time.monotonic() >= end:
            raise ArchiveError(
                f"only {shards.get('successful', 0)} of {shards.get('total', 0)} parts of the archive answered",
                "nothing was changed; see the health of the cluster, then run the same command again",
            )
        time.sleep(wait)
        wait = min(2 * wait, 5.0)


def _lacks(answer: Json, shards: Json) -> bool:
    """A search asks one copy of each part; a refresh goes to every copy, and those without a node are no loss."""
    if shards.get("failed") or answer.get("timed_out"):
        return True
    return "hits" in answer and shards.get("successful") != shards.get("total")
