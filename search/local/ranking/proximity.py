"""Gives a bonus to those of the best articles that say nearly all of a question in one place.

The measure is how much of the question's weight a passage covers, the best one of WIDTH words counting (Tao and Zhai,
SIGIR 2007, on minimal cover; passages of fixed width as in Kaszkiel and Zobel, SIGIR 1997). Its high power gives hardly
anything for half of a question and all for the whole of it: so it finds a remembered sentence or headline and leaves a
long question, which no sentence covers, as it is.

The first WINDOW articles by plain score get it. It is never negative, so those stay ahead of all that follow, and the
order remains total and the same for any page size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.loading.compiled import ready
from morgue.index.codec.postings.term_positions import positions_of
from morgue.search.local.kernels import places as kernels
from morgue.search.local.matching.terms import Term
from morgue.search.local.places.positions import SHIFT

if TYPE_CHECKING:
    from morgue.core.loading.arrays import NDArray
    from morgue.search.local.collection import Segment
    from morgue.search.local.docset import Docs
    from morgue.search.local.matching.evaluate import Evaluation
    from morgue.search.local.places.positions import Places
    from morgue.search.local.ranking.bm25f import Weighted

#: Articles that get the bonus.
WINDOW = 128
#: Words of a passage: about a sentence.
WIDTH = 25
#: What a passage with the whole question adds, as a share of the question's weight, and the power of a smaller cover.
STRENGTH, POWER = 1.0, 6
#: A word in more than one in so many articles is common: it stands near everything, and its places are long to look up.
#: It takes part only where all words must match, and beside one that is not common.
COMMON = 8
#: A leaf of more forms than this (a prefix) and further words of a long query take no part.
_MOST_FORMS = 50
_MOST_WORDS = 16
#: Above the bits of a place, the number of its word.
_OWNER = 58
_PLACE = (1 << _OWNER) - 1


def words(leaves: list[Weighted], loose: bool) -> list[tuple[Term, float]]:
    """The leaves that take part, with their weights: unconditional words, the weightiest first; none of one alone."""
    found: dict[Term, float] = {}
    for each in leaves:
        matcher = each.leaf.matcher
        if isinstance(matcher, Term) and not each.leaf.guards and each.weight > 0:
            forms = max((len(o) for o in matcher.forms.ordinals), default=0)
            if 0 < forms <= _MOST_FORMS:
                found[matcher] = found.get(matcher, 0.0) + each.weight
    telling = {t: w for t, w in found.items() if t.document_frequency() * COMMON <= t.collection.articles}
    taking = sorted((telling if loose else found).items(), key=lambda f: -f[1])[:_MOST_WORDS]
    return taking if telling and len(taking) > 1 else []


def bonus(evaluation: Evaluation, leaves: list[Weighted], docs: Docs, loose: bool) -> NDArray[np.float64]:
    """The bonus of each document (global numbers, any order). loose: any of the words may match, not all must."""
    out = np.zeros(len(docs))
    taking = words(leaves, loose)
    if not taking:
        return out
    whole = sum(max(0.0, each.weight) for each in leaves)
    for segment in evaluation.collection.segments:
        mine = ((docs >= segment.base) & (docs < segment.base + segment.size)).nonzero()[0]
        if len(mine):
            local = docs[mine] - segment.base
            order = np.argsort(local)
            cover = _cover(segment, taking, local[order]) / whole
            out[mine[order]] = STRENGTH * whole * cover**POWER
    return out


def _cover(segment: Segment, taking: list[tuple[Term, float]], docs: Docs) -> NDArray[np.float64]:
    """The largest weight of words that a passage of each of some ascending documents has, a word counting once."""
    places = _places(segment, [term for term, _ in taking], docs)
    begins = places & _PLACE
    begins.sort()
    edges = places.searchsorted(np.arange(len(taking) + 1) << _OWNER)
    if ready():
        best = np.zeros(len(docs))
        weights = np.array([each for _, each in taking])
        kernels.cover(begins, places & _PLACE, edges, weights, WIDTH, SHIFT, docs, best)
        return best
    weight = np.zeros(len(begins))
    for i, (_, each) in enumerate(taking):
        held = places[edges[i] : edges[i + 1]] & _PLACE
        if len(held):
            following = held.searchsorted(begins)
            following[following == len(held)] = 0  # a place before, and so in no passage that begins here
            distance = held[following] - begins
            weight[(distance >= 0) & (distance < WIDTH)] += each
    best = np.zeros(len(docs))
    np.maximum.at(best, np.searchsorted(docs, begins >> SHIFT), weight)
    return best


def _places(segment: Segment, terms: list[Term], docs: Docs) -> Places:
    """The places of all words in these documents, ascending by word, then place: decoded in one go."""
    asked, bases = [], []
    for i, term in enumerate(terms):
        for ordinal in term.forms.ordinals[segment.number].tolist():
            postings = segment.postings(ordinal)
            held, at = postings.locate(docs)
            if len(at):
                asked.append((postings, at))
                bases.append((held.astype(np.int64) << SHIFT) + (i << _OWNER))
    if not asked:
        return np.empty(0, np.int64)
    places = positions_of(asked, np.concatenate(bases))
    places.sort()
    return places
