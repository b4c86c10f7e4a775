"""The executor against the plain way: the same documents, order, scores and counts for random questions."""

from __future__ import annotations

import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from morgue.core.article import Article
from morgue.search.local import parallel
from morgue.search.local.backend import LocalBackend
from morgue.search.local.places import position_signatures
from morgue.search.local.ranking import proximity, relevance_feedback
from morgue.search.query import Query
from morgue.search.request import FacetName, SearchRequest
from tests.local.build import snapshot
from tests.oracle.archives import LEAVES, QUERIES, QUESTIONS, Built, archives
from tests.oracle.reference import Reference

_SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _opened(built: Built, folder: str) -> tuple[LocalBackend, Reference]:
    backend = LocalBackend(snapshot(Path(folder), built.segments, built.deleted, built.stories))
    stories = [[i for i in s if i not in built.deleted] for s in built.stories]
    every = [a for s in built.segments for a in s]
    return backend, Reference(built.live, [s for s in stories if s], every)


def _same(built: Built, query: Query) -> None:
    with tempfile.TemporaryDirectory() as folder:
        backend, reference = _opened(built, folder)
        wanted = reference.ranked(query)
        found = backend.run(SearchRequest(query, limit=100, collapse=False))
        assert found.partial is None
        assert {h.id for h in found.hits} == {i for i, _ in wanted}
        assert found.articles == len(wanted)
        scores = dict(wanted)
        for hit in found.hits:
            assert hit.score == pytest.approx(scores[hit.id], rel=1e-4, abs=1e-6)
        _ordered(reference, [h.id for h in found.hits], scores)


def _ordered(reference: Reference, ids: list[str], scores: dict[str, float]) -> None:
    """The order is the total one, where scores differ by more than rounding."""
    for before, after in pairwise(ids):
        if abs(scores[before] - scores[after]) <= 1e-5 * max(1.0, scores[before]):
            if scores[before] == scores[after] == 0:
                assert reference._order((before, 0.0)) < reference._order((after, 0.0))
        else:
            assert scores[before] > scores[after]


@_SETTINGS
@given(archives(), LEAVES)
def test_leaves_match_and_score_as_counted_by_hand(built: Built, query: Query) -> None:
    _same(built, query)


@_SETTINGS
@given(archives(), LEAVES)
def test_two_threads_find_what_one_does(built: Built, query: Query) -> None:
    two = mock.patch.object(parallel, "_two", lambda: True)
    always = mock.patch.object(
        position_signatures, "_FEWEST", 0
    )  # two words are compared by signatures, however few have them
    with two, always, mock.patch.object(parallel, "LARGE", 1), mock.patch.object(parallel, "MANY", 2):
        _same(built, query)


@_SETTINGS
@given(archives(), QUERIES)
def test_questions_match_and_score_as_counted_by_hand(built: Built, query: Query) -> None:
    _same(built, query)


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(archives(), QUERIES)
def test_the_bonus_for_nearness_is_as_counted_by_hand(built: Built, query: Query) -> None:
    with (
        mock.patch.object(proximity, "COMMON", 2),
        mock.patch.object(proximity, "WIDTH", 3),
        mock.patch.object(proximity, "WINDOW", 3),
    ):
        _same(built, query)


@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(archives(), QUESTIONS)
def test_words_of_the_first_results_add_what_is_counted_by_hand(built: Built, query: Query) -> None:
    with (
        mock.patch.object(relevance_feedback, "STORIES", 2),
        mock.patch.object(relevance_feedback, "WORDS", 3),
        mock.patch.object(proximity, "WINDOW", 4),
    ):
        _same(built, query)


@settings(max_examples=25, deadline=None)
@given(archives(), QUERIES)
def test_one_hit_a_story_is_its_best_member(built: Built, query: Query) -> None:
    with tempfile.TemporaryDirectory() as folder:
        backend, reference = _opened(built, folder)
        every = backend.run(SearchRequest(query, limit=100, collapse=False))
        first: dict[str, str] = {}
        for hit in every.hits:
            first.setdefault(reference.story.get(hit.id, hit.id), hit.id)
        found = backend.run(SearchRequest(query, limit=100))
        assert [h.id for h in found.hits] == list(first.values())
        assert found.stories == len(first)
        paged = [
            h.id
            for offset in range(0, len(first), 2)
            for h in backend.run(SearchRequest(query, limit=2, offset=offset)).hits
        ]
        assert paged == list(first.values())
        assert [h.rank for h in found.hits] == list(range(1, len(first) + 1))


@settings(max_examples=25, deadline=None)
@given(archives(), QUERIES)
def test_facets_count_articles_and_stories(built: Built, query: Query) -> None:
    with tempfile.TemporaryDirectory() as folder:
        backend, reference = _opened(built, folder)
        names: tuple[FacetName, ...] = ("outlet", "language", "byline", "role", "year", "month", "day")
        found = backend.run(SearchRequest(query, facets=names, buckets=100))
        matching = [t.article for t in reference.texts.values() if reference.matches(query, t)]
        for facet in found.facets:
            if facet.name == "role":
                assert sum(b.articles for b in facet.buckets) == len(matching)
                continue
            pairs = {(v, a.id) for a in matching for v in _values(a, facet.name)}
            articles = Counter(v for v, _ in pairs)
            stories = Counter(v for v, _ in {(v, reference.story.get(i, i)) for v, i in pairs})
            assert {b.value: (b.articles, b.stories) for b in facet.buckets} == {
                v: (articles[v], stories[v]) for v in articles
            }
            assert facet.missing == sum(not _values(a, facet.name) for a in matching)
            assert facet.others == 0


@settings(max_examples=25, deadline=None)
@given(archives(), QUERIES)
def test_buckets_others_and_missing_make_up_all_articles(built: Built, query: Query) -> None:
    with tempfile.TemporaryDirectory() as folder:
        backend, _ = _opened(built, folder)
        found = backend.run(SearchRequest(query, facets=("outlet", "language", "byline"), buckets=1))
        for facet in found.facets:
            assert len(facet.buckets) <= 1
            assert sum(b.articles for b in facet.buckets) + facet.others + facet.missing == found.articles


def _values(article: Article, facet: str) -> tuple[str, ...]:
    if facet == "byline":
        return tuple(set(article.authors))
    if facet in ("outlet", "language"):
        value = getattr(article, facet)
        return (value,) if value else ()
    length = {"year": 4, "month": 7, "day": 10}[facet]
    date = article.date or ""
    return (date[:length],) if len(date) >= length else ()
