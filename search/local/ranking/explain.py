"""Explains a score: a line a word, the fields below it, then what only the first articles gain, and recency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.search.local.docset import DocSet
from morgue.search.local.field_weights import K1, Fields
from morgue.search.local.matching.terms import Term
from morgue.search.request import Explanation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.matching.evaluate import Evaluation
    from morgue.search.local.matching.matcher import Matcher
    from morgue.search.local.ranking.bm25f import Weighted
    from morgue.search.local.ranking.gains import Gaining
    from morgue.search.local.ranking.page import Ranking

_ONE_FIELD = (
    ("title", Fields(True, False, False)),
    ("lead", Fields(False, True, False)),
    ("body", Fields(False, False, True)),
)


class Explainer:
    """Explains the hits of one answer; a word's postings by field are read once."""

    def __init__(self, evaluation: Evaluation, ranking: Ranking) -> None:
        self._evaluation = evaluation
        self._ranking = ranking
        self._terms: dict[tuple[int, str], Term] = {}

    def explain(self, doc: int, score: float) -> Explanation | None:
        """The parts add up to the score (to float32). By date there is none, and nothing to weigh for it.

        None when the time ran out.
        """
        if self._ranking.by_date:
            return Explanation("no score: in the order of dates", 0.0)
        collection = self._evaluation.collection
        segment = next(s for s in collection.segments if s.base <= doc < s.base + s.size)
        lines: list[Explanation | None] = []
        for weighted in self._ranking.leaves:
            if self._evaluation.deadline.passed():
                self._evaluation.deadline.cut("not every score was explained")
                return None
            lines.append(self._line(collection, segment, weighted, doc - segment.base))
        if doc in self._ranking.gaining:
            lent = self._ranking.feedback.words if self._ranking.feedback is not None else ()
            lines.append(_gained("words as they were typed", self._ranking.typed, segment, doc))
            lines.append(_gained("words that the first results share", lent, segment, doc))
        words = [line for line in lines if line is not None]
        factor = self._ranking.recency(doc)
        if factor != 1.0:
            words = [_scaled(line, factor) for line in words]
        rest = score - sum(line.value for line in words)
        if words and abs(rest) > 1e-4 * max(1.0, abs(score)):
            words.append(Explanation("query words near each other", rest))
        label = "score" if factor == 1.0 else f"score, of which {factor:.3f} is left for its age"
        return Explanation(label, score, tuple(words))

    def _line(self, collection: Collection, segment: Segment, weighted: Weighted, doc: int) -> Explanation | None:
        matcher = weighted.leaf.matcher
        here = self._evaluation.counting(weighted.leaf, segment, DocSet.of(segment.size, np.array([doc], np.intp)))
        pseudo = frequency_at(matcher, segment, doc) if here is not None and here.count else 0.0
        if not pseudo:
            return None
        value = weighted.weight * pseudo / (pseudo + K1)
        label = f"{matcher.label}: weight {weighted.weight:.2f}, frequency {pseudo:.2f}"
        if not isinstance(matcher, Term):
            return Explanation(label, value)
        parts = []
        for name, fields in _ONE_FIELD:
            if getattr(matcher.fields, name):
                share = frequency_at(self._of(matcher, name, fields, collection), segment, doc)
                if share:
                    parts.append(Explanation(f"in the {name}", value * share / pseudo))
        return Explanation(label, value, tuple(parts))

    def _of(self, matcher: Term, name: str, fields: Fields, collection: Collection) -> Term:
        key = id(matcher), name
        if key not in self._terms:
            self._terms[key] = Term(collection, matcher.label, matcher.forms, fields, matcher.deadline)
        return self._terms[key]


def _gained(name: str, terms: Sequence[Gaining], segment: Segment, doc: int) -> Explanation | None:
    """What some terms add to a document (global number), the weightiest first; None where they add nothing."""
    parts = []
    for each in sorted(terms, key=lambda each: -each.weight):
        pseudo = frequency_at(each.term, segment, doc - segment.base)
        if pseudo:
            label = f"{each.term.label}: weight {each.weight:.2f}, frequency {pseudo:.2f}"
            parts.append(Explanation(label, each.weight * pseudo / (pseudo + K1)))
    total = sum(p.value for p in parts)
    return Explanation(name, total, tuple(parts)) if parts else None


def frequency_at(matcher: Matcher, segment: Segment, doc: int) -> float:
    """A leaf's pseudo-frequency in one document of a segment; 0 where it does not occur."""
    lists = matcher.pseudo(segment, DocSet.of(segment.size, np.array([doc], np.intp)))
    return sum(float(values[docs == doc].sum()) for docs, values in lists)


def _scaled(line: Explanation, factor: float) -> Explanation:
    return Explanation(line.label, line.value * factor, tuple(_scaled(p, factor) for p in line.parts))
