"""Samples over whole columns: no article is read, and no more ids than are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.search.desk.samples.sampling import Draw, DrawRequest, Stratum, allocation, chance_of, mixed
from morgue.search.local.docset import first_of_runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    strata, labels = _strata(facets, matches, request, order)
    sizes = np.bincount(strata, minlength=len(labels)) if len(labels) else np.zeros(0, np.int64)
    counts = allocation(sizes.tolist(), request.size, request.equal)
    chosen = order[_first_of_each(strata, np.array(counts, np.int64))]
    ids = tuple(collection.snapshot.id(doc) for doc in matches.docs[chosen].tolist())
    of = strata[_first_of_each(strata, np.array(counts, np.int64))].tolist()
    told = tuple(Stratum(v, n, c) for v, n, c in zip(labels, sizes.tolist(), counts, strict=True))
    return Draw(matches.articles, matches.stories, told, ids, tuple(of), partial)


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


def _by_chance(id_of: object, docs: Docs, numbers: Hashes) -> Docs:
    """The places of the documents by their numbers; of two with one number the lesser id comes first."""
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    same = np.flatnonzero(ordered[1:] == ordered[:-1])
    for at in same.tolist():  # one in 2^64 pairs
        pair = order[at : at + 2].tolist()
        order[at : at + 2] = sorted(pair, key=lambda i: id_of(int(docs[i])))  # type: ignore[operator]  # it is called
    return order


def _strata(facets: Facets, matches: Matches, request: DrawRequest, order: Docs) -> tuple[Ints, list[tuple[str, ...]]]:
    """The number of each document's stratum, and the values of all strata in order."""
    if not request.by:
        return np.zeros(len(order), np.intp), [()] if len(order) else []
    columns = [facets.column(name) for name in request.by]
    joined = np.zeros(len(order), np.int64)
    sizes = []
    for column in columns:
        size = column.size()
        joined = joined * size + matches.values(column).astype(np.int64)[order]
        sizes.append(size)
    held = np.unique(joined)
    values: list[tuple[str, ...]] = []
    for number in held.tolist():
        row: list[str] = []
        for column, size in zip(columns[::-1], sizes[::-1], strict=True):
            number, at = divmod(number, size)
            row.insert(0, column.labels[at])
        values.append(tuple(row))
    names = sorted(range(len(values)), key=values.__getitem__)
    place = np.empty(len(values), np.intp)
    place[names] = np.arange(len(values))
    return place[np.searchsorted(held, joined)], [values[i] for i in names]


def _first_of_each(strata: Ints, counts: Ints) -> Docs:
    """The places of so many documents of each stratum, the first ones, in their order."""
    by_stratum = np.argsort(strata, kind="stable")
    ordered = strata[by_stratum]
    begin = np.searchsorted(ordered, np.arange(len(counts)))
    rank = np.arange(len(strata)) - begin[ordered] if len(strata) else np.zeros(0, np.intp)
    return np.sort(by_stratum[rank < counts[ordered]]) if len(strata) else np.zeros(0, np.intp)
