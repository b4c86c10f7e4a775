"""The running state of all stories: each commit's new and removed articles go in, the archive's columns come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.stories.columns import StoryColumns
from index.stories.signature import StoryKeys
from index.stories.words import Hashes

Channel = Literal["band", "sample", "text", "link"]


class Holdings(Protocol):
    """What the book needs of whatever holds the articles, at the state after the commit.

    Documents are global numbers. Removed documents are no longer found by `matches`, but `articles` and `headers`
    still give them during the commit that removes them.
    """

    def matches(self, channel: Channel, keys: Hashes) -> tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]:
        """Every live document that holds one of the (distinct) keys: index into `keys`, and document; in any order."""

    def articles(self, docs: Sequence[int]) -> Sequence[Article]:
        """Whole articles, in the order asked."""

    def headers(self, docs: Sequence[int]) -> Sequence[Article]:
        """The same articles; their bodies may be left empty where that is cheaper."""


@dataclass(frozen=True, slots=True)
class Added:
    """A new article: its global document number, its id and its keys."""

    doc: int
    id: str
    keys: StoryKeys


class StoryBook:
    """All stories of one archive. One writer; `columns` is replaced, never changed."""

    def __init__(self) -> None:
        self.columns = _none()

    def update(
        self, holdings: Holdings, added: Sequence[Added], removed: Sequence[int] = (), total: int | None = None
    ) -> StoryColumns:
        """Takes a commit in: `total` is the number of documents after it (default: up to the last one added)."""
        size = max([len(self.columns.story), *(a.doc + 1 for a in added)]) if total is None else total
        story = np.full(size, -1, np.int32)
        story[: len(self.columns.story)] = self.columns.story
        story[list(removed)] = -1
        fresh = int(story.max(initial=-1)) + 1
        keys = np.unique(np.concatenate([np.empty(0, np.uint64), *(a.keys.text for a in added)]))
        for a in added:
            story[a.doc], fresh = fresh, fresh + 1
        index, docs = holdings.matches("text", keys)
        for i in range(len(keys)):
            same = docs[index == i]
            story[same] = story[same][story[same] >= 0].min()
        self.columns = _plain(story)
        return self.columns

    def renumber(self, mapping: NDArray[np.int32]) -> StoryColumns:
        """Documents got new numbers: mapping[old] = new, -1 for one that is gone for good (and was removed before)."""
        story = np.full(int(mapping.max(initial=-1)) + 1, -1, np.int32)
        story[mapping[mapping >= 0]] = self.columns.story[mapping >= 0]
        self.columns = _plain(story)
        return self.columns

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The whole state as plain arrays by name, for the archive's overlay."""
        return {"story": self.columns.story}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> StoryBook:
        """The state that `to_arrays` gave."""
        book = cls()
        book.columns = _plain(np.asarray(arrays["story"]))
        return book


def _plain(story: NDArray[np.int32]) -> StoryColumns:
    ids, inverse = np.unique(story, return_inverse=True)
    shift = int(len(ids) > 0 and ids[0] < 0)
    story = (inverse - shift).astype(np.int32)
    count = len(ids) - shift
    articles = np.bincount(story[story >= 0], minlength=count).astype(np.int32)
    founder = np.zeros(count, np.int32)
    founder[story[::-1][story[::-1] >= 0]] = np.flatnonzero(story >= 0)[::-1]
    first = np.full(len(story), -1, np.int32)
    first[story >= 0] = founder[story[story >= 0]]
    copy = (story >= 0) & (first != np.arange(len(story)))
    return StoryColumns(
        story=story,
        role=copy.astype(np.uint8),
        of=np.where(copy, first, -1).astype(np.int32),
        kept=np.where(copy, 1.0, np.nan).astype(np.float32),
        founder=founder,
        articles=articles,
        copies=articles - 1,
        versions=np.zeros(count, np.int32),
        outlets=np.minimum(articles, 1),
    )


def _none() -> StoryColumns:
    return _plain(np.empty(0, np.int32))
