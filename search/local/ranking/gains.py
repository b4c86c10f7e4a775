"""Adds terms to the scores of the first articles alone: which documents gain how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.search.local.docset import DocSet
from morgue.search.local.field_weights import K1
from morgue.search.local.matching.postings import Form, pseudo_of_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from morgue.core.loading.arrays import NDArray
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs, Floats
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
        mine = ((docs >= segment.base) & (docs < segment.base + segment.size)).nonzero()[0]
        if not len(mine):
            continue
        local = docs[mine] - segment.base
        order = np.argsort(local)
        local, mine = local[order], mine[order]
        within = DocSet.of(segment.size, local)
        for weight, held, values in _frequencies(collection, segment, terms, within):
            out[mine[local.searchsorted(held)]] += weight * (values / (values + K1))
    return out


def _frequencies(
    collection: Collection, segment: Segment, terms: Sequence[Gaining], within: DocSet
) -> Iterator[tuple[float, Docs, Floats]]:
    """Weights, documents and frequencies of each form of each term; worked out in one go where all are single forms."""
    parts = [(each, part) for each in terms for part in each.term.parts(segment)]
    forms = [part for _, part in parts if isinstance(part, Form)]
    if len(forms) < 2 or len(forms) < len(parts) or len({each.term.fields for each in terms}) > 1:
        for each, part in parts:
            yield each.weight, *part.pseudo(within)
        return
    found = pseudo_of_each(collection, segment, forms, terms[0].term.fields, within)
    for (each, _), (held, values) in zip(parts, found, strict=True):
        yield each.weight, held, values
