"""Finds other stories that share the rare words of one article, by the cluster's own weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import log
from typing import Any

from morgue.core.analyzer import terms
from morgue.core.article import Article
from morgue.index.cluster.document import token
from morgue.search.answer import Similar
from morgue.search.cluster.expansion import Expander
from morgue.search.cluster.intervals import ANALYZER, stacked
from morgue.search.cluster.session import Session
from morgue.search.cluster.stories import PLACE, Stories, fields_of
from morgue.search.deadline import Deadline
from morgue.search.local.field_weights import K1, TITLE_WEIGHT
from morgue.search.query import Word

Json = dict[str, Any]

#: The same figures as in the embedded engine: see `search.local.ranking.more_like_this`.
_WORDS, _SHOWN, _READ, _CANDIDATES = 30, 8, 20_000, 80
_DATE_SHARE, _HALF_LIFE, _DAY = 0.3, 14.0, 86_400.0
_COMMON, _SMALL = 10, 1_000
_FEWEST, _LEAST_SHARE = 3, 0.05
#: Answers ordered anew by their dates.
_FIRST = 400


class Alike:
    """Finds what is like an article at one point in time."""

    def __init__(self, session: Session, expander: Expander, stories: Stories, articles: Callable[[], int]) -> None:
        self._session = session
        self._expander = expander
        self._stories = stories
        self._articles = articles

    def similar(self, article: Article, story: str, limit: int, deadline: Deadline) -> tuple[Similar, ...]:
        """The nearest stories but its own, with the words they share."""
        words = self._weightiest(article, story)
        if not words:
            return ()
        clauses = [
            {"match": {"r": {"query": stacked(forms), "analyzer": ANALYZER, "boost": share, "_name": word}}}
            for word, forms, share, _ in words
        ]
        query = {"bool": {"should": clauses, "minimum_should_match": 1, "must_not": [{"term": {"story": story}}]}}
        answer = self._session.ask(
            query,
            deadline,
            size=_FIRST,
            track_total_hits=False,
            _source={"includes": ["a"], "excludes": ["a.body"]},
            docvalue_fields=[*PLACE, "instant"],
        )
        near = self._session.rows({"term": {"id": article.id}}, ("instant",), size=1)
        own = next((fields_of(hit).get("instant") for hit in near), None)
        found = [(self._closeness(hit, own), hit) for hit in answer["hits"]["hits"]]
        found.sort(key=lambda x: (-x[0], -fields_of(x[1]).get("instant", -(1 << 62)), fields_of(x[1])["id"]))
        return self._shown(found, {w: weight for w, _, _, weight in words}, limit)

    @staticmethod
    def _closeness(hit: Json, own: int | None) -> float:
        score, at = float(hit["_score"]), fields_of(hit).get("instant")
        if own is None:
            return score
        near = 0.0 if at is None else 2.0 ** (-abs(at - own) / _DAY / _HALF_LIFE)
        return score * (1 - _DATE_SHARE + _DATE_SHARE * near)

    def _shown(self, found: list[tuple[float, Json]], weights: dict[str, float], limit: int) -> tuple[Similar, ...]:
        least = _LEAST_SHARE * sum(weights.values())
        seen: set[str] = set()
        kept: list[tuple[float, Json, tuple[str, ...]]] = []
        for score, hit in found:
            story = fields_of(hit)["story"]
            if story in seen:
                continue
            seen.add(story)
            if len(seen) > limit:
                break
            shared = sorted(hit.get("matched_queries", ()), key=lambda w: (-weights[w], w))
            if len(shared) >= _FEWEST and score >= least:
                kept.append((score, {**hit, "_score": score}, tuple(shared[:_SHOWN])))
        hits = self._stories.hits([hit for _, hit, _ in kept], 1, True)
        return tuple(Similar(hit, shared) for hit, (_, _, shared) in zip(hits, kept, strict=True))

    def _weightiest(self, article: Article, story: str) -> list[tuple[str, tuple[str, ...], float, float]]:
        """Words of the article, each with its forms, its share of the score and its weight; forms of one stem once."""
        counts: Counter[str] = Counter()
        for weight, text in ((TITLE_WEIGHT, article.title or ""), (1, article.body[:_READ])):
            for term in terms(text):
                counts[term] += weight
        total = self._articles()
        copies = self._session.count({"term": {"story": story}})
        most = max(3, total // _COMMON, min(total // 6, _SMALL // _COMMON))
        frequency = self._expander.lexicon.frequencies([t for t in counts if len(t) > 1])
        rated = []
        for term, n in frequency.items():
            if 0 < n <= most and (n > copies or self._elsewhere(term, story)):
                share = counts[term] / (counts[term] + K1)
                rated.append((-share * log(1 + total / n), term, share))
        seen: set[tuple[str, ...]] = set()
        found: list[tuple[str, tuple[str, ...], float, float]] = []
        for _, term, share in sorted(rated)[:_CANDIDATES]:
            forms = self._expander.forms(Word(term), None).texts
            if forms and forms not in seen and len(found) < _WORDS:
                seen.add(forms)
                found.append((term, forms, share, share * log(1 + total / frequency[term])))
        return found

    def _elsewhere(self, term: str, story: str) -> bool:
        """Whether a word occurs outside a story."""
        outside = {"bool": {"filter": [{"term": {"r": token(term)}}], "must_not": [{"term": {"story": story}}]}}
        return self._session.count(outside) > 0
