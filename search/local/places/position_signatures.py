"""Rules out documents without two words side by side, by their positions modulo 64, which are cheap to decode.

A word's signature in a document has a bit for each of its positions modulo 64, moved to where the phrase would begin.
Where two words stand side by side, their signatures share a bit; in most of the other documents they share none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from morgue.core.loading.arrays import NDArray
    from morgue.index.codec.postings.lazy_postings import LazyPostings
    from morgue.search.local.docset import Docs, Ints

    Signatures = NDArray[np.uint64]

#: A document in which a word occurs more often than this has all its bits.
_MOST = 16
#: Words that occur in a document so often on average, multiplied, share a bit by chance in a third of them.
_CROWDED = 24
#: Fewer documents than these, or than one in so many of a word's postings, are looked at directly.
_FEWEST, _SPARSE = 1_024, 16


def may_be_beside(words: tuple[tuple[int, LazyPostings], tuple[int, LazyPostings]], docs: Docs) -> Docs:
    """The documents, among some in ascending order, in which two words of a phrase may stand side by side.

    All of them where telling would cost more than it saves, or where not all have both words.
    """
    crowd = 1.0
    for _, postings in words:
        crowd *= postings.occurrences / postings.df
        if len(docs) < max(_FEWEST, postings.df // _SPARSE // 8):
            return docs
    if crowd > _CROWDED:
        return docs
    shared: Signatures | None = None
    for place, postings in words:
        held, at = postings.locate(docs)
        if len(held) < len(docs) or len(at) * _SPARSE < int(at[-1]) - int(at[0]):
            return docs
        signatures = _signatures(postings, at, place)
        shared = signatures if shared is None else shared & signatures
    assert shared is not None
    return docs.take(shared.nonzero()[0])


def _signatures(postings: LazyPostings, places: Docs, shift: int) -> Signatures:
    """The signature of each of some postings (ascending places), for a word at that place in a phrase."""
    counts, begin = postings.counts.take(places), postings.begin(places)
    start = int(begin[0])
    gaps = postings.low_gaps(start, int(begin[-1]) + int(counts[-1]))
    begin -= start
    bits = _marks(gaps, begin, counts, shift)
    titles = postings.symbols_at(places).titles()
    some = (titles != 0).nonzero()[0]
    if len(some):  # positions begin anew in the title; what was marked for them above does no harm
        few = titles.take(some)
        bits[some] |= _marks(gaps, begin.take(some) + counts.take(some) - few, few, shift)
    return bits


def _marks(gaps: Ints, at: Ints, counts: Ints, shift: int) -> Signatures:
    """A bit for each of so many positions of each row, whose gaps begin at `at`: of the first, then the second, ..."""
    position = gaps.take(at)
    position -= np.uint8(shift & 63)
    bits = _bits(position)
    more = (counts > 1).nonzero()[0]
    # by number of positions, so that those who have another one are the last
    counts = np.minimum(counts.take(more), _MOST + 1).astype(np.uint8)
    order = counts.argsort(kind="stable")
    edges = np.cumsum(np.bincount(counts, minlength=_MOST + 2)).tolist()
    more = more.take(order)
    at, position = at.take(more), position.take(more)
    held = np.zeros(len(more), np.uint64)
    for number in range(1, _MOST):
        rest = slice(edges[number], None)
        if edges[number] == len(more):
            break
        at[rest] += 1
        position[rest] += gaps.take(at[rest])
        position[rest] += np.uint8(1)
        held[rest] |= _bits(position[rest])
    held[edges[_MOST] :] = ~np.uint64(0)
    bits[more] |= held
    return bits


def _bits(position: Ints) -> Signatures:
    return np.left_shift(np.uint64(1), (position & np.uint8(63)).astype(np.uint64))
