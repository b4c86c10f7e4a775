"""BM25F over whole posting lists, with documents that cannot reach the first places left out early.

The score of a document is the sum over the query's leaves of boost * idf * x / (x + k1), where x is the leaf's
pseudo-frequency there (see terms.py). Leaves are added in one fixed order, the weightiest first, in float32, so the
bits of a score do not depend on which documents are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from search.local.fields import K1
from search.local.select import at_least

if TYPE_CHECKING:
    from search.local.collection import Segment
    from search.local.docset import Docs, DocSet, Floats
    from search.local.evaluate import Evaluation, Scored

#: A leaf in more than so many times the matching documents is looked up there instead of scored as a whole.
_LOOK_UP = 8
#: Leaving documents out early pays from so many postings still to be scored.
_PRUNE = 30_000
#: Rounding of a sum of float32: a document this much below a bound may still reach it.
_SLACK = 1e-4


@dataclass(frozen=True, slots=True)
class Weighted:
    """A scored leaf with its weight: boost * idf, the most it can add."""

    leaf: Scored
    weight: float


def weigh(leaves: list[Scored]) -> list[Weighted]:
    """Leaves with their weights, the weightiest first (the earlier in the query among equals)."""
    return sorted((Weighted(s, s.boost * s.matcher.idf()) for s in leaves), key=lambda w: -w.weight)


def saturate(pseudo: Floats, weight: float) -> Floats:
    """weight * x / (x + k1), in place."""
    below = pseudo + np.float32(K1)
    pseudo /= below
    pseudo *= np.float32(weight)
    return pseudo


@dataclass(frozen=True, slots=True)
class Scores:
    """Documents of one segment, ascending, with scores; all that may be among the first `k` are there."""

    docs: Docs
    scores: Floats


def score(evaluation: Evaluation, segment: Segment, matches: DocSet, leaves: list[Weighted], k: int | None) -> Scores:
    """Scores the matches of one segment; with `k`, may leave out documents that are surely not among the k best."""
    if not matches.count:
        return Scores(matches.docs, np.empty(0, np.float32))
    if len(leaves) == 1 and not leaves[0].leaf.guards:
        single = _single(segment, matches, leaves[0])
        if single is not None:
            return single
    table = segment.borrow()
    touched: list[Docs] = []
    docs: Docs | None = None
    for i, weighted in enumerate(leaves):
        docs = _add(evaluation, segment, weighted, matches, docs, table, touched)
        rest = leaves[i + 1 :]
        if k is not None and docs is None and rest and matches.count > _PRUNE:
            docs = _contenders(segment, matches, table, sum(max(0.0, w.weight) for w in rest), k)
    if docs is None:
        docs = _last(segment, matches, table, k)
    scores = table[docs]
    for each in touched:
        table[each] = 0
    segment.give_back(table)
    return Scores(docs, scores)


def _single(segment: Segment, matches: DocSet, weighted: Weighted) -> Scores | None:
    """One leaf that is the whole query: its postings are the matches."""
    matcher = weighted.leaf.matcher
    docs = matcher.scored(segment)
    if len(docs) > _LOOK_UP * matches.count:
        return Scores(matches.docs, saturate(matcher.pseudo_at(segment, matches.docs), weighted.weight))
    scores = saturate(matcher.pseudo(segment), weighted.weight)
    if len(docs) == matches.count:
        return Scores(docs, scores)
    if len(docs) < matches.count:
        return None
    keep = matches.mask[docs]
    return Scores(docs[keep], scores[keep])


def _add(
    evaluation: Evaluation,
    segment: Segment,
    weighted: Weighted,
    matches: DocSet,
    docs: Docs | None,
    table: Floats,
    touched: list[Docs],
) -> Docs | None:
    """Adds one leaf to the table; `docs` are the documents still of interest, None for all matches."""
    matcher = weighted.leaf.matcher
    mine = matcher.scored(segment)
    few = matches.count if docs is None else len(docs)
    if len(mine) > _LOOK_UP * few:
        here = matches.docs if docs is None else docs
        values = saturate(matcher.pseudo_at(segment, here), weighted.weight)
        at, values = evaluation.guarded(weighted.leaf, segment, here, values)
    else:
        at, values = evaluation.guarded(
            weighted.leaf, segment, mine, saturate(matcher.pseudo(segment), weighted.weight)
        )
    table[at] += values
    touched.append(at)
    return docs


def _contenders(segment: Segment, matches: DocSet, table: Floats, rest: float, k: int) -> Docs | None:
    """The matches that may still be among the k best when the leaves to come add at most `rest`, if these are few."""
    values = table * matches.mask
    bound = at_least(values, k)
    if bound is None or float(bound) * (1 - _SLACK) <= rest:
        return None
    limit = float(bound) - rest - _SLACK * float(bound)
    docs = np.flatnonzero(values >= np.float32(limit))
    return docs if len(docs) * 4 < matches.count else None


def _last(segment: Segment, matches: DocSet, table: Floats, k: int | None) -> Docs:
    if k is None or matches.sparse or matches.count <= _PRUNE:
        return matches.docs
    values = table * matches.mask
    bound = at_least(values, k)
    if bound is None or float(bound) <= 0:
        return matches.docs
    return np.flatnonzero(values >= bound)
