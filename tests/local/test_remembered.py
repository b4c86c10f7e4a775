"""What earlier questions decoded is used again, and changes no answer; it never takes more than its share of memory."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from morgue.core.article import Article
from morgue.index.codec.postings import joined_postings
from morgue.search.deadline import Deadline
from morgue.search.local.backend import LocalBackend
from morgue.search.local.lru_cache import LruCache
from morgue.search.local.matching import postings
from morgue.search.query import And, AtLeast, Prefix, Query, Word
from morgue.search.request import SearchRequest, SearchResult
from tests.local.build import article, snapshot

#: Fifty forms that begin alike, the first in most articles, the last in hardly any.
FORMS = [f"gr{first}{second}n" for first in "aeiou" for second in "abdefghlmo"]
QUESTIONS: list[Query] = [
    Prefix("gr"),
    And((Prefix("gr"), Word("har"))),
    And((Prefix("gr"), Word("harbour"))),
    Prefix("gr", "title"),
    Prefix("gra"),
    AtLeast(3, Prefix("gr")),
    And((Prefix("gr"), Prefix("har"))),
]


def invented() -> list[list[Article]]:
    """Two segments of 150 articles."""
    dice = random.Random(11)
    weights = [1 / (n + 1) for n in range(len(FORMS))]

    def text(count: int) -> str:
        return " ".join(dice.choices([*FORMS, "harbour", "quay"], [*weights, 2, 2], k=count))

    numbers = iter(range(300))
    return [
        [article(n, text(dice.randint(1, 12)), text(2)) for n, _ in zip(numbers, range(150), strict=False)]
        for _ in "ab"
    ]


def ask(backend: LocalBackend, query: Query) -> SearchResult:
    return backend.run(SearchRequest(query, limit=400, collapse=False, facets=("year",)))


@pytest.mark.parametrize("alone", [1, 8, 512], ids=lambda n: f"lists-of-{n}-decoded-alone")
def test_answers_are_the_same_with_and_without_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: int
) -> None:
    monkeypatch.setattr(postings, "_JOINED", alone)
    monkeypatch.setattr(joined_postings, "_ALONE", alone)
    monkeypatch.setattr(postings, "_AT_ONCE", 200)
    snap = snapshot(tmp_path, invented(), deleted=["a003", "a200"])
    typed = LocalBackend(snap)
    typed._collection.unions = LruCache(least=0)
    for query in [*QUESTIONS, *reversed(QUESTIONS), *QUESTIONS]:
        fresh = LocalBackend(snap)
        fresh._collection.unions = LruCache(most=0)
        assert ask(typed, query) == ask(fresh, query)
        assert not fresh._collection.unions.bytes
    assert typed._collection.unions.bytes > 0


@pytest.mark.parametrize("sparse", [0, 1 << 20], ids=["sorted", "by-a-table"])
def test_a_prefix_is_found_and_counted_as_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sparse: int) -> None:
    monkeypatch.setattr(postings, "_JOINED", 8)
    monkeypatch.setattr(postings, "SPARSE", sparse)
    segments = invented()
    words = {a.id: f"{a.title} {a.body}".split() for segment in segments for a in segment}
    backend = LocalBackend(snapshot(tmp_path, segments))
    backend._collection.unions = LruCache(least=0)
    for _ in range(2):
        for begin, count in (("gr", 1), ("gr", 4), ("gri", 2), ("grizzly", 1)):
            found = {hit.id for hit in ask(backend, AtLeast(count, Prefix(begin))).hits}
            assert found == {name for name, held in words.items() if sum(w.startswith(begin) for w in held) >= count}


def test_the_sum_over_forms_is_the_same_sorted_and_by_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "_JOINED", 10_000)
    snap = snapshot(tmp_path, invented())
    found = []
    for sparse in (0, 1 << 20):
        monkeypatch.setattr(postings, "SPARSE", sparse)
        found.append([ask(LocalBackend(snap), query) for query in QUESTIONS])
    for ours, theirs in zip(*found, strict=True):
        assert {h.id: h.score for h in ours.hits} == pytest.approx({h.id: h.score for h in theirs.hits}, rel=1e-6)


def patient(looks: Iterator[int]) -> bool:
    """Whether someone still waits: for as many looks as are left."""
    return next(looks, None) is not None


def test_what_was_left_when_nobody_waited_any_more_changes_no_later_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "_AT_ONCE", 100)
    snap = snapshot(tmp_path, invented())
    whole = [ask(LocalBackend(snap), query) for query in QUESTIONS]
    cut = 0
    for patience in range(12):
        backend = LocalBackend(snap)
        backend._collection.unions = LruCache(least=0)
        for query, answer in zip(QUESTIONS, whole, strict=True):
            looks = iter(range(patience))
            request = SearchRequest(query, limit=400, collapse=False)
            found = backend.run(request, Deadline(None, partial(patient, looks)))
            cut += found.partial is not None
            assert ask(backend, query) == answer
    assert cut > len(QUESTIONS)


@dataclass
class Thing:
    bytes: int


def test_the_last_used_are_kept_up_to_a_size() -> None:
    made: list[str] = []

    def make(name: str, size: int) -> Thing:
        made.append(name)
        return Thing(size)

    held: LruCache[Thing] = LruCache(most=100, least=10)
    for name, size in (
        ("a", 40),
        ("b", 40),
        ("a", 40),
        ("c", 40),
        ("b", 40),
        ("small", 9),
        ("small", 9),
        ("huge", 101),
    ):
        held.get(name, partial(make, name, size))
        assert held.bytes <= 100
    assert made == ["a", "b", "c", "b", "small", "small", "huge"]
    held.get("b", lambda: make("b", 40))
    assert made[-1] == "huge", "what is too large drives nothing out"
