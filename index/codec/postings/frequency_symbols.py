"""Encodes the title, lead and body frequencies of a posting as one number, small for the usual case."""

from __future__ import annotations

import numpy as np

from morgue.index.codec.postings.packing import I64, U8, U32, Array, unpack, unpack_raw


def symbols_of(title: Array, lead: Array, body: Array) -> U32:
    """2 (body - 1) for a word of the body's rest alone; else odd: seven bits for small numbers, 29 for any."""
    out = body.astype(np.uint32)
    out -= np.uint32(1)
    out += out
    some = np.flatnonzero((title > 0) | (lead > 0))
    title, lead, body = (x[some].astype(np.uint32) for x in (title, lead, body))
    wide = 2 * (body | lead << np.uint32(16) | title << np.uint32(22)) + np.uint32(257)
    narrow = 2 * (body | lead << np.uint32(4) | title << np.uint32(6)) + np.uint32(1)
    out[some] = np.where((title <= 1) & (lead <= 3) & (body <= 15), narrow, wide)
    return out


def _tables() -> tuple[U8, U8, U8]:
    symbol = np.arange(256)
    even, bits = symbol % 2 == 0, symbol >> 1
    title, lead, body = bits >> 6, (bits >> 4) & 3, bits & 15
    title, lead, body = np.where(even, 0, title), np.where(even, 0, lead), np.where(even, bits + 1, body)
    return title.astype(np.uint8), lead.astype(np.uint8), body.astype(np.uint8)


#: uint8[256]: the frequencies that a symbol of one byte stands for.
TITLE_TABLE, LEAD_TABLE, BODY_TABLE = _tables()


# the same for bytes.translate, which is several times faster than indexing an array by bytes
_TRANSLATIONS = tuple(t.tobytes() for t in (TITLE_TABLE, LEAD_TABLE, BODY_TABLE))


def frequencies(symbols: Array) -> tuple[Array, Array, Array]:
    """Title, lead and body frequencies of postings from their symbols: uint8, or uint16 for whichever has more."""
    if symbols.dtype == np.uint8:
        return _patched(symbols, np.zeros(0, dtype=np.int64), symbols)
    low = np.minimum(symbols, 255).astype(np.uint8)
    rows = np.flatnonzero(symbols > 255)
    return _patched(low, rows, symbols[rows])


def _patched(low: U8, rows: I64, exact: Array) -> tuple[Array, Array, Array]:
    """Frequencies of symbols of a byte, save for some rows that have others."""
    raw = low.tobytes()
    out: list[Array] = [np.frombuffer(raw.translate(table), dtype=np.uint8) for table in _TRANSLATIONS]
    if rows.size:
        for i, found in enumerate(_any_frequencies(exact.astype(np.uint32))):
            out[i] = out[i].astype(np.uint8 if found.max() < 256 else np.uint16)
            out[i][rows] = found
    return out[0], out[1], out[2]


def _any_frequencies(symbols: U32) -> tuple[Array, Array, Array]:
    """Frequencies of symbols of any size."""
    small, low = symbols < 256, np.minimum(symbols, 255)
    title, lead, body = wide_frequencies(symbols)
    return (
        np.where(small, TITLE_TABLE[low], title),
        np.where(small, LEAD_TABLE[low], lead),
        np.where(small, BODY_TABLE[low], body),
    )


def wide_frequencies(symbols: U32) -> tuple[U32, U32, U32]:
    """Title, lead and body frequencies of symbols that take more than a byte."""
    odd = (symbols & np.uint32(1)).astype(np.bool_)
    bits = (symbols - np.uint32(257)) >> np.uint32(1)
    body = np.where(odd, bits & np.uint32(0xFFFF), (symbols >> np.uint32(1)) + np.uint32(1))
    bits *= odd
    return bits >> np.uint32(22), (bits >> np.uint32(16)) & np.uint32(63), body


def read_frequencies(data: U8, at: int, df: int) -> tuple[Array, Array, Array, int]:
    """Title, lead and body frequencies of one term, and the byte after them."""
    values, limit, large, end = unpack_raw(data, at, df)
    if values.dtype != np.uint8:
        values, end = unpack(data, at, df)
        return *frequencies(values), end
    if large is None:
        return *frequencies(values), end
    return *_patched(values, np.flatnonzero(values == limit), large), end
