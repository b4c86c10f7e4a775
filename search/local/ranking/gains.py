"""Adds terms to the scores of the first articles alone: which documents gain how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.search.local.docset import DocSet
from morgue.search.local.field_weights import K1

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from morgue.search.local.collection import Collection
    from morgue.search.local.docset import Docs
    from morgue.search.local.matching.terms import Term


@dataclass(frozen=True, slots=True)
class Gaining:
    """A term with the most it can add to a score."""

    term: Term
    weight: float


def gains(collection: Collection, terms: Sequence[Gaining], docs: Docs) -> NDArray[np.float64]:
    """What each document (global numbers, any order) gains: the sum of weight * x / (x + k1), x the frequency there."""
    out = np.zeros(len(docs))
    for segment in collection.segments if terms else ():
        mine = np.flatnonzero((docs >= segment.base) & (docs < segment.base + segment.size))
        if not len(mine):
            continue
        local = docs[mine] - segment.base
        order = np.argsort(local)
        local, mine = local[order], mine[order]
        within = DocSet.of(segment.size, local)
        for each in terms:
            for held, values in each.term.pseudo(segment, within):
                out[mine[np.searchsorted(local, held)]] += each.weight * (values / (values + K1))
    return out
