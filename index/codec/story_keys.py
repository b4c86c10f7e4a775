"""Stores story keys in a segment, a channel each, sorted by value, with the document of each; keys may repeat.

Few keys lie in full, in `keys.CHANNEL`, and their documents in `keys.CHANNEL.docs`. Many are parted into buckets by
their first bits, as many as a document's number has at most: `keys.CHANNEL.first` says where each bucket begins, and
the document stands in place of those bits behind the rest of its key, so that it takes no room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.codec.container import Container, ContainerWriter
from morgue.index.codec.layout import KEYS
from morgue.index.codec.postings.packing import Array, offsets, spread
from morgue.index.codec.shapes import check_offsets

#: Keys merged or looked through at a time, some 60 bytes of memory each.
_STEP_KEYS = 1 << 19
#: Keys that lie between the first and the last of a stretch that is looked at before its pages are given back: 64 MB.
_STRETCH_KEYS = 1 << 24
#: So many buckets to a key are worth their bytes, mostly one each; and the most bits of a key that say its bucket.
_WORTH, _MOST_BITS = 2, 24


class Keys:
    """The keys of one channel; values ascend."""

    def __init__(self, file: Container, channel: str) -> None:
        self._file = file
        self._documents = file.note("documents")
        self._kind = np.dtype(KEYS[channel])
        self._rows: Array = file.array(f"keys.{channel}")
        self._first: Array | None = None
        name = f"keys.{channel}.first"
        if name in file:
            check_offsets(file, name, f"keys.{channel}")
            self._first = file.array(name)
            bits = (len(self._first) - 1).bit_length() - 1
            self._bits, self._shift = self._kind.type(bits), self._kind.type(8 * self._kind.itemsize - bits)
        else:
            self._docs = file.array(f"keys.{channel}.docs")

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def values(self) -> NDArray[np.uint64] | NDArray[np.uint32]:
        """All keys."""
        return self.between(0, len(self))[0]

    @property
    def docs(self) -> NDArray[np.uint32]:
        """The document of each."""
        return self.between(0, len(self))[1]

    def between(self, start: int, stop: int) -> tuple[Array, NDArray[np.uint32]]:
        """The keys from one place to another, and their documents, all of which the segment has."""
        if self._first is None:
            return self._rows[start:stop], self._there(self._docs[start:stop])
        begin = int(np.searchsorted(self._first, start, side="right")) - 1
        end = int(np.searchsorted(self._first, stop, side="left"))
        counts: Array = np.diff(np.clip(self._first[begin : end + 1].astype(np.int64), start, stop))
        return self._read(self._rows[start:stop], np.repeat(np.arange(begin, begin + len(counts)), counts))

    def _read(self, rows: Array, buckets: Array) -> tuple[Array, NDArray[np.uint32]]:
        """The keys of some rows, whose buckets are these, and their documents."""
        values = buckets.astype(self._kind)
        values <<= self._shift
        values |= rows >> self._bits
        return values, self._there((rows & ((self._kind.type(1) << self._bits) - self._kind.type(1))).astype(np.uint32))

    def find(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
        """Every document that holds one of some distinct ascending keys: index into `keys`, and document."""
        asked = keys.astype(self._kind)
        index: list[NDArray[np.intp]] = [np.empty(0, np.intp)]
        docs: list[NDArray[np.uint32]] = [np.empty(0, np.uint32)]
        for first, last, values, rows in self._places(asked):
            left = np.searchsorted(values, asked[first:last], side="left")
            there = np.flatnonzero(values[np.minimum(left, len(values) - 1)] == asked[first:last])
            left = left[there]
            counts = np.searchsorted(values, asked[first:last][there], side="right") - left
            if counts.min(initial=0) < 0:  # else a search that halves finds the last of equal ones behind the first
                raise self._file.damaged("has story keys that are not in order")
            index.append(np.repeat(there + first, counts))
            docs.append(rows[spread(left, counts)])
        return np.concatenate(index), self._there(np.concatenate(docs))

    def _places(self, asked: Array) -> Iterator[tuple[int, int, Array, NDArray[np.uint32]]]:
        """Stretches of what is asked for, each with all keys that may be equal to one of it, and their documents."""
        if not len(self) or not len(asked):
            return
        if self._first is None:
            yield 0, len(asked), self._rows, self._docs
            return
        homes = (asked >> self._shift).astype(np.int64)
        new = np.flatnonzero(np.diff(homes, prepend=-1))
        buckets = homes[new]
        start = self._first[buckets].astype(np.int64)
        counts = self._first[buckets + 1].astype(np.int64) - start
        ends, edges = offsets(counts), [*new.tolist(), len(asked)]
        at = 0
        while at < len(buckets):
            stop = int(np.searchsorted(ends, ends[at] + _STEP_KEYS, side="right")) - 1
            near = int(np.searchsorted(start, start[at] + _STRETCH_KEYS, side="right"))
            stop = max(at + 1, min(stop, near))
            if ends[stop] > ends[at]:
                rows = self._rows[spread(start[at:stop], counts[at:stop])]
                yield edges[at], edges[stop], *self._read(rows, np.repeat(buckets[at:stop], counts[at:stop]))
            if near < len(start):  # keys are hashes: looking many up reads the whole channel
                self._file.let_go()
            at = stop

    def _there(self, docs: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """The documents, all of which the segment has."""
        if len(docs) and int(docs.max()) >= self._documents:
            raise self._file.damaged("has keys of documents that are not there")
        return docs

    def of(self, docs: Sequence[int]) -> list[NDArray[np.uint64]]:
        """The keys of each of some documents, ascending; looks through all of the channel once."""
        wanted = np.asarray(docs, dtype=np.int64)
        chosen = np.zeros(self._documents, np.bool_)
        chosen[wanted] = True
        found: list[tuple[Array, Array]] = [(np.empty(0, np.uint64), np.empty(0, np.uint32))]
        for start in range(0, len(self), _STEP_KEYS):
            values, holders = self.between(start, min(start + _STEP_KEYS, len(self)))
            rows = np.flatnonzero(chosen[holders])
            found.append((values[rows].astype(np.uint64), holders[rows]))
            self._file.let_go()
        values, held = (np.concatenate(each) for each in zip(*found, strict=True))
        order = np.argsort(held, kind="stable")
        values, held = values[order], held[order]
        first, last = (np.searchsorted(held, wanted, side=s).tolist() for s in ("left", "right"))
        return [values[i:j] for i, j in zip(first, last, strict=True)]

    def let_go(self) -> None:
        """Gives back the memory that what was read of the file takes."""
        self._file.let_go()

    def place(self, value: int) -> int:
        """How many keys are smaller."""
        if self._first is None:
            return int(np.searchsorted(self._rows, self._kind.type(value)))
        start, stop = self._first[value >> int(self._shift) :][:2].tolist()
        return int(start) + int(np.searchsorted(self.between(start, stop)[0], self._kind.type(value)))


def write_keys(out: ContainerWriter, channel: str, values: Array, docs: Array) -> None:
    """Story keys sorted by value, then by document; `docs` ascends."""
    values = values.astype(KEYS[channel])
    order = np.argsort(values, kind="stable")
    _write(out, channel, len(values), int(docs.max(initial=0)), iter([(values[order], docs[order])]))


def merge_keys(out: ContainerWriter, channel: str, sources: Sequence[Keys], numbers: Sequence[Array]) -> None:
    """The keys of several segments with the new number of each document (int64; -1: gone), range by range."""
    kind = np.dtype(KEYS[channel])
    parts = 1 + sum(map(len, sources)) // _STEP_KEYS
    # keys are hashes, so that equal ranges of values hold equally many
    bounds = [(i << 8 * kind.itemsize) // parts for i in range(1, parts)]
    ranges = [[*pairwise([0, *map(keys.place, bounds), len(keys)])] for keys in sources]

    def merged() -> Iterator[tuple[Array, Array]]:
        for part in range(parts):
            held = [_renumbered(k, r[part], n) for k, r, n in zip(sources, ranges, numbers, strict=True)]
            values, docs = (np.concatenate(each) for each in zip(*held, strict=True))
            order = np.argsort(values, kind="stable")
            yield values[order], docs[order]
            for each in sources:
                each.let_go()

    last = max((int(n.max(initial=0)) for n in numbers), default=0)
    _write(out, channel, sum(map(len, sources)), last, merged())


def _renumbered(keys: Keys, place: tuple[int, int], number: Array) -> tuple[Array, Array]:
    """The postings of a range of keys whose documents are live, with those documents' new numbers."""
    values, docs = keys.between(*place)
    new = number[docs]
    return values[new >= 0], new[new >= 0].astype(np.uint32)


def _write(out: ContainerWriter, channel: str, most: int, last: int, keys: Iterator[tuple[Array, Array]]) -> None:
    """Keys in their order with their documents, in pieces: at most so many, of no document after `last`."""
    kind = np.dtype(KEYS[channel])
    bits = max(1, last.bit_length())
    out.begin(f"keys.{channel}", kind.str)
    if bits > _MOST_BITS or most * _WORTH < 1 << bits:
        docs = [np.empty(0, np.uint32)]
        for values, holders in keys:
            out.put(values.view(np.uint8).data)
            docs.append(holders.astype(np.uint32))
        out.end()
        out.add_narrow(f"keys.{channel}.docs", np.concatenate(docs))
        return
    counts = np.zeros(1 << bits, np.int64)
    for values, holders in keys:
        buckets = (values >> kind.type(8 * kind.itemsize - bits)).astype(np.int64)
        np.add.at(counts, buckets, 1)
        out.put((values << kind.type(bits) | holders).astype(kind).view(np.uint8).data)
    out.end()
    first = offsets(counts)
    kind = np.dtype(np.uint32 if first[-1] < 1 << 32 else np.uint64)
    out.add_narrow(f"keys.{channel}.first", first.astype(kind), steps=True)
