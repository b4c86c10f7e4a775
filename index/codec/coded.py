"""One term's postings, decoded only as far as a question needs: documents, a mask, frequency symbols, a few positions.

`read_postings` and `read_positions` decode a term whole. Ranking mostly needs less: whether a document has the term, a
number that stands for its frequencies, and the positions of a hundred of half a million postings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.codec import postings as p
from index.codec.packing import I64, U8, Array, spread, unpack, unpack_lists, unpack_raw

#: Symbols below this stand for title, lead and body frequencies by the tables TITLE, LEAD and BODY, uint8[SYMBOLS].
SYMBOLS = 256
TITLE, LEAD, BODY = p.TITLE_TABLE, p.LEAD_TABLE, p.BODY_TABLE
_OCCURRENCES = (TITLE + BODY).tobytes()

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


class Coded:
    """The postings of one term. df: their number; documents: that of the segment."""

    def __init__(self, data: U8, at: int, df: int, documents: int) -> None:
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
    def _before(self) -> NDArray[np.int32]:
        """Postings before the documents of each byte of the bitmap."""
        counts = np.cumsum(np.bitwise_count(self._bits), dtype=np.int32)
        counts -= np.bitwise_count(self._bits)
        return counts

    def locate(self, docs: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Of ascending documents those that have the term, and the places of their postings. For few documents."""
        if self.bitmap:
            byte, bit = docs >> 3, (docs & 7).astype(np.uint8)
            held = self._bits[byte]
            here = np.flatnonzero(((held >> bit) & np.uint8(1)).view(np.bool_))
            byte, bit, held = byte[here], bit[here], held[here]
            below = np.bitwise_count(held & ((np.uint8(1) << bit) - np.uint8(1)))
            return docs[here], self._before[byte] + below.astype(np.intp)
        table = self.docs
        at = table.searchsorted(docs)
        at[at == len(table)] = 0
        here = np.flatnonzero(table[at] == docs)
        return docs[here], at[here]

    def positions_at(self, places: NDArray[np.intp]) -> tuple[I64, Array]:
        """Positions of some postings (ascending places): how many each has, and all of them end to end, uint32."""
        symbols, end = self._symbols
        counts = symbols.occurrences()
        few = counts[places].astype(np.int64)
        begin = np.cumsum(counts, dtype=np.int64)[places] - few
        deltas = _pick(self._data, end, spread(begin, few), counts)
        title, _, body = symbols.take(places).frequencies()
        return few, p.undo_gaps(deltas, title, body)


def positives(mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    """flatnonzero. Where one in ten to forty is set, numpy takes a way that is slower by two: a tail of ones averts it."""
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


def _pick(data: U8, at: int, wanted: I64, counts: Array) -> Array:
    """Some values (uint32) of the packed list at byte `at`, whose length is the sum of `counts`."""
    head = int(data[at])
    width = head & _HEADER_WIDTH
    if width == 0:
        return np.zeros(len(wanted), np.uint32)
    total = int(counts.sum(dtype=np.int64))
    place = at + 1
    if head & _HEADER_ESCAPES:
        place += 4 + 4 * int.from_bytes(data[place : place + 4].tobytes(), "little")
    large = data[at + 5 : place].view("<u4")
    planes = []
    for plane in (32, 16, 8, 4, 2, 1):
        if width & plane:
            length = (total * plane + 7) // 8
            planes.append((plane, data[place : place + length]))
            place += length
    values = _values_at(planes, wanted)
    if head & _HEADER_ESCAPES:
        escaped = np.flatnonzero(values == (1 << width) - 1)
        if len(escaped):
            values[escaped] = large[_all_ones(planes, total).searchsorted(wanted[escaped])]
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
