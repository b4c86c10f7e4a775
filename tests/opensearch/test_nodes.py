"""Three nodes of which one dies: while articles are written, and when nobody has a copy of what it held."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

import pytest

from morgue.core.errors import ArchiveError
from morgue.index.cluster import archive
from morgue.index.cluster.counts import counted_stories
from morgue.index.cluster.http import Connection
from morgue.index.cluster.writer import ClusterWriter
from morgue.search.cluster.backend import ClusterBackend
from morgue.search.deadline import Deadline
from morgue.search.query import All, Phrase, Prefix, Query, Word
from morgue.search.request import SearchRequest
from tests.opensearch.beside import corpus, file, stories, told
from tests.opensearch.build import address, remove
from tests.opensearch.server.node import Cluster
from tests.opensearch.test_commands import NEWS, morgue

pytestmark = pytest.mark.opensearch


def test_a_node_killed_while_articles_are_written(three_nodes: Cluster) -> None:
    articles = corpus(11, 30)
    doors = {name: Connection(address(three_nodes.address, name, 3, 1)) for name in ("plain", "killed")}
    for door in doors.values():
        archive.create(door)
    file(ClusterWriter(doors["plain"]), articles, 7)
    writer = ClusterWriter(doors["killed"])
    faults: list[BaseException] = []

    def write() -> None:
        try:
            file(writer, articles, 7)
        except BaseException as error:  # noqa: BLE001  told below
            faults.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    reader = Connection(doors["killed"].address)
    _until(lambda: counted_stories(reader)[0] >= len(articles) // 3)
    assert thread.is_alive()
    three_nodes.nodes[2].kill()
    thread.join(240)
    assert not thread.is_alive() and not faults, faults
    three_nodes.nodes[2].start(["a", "b", "c"])
    three_nodes.wait(3)
    backends = {name: ClusterBackend(Connection(door.address)) for name, door in doors.items()}
    found = {name: told(backend) for name, backend in backends.items()}
    assert set(found["killed"]) == {a.id for a in articles}
    assert stories(found["killed"]) == stories(found["plain"])
    for backend in backends.values():
        backend.close()


def test_half_an_answer_says_so(three_nodes: Cluster) -> None:
    door = Connection(address(three_nodes.address, "lost", 3, 0))
    archive.create(door)
    _apart(three_nodes, door)
    articles = corpus(12, 25)
    file(ClusterWriter(door), articles, 40)
    backend = ClusterBackend(door)
    whole = backend.count(All())
    assert whole.articles == len(articles) and whole.partial is None
    three_nodes.nodes[-1].kill()
    queries: tuple[Query, ...] = (All(), Word("balan"), Prefix("ba"), Phrase(("report", "3")), Word("bay"))
    asked: list[Callable[[Query], str | None]] = [
        lambda q: backend.run(SearchRequest(q, facets=("outlet",))).partial,
        lambda q: backend.count(q).partial,
        lambda q: backend.clause_counts([q]).partial,
        lambda q: backend.histogram(q, "month").partial,
        lambda q: backend.stream(q).partial,
    ]
    answers = [ask(q) for ask in asked for q in queries]
    assert len(answers) == 25 and all(p and "of 3 parts" in p for p in answers), answers
    assert backend.count(All()).articles < len(articles)
    late = [backend.run(SearchRequest(q), Deadline(0)).partial for q in queries]
    assert all(late), late
    with pytest.raises(ArchiveError, match="parts of the archive answered"):
        file(ClusterWriter(Connection(door.address, 1.0)), corpus(13, 2), 5)
    backend.close()


@pytest.mark.skipif(not os.environ.get("MORGUE_SOAK"), reason="half a minute: the node looks at its disks every ten s")
def test_a_full_disk_is_said_in_one_line_and_can_be_cured(hosts: str) -> None:
    """The node itself makes the archive read-only when its disk is beyond the mark, and opens it when it is not."""
    door = Connection(address(hosts))
    archive.create(door)
    where = door.address.shown
    assert morgue(where, "index", str(NEWS / "harbour-times"))[0] == 0
    before = morgue(where, "count", "*")[1]
    disk = "cluster.routing.allocation.disk"
    marks = dict.fromkeys((f"{disk}.watermark.{m}" for m in ("low", "high", "flood_stage")), "0.01%")
    full = {**marks, f"{disk}.threshold_enabled": True, "cluster.info.update.interval": "10s"}
    try:
        door.call("PUT", "_cluster/settings", {"transient": full})
        _until(lambda: "takes no writes" in morgue(where, "doctor")[1], every=1)
        status, out, said = morgue(where, "index", str(NEWS))
        assert status == 2 and not out and len(said.strip().splitlines()) == 1, said
        assert "a disk is full" in said and "free some space" in said
        assert morgue(where, "count", "*")[1] == before
        status, _, said = morgue(f"{where}-more", "index", str(NEWS))
        assert status == 2 and len(said.strip().splitlines()) == 1 and "takes no new archive" in said, said
        door.call("PUT", "_cluster/settings", {"transient": dict.fromkeys(marks, "100%")})
        _until(lambda: "takes no writes" not in morgue(where, "doctor")[1], every=1)
        status, _, said = morgue(where, "index", str(NEWS))
        assert status == 0, said
    finally:
        made = {"cluster.blocks.create_index": None}  # which the node has set itself
        again = {"transient": {**dict.fromkeys(full, None), **made}, "persistent": made}
        door.call("PUT", "_cluster/settings", again)
        remove(door)


def _until(holds: Callable[[], bool], seconds: float = 120, every: float = 0.05) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(every)


def _apart(cluster: Cluster, door: Connection) -> None:
    """One part of the articles on each node, and on the last nothing else of the archive.

    The cluster lays parts out as it likes; and where the record or the lexicon is lost every question ends.
    """
    name, last = door.address.name, cluster.nodes[-1].name
    for ending in ("state", "forms"):
        door.call("PUT", f"{name}-{ending}/_settings", {"index.routing.allocation.exclude._name": last})
    door.call("PUT", f"{name}-articles/_settings", {"index.routing.allocation.total_shards_per_node": 1})

    def laid_out() -> bool:
        rows = door.call("GET", f"_cat/shards/{name}-*", None, format="json", h="index,node,state")["items"]
        started = [(r["node"], r["index"]) for r in rows if r["state"] == "STARTED"]
        each = [(node.name, f"{name}-articles") for node in cluster.nodes]
        return len(started) == len(rows) == 5 and set(each) <= set(started) and [n for n, _ in started].count(last) == 1

    _until(laid_out)
