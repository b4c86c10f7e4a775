"""Selects the best few of many values without sorting them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from morgue.search.local.docset import Docs, Ints

#: Values of a group at most; where there are fewer than _SORTED times k, they are partitioned as they are.
_GROUP, _SORTED = 64, 32


def at_least(values: Ints, k: int) -> Ints | None:
    """A lower bound of the k-th largest value as an array of no dimensions, mostly close; None for all.

    The k-th largest of the maxima of groups is no larger than the k-th largest value. The values of a group lie far
    apart, so that the maxima are those of a few long rows: one quick pass, ten times as fast as maxima of neighbours.
    """
    n = len(values)
    if n <= k or k <= 0:
        return None
    if n <= _SORTED * k:
        return _kth(values.copy(), k)
    width = min(_GROUP, n // (8 * k))
    groups = n // width
    maxima = np.maximum.reduce(values[: groups * width].reshape(width, groups))
    return _kth(maxima, k)


def _kth(values: Ints, k: int) -> Ints:
    """The k-th largest, as an array of no dimensions. Changes the order of what it is given."""
    values.partition(len(values) - k)
    return np.asarray(values[len(values) - k])


def leading(values: Ints, k: int) -> tuple[Docs, Docs]:
    """Indexes of the largest values: those surely among the first k, and those tied at the k-th place."""
    bound = at_least(values, k)
    if bound is None:
        return np.arange(len(values)), np.empty(0, np.intp)
    near = (values >= bound).nonzero()[0]
    held = values.take(near)
    kth = _kth(held.copy(), k)
    return near[held > kth], near[held == kth]
