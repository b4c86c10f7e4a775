"""Who holds which key near a change, by arrays, against the same gone through key by key. Needs no server."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from morgue.index.cluster.document import Written, signed
from morgue.index.cluster.filing.batch import unsigned_of
from morgue.index.cluster.filing.change import _unled_keys
from morgue.index.cluster.filing.neighbourhood import Arrival, Known, Missing, Numbered
from morgue.index.cluster.filing.rows import Row
from morgue.index.stories.similarity.candidates import LEADERS
from morgue.index.stories.similarity.signature import StoryKeys
from tests.local.build import article

CHANNELS = ("band", "sample", "text", "link")


class _Held:
    """Stands for the cluster: which articles hold which keys, in each channel and in its part that is not led."""

    def __init__(self, rng: random.Random, count: int) -> None:
        self.rows: dict[str, Row] = {}
        self.held: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for n in range(count):
            name = rng.choice((-1, 1)) * rng.randrange(1, 1 << 62)
            self.rows[f"o{n}"] = Row(f"o{n}", n, name, n, 0, 9, f"o{n}", 0, None, None, n, 1, 1, False)
            for field in ("band", "band_rest", "sample", "sample_rest", "text", "link"):
                for key in rng.sample(range(-12, 12), 4):
                    self.held[field][key << 40].append(f"o{n}")

    def holders(self, field: str, keys: Sequence[int]) -> Iterator[tuple[Row, list[int]]]:
        wanted = set(keys)
        for each, row in self.rows.items():
            if found := [k for k, who in self.held[field].items() if each in who and k in wanted]:
                yield row, found


def _arrivals(rng: random.Random, count: int) -> list[Arrival]:
    made = []
    for n in range(count):
        keys = {
            c: np.unique(np.array([k << 40 for k in rng.sample(range(-14, 14), 5)], np.int64).view(np.uint64))
            for c in CHANNELS
        }
        keys["text"] = np.array([rng.randrange(1, 1 << 64)], np.uint64)
        prepared = Written(article(f"n{n}", "Words of it."), StoryKeys(**keys, title=0))
        made.append(Arrival(prepared, 1000 + n))
    return made


def _plain_matches(near: Numbered, source: _Held, channel: str, keys: Any) -> tuple[set[tuple[int, int]], set[str]]:
    """As `matches`, one key after another; the ids that were not given, where there are such."""
    found: set[tuple[int, int]] = set()
    unknown: set[str] = set()
    for i, key in enumerate(signed(keys)):
        own = [
            d for d, a in enumerate(near.arrivals, len(near.old)) if key in signed(getattr(a.prepared.keys, channel))
        ]
        there = list(source.held[channel].get(key, ()))
        names = sorted({unsigned_of(n) for n in [*(source.rows[e].name for e in there), *map(near.name, own)]})
        leads = bool({unsigned_of(n) for n in near.asking} & set(names[:LEADERS]))
        if channel in ("band", "sample") and (near.removed or (len(there) >= LEADERS and leads)):
            there += source.held[f"{channel}_rest"].get(key, ())
        for each in there:
            if each in near.place and each not in near.removed:
                found.add((i, near.place[each]))
            elif each not in near.removed:
                unknown.add(each)
        found.update((i, d) for d in own)
    return found, unknown


@pytest.mark.parametrize("seed", range(12))
def test_who_holds_which_key(seed: int) -> None:
    rng = random.Random(seed)
    source = _Held(rng, 20)
    arrivals = _arrivals(rng, 8)
    removed = frozenset(rng.sample(sorted(source.rows), 2) if seed % 3 == 0 else ())
    given = sorted(source.rows)[: 20 if seed % 2 else 15]
    near = Numbered(Known(source), [*{*given, *removed}], arrivals, removed)  # type: ignore[arg-type]  # all it asks
    for channel in CHANNELS:
        keys = np.unique(np.array([k << 40 for k in rng.sample(range(-14, 14), 16)], np.int64).view(np.uint64))
        near.known.rows.update(source.rows)
        expected, unknown = _plain_matches(near, source, channel, keys)
        try:
            index, docs = near.matches(channel, keys)  # type: ignore[arg-type]  # a channel
            assert set(zip(index.tolist(), docs.tolist(), strict=True)) == expected
            assert not unknown
        except Missing as missing:
            assert missing.ids == unknown


@pytest.mark.parametrize("seed", range(12))
def test_which_keys_an_arrival_does_not_lead(seed: int) -> None:
    rng = random.Random(seed)
    source = _Held(rng, 20)
    arrivals = _arrivals(rng, 8)
    removed = frozenset(rng.sample(sorted(source.rows), seed % 3))
    near = Numbered(Known(source), sorted(source.rows), arrivals, removed)  # type: ignore[arg-type]  # all it asks
    unled = 0
    for channel in ("band", "sample"):
        near.known.holders(channel, signed(near.batch(channel).keys))
    for arrival, found in _unled_keys(near):
        own = unsigned_of(near.name(near.new[arrival.id]))
        for channel in ("band", "sample"):
            for key in signed(getattr(arrival.prepared.keys, channel)):
                there = [source.rows[e].name for e in source.held[channel].get(key, ()) if e not in removed]
                there += [
                    near.name(near.new[a.id]) for a in arrivals if key in signed(getattr(a.prepared.keys, channel))
                ]
                smaller = {n for n in map(unsigned_of, there) if n < own}
                assert (key in found[channel]) == (len(there) > LEADERS and len(smaller) >= LEADERS)
                unled += key in found[channel]
    assert unled
