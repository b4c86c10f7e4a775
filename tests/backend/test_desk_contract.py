"""One contract for every engine: what the desk asks of it, compared with the plain reference."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.search.desk.by_reading import tabulate_by_reading
from morgue.search.desk.samples.sampling import DrawRequest, chance
from morgue.search.desk.tabulation import DIMENSIONS, Dimension
from morgue.search.query import (
    All,
    Exact,
    Fuzzy,
    Prefix,
    Query,
    Wildcard,
    Word,
)
from morgue.search.request import FacetName
from tests.backend.asking import SETTINGS, asked
from tests.backend.engines import COARSE, each_engine
from tests.local.build import article
from tests.oracle.archives import LEAVES, QUERIES, Built, archives


@each_engine
@SETTINGS
@given(archives(), LEAVES, st.sampled_from([None, "en", "fr"]))
def test_the_forms_of_a_word(engine: str, built: Built, query: Query, language: str | None) -> None:
    with asked(engine, built) as (backend, plain):
        if isinstance(query, Word | Exact | Prefix | Wildcard | Fuzzy):
            assert backend.forms(query, language) == plain.forms(query, language)


@each_engine
@SETTINGS
@given(
    archives(),
    QUERIES,
    st.integers(0, 6),
    st.integers(-3, 1 << 70),
    st.lists(st.sampled_from(["outlet", "month", "language", "role"]), max_size=2, unique=True).map(tuple),
    st.booleans(),
    st.booleans(),
)
def test_samples(
    engine: str,
    built: Built,
    query: Query,
    size: int,
    seed: int,
    by: tuple[FacetName, ...],
    equal: bool,
    alone: bool,
) -> None:
    with asked(engine, built) as (backend, plain):
        request = DrawRequest(query, size, seed, by, equal, alone)
        assert backend.draw(request) == plain.draw(request)


@each_engine
def test_samples_of_ids_of_every_length(engine: str) -> None:
    names = [*("x" * n for n in range(1, 20)), "é" * 70, "z" * 200]
    names += [] if engine in COARSE else ["a\ud800"]  # half a pair is no text of a cluster
    rows = tuple(article(name, "The ferry.") for name in names)
    with asked(engine, Built((rows[:9], rows[9:]), (), ())) as (backend, plain):
        for seed in range(3):
            request = DrawRequest(All(), 50, seed)
            found = backend.draw(request)
            assert found == plain.draw(request) and set(found.ids) == set(names)
            assert list(found.ids) == sorted(names, key=lambda name: chance(seed, name))


@each_engine
@SETTINGS
@given(archives(), QUERIES)
def test_fingerprints(engine: str, built: Built, query: Query) -> None:
    with asked(engine, built) as (backend, plain):
        found = backend.fingerprint(query)
        assert found == plain.fingerprint(query)
        assert found.ids == sha256("".join(f"{i}\n" for i in sorted(found.listed or ())).encode()).hexdigest()


@each_engine
@SETTINGS
@given(
    archives(),
    QUERIES,
    st.lists(st.sampled_from(DIMENSIONS), min_size=1, max_size=2, unique=True).map(tuple),
    st.booleans(),
)
def test_tables(engine: str, built: Built, query: Query, by: tuple[Dimension, ...], hits: bool) -> None:
    with asked(engine, built) as (backend, plain):
        wanted = plain.tabulate(query, by, hits)
        assert backend.tabulate(query, by, hits) == wanted
        assert tabulate_by_reading(backend, query, by, hits) == wanted


@each_engine
@SETTINGS
@given(archives(), LEAVES)
def test_occurrences_in_tables(engine: str, built: Built, query: Query) -> None:
    with asked(engine, built) as (backend, plain):
        assert backend.tabulate(query, ("outlet",), hits=True) == plain.tabulate(query, ("outlet",), hits=True)


@each_engine
@SETTINGS
@given(archives(), QUERIES, st.integers(1, 3))
def test_vocabularies(engine: str, built: Built, query: Query, least: int) -> None:
    with asked(engine, built) as (backend, plain):
        found, wanted = backend.vocabulary(query, least), plain.vocabulary(query, least)
        assert (found.matches, found.rest) == (wanted.matches, wanted.rest)
        for one, other in zip(found.terms, wanted.terms, strict=True):
            assert (one.weight, one.rest_weight) == pytest.approx((other.weight, other.rest_weight))
            assert replace(one, weight=0, rest_weight=0) == replace(other, weight=0, rest_weight=0)
