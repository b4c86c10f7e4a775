"""The nearest query that finds something, checked against a small archive held as sets."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.search.language.build import all_of
from morgue.search.language.clauses import alternatives, asks_for_text, clauses_of, respelled, typed_words
from morgue.search.language.parse import parse
from morgue.search.language.printing import print_query
from morgue.search.query import And, Not, Query, Word
from morgue.search.suggest import nearest_query

from .strategies import TODAY

NAMES = "abcdef"


def of(text: str) -> Query:
    return parse(text, today=TODAY)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.frozensets(st.sampled_from(NAMES)), max_size=8))
def test_the_fewest_clauses_are_left_out_and_of_these_the_most_found(archive: list[frozenset[str]]) -> None:
    def count(query: Query) -> int:
        wanted = {part.text for part in clauses_of(query) if isinstance(part, Word)}
        return sum(wanted <= article for article in archive)

    clauses = [Word(name) for name in NAMES]
    if count(all_of(clauses)):
        return
    found = nearest_query(clauses, [count(c) for c in clauses], count, most=1_000)
    there = [c for c in clauses if count(c)]
    sizes = {
        n: max((count(all_of(some)) for some in combinations(there, n)), default=0) for n in range(1, len(there) + 1)
    }
    best = max((n for n, most in sizes.items() if most), default=0)
    assert (found is None) == (best == 0)
    if found is not None:
        assert len(clauses_of(found.query)) == best
        assert found.articles == sizes[best] == count(found.query)
        assert set(found.without) == set(clauses) - set(clauses_of(found.query))


def test_what_is_left_still_asks_for_words() -> None:
    clauses = clauses_of(of("zeppelin date:2025 outlet:Post"))
    assert nearest_query(clauses, [0, 5, 5], lambda q: 5) is None
    only_filters = clauses_of(of("date:2025 outlet:Post"))
    found = nearest_query(only_filters, [5, 0], lambda q: 5)
    assert found is not None and print_query(found.query) == "date:2025"


def test_counting_is_bounded() -> None:
    clauses = [Word(f"w{n}") for n in range(30)]
    asked: list[Query] = []

    def count(query: Query) -> int:
        asked.append(query)
        return 0

    assert nearest_query(clauses, [1] * 30, count, most=50) is None
    assert len(asked) == 50


def test_the_earlier_clauses_are_kept_when_all_else_is_equal() -> None:
    found = nearest_query(clauses_of(of("a b c")), [1, 1, 1], lambda q: 3 if len(clauses_of(q)) == 2 else 0)
    assert found is not None and print_query(found.query) == "a AND b"


@pytest.mark.parametrize(
    ("query", "any_of_them"),
    [
        ("ferry strike", "ferry OR strike"),
        ("ferry strike date:2025 -cruise", "(ferry OR strike) AND date:2025 AND NOT cruise"),
        ("(ferry OR boat) strike", "ferry OR boat OR strike"),
    ],
)
def test_any_of_the_words(query: str, any_of_them: str) -> None:
    found = alternatives(of(query))
    assert found is not None
    assert print_query(found) == any_of_them
    assert of(any_of_them) == found


def test_nothing_to_loosen() -> None:
    assert alternatives(of("ferry date:2025")) is None
    assert alternatives(of("ferry OR strike")) is None


def test_clauses() -> None:
    assert [print_query(c) for c in clauses_of(of("ferry (a OR b) -c"))] == ["ferry", "a OR b", "NOT c"]
    assert clauses_of(of("(ferry strike)^2")) == (Word("ferry"), Word("strike"))
    assert not asks_for_text(Not(Word("a"))) and asks_for_text(of("date:2025 (b OR -c)"))


def test_respelling_keeps_the_rest() -> None:
    query = of('frery "frery boat" (x w/5 frery~) -frery title:frery^2')
    assert typed_words(query) == ("frery", "x")
    assert print_query(respelled(query, {"frery": "ferry"})) == (
        'ferry AND "frery boat" AND x w/5 ferry AND NOT frery AND title:ferry^2'
    )
    assert respelled(query, {}) == query
    assert isinstance(query, And)
