"""Loops that read positions of some of a term's postings, to be run as machine code; see `packing_kernels`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.loading.kernel_types import wide
from morgue.index.codec.layout import TITLE_BASE
from morgue.index.codec.postings import packing_kernels as packing
from morgue.index.codec.postings.frequency_symbols import BODY_TABLE, TITLE_TABLE

if TYPE_CHECKING:
    from morgue.core.loading.kernel_types import I64, U8, U32, OutI64, OutU32

#: Postings from one mark to the next (see skip_table).
_STRIDE = 16
#: All symbols are unpacked where more than one posting in so many is asked for: each is found from the mark before it.
_DENSE = 12
#: All gaps are unpacked where more than one in so many is asked for.
_WHOLE = 8
#: uint8[256]: positions of a posting by its symbol.
_OCCURRENCES = TITLE_TABLE + BODY_TABLE


def title_of(symbol: int) -> int:
    """Occurrences in the title that a frequency symbol stands for (see frequency_symbols)."""
    if symbol & 1 == 0:
        return 0
    return symbol >> 7 if symbol < 256 else symbol - 257 >> 23


def occurrences(symbol: int) -> int:
    """Occurrences in title and body."""
    if symbol & 1 == 0:
        return (symbol >> 1) + 1
    if symbol < 256:
        return (symbol >> 7) + (symbol >> 1 & 15)
    return (symbol - 257 >> 23) + (symbol - 257 >> 1 & 0xFFFF)


def marks(data: U8, at: int, df: int, before: OutI64) -> int:
    """Positions before every 16th posting, whose symbols begin at a byte; how many there are in all, or OUTSIDE."""
    symbols = np.empty(df, np.uint32)
    if packing.unpacked(data, at, df, symbols) < 0:
        return packing.OUTSIDE
    total = wide(0)
    for i in range(df):
        if i % _STRIDE == 0:
            before[i // _STRIDE] = total
        total += occurrences(wide(symbols[i]))
    return total


def begins(data: U8, at: int, df: int, before: I64, escapes: U32, wanted: I64, symbols: OutU32, begin: OutI64) -> int:
    """The symbols of some postings (ascending places), and positions before each; how many positions these have.

    before: as `marks` gives them; escapes: the places of the symbols that stand in full. OUTSIDE where the list does
    not fit together.
    """
    start = packing.planes_at(data, at)
    if start < 0 or packing.ended(data, at, df) < 0 or (len(wanted) and wanted[len(wanted) - 1] >= df):
        return packing.OUTSIDE
    width = wide(data[at]) & 0x7F
    first = packing.upper(width)
    rest, limit, full = width - first, (1 << width) - 1 if start > at + 1 else -1, data[at + 5 : max(start, at + 5)]
    whole = width <= 8 and len(wanted) * _DENSE > df
    small = np.zeros(df + 7 & -8 if whole else 0, np.uint8)
    if whole and packing.narrow(data, at, df, small) < 0:
        return packing.OUTSIDE
    total, sums, cursor = wide(0), wide(0), wide(0)
    for k in range(len(wanted)):
        place = wanted[k]
        mark = place // _STRIDE
        if mark * _STRIDE > cursor:
            cursor, sums = mark * _STRIDE, before[mark]
        symbol = wide(0)
        for i in range(cursor, place + 1):
            symbol = wide(small[i]) if whole else packing.one(data, start, first, rest, df, i)
            if symbol == limit:
                symbol = packing.in_full_at(full, escapes, i)
            sums += wide(_OCCURRENCES[symbol]) if symbol < 256 else occurrences(symbol)
        cursor = place + 1
        here = occurrences(symbol)
        symbols[k], begin[k] = symbol, sums - here
        total += here
    return total


def positions(data: U8, at: int, total: int, escapes: U32, symbols: U32, begin: I64, bases: I64, out: OutI64) -> int:
    """The positions of some postings, the title's after the body's and moved up by TITLE_BASE, each with its base.

    at: the byte at which the packed list of all `total` gaps begins; escapes: the places of those that stand in full.
    How many, or OUTSIDE.
    """
    start = packing.planes_at(data, at)
    if start < 0 or packing.ended(data, at, total) < 0:
        return packing.OUTSIDE
    width = wide(data[at]) & 0x7F
    first = packing.upper(width)
    rest, limit, full = width - first, (1 << width) - 1 if start > at + 1 else -1, data[at + 5 : max(start, at + 5)]
    whole = width <= 8 and len(out) * _WHOLE > total
    small = np.zeros(total + 7 & -8 if whole else 0, np.uint8)
    if whole and packing.narrow(data, at, total, small) < 0:
        return packing.OUTSIDE
    count = 0
    for k in range(len(symbols)):
        symbol, gap = wide(symbols[k]), begin[k]
        every, titles = occurrences(symbol), title_of(symbol)
        if gap + every > total or count + every > len(out):
            return packing.OUTSIDE
        position = bases[k] - 1
        for i in range(every):
            if i == every - titles:
                position = bases[k] - 1 + TITLE_BASE
            value = wide(small[gap + i]) if whole else packing.one(data, start, first, rest, total, gap + i)
            if value == limit:
                value = packing.in_full_at(full, escapes, gap + i)
            position += value + 1
            out[count + i] = position
        count += every
    return count


KERNELS = (title_of, occurrences, marks, begins, positions)
