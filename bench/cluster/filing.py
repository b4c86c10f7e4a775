"""How fast articles are filed in a cluster, commit by commit, and what a page with facets takes afterwards.

`python -m bench.cluster.filing FILE.jsonl opensearch://HOST:PORT/NAME [--jobs 2] [--unsettled] [--onto]`

A node to measure on: `python -m tests.opensearch.server.serve 1 1024` prints its location. Processor time is told
apart: of the writing process, of its cleaning workers, of the node.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import resource
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from morgue.index.cluster import archive
from morgue.index.cluster.address import parse
from morgue.index.cluster.http import Connection
from morgue.index.cluster.writer import ClusterWriter
from morgue.index.pipeline.ingest import IngestOptions, ingest, read_sources

HEAD = "articles   a second   writer ms   node ms   commits' share"


@dataclass(frozen=True, slots=True)
class Reading:
    """Clocks at one moment: by the wall, of this process, of the nodes; and seconds spent in commits so far."""

    articles: int
    wall: float
    writer: float
    nodes: float
    committing: float


class Watched(ClusterWriter):
    """A writer that reads the clocks after each commit."""

    def __init__(self, connection: Connection, settling: bool = True) -> None:
        super().__init__(connection)
        self.settling = settling
        self.committing = 0.0
        self.filed = 0
        self.readings = [self.read()]

    def settle(self) -> None:
        """As ever, unless it was left out."""
        if self.settling:
            super().settle()

    def read(self) -> Reading:
        """The clocks now."""
        return Reading(self.filed, time.monotonic(), time.process_time(), processor(self._connection), self.committing)

    def commit(self) -> None:
        """As ever, and a line of figures."""
        count, started = len(self._pending), time.monotonic()
        super().commit()
        self.committing += time.monotonic() - started
        self.filed += count
        if count:
            self.readings.append(self.read())
            print(line(self.readings[-2], self.readings[-1]), flush=True)


def processor(connection: Connection) -> float:
    """Seconds of processor time that all nodes have used so far."""
    told = connection.get("_nodes/stats/process")
    return sum(float(node["process"]["cpu"]["total_in_millis"]) for node in told["nodes"].values()) / 1000


def line(first: Reading, last: Reading) -> str:
    """What lies between two readings, by the article."""
    count, seconds = max(1, last.articles - first.articles), last.wall - first.wall
    writer, node = (1000 * (b - a) / count for a, b in ((first.writer, last.writer), (first.nodes, last.nodes)))
    share = (last.committing - first.committing) / seconds
    return f"{last.articles:8,}   {count / seconds:8.1f}   {writer:9.2f}   {node:7.2f}   {share:13.0%}"


def measure(source: Path, location: str, jobs: int, profile: Path | None, settling: bool, onto: bool) -> None:
    """Files a file into a new archive, or onto one that is there, and prints what it took."""
    connection = Connection(parse(location.partition("://")[2], os.environ))
    if not onto:
        archive.create(connection)
    watcher = cProfile.Profile()
    print(HEAD)
    writer = Watched(connection, settling)
    with writer, watcher if profile else nullcontext():
        report = ingest(writer, read_sources((str(source),), None), IngestOptions(jobs=jobs))
        whole = line(writer.readings[0], writer.read())
        workers = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = 1000 * (workers.ru_utime + workers.ru_stime) / max(1, report.added)
        print(
            f"all, {'with' if settling else 'without'} settling:\n{whole}\nworkers {took:.2f} ms an article; {report}"
        )
    connection.call("POST", f"{connection.address.name}-*/_flush")
    told = connection.get(f"{connection.address.name}-*/_stats/store")
    size = told["_all"]["primaries"]["store"]["size_in_bytes"]
    print(f"{size / max(1, report.articles):,.0f} bytes an article, {size:,} in all")
    if profile:
        watcher.dump_stats(profile)


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("location")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--unsettled", action="store_true", help="leave recurring lines for a later run")
    parser.add_argument("--onto", action="store_true", help="the archive is there")
    given = parser.parse_args()
    measure(given.source, given.location, given.jobs, given.profile, not given.unsettled, given.onto)


if __name__ == "__main__":
    main()
