"""Decodes one term's postings only as far as a query needs: documents, a mask, symbols, a few positions.

`read_postings` and `read_positions` decode a term whole. Ranking mostly needs less: whether a document has the term, a
number that stands for its frequencies, and the positions of a hundred of half a million postings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.core.loading.compiled import ready
from morgue.index.codec.postings import document_kernels, position_kernels
from morgue.index.codec.postings import postings as p
from morgue.index.codec.postings.frequency_codes import Symbols
from morgue.index.codec.postings.packing import I64, U8, Array, spread, unpack
from morgue.index.codec.postings.packing_kernels import checked
from morgue.index.codec.postings.skip_table import STRIDE, Marks

#: Marks are kept for lists of so many postings, for at most so many of them.
_MARKED, _MOST_MARKED = 64, 1024
#: Lists so short are summed up whole, and those of which more than one posting in so many is asked for.
_SHORT, _SUMMED = 16_384, 64
#: Lists so short are summed up one by one.
_BRIEF = 12_288
#: Documents are looked up in a list without a bitmap where they are fewer than one in so many; else it is gone through.
_GONE_THROUGH = 16


class LazyPostings:
    """The postings of one term. df: their number; documents: that of the segment; known: marks of lists by `at`.

    most: gives how many positions a term can have; ValueError where it seems to have more, or documents not there.
    """

    def __init__(
        self,
        data: U8,
        at: int,
        df: int,
        documents: int,
        known: dict[int, Marks] | None = None,
        most: Callable[[], int] | None = None,
    ) -> None:
        self._most = most
        self._known = {} if known is None else known
        self.data = data
        self.at = at
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
        if ready():
            room = np.empty(self.df + document_kernels.ROOM, np.int64)
            self.after_docs = checked(document_kernels.documents(self.data, self.at, self.df, self.documents, room))
            return room[: self.df]
        if self.bitmap:
            docs = positives(self.mask)
            if len(docs) != self.df:
                raise ValueError("another number of documents than is said")
            return docs
        docs = running(unpack(self.data, self.at, self.df)[0])
        if len(docs) and int(docs[-1]) >= self.documents:
            raise ValueError("documents that are not there")
        return docs

    def check(self, positions: int) -> None:
        """ValueError for more positions than there are words."""
        if self._most is not None and positions > self._most():
            raise ValueError("more positions than there are words")

    @cached_property
    def _symbols(self) -> Symbols:
        return Symbols.read(self.data, self._marks.after_docs, self.df)[0]

    @property
    def symbols(self) -> Symbols:
        """The frequencies of every posting."""
        return self._symbols

    @cached_property
    def _marks(self) -> Marks:
        """Kept by the reader for long lists."""
        held = self._known.get(self.at)
        if held is None:
            held = Marks(self.data, self.at, self.df, self.documents)
            if self.df >= _MARKED:
                if len(self._known) >= _MOST_MARKED:
                    self._known.clear()
                self._known[self.at] = held
        return held

    @property
    def _placed(self) -> Marks:
        """The marks, for whoever asks where positions lie."""
        if "_symbols" in self.__dict__:
            self._marks.learn(self._symbols)
        return self._marks

    @cached_property
    def after_docs(self) -> int:
        """The byte after the documents, where the frequencies begin."""
        return self._marks.after_docs

    @property
    def large_symbols(self) -> NDArray[np.uint32]:
        """The ascending places of the frequencies that stand in full."""
        return self._marks.large_symbols

    def locate(self, docs: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Of ascending documents those that have the term, and the places of their postings. For few documents."""
        if ready():
            return self._located(docs)
        if self.bitmap:
            return self._counted(docs)
        if not len(docs) or not self.df:
            return docs[:0], docs[:0]
        low, high = int(docs[0]), int(docs[-1])
        if len(docs) * _GONE_THROUGH < max(self.df, (high - low) // _GONE_THROUGH):
            at = self.docs.searchsorted(docs)
            here = (self.docs.take(at, mode="clip") == docs).nonzero()[0]  # none beyond the last is the last
            return docs.take(here), at.take(here)
        first, last = self.docs.searchsorted(np.array((low, high + 1))).tolist()
        table = self.docs[first:last]
        asked = np.zeros(high - low + 1, np.bool_)
        asked[docs - low] = True
        at = asked.take(table - low).nonzero()[0]
        return table.take(at), at + first

    def _located(self, docs: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """`locate` by machine code."""
        docs = np.ascontiguousarray(docs)
        held, places = np.empty(len(docs) + 1, np.int64), np.empty(len(docs) + 1, np.int64)
        if self.bitmap and "docs" not in self.__dict__:
            found = checked(document_kernels.ranked(self._marks.bits, docs, held, places))
        else:
            found = document_kernels.located(self.docs, docs, held, places)
        return held[:found], places[:found]

    def _counted(self, docs: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """`locate` by counting the bits before each document."""
        word = docs >> 5
        held = self._marks.words.take(word)
        bit = docs.astype(np.uint32)
        bit &= 31
        np.left_shift(np.uint32(1), bit, out=bit)
        here = (held & bit) != 0
        if not here.all():
            some = here.nonzero()[0]
            docs, word, held, bit = docs.take(some), word.take(some), held.take(some), bit.take(some)
        bit -= np.uint32(1)
        bit &= held
        at = self._marks.rank.take(word).astype(np.intp)
        at += np.bitwise_count(bit)
        return docs, at

    def symbols_at(self, places: NDArray[np.intp]) -> Symbols:
        """The frequencies of some postings (ascending places)."""
        if "_symbols" in self.__dict__ or len(places) * 2 > self.df:
            return self.symbols.take(places)
        return Symbols.of(self._marks.symbols.values(places, self._marks.large_symbols))

    @cached_property
    def counts(self) -> Array:
        """How many positions each posting has."""
        return self.symbols.occurrences()

    @cached_property
    def _ends(self) -> I64:
        """Positions up to the end of each posting."""
        return np.asarray(self.counts.cumsum(dtype=np.int64))

    @cached_property
    def _sums(self) -> tuple[I64, Array]:
        """Positions before every fourth posting, and from there to each posting.

        The four are added up within one number of 64 bits, so that only a quarter of the list is summed one by one.
        """
        counts = self.counts
        if counts.dtype != np.uint8:
            all_before = np.asarray(np.cumsum(counts, dtype=np.int64) - counts)
            before = all_before[::4]
            return before, all_before - np.repeat(before, 4)[: len(counts)]
        four = np.zeros(-(-len(counts) // 4) * 4, "<u2")
        four[: len(counts)] = counts
        added = four.view("<u8") * np.uint64(0x0001_0001_0001_0001)
        each = (added >> np.uint64(48)).astype(np.int64)
        before = np.cumsum(each)
        before -= each
        within = added.view("<u2")
        within -= four
        return before, within

    def begin(self, places: NDArray[np.intp]) -> I64:
        """Positions before some postings (ascending places)."""
        if self.df < _BRIEF:
            return np.asarray(self._ends.take(places) - self.counts.take(places))
        if self.df < _SHORT or len(places) * _SUMMED > self.df or "_sums" in self.__dict__:
            before, within = self._sums
            out = before.take(places >> 2)
            out += within.take(places)
            return out
        block = places // STRIDE
        new = np.empty(len(block), np.bool_)
        new[:1] = True
        np.not_equal(block[1:], block[:-1], out=new[1:])
        first = block[new] * STRIDE
        counts = self.symbols_at(spread(first, np.minimum(STRIDE, self.df - first))).occurrences()
        sums = np.add.accumulate(counts, dtype=np.int64)
        sums -= counts
        here = (np.add.accumulate(new, dtype=np.int64) - 1) * STRIDE
        return np.asarray(self._marks.before[block] + sums[here + places % STRIDE] - sums[here])

    def gaps(self, wanted: I64) -> NDArray[np.uint32]:
        """Some of the gaps between positions."""
        marks = self._placed
        return marks.positions.values(wanted, marks.large_positions)

    def low_gaps(self, start: int, stop: int) -> U8:
        """The gaps from one place to another modulo 256."""
        marks = self._placed
        return marks.positions.low_bytes(start, stop, marks.large_positions)

    def positions(self, places: NDArray[np.intp], bases: I64) -> I64:
        """The positions of some postings (ascending places) by machine code, with a base added to those of each."""
        marks, count = self._marks, len(places)
        symbols, begin = np.empty(count, np.uint32), np.empty(count, np.int64)
        asked = marks.before, marks.large_symbols, places, symbols, begin
        most = checked(position_kernels.begins(self.data, marks.after_docs, self.df, *asked))
        self.check(most)
        out = np.empty(most, np.int64)
        rest = marks.large_positions, symbols, begin, bases, out
        checked(position_kernels.positions(self.data, marks.symbols.end, marks.occurrences, *rest))
        return out

    @property
    def occurrences(self) -> int:
        """How many positions all postings have together."""
        return self._placed.occurrences


def positives(mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    """flatnonzero. For one in ten to forty numpy takes a way twice as slow, which a tail of ones averts."""
    count, size = int(np.count_nonzero(mask)), len(mask)
    if ready():
        room = np.empty(count + document_kernels.ROOM, np.int64)
        document_kernels.ones(mask.view(np.uint8), room)
        return room[:count]
    if not size // 40 < count <= size // 10:
        return mask.nonzero()[0]
    padded = np.ones(size + size // 8, np.bool_)
    padded[:size] = mask
    return padded.nonzero()[0][:count]


def running(gaps: Array) -> NDArray[np.intp]:
    """Documents from their gaps less one."""
    docs = gaps.astype(np.intp)
    docs += 1
    np.add.accumulate(docs, out=docs)
    docs -= 1
    return docs
