"""Counts values, to be run as machine code; the tests hold it to the array operations beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from morgue.core.loading.compiled import I32, I64, U8, OutI32, OutI64


def counted(docs: I64, values: U8, wide: int, counts: OutI64) -> None:
    """How many of the documents have each value. values: the bytes of every document's, `wide` each: 1, 2 or 4."""
    if wide == 1:
        for i in range(len(docs)):
            counts[values[docs[i]]] += 1
    elif wide == 2:
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
        count += np.int64(shared[docs[i]])
    for i in range(count):
        found[i] = stories[docs[places[i]]]
    return count


def repeated(stories: I32, values: I32, size: int, table: OutI32, again: OutI64) -> int:
    """How often a pair of story and value, which is below `size`, occurs once more; of each value in `again`.

    table: -1, a power of two of them and half as many again as there are stories at least. A pair, which is below 2^31,
    is looked for where its hash says (Fibonacci hashing: Knuth, The Art of Computer Programming 3, 6.4), and on from
    there.
    """
    last, count = len(table) - 1, 0
    for i in range(len(stories)):
        pair = np.int64(stories[i]) * size + np.int64(values[i])
        at = (pair * 0x9E3779B1 >> 12) & last
        while table[at] != pair and table[at] != -1:
            at = at + 1 & last
        if table[at] == pair:
            again[values[i]] += 1
            count += 1
        else:
            table[at] = pair
    return count


KERNELS = (counted, in_company, repeated)
