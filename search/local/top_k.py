"""Selects the best few of many values without sorting them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from morgue.search.local.docset import Docs, Ints

_BLOCK = 1024


def at_least(values: Ints, k: int) -> Ints | None:
    """A lower bound of the k-th largest value as an array of no dimensions, mostly close; None for all.

    The k-th largest of the maxima of blocks is no larger than the k-th largest value, and costs one quick pass.
    """
    n = len(values)
    if n <= k or k <= 0:
        return None
    blocks = n // _BLOCK
    if blocks < 4 * k:
        if n <= 32 * k or blocks < 2:
            return np.asarray(np.partition(values, n - k)[n - k])
        width = max(8, n // (8 * k))
        blocks = n // width
    else:
        width = _BLOCK
    maxima = values[: blocks * width].reshape(blocks, width).max(axis=1)
    return np.asarray(np.partition(maxima, blocks - k)[blocks - k])


def leading(values: Ints, k: int) -> tuple[Docs, Docs]:
    """Indexes of the largest values: those surely among the first k, and those tied at the k-th place."""
    bound = at_least(values, k)
    if bound is None:
        return np.arange(len(values)), np.empty(0, np.intp)
    near = (values >= bound).nonzero()[0]
    held = values[near]
    kth = np.partition(held, len(held) - k)[len(held) - k]
    return near[held > kth], near[held == kth]
