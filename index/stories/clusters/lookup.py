"""Declares what the story book asks of whatever holds the articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol

import numpy as np

from morgue.core.article import Article
from morgue.core.loading.arrays import NDArray
from morgue.index.stories.similarity.signature import StoryKeys
from morgue.index.stories.similarity.words import Hashes

Channel = Literal["band", "sample", "text", "link"]
Numbers = NDArray[np.integer[Any]]


class Holdings(Protocol):
    """The articles at the state after the commit, by global document number.

    Removed documents are no longer found by `matches`, but the other methods still give them during the commit that
    removes them.
    """

    def matches(self, channel: Channel, keys: Hashes) -> tuple[Numbers, Numbers]:
        """Every live document that holds one of the (distinct, ascending) keys: index into `keys`, and document."""

    def articles(self, docs: Sequence[int]) -> Sequence[Article]:
        """Whole articles, in the order asked."""

    def headers(self, docs: Sequence[int]) -> Sequence[Article]:
        """The articles of some documents; their bodies may be left empty where that is cheaper."""

    def keys(self, docs: Sequence[int]) -> Sequence[StoryKeys]:
        """The story keys of some documents, as they were when these were added. Asked rarely, and of few."""
