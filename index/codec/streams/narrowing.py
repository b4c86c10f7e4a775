"""Keeps a stream of numbers in a narrower type than its own, and widens it again. Pure.

A stream is kept as what its numbers, or the steps from each to the next, have over one of them, the base. What does not
fit the narrower type is all ones there and stands in full in a second stream, in the order of its places. So offsets of
short strings take a byte each, and days two, whatever a few of them are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.core.loading.arrays import NDArray

Array = NDArray[Any]

#: What a stream may be narrowed to, and from.
_NARROW = ("|u1", "<u2", "<u4")
_WIDE = ("<u2", "<u4", "<i4", "<u8", "<i8")
#: Bytes that must be saved: a second stream takes some 150 for its place and its line of the table.
_WORTH = 256
#: What is far from the rest is mostly small, as the day of what has none: the base may leave out the lowest number, or
#: so many of a hundred.
_BELOW = 5


@dataclass(frozen=True, slots=True)
class Narrow:
    """How a stream is kept: each number less `base`; or each step less `base`, from 0 on. kind: its own type."""

    kind: str
    base: int
    steps: bool

    def __str__(self) -> str:
        """As a line of the table says it."""
        return f" {'steps' if self.steps else 'from'} {self.base} {self.kind}"


def narrowest(array: Array) -> Array:
    """The same numbers, none below 0, in the narrowest type of an unsigned number that holds them."""
    most = int(array.max(initial=0))
    return array.astype(next(kind for kind in (*_NARROW, "<u8") if most <= np.iinfo(kind).max))


def is_narrower(kept: str, kind: str) -> bool:
    """Whether numbers of a type may be kept in another one, both as numpy spells them."""
    return kept in _NARROW and kind in _WIDE and int(kept[-1]) < int(kind[-1])


def narrowed(array: Array, steps: bool) -> tuple[Narrow, Array, Array] | None:
    """The form that takes the fewest bytes, what is kept and what stands in full; None where that is not worth it.

    array: little-endian. steps: it holds ascending offsets from 0.
    """
    kind, size = array.dtype.str, array.dtype.itemsize
    if kind not in _WIDE or array.nbytes <= _WORTH or (steps and array[0]):
        return None
    values = np.diff(array) if steps else array
    best, found = array.nbytes - _WORTH, None
    for base, over, narrow in _forms(values):
        cost = len(values) * narrow.itemsize + size * int(np.count_nonzero(over >= np.iinfo(narrow).max))
        if cost < best:
            best, found = cost, (base, over, narrow)
    if found is None:
        return None
    base, over, narrow = found
    most = np.iinfo(narrow).max
    return Narrow(kind, base, steps), np.minimum(over, most).astype(narrow), values[over >= most]


def _forms(values: Array) -> Iterator[tuple[int, NDArray[np.uint64], np.dtype[Any]]]:
    """Bases to be tried, what the values have over each (modulo 2^64), and types that this may be kept in."""
    lowest, rank = values.min(), len(values) * _BELOW // 100
    bases = lowest, values.min(initial=values.max(), where=values > lowest), np.partition(values, rank)[rank]
    for base in dict.fromkeys(map(int, bases)):
        over = values.astype(np.int64).view(np.uint64) - np.uint64(base % (1 << 64))
        for narrow in map(np.dtype, _NARROW):
            if narrow.itemsize < values.dtype.itemsize and base <= _highest(values.dtype, narrow):
                yield base, over, narrow


def _highest(kind: np.dtype[Any], narrow: np.dtype[Any]) -> int:
    """The highest base over which all numbers of the narrow type are numbers of the wider one."""
    return int(np.iinfo(kind).max) - int(np.iinfo(narrow).max)


def widened(form: Narrow, kept: Array, full: Array | None, damaged: Callable[[str], Exception]) -> Array:
    """What was narrowed; raises what `damaged` makes of it where the parts do not fit together. full: None for none."""
    kind = np.dtype(form.kind)
    if not np.iinfo(kind).min <= form.base <= _highest(kind, kept.dtype):
        raise damaged("has numbers that its type does not hold")
    out = np.empty(len(kept) + form.steps, kind)
    values = out[int(form.steps) :]
    np.add(kept, kind.type(form.base), out=values, dtype=kind, casting="unsafe")
    if full is not None:
        places = np.flatnonzero(kept == np.iinfo(kept.dtype).max)
        if len(places) != len(full) or full.dtype != kind:
            raise damaged("has other numbers in full than it needs")
        values[places] = full
    if form.steps:
        out[0] = 0
        np.cumsum(values, out=values)
    return out
