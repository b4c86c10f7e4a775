"""Makes a page of results from matches: score, bonus, order, one hit a story."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from morgue.search.local.ranking import proximity, relevance_feedback, sort_order, typed_forms
from morgue.search.local.ranking.bm25f import Scores, Weighted, score, weigh
from morgue.search.local.ranking.gains import Gaining, gains
from morgue.search.local.ranking.relevance_feedback import Feedback

if TYPE_CHECKING:
    from morgue.search.local.aggregation.facets import Matches
    from morgue.search.local.docset import Docs, Ints
    from morgue.search.local.matching.evaluate import Evaluation
    from morgue.search.request import SearchRequest

#: When a page of stories needs more articles than were ordered, so many times as many are tried next.
_WIDER = 8


class Ranking:
    """The order of one answer."""

    def __init__(self, evaluation: Evaluation, request: SearchRequest, matches: Matches) -> None:
        self._evaluation = evaluation
        self._request = request
        self._matches = matches
        self.feedback: Feedback | None = None
        self.typed: tuple[Gaining, ...] = ()
        self._window: Docs | None = None
        self._alternatives = relevance_feedback.alternatives(request.query)

    @property
    def by_date(self) -> bool:
        """Whether dates alone make the order, and no article has a score."""
        return self._request.sort in ("newest", "oldest")

    @property
    def gaining(self) -> frozenset[int]:
        """The documents (global numbers) that gained by nearness, by forms as typed and by the first results."""
        return frozenset(() if self._window is None else self._window.tolist())

    @cached_property
    def leaves(self) -> list[Weighted]:
        """What scores, with weights."""
        return weigh(self._evaluation.scored(self._request.query))

    def learned(self, window: Docs, scores: Ints) -> Feedback | None:
        """What the first results lend to a question of many words; looked up once, the window being the same always."""
        if self.feedback is None and self._alternatives >= relevance_feedback.LEAST:
            weight = sum(max(0.0, w.weight) for w in self.leaves)
            self.feedback = relevance_feedback.learn(self._evaluation, weight, window, scores)
        return self.feedback

    def recency(self, doc: int) -> float:
        """What a score was multiplied by for the age of the document."""
        if self._request.sort != "recent":
            return 1.0
        return float(sort_order.decay(self._evaluation.collection, np.array([doc]))[0])

    def page(self) -> list[tuple[int, float]]:
        """The documents (global numbers) of the page asked for, each with its score."""
        request = self._request
        wanted = request.offset + request.limit
        if request.limit <= 0 or request.offset >= self._matches.articles:
            return []
        k = max(proximity.WINDOW, wanted)
        while True:
            docs, scores = self._ordered(k)
            if not request.collapse:
                places = list(range(request.offset, min(wanted, len(docs))))
                break
            places = sort_order.one_a_story(self._evaluation.collection, docs, wanted)
            if len(places) == wanted or len(docs) < k or k >= self._matches.articles:
                places = places[request.offset :]
                break
            k *= _WIDER
        return list(zip(docs[places].tolist(), scores[places].tolist(), strict=True))

    def _ordered(self, k: int) -> tuple[Docs, Ints]:
        """The first k articles in the total order, and their scores."""
        collection, sort = self._evaluation.collection, self._request.sort
        if self.by_date:
            docs, _ = sort_order.best(collection, sort_order.dated_keys(collection, self._matches.found, sort), k)
            return docs, np.zeros(len(docs))
        if not self.leaves:
            found = sort_order.Candidates(self._matches.docs, np.zeros(self._matches.articles, np.float32))
            if sort == "recent":
                found = sort_order.dated_keys(collection, self._matches.found, "newest")
            docs, _ = sort_order.best(collection, found, k)
            return docs, np.zeros(len(docs))
        recent = sort == "recent"
        scored = self._scored(None if recent else k)
        docs, scores = sort_order.join([s.docs for s in scored]), sort_order.join([s.scores for s in scored])
        if recent:
            scores = scores * sort_order.decay(collection, docs)
        docs, scores = sort_order.chosen(collection, sort_order.Candidates(docs, scores), k)
        return self._with_bonus(docs, scores.astype(np.float64), recent)

    def _scored(self, k: int | None) -> list[Scores]:
        collection = self._evaluation.collection
        out = []
        for segment, found in zip(collection.segments, self._matches.found, strict=True):
            part = score(self._evaluation, segment, found, self.leaves, k)
            out.append(Scores(part.docs + segment.base, part.scores))
        return out

    def _with_bonus(self, docs: Docs, scores: Ints, recent: bool) -> tuple[Docs, Ints]:
        """Documents in their order, after the first WINDOW gained what they gain by being the first."""
        collection = self._evaluation.collection
        if not len(docs):
            return docs, scores
        if len(docs) <= proximity.WINDOW:  # they are put in order once, after they gained
            return sort_order.order(collection, docs, self._gained(docs, scores, recent))
        docs, scores = sort_order.order(collection, docs, scores)
        first, rest = docs[: proximity.WINDOW], docs[proximity.WINDOW :]
        gained = self._gained(first, scores[: len(first)], recent)
        first, gained = sort_order.order(collection, first, gained)
        return np.concatenate((first, rest)), np.concatenate((gained, scores[len(first) :]))

    def _gained(self, window: Docs, values: Ints, recent: bool) -> Ints:
        """The scores of the first documents (in any order) with what they gain."""
        collection = self._evaluation.collection
        fade = sort_order.decay(collection, window) if recent else 1.0
        near = proximity.bonus(self._evaluation, self.leaves, window, self._alternatives > 0)
        self.typed = self.typed or typed_forms.typed(self._evaluation, self.leaves)
        self._window = window
        gained = values + fade * near + fade * gains(collection, self.typed, window)
        learned = self.learned(window, gained)
        return gained if learned is None else gained + fade * gains(collection, learned.words, window)
