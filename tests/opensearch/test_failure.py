"""Writers and nodes that die, connections that are cut: nothing acknowledged is lost, and no story is wrong."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest

from morgue.core.article import Article
from morgue.core.errors import ArchiveError
from morgue.index.cluster import lease
from morgue.index.cluster.filing.journal import Applier
from morgue.index.cluster.http import Connection
from morgue.index.cluster.writer import ClusterWriter
from morgue.index.pipeline.prepared import with_keys_of_many
from morgue.search.cluster.backend import ClusterBackend
from morgue.search.query import All
from morgue.search.request import SearchRequest
from tests.opensearch.beside import Both, corpus, file, stories
from tests.opensearch.build import address
from tests.opensearch.server.proxy import Proxy

pytestmark = pytest.mark.opensearch


#: Seconds that the cluster cannot be reached.
_AWAY = 30.0 if os.environ.get("MORGUE_SOAK") else 6.0


class Fatal(Connection):
    """A connection whose owner is killed as it sends its so-manyth request."""

    left = 0

    def call(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().call(*args, **kwargs)


def _file_and_die(hosts: str, name: str, articles: Sequence[Article], after: int, forget: Sequence[str]) -> None:
    connection = Fatal(address(hosts, name))
    connection.left = -1
    writer = ClusterWriter(connection)
    for prepared in with_keys_of_many(articles):
        writer.add(prepared)
    connection.left = after
    writer.commit()
    if forget:
        writer.forget(forget)


def _add(writer: ClusterWriter, articles: Sequence[Article]) -> None:
    """What a second run does: whatever is there is not filed again."""
    for prepared in with_keys_of_many(articles):
        writer.add(prepared)
    writer.commit()


def test_a_writer_killed_at_any_step(both: Both, hosts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LOST", 1.0)
    articles = corpus(7, 10)
    size = 4
    parts = [articles[at : at + size] for at in range(0, len(articles), size)]
    process = multiprocessing.get_context("fork")
    died = 0
    for number, part in enumerate(parts):
        args = (hosts, both.connection.address.name, part, 1 + 2 * number, ())
        child = process.Process(target=_file_and_die, args=args)
        child.start()
        child.join()
        died += child.exitcode == -signal.SIGKILL
        _add(both.cluster, part)
        file(both.local, part, size)
    assert died >= len(parts) // 2
    for writer in (both.local, both.cluster):
        writer.settle()
    both.same()


def test_a_connection_that_is_cut_for_a_while(both: Both, hosts: str) -> None:
    proxy = Proxy(hosts.split(",")[0])
    writer = ClusterWriter(Connection(address(proxy.address, both.connection.address.name)))
    articles = corpus(8, 8)

    def cut() -> None:
        time.sleep(1)
        proxy.stop()
        time.sleep(_AWAY)
        proxy.start()

    cutter = threading.Thread(target=cut)
    cutter.start()
    file(writer, articles, 3)
    cutter.join()
    writer.commit()
    file(both.local, articles, 3)
    for each in (both.local, both.cluster):  # until then a folder leaves more out: it looks for recurring lines earlier
        each.settle()
    local, cluster = both.told()
    assert cluster == local
    proxy.stop()


def test_a_cluster_that_stays_away_ends_the_run_with_one_line(
    both: Both, hosts: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = Proxy(hosts.split(",")[0])
    writer = ClusterWriter(Connection(address(proxy.address, both.connection.address.name), 1.0))
    prepared = with_keys_of_many(corpus(9, 3))
    for each in prepared:
        writer.add(each)
    proxy.stop()
    with pytest.raises(ArchiveError, match="no answer from"):
        writer.commit()
    assert both.told()[1] == {}
    proxy.start()
    writer.commit()
    assert set(both.told()[1]) == {p.article.id for p in prepared}
    proxy.stop()


def test_what_was_decided_is_carried_out_by_the_next_writer(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = corpus(14, 6)
    third = len(articles) // 3
    parts = articles[:third], articles[third : 2 * third], articles[2 * third :]
    file(both.cluster, parts[0], 9)
    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(Applier, "carry_out", _dies)
        file(both.cluster, parts[1], 99)
    file(both.writer(), parts[2], 9)
    for part, step in zip(parts, (9, 99, 9), strict=True):
        file(both.local, part, step)
    local, cluster = both.told()
    assert cluster == local


def _dies(*_: object) -> None:
    raise SystemExit


class Lame(Connection):
    """A connection over which one part of the archive never answers."""

    def call(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found = super().call(*args, **kwargs)
        if args[1] == "_search":
            found["_shards"]["successful"] -= 1
        return found


def test_an_answer_of_some_parts_says_so(both: Both) -> None:
    file(both.cluster, corpus(15, 2), 9)
    whole = ClusterBackend(Connection(both.connection.address))
    half = ClusterBackend(Lame(both.connection.address))
    assert whole.count(All()).partial is None
    assert half.count(All()).partial == "2 of 3 parts of the archive answered"
    assert half.run(SearchRequest(All(), facets=("outlet",))).partial == "2 of 3 parts of the archive answered"
    whole.close()
    half.close()


def test_a_stale_writer_is_refused(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that slept while its lease was taken over writes nothing that counts."""
    monkeypatch.setattr(lease, "LOST", 0.5)
    monkeypatch.setattr(lease, "BEAT", 3600.0)
    articles = corpus(10, 4)
    slow, quick = both.writer(), both.cluster
    slow._lease.take()
    file(quick, articles, 5)
    with pytest.raises(ArchiveError, match="taken over"):
        slow._lease.change(generation=99)
    local = articles
    file(both.local, local, 5)
    both.same()
    assert stories(both.told()[1]) == stories(both.told()[0])
