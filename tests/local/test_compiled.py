"""Questions answered by compiled kernels have the answers of whole arrays, to the bit; so has any mixture of both."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from morgue.core.loading import compiled
from morgue.core.loading.kernel_types import F32, I64
from morgue.index.archive.snapshot import Snapshot
from morgue.search.local.aggregation import compiled_counts, facet_columns
from morgue.search.local.backend import LocalBackend
from morgue.search.local.collection import Collection
from morgue.search.local.docset import Merged
from morgue.search.local.kernels import places, scores
from morgue.search.local.ranking import bm25f
from morgue.search.query import And, Boost, DateRange, Keyword, Near, Not, Or, Phrase, Prefix, Query, Word
from morgue.search.request import FacetName, SearchRequest, SearchResult, Sort
from tests.compiled import machine_code
from tests.local.build import article, snapshot

#: From one article in two to one in some hundred; several have forms that one stem joins.
WORDS = [
    "tide",
    "tides",
    "ferry",
    "ferries",
    "strike",
    "striking",
    "mayor",
    "harbour",
    "harbours",
    "quay",
    "fog",
    "buoy",
]
FACETS: tuple[FacetName, ...] = ("outlet", "month", "role", "language")


def archive(folder: Path, segments: list[int], deleted: bool) -> Snapshot:
    """Articles of drawn words: frequent ones have bitmaps, some occur so often that their numbers stand in full."""
    rng = random.Random(7)
    weights = [1 / (i + 1) ** 1.6 for i in range(len(WORDS))]
    names, parts = iter(range(sum(segments))), []
    for size in segments:
        rows = []
        for _ in range(size):
            number = next(names)
            length = rng.choice([4, 30, 30, 90]) if number % 700 else 4_000
            body = " ".join(
                w if rng.random() < 0.3 else f"x{rng.randrange(900)}" for w in rng.choices(WORDS, weights, k=length)
            )
            title = " ".join(rng.choices(WORDS, weights, k=rng.choice([2, 5]))) if number % 3 else None
            day = rng.choice([None, "2021", "2021-03-04", "2020-12-31", "2021-07-01"])
            outlet = rng.choice([None, "Bay News", "Harrow Post", "Quay"])
            rows.append(article(f"n{number}", body, title, outlet=outlet, date=day, language="en"))
        parts.append(rows)
    every = [a.id for rows in parts for a in rows]
    gone = every[5::40] if deleted else []
    left = [i for i in every if i not in set(gone)]
    return snapshot(folder, parts, gone, [left[at : at + 5] for at in range(0, len(left) // 3, 9)])


@pytest.fixture(scope="module", params=["one segment", "three, with deleted articles"])
def news(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Enough articles for bitmaps (1,024 and one in eight)."""
    one = request.param == "one segment"
    return archive(tmp_path_factory.mktemp("news"), [4_000] if one else [2_600, 40, 900], not one)


def queries(count: int) -> Iterator[tuple[Query, Sort]]:
    """Drawn questions of every kind that a kernel has a part in."""
    rng = random.Random(11)
    sorts: list[Sort] = ["relevance", "relevance", "relevance", "recent", "newest"]
    for _ in range(count):
        yield drawn(rng, 2), rng.choice(sorts)


def drawn(rng: random.Random, depth: int) -> Query:
    """One query."""
    word = Word(rng.choice(WORDS), rng.choice([None, None, None, "title", "body"]))
    if not depth:
        return word
    parts = tuple(drawn(rng, depth - 1) for _ in range(rng.choice([2, 2, 3, 5])))
    some = rng.sample(WORDS, 3)
    day = DateRange(date(2021, 1, 1).toordinal(), date(2021, 12, 31).toordinal())
    kinds: list[Query] = [
        word,
        And(parts),
        Or(parts),
        Or(tuple(Word(w) for w in rng.sample(WORDS, 5))),
        Boost(word, 2.5),
        Phrase((some[0], some[1])),
        Phrase(tuple(some), slop=rng.choice([0, 3])),
        Near(Word(some[0]), Word(some[1]), 4),
        And((word, Keyword("outlet", "Quay"))),
        And((parts[0], day)),
        And((parts[0], Not(Word(some[2])))),
        Prefix("x1"),
        Prefix(some[0][:2]),
    ]
    return rng.choice(kinds)


def ask(backend: LocalBackend, query: Query, sort: Sort) -> SearchResult:
    """Hits, counts and facets, of which all must be the same."""
    return backend.run(SearchRequest(query, sort=sort, limit=12, facets=FACETS, buckets=50, collapse=sort != "newest"))


def test_answers_are_those_of_whole_arrays(news: Snapshot) -> None:
    backend, other = LocalBackend(news), LocalBackend(news)
    found = 0
    for query, sort in queries(250):
        with machine_code(False):
            wanted = ask(backend, query, sort)
        with machine_code():
            assert ask(other, query, sort) == wanted, query
        found += wanted.articles > 0
    assert found > 200


class Flickering(dict[str, int]):
    """Says now that kernels are compiled and now that they are not."""

    def __init__(self) -> None:
        super().__init__(asked=0, lasting=0)
        self._rng = random.Random(5)

    def __getitem__(self, key: str) -> int:
        return self._rng.randrange(2) if key == "ready" else super().__getitem__(key)


def test_kernels_may_come_in_the_middle_of_a_question(news: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are loaded while questions are asked: whatever part of one goes which way, the answer is the same."""
    with machine_code():
        pass
    backend, other = LocalBackend(news), LocalBackend(news)
    wanted = [ask(backend, query, sort) for query, sort in queries(120)]
    monkeypatch.setattr(compiled, "_state", Flickering())
    assert [ask(other, query, sort) for query, sort in queries(120)] == wanted


def test_a_table_of_scores_and_scores_of_the_matches_alone(news: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few matches are scored beside their documents, many in a table of all; leaving documents out changes nothing."""
    backend = LocalBackend(news)
    asked = [Or(tuple(Word(w) for w in WORDS[:n])) for n in range(2, 9)]
    with machine_code():
        wanted = [ask(backend, query, "relevance") for query in asked]
        monkeypatch.setattr(bm25f, "_PRUNE", 5)
        for share in (1, 1 << 30):
            monkeypatch.setattr(bm25f, "_TABLED", share)
            for query, before in zip(asked, wanted, strict=True):
                assert ask(backend, query, "relevance") == before


def test_pairs_of_which_no_table_of_bits_is_made_are_sorted(news: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = LocalBackend(news)
    with machine_code():
        wanted = ask(backend, Word("tide"), "relevance")
        monkeypatch.setattr(compiled_counts, "_BITS", 1)
        assert ask(backend, Word("tide"), "relevance") == wanted
    assert any(b.stories < b.articles for b in wanted.facets[0].buckets)


def test_a_value_that_no_label_has_is_not_counted(news: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel would count it beyond the end of its array: of the whole column, and of a few documents."""
    monkeypatch.setattr(facet_columns.Named, "size", lambda _: 2)
    with machine_code():
        for word in ("tide", "x7"):
            with pytest.raises(IndexError, match="a value that is not there"):
                LocalBackend(news).run(SearchRequest(Word(word), facets=("outlet",)))
        collection = Collection(news)
        column = facet_columns.Written(collection, facet_columns.Named(collection, "outlet"))
        with pytest.raises(IndexError, match="a value that is not there"):
            column.written(range(collection.size))


@pytest.fixture
def lists() -> list[tuple[I64, F32]]:
    """Ascending documents with values, of very different length."""
    rng = np.random.default_rng(4)
    docs = [np.flatnonzero(rng.random(3_000) < share) for share in (0.5, 0.2, 0.001, 0.0)]
    return [(d, rng.random(len(d)).astype(np.float32)) for d in docs]


def test_lists_are_joined_as_whole_arrays_join_them(lists: list[tuple[I64, F32]]) -> None:
    with machine_code():
        for (docs, values), (more, others) in product(lists, lists):
            room = len(docs) + len(more)
            out, sums = np.empty(room, np.int64), np.empty(room, np.float32)
            count = scores.merged(docs, values, more, others, out, sums)
            plain = Merged.of([docs, more])
            assert np.array_equal(out[:count], plain.docs)
            assert np.array_equal(sums[:count], plain.sums(np.concatenate([values, others]).take(plain.order)))
            both = np.empty(min(len(docs), len(more)), np.int64)
            assert np.array_equal(both[: places.in_both(docs, more, both)], np.intersect1d(docs, more))


def test_scores_are_added_where_documents_are_the_same(lists: list[tuple[I64, F32]]) -> None:
    with machine_code():
        for (docs, _), (more, values) in product(lists, lists):
            found, table = np.ones(len(docs), np.float32), np.ones(3_000, np.float32)
            scores.add(docs, found, more, values, 1.5, 2.0)
            scores.add_in_table(table, more, values, 1.5, 2.0)
            wanted = np.ones(3_000, np.float32)
            wanted[more] += bm25f.saturate(values.copy(), 1.5)
            assert np.array_equal(table, wanted)
            assert np.array_equal(found, wanted[docs])
