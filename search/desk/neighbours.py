"""Counts the words near the occurrences of a query: pairs on either side, and the articles and stories that have one.

A pair counts for each occurrence in whose window a word stands. A window ends with the headline or the body.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from morgue.search.desk.text.occurrences import Occurrences, part_of
from morgue.search.desk.text.windows import Pairs, Place, Sides, together

if TYPE_CHECKING:
    from morgue.core.loading.arrays import NDArray
    from morgue.search.desk.texts import HasText

    Ints = NDArray[np.int64]

#: Occurrences whose surroundings are looked at together.
_AT_ONCE = 4096


class Neighbour(NamedTuple):
    """A word near the occurrences: pairs on either side, articles and stories with one."""

    word: str
    left: int
    right: int
    articles: int
    stories: int


class Neighbours(NamedTuple):
    """The occurrences, the articles and stories that have one, and the words near them in any order."""

    hits: int
    articles: int
    stories: int
    words: tuple[Neighbour, ...]
    partial: str | None = None


def counted(names: Iterable[str], left: Pairs, right: Pairs, stories: Ints) -> tuple[Neighbour, ...]:
    """The counts of each word that is in a pair. names: by their numbers; stories: of each article, any numbers."""
    every = tuple(names)
    size = max(1, len(every))
    sides = [np.bincount(side.words, minlength=size) for side in (left, right)]
    pairs = np.concatenate([side.articles * np.int64(size) + side.words for side in (left, right)])
    pairs = _distinct(pairs)
    articles = np.bincount(pairs % size, minlength=size)
    pairs = _distinct(stories[pairs // size] * size + pairs % size)
    columns = (column.tolist() for column in (*sides, articles, np.bincount(pairs % size, minlength=size)))
    return tuple(row for row in map(Neighbour, every, *columns) if row.articles)


def _distinct(pairs: Ints) -> Ints:
    """The different numbers, ascending; sorts in place, which is faster than to hash them."""
    pairs.sort()
    return np.concatenate((pairs[:1], pairs[1:][pairs[1:] != pairs[:-1]]))


class Windows:
    """What stands around the occurrences of a query: shown each article, told when all were seen."""

    def __init__(self, occurrences: Occurrences, left: int, right: int) -> None:
        self._spots = occurrences.spots
        self._sides = Sides(left, right)
        self._places: list[Place] = []
        self._pairs: tuple[list[Pairs], list[Pairs]] = [], []
        self._stories: list[int] = []
        self._hits = 0

    def look(self, text: HasText, story: int) -> None:
        """Looks at one more article of a story."""
        spots = self._spots(text)
        if not spots:
            return
        article = len(self._stories)
        self._stories.append(story)
        self._places += [Place(part_of(text, spot), spot.start, spot.end, article) for spot in spots]
        self._hits += len(spots)
        if len(self._places) >= _AT_ONCE:
            self._settle()

    def _settle(self) -> None:
        for pairs, more in zip(self._pairs, self._sides.of(self._places), strict=True):
            pairs.append(more)
        self._places = []

    def told(self, partial: str | None = None) -> Neighbours:
        """The counts of each word."""
        if self._places:
            self._settle()
        stories = np.array(self._stories, np.int64)
        left, right = map(together, self._pairs)
        words = counted(self._sides.numbers, left, right, stories)
        return Neighbours(self._hits, len(stories), len(set(self._stories)), words, partial)
