"""What a page takes: ten hits by relevance, one a story, with three facets and passages, over queries of every kind.

`python -m bench.cluster.pages FILE.jsonl LOCATION [--queries 96]`: the questions come from FILE; each is asked once to
warm what is remembered of other questions, then all of them are asked again with new words. Of a cluster the processor
time of a page is told too, of this process and of the nodes: what the clock says hangs on what else the machine does.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from bench.cluster.asked import asked
from bench.cluster.filing import processor
from bench.cluster.parity import FACETS
from morgue.core.location import FOLDER, Location
from morgue.engines.opening import open_searcher
from morgue.index.cluster.address import parse
from morgue.index.cluster.http import Connection
from morgue.search.answer import SearchQuery
from morgue.search.searcher import Searcher


def timed(door: Searcher, queries: Iterable[tuple[str, str]]) -> list[float]:
    """Milliseconds of a page for each question."""
    taken = []
    for _, query in queries:
        started = time.perf_counter()
        door.ask(SearchQuery(query, facets=FACETS, budget_ms=None))
        taken.append(1000 * (time.perf_counter() - started))
    return sorted(taken)


def used(place: Location) -> tuple[float, float]:
    """Seconds of processor time so far: of this process, and of the nodes of a cluster."""
    nodes = 0.0
    if place.scheme != FOLDER:
        with closing(Connection(parse(place.rest, os.environ))) as connection:
            nodes = processor(connection)
    return time.process_time(), nodes


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("location")
    parser.add_argument("--queries", type=int, default=96)
    given = parser.parse_args()
    place = Location.parse(given.location)
    with open_searcher(place) as door:
        timed(door, asked(given.source, given.queries, seed=1))
        before = used(place)
        taken = timed(door, asked(given.source, given.queries, seed=2))
        own, nodes = (1000 * (b - a) / len(taken) for a, b in zip(before, used(place), strict=True))
        print(f"{door.articles:,} articles; processor time a page: {own:.0f} ms here, {nodes:.0f} ms of the nodes")
    late = taken[min(len(taken) - 1, int(0.95 * len(taken)))]
    print(f"{len(taken)} pages: median {statistics.median(taken):.0f} ms, p95 {late:.0f}, longest {taken[-1]:.0f}")


if __name__ == "__main__":
    main()
