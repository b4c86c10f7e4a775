"""Counts the articles and stories of many answers one after another.

Most stories have one article, so that an answer has as many stories as articles, less those of its articles that share
a story, more the stories these are in. Which articles share one is looked up once for all answers.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from morgue.index.codec.postings.lazy_postings import positives
from morgue.search.request import Count

if TYPE_CHECKING:
    from morgue.search.local.aggregation.facets import Matches
    from morgue.search.local.collection import Collection
    from morgue.search.local.docset import Docs, Ints


class StoryCounter:
    """The sizes of answers over one collection."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    @cached_property
    def _numbers(self) -> Ints:
        """For each document the number of its story among those of several articles; -1 where it is alone."""
        stories, numbers = np.unique(self._collection.stories.story[self._sharing], return_inverse=True)
        self._held = len(stories)
        table = np.full(self._collection.size, -1, np.int32)
        table[self._sharing] = numbers
        return table

    @cached_property
    def _sharing(self) -> Docs:
        """Global numbers of the documents that are not alone in their story."""
        columns = self._collection.stories
        if not len(columns.articles):  # every document was removed: the story of each is -1
            return np.empty(0, np.intp)
        return np.flatnonzero((columns.articles > 1)[columns.story])

    @cached_property
    def _parts(self) -> list[tuple[Docs, Ints, Ints]]:
        """For each segment its documents that share a story, the numbers of theirs, and those of all its documents."""
        table = self._numbers
        bases = [segment.base for segment in self._collection.segments]
        edges = [*np.searchsorted(self._sharing, bases).tolist(), len(self._sharing)]
        shares = [self._sharing[a:b] for a, b in pairwise(edges)]
        return [
            (docs - segment.base, table[docs], table[segment.base : segment.base + segment.size])
            for docs, segment in zip(shares, self._collection.segments, strict=True)
        ]

    def count(self, matches: Matches) -> Count:
        """The size of an answer."""
        sharing = 0
        parts = self._parts
        held = np.zeros(self._held, np.bool_)
        for each, (docs, numbers, table) in zip(matches.found, parts, strict=True):
            if each.has_mask:
                here = numbers.take(positives(each.mask.take(docs)))
            else:
                here = table.take(each.docs)
                here = here.take(positives(here >= 0))
            held[here] = True
            sharing += len(here)
        return Count(matches.articles, matches.articles - sharing + int(np.count_nonzero(held)))
