"""Turns a text into arrays of word numbers and kinds, which signatures and alignment count. Pure.

Texts are cut at white space, as bytes and many at once, and what each piece says is looked up in a memo.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.pieces.cutting import pieces_of
from morgue.index.stories.similarity.token_table import Memo

Hashes = NDArray[np.uint64]
Kinds = NDArray[np.uint8]
Offsets = NDArray[np.int64]

#: Pieces looked up at once.
_PART = 1 << 16


@dataclass(frozen=True, slots=True)
class Words:
    """A text's terms in order: their numbers, uint64[n], and kinds, uint8[n] (the bits `pieces.FIGURE` to `CLOSE`)."""

    numbers: Hashes
    kinds: Kinds


class _Mine(threading.local):
    """A memo of its own for each thread."""

    def __init__(self) -> None:
        self.memo = Memo()


_mine = _Mine()


def words_of(text: str) -> Words:
    """All terms of a text in order, as `morgue.core.analyzer.terms` gives them but for amounts with their units."""
    return words_of_many([text])[0]


def words_of_many(texts: Sequence[str]) -> tuple[Words, Offsets]:
    """The words of some texts one after another; those of text i are the ones from at[i] to at[i + 1]."""
    cut = pieces_of([text.encode("utf-8", "surrogatepass") for text in texts])
    parts = (slice(i, i + _PART) for i in range(0, len(cut.starts), _PART))
    said = [_mine.memo.look_up(cut.text, cut.starts[part], cut.ends[part]) for part in parts]
    before = np.zeros(len(cut.starts) + 1, np.int64)
    np.cumsum(np.concatenate([s.counts for s in said]) if said else before[:0], out=before[1:])
    words = Words(
        np.concatenate([np.empty(0, np.uint64), *(s.numbers for s in said)]),
        np.concatenate([np.empty(0, np.uint8), *(s.kinds for s in said)]),
    )
    return words, before[cut.first]


def mix(values: Hashes) -> Hashes:
    """Spreads 64-bit numbers evenly (the finaliser of splitmix64, Steele, Lea and Flood 2014); a bijection."""
    x = values ^ (values >> np.uint64(30))
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    x *= np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return x


def distinct(values: Hashes) -> Hashes:
    """Ascending, each once; by a sort, which for large numbers is several times faster than `np.unique`."""
    values = np.sort(values)
    fresh = np.ones(len(values), np.bool_)
    fresh[1:] = values[1:] != values[:-1]
    return values if fresh.all() else values[fresh]


def shingles(numbers: Hashes, size: int) -> Hashes:
    """The hash of each run of `size` words, uint64[len - size + 1]; empty for a shorter text."""
    count = len(numbers) - size + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    total = numbers[:count].copy()
    for k in range(1, size):
        total *= np.uint64(0x9E3779B97F4A7C15)  # odd: a polynomial over the integers modulo 2**64
        total += numbers[k : k + count]
    return mix(total)
