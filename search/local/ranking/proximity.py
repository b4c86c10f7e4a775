"""A bonus for query words that stand near each other, given to the best articles only.

The measure is that of Büttcher, Clarke and Lushman (SIGIR 2006): each two neighbouring occurrences of different query
words at distance d lend each other 1/d², weighted by rarity, and what a word gathers saturates like a term frequency.
The first WINDOW articles by plain score get it. It is never negative, so those stay ahead of all that follow, and the
order remains total and the same for any page size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.search.local.field_weights import K1
from morgue.search.local.matching.positions import SHIFT, form_places
from morgue.search.local.matching.terms import Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from morgue.search.local.collection import Segment
    from morgue.search.local.docset import Docs
    from morgue.search.local.matching.evaluate import Evaluation
    from morgue.search.local.ranking.bm25f import Weighted

#: Articles that get the bonus, and the share of a word's weight that it can add.
WINDOW = 128
STRENGTH = 0.25
#: A word in more than one in so many articles stands near everything, so that its nearness says nothing.
COMMON = 8
#: A leaf of more forms than this (a prefix) and further words of a long query take no part.
_MOST_FORMS = 50
_MOST_WORDS = 16


def words(leaves: list[Weighted]) -> list[tuple[Term, float]]:
    """The leaves that take part, with their weights: unconditional words, the weightiest first."""
    found: list[tuple[Term, float]] = []
    for each in leaves:
        matcher = each.leaf.matcher
        if isinstance(matcher, Term) and not each.leaf.guards and each.weight > 0:
            forms = max((len(o) for o in matcher.forms.ordinals), default=0)
            rare = matcher.document_frequency() * COMMON <= matcher.collection.articles
            if rare and 0 < forms <= _MOST_FORMS and all(matcher is not m for m, _ in found):
                found.append((matcher, each.weight))
    return found[:_MOST_WORDS] if len(found) > 1 else []


def bonus(evaluation: Evaluation, leaves: list[Weighted], docs: Docs) -> NDArray[np.float64]:
    """The bonus of each document (global numbers, any order)."""
    out = np.zeros(len(docs))
    taking = words(leaves)
    if not taking:
        return out
    for segment in evaluation.collection.segments:
        mine = np.flatnonzero((docs >= segment.base) & (docs < segment.base + segment.size))
        if len(mine):
            local = docs[mine] - segment.base
            order = np.argsort(local)
            out[mine[order]] = _segment_bonus(segment, taking, local[order])
    return out


def _segment_bonus(segment: Segment, taking: list[tuple[Term, float]], docs: Docs) -> NDArray[np.float64]:
    """The bonus of each of some ascending documents of one segment."""
    places, owners = [], []
    for i, (term, _) in enumerate(taking):
        found = form_places(segment, term.forms.ordinals[segment.number].tolist(), docs)
        places.append(found)
        owners.append(np.full(len(found), i))
    place, owner = np.concatenate(places), np.concatenate(owners)
    order = place.argsort(kind="stable")
    place, owner = place[order], owner[order]
    distance = np.diff(place)
    pair = np.flatnonzero((owner[1:] != owner[:-1]) & (distance > 0) & (place[1:] >> SHIFT == place[:-1] >> SHIFT))
    weights = np.array([w for _, w in taking])
    row = np.searchsorted(docs, place[pair] >> SHIFT) * len(taking)
    lent = 1.0 / np.square(distance[pair].astype(np.float64))
    first, second = owner[pair], owner[pair + 1]
    share = weights / weights.max()
    size = len(docs) * len(taking)
    gathered = np.bincount(row + first, lent * share[second], size) + np.bincount(
        row + second, lent * share[first], size
    )
    gathered = gathered.reshape(len(docs), len(taking))
    return np.asarray(STRENGTH * (gathered / (gathered + K1)) @ weights)
