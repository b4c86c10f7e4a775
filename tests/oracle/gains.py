"""What the first articles gain: by their best passage, by the forms as typed, by words that the first stories lend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from morgue.core.analyzer import joints, terms
from morgue.core.article import Article
from morgue.search.local.field_weights import TITLE_WEIGHT
from morgue.search.local.ranking import proximity, relevance_feedback, typed_forms
from morgue.search.query import Exact, Query, Word
from tests.oracle.forms import Forms
from tests.oracle.leaves import Leaf, alternatives, words
from tests.oracle.scores import Scores
from tests.oracle.texts import Text


@dataclass(frozen=True, slots=True)
class Gains:
    """What is added to scores."""

    scores: Scores
    forms: Forms

    def bonus(self, q: Query, t: Text) -> float:
        """What the best passage adds: every run of words of its length is looked at, title and body apart."""
        taking = self._taking(q)
        if not taking:
            return 0.0
        whole = self.scores.whole(q)
        held = [
            (weight, {p for p, w in t.words if w in self.forms.listed(word, language)})
            for (word, language), weight in taking.items()
        ]
        passages = (range(first, first + proximity.WIDTH) for first, _ in t.words)
        best = max((sum(w for w, at in held if at.intersection(p)) for p in passages), default=0.0)
        return proximity.STRENGTH * whole * (best / whole) ** proximity.POWER

    def _taking(self, q: Query) -> dict[tuple[Leaf, str | None], float]:
        """The words that take part in the bonus for nearness, with their weights."""
        rated: dict[tuple[Leaf, str | None], float] = {}
        for word, boost, language in words(q):
            if self.forms.listed(word, language):
                weight = boost * self.scores.idf(word, language)
                rated[word, language] = rated.get((word, language), 0.0) + weight
        common = {w for w in rated if self.scores.holding(*w) * proximity.COMMON > len(self.scores.texts)}
        taking = {w: x for w, x in rated.items() if w not in common or not alternatives(q)}
        return taking if len(taking) > 1 and common != set(rated) else {}

    def as_typed(self, q: Query, t: Text) -> float:
        """What the forms as typed add, where they are rarer than all forms of a word together."""
        total = 0.0
        for word, boost, language in words(q):
            if isinstance(word, Word) and len(joints(word.text)) == 1 and boost > 0:
                exact = Exact(word.text, word.field, strict=False)
                own, every = self.scores.holding(exact, language), self.scores.holding(word, language)
                if 0 < own * typed_forms.COMMONER <= every:
                    rarer = self.scores.idf(exact, language) - self.scores.idf(word, language)
                    weight = typed_forms.STRENGTH * boost * max(0.0, rarer)
                    total += weight * self.scores.share(exact, t, language)
        return total

    def lent(self, q: Query, lenders: Sequence[tuple[float, Article]]) -> list[tuple[str, float]]:
        """The words that the first stories lend, with weights. lenders: their articles with scores, the best first."""
        articles = len(self.scores.texts)
        shares = sorted((-round(x, relevance_feedback.WEIGHT_PLACES), w) for w, x in _shares(lenders).items())
        rated = []
        for x, word in [s for s in shares if len(s[1]) > 1][: relevance_feedback.CANDIDATES]:
            df = self.forms.held[word]
            if df > 1 and df * relevance_feedback.COMMON <= max(articles, relevance_feedback.SMALLEST):
                rated.append((round(x * log(1 + articles / df), relevance_feedback.WEIGHT_PLACES), word))
        chosen = sorted(rated)[: relevance_feedback.WORDS]
        weight = relevance_feedback.STRENGTH * self.scores.whole(q)
        return [(word, weight * x / sum(r for r, _ in chosen)) for x, word in chosen]


def _shares(lenders: Sequence[tuple[float, Article]]) -> dict[str, float]:
    """How much of the articles' texts each word makes up, by how surely an article is meant."""
    shares: dict[str, float] = {}
    for score, article in lenders:
        held = terms(article.body) + TITLE_WEIGHT * terms(article.title or "")
        for word in set(held):
            part = exp((score - lenders[0][0]) / relevance_feedback.TEMPER) * held.count(word) / len(held)
            shares[word] = shares.get(word, 0.0) + part
    return shares
