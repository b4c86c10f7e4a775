"""Remembers what pieces of text say: the numbers and kinds of their words, each read once (`pieces`)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.pieces.cutting import Places
from morgue.index.pieces.piece_table import Numbers, PieceTable
from morgue.index.stories.similarity.pieces import read_pieces

Kinds = NDArray[np.uint8]

#: Pieces remembered at most (64 bytes each); an archive in several languages has some hundred thousand common ones.
MOST_PIECES = 1_000_000


@dataclass(frozen=True, slots=True)
class Meanings:
    """What n pieces say: the numbers and kinds of all their words, and how many words each piece has, int64[n]."""

    numbers: Numbers
    kinds: Kinds
    counts: Places


class Memo:
    """Pieces to their meanings. Not safe across threads.

    The table has two numbers a piece: its word's number and `1 << 8 | kind`; for a piece of c words, none or several,
    where these begin in the pool and `c << 8`.
    """

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._table = PieceTable(2)
        self._numbers = array("Q")
        self._kinds = bytearray()

    def __len__(self) -> int:
        """Pieces remembered."""
        return len(self._table)

    def look_up(self, text: bytes, starts: Places, ends: Places) -> Meanings:
        """The meanings of some pieces of a UTF-8 text that ends with `PADDING`; none of them is empty."""
        if len(self._table) > MOST_PIECES:
            self._forget()
        rows = self._table.look_up(text, starts, ends, self._learned)
        return self._spelled_out(rows[:, 0], rows[:, 1])

    def _learned(self, pieces: Sequence[bytes]) -> tuple[Numbers, Numbers]:
        """The last two columns of the rows of new pieces."""
        counts, numbers, kinds = read_pieces([piece.decode("utf-8", "surrogatepass") for piece in pieces])
        values, told = [], []
        at = 0
        for size in counts:
            if size == 1:
                values.append(numbers[at])
                told.append(1 << 8 | kinds[at])
            else:
                values.append(len(self._numbers))
                told.append(size << 8)
                self._numbers.extend(numbers[at : at + size])
                self._kinds.extend(kinds[at : at + size])
            at += size
        return np.array(values, np.uint64), np.array(told, np.uint64)

    def _spelled_out(self, values: Numbers, told: Numbers) -> Meanings:
        """The last two columns of rows as words."""
        counts = (told >> np.uint64(8)).astype(np.int64)
        kinds = told.astype(np.uint8)
        if (counts == 1).all():
            return Meanings(values, kinds, counts)
        numbers, kinds = np.repeat(values, counts), np.repeat(kinds, counts)
        several = np.flatnonzero(counts > 1)
        many = counts[several]
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        places = np.repeat((np.cumsum(counts) - counts)[several], many) + within
        source = np.repeat(values[several].astype(np.int64), many) + within
        numbers[places] = np.frombuffer(self._numbers, np.uint64)[source]
        kinds[places] = np.frombuffer(self._kinds, np.uint8)[source]
        return Meanings(numbers, kinds, counts)
