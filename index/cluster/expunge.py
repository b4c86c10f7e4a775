"""Takes what was removed off the disks of a cluster, once none of its copies may need it to catch up."""

from __future__ import annotations

import time
from typing import Any

from morgue.index.cluster.http import Connection

#: Seconds that a removal waits for the cluster to let go. It looks every 30 s at what its copies still need.
PATIENCE = 75.0
_POLL = 0.5
_KEPT = "a copy of it in the cluster has to catch up (when morgue doctor finds all well: morgue forget the same again)"

#: By shard, the numbers of operations.
Numbers = dict[str, int]


def expunge(connection: Connection, patience: float) -> str:
    """Writes every segment anew that holds a removed article; why there may be such segments still, or nothing.

    The cluster keeps what is removed until it knows that every copy of a shard has gone beyond it. That is waited for,
    so many seconds at the most, and then is merged once. Readers who began before keep the old segments until they end.
    """
    articles = f"{connection.address.name}-articles"
    connection.call("POST", f"{articles}/_flush", force="true")
    done, _ = _progress(connection, articles)
    end = time.monotonic() + patience
    while True:
        _, needed = _progress(connection, articles)
        behind = [shard for shard, number in done.items() if needed.get(shard, number) <= number]
        if not behind or time.monotonic() >= end:
            break
        time.sleep(_POLL)
    connection.call("POST", f"{articles}/_flush", force="true")
    connection.call("POST", f"{articles}/_forcemerge", seconds=3600.0, only_expunge_deletes="true")
    connection.call("POST", f"{articles}/_refresh")
    return _KEPT if behind else ""


def _progress(connection: Connection, articles: str) -> tuple[Numbers, Numbers]:
    """The last operation of each shard, and the first that is kept for some copy of it."""
    told = connection.get(f"{articles}/_stats/docs", level="shards")
    last: Numbers = {}
    needed: Numbers = {}
    for shard, copies in told["indices"][articles]["shards"].items():
        last[shard] = max(int(copy["seq_no"]["max_seq_no"]) for copy in copies)
        leases: list[dict[str, Any]] = [lease for copy in copies for lease in copy["retention_leases"]["leases"]]
        if leases:
            needed[shard] = min(int(lease["retaining_seq_no"]) for lease in leases)
    return last, needed
