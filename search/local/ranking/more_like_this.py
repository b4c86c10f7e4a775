"""Finds other stories that share the rare words of one article, by the engine's own statistics."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.analyzer import terms
from morgue.index.codec.layout import NO_INSTANT
from morgue.search.answer import Similar
from morgue.search.local.docset import DocSet
from morgue.search.local.field_weights import K1, TITLE_WEIGHT
from morgue.search.local.matching.terms import Term
from morgue.search.local.ranking import sort_order
from morgue.search.local.ranking.bm25f import score, weigh
from morgue.search.local.ranking.explain import frequency_at
from morgue.search.query import Boost, Or, Word

if TYPE_CHECKING:
    from morgue.core.article import Article
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs, Floats
    from morgue.search.local.hits import Hits
    from morgue.search.local.matching.evaluate import Evaluation
    from morgue.search.local.ranking.bm25f import Weighted

#: Words of the article that are searched for, and how many shared ones are shown.
WORDS, SHOWN = 30, 8
#: So much of a long article is read for its words, characters.
_READ = 20_000
#: Candidates: forms by tf * idf, before they are joined with their stem mates.
_CANDIDATES = 80
#: An event is reported over days: so much of a score depends on the days between, halved every so many.
DATE_SHARE, DATE_HALF_LIFE = 0.3, 14.0
_DAY = 86_400.0
#: A word in more than one in so many articles is common; in one of fewer than _SMALL a sixth of them may have it.
_COMMON, _SMALL = 10, 1_000
#: What ties two articles is several words, together so large a share of what all words searched for could add up to.
_FEWEST, _LEAST_SHARE = 3, 0.05
#: Documents ordered at first; more are tried when stories repeat.
_FIRST = 200


def similar(evaluation: Evaluation, hits: Hits, doc: int, limit: int) -> tuple[Similar, ...]:
    """The stories nearest to an article (global number) by BM25F over its weightiest words, its own story aside."""
    collection = evaluation.collection
    snapshot = collection.snapshot
    article = next(snapshot.filed([doc])).article
    own = int(collection.stories.story[doc])
    query = Or(tuple(Boost(Word(w), b) for w, b in _weightiest(collection, article, own)))
    leaves = _distinct(weigh(evaluation.scored(query)))
    docs, scores = _scores(evaluation, query, leaves, own)
    scores = scores * _closeness(collection, docs, doc)
    k = min(len(docs), max(_FIRST, 4 * limit))
    docs, values = sort_order.best(collection, sort_order.Candidates(docs, scores), k)
    least = _LEAST_SHARE * sum(each.weight for each in leaves)
    placed, ties = [], []
    for i in sort_order.one_a_story(collection, docs, limit):
        shared = _shared(collection, leaves, int(docs[i]))
        if len(shared) >= _FEWEST and values[i] >= least:
            placed.append((int(docs[i]), float(values[i])))
            ties.append(shared)
    return tuple(map(Similar, hits.hits(placed, 1), ties))


def _weightiest(collection: Collection, article: Article, own: int) -> list[tuple[str, float]]:
    """Words of the article with their weight in it: saturated frequency, the title's counting as in ranking.

    A word of its own story alone ties it to nothing; one in over a tenth of the archive says nothing, unless that is
    so small that a tenth of it may be one story.
    """
    counts: defaultdict[str, float] = defaultdict(float)
    for weight, text in ((TITLE_WEIGHT, article.title or ""), (1.0, article.body[:_READ])):
        for term in terms(text):
            counts[term] += weight
    total = collection.articles
    copies = int(collection.stories.articles[own])
    most = max(3, total // _COMMON, min(total // 6, _SMALL // _COMMON))
    rated = []
    for term, weight in counts.items():
        held = [(s, o) for s in collection.segments if (o := s.reader.lexicon.find(term)) is not None]
        frequency = sum(int(s.reader.lexicon.doc_freq[o]) for s, o in held)
        if frequency <= most and len(term) > 1 and (frequency > copies or _elsewhere(collection, held, own)):
            share = weight / (weight + K1)
            rated.append((-share * np.log(1 + total / frequency), term, share))
    rated.sort()
    return [(term, share) for _, term, share in rated[:_CANDIDATES]]


def _elsewhere(collection: Collection, held: list[tuple[Segment, int]], own: int) -> bool:
    """Whether a word occurs outside a story."""
    stories = collection.stories.story
    return any(bool((stories[s.postings(o).docs + s.base] != own).any()) for s, o in held)


def _distinct(leaves: list[Weighted]) -> list[Weighted]:
    """The weightiest words, forms of one stem once."""
    seen: set[tuple[str, ...]] = set()
    out = []
    for each in leaves:
        matcher = each.leaf.matcher
        assert isinstance(matcher, Term)  # what is asked here are words alone
        texts = matcher.forms.texts
        if texts not in seen:
            seen.add(texts)
            out.append(each)
    return out[:WORDS]


def _scores(evaluation: Evaluation, query: Or, leaves: list[Weighted], own: int) -> tuple[Docs, Floats]:
    docs, scores = [], []
    stories = evaluation.collection.stories.story
    for segment in evaluation.collection.segments:
        found = DocSet.empty(segment.size)
        for leaf in leaves:
            found = found | leaf.leaf.matcher.found(segment)
        part = score(evaluation, segment, segment.only_live(found), leaves, None)
        others = stories[part.docs + segment.base] != own
        docs.append(part.docs[others] + segment.base)
        scores.append(part.scores[others])
    return sort_order.join(docs), sort_order.join(scores)


def _closeness(collection: Collection, docs: Docs, doc: int) -> Floats:
    at = sort_order.instants(collection, docs).astype(np.float64)
    own = int(sort_order.instants(collection, np.array([doc]))[0])
    if own == NO_INSTANT:
        return np.ones(len(docs), np.float32)
    near = np.exp2(-np.abs(at - own) / _DAY / DATE_HALF_LIFE)
    return np.asarray(1 - DATE_SHARE + DATE_SHARE * near, np.float32)


def _shared(collection: Collection, leaves: list[Weighted], doc: int) -> tuple[str, ...]:
    segment = next(s for s in collection.segments if s.base <= doc < s.base + s.size)
    rated = []
    for each in leaves:
        pseudo = frequency_at(each.leaf.matcher, segment, doc - segment.base)
        if pseudo:
            rated.append((-each.weight * pseudo / (pseudo + K1), each.leaf.matcher.label))
    return tuple(label for _, label in sorted(rated)[:SHOWN])
