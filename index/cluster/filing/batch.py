"""The keys of arrivals as arrays: most are held by an arrival alone, and looking them up one by one is slow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.cluster.document import signed
from morgue.index.stories.similarity.candidates import LEADERS


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The keys of arrivals in one channel, ascending, and beside each the number of the arrival that holds it."""

    keys: NDArray[np.uint64]
    docs: NDArray[np.int64]

    def of(self, key: int) -> list[int]:
        """The arrivals that hold a key (signed)."""
        number = np.uint64(unsigned_of(key))
        first, end = np.searchsorted(self.keys, number), np.searchsorted(self.keys, number, "right")
        found: list[int] = self.docs[first:end].tolist()
        return found

    def crowded(self, held: dict[int, list[str]]) -> set[int]:
        """The keys (signed) that more arrivals and articles hold than may lead; held: the articles by key."""
        distinct, counts = np.unique(self.keys, return_counts=True)
        found = set(signed(distinct[counts > LEADERS]))
        at = among(distinct, held)
        found.update(key for key, i in at.items() if len(held[key]) + int(counts[i]) > LEADERS)
        return found


def positions(keys: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where each of `wanted` stands among distinct ascending keys, -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1)


def among(keys: NDArray[np.uint64], held: dict[int, list[str]]) -> dict[int, int]:
    """Those signed keys of a mapping that are among distinct ascending ones, each with its place there."""
    every = list(held)
    at = positions(keys, np.array(every, np.int64).view(np.uint64)).tolist()
    return {key: i for key, i in zip(every, at, strict=True) if i >= 0}


def unsigned_of(number: int) -> int:
    """A signed 64-bit number as the unsigned one that it stands for."""
    return number & (1 << 64) - 1


def signed_of(number: int) -> int:
    """An unsigned 64-bit number as the signed one that the cluster has."""
    return number - (1 << 64) if number >> 63 else number
