import random
from collections import defaultdict
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.index.stories.clusters.partition import Tie, partition
from morgue.index.stories.similarity.candidates import LEADERS, Holders


def copies(a: int, b: int, kept: float = 0.9) -> Tie:
    return Tie(a, b, kept, kept, 0.0, 1.0, False)


def part(small: int, whole: int, start: float, end: float) -> Tie:
    return Tie(small, whole, 1.0, end - start, start, end, False)


def never(a: int, b: int) -> bool:
    return False


def test_copies_chain_and_excerpts_follow_the_text_they_are_most_of() -> None:
    assert partition(4, [copies(0, 1), copies(1, 2)], never) == [0, 0, 0, 3]
    assert partition(3, [part(2, 0, 0.0, 0.3), part(2, 1, 0.5, 0.9)], never) == [0, 1, 1]


def test_a_round_up_goes_to_one_of_its_stories() -> None:
    ties = [part(0, 3, 0.0, 0.4), part(1, 3, 0.4, 0.7), part(2, 3, 0.7, 1.0)]
    assert partition(4, ties, never) == [0, 1, 2, 0]


def test_a_report_that_contradicts_the_first_leaves_with_what_it_brought() -> None:
    ties = [copies(0, 1), copies(1, 2), copies(2, 3), copies(3, 4)]
    assert partition(5, ties, lambda a, b: b - a >= 3) == [0, 0, 0, 3, 3]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_ties_does_not_matter(seed: int, order: random.Random) -> None:
    rng = random.Random(seed)
    ties = []
    for a, b in combinations(range(9), 2):
        if rng.random() < 0.3:
            start = rng.random() / 2
            ties.append(Tie(a, b, rng.random(), rng.random(), start, start + rng.random() / 2, rng.random() < 0.1))
    bad = {(a, b) for a, b in combinations(range(9), 2) if rng.random() < 0.2}
    first = partition(9, ties, lambda a, b: (a, b) in bad)
    order.shuffle(ties)
    turned = [Tie(t.b, t.a, t.kept_ba, t.kept_ab, t.start, t.end, t.version) for t in ties]
    assert partition(9, turned, lambda a, b: (a, b) in bad) == first


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 25)), max_size=80), st.sets(st.integers(1, 25)))
def test_candidates_are_those_of_a_plain_count(rows: list[tuple[int, int]], fresh: set[int]) -> None:
    index, text = np.array([r[0] for r in rows], np.int64), np.array([r[1] for r in rows], np.uint64)
    low, high, count = Holders.of(index, text).pairs(np.array(sorted(fresh), np.uint64))
    want: dict[tuple[int, int], int] = defaultdict(int)
    holders: dict[int, set[int]] = defaultdict(set)
    for key, name in rows:
        holders[key].add(name)
    for names in holders.values():
        leaders = sorted(names)[:LEADERS]
        for a, b in combinations(sorted(names), 2):
            if a in leaders and (a in fresh or b in fresh):
                want[a, b] += 1
    assert dict(zip(zip(low.tolist(), high.tolist(), strict=True), count.tolist(), strict=True)) == dict(want)
