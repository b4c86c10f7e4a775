"""Shows the story book the archive during a commit: looks story keys up in all segments, reads articles by number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from morgue.core.article import Article
from morgue.core.loading.arrays import NDArray
from morgue.index.archive.snapshot import SegmentView, unfurnished
from morgue.index.codec.layout import CHANNELS
from morgue.index.codec.reader import SegmentReader
from morgue.index.stories.clusters.lookup import Channel
from morgue.index.stories.similarity.signature import StoryKeys, story_keys_many

#: Looking through one key of a segment takes some 30 ns; making the keys of a text anew 0.2 µs a byte, and 0.1 ms.
_KEYS_A_BYTE, _KEYS_A_TEXT = 7, 3_500


class SegmentHoldings:
    """The documents of segments side by side, those not live left out of look-ups."""

    def __init__(self, views: Sequence[SegmentView]) -> None:
        self._views = views
        self._bases = np.array([v.base for v in views], np.int64)

    def matches(
        self, channel: Channel, keys: NDArray[np.uint64]
    ) -> tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]:
        """Index into `keys` and global document, for every live document that holds one of the keys."""
        found_index: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
        found_docs: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
        for view in self._views:
            index, local = view.reader.keys(channel).find(keys)
            docs = local.astype(np.int64)
            if view.live is not None:
                kept = view.live[docs]
                index, docs = index[kept], docs[kept]
            found_index.append(index)
            found_docs.append(docs + view.base)
            view.reader.let_go()  # keys are hashes: looking many up reads the whole channel
        return np.concatenate(found_index), np.concatenate(found_docs)

    def articles(self, docs: Sequence[int]) -> Sequence[Article]:
        """Whole articles but for their furniture, in the order asked, each stored block decoded once."""
        wanted = np.asarray(docs, np.int64)
        out: list[Article | None] = [None] * len(wanted)
        home = np.searchsorted(self._bases, wanted, side="right") - 1
        for number, view in enumerate(self._views):
            here = np.flatnonzero(home == number)
            if len(here):
                local = [int(d) - view.base for d in wanted[here]]
                for at, doc, article in zip(here, local, view.reader.stored_many(local), strict=True):
                    out[int(at)] = unfurnished(article, view.reader.furniture(doc))
        return [a for a in out if a is not None]

    def headers(self, docs: Sequence[int]) -> Sequence[Article]:
        """The articles of some documents (numbers over all segments), their bodies left empty where the segment can."""
        wanted = np.asarray(docs, np.int64)
        home = np.searchsorted(self._bases, wanted, side="right") - 1
        return [self._views[h].reader.headers(int(d) - self._views[h].base) for d, h in zip(wanted, home, strict=True)]

    def keys(self, docs: Sequence[int]) -> Sequence[StoryKeys]:
        """The keys of some documents as they were filed."""
        wanted = np.asarray(docs, np.int64)
        out: list[StoryKeys | None] = [None] * len(wanted)
        home = np.searchsorted(self._bases, wanted, side="right") - 1
        for number, view in enumerate(self._views):
            here = np.flatnonzero(home == number)
            if len(here):
                for at, keys in zip(here.tolist(), _keys_of(view.reader, wanted[here] - view.base), strict=True):
                    out[at] = keys
                view.reader.let_go()
        return [k for k in out if k is not None]


def _keys_of(reader: SegmentReader, docs: NDArray[np.int64]) -> Iterable[StoryKeys]:
    """The keys of documents of one segment: made anew from their texts, or, where these are many, looked for in it."""
    local = docs.tolist()
    texts = _KEYS_A_BYTE * int(reader.plain("store.lengths")[docs].sum(dtype=np.int64)) + _KEYS_A_TEXT * len(local)
    channels = [reader.keys(channel) for channel in CHANNELS]
    if texts < sum(map(len, channels)):
        return story_keys_many(reader.stored_many(local), [reader.furniture(doc) for doc in local])
    return map(StoryKeys, *(channel.of(local) for channel in channels))
