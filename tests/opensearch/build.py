"""Small archives in a cluster for the contract suite: articles with the stories that a test gives them."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import replace

from morgue.core.article import ROLES
from morgue.index.cluster import archive
from morgue.index.cluster.address import Address, parse
from morgue.index.cluster.document import document_id, dumps, written, written_of_many
from morgue.index.cluster.filing.journal import placed
from morgue.index.cluster.filing.rows import Row
from morgue.index.cluster.forms import FormsWriter
from morgue.index.cluster.http import Connection, bulk
from morgue.index.cluster.mapping import INDICES
from morgue.index.pipeline.prepared import Prepared, with_keys_of_many
from morgue.search.cluster.backend import ClusterBackend
from tests.oracle.archives import Built

_NUMBERS = itertools.count(1)


def address(hosts: str, name: str | None = None, shards: int = 1, replicas: int = 0) -> Address:
    """A name of its own on a cluster."""
    name = name or f"test-{os.getpid()}-{next(_NUMBERS)}"
    return parse(f"{hosts}/{name}?shards={shards}&replicas={replicas}", {})


def remove(connection: Connection) -> None:
    """Takes an archive away."""
    names = ",".join(f"{connection.address.name}-{ending}" for ending in INDICES)
    connection.call("DELETE", names, None, ignore_unavailable="true")


def rows(built: Built) -> Iterator[Row]:
    """The places that the articles of a built archive have in their stories."""
    stories = [[i for i in s if i not in built.deleted] for s in built.stories]
    place = {i: (s[0], n, len(s)) for s in stories for n, i in enumerate(s)}
    for seq, article in enumerate(built.live, 1):
        story, n, size = place.get(article.id, (article.id, 0, 1))
        role = ROLES[1 + (n - 1) % 3] if n else "original"
        of = story if n else None
        kept = 0.5 if n else None
        yield Row(article.id, seq, seq, seq, 0, 0, story, ROLES.index(role), of, kept, seq, 1, 1, size > 1)


def opened(built: Built, hosts: str, shards: int = 2) -> ClusterBackend:
    """The archive in the cluster, open; its indices are removed when it is closed."""
    connection = Connection(address(hosts, shards=shards))
    archive.create(connection)
    held = {a.id: a for a in built.live}
    forms = FormsWriter(connection)
    actions = []
    prepared: list[Prepared] = with_keys_of_many(list(held.values()), [()] * len(held)) if held else []
    for gone in (a for segment in built.segments for a in segment if a.id in built.deleted):
        forms.add(written_of_many([gone])[0].forms, gone.language)  # a lexicon keeps what it had
    for row, each in zip(rows(built), prepared, strict=True):
        article = written(replace(each, furniture=()))
        forms.add(article.forms, each.article.language)
        head = {"index": {"_index": f"{connection.address.name}-articles", "_id": document_id(row.id)}}
        actions.append((dumps(head), placed(article, row, {})))
    forms.flush()
    bulk(connection, actions)
    now = archive.read(connection)
    assert now is not None
    archive.write(connection, now, replace(now.record, generation=1))
    connection.call("POST", f"{connection.address.name}-*/_refresh")

    class Removed(ClusterBackend):
        def close(self) -> None:
            super().close()
            remove(Connection(connection.address))

    return Removed(connection)
