"""One term's postings, decoded only as far as a question needs: documents, a mask, frequency symbols, a few positions.

`read_postings` and `read_positions` decode a term whole. Ranking mostly needs less: whether a document has the term, a
number that stands for its frequencies, and the positions of a hundred of half a million postings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec import postings as p
from index.codec.packing import I64, U8, Array, spread, unpack, unpack_lists, unpack_raw

#: Symbols below this stand for title, lead and body frequencies by the tables TITLE, LEAD and BODY, uint8[SYMBOLS].
SYMBOLS = 256
TITLE, LEAD, BODY = p.TITLE_TABLE, p.LEAD_TABLE, p.BODY_TABLE
_OCCURRENCES = (TITLE + BODY).tobytes()

#: Marks are kept for lists of so many postings, for at most so many of them; positions are marked once in _STRIDE.
_MARKED, _MOST_MARKED, _STRIDE = 1024, 256, 16
#: Lists so short are summed up whole.
_SHORT = 16_384
_HEADER_WIDTH, _HEADER_ESCAPES = 0x7F, 0x80


@dataclass(frozen=True, slots=True)
class Symbols:
    """Frequencies of postings: `low`, uint8[k] below SYMBOLS, save at the ascending places `at`, which have `large`."""

    low: U8
    at: NDArray[np.intp]
    large: NDArray[np.uint32]

    @staticmethod
    def of(values: Array) -> Symbols:
        """From numbers of any size."""
        if values.dtype == np.uint8:
            return Symbols(values, _NOWHERE, _NONE)
        at = np.flatnonzero(values >= SYMBOLS)
        return Symbols(values.astype(np.uint8), at, values[at].astype(np.uint32))

    @staticmethod
    def read(data: U8, at: int, count: int) -> tuple[Symbols, int]:
        """From a packed list, and the byte after it."""
        low, limit, large, end = unpack_raw(data, at, count)
        if low.dtype != np.uint8:
            return Symbols.of(unpack(data, at, count)[0]), end
        if large is None or not len(large):
            return Symbols(low, _NOWHERE, _NONE), end
        escaped = np.flatnonzero(low == np.uint8(limit))
        beyond = large >= SYMBOLS
        if not beyond.all():
            low = low.copy()
            low[escaped] = np.minimum(large, SYMBOLS - 1)
        return Symbols(low, escaped[beyond], large[beyond]), end

    @staticmethod
    def joined(parts: list[Symbols]) -> Symbols:
        """Several end to end."""
        low = np.concatenate([s.low for s in parts])
        if not any(len(s.at) for s in parts):
            return Symbols(low, _NOWHERE, _NONE)
        starts = np.cumsum([0, *(len(s.low) for s in parts[:-1])])
        at = np.concatenate([s.at + start for s, start in zip(parts, starts, strict=True)])
        return Symbols(low, at, np.concatenate([s.large for s in parts]))

    def take(self, places: NDArray[np.intp]) -> Symbols:
        """Those of some ascending places."""
        low = self.low[places]
        if not len(self.at) or not len(places):
            return Symbols(low, _NOWHERE, _NONE)
        there = places.searchsorted(self.at)
        there[there == len(places)] = 0
        held = np.flatnonzero(places[there] == self.at)
        return Symbols(low, there[held], self.large[held])

    def look_up(self, table: bytes) -> U8:
        """table[low], read-only; what stands at `at` means nothing."""
        return np.frombuffer(self.low.tobytes().translate(table), np.uint8)

    def frequencies(self) -> tuple[Array, Array, Array]:
        """Title, lead and body frequencies: uint8[k], or uint16[k] where some are large."""
        fields = TITLE[self.low], LEAD[self.low], BODY[self.low]
        if not len(self.at):
            return fields
        wide = tuple(f.astype(np.uint16) for f in fields)
        for field, large in zip(wide, p.frequencies(self.large), strict=True):
            field[self.at] = large
        return wide[0], wide[1], wide[2]

    def occurrences(self) -> Array:
        """Positions of each posting: uint8[k], or int64[k] where some are large."""
        few = self.look_up(_OCCURRENCES)
        if not len(self.at):
            return few
        counts = few.astype(np.int64)
        title, _, body = p.frequencies(self.large)
        counts[self.at] = title.astype(np.int64) + body
        return counts


_NOWHERE, _NONE = np.empty(0, np.intp), np.empty(0, np.uint32)


@dataclass(frozen=True, slots=True)
class Marks:
    """Where to begin reading in the middle of a list.

    rank       int32: postings before the documents of each byte of the bitmap
    symbols    uint32: ascending places of the symbols that stand in full
    before     int64: positions before every _STRIDE-th posting; `total` of all
    positions  uint32: ascending places of the position gaps that stand in full
    """

    rank: NDArray[Any]
    symbols: NDArray[np.uint32]
    before: I64
    total: int
    positions: NDArray[np.uint32]


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
    def _bits(self) -> U8:
        return self._data[self._at + 1 : self._at + 1 + (self.documents + 7) // 8]

    @cached_property
    def mask(self) -> NDArray[np.bool_]:
        """bool[documents]: which have the term. Not to be written to."""
        if self.bitmap:
            return np.unpackbits(self._bits, count=self.documents, bitorder="little").view(np.bool_)
        mask = np.zeros(self.documents, np.bool_)
        mask[self.docs] = True
        return mask

    @cached_property
    def _gaps(self) -> tuple[Array, int]:
        return unpack(self._data, self._at, self.df)

    @cached_property
    def docs(self) -> NDArray[np.intp]:
        """intp[df]: the documents, ascending."""
        if self.bitmap:
            return positives(self.mask)
        docs = np.cumsum(self._gaps[0], dtype=np.intp)
        docs += np.arange(self.df)
        return docs

    @cached_property
    def _after_docs(self) -> int:
        return self._at + 1 + (self.documents + 7) // 8 if self.bitmap else self._gaps[1]

    @cached_property
    def _symbols(self) -> tuple[Symbols, int]:
        return Symbols.read(self._data, self._after_docs, self.df)

    @property
    def symbols(self) -> Symbols:
        """The frequencies of every posting."""
        return self._symbols[0]

    @cached_property
    def _marks(self) -> Marks:
        """Kept by the reader for long lists."""
        held = self._known.get(self._at)
        if held is None:
            held = self._mark()
            if self.df >= _MARKED:
                if len(self._known) >= _MOST_MARKED:
                    self._known.clear()
                self._known[self._at] = held
        return held

    def _mark(self) -> Marks:
        rank: NDArray[Any] = _NOWHERE
        if self.bitmap:
            counts = np.bitwise_count(self._bits)
            rank = np.cumsum(counts, dtype=np.int32) - counts
        symbols, end = self._symbols
        counts = symbols.occurrences()
        sums = np.add.reduceat(counts, np.arange(0, self.df, _STRIDE), dtype=np.int64)
        before = np.cumsum(sums)
        total = int(before[-1])
        before -= sums
        packed = self._packed
        positions = _Packed.of(self._data, end, total)
        return Marks(rank, packed.escapes(self.df), before, total, positions.escapes(total))

    def locate(self, docs: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Of ascending documents those that have the term, and the places of their postings. For few documents."""
        if self.bitmap:
            byte, bit = docs >> 3, (docs & 7).astype(np.uint8)
            held = self._bits[byte]
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
        return Symbols.of(self._packed.values(places, self._marks.symbols))

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

    @cached_property
    def _positions(self) -> _Packed:
        end = self._symbols[1] if "_symbols" in self.__dict__ else self._packed.end
        return _Packed.of(self._data, end, self._marks.total)

    @cached_property
    def _packed(self) -> _Packed:
        return _Packed.of(self._data, self._after_docs, self.df)

    def _gaps_at(self, places: NDArray[np.intp]) -> tuple[Symbols, I64, NDArray[np.uint32]]:
        """Of some postings the frequencies, how many positions each has, and the gaps between these end to end."""
        symbols = self.symbols_at(places)
        few = symbols.occurrences().astype(np.int64)
        gaps = self._positions.values(spread(self._begin(places), few), self._marks.positions)
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
        symbols.append(unpack(data, one._after_docs, one.df)[0])
    return np.concatenate(docs), Symbols.of(np.concatenate(symbols))


@dataclass(frozen=True, slots=True)
class _Packed:
    """A packed list, not unpacked: its planes (bits a value, bytes), the values that stand in full, the byte after."""

    width: int
    planes: list[tuple[int, U8]]
    large: NDArray[np.uint32]
    end: int

    @staticmethod
    def of(data: U8, at: int, count: int) -> _Packed:
        """The list of so many values at byte `at`."""
        head = int(data[at])
        width = head & _HEADER_WIDTH
        place = at + 1
        if head & _HEADER_ESCAPES:
            place += 4 + 4 * int.from_bytes(data[place : place + 4].tobytes(), "little")
        large = data[at + 5 : place].view("<u4")
        planes = []
        for plane in (32, 16, 8, 4, 2, 1):
            if width & plane:
                length = (count * plane + 7) // 8
                planes.append((plane, data[place : place + length]))
                place += length
        return _Packed(width, planes, large, place)

    def escapes(self, count: int) -> NDArray[np.uint32]:
        """The ascending places of the values that stand in full."""
        return _all_ones(self.planes, count).astype(np.uint32) if len(self.large) else _NONE

    def values(self, wanted: I64, escapes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """The values at some places."""
        values = _values_at(self.planes, wanted)
        if len(self.large):
            escaped = np.flatnonzero(values == (1 << self.width) - 1)
            if len(escaped):
                values[escaped] = self.large[escapes.searchsorted(wanted[escaped].astype(np.uint32))]
        return values


def _values_at(planes: list[tuple[int, U8]], places: I64) -> NDArray[np.uint32]:
    values = np.zeros(len(places), np.uint32)
    for plane, part in planes:
        values <<= np.uint32(plane)
        if plane >= 8:
            values |= part.view(f"<u{plane // 8}")[places]
        else:
            bit = places * plane
            values |= (part[bit >> 3] >> (bit & 7).astype(np.uint8)) & np.uint8((1 << plane) - 1)
    return values


def _all_ones(planes: list[tuple[int, U8]], total: int) -> I64:
    """The places of all values whose bits are all set, ascending: those of the first plane, then seen to one by one."""
    plane, part = planes[0]
    ones = (1 << plane) - 1
    if plane >= 8:
        places = np.flatnonzero(part.view(f"<u{plane // 8}") == ones)
    else:
        each = 8 // plane
        rows = np.empty((len(part), each), np.bool_)
        for i in range(each):
            rows[:, i] = (part >> np.uint8(i * plane)) & np.uint8(ones) == ones
        places = np.flatnonzero(rows.reshape(-1)[:total])
    width = sum(p for p, _ in planes)
    return np.asarray(places[_values_at(planes, places) == (1 << width) - 1])
