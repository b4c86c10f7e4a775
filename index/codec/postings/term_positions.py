"""Positions of several terms at once, of some of their postings each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.loading.compiled import ready
from morgue.index.codec.layout import TITLE_BASE
from morgue.index.codec.postings.frequency_codes import Symbols
from morgue.index.codec.postings.packing import spread

if TYPE_CHECKING:
    from morgue.core.loading.arrays import NDArray
    from morgue.index.codec.postings.lazy_postings import LazyPostings
    from morgue.index.codec.postings.packing import I64, Array


def positions_of(asked: list[tuple[LazyPostings, NDArray[np.intp]]], bases: I64) -> I64:
    """Positions of several terms, each with the (ascending) places of its postings asked for, end to end; not empty.

    `bases` is added to the positions of each posting; those in the title are moved up by TITLE_BASE.
    """
    if ready():
        return _compiled_positions(asked, bases)
    symbols = Symbols.joined([term.symbols_at(places) for term, places in asked])
    counts = symbols.occurrences().astype(np.int64)
    ends = np.add.accumulate(counts)
    asked[0][0].check(int(ends[-1]) // len(asked))
    starts = ends - counts
    # The posting of each position. A look-up by it costs a fifth of what `repeat` does, and less of `reduceat`.
    rows = np.zeros(int(ends[-1]), np.int64)
    rows[ends[:-1]] = 1
    np.add.accumulate(rows, out=rows)
    begin = _end_to_end([term.begin(places) for term, places in asked])
    begin -= starts
    wanted = begin.take(rows)
    wanted += np.arange(len(rows))
    gaps = _gaps(asked, wanted, ends)
    # One running sum, from which each posting takes off what was there before it.
    sums = gaps.astype(np.int64)
    sums += 1
    np.add.accumulate(sums, out=sums)
    shift = bases + gaps.take(starts)
    shift -= sums.take(starts)
    sums += shift.take(rows)
    _move_titles(sums, gaps, symbols.titles(), ends, bases)
    return sums


def _compiled_positions(asked: list[tuple[LazyPostings, NDArray[np.intp]]], bases: I64) -> I64:
    """`positions_of` by machine code."""
    found, start = [], 0
    for term, places in asked:
        stop = start + len(places)
        found.append(term.positions(places, bases[start:stop]))
        start = stop
    return _end_to_end(found)


def _gaps(asked: list[tuple[LazyPostings, NDArray[np.intp]]], wanted: I64, ends: I64) -> NDArray[np.uint32]:
    """The gaps at these places of each term, whose postings end at `ends` among them."""
    if len(asked) == 1:
        return asked[0][0].gaps(wanted)
    parts, postings, start = [], 0, 0
    for term, places in asked:
        postings += len(places)
        stop = int(ends[postings - 1])
        parts.append(term.gaps(wanted[start:stop]))
        start = stop
    return np.concatenate(parts)


def _end_to_end(parts: list[Array]) -> Array:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _move_titles(positions: I64, gaps: NDArray[np.uint32], titles: Array, ends: I64, bases: I64) -> None:
    """Positions in the title, the last of each posting, begin anew."""
    some = (titles != 0).nonzero()[0]
    if not len(some):
        return
    few = titles.take(some).astype(np.int64)
    first = ends.take(some) - few
    shift = bases.take(some) + gaps.take(first)
    shift += TITLE_BASE
    shift -= positions.take(first)
    positions[spread(first, few)] += np.repeat(shift, few)
