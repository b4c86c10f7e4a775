"""Numbers the terms to the left and to the right of many places at once, chunk by chunk between white space. Pure.

No term spans white space, so that the terms of a stretch are those of its chunks one after another; each chunk is
analysed once and remembered. Where a stretch was cut too short for the terms asked for, its place is read by itself.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from morgue.core.analyzer import LONGEST_TERM, terms
from morgue.search.desk.text.context import past_possessive, terms_after, terms_before

if TYPE_CHECKING:
    from morgue.core.loading.arrays import NDArray

    Ints = NDArray[np.int64]

#: Characters a word is taken to have when a stretch is cut, and what is added.
_A_WORD, _MORE = 8, 4
#: Marks about a word that are in no term, and join it to nothing.
_MARKS = '.,;:?!"()'
#: A chunk that parts two stretches; no stretch holds it.
_BORDER = "\0"
#: So many chunks are remembered before the memory is started afresh.
_KNOWN = 500_000


class Numbers(dict[str, int]):
    """Numbers from 0 for whatever is looked up."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


class Place(NamedTuple):
    """A stretch of a text, with the number of the article."""

    text: str
    start: int
    end: int
    article: int


class Pairs(NamedTuple):
    """Numbers of words beside places, and for each the number of the article."""

    words: NDArray[np.int32]
    articles: NDArray[np.int32]


class Sides:
    """The terms within so many words of places, by their numbers in `numbers`."""

    def __init__(self, left: int, right: int) -> None:
        self.numbers = Numbers()
        self._sizes = left, right
        self._forget()

    def _forget(self) -> None:
        self._chunks = Numbers()
        self._terms = array("i")
        self._counts = array("i")

    def of(self, places: Sequence[Place]) -> tuple[Pairs, Pairs]:
        """The pairs to the left and to the right of some places."""
        if len(self._chunks) > _KNOWN:
            self._forget()
        left, right = self._sizes
        return self._before(places, left, _A_WORD * left + _MORE), self._after(places, right, _A_WORD * right + _MORE)

    def _before(self, places: Sequence[Place], size: int, most: int) -> Pairs:
        """The last terms of so many characters before places; where these hold too few, by reading."""
        pieces = [text[max(0, start - most) : start] for text, start, _, _ in places]
        cut = np.array([start > most for _, start, _, _ in places], np.bool_)
        chunks, starts, ends = self._parted(pieces)
        starts[cut & (ends > starts)] += 1  # perhaps a part of a chunk
        before, low, high = self._bounds(chunks, starts, ends)
        short = cut & (high - low < size)
        wanted = np.where(short, 0, np.minimum(high - low, size))
        read = (
            (article, terms_before(text, start, size))
            for text, start, _, article in map(places.__getitem__, np.flatnonzero(short).tolist())
        )
        return self._pairs(places, (chunks, before, high - wanted, wanted), read)

    def _after(self, places: Sequence[Place], size: int, most: int) -> Pairs:
        """The first terms of so many characters after places; where these hold too few, by reading."""
        pieces = [_behind(place, most) for place in places]
        cut = np.array([len(piece) == most for piece in pieces], np.bool_)
        chunks, starts, ends = self._parted(pieces)
        ends[cut & (ends > starts)] -= 1
        before, low, high = self._bounds(chunks, starts, ends)
        joined = np.array([piece[:1].isalnum() for piece in pieces], np.bool_)  # what stands before it tells its terms
        short = joined | cut & (high - low < size)
        wanted = np.where(short, 0, np.minimum(high - low, size))
        read = (
            (article, terms_after(text, end, size))
            for text, _, end, article in map(places.__getitem__, np.flatnonzero(short).tolist())
        )
        return self._pairs(places, (chunks, before, low, wanted), read)

    def _bounds(self, chunks: Ints, starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
        """How many terms come before each chunk, and the first and last terms between some of them, half-open."""
        counts = np.array(self._counts, np.int64)
        before = np.concatenate(([0], np.cumsum(counts[chunks])))
        return before, before[starts], before[ends]

    def _pairs(
        self,
        places: Sequence[Place],
        taken: tuple[Ints, Ints, Ints, Ints],
        read: Iterable[tuple[int, list[str]]],
    ) -> Pairs:
        """The pairs of so many terms of each place from its first one on, and of terms that were read.

        taken: chunks, how many terms come before each, the first term of each place, and how many are wanted.
        """
        chunks, before, low, wanted = taken
        at = np.repeat(low - (np.cumsum(wanted) - wanted), wanted)
        at += np.arange(len(at))
        chunk = np.repeat(np.arange(len(chunks)), np.diff(before))[at]
        counts = np.array(self._counts, np.int64)
        first = np.cumsum(counts) - counts
        words = np.array(self._terms, np.int32)[first[chunks[chunk]] + at - before[chunk]]
        articles = np.fromiter((place.article for place in places), np.int32, len(places))
        more = [(self.numbers[term], article) for article, terms in read for term in terms]
        alone = np.array(more, np.int32).reshape(-1, 2)
        return together((Pairs(words, np.repeat(articles, wanted)), Pairs(alone[:, 0], alone[:, 1])))

    def _parted(self, pieces: list[str]) -> tuple[Ints, Ints, Ints]:
        """The numbers of the chunks of pieces, and where those of each begin and end."""
        joined = f" {_BORDER} ".join(pieces)
        if joined.count(_BORDER) >= len(pieces):
            joined = f" {_BORDER} ".join(piece.replace(_BORDER, "\1") for piece in pieces)
        parts = joined.split()
        border = self._chunks[_BORDER]
        chunks = np.fromiter(map(self._chunks.__getitem__, parts), np.int64, len(parts))
        new = len(self._chunks) - len(self._counts)
        for chunk in reversed(list(islice(reversed(self._chunks), new))):
            word = chunk.strip(_MARKS)
            plain = word.isascii() and word.isalpha() and len(word) <= LONGEST_TERM
            found = [word.lower()] if plain else terms(chunk)
            self._terms.extend(map(self.numbers.__getitem__, found))
            self._counts.append(len(found))
        borders = np.flatnonzero(chunks == border)
        return chunks, np.concatenate(([0], borders + 1)), np.concatenate((borders, [len(chunks)]))


def together(pairs: Iterable[Pairs]) -> Pairs:
    """Several arrays of pairs as one."""
    none = Pairs(np.empty(0, np.int32), np.empty(0, np.int32))
    return Pairs(*(np.concatenate(each) for each in zip(none, *pairs, strict=True)))


def _behind(place: Place, most: int) -> str:
    """So many characters behind a place at most, without a possessive, or all to the end of the text where most are."""
    text, _, end, _ = place
    if text[end : end + 1] in ("'", "’"):
        end = past_possessive(text, end)
    return text[end : end + most]
