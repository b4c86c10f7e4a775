"""One term's postings, decoded only as far as a question needs: documents, a mask, frequency symbols, a few positions.

`read_postings` and `read_positions` decode a term whole. Ranking mostly needs less: whether a document has the term, a
number that stands for its frequencies, and the positions of a hundred of half a million postings.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.codec import postings as p
from index.codec.packing import I64, U8, Array, spread, unpack

#: Symbols below this stand for title, lead and body frequencies by the tables TITLE, LEAD and BODY, uint8[SYMBOLS].
SYMBOLS = 256
TITLE, LEAD, BODY = p.TITLE_TABLE, p.LEAD_TABLE, p.BODY_TABLE
_OCCURRENCES = TITLE + BODY

_HEADER_WIDTH, _HEADER_ESCAPES = 0x7F, 0x80


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
            return np.flatnonzero(self.mask)
        docs = np.cumsum(self._gaps[0], dtype=np.intp)
        docs += np.arange(self.df)
        return docs

    @cached_property
    def _after_docs(self) -> int:
        return self._at + 1 + (self.documents + 7) // 8 if self.bitmap else self._gaps[1]

    @cached_property
    def _symbols(self) -> tuple[Array, int]:
        return unpack(self._data, self._after_docs, self.df)

    @property
    def symbols(self) -> Array:
        """A number for the frequencies of each posting: uint8[df] below SYMBOLS, or larger ones where some need it."""
        return self._symbols[0]

    def frequencies(self, at: NDArray[np.intp] | None = None) -> tuple[Array, Array, Array]:
        """Title, lead and body frequencies of all postings, or of those at these places."""
        return p.frequencies(self.symbols if at is None else self.symbols[at])

    @cached_property
    def _before(self) -> NDArray[np.int32]:
        """Postings before the documents of each byte of the bitmap."""
        counts = np.cumsum(np.bitwise_count(self._bits), dtype=np.int32)
        counts -= np.bitwise_count(self._bits)
        return counts

    def locate(self, docs: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Of ascending documents those that have the term: their indexes in `docs`, and the places of their postings."""
        if self.bitmap:
            byte, bit = docs >> 3, (docs & 7).astype(np.uint8)
            held = self._bits[byte]
            here = np.flatnonzero(((held >> bit) & 1).view(np.bool_))
            byte, bit, held = byte[here], bit[here], held[here]
            below = np.bitwise_count(held & ((np.uint8(1) << bit) - np.uint8(1)))
            return here, self._before[byte] + below.astype(np.intp)
        table = self.docs
        if len(docs) * 16 < len(table):
            at = table.searchsorted(docs)
            at[at == len(table)] = 0
            here = np.flatnonzero(table[at] == docs)
            return here, at[here]
        at = docs.searchsorted(table)
        at[at == len(docs)] = 0
        places = np.flatnonzero(docs[at] == table)
        return at[places], places

    def positions_at(self, places: NDArray[np.intp]) -> tuple[I64, Array]:
        """Positions of some postings (ascending places): how many each has, and all of them end to end, uint32."""
        symbols, end = self._symbols
        if symbols.dtype == np.uint8:
            counts = _OCCURRENCES.take(symbols)
        else:
            title, _, body = p.frequencies(symbols)
            counts = title.astype(np.int64) + body
        many = counts[places].astype(np.int64)
        begin = np.cumsum(counts, dtype=np.int64)[places] - many
        deltas = _pick(self._data, end, spread(begin, many), counts)
        title, _, body = p.frequencies(symbols[places])
        return many, p.undo_gaps(deltas, title, body)


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
    values = np.zeros(len(wanted), np.uint32)
    for plane in (32, 16, 8, 4, 2, 1):
        if not width & plane:
            continue
        length = (total * plane + 7) // 8
        part = data[place : place + length]
        place += length
        values <<= np.uint32(plane)
        if plane >= 8:
            values |= part.view(f"<u{plane // 8}")[wanted]
        else:
            bit = wanted * plane
            values |= (part[bit >> 3] >> (bit & 7).astype(np.uint8)) & np.uint8((1 << plane) - 1)
    if head & _HEADER_ESCAPES and (values == (1 << width) - 1).any():
        # which escape an all-ones value is shows only from all before it
        return unpack(data, at, total)[0][wanted].astype(np.uint32)
    return values
