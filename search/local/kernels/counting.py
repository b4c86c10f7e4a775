"""Counts values, to be run as machine code; the tests hold it to the array operations beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.loading.kernel_types import wide

if TYPE_CHECKING:
    from morgue.core.loading.kernel_types import I32, I64, U8, OutI32, OutI64, OutU64

_ONE = np.uint64(1)


def counted(docs: I64, values: U8, itemsize: int, counts: OutI64) -> None:
    """How many of the documents have each value. values: the bytes of every document's, `itemsize` each: 1, 2 or 4."""
    if itemsize == 1:
        for i in range(len(docs)):
            counts[values[docs[i]]] += 1
    elif itemsize == 2:
        two = values.view(np.uint16)
        for i in range(len(docs)):
            counts[two[docs[i]]] += 1
    else:
        four = values.view(np.uint32)
        for i in range(len(docs)):
            counts[four[docs[i]]] += 1


def in_company(docs: I64, shared: U8, stories: I32, places: OutI64, found: OutI32) -> int:
    """Which of the documents are not alone in their story, and the number of this; how many they are.

    shared: of every document 1 where it is not alone. places: room for one more than there are documents.
    """
    count = 0
    for i in range(len(docs)):  # without a branch: it would wait for memory each time it was foreseen wrongly
        places[count] = i
        count += wide(shared[docs[i]])
    for i in range(count):
        found[i] = stories[docs[places[i]]]
    return count


def met_again(stories: I32, values: I32, size: int, seen: OutU64, again: OutI64) -> None:
    """How often a pair of story and value, which is below `size`, is met once more: of each value, added to `again`.

    seen: as many bits of 0 as there are pairs.
    """
    for i in range(len(stories)):
        pair = wide(stories[i]) * size + wide(values[i])
        mark = _ONE << np.uint64(pair & 63)
        held = seen[pair >> 6]
        again[values[i]] += wide((held & mark) != 0)
        seen[pair >> 6] = held | mark


def values_of(docs: I64, places: I64, values: U8, itemsize: int, size: int, first: OutI32, second: OutI32) -> None:
    """Splits the value of two columns read as one, first * size + second, of the documents at some places."""
    two, four = values[: len(values) & -2].view(np.uint16), values[: len(values) & -4].view(np.uint32)
    for i in range(len(places)):
        doc = docs[places[i]]
        value = np.uint32(values[doc]) if itemsize == 1 else np.uint32(two[doc]) if itemsize == 2 else four[doc]
        first[i] = value // np.uint32(size)
        second[i] = value % np.uint32(size)


KERNELS = (counted, in_company, met_again, values_of)
