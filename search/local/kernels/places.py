"""Loops over places (document * 2^25 + position), to be run as machine code; held to `local.places` by the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.core.loading.kernel_types import wide

if TYPE_CHECKING:
    from morgue.core.loading.kernel_types import F64, I64, OutF64, OutI64


def in_both(first: I64, second: I64, out: OutI64) -> int:
    """What is in both of two ascending lists; how many."""
    i, j, count, ends, stop = 0, 0, 0, len(first), len(second)
    while i < ends and j < stop:
        here, there = first[i], second[j]
        out[count] = here
        count += wide(here == there)
        i += wide(here <= there)
        j += wide(there <= here)
    return count


def cover(begins: I64, places: I64, edges: I64, weights: F64, width: int, shift: int, docs: I64, best: OutF64) -> None:
    """The largest weight of words that a passage of `width` places has, for each of some ascending documents.

    begins: all places, ascending; places: those of each word, ascending, word after word, and where each word's begin.
    """
    at = edges.copy()
    doc = 0
    for i in range(len(begins)):
        begin = begins[i]
        weight = 0.0
        for word in range(len(weights)):
            place, end = at[word], edges[word + 1]
            while place < end and places[place] < begin:
                place += 1
            at[word] = place
            if place < end and places[place] - begin < width:
                weight += weights[word]
        while doc < len(docs) and docs[doc] < begin >> shift:
            doc += 1
        if doc < len(docs) and docs[doc] == begin >> shift and weight > best[doc]:
            best[doc] = weight


KERNELS = (in_both, cover)
