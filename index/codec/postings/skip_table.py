"""Tells where to begin reading in the middle of one term's packed lists."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.core.loading.compiled import ready
from morgue.index.codec.postings import position_kernels
from morgue.index.codec.postings import postings as p
from morgue.index.codec.postings.frequency_codes import Symbols
from morgue.index.codec.postings.packed import Packed
from morgue.index.codec.postings.packing import I64, U8
from morgue.index.codec.postings.packing_kernels import checked

#: Positions are marked once in so many postings.
STRIDE = 16


class Marks:
    """Marks of one term. Each part is made when first asked for; none is large."""

    def __init__(self, data: U8, at: int, df: int, documents: int) -> None:
        self._data = data
        self._at = at
        self._df = df
        self.bitmap = bool(data[at] == p.BITMAP)
        self.bits: U8 = data[at + 1 : at + 1 + (documents + 7) // 8]
        self.after_docs = at + 1 + len(self.bits) if self.bitmap else Packed.of(data, at, df).end

    @cached_property
    def words(self) -> NDArray[np.uint32]:
        """The bitmap in numbers of 32 bits, the first document in the lowest of the first."""
        padded = np.zeros(-(-len(self.bits) // 4) * 4, np.uint8)
        padded[: len(self.bits)] = self.bits
        return padded.view("<u4")

    @cached_property
    def rank(self) -> NDArray[np.int32]:
        """Postings before the documents of each of `words`."""
        counts = np.bitwise_count(self.words)
        return np.cumsum(counts, dtype=np.int32) - counts

    @cached_property
    def symbols(self) -> Packed:
        """The packed symbols of frequencies, one a posting."""
        return Packed.of(self._data, self.after_docs, self._df)

    @cached_property
    def large_symbols(self) -> NDArray[np.uint32]:
        """Ascending places of the symbols that stand in full."""
        return self.symbols.escapes(self._df)

    @cached_property
    def _before(self) -> tuple[I64, int]:
        if ready():
            before = np.empty(-(-self._df // STRIDE), np.int64)
            return before, checked(position_kernels.marks(self._data, self.after_docs, self._df, before))
        return self._summed(Symbols.read(self._data, self.after_docs, self._df)[0])

    def learn(self, symbols: Symbols) -> None:
        """Takes the frequencies from whoever has decoded them anyway."""
        if "_before" not in self.__dict__:
            self.__dict__["_before"] = self._summed(symbols)

    def _summed(self, symbols: Symbols) -> tuple[I64, int]:
        counts = symbols.occurrences()
        sums = np.add.reduceat(counts, np.arange(0, self._df, STRIDE), dtype=np.int64)
        before = np.cumsum(sums)
        return before - sums, int(before[-1])

    @property
    def occurrences(self) -> int:
        """How many positions all postings have together."""
        return self._before[1]

    @property
    def before(self) -> I64:
        """Positions before every STRIDE-th posting."""
        return self._before[0]

    @cached_property
    def positions(self) -> Packed:
        """The gaps between positions."""
        return Packed.of(self._data, self.symbols.end, self._before[1])

    @cached_property
    def large_positions(self) -> NDArray[np.uint32]:
        """Ascending places of the gaps that stand in full."""
        return self.positions.escapes(self._before[1])
