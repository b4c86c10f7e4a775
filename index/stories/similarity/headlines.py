"""Tells whether two headlines say the same; 64 bits of each give a quick no. Pure.

A text of a few words is half form; its headline says whose news it is. So the headlines of short texts are compared,
and because an archive holds many such texts (dividends, results, notices), before any of them is read.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from morgue.core.analyzer import terms
from morgue.core.loading.arrays import NDArray
from morgue.index.stories.similarity.pieces import term_hash
from morgue.index.stories.similarity.words import Hashes

#: Share of the words of the shorter headline that are in the other.
ALIKE = 0.75
#: Words set one bit each of so many; the bits above count the words.
_BITS = 56
_MOST = 255
#: Letters and marks that only part words.
_PLAIN = re.compile(r"[A-Za-z ,:;!?\"()/|-]{,250}")
_LETTERS = re.compile("[a-z]+")


@lru_cache(maxsize=1024)
def title_terms(title: str) -> tuple[str, ...]:
    """The words of a headline in order, as the analyzer gives them; plain letters take a third of its time."""
    if _PLAIN.fullmatch(title):
        return tuple(_LETTERS.findall(title.lower()))
    return tuple(terms(title))


def words_of_title(title: str | None) -> frozenset[str]:
    """The different words of a headline."""
    return frozenset(title_terms(title or ""))


def alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether most words of the shorter one are in the other; a missing headline is like any."""
    return not a or not b or len(a & b) >= ALIKE * min(len(a), len(b))


def marks(title: str | None) -> int:
    """What `maybe_alike` needs of a headline, 64 bits; 0 for none."""
    words = words_of_title(title)
    bits = 0
    for word in words:
        bits |= _bit(word)
    return min(_MOST, len(words)) << _BITS | bits


@lru_cache(maxsize=50_000)
def _bit(word: str) -> int:
    return 1 << term_hash(word) % _BITS


def maybe_alike(a: Hashes, b: Hashes) -> NDArray[np.bool_]:
    """Where two headlines may be `alike`, by their marks: surely not where False, and True for few that are not."""
    count_a, count_b = a >> np.uint64(_BITS), b >> np.uint64(_BITS)
    few, many = np.where(count_a <= count_b, a, b), np.where(count_a <= count_b, b, a)
    missing = np.bitwise_count((few & ~many) << np.uint64(64 - _BITS))
    fits: NDArray[np.bool_] = (missing <= (1 - ALIKE) * np.minimum(count_a, count_b)) | (count_a == 0) | (count_b == 0)
    return fits
