"""Finds the nearest query that finds something: the fewest clauses left out, the most found. Pure, but for counting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from morgue.search.language.build import all_of
from morgue.search.language.clauses import asks_for_text
from morgue.search.query import Query

#: Most counts asked for; with more clauses than this allows, larger omissions are not tried.
MOST_COUNTS = 60

Counted = Callable[[Query], int]


@dataclass(frozen=True, slots=True)
class Nearest:
    """A query that finds so many articles, and the clauses of the failed one that it leaves out."""

    query: Query
    articles: int
    without: tuple[Query, ...]


def nearest_query(
    clauses: Sequence[Query], counts: Sequence[int], count: Counted, most: int = MOST_COUNTS
) -> Nearest | None:
    """What to ask instead of a conjunction that finds nothing; None when nothing near finds anything.

    `counts` says how many articles match each clause alone. Clauses that match nothing are left out first, then as few
    others as possible; of equals the one that finds most, then the one that keeps the earlier clauses. What is left
    always asks for words when the whole did.
    """
    kept = [n for n, found in enumerate(counts) if found]
    wording = any(asks_for_text(c) for c in clauses)
    asked = 0
    for out in range(len(kept)):
        best: Nearest | None = None
        for left_out in combinations(reversed(kept), out):
            rest = [clauses[n] for n in kept if n not in left_out]
            if len(rest) == len(clauses) or (wording and not any(asks_for_text(c) for c in rest)):
                continue
            if asked >= most:
                return best
            asked += 1
            query = all_of(rest)
            found = count(query)
            if found > (best.articles if best else 0):
                best = Nearest(query, found, tuple(c for n, c in enumerate(clauses) if clauses[n] not in rest))
        if best is not None:
            return best
    return None
