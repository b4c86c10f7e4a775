"""The executor against the plain way: the same documents, order, scores and counts for random questions."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from morgue.core.article import Article
from morgue.search.local import parallel
from morgue.search.local.backend import LocalBackend
from morgue.search.local.places import position_signatures
from morgue.search.local.ranking import proximity, relevance_feedback, typed_forms
from morgue.search.query import Query
from morgue.search.request import FacetName, SearchRequest
from tests.local.build import snapshot
from tests.oracle.archives import LEAVES, QUERIES, QUESTIONS, Built, archives
from tests.oracle.reference import Reference

#: An archive costs more than a question, so each is asked several. Not shrunk: each step makes an archive anew.
_SETTINGS = settings(
    max_examples=14,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate),
)


def _several(queries: st.SearchStrategy[Query]) -> st.SearchStrategy[list[Query]]:
    return st.lists(queries, min_size=3, max_size=4)


def _opened(built: Built, folder: str) -> tuple[LocalBackend, Reference]:
    backend = LocalBackend(snapshot(Path(folder), built.segments, built.deleted, built.stories))
    stories = [[i for i in s if i not in built.deleted] for s in built.stories]
    every = [a for s in built.segments for a in s]
    return backend, Reference(built.live, [s for s in stories if s], every)


def _each(built: Built, queries: list[Query]) -> Iterator[tuple[LocalBackend, Reference, Query]]:
    """An archive opened once, with each of the questions."""
    with tempfile.TemporaryDirectory() as folder:
        backend, reference = _opened(built, folder)
        for query in queries:
            yield backend, reference, query


def _same(built: Built, queries: list[Query]) -> None:
    for backend, reference, query in _each(built, queries):
        wanted = reference.ranked(query)
        found = backend.run(SearchRequest(query, limit=100, collapse=False))
        assert found.partial is None
        assert {h.id for h in found.hits} == {i for i, _ in wanted}, query
        assert found.articles == len(wanted)
        scores = dict(wanted)
        for hit in found.hits:
            assert hit.score == pytest.approx(scores[hit.id], rel=1e-4, abs=1e-6), query
        _ordered(reference, [h.id for h in found.hits], scores)


def _ordered(reference: Reference, ids: list[str], scores: dict[str, float]) -> None:
    """The order is the total one, where scores differ by more than rounding."""
    for before, after in pairwise(ids):
        if abs(scores[before] - scores[after]) <= 1e-5 * max(1.0, scores[before]):
            if scores[before] == scores[after] == 0:
                assert reference.order((before, 0.0)) < reference.order((after, 0.0))
        else:
            assert scores[before] > scores[after]


@_SETTINGS
@given(archives(), _several(LEAVES))
def test_leaves_match_and_score_as_counted_by_hand(built: Built, queries: list[Query]) -> None:
    _same(built, queries)


@_SETTINGS
@given(archives(), _several(LEAVES))
def test_two_threads_find_what_one_does(built: Built, queries: list[Query]) -> None:
    two = mock.patch.object(parallel, "_two", lambda: True)
    always = mock.patch.object(
        position_signatures, "_FEWEST", 0
    )  # two words are compared by signatures, however few have them
    with two, always, mock.patch.object(parallel, "LARGE", 1), mock.patch.object(parallel, "MANY", 2):
        _same(built, queries)


@_SETTINGS
@given(archives(), _several(QUERIES))
def test_questions_match_and_score_as_counted_by_hand(built: Built, queries: list[Query]) -> None:
    _same(built, queries)


@_SETTINGS
@given(archives(), _several(QUERIES))
def test_passages_and_forms_as_typed_add_what_is_counted_by_hand(built: Built, queries: list[Query]) -> None:
    with (
        mock.patch.object(proximity, "COMMON", 2),
        mock.patch.object(proximity, "WIDTH", 3),
        mock.patch.object(proximity, "WINDOW", 3),
        mock.patch.object(typed_forms, "COMMONER", 1),
    ):
        _same(built, queries)


@_SETTINGS
@given(archives(), _several(QUESTIONS))
def test_words_of_the_first_results_add_what_is_counted_by_hand(built: Built, queries: list[Query]) -> None:
    with (
        mock.patch.object(relevance_feedback, "STORIES", 2),
        mock.patch.object(relevance_feedback, "WORDS", 3),
        mock.patch.object(proximity, "WINDOW", 4),
    ):
        _same(built, queries)


@_SETTINGS
@given(archives(), _several(QUERIES))
def test_one_hit_a_story_is_its_best_member(built: Built, queries: list[Query]) -> None:
    for backend, reference, query in _each(built, queries):
        every = backend.run(SearchRequest(query, limit=100, collapse=False))
        first: dict[str, str] = {}
        for hit in every.hits:
            first.setdefault(reference.story.get(hit.id, hit.id), hit.id)
        found = backend.run(SearchRequest(query, limit=100))
        assert [h.id for h in found.hits] == list(first.values())
        assert found.stories == len(first)
        pages = (SearchRequest(query, limit=2, offset=offset) for offset in range(0, len(first), 2))
        assert [h.id for page in pages for h in backend.run(page).hits] == list(first.values())
        assert [h.rank for h in found.hits] == list(range(1, len(first) + 1))


FACETS: tuple[FacetName, ...] = ("outlet", "language", "byline", "role", "year", "month", "day")


@_SETTINGS
@given(archives(), _several(QUERIES))
def test_facets_count_articles_and_stories(built: Built, queries: list[Query]) -> None:
    for backend, reference, query in _each(built, queries):
        matching = [t.article for t in reference.texts.values() if reference.matches(query, t)]
        for facet in backend.run(SearchRequest(query, facets=FACETS, buckets=100)).facets:
            assert facet.others == 0
            if facet.name == "role":
                assert sum(b.articles for b in facet.buckets) == len(matching)
                continue
            pairs = {(v, a.id) for a in matching for v in _values(a, facet.name)}
            articles = Counter(v for v, _ in pairs)
            stories = Counter(v for v, _ in {(v, reference.story.get(i, i)) for v, i in pairs})
            counted = {b.value: (b.articles, b.stories) for b in facet.buckets}
            assert counted == {v: (articles[v], stories[v]) for v in articles}
            assert facet.missing == sum(not _values(a, facet.name) for a in matching)
        for facet in backend.run(SearchRequest(query, facets=("outlet", "language", "byline"), buckets=1)).facets:
            assert len(facet.buckets) <= 1
            assert sum(b.articles for b in facet.buckets) + facet.others + facet.missing == len(matching)


def _values(article: Article, facet: str) -> tuple[str, ...]:
    if facet == "byline":
        return tuple(set(article.authors))
    if facet in ("outlet", "language"):
        value = getattr(article, facet)
        return (value,) if value else ()
    length = {"year": 4, "month": 7, "day": 10}[facet]
    date = article.date or ""
    return (date[:length],) if len(date) >= length else ()
