"""Scores whole posting lists by BM25F, and leaves out early what cannot reach the first places.

The score of a document is the sum over the query's leaves of boost * idf * x / (x + k1), where x is the leaf's
pseudo-frequency there (see postings.py). Leaves are added in one fixed order, the weightiest first, in float32, so the
bits of a score do not depend on which documents are looked at.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.core.loading.compiled import ready
from morgue.search.local.docset import DocSet, distinct, parts_of
from morgue.search.local.field_weights import K1
from morgue.search.local.kernels import scores as kernels
from morgue.search.local.matching.pseudo_frequency import joined
from morgue.search.local.matching.terms import Term
from morgue.search.local.top_k import at_least

if TYPE_CHECKING:
    from morgue.search.local.collection import Segment
    from morgue.search.local.docset import Docs, Floats
    from morgue.search.local.matching.evaluate import Evaluation, Scored
    from morgue.search.local.matching.matcher import Frequencies

#: A leaf is scored only where it matters when that is at most one in so many of its postings.
_WHERE_IT_MATTERS = 2
#: Leaving documents out early pays from so many matches.
_PRUNE = 20_000
#: Rounding of a sum of float32: a document this much below a bound may still reach it.
_SLACK = 1e-4
#: The same of one saturated frequency.
_ROUNDING = 1e-6
#: Lists of more than one in so many documents are added by steps through all documents; fewer when there are no others.
_DENSE, _DENSE_ALONE = 12, 64
#: What fewer than one in so many documents have is gathered from all documents and looked through by itself.
_THROUGH = 4
#: Lists of at most one in so many documents are sorted together, which costs less than steps through all documents.
_SORTED = 16
#: By machine code a table of all documents is used for the scores of more than one document in so many.
_TABLED = 32


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
        alone = _alone(segment, matches, leaves[0], k)
        if alone is not None:
            return alone
    if ready():
        return _by_kernels(evaluation, segment, matches, leaves, k)
    table = segment.borrow()
    touched: list[Docs | slice] = []
    left = matches
    for i, weighted in enumerate(leaves):
        if i and evaluation.deadline.passed():
            evaluation.deadline.cut("not every word of the query was weighed")
            break
        touched += _add(evaluation, segment, weighted, left, table)
        if k is not None and left.count > _PRUNE:
            rest = sum(max(0.0, w.weight) for w in leaves[i + 1 :])
            if rest >= sum(max(0.0, w.weight) for w in leaves[: i + 1]):
                continue  # no score so far can be more than what may come
            left = _contenders(left, table, touched, rest, k)
    docs = left.docs
    scores = table[docs]
    for each in touched:
        table[each] = 0
    segment.give_back(table)
    return Scores(docs, scores)


def _by_kernels(
    evaluation: Evaluation, segment: Segment, matches: DocSet, leaves: list[Weighted], k: int | None
) -> Scores:
    """`score` by machine code: of the matches alone, but in a table of all documents as long as these are many."""
    left, docs = matches, matches.docs
    scores = np.zeros(len(docs), np.float32)
    table = segment.borrow() if len(docs) * _TABLED > segment.size else None
    for i, weighted in enumerate(leaves):
        if i and evaluation.deadline.passed():
            evaluation.deadline.cut("not every word of the query was weighed")
            break
        _, lists = _lists(evaluation, segment, weighted, left)
        if lists:
            held, values = reduce(joined, lists)
            if table is None:
                kernels.add(docs, scores, held, values, weighted.weight, K1)
            else:
                kernels.add_in_table(table, held, values, weighted.weight, K1)
        rest = sum(max(0.0, w.weight) for w in leaves[i + 1 :])
        if k is None or left.count <= _PRUNE or rest >= sum(max(0.0, w.weight) for w in leaves[: i + 1]):
            continue
        scores = scores if table is None else table.take(docs)
        bound = at_least(scores, k)
        if bound is not None and float(bound) * (1 - _SLACK) > rest:
            near = (scores >= np.float32(float(bound) - rest - _SLACK * float(bound))).nonzero()[0]
            docs, scores = docs.take(near), scores.take(near)
            left = DocSet.of(left.size, docs)
            if table is not None:
                table.fill(0)
                segment.give_back(table)
                table = None
    if table is not None:
        scores = table.take(docs)
        table.fill(0)
        segment.give_back(table)
    return Scores(docs, scores)


def _lists(
    evaluation: Evaluation, segment: Segment, weighted: Weighted, left: DocSet
) -> tuple[DocSet | None, list[Frequencies]]:
    """What a leaf is weighed for (None: all that have it), and its frequencies there: lists, one a form."""
    leaf = weighted.leaf
    within = evaluation.counting(leaf, segment, _within(left, weighted, segment))
    lists = leaf.matcher.pseudo(segment, within)
    if leaf.guards and within is not None:
        lists = [(docs[keep], values[keep]) for docs, values in lists for keep in (within.mask[docs],)]
    return within, lists


def _within(matches: DocSet, weighted: Weighted, segment: Segment) -> DocSet | None:
    """The documents to score a leaf for; None where it is as cheap to score all that have it, or these are the same."""
    matcher = weighted.leaf.matcher
    if matches.count * _WHERE_IT_MATTERS > matcher.size(segment):
        return None
    return None if isinstance(matcher, Term) and matcher.gave(segment, matches) else matches


def _alone(segment: Segment, matches: DocSet, weighted: Weighted, k: int | None) -> Scores | None:
    """Scores of a single leaf; None where a match is without it, or it matches more than was asked for."""
    matcher = weighted.leaf.matcher
    within = _within(matches, weighted, segment)
    lists = matcher.pseudo(segment, within)
    if len(lists) != 1:
        if matcher.found(segment) is not matches:
            return None
        if k is not None and _dense(segment, lists, _DENSE_ALONE):
            return _best_alone(segment, lists, matches, weighted.weight, k)
        return Scores(matches.docs, _joined(segment, lists, matches.docs, weighted.weight)) if lists else None
    docs, values = lists[0]
    if len(docs) > matches.count:
        keep = matches.mask[docs].nonzero()[0]
        docs, values = docs[keep], values[keep]
    elif docs is not matches.docs and not np.array_equal(docs, matches.docs):
        return None
    return Scores(docs, saturate(values, weighted.weight)) if len(docs) == matches.count else None


def _best_alone(segment: Segment, lists: list[Frequencies], found: DocSet, weight: float, k: int) -> Scores:
    """Scores of the documents that may be among the k best by one leaf, of which the order is that of `pseudo`."""
    pseudo = _summed(segment, lists)
    every = found.docs if found.listed and found.count * _THROUGH < segment.size else None
    values = pseudo if every is None else pseudo.take(every)
    bound = at_least(values, k)
    limit = 0.0
    if bound is not None:
        # what saturates to as much as the bound, to the rounding of float32
        share = float(bound) / (float(bound) + K1) * (1 - _ROUNDING)
        limit = K1 * share / (1 - share)
    docs = (values >= np.float32(limit) if limit > 0 else values > 0).nonzero()[0]
    values = values.take(docs)
    if every is None:
        pseudo.fill(0)
    else:
        docs = every.take(docs)
        pseudo[every] = 0
    segment.give_back(pseudo)
    return Scores(docs, saturate(values, weight))


def _add(
    evaluation: Evaluation, segment: Segment, weighted: Weighted, left: DocSet, table: Floats
) -> list[Docs | slice]:
    """Adds one leaf to the table, at least for the documents left; the documents touched."""
    within, lists = _lists(evaluation, segment, weighted, left)
    matcher = weighted.leaf.matcher
    if _dense(segment, lists, _DENSE):
        pseudo = _summed(segment, lists)
        for part in parts_of(segment.size):
            table[part] += saturate(pseudo[part], weighted.weight)
        pseudo.fill(0)
        segment.give_back(pseudo)
        return [slice(None)]
    if len(lists) == 1:
        docs, values = lists[0]
        np.add.at(table, docs, saturate(values, weighted.weight))  # half the time of += by numbers
    elif within is None and lists and isinstance(matcher, Term) and matcher.found(segment).listed:
        every = matcher.found(segment).docs
        np.add.at(table, every, _joined(segment, lists, every, weighted.weight))
        return [every]
    else:
        _add_joined(segment, table, lists, weighted.weight)
    return [docs for docs, _ in lists]


def _dense(segment: Segment, lists: list[Frequencies], share: int) -> bool:
    """Whether the lists have more than one in `share` documents, so that steps through all documents cost less."""
    return sum(len(docs) for docs, _ in lists) * share > segment.size


def _summed(segment: Segment, lists: list[Frequencies]) -> Floats:
    """The sum of several forms over all documents, in a borrowed array. Each list has a document once."""
    pseudo = segment.borrow()
    for i, (docs, values) in enumerate(lists):
        if i:
            np.add.at(pseudo, docs, values)
        else:
            pseudo[docs] = values
    return pseudo


def _joined(segment: Segment, lists: list[Frequencies], every: Docs, weight: float) -> Floats:
    """The saturated sum of several forms for each of `every`, which are all documents of the lists."""
    pseudo = _summed(segment, lists)
    values = pseudo.take(every)
    pseudo[every] = 0
    segment.give_back(pseudo)
    return saturate(values, weight)


def _add_joined(segment: Segment, table: Floats, lists: list[Frequencies], weight: float) -> None:
    """Adds the saturated sum of several forms. What was added is cleared, so each document gets it once."""
    pseudo = _summed(segment, lists)
    for docs, _ in lists:
        np.add.at(table, docs, saturate(pseudo.take(docs), weight))
        pseudo[docs] = 0
    segment.give_back(pseudo)


def _contenders(left: DocSet, table: Floats, touched: list[Docs | slice], rest: float, k: int) -> DocSet:
    """The documents that may still be among the k best when the leaves to come add at most `rest`."""
    docs = _few(left, touched)
    values = table * left.mask if docs is None else table.take(docs)
    bound = at_least(values, k)
    if bound is None or float(bound) * (1 - _SLACK) <= rest:
        return left
    limit = float(bound) - rest - _SLACK * float(bound)
    near = (values >= np.float32(limit)).nonzero()[0]
    return DocSet.of(left.size, near if docs is None else docs[near])


def _few(left: DocSet, touched: list[Docs | slice]) -> Docs | None:
    """The documents of `left` that have a score, or all of it, where they are few.

    Those without a score cannot have more than `rest`.
    """
    if left.listed and left.count * _THROUGH < left.size:
        return left.docs
    lists = [docs for docs in touched if not isinstance(docs, slice)]
    if not lists or len(lists) < len(touched) or sum(map(len, lists)) * _SORTED > left.size:
        return None
    docs = distinct(lists, "stable")
    return docs[left.mask[docs]]
