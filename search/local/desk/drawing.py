"""Draws samples over whole columns: reads no article, and no more ids than are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.search.desk.samples.sampling import Draw, DrawRequest, Stratum, chance_of, mixed
from morgue.search.local.docset import first_of_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from morgue.core.loading.arrays import NDArray
    from morgue.search.local.aggregation.facets import Facets, Matches
    from morgue.search.local.collection import Segment
    from morgue.search.local.docset import Docs, Ints

    Hashes = NDArray[np.uint64]

#: Longest id whose number is found with those of others; a longer one has it found by itself.
_LONGEST = 64


def draw(facets: Facets, matches: Matches, request: DrawRequest, partial: str | None) -> Draw:
    """The sample of the matches."""
    collection = matches.collection
    numbers = [chances(s, f.docs, request.seed) for s, f in zip(collection.segments, matches.found, strict=True)]
    drawn_by = np.concatenate(numbers) if numbers else np.empty(0, np.uint64)
    order = _by_chance(collection.snapshot.id, matches.docs, drawn_by)
    if request.one_per_story:
        stories = collection.stories.story[matches.docs[order]]
        by_story = np.argsort(stories, kind="stable")  # within a story the first drawn comes first
        keep = np.zeros(len(order), np.bool_)
        keep[by_story[first_of_runs(stories[by_story])]] = True
        order = order[keep]
    strata, held = _strata(facets, matches, request, order)
    sizes = np.bincount(strata, minlength=len(held))
    counts = allocated(sizes, request.size, request.equal)
    first = _first_of_each(strata, counts)
    ids = tuple(collection.snapshot.id(doc) for doc in matches.docs[order[first]].tolist())
    told = tuple(map(Stratum, _labels(facets, request, held), sizes.tolist(), counts.tolist()))
    return Draw(matches.articles, matches.stories, told, ids, tuple(strata[first].tolist()), partial)


def chances(segment: Segment, docs: Docs, seed: int) -> Hashes:
    """`morgue.search.desk.samples.sampling.chance` of the ids of some documents."""
    text, at = segment.reader.ids.raw_all()
    begin = at[docs].astype(np.int64)
    length = at[docs + 1].astype(np.int64) - begin - 1
    start = mixed(seed & ((1 << 64) - 1))
    state = np.full(len(docs), start, np.uint64)
    eights = np.ndarray(shape=(max(0, len(text) - 7),), dtype="<u8", buffer=text, strides=(1,))
    alone = (length > _LONGEST) | (begin + (length + 7) // 8 * 8 > len(text))
    for offset in range(0, int(length[~alone].max(initial=0)), 8):
        here = np.flatnonzero((length > offset) & ~alone)
        chunk = eights[begin[here] + offset]
        left = np.minimum(length[here] - offset, 8).astype(np.uint64)
        chunk &= ~np.uint64(0) >> ((np.uint64(8) - left) * np.uint64(8))
        state[here] = _mixed(state[here] ^ chunk)
    state = _mixed(state ^ length.astype(np.uint64))
    for i in np.flatnonzero(alone).tolist():
        state[i] = chance_of(start, bytes(text[begin[i] : begin[i] + length[i]]))
    return state


def _mixed(value: Hashes) -> Hashes:
    """`mixed` of many numbers; uint64 arithmetic wraps around as it should."""
    value = value + np.uint64(0x9E3779B97F4A7C15)
    value ^= value >> np.uint64(30)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(27)
    value *= np.uint64(0x94D049BB133111EB)
    value ^= value >> np.uint64(31)
    return value


def _by_chance(id_of: Callable[[int], str], docs: Docs, numbers: Hashes) -> Docs:
    """The places of the documents by their numbers; of two with one number the lesser id comes first."""
    order = np.argsort(numbers)
    ordered = numbers[order]
    same = np.flatnonzero(ordered[1:] == ordered[:-1])
    for at in same.tolist():  # one in 2^64 pairs
        pair = order[at : at + 2].tolist()
        order[at : at + 2] = sorted(pair, key=lambda i: id_of(int(docs[i])))
    return order


def _strata(facets: Facets, matches: Matches, request: DrawRequest, order: Docs) -> tuple[Ints, Ints]:
    """The number of each document's stratum, and all strata in the order of their values, each as one number."""
    joined = np.zeros(len(order), np.int64)
    for name in request.by:
        column = facets.column(name)
        joined = joined * column.size() + column.order.take(matches.values(column).take(order))
    most = int(joined.max(initial=0)) + 1
    if most > max(1 << 22, 4 * len(joined)):
        held, strata = np.unique(joined, return_inverse=True)
        return strata, held
    there = np.zeros(most, np.bool_)
    there[joined] = True
    held = np.flatnonzero(there)
    place = np.zeros(most, np.intp)
    place[held] = np.arange(len(held))
    return place.take(joined), held


def _labels(facets: Facets, request: DrawRequest, held: Ints) -> list[tuple[str, ...]]:
    """The values of strata."""
    rows: list[Iterable[str]] = []
    for name in request.by[::-1]:
        column = facets.column(name)
        held, at = np.divmod(held, column.size())
        rows.insert(0, map(sorted(column.labels).__getitem__, at.tolist()))
    return list(zip(*rows, strict=True)) if rows else [()] * len(held)


def allocated(sizes: Ints, size: int, equal: bool) -> Ints:
    """`morgue.search.desk.samples.sampling.allocation` of many strata: int64[len(sizes)]."""
    sizes = sizes.astype(np.int64)
    total = int(sizes.sum())
    size = min(size, total)
    if not size:
        return np.zeros(len(sizes), np.int64)
    if equal:
        return _filled(sizes, size)
    exact, left = np.divmod(sizes * size, total)
    order = np.lexsort((-sizes, -left))  # stable: of equal ones the earlier
    exact[order[: size - int(exact.sum())]] += 1
    return np.asarray(exact)


def _filled(sizes: Ints, size: int) -> Ints:
    """As many of each as are there, up to a level that makes `size` in all, the smallest first."""
    order = np.lexsort((-np.arange(len(sizes)), sizes))
    ascending = sizes[order]
    before = np.cumsum(ascending) - ascending
    left = len(sizes) - np.arange(len(sizes))
    short = np.flatnonzero(ascending > (size - before) // left)
    taken = ascending.copy()
    if len(short):
        first = int(short[0])
        share, more = divmod(size - int(before[first]), len(sizes) - first)
        taken[first:] = share
        taken[len(sizes) - more :] += 1
    out = np.empty_like(taken)
    out[order] = taken
    return out


def _first_of_each(strata: Ints, counts: Ints) -> Docs:
    """The places of so many documents of each stratum, the first ones, in their order."""
    small = strata.astype(np.uint16) if len(counts) <= 1 << 16 else strata  # sorted by their digits
    by_stratum = np.argsort(small, kind="stable")
    begin = np.cumsum(np.bincount(strata, minlength=len(counts)))
    begin -= np.bincount(strata, minlength=len(counts))
    rank = np.arange(len(strata)) - begin.take(strata.take(by_stratum))
    return np.sort(by_stratum[rank < counts.take(strata.take(by_stratum))])
