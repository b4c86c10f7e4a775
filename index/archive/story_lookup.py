"""Shows the story book the archive during a commit: looks story keys up in all segments, reads articles by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morgue.core.article import Article
from morgue.index.archive.snapshot import SegmentView, unfurnished
from morgue.index.codec.layout import CHANNELS
from morgue.index.stories.clusters.lookup import Channel
from morgue.index.stories.similarity.signature import StoryKeys


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
        """The keys of some documents as they were filed; looks through all keys of their segments."""
        wanted = np.asarray(docs, np.int64)
        out: list[StoryKeys | None] = [None] * len(wanted)
        home = np.searchsorted(self._bases, wanted, side="right") - 1
        for number, view in enumerate(self._views):
            here = np.flatnonzero(home == number)
            if len(here):
                local = (wanted[here] - view.base).tolist()
                columns = (view.reader.keys(channel).of(local) for channel in CHANNELS)
                for at, keys in zip(here.tolist(), zip(*columns, strict=True), strict=True):
                    out[at] = StoryKeys(*keys)
        return [k for k in out if k is not None]
