"""What is boilerplate need not be looked for again where no decision could change; no server is needed."""

from __future__ import annotations

import random

import numpy as np
import pytest

from morgue.index.clean.boilerplate import Keys, LineCounts, line_keys, spans
from morgue.index.cluster.filing.settled import Decisions, Settled, shared

_FOOTERS = (
    "Sign up to our newsletter for the news of the bay every morning before the tide turns.",
    "Share this",
    "Read more of it",
    "The harbour authority, which keeps the lights of the bay and the piers of its nine islands, was founded in 1893 "
    "and has since then had its seat in the old customs house on the quay.",
)


def _article(rng: random.Random, number: int) -> str:
    """Paragraphs of its own, long and short, some that few share, and some of the outlet's."""
    own = [f"Paragraph {chr(97 + number % 26)} {'of the pier ' * rng.randint(1, 9)}{number:b}" for _ in range(2)]
    own = [line.replace("0", "o").replace("1", "i") for line in own]
    few = [f"What {rng.choice('abcde')} few articles share{' and more of it' * rng.choice([0, 5])}"]
    return "\n".join(
        [*own[: rng.randint(0, 2)], *few * rng.randint(0, 1), *rng.sample(_FOOTERS, rng.randint(0, len(_FOOTERS)))]
    )


def _table(lines: list[Keys]) -> LineCounts:
    return LineCounts.of(len(lines), lines)


@pytest.mark.parametrize("seed", range(40))
def test_where_decisions_stay_the_text_need_not_be_read(seed: int) -> None:
    """Against the rule itself, over outlets of all sizes from which some go and to which some come."""
    rng = random.Random(seed)
    texts = [_article(rng, n) for n in range(rng.choice([2, 4, 9, 30, 150]))]
    lines = [line_keys(text) for text in texts]
    kept = [n for n in range(len(texts)) if rng.random() > rng.choice([0.02, 0.3])]
    come = [line_keys(_article(rng, n)) for n in range(200, 200 + rng.choice([0, 1, 8]))]
    before, now = _table(lines), _table([*(lines[n] for n in kept), *come])
    remembered = Settled.from_dict(Settled(7, shared(before)).as_dict())
    assert remembered is not None and remembered.seq == 7
    decisions = Decisions(remembered.table, now)
    for n in kept:
        if decisions.stay(lines[n]):
            assert spans(texts[n], now) == spans(texts[n], before), texts[n]


@pytest.mark.parametrize("seed", range(30))
def test_whatever_the_counts_and_the_lengths(seed: int) -> None:
    """Counts as no outlet has them, near every bound: the median moves from one line to another."""
    rng = random.Random(seed)
    stayed = other = 0
    for _ in range(100):
        names = "abcdefg"[: rng.randint(1, 7)]
        lines = [f"{name} {'of the bay ' * rng.choice([0, 0, 5, 6, 9, 14])}pier." for name in names]
        body = "\n".join([*lines, *rng.sample(lines, rng.randint(0, 1))])
        keys = line_keys(body)
        then = [rng.choice([1, 2, 3, 4, 6, 8, 9, 12, 18, 24, 36]) for _ in keys]
        now = [max(1, count + rng.choice([0, 0, 0, -2, -1, 1, 2, 5])) for count in then]
        articles = rng.choice([30, 60, 150])
        before = LineCounts(articles, keys, np.array(then, np.int64))
        after = LineCounts(articles - rng.choice([0, 3, 20]), keys, np.array(now, np.int64))
        same = spans(body, before) == spans(body, after)
        stay = Decisions(shared(before), after).stay(keys)
        assert same or not stay, (body, then, now)
        stayed, other = stayed + stay, other + (not same)
    assert stayed > 9 and other > 9


def test_a_footer_that_stays_one_is_not_read_for() -> None:
    lines = [np.array([1, 2 + n % 2, 10 + n], np.uint32) for n in range(400)]
    decisions = Decisions(shared(_table(lines)), _table(lines[20:]))
    assert all(decisions.stay(keys) for keys in lines[20:])


def test_a_line_that_becomes_rare_is_read_for() -> None:
    lines = [np.array([1, 1000 + n] if n < 4 else [1000 + n], np.uint32) for n in range(30)]
    decisions = Decisions(shared(_table(lines)), _table(lines[2:]))
    assert not decisions.stay(lines[3])
    assert decisions.stay(lines[9])


def test_what_another_rule_settled_is_not_used() -> None:
    told = Settled(3, _table([np.array([5], np.uint32)] * 2)).as_dict()
    assert Settled.from_dict(told) is not None
    assert Settled.from_dict({**told, "rule": -1}) is None
