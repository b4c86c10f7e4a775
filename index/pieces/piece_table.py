"""Remembers a few numbers for each piece of text, in a hash table of arrays that is asked for thousands at once.

A news text uses few different pieces, so each is learned once and looked up ever after, without making a string of it.
Pieces of up to `SHORT` bytes are their own keys, two 64-bit numbers with the length in the last byte, so that nothing
is ever mistaken for another; longer ones, few in most languages, are numbered by a dictionary.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import count

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.pieces.cutting import Places

Numbers = NDArray[np.uint64]

#: Bytes of a piece that a key holds.
SHORT = 15
_SMALLEST = 1 << 12
#: The second key of an empty row: no piece has length 0.
_NONE = np.uint64(0)
#: The second key of a long piece; the first is its number.
_LONG = np.uint64(255 << 56)
#: The first so many bytes of eight.
_FIRST = np.array([(1 << 8 * k) - 1 for k in range(9)], np.uint64)


class PieceTable:
    """Pieces to rows of numbers, uint64, so many to a piece. Not safe across threads."""

    def __init__(self, numbers: int) -> None:
        # keys are spread by odd numbers that no text can know, or one could be written whose pieces all collide
        self._spread = [np.uint64(random.getrandbits(64) | 1) for _ in range(3)]
        self._table: Numbers = np.zeros((_SMALLEST, 2 + numbers), np.uint64)
        self._filled = 0
        self._long: defaultdict[bytes, int] = defaultdict(count().__next__)

    def __len__(self) -> int:
        """Pieces remembered."""
        return self._filled

    def look_up(
        self, text: bytes, starts: Places, ends: Places, learn: Callable[[list[bytes]], Sequence[Numbers]]
    ) -> Numbers:
        """The numbers of some pieces of a text that ends with `PADDING`, a row each; none of the pieces is empty.

        learn: gives the columns of the numbers of new pieces, each of which it is told once, in their order.
        """
        low, high = self._keys(text, starts, ends)
        rows, slots = self._found(low, high)
        missing = np.flatnonzero(rows[:, 1] == _NONE)
        if len(missing):
            pieces = [text[i:j] for i, j in zip(starts[missing].tolist(), ends[missing].tolist(), strict=True)]
            number = {piece: i for i, piece in enumerate(dict.fromkeys(pieces))}
            which = np.fromiter(map(number.__getitem__, pieces), np.int64, len(pieces))
            each = np.empty(len(number), np.int64)
            each[which] = missing
            fresh = np.column_stack([low[each], high[each], *learn(list(number))])
            self._insert(fresh, slots[each])
            rows[missing] = fresh[which]
        return rows[:, 2:]

    def _keys(self, text: bytes, starts: Places, ends: Places) -> tuple[Numbers, Numbers]:
        """The first eight bytes of each piece, and the next seven with its length."""
        lengths = ends - starts
        eights = np.ndarray((len(text) - 7,), "<u8", text, 0, (1,))
        low, high = eights[starts], eights[np.minimum(starts + 8, len(eights) - 1)]
        low &= _FIRST[np.minimum(lengths, 8)]
        high &= _FIRST[np.minimum(np.maximum(lengths - 8, 0), 7)]
        high |= lengths.astype(np.uint64) << np.uint64(56)
        long = np.flatnonzero(lengths > SHORT)
        pieces = [text[i:j] for i, j in zip(starts[long].tolist(), ends[long].tolist(), strict=True)]
        low[long], high[long] = [self._long[piece] for piece in pieces], _LONG
        return low, high

    def _found(self, low: Numbers, high: Numbers) -> tuple[Numbers, Places]:
        """The rows with these keys and where they lie; for an unknown key the empty row at which the search ended."""
        slots = self._slots(low, high)
        rows = self._table.take(slots, axis=0)
        others = np.flatnonzero((rows[:, 1] != high) | (rows[:, 0] != low))
        others = others[rows[others, 1] != _NONE]
        while len(others):
            slots[others] = (slots[others] + 1) & (len(self._table) - 1)
            rows[others] = after = self._table.take(slots[others], axis=0)
            others = others[(after[:, 1] != _NONE) & ((after[:, 1] != high[others]) | (after[:, 0] != low[others]))]
        return rows, slots

    def _slots(self, low: Numbers, high: Numbers) -> Places:
        """Where the search for these keys begins."""
        a, b, c = self._spread
        spread = (low * a) ^ (high * b)
        spread = (spread ^ (spread >> np.uint64(32))) * c
        slots: Places = (spread >> np.uint64(65 - len(self._table).bit_length())).astype(np.int64)
        return slots

    def _insert(self, rows: Numbers, slots: Places) -> None:
        """New rows into the table, which stays at most half full; `slots` are empty."""
        self._filled += len(rows)
        if 2 * self._filled > len(self._table):
            rows = np.concatenate([self._table[self._table[:, 1] != _NONE], rows])
            self._table = np.zeros((1 << (2 * self._filled).bit_length(), rows.shape[1]), np.uint64)
            slots = self._slots(rows[:, 0], rows[:, 1])
        while len(rows):
            free = self._table[slots, 1] == _NONE
            self._table[slots[free]] = rows[free]  # of several at one slot the last stays
            left = (self._table[slots, 1] != rows[:, 1]) | (self._table[slots, 0] != rows[:, 0])
            rows, slots = rows[left], (slots[left] + 1) & (len(self._table) - 1)
