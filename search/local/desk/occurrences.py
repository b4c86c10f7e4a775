"""Counts how often each match has what a query asks for: distinct spans, from the positions of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.analyzer import joints
from morgue.search.deadline import TimeUp
from morgue.search.local.matching.labels import label
from morgue.search.local.matching.occurrences import Occurrences
from morgue.search.local.places import positions
from morgue.search.local.places.positions import EMPTY, Spans
from morgue.search.query import Exact, Near, Query, Word
from morgue.search.text_leaves import text_leaves

if TYPE_CHECKING:
    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Segment
    from morgue.search.local.docset import Docs, DocSet, Ints
    from morgue.search.local.matching.evaluate import Evaluation
    from morgue.search.local.matching.occurrences import LeafMatchers
    from morgue.search.text_leaves import Leaf

#: Documents whose positions are looked at in one step.
STEP = 1 << 15


class Lines(Occurrences):
    """The spans of a leaf as a concordance has them: of a proximity each left span joined with its nearest partner."""

    def __init__(self, leaves: LeafMatchers, query: Query, language: str | None) -> None:
        super().__init__(leaves, label(query), language)
        self.query = query

    def of(self, segment: Segment, docs: Docs, deadline: Deadline) -> Spans:
        """The spans in some documents."""
        if isinstance(self.query, Near):
            return self._joined(self.query, segment, docs, deadline)
        spans = self._spans(self.query, segment, docs, deadline)
        if not isinstance(self.query, Word):
            return spans
        # of those that begin at the same place the longest: a compound stands there as a whole and by its parts
        return spans.take(np.append(spans.starts[1:] != spans.starts[:-1], True)[: len(spans.starts)])

    def _joined(self, near: Near, segment: Segment, docs: Docs, deadline: Deadline) -> Spans:
        left, right = self._sides(near, segment, docs, deadline)
        if not len(left.starts) or not len(right.starts):
            return EMPTY
        forward, _ = self._ranges(near, segment, docs, left, right)
        far = np.int64(1 << 60)
        low = np.minimum(forward[0], len(right.starts) - 1)
        after = np.where(forward[1] > forward[0], right.starts[low] - left.ends, far)
        starts, ends = left.starts, right.ends[low]
        if not near.ordered:
            order = np.lexsort((right.starts, right.ends))
            by_end = right.ends[order]
            at = by_end.searchsorted(left.starts) - 1
            before = np.where(at >= 0, left.starts - by_end[at], far)
            before = np.where(self._reached(near, segment, docs, left, by_end[at], before), before, far)
            backwards = before < after
            starts = np.where(backwards, right.starts[order][at], starts)
            ends = np.where(backwards, left.ends, ends)
            after = np.minimum(after, before)
        return positions.together([Spans(starts, ends).take(after < far)])

    def _reached(self, near: Near, segment: Segment, docs: Docs, left: Spans, ends: Ints, gaps: Ints) -> Ints:
        """Whether a span that ends before a left one is near enough to it."""
        if near.unit == "word":
            return np.asarray(gaps <= min(near.distance, positions.FARTHEST))
        edges = self._boundaries(near, segment, docs)
        same = positions.unit_of(edges, ends) == positions.unit_of(edges, left.starts)
        return np.asarray(same & (gaps < (1 << 60)))


def counts(evaluation: Evaluation, query: Query, segment: Segment, found: DocSet) -> Ints:
    """How many occurrences each of the documents has, in their order: int64; without some when time is up."""
    leaves = list(text_leaves(query))
    total = np.zeros(found.count, np.int64)
    if not leaves or not found.count:
        return total
    if len(leaves) == 1 and (fast := _frequencies(evaluation, *leaves[0], segment, found)) is not None:
        return fast
    matchers = [Lines(evaluation.leaves, leaf, language) for leaf, language in leaves]
    docs = found.docs
    try:
        for start in range(0, len(docs), STEP):
            evaluation.deadline.check()
            some = docs[start : start + STEP]
            spans = [matcher.of(segment, some, evaluation.deadline) for matcher in matchers]
            owners = distinct(spans).docs
            total[start : start + len(some)] = np.bincount(np.searchsorted(some, owners), minlength=len(some))
    except TimeUp:
        evaluation.deadline.cut("not every occurrence was counted")
    return total


def distinct(spans: list[Spans]) -> Spans:
    """The spans of several leaves, each once."""
    held = [s for s in spans if len(s.starts)]
    return positions.together([*held, EMPTY]) if len(held) != 1 else held[0]


def _frequencies(
    evaluation: Evaluation, leaf: Leaf, language: str | None, segment: Segment, found: DocSet
) -> Ints | None:
    """The same from frequencies alone, for a word whose forms never share a place; None for any other leaf."""
    if not isinstance(leaf, Word | Exact) or (isinstance(leaf, Word) and len(joints(leaf.text)) > 1):
        return None
    if leaf.field not in (None, "title", "body"):
        return None
    term = evaluation.leaves.term(leaf, language)
    if any(f.isupper() or "-" in f or "\u200c" in f for f in term.forms.texts):
        return None  # it may stand beside another form at the same place
    scratch = segment.borrow()
    for docs, values in term.counts(segment, found):
        scratch[docs] += values
    total = scratch[found.docs].astype(np.int64)
    for docs, _ in term.counts(segment, found):
        scratch[docs] = 0
    segment.give_back(scratch)
    return total
