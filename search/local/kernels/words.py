"""What words are worth in documents, to be run as machine code; the tests hold it to `matching.pseudo_frequency`.

A posting is worth title_weight * title + norm * body, each in float32 and in this order, where norm is 1 / (slope *
length + base): BM25F with the lengths of bodies (see `collection.length_norm`). For symbols of a byte, `still` and
`body` have the first summand and the second's frequency.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.loading.kernel_types import single, wide
from morgue.index.codec.postings import document_kernels as documents
from morgue.index.codec.postings import packing_kernels as packing
from morgue.index.codec.postings.postings import BITMAP

if TYPE_CHECKING:
    from morgue.core.loading.kernel_types import F32, I64, U8, U32, U64, OutF32, OutI64, OutU64

#: A list is unpacked whole where more than one in so many of its numbers is asked for.
_WHOLE = 8
_ONE, _NOTHING = single(1), single(0)
_SINGLE, _UPPER, _BRUIJN = np.uint64(1), np.uint64(58), np.uint64(0x03F79D71B4CB0A89)
#: uint8[64]: the place of a bit by the upper six bits of its product with _BRUIJN.
_PLACES = np.argsort([(0x03F79D71B4CB0A89 << i) % (1 << 64) >> 58 for i in range(64)]).astype(np.uint8)


def gathered(lengths: U8, itemsize: int, docs: I64, numbers: F32, out: OutF32) -> None:
    """The norm of each document, whose length takes `itemsize` bytes: 1, 2 or 4."""
    slope, base = numbers[0], numbers[1]
    if itemsize == 1:
        for i in range(len(docs)):
            out[i] = _ONE / (single(lengths[docs[i]]) * slope + base)
    elif itemsize == 2:
        two = lengths.view(np.uint16)
        for i in range(len(docs)):
            out[i] = _ONE / (single(two[docs[i]]) * slope + base)
    else:
        four = lengths.view(np.uint32)
        for i in range(len(docs)):
            out[i] = _ONE / (single(four[docs[i]]) * slope + base)


def large_worth(symbol: int, norm: float, title_weight: float) -> float:
    """What a posting is worth whose symbol takes more than a byte (see frequency_symbols); all in float32."""
    if symbol & 1 == 0:
        return single(norm) * single((symbol >> 1) + 1)
    bits = symbol - 257 >> 1
    still = single(title_weight) * single(bits >> 22)
    return still + single(norm) * single(bits & 0xFFFF)


def weighed(symbols: U32, tables: F32, title_weight: float, values: OutF32) -> None:
    """Makes of the norms in `values` what postings are worth. tables: `still` and then `body`, float32[256] each."""
    for i in range(len(symbols)):
        symbol = symbols[i]
        if symbol < 256:
            values[i] = values[i] * tables[256 + symbol] + tables[symbol]
        else:
            values[i] = large_worth(wide(symbol), values[i], title_weight)


def frequencies(data: U8, at: int, df: int, docs: I64, norms: U8, itemsize: int, numbers: F32, values: OutF32) -> int:
    """What each of a term's postings is worth; their symbols begin at byte `at`. The byte after these, or OUTSIDE.

    norms: the bytes of all lengths. numbers: slope, base, title_weight, then both tables.
    """
    start = packing.planes_at(data, at)
    if start < 0:
        return start
    width = wide(data[at]) & 0x7F
    tables = numbers[3:]
    if width > 8:
        symbols = np.empty(df, np.uint32)
        end = packing.unpacked(data, at, df, symbols)
        if end >= 0:
            gathered(norms, itemsize, docs, numbers, values)
            weighed(symbols, tables, numbers[2], values)
        return end
    small = np.zeros(df + 7 & -8, np.uint8)
    end = packing.narrow(data, at, df, small)
    if end < 0:
        return end
    gathered(norms, itemsize, docs, numbers, values)
    still, body = tables[:256], tables[256:]
    limit, met, many = (1 << width) - 1, 0, (start - at - 5) // 4
    if start == at + 1:
        for i in range(df):
            values[i] = values[i] * body[small[i]] + still[small[i]]
        return end
    for i in range(df):
        symbol = wide(small[i])
        if symbol == limit:
            if met == many:
                return packing.OUTSIDE
            symbol = packing.number(data, at + 5 + 4 * met)
            met += 1
        if symbol < 256:
            values[i] = values[i] * body[symbol] + still[symbol]
        else:
            values[i] = large_worth(symbol, values[i], numbers[2])
    return end if met == many else packing.OUTSIDE


def frequencies_at(
    data: U8,
    at: int,
    df: int,
    escapes: U32,
    places: I64,
    docs: I64,
    norms: U8,
    itemsize: int,
    numbers: F32,
    values: OutF32,
) -> int:
    """`frequencies` of the postings at some ascending places, which are those of `docs`; 0, or OUTSIDE.

    escapes: the places of the symbols that stand in full.
    """
    symbols = np.empty(len(places), np.uint32)
    start, end = packing.planes_at(data, at), packing.ended(data, at, df)
    if start < 0 or end < 0 or (len(places) and places[len(places) - 1] >= df):
        return packing.OUTSIDE
    width = wide(data[at]) & 0x7F
    first = packing.upper(width)
    rest, limit, full = width - first, (1 << width) - 1 if start > at + 1 else -1, data[at + 5 : max(start, at + 5)]
    whole = width <= 8 and len(places) * _WHOLE > df
    small = np.zeros(df + 7 & -8 if whole else 0, np.uint8)
    if whole and packing.narrow(data, at, df, small) < 0:
        return packing.OUTSIDE
    for i in range(len(places)):
        symbol = wide(small[places[i]]) if whole else packing.one(data, start, first, rest, df, places[i])
        symbols[i] = packing.in_full_at(full, escapes, places[i]) if symbol == limit else symbol
    gathered(norms, itemsize, docs, numbers, values)
    weighed(symbols, numbers[3:], numbers[2], values)
    return 0


def marked(bits: U64, out: OutI64) -> int:
    """The places of the ones; how many.

    The lowest one of a number times _BRUIJN has a different upper six bits for each place (Leiserson, Prokop and
    Randall, Using de Bruijn sequences to index a 1 in a computer word, 1998).
    """
    found = 0
    for i in range(len(bits)):
        held = bits[i]
        while held:
            lowest = held & ~held + _SINGLE
            out[found] = 64 * i + wide(_PLACES[lowest * _BRUIJN >> _UPPER])
            held ^= lowest
            found += 1
    return found


def mark(data: U8, at: int, size: int, docs: I64, bits: OutU64) -> None:
    """Sets the bits of a form's documents: eight bytes at a time where its postings begin with a bitmap."""
    if data[at] == BITMAP:
        whole = size >> 6
        words = data[at + 1 : at + 1 + 8 * whole].copy().view(np.uint64)
        for i in range(whole):
            bits[i] |= words[i]
        for i in range(len(docs) - 1, -1, -1):  # those of the last, incomplete number
            if docs[i] < 64 * whole:
                break
            bits[docs[i] >> 6] |= _SINGLE << np.uint64(docs[i] & 63)
    else:
        for i in range(len(docs)):
            bits[docs[i] >> 6] |= _SINGLE << np.uint64(docs[i] & 63)


def word(
    data: U8,
    ats: I64,
    dfs: I64,
    size: int,
    norms: U8,
    itemsize: int,
    numbers: F32,
    table: OutF32,
    docs: OutI64,
    values: OutF32,
) -> int:
    """The ascending documents that have any of several forms, and what the forms are worth there, added in their order.

    table: a zero for every document, before and after; docs, values: room for all that can be found. How many were
    found, or a number below 0.
    """
    bits = np.zeros(size // 64 + 1, np.uint64)
    most = np.max(dfs)
    held, worths = np.empty(most + documents.ROOM, np.int64), np.empty(most, np.float32)
    failed = 0
    for i in range(len(ats)):
        df = dfs[i]
        end = documents.documents(data, ats[i], df, size, held)
        if end >= 0:
            end = frequencies(data, end, df, held[:df], norms, itemsize, numbers, worths[:df])
        if end < 0:
            failed = end
            break
        for j in range(df):
            table[held[j]] += worths[j]
        mark(data, ats[i], size, held[:df], bits)
    count = marked(bits, docs)
    for i in range(count):
        values[i] = table[docs[i]]
        table[docs[i]] = _NOTHING
    return failed if failed else count


KERNELS = (gathered, large_worth, weighed, frequencies, frequencies_at, marked, mark, word)
