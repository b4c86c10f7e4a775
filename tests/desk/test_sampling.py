"""How much is drawn of each stratum, and by which numbers."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.search.desk.samples.sampling import allocation, chance
from morgue.search.local.desk.drawing import allocated

SIZES = st.lists(st.integers(0, 50), max_size=8)


@settings(max_examples=200)
@given(SIZES, st.integers(0, 120), st.booleans())
def test_all_is_drawn_that_was_asked_for_and_no_more_than_there_is(sizes: list[int], size: int, equal: bool) -> None:
    drawn = allocation(sizes, size, equal)
    assert sum(drawn) == min(size, sum(sizes))
    assert all(0 <= d <= n for d, n in zip(drawn, sizes, strict=True))
    total = sum(sizes)
    for d, n in zip(drawn, sizes, strict=True):
        if equal:
            assert d == n or d >= max(drawn) - 1
        elif total:
            assert abs(d - min(size, total) * n / total) < 1, "the quota, rounded up or down"


@settings(max_examples=300, deadline=None)
@given(SIZES, st.integers(0, 420), st.booleans())
def test_many_strata_are_shared_out_as_few_are(sizes: list[int], size: int, equal: bool) -> None:
    assert allocated(np.array(sizes, np.int64), size, equal).tolist() == allocation(sizes, size, equal)


def test_largest_remainders() -> None:
    """Quotas of 7.40 6.26 2.75 2.09 1.30 0.70 0.50: each its whole part, the rest to the largest remainders."""
    sizes = [740, 626, 275, 209, 130, 70, 50]
    assert allocation(sizes, 21, equal=False) == [7, 6, 3, 2, 1, 1, 1]


def test_filled_alike() -> None:
    assert allocation([2, 50, 50, 50], 20, equal=True) == [2, 6, 6, 6]
    assert allocation([10, 10, 10], 10, equal=True) == [4, 3, 3]


def test_the_numbers_are_the_same_on_every_machine() -> None:
    """Written down once; a change would change every sample that anyone has drawn."""
    assert [chance(7, name) for name in ("", "a", "k7f2", "0123456789abcdef", "é\ud800")] == KNOWN


def test_chance_is_fair() -> None:
    """Of 200 of 1,000 ids, every one is drawn about as often over many seeds, and so is each pair of neighbours."""
    names = [f"{n:04}" for n in range(100)]
    drawn: Counter[str] = Counter()
    for seed in range(500):
        drawn.update(sorted(names, key=lambda name: chance(seed, name))[:20])
    assert sum(drawn.values()) == 10_000
    spread = sum((drawn[n] - 100) ** 2 / (100 * 0.8) for n in names)
    assert 50 < spread < 160, "chi-square with 99 degrees of freedom, far from both its tails"


KNOWN = [
    13309476754707697221,
    9493150456396940119,
    4238701770137961954,
    16718100420754849622,
    13050871539623915561,
]
