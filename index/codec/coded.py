"""One term's postings, decoded only as far as a question needs: documents, a mask, frequency symbols, a few positions.

`read_postings` and `read_positions` decode a term whole. Ranking mostly needs less: whether a document has the term, a
number that stands for its frequencies, and the positions of a hundred of half a million postings.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.codec import postings as p
from index.codec.packed import Packed
from index.codec.packing import I64, U8, Array, spread, unpack, unpack_lists
from index.codec.symbols import Symbols

#: Marks are kept for lists of so many postings, for at most so many of them; positions are marked once in _STRIDE.
_MARKED, _MOST_MARKED, _STRIDE = 1024, 256, 16
#: Lists so short are summed up whole.
_SHORT = 16_384


class Marks:
    """Where to begin reading in the middle of a term's lists. Each part is made when first asked for; none is large."""

    def __init__(self, data: U8, at: int, df: int, documents: int) -> None:
        self._data = data
        self._at = at
        self._df = df
        self.bitmap = bool(data[at] == p.BITMAP)
        self.bits: U8 = data[at + 1 : at + 1 + (documents + 7) // 8]
        self.after_docs = at + 1 + len(self.bits) if self.bitmap else Packed.of(data, at, df).end

    @cached_property
    def rank(self) -> NDArray[np.int32]:
        """Postings before the documents of each byte of the bitmap."""
        counts = np.bitwise_count(self.bits)
        return np.cumsum(counts, dtype=np.int32) - counts

    @cached_property
    def symbols(self) -> Packed:
        """The frequencies."""
        return Packed.of(self._data, self.after_docs, self._df)

    @cached_property
    def large_symbols(self) -> NDArray[np.uint32]:
        """Ascending places of the symbols that stand in full."""
        return self.symbols.escapes(self._df)

    @cached_property
    def _before(self) -> tuple[I64, int]:
        counts = Symbols.read(self._data, self.after_docs, self._df)[0].occurrences()
        sums = np.add.reduceat(counts, np.arange(0, self._df, _STRIDE), dtype=np.int64)
        before = np.cumsum(sums)
        return before - sums, int(before[-1])

    @property
    def before(self) -> I64:
        """Positions before every _STRIDE-th posting."""
        return self._before[0]

    @cached_property
    def positions(self) -> Packed:
        """The gaps between positions."""
        return Packed.of(self._data, self.symbols.end, self._before[1])

    @cached_property
    def large_positions(self) -> NDArray[np.uint32]:
        """Ascending places of the gaps that stand in full."""
        return self.positions.escapes(self._before[1])


class Coded:
    """The postings of one term. df: their number; documents: that of the segment; known: marks of lists by `at`."""

    def __init__(self, data: U8, at: int, df: int, documents: int, known: dict[int, Marks] | None = None) -> None:
        self._known = {} if known is None else known
        self._data = data
        self._at = at
        self.df = df
        self.documents = documents
        self.bitmap = bool(data[at] == p.BITMAP)

    @cached_property
    def mask(self) -> NDArray[np.bool_]:
        """bool[documents]: which have the term. Not to be written to."""
        if self.bitmap:
            return np.unpackbits(self._marks.bits, count=self.documents, bitorder="little").view(np.bool_)
        mask = np.zeros(self.documents, np.bool_)
        mask[self.docs] = True
        return mask

    @cached_property
    def docs(self) -> NDArray[np.intp]:
        """intp[df]: the documents, ascending."""
        if self.bitmap:
            return positives(self.mask)
        docs = np.cumsum(unpack(self._data, self._at, self.df)[0], dtype=np.intp)
        docs += np.arange(self.df)
        return docs

    @cached_property
    def _symbols(self) -> Symbols:
        return Symbols.read(self._data, self._marks.after_docs, self.df)[0]

    @property
    def symbols(self) -> Symbols:
        """The frequencies of every posting."""
        return self._symbols

    @cached_property
    def _marks(self) -> Marks:
        """Kept by the reader for long lists."""
        held = self._known.get(self._at)
        if held is None:
            held = Marks(self._data, self._at, self.df, self.documents)
            if self.df >= _MARKED:
                if len(self._known) >= _MOST_MARKED:
                    self._known.clear()
                self._known[self._at] = held
        return held

    def locate(self, docs: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Of ascending documents those that have the term, and the places of their postings. For few documents."""
        if self.bitmap:
            byte, bit = docs >> 3, (docs & 7).astype(np.uint8)
            held = self._marks.bits[byte]
            here = np.flatnonzero(((held >> bit) & np.uint8(1)).view(np.bool_))
            byte, bit, held = byte[here], bit[here], held[here]
            below = np.bitwise_count(held & ((np.uint8(1) << bit) - np.uint8(1)))
            return docs[here], self._marks.rank[byte] + below.astype(np.intp)
        table = self.docs
        at = table.searchsorted(docs)
        at[at == len(table)] = 0
        here = np.flatnonzero(table[at] == docs)
        return docs[here], at[here]

    def symbols_at(self, places: NDArray[np.intp]) -> Symbols:
        """The frequencies of some postings (ascending places)."""
        if "_symbols" in self.__dict__ or len(places) * 2 > self.df:
            return self.symbols.take(places)
        return Symbols.of(self._marks.symbols.values(places, self._marks.large_symbols))

    @cached_property
    def _sums(self) -> I64:
        counts = self.symbols.occurrences()
        sums = np.add.accumulate(counts, dtype=np.int64)
        sums -= counts
        return np.asarray(sums)

    def _begin(self, places: NDArray[np.intp]) -> I64:
        """Positions before some postings (ascending places)."""
        if self.df < _SHORT or len(places) * _STRIDE > self.df:
            return np.asarray(self._sums[places])
        block = places // _STRIDE
        new = np.empty(len(block), np.bool_)
        new[:1] = True
        np.not_equal(block[1:], block[:-1], out=new[1:])
        first = block[new] * _STRIDE
        counts = self.symbols_at(spread(first, np.minimum(_STRIDE, self.df - first))).occurrences()
        sums = np.add.accumulate(counts, dtype=np.int64)
        sums -= counts
        here = (np.add.accumulate(new, dtype=np.int64) - 1) * _STRIDE
        return np.asarray(self._marks.before[block] + sums[here + places % _STRIDE] - sums[here])

    def _gaps_at(self, places: NDArray[np.intp]) -> tuple[Symbols, I64, NDArray[np.uint32]]:
        """Of some postings the frequencies, how many positions each has, and the gaps between these end to end."""
        symbols = self.symbols_at(places)
        few = symbols.occurrences().astype(np.int64)
        gaps = self._marks.positions.values(spread(self._begin(places), few), self._marks.large_positions)
        return symbols, few, gaps

    def positions_at(self, places: NDArray[np.intp]) -> tuple[I64, Array]:
        """Positions of some postings (ascending places): how many each has, and all of them end to end, uint32."""
        symbols, few, gaps = self._gaps_at(places)
        title, _, body = symbols.frequencies()
        return few, p.undo_gaps(gaps, title, body)


def positions_of(asked: list[tuple[Coded, NDArray[np.intp]]]) -> tuple[I64, Array]:
    """As `positions_at` of several terms, end to end, each with the places of its postings asked for; not empty."""
    if len(asked) == 1:
        return asked[0][0].positions_at(asked[0][1])
    parts = [coded._gaps_at(places) for coded, places in asked]
    symbols = Symbols.joined([s for s, _, _ in parts])
    title, _, body = symbols.frequencies()
    gaps = np.concatenate([g for _, _, g in parts])
    return np.concatenate([f for _, f, _ in parts]), p.undo_gaps(gaps, title, body)


def positives(mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    """flatnonzero. For one in ten to forty numpy takes a way twice as slow, which a tail of ones averts."""
    count, size = int(np.count_nonzero(mask)), len(mask)
    if not size // 40 < count <= size // 10:
        return np.flatnonzero(mask)
    padded = np.ones(size + size // 8, np.bool_)
    padded[:size] = mask
    return np.flatnonzero(padded)[:count]


def many(data: U8, at: Array, df: Array, documents: int) -> tuple[NDArray[np.uint32], Symbols]:
    """Documents and symbols of several terms end to end, decoded together; `at` and `df` as for `Coded`."""
    bitmap = data[at] == p.BITMAP
    docs, symbols = [], []
    plain = np.flatnonzero(~bitmap)
    if len(plain):
        gaps, after = unpack_lists(data, at[plain], df[plain])
        docs.append(p._sums(gaps, df[plain]))
        symbols.append(unpack_lists(data, after, df[plain])[0])
    for term in np.flatnonzero(bitmap):
        one = Coded(data, int(at[term]), int(df[term]), documents)
        docs.append(one.docs.astype(np.uint32))
        symbols.append(unpack(data, one._marks.after_docs, one.df)[0])
    return np.concatenate(docs), Symbols.of(np.concatenate(symbols))
