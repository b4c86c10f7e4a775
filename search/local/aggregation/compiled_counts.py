"""Counts articles and stories by value by machine code: what `facets` counts by whole arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.search.local.kernels import counting

if TYPE_CHECKING:
    from morgue.search.local.docset import Docs, Ints

#: Pairs of story and value for which a bit each is kept: 2 MB. Of more, as many as there are matches are sorted.
_BITS = 1 << 24
NO_SUCH_VALUE = "a document has a value that is not there"


def counted(docs: Docs, written: Ints, size: int) -> Ints:
    """How many of the documents have each value below `size`; written: that of every document."""
    counts = np.zeros(size, np.int64)
    counting.counted(docs, written.view(np.uint8), written.itemsize, counts)
    return counts


def values_of(docs: Docs, at: Docs, written: Ints, size: int) -> tuple[Ints, Ints]:
    """Of the documents at some places the values of two columns read as one, that of the second below `size`."""
    first, second = np.empty(len(at), np.int32), np.empty(len(at), np.int32)
    counting.values_of(docs, at, written.view(np.uint8), written.itemsize, size, first, second)
    return first, second


def met_again(stories: Ints, values: Ints, size: int) -> Ints | None:
    """How often a pair of story and value occurs once more, by value; None where that takes too much memory.

    IndexError for a value from `size` on: whatever a file says, nothing is counted beyond the end of an array.
    """
    again = np.zeros(size, np.int64)
    if not len(stories):
        return again
    if int(values.max()) >= size:
        raise IndexError(NO_SUCH_VALUE)
    pairs = (int(stories.max()) + 1) * size
    if pairs > _BITS:
        return None
    both = stories.astype(np.int32, copy=False), values.astype(np.int32, copy=False)
    counting.met_again(*both, size, np.zeros(pairs // 64 + 1, np.uint64), again)
    return again
