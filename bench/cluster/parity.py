"""The same questions to an archive in a folder and to one in a cluster: what differs, by the kind of question.

`python -m bench.cluster.parity FILE.jsonl FOLDER opensearch://HOST/NAME [--queries 200] [--forget 0.05] [--jobs 2]`

FILE is what both were made of, in whatever order; the questions come from it. With --forget that share of the articles
is forgotten in both, and both are settled, before anything is asked. Compared are counts of articles and stories,
three facets, the first 50 by date with their stories and passages, the timeline, stories, and the export; of what
finds more than 500 articles the export is compared for `*` alone. That the order by relevance differs is documented.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.cluster.asked import asked
from morgue.core.location import Location
from morgue.engines.opening import open_searcher, open_writer
from morgue.search.answer import SearchQuery
from morgue.search.language.errors import QueryError
from morgue.search.request import FacetName
from morgue.search.searcher import Searcher

#: What is each archive's own: times, scores, and what names or measures the archive itself.
_OWN = {"took_ms", "score", "archive", "explanation", "generation"}
#: What is counted beside each page.
FACETS: tuple[FacetName, ...] = ("outlet", "year", "byline")
#: An export of more articles than this is not compared but for `*`.
_EXPORTED = 500


@dataclass(slots=True)
class Found:
    """What came of the comparison: differing parts by kind, and how alike the first ten by relevance are."""

    asked: Counter[str] = field(default_factory=Counter)
    differing: defaultdict[str, list[str]] = field(default_factory=partial(defaultdict, list))
    alike: list[float] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    seconds: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))


def plain(value: Any) -> Any:
    """A document without what is each archive's own."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if k not in _OWN}
    return [plain(v) for v in value] if isinstance(value, list | tuple) else value


def parts(door: Searcher, query: str, seconds: list[float]) -> dict[str, Any]:
    """All that is compared of one question."""
    started = time.perf_counter()
    answer = door.ask(SearchQuery(query, limit=50, sort="newest", facets=FACETS, budget_ms=None)).as_dict()
    seconds.append(time.perf_counter() - started)
    count = door.count(query, budget_ms=None)
    told = {
        "facets": plain(answer.pop("facets", None)),
        "order by date, stories, passages": plain(answer),
        "counts": (count.articles, count.stories, count.partial),
        "timeline": plain(door.timeline(query, "month", 2, budget_ms=None).as_dict()),
    }
    if query == "*" or count.articles <= _EXPORTED:
        exported = sorted(door.export(query, budget_ms=None), key=lambda filed: filed.article.id)
        told["export"] = [plain(filed.as_dict()) for filed in exported]
        told["stories"] = [plain(story.as_dict()) for story in door.stories(query, budget_ms=None)]
    return told


def parts_or_refusal(door: Searcher, query: str, seconds: list[float]) -> dict[str, Any]:
    """All that is compared, or why the question is refused."""
    try:
        return parts(door, query, seconds)
    except QueryError as error:
        return {"refusal": error.what, "counts": (0,)}


def compare(doors: tuple[Searcher, Searcher], queries: Iterable[tuple[str, str]]) -> Found:
    """Puts every question to both."""
    found = Found()
    for kind, query in queries:
        found.asked[kind] += 1
        one, other = (parts_or_refusal(door, query, s) for door, s in zip(doors, found.seconds, strict=True))
        if wrong := sorted(name for name in {**one, **other} if one.get(name) != other.get(name)):
            totals = [each["counts"][0] for each in (one, other)]
            found.differing[kind].append(f"{query}: {', '.join(wrong)}; articles {totals}")
            print("differs:", kind, found.differing[kind][-1], file=sys.stderr, flush=True)
        if "refusal" in {**one, **other}:
            continue
        ranked = [[h.id for h in d.ask(SearchQuery(query, limit=10, budget_ms=None)).result.hits] for d in doors]
        if len(ranked[0]) == 10:
            found.alike.append(len(set(ranked[0]) & set(ranked[1])) / 10)
            found.first.append(ranked[0][:1] == ranked[1][:1])
        if not found.asked.total() % 10:
            print(found.asked.total(), "asked", file=sys.stderr, flush=True)
    return found


def shared_out(places: tuple[Location, Location], queries: list[tuple[str, str]], jobs: int) -> Found:
    """Puts every question to both, by several processes."""
    found = Found()
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        for part in pool.map(_of_one, [places] * jobs, [queries[i::jobs] for i in range(jobs)]):
            found.asked += part.asked
            for kind, each in part.differing.items():
                found.differing[kind] += each
            found.alike += part.alike
            found.first += part.first
            for mine, more in zip(found.seconds, part.seconds, strict=True):
                mine += more
    return found


def _of_one(places: tuple[Location, Location], queries: list[tuple[str, str]]) -> Found:
    with open_searcher(places[0]) as folder, open_searcher(places[1]) as cluster:
        return compare((folder, cluster), queries)


def told(found: Found) -> str:
    """The findings in lines."""
    wrong = sum(map(len, found.differing.values()))
    lines = [f"{found.asked.total()} questions of {len(found.asked)} kinds: {found.asked.total() - wrong} equal"]
    for kind, each in sorted(found.differing.items()):
        lines += [f"{kind}: {len(each)} of {found.asked[kind]} differ", *(f"    {line}" for line in each)]
    if found.alike:
        same = statistics.mean(found.alike)
        lines.append(
            f"by relevance: {same:.0%} of the first ten alike, the first in {sum(found.first)} of {len(found.first)}"
        )
    for name, seconds in zip(("folder", "cluster"), found.seconds, strict=True):
        ordered = sorted(seconds)
        late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        middle = 1000 * statistics.median(ordered)
        lines.append(f"a page of 50 with facets, {name}: median {middle:.0f} ms, p95 {1000 * late:.0f}")
    return "\n".join(lines)


def forgotten(where: Location, share: float) -> int:
    """Forgets every so-manyth article in the order of ids, settles, and says how many went."""
    with open_searcher(where) as door:
        ids = sorted(filed.article.id for filed in door.export("*", budget_ms=None))
    with open_writer(where) as writer:
        gone = writer.forget(ids[:: round(1 / share)])
        writer.settle()
    return len(gone)


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("folder")
    parser.add_argument("cluster")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=18)
    parser.add_argument("--forget", type=float, default=0.0)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    places = Location.parse(given.folder), Location.parse(given.cluster)
    if given.forget:
        print("forgotten:", [forgotten(where, given.forget) for where in places])
    queries = [("everything", "*"), *asked(given.source, given.queries, given.seed)]
    print(told(shared_out(places, queries, given.jobs)))


if __name__ == "__main__":
    main()
