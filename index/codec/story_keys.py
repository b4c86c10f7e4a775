"""Stores story keys in a segment, a channel each, sorted by value, with the document of each; keys may repeat."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from morgue.index.codec.container import Container, ContainerWriter
from morgue.index.codec.postings.packing import Array, spread

#: The type of each channel's keys. Texts must share two samples to be compared, so 32 bits part them well enough.
KEYS = {"band": "<u8", "sample": "<u4", "text": "<u8", "link": "<u8"}

#: Keys merged at a time, some 60 bytes of memory each.
_STEP_KEYS = 1 << 21


class Keys:
    """The keys of one channel: values ascend, `docs` has the document of each."""

    def __init__(self, file: Container, channel: str) -> None:
        self.values: NDArray[np.uint64] | NDArray[np.uint32] = file.array(f"keys.{channel}")
        self.docs: NDArray[np.uint32] = file.array(f"keys.{channel}.docs")
        self._documents = file.note("documents")
        self._file = file

    def find(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
        """Every document that holds one of some distinct ascending keys: index into `keys`, and document."""
        asked = keys.astype(self.values.dtype)
        if not len(self.values):
            return np.empty(0, np.intp), self.docs[:0]
        left = np.searchsorted(self.values, asked, side="left")
        there = np.flatnonzero(self.values[np.minimum(left, len(self.values) - 1)] == asked)
        left = left[there]
        counts = np.searchsorted(self.values, asked[there], side="right") - left
        return np.repeat(there, counts), self._there(self.docs[spread(left, counts)])

    def _there(self, docs: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """The documents, all of which the segment has."""
        if len(docs) and int(docs.max()) >= self._documents:
            raise self._file.damaged("has keys of documents that are not there")
        return docs

    def of(self, docs: Sequence[int]) -> list[NDArray[np.uint64]]:
        """The keys of each of some documents, ascending; looks through all of the channel once."""
        wanted = np.asarray(docs, dtype=np.int64)
        chosen = np.zeros(int(self._there(self.docs).max(initial=0)) + 1, np.bool_)
        chosen[wanted[wanted < len(chosen)]] = True
        steps = range(0, len(self.docs), _STEP_KEYS)
        found = [np.flatnonzero(chosen[self.docs[i : i + _STEP_KEYS]]) + i for i in steps]
        rows = np.concatenate([np.empty(0, np.intp), *found])
        rows = rows[np.argsort(self.docs[rows], kind="stable")]
        held, values = self.docs[rows], self.values[rows].astype(np.uint64)
        first, last = (np.searchsorted(held, wanted, side=s).tolist() for s in ("left", "right"))
        return [values[i:j] for i, j in zip(first, last, strict=True)]


def write_keys(out: ContainerWriter, channel: str, values: Array, docs: Array) -> None:
    """Story keys sorted by value, then by document; `docs` ascends."""
    values = values.astype(KEYS[channel])
    order = np.argsort(values, kind="stable")
    out.add(f"keys.{channel}", values[order])
    out.add(f"keys.{channel}.docs", docs[order])


def merge_keys(out: ContainerWriter, channel: str, sources: Sequence[Keys], numbers: Sequence[Array]) -> None:
    """The keys of several segments with the new number of each document (int64; -1: gone), a range of keys at a time.

    Each range is sorted twice, for the values and for the documents, so that none of both must be held whole.
    """
    kind = np.dtype(KEYS[channel])
    parts = 1 + sum(len(keys.values) for keys in sources) // _STEP_KEYS
    # keys are hashes, so that equal ranges of values hold equally many
    bounds = [(i << 8 * kind.itemsize) // parts for i in range(1, parts)]
    cuts = [np.searchsorted(keys.values, np.array(bounds, dtype=kind)).tolist() for keys in sources]
    ranges = [[*pairwise([0, *cut, len(keys.values)])] for cut, keys in zip(cuts, sources, strict=True)]
    for name, column in ((f"keys.{channel}", 0), (f"keys.{channel}.docs", 1)):
        out.begin(name, (kind.str, "<u4")[column])
        for part in range(parts):
            held = [_renumbered(k, r[part], n) for k, r, n in zip(sources, ranges, numbers, strict=True)]
            values, docs = (np.concatenate(each) for each in zip(*held, strict=True))
            order = np.argsort(values, kind="stable")
            out.put((values, docs)[column][order].view(np.uint8).data)
        out.end()


def _renumbered(keys: Keys, place: tuple[int, int], number: Array) -> tuple[Array, Array]:
    """The postings of a range of keys whose documents are live, with those documents' new numbers."""
    new = number[keys.docs[slice(*place)]]
    return keys.values[slice(*place)][new >= 0], new[new >= 0].astype(np.uint32)
