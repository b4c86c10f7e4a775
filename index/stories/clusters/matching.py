"""Finds the relations of new texts: looks candidates up by keys, then verifies them; it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.stories.clusters.article_cache import Subjects
from morgue.index.stories.clusters.edges import Edges
from morgue.index.stories.clusters.lookup import Channel, Holdings
from morgue.index.stories.similarity.candidates import LEADERS, Holders
from morgue.index.stories.similarity.headlines import maybe_alike
from morgue.index.stories.similarity.signature import NO_KEYS, SHORT, StoryKeys, sampled
from morgue.index.stories.similarity.words import Hashes, distinct

#: Keys two texts must share to be compared, by channel: one sampled shingle alone is mostly a stock phrase.
SHARED: dict[Channel, int] = {"band": 1, "sample": 2, "link": 1}
CONTENT: tuple[Channel, ...] = ("band", "sample")
#: Of the shorter text's shingles that are sampled as coarsely as the longer's, the share that both must have, those led
#: by other texts aside. Texts that turned out related share 0.43 and more of them; with stock phrases alone, or one
#: figure of a form, it is 0.03 to 0.1. Reading two texts and telling them apart costs a hundred times as much.
LEAST_SAMPLED = 0.15


@dataclass(frozen=True, slots=True)
class Texts:
    """The text of each document as the book knows it.

    name    0 for a document that is gone
    tie     a tie-break to choose among equals
    title   the marks of its article's headline
    words   int32, its length
    """

    name: Hashes
    tie: Hashes
    title: Hashes
    words: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Found:
    """Candidate pairs of texts, ascending and distinct, and the document that stands for each text."""

    low: Hashes
    high: Hashes
    names: Hashes
    docs: NDArray[np.int64]

    def doc(self, name: Hashes) -> NDArray[np.int64]:
        """The documents that stand for texts."""
        return self.docs[np.searchsorted(self.names, name)]


def representatives(texts: Texts, docs: NDArray[np.int64]) -> tuple[Hashes, NDArray[np.int64]]:
    """Each text of some documents once, by name, and its document with the smallest tie-break."""
    names = texts.name[docs]
    order = np.lexsort((texts.tie[docs], names))
    names, docs = names[order], docs[order]
    first = np.ones(len(names), np.bool_)
    first[1:] = names[1:] != names[:-1]
    return names[first], docs[first]


def by_content(holdings: Holdings, texts: Texts, keys: Sequence[StoryKeys], fresh: Hashes) -> tuple[Found, Hashes]:
    """Pairs of texts with shared words to compare, one of each in `fresh`, whose keys are `keys`; and the texts that
    lost a lead to one of `fresh`.
    """
    held = {channel: _held(holdings, texts, channel, [getattr(k, channel) for k in keys]) for channel in CONTENT}
    found, sampling = _found(texts, held, fresh)
    low, high = found.doc(found.low), found.doc(found.high)
    lengths = [texts.words[side].astype(np.int64) for side in (low, high)]
    shorter, longer = np.minimum(*lengths), np.maximum(*lengths)
    usable = sampling >= LEAST_SAMPLED * sampled(shorter, longer)
    usable &= (shorter >= SHORT) | maybe_alike(texts.title[low], texts.title[high])
    displaced = np.concatenate([holders.displaced(fresh) for holders, _ in held.values()])
    return replace(found, low=found.low[usable], high=found.high[usable]), np.unique(displaced)


def by_link(holdings: Holdings, texts: Texts, keys: Sequence[Hashes], fresh: Hashes) -> Found:
    """Pairs with one address, or one outlet and headline; `keys` are those of articles with a text of `fresh`."""
    return _found(texts, {"link": _held(holdings, texts, "link", keys)}, fresh)[0]


def _held(
    holdings: Holdings, texts: Texts, channel: Channel, keys: Sequence[Hashes]
) -> tuple[Holders, NDArray[np.int64]]:
    """Who else holds the keys of one channel, and the documents looked at."""
    wanted = distinct(np.concatenate([NO_KEYS, *keys]))
    index, docs = (np.asarray(x, np.int64) for x in holdings.matches(channel, wanted))
    tying = np.bincount(index, minlength=len(wanted))[index] > 1  # most keys have one holder, which ties nothing
    return Holders.of(index[tying], texts.name[docs[tying]]), docs[tying]


def _found(
    texts: Texts, held: Mapping[Channel, tuple[Holders, NDArray[np.int64]]], fresh: Hashes
) -> tuple[Found, NDArray[np.intp]]:
    """The pairs that share enough keys of some channel, and how many of the last channel's they share."""
    lows, highs = [], []
    counts: list[NDArray[np.intp]] = []
    for channel, (holders, _) in held.items():
        low, high, shared = holders.pairs(fresh)
        enough = shared >= SHARED[channel]
        lows.append(low[enough])
        highs.append(high[enough])
        counts = [*(np.zeros(len(c), np.intp) for c in counts), shared[enough]]
    low, high, count = unique_pairs(np.concatenate(lows), np.concatenate(highs), np.concatenate(counts))
    there = np.zeros(len(texts.name), np.bool_)  # marks, as each document holds many keys: sorting these takes longer
    for _, docs in held.values():
        there[docs] = True
    names, docs = representatives(texts, np.flatnonzero(there))
    return Found(low, high, names, docs), count


def unique_pairs(low: Hashes, high: Hashes, count: NDArray[np.intp]) -> tuple[Hashes, Hashes, NDArray[np.intp]]:
    """Distinct pairs, ascending, with the largest count of each."""
    order = np.lexsort((-count, high, low))
    low, high, count = low[order], high[order], count[order]
    first = np.ones(len(low), np.bool_)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return low[first], high[first], count[first]


def promoted(holdings: Holdings, texts: Texts, keys: Sequence[StoryKeys], gone: Hashes) -> NDArray[np.int64]:
    """Documents of texts that lead some key since the texts `gone`, whose keys these are, are no longer held."""
    found = [np.empty(0, np.int64)]
    for channel in CONTENT if len(gone) else ():
        wanted = np.unique(np.concatenate([getattr(k, channel) for k in keys]))
        index, docs = (np.asarray(x, np.int64) for x in holdings.matches(channel, wanted))
        holders = Holders.of(index, texts.name[docs])
        last = holders.text[(holders.rank < LEADERS) & (holders.rank >= LEADERS - len(gone))]
        found.append(docs[np.isin(texts.name[docs], last)])
    return np.unique(np.concatenate(found))


def verify(found: Found, known: Edges, subjects: Subjects, *, linked: bool) -> Edges:
    """The relations among candidate pairs that are not known yet.

    Leaders have the smaller names, so pairs go by the other text's place in the archive: each such text is read once,
    with its neighbours, while the few leaders stay at hand.
    """
    have = set(zip(known.a.tolist(), known.b.tolist(), strict=True))
    docs = found.doc(found.low), found.doc(found.high)
    order = np.lexsort((found.low, docs[1]))
    columns = (column[order].tolist() for column in (found.low, found.high, *docs))
    pairs = [p for p in zip(*columns, strict=True) if p[:2] not in have]
    relations = subjects.relations([p[2:] for p in pairs])
    rows = [
        (low, high, relation, linked)
        for (low, high, *_), relation in zip(pairs, relations, strict=True)
        if relation is not None
    ]
    return Edges.of(sorted(rows, key=itemgetter(0, 1)))
