"""Pairs texts that share keys for comparison, at a cost that no common key can blow up. Pure, vectorised.

Texts are named by a 64-bit hash of their words, so equal texts are one. Among the texts that hold a key, the `LEADERS`
with the smallest names stand for all: a pair is compared only if one of the two leads. Up to that many holders this is
every pair; a passage that 50,000 texts share costs each of them a few comparisons instead of 50,000, and copies still
find each other through the leaders they have in common. Which texts lead depends on what is held and not on when
it came.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.stories.similarity.words import Hashes

#: Texts that stand for all holders of a key.
LEADERS = 4

Indexes = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds which key: rows of (key index, text), distinct and ascending. `rank` counts texts within a key."""

    key: Indexes
    text: Hashes
    start: Indexes
    rank: Indexes

    @classmethod
    def of(cls, key: Indexes, text: Hashes) -> Holders:
        """Sorts rows and drops repeated ones."""
        order = np.lexsort((text, key))
        key, text = key[order], text[order]
        fresh = np.ones(len(key), np.bool_)
        fresh[1:] = (key[1:] != key[:-1]) | (text[1:] != text[:-1])
        key, text = key[fresh], text[fresh]
        places = np.arange(len(key))
        first = np.ones(len(key), np.bool_)
        first[1:] = key[1:] != key[:-1]
        start = np.maximum.accumulate(np.where(first, places, 0)) if len(places) else places
        return cls(key, text, start, places - start)

    def pairs(self, fresh: Hashes) -> tuple[Hashes, Hashes, Indexes]:
        """Pairs with a leader and a text of `fresh`, the smaller name first, and how many keys tie each."""
        new = np.isin(self.text, fresh)
        low: list[Hashes] = []
        high: list[Hashes] = []
        for k in range(LEADERS):
            lead = np.minimum(self.start + k, max(0, len(self.text) - 1))
            # below the leader's rank stand pairs already made by an earlier leader
            use = (self.rank > k) & (new | new[lead])
            low.append(self.text[lead[use]])
            high.append(self.text[use])
        return count_pairs(np.concatenate(low), np.concatenate(high))

    def displaced(self, fresh: Hashes) -> Hashes:
        """Texts that no longer lead some key because texts of `fresh` came before them."""
        new = np.isin(self.text, fresh)
        leading = np.concatenate([[0], np.cumsum(new & (self.rank < LEADERS))])
        size = np.minimum(self.start + LEADERS, len(self.text))
        arrived = leading[size] - leading[self.start]
        # those of rank LEADERS .. LEADERS + arrived that are not new led before
        return np.unique(self.text[~new & (self.rank >= LEADERS) & (self.rank < LEADERS + arrived)])


def count_pairs(low: Hashes, high: Hashes) -> tuple[Hashes, Hashes, Indexes]:
    """Distinct pairs and how often each occurs."""
    names, places = np.unique(np.concatenate([low, high]), return_inverse=True)
    code = places[: len(low)].astype(np.int64) * len(names) + places[len(low) :]
    distinct, counts = np.unique(code, return_counts=True)
    return names[distinct // max(1, len(names))], names[distinct % max(1, len(names))], counts
