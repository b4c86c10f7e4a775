"""What can be wrong with a cluster is said in one line, and nothing is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from morgue.index.cluster.address import parse
from morgue.index.cluster.http import Connection
from tests.opensearch.build import address, remove
from tests.opensearch.server.proxy import Proxy, certificate
from tests.opensearch.test_commands import NEWS, morgue

pytestmark = pytest.mark.opensearch

PAGE = str(NEWS / "harbour-times")


@pytest.fixture
def connection(hosts: str) -> Iterator[Connection]:
    """A name that no archive has yet."""
    made = Connection(address(hosts))
    yield made
    remove(made)


def one_line(where: str, *wanted: str, command: tuple[str, ...] = ("index", PAGE)) -> None:
    status, out, said = morgue(where, *command)
    assert status == 2 and not out, (out, said)
    assert len(said.strip().splitlines()) == 1, said
    assert all(part in said for part in wanted), said


def test_no_such_host_no_such_archive_and_bad_names(connection: Connection) -> None:
    one_line("opensearch://127.0.0.1:1/news", "connection refused", command=("search", "ferry"))
    one_line("opensearch://no.such.host.invalid:9200/news?tls=off", "no such host", command=("search", "ferry"))
    one_line(connection.address.shown, "no archive at", "morgue index", command=("search", "ferry"))
    one_line("opensearch://127.0.0.1:1/News", "no index may be called")
    one_line("opensearch://127.0.0.1:1", "needs a host and a name")
    one_line("opensearch://me:secret@127.0.0.1:1/news", "MORGUE_OPENSEARCH_PASSWORD")
    one_line("opensearch://127.0.0.1:1/news?replica=1", "no option")


def test_another_programs_index_is_left_alone(connection: Connection) -> None:
    name = f"{connection.address.name}-articles"
    connection.call("PUT", name, {"mappings": {"properties": {"x": {"type": "keyword"}}}})
    one_line(connection.address.shown, "another program's")
    one_line(connection.address.shown, "another program's", command=("search", "ferry"))
    assert connection.find(f"{connection.address.name}-state") is None
    assert connection.call("GET", f"{name}/_count")["count"] == 0


def test_an_index_that_takes_no_writes(connection: Connection) -> None:
    where = connection.address.shown
    assert morgue(where, "index", PAGE)[0] == 0
    before = morgue(where, "count", "*")[1]
    block = f"{connection.address.name}-*/_settings"
    connection.call("PUT", block, {"index.blocks.read_only_allow_delete": True})
    one_line(where, "read-only", "free some space", command=("index", str(NEWS)))
    assert "takes no writes" in morgue(where, "doctor")[1]
    assert morgue(where, "count", "*")[1] == before
    connection.call("PUT", block, {"index.blocks.read_only_allow_delete": None})
    assert morgue(where, "index", str(NEWS))[0] == 0


def test_another_analyzer_or_a_newer_version(connection: Connection) -> None:
    where = connection.address.shown
    assert morgue(where, "index", PAGE)[0] == 0
    for meta, wanted in (
        ({"maker": "morgue", "format": 1, "fingerprint": "1.0"}, "morgue copy"),
        ({"maker": "morgue", "format": 99, "fingerprint": "1.0"}, "update morgue"),
    ):
        connection.call("PUT", f"{connection.address.name}-articles/_mapping", {"_meta": meta})
        one_line(where, wanted)
        one_line(where, wanted, command=("search", "ferry"))


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (b'{"version":{"distribution":"opensearch","number":"1.3.2"}}', "knows version 2"),
        (b'{"version":{"distribution":"opensearch","number":"4.0.0"}}', "knows version 2"),
        (b'{"version":{"number":"8.15.0"},"tagline":"You Know, for Search"}', "is no OpenSearch"),
        (b"<html>It works!</html>", "is no OpenSearch"),
    ],
)
def test_another_server(hosts: str, told: bytes, wanted: str) -> None:
    proxy = Proxy(hosts.split(",")[0], answers={"/": told})
    one_line(f"opensearch://{proxy.address}/news", wanted)
    assert set(proxy.seen) == {"GET /"}, "nothing else was asked, nothing was written"
    proxy.stop()


def test_a_password_over_tls(
    hosts: str, connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = certificate(tmp_path)
    proxy = Proxy(hosts.split(",")[0], login="desk:tide", certificate=trusted)
    assert not parse(f"{proxy.address}/news", {}).tls and parse("example.org/news", {}).tls

    def over_tls(*wanted: str) -> None:
        from morgue.core.errors import ArchiveError
        from morgue.index.cluster import archive

        parsed = parse(f"localhost.example:1,{proxy.address}/{connection.address.name}", os.environ)
        assert parsed.tls, "one host elsewhere, and all are reached over TLS"
        door = Connection(type(parsed)(hosts=(proxy.address,), **{f: getattr(parsed, f) for f in _REST}), 1.0)
        if not wanted:
            archive.create(door)
            return
        with pytest.raises(ArchiveError) as error:
            archive.create(door)
        assert all(part in str(error.value) for part in wanted), error.value
        assert "tide" not in str(error.value) and "wrong" not in str(error.value)

    over_tls("not trusted", "MORGUE_OPENSEARCH_CA")
    monkeypatch.setenv("MORGUE_OPENSEARCH_CA", str(trusted))
    over_tls("does not let nobody in", "MORGUE_OPENSEARCH_PASSWORD")
    monkeypatch.setenv("MORGUE_OPENSEARCH_USER", "desk")
    monkeypatch.setenv("MORGUE_OPENSEARCH_PASSWORD", "wrong")
    over_tls("does not let desk in")
    assert connection.find(f"{connection.address.name}-state") is None
    monkeypatch.setenv("MORGUE_OPENSEARCH_PASSWORD", "tide")
    over_tls()
    assert connection.find(f"{connection.address.name}-state") is not None
    proxy.stop()


_REST = ("name", "tls", "shards", "replicas", "user", "password", "certificates")
