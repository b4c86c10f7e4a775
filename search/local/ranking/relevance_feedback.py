"""Orders the best articles again by words that the first results of a question share.

Where any of many words may match, the question does not say which of them belong together; the best articles do. Their
words are added to the question with small weights: Rocchio's idea (1971) in the form of relevance models (Lavrenko and
Croft, SIGIR 2001; RM3, Abdul-Jaleel and others, TREC 2004). An article lends its words by how surely it is meant,
exp(score / TEMPER): a BM25 score is a log-odds of relevance up to a factor. So one that stands out keeps to itself.

Only the articles that also got the bonus for nearness are ordered again, what they gain is never negative, and nothing
is added to the matches: counts, facets and the order of all that follow stay as they are.
"""

from __future__ import annotations

from collections import Counter
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.analyzer import terms
from morgue.core.dataclass import dataclass
from morgue.search.local.field_weights import TITLE_WEIGHT, fields_of
from morgue.search.local.matching.terms import Term
from morgue.search.local.ranking import sort_order
from morgue.search.local.ranking.gains import Gaining
from morgue.search.query import And, Boost, DateRange, IdSet, Keyword, Not, NumberRange, Or, Query, Regex, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from morgue.core.article import Article
    from morgue.core.loading.arrays import NDArray
    from morgue.search.local.docset import Docs
    from morgue.search.local.matching.evaluate import Evaluation

#: A question is so many different words, any of which may match.
LEAST = 4
#: The first articles of so many stories lend so many words; together these weigh so much of the question's weight.
STORIES, WORDS, STRENGTH = 5, 15, 0.2
#: An article lends 1/e of what the first does when its score is lower by so much.
TEMPER = 1.5
#: A word in more than one in so many articles says nothing; the archive counts as at least so large for that.
COMMON, SMALLEST = 4, 30
#: Of the words with the largest shares, so many are looked up.
CANDIDATES = 60
#: So much of a long article is read for its words, characters.
READ = 20_000
#: Places to which scores and weights are rounded before the first are taken, so that rounding of sums decides nothing.
SCORE_PLACES, WEIGHT_PLACES = 4, 8


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one answer learned from its first results, and the documents (global numbers) that gain by it."""

    words: tuple[Gaining, ...]
    docs: frozenset[int]


def alternatives(query: Query) -> int:
    """How many different words a query has of which any may match, conditions and exclusions beside them; else 0."""
    match query:
        case Boost(part):
            return alternatives(part)
        case Or(parts):
            bare = (p.part if isinstance(p, Boost) else p for p in parts)
            return len({w.text for w in bare if isinstance(w, Word)})
        case And(parts):
            asked = [p for p in parts if not isinstance(p, (Keyword, DateRange, NumberRange, IdSet, Regex, Not))]
            return alternatives(asked[0]) if len(asked) == 1 else 0
        case _:
            return 0


def learn(evaluation: Evaluation, weight: float, docs: Docs, scores: NDArray[np.float64]) -> Feedback:
    """The words that the first of these documents lend to a question of this weight, weightiest first."""
    collection = evaluation.collection
    order, values = sort_order.order(collection, docs, np.round(scores, SCORE_PLACES))
    places = sort_order.one_a_story(collection, order, STORIES)
    articles = (f.article for f in collection.snapshot.filed([int(order[i]) for i in places]))
    lending = ((exp((float(values[i]) - float(values[0])) / TEMPER), a) for i, a in zip(places, articles, strict=True))
    expander = evaluation.leaves.expander
    rated = _rated(collection.articles, expander.frequency, shares(lending))
    total = sum(w for w, _ in rated)
    forms = ((Term(collection, t, expander.exact(t), fields_of(None)), w) for w, t in rated)
    words = (Gaining(term, STRENGTH * weight * w / total) for term, w in forms)
    return Feedback(tuple(words), frozenset(docs.tolist()))


def shares(lending: Iterable[tuple[float, Article]]) -> list[tuple[float, str]]:
    """The words with the largest shares of the articles' texts, an occurrence in the title counting as in ranking."""
    found: dict[str, float] = {}
    for sure, article in lending:
        counted: dict[str, int] = Counter(terms(article.body[:READ]))
        for term, often in Counter(terms(article.title or "")).items():
            counted[term] = counted.get(term, 0) + TITLE_WEIGHT * often
        length = sum(counted.values())
        for term, often in counted.items():
            found[term] = found.get(term, 0.0) + sure * often / length
    return _largest({term: share for term, share in found.items() if len(term) > 1})


def _largest(found: dict[str, float]) -> list[tuple[float, str]]:
    """The CANDIDATES with the largest rounded shares, by share, then term; only those near the last are rounded."""
    least = 0.0
    if len(found) > CANDIDATES:
        least = sorted(found.values(), reverse=True)[CANDIDATES - 1] - 2 * 10**-WEIGHT_PLACES
    rated = sorted((-round(share, WEIGHT_PLACES), term) for term, share in found.items() if share >= least)
    return [(-share, term) for share, term in rated[:CANDIDATES]]


def _rated(
    articles: int, frequency_of: Callable[[str], int], found: list[tuple[float, str]]
) -> list[tuple[float, str]]:
    """The weightiest by share and rarity. A word of one article ties it to nothing; deleted articles count here."""
    out = []
    for share, term in found:
        frequency = frequency_of(term)
        if frequency > 1 and frequency * COMMON <= max(articles, SMALLEST):
            out.append((-round(share * log(1 + articles / frequency), WEIGHT_PLACES), term))
    return [(-weight, term) for weight, term in sorted(out)[:WORDS]]
