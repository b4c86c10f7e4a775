"""One contract for every engine: the same questions, and what must be so in every answer.

Each engine is compared with the plain reference, question by question, over random archives; and held to what does not
depend on any other engine. The plain reference is asked as an engine too, so that the suite fails when it is not whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import get_type_hints

from hypothesis import given
from hypothesis import strategies as st

from morgue.core.analyzer import terms
from morgue.search.answer import Unit
from morgue.search.backend import Backend
from morgue.search.deadline import Deadline
from morgue.search.desk.samples.sampling import DrawRequest
from morgue.search.desk.texts import ArticleText, text_of
from morgue.search.query import (
    All,
    IdSet,
    Query,
    Word,
)
from morgue.search.request import FACETS, Count, SearchRequest, Sort
from tests.backend.asking import SETTINGS, asked, bare, exact, ids
from tests.backend.engines import each_engine
from tests.local.build import article
from tests.oracle.archives import QUERIES, Built, archives


def same(text: ArticleText) -> ArticleText:
    return text


def ident(text: ArticleText) -> str:
    return text.id


@each_engine
def test_an_engine_has_every_member_of_the_seam(engine: str) -> None:
    with asked(engine, Built((), (), ())) as (backend, _):
        members = {n for n in vars(Backend) if not n.startswith("_")} | set(get_type_hints(Backend))
        assert [n for n in sorted(members) if not hasattr(backend, n)] == []


@each_engine
@SETTINGS
@given(archives(), QUERIES, st.sampled_from(["newest", "oldest"]), st.booleans())
def test_hits_by_date(engine: str, built: Built, query: Query, sort: Sort, collapse: bool) -> None:
    exact(engine, query)
    with asked(engine, built) as (backend, plain):
        request = SearchRequest(query, limit=100, sort=sort, collapse=collapse)
        found, wanted = backend.run(request), plain.run(request)
        assert bare(found.hits) == bare(wanted.hits)
        assert (found.articles, found.stories, found.partial) == (wanted.articles, wanted.stories, None)


@each_engine
@SETTINGS
@given(archives(), QUERIES)
def test_hits_by_relevance(engine: str, built: Built, query: Query) -> None:
    exact(engine, query)
    with asked(engine, built) as (backend, plain):
        request = SearchRequest(query, limit=100, collapse=False)
        found, wanted = backend.run(request), plain.run(request)
        assert {h.id for h in found.hits} == {h.id for h in wanted.hits}
        scores = [h.score for h in found.hits]
        assert scores == sorted(scores, reverse=True)
        pages = [h for at in range(0, len(scores), 2) for h in backend.run(replace(request, offset=at, limit=2)).hits]
        assert bare(tuple(pages)) == bare(found.hits)


@each_engine
@SETTINGS
@given(archives(), QUERIES, st.sampled_from([1, 2, 100]))
def test_facets(engine: str, built: Built, query: Query, buckets: int) -> None:
    exact(engine, query)
    with asked(engine, built) as (backend, plain):
        request = SearchRequest(query, limit=0, facets=FACETS, buckets=buckets)
        assert backend.run(request).facets == plain.run(request).facets


@each_engine
@SETTINGS
@given(archives(), QUERIES, st.frozensets(st.integers(0, 12).map("a{:03}".format)))
def test_named_sets_of_ids_are_clauses_and_counts(
    engine: str, built: Built, query: Query, members: frozenset[str]
) -> None:
    exact(engine, query)
    with asked(engine, built) as (backend, plain):
        tag, none = IdSet("tag", "budget", members | {"nobody"}), IdSet("list", "empty", frozenset())
        request = SearchRequest(query, sets=(tag, none))
        found = backend.run(request)
        assert found.sets == plain.run(request).sets
        assert found.sets[1].articles == found.sets[1].stories == 0
        assert {f.article.id for f in backend.stream(tag)} == {a.id for a in built.live if a.id in members}


@each_engine
@SETTINGS
@given(archives(), QUERIES, st.sampled_from(["newest", "oldest"]), st.booleans())
def test_articles_are_read_in_the_order_of_hits(
    engine: str, built: Built, query: Query, sort: Sort, collapse: bool
) -> None:
    with asked(engine, built) as (backend, plain):
        request = SearchRequest(query, limit=4, offset=1, sort=sort, collapse=collapse)
        assert list(backend.texts(request, same)) == list(plain.texts(request, same))
        by_relevance = replace(request, sort="relevance")
        assert [t.id for t in backend.texts(by_relevance, same)] == [h.id for h in backend.run(by_relevance).hits]
        whole = [text_of(filed) for filed in backend.stream(query)]
        assert sorted(backend.texts(query, same), key=ident) == sorted(whole, key=ident)


@each_engine
@SETTINGS
@given(archives(), st.lists(QUERIES, min_size=1, max_size=3))
def test_counts(engine: str, built: Built, queries: list[Query]) -> None:
    exact(engine, *queries)
    with asked(engine, built) as (backend, plain):
        wanted = [plain.count(q) for q in queries]
        assert [backend.count(q) for q in queries] == wanted
        assert backend.clause_counts(queries).counts == tuple(wanted)


@each_engine
@SETTINGS
@given(archives(), QUERIES, st.sampled_from([None, "day", "week", "month", "year"]), st.integers(0, 2))
def test_histograms(engine: str, built: Built, query: Query, unit: Unit | None, rows: int) -> None:
    exact(engine, query)
    with asked(engine, built) as (backend, plain):
        assert backend.histogram(query, unit, rows) == plain.histogram(query, unit, rows)


@each_engine
@SETTINGS
@given(archives(), QUERIES, st.integers(1, 3))
def test_articles_and_stories(engine: str, built: Built, query: Query, least: int) -> None:
    exact(engine, query)
    with asked(engine, built) as (backend, plain):
        assert backend.articles == plain.articles
        assert list(backend.stream(query)) == list(plain.stream(query))
        assert [(s.id, ids(s)) for s in backend.stories(query, least)] == [
            (s.id, ids(s)) for s in plain.stories(query, least)
        ]
        for name in [a.id for segment in built.segments for a in segment] + ["nobody"]:
            assert backend.fetch(name) == plain.fetch(name)
            assert ids(backend.story(name)) == ids(plain.story(name))
        every = tuple(a.id for a in built.live)
        assert backend.fetch_many(("nobody", *every[::-1])) == plain.fetch_many(every[::-1])
        assert backend.bodies(("nobody", *every[::-1])) == plain.bodies(every)


@each_engine
@SETTINGS
@given(archives())
def test_words_and_values(engine: str, built: Built) -> None:
    with asked(engine, replace(built, deleted=())) as (backend, plain):
        for word in ("fery", "strike", "stroke", "zzzzzz"):
            assert backend.suggest(word, 2) == plain.suggest(word, 2)
        for field, prefix in (("outlet", ""), ("outlet", "va"), ("byline", "jo"), ("lang", ""), ("id", "a0")):
            assert backend.complete(field, prefix, 3) == plain.complete(field, prefix, 3), (field, prefix)
        for name in ("post", "valley post", "gazette"):
            assert backend.holds("outlet", name) == plain.holds("outlet", name), name
        assert all(w.startswith("fer") for w in backend.complete("", "fer"))


@each_engine
@SETTINGS
@given(archives())
def test_what_the_archive_holds(engine: str, built: Built) -> None:
    with asked(engine, built) as (backend, plain):
        found = replace(backend.stats(), segments=1, generation=1, bytes=None)
        assert found == plain.stats()
        assert all(check.ok for check in backend.health())
        assert isinstance(backend.version, int)


@each_engine
def test_similar_articles_are_of_other_stories_and_share_words(engine: str) -> None:
    text = "Crews of the {} ferry struck at dawn on Pier Two, and crates burned beside the harbour mole."
    rows = [article(n, text.format(name), f"Strike on Pier Two {name}") for n, name in enumerate("abc", 1)]
    rows += [article(n, f"On day {n} a wind of {n * 7} knots was on the fells; tide {n}.") for n in range(4, 40)]
    with asked(engine, Built((tuple(rows),), (), (("a001", "a002"),))) as (backend, _):
        found = backend.similar("a001", 5)
        assert [s.hit.id for s in found.hits] == ["a003"] and found.partial is None
        shared = set(found.hits[0].shared)
        assert len(shared) >= 3 and shared <= set(terms(rows[0].body)) | set(terms(rows[0].title or ""))
        assert backend.similar("nobody").hits == ()


@each_engine
def test_an_answer_that_is_cut_says_so(engine: str) -> None:
    rows = tuple((article(n, "The ferry strike."),) for n in range(3))
    with asked(engine, Built(rows, (), ())) as (backend, _):
        found = backend.run(SearchRequest(Word("ferry")), Deadline(0))
        assert found.partial and found.articles < 3
        assert backend.clause_counts([Word("ferry")], Deadline(0)).counts == (None,)
        for partial in (
            backend.histogram(Word("ferry"), deadline=Deadline(0)).partial,
            backend.stream(Word("ferry"), Deadline(0)).partial,
            backend.stories(Word("ferry"), 1, Deadline(0)).partial,
            backend.texts(SearchRequest(Word("ferry")), same, Deadline(0)).partial,
            backend.texts(Word("ferry"), same, Deadline(0)).partial,
            backend.draw(DrawRequest(Word("ferry"), 1), Deadline(0)).partial,
            backend.fingerprint(Word("ferry"), Deadline(0)).partial,
            backend.tabulate(Word("ferry"), ("outlet",), True, Deadline(0)).partial,
            backend.vocabulary(Word("ferry"), 1, Deadline(0)).partial,
        ):
            assert partial
        unwanted = Deadline(None, lambda: False)
        assert backend.run(SearchRequest(Word("ferry")), unwanted).articles < 3, "nobody waits any more"


@each_engine
def test_an_empty_archive_answers(engine: str) -> None:
    with asked(engine, Built((), (), ())) as (backend, _):
        assert backend.count(All()) == Count(0, 0)
        found = backend.run(SearchRequest(All(), facets=FACETS))
        assert (found.hits, found.articles, found.partial) == ((), 0, None)
        assert backend.histogram(All()).bins == ()
        assert backend.stats().articles == 0
