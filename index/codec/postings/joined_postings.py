"""Decodes the postings of several terms in one go: documents and frequencies, one term's after another's."""

from __future__ import annotations

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.codec.postings import postings as p
from morgue.index.codec.postings.frequency_codes import Symbols
from morgue.index.codec.postings.lazy_postings import LazyPostings, running
from morgue.index.codec.postings.packing import U8, Array, unpack, unpack_lists

#: Of several lists, those with so many postings are decoded each by itself.
_ALONE = 512


def many(data: U8, at: Array, df: Array, documents: int) -> tuple[NDArray[np.intp], Symbols]:
    """Documents and symbols of several terms, some term's after another's; `at` and `df` as for `LazyPostings`.

    Short lists are decoded together, which takes four times as long a posting; a list of its own takes 30 microseconds.
    """
    long = alone(data, at, df)
    short = ~long
    parts = [_whole(data, int(at[term]), int(df[term]), documents) for term in np.flatnonzero(long).tolist()]
    if short.any():
        df = df[short]
        gaps, after = unpack_lists(data, at[short], df)
        parts.append((p._sums(gaps, df).astype(np.intp), Symbols.of(unpack_lists(data, after, df)[0])))
    return np.concatenate([docs for docs, _ in parts]), Symbols.joined([symbols for _, symbols in parts])


def alone(data: U8, at: Array, df: Array) -> NDArray[np.bool_]:
    """Which lists `many` decodes one by one and gives first."""
    return np.asarray((df >= _ALONE) | (data[at] == p.BITMAP))


def _whole(data: U8, at: int, df: int, documents: int) -> tuple[NDArray[np.intp], Symbols]:
    """Documents and symbols of one term; nothing is kept of them."""
    if data[at] == p.BITMAP:
        one = LazyPostings(data, at, df, documents)
        return one.docs, one.symbols
    gaps, end = unpack(data, at, df)
    return running(gaps), Symbols.read(data, end, df)[0]
