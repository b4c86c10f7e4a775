"""News of Harrow Bay for an archive in a cluster and one in a folder beside it, and what each then says of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from morgue.core.article import Article, Filed
from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.index.cluster import archive
from morgue.index.cluster.http import Connection
from morgue.index.cluster.writer import ClusterWriter
from morgue.index.pipeline.archive_writer import ArchiveWriter
from morgue.index.pipeline.prepared import with_keys_of_many
from morgue.search.backend import Backend
from morgue.search.cluster.backend import ClusterBackend
from morgue.search.local.backend import LocalBackend
from morgue.search.query import All
from tests.local.build import article
from tests.opensearch.build import address, remove

_FOOTER = "Sign up to our newsletter for the news of the bay every morning before the tide turns at the pier"
WORDS = [f"{a}{b}" for a in "ba de fi go hu ja ke li mo nu".split() for b in "lan dor mir tas ven kop rin sel".split()]


def corpus(seed: int, reports: int = 12) -> list[Article]:
    """Reports of Harrow Bay, copied, cut, reworded and updated by several outlets, in no order."""
    rng = random.Random(seed)
    made: list[Article] = []

    def sentence() -> str:
        return " ".join(rng.choices(WORDS, k=rng.randint(9, 16))).capitalize() + "."

    shared = [sentence() for _ in range(3)]
    for report in range(reports):
        lines = [" ".join([sentence(), sentence()]) for _ in range(6)] + rng.sample(shared, 2)
        for copy in range(rng.choice([1, 1, 2, 4, 7])):
            kept = lines[: rng.choice([8, 8, 6, 3])]
            if rng.random() < 0.3:
                kept = [sentence(), *kept]
            outlet = f"Outlet {rng.randint(1, 4)}"
            made.append(
                article(
                    f"r{report:02}-{copy}",
                    "\n".join([*kept, *([_FOOTER] if outlet == "Outlet 1" else [])]),
                    rng.choice([f"Report {report} of the bay", f"Other words {report}"]),
                    outlet=outlet,
                    date=rng.choice([None, f"2021-03-{rng.randint(1, 28):02}"]),
                    language="en",
                )
            )
    rng.shuffle(made)
    return made


def file(writer: ArchiveWriter, articles: Sequence[Article], step: int) -> None:
    """Adds them, so many to a commit."""
    for at in range(0, len(articles), step):
        for prepared in with_keys_of_many(articles[at : at + step]):
            assert writer.add(prepared)
        writer.commit()


def told(backend: Backend) -> dict[str, Filed]:
    """All articles of an archive by their ids."""
    return {filed.article.id: filed for filed in backend.stream(All())}


def stories(found: dict[str, Filed]) -> tuple[set[frozenset[str]], dict[str, tuple[object, ...]]]:
    """What does not depend on the order of arrival: who is with whom, roles, what derives from what."""
    groups: dict[str, set[str]] = {}
    for name, filed in found.items():
        groups.setdefault(filed.story.id, set()).add(name)
    return (
        set(map(frozenset, groups.values())),
        {name: (f.story.role, f.story.of, f.story.kept, f.article.body) for name, f in found.items()},
    )


class Both:
    """An archive in a folder and one in the cluster."""

    def __init__(self, folder: Path, hosts: str) -> None:
        self.folder = folder
        self.local = Writer(Archive.open_or_create(folder))
        self.connection = Connection(address(hosts, shards=3))
        archive.create(self.connection)
        self.cluster = self.writer()

    def writer(self) -> ClusterWriter:
        """Another writer of the cluster's."""
        return ClusterWriter(Connection(self.connection.address))

    def told(self) -> tuple[dict[str, Filed], dict[str, Filed]]:
        """All articles of the folder's and of the cluster's."""
        local = told(LocalBackend(Archive.open(self.folder).snapshot()))
        backend = ClusterBackend(Connection(self.connection.address))
        try:
            return local, told(backend)
        finally:
            backend.close()

    def close(self) -> None:
        """Takes the cluster's away; the folder stays."""
        self.local.close()
        self.cluster.close()
        remove(self.connection)

    def disk(self) -> dict[str, Any]:
        """What the cluster says of its segments and logs of the articles."""
        told: dict[str, Any] = self.connection.get(f"{self.connection.address.name}-articles/_stats/docs,translog")
        found: dict[str, Any] = told["_all"]["total"]
        return found

    def same(self) -> None:
        """Every article with the same story; in what order an archive keeps them is its own affair."""
        local, cluster = self.told()
        assert cluster == local
        assert self.cluster.totals() == self.local.totals()
