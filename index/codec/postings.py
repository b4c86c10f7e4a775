"""A term's postings as one run of bytes: documents, term frequencies by field, positions; each a packed list.

Documents are gaps less one, or a bitmap where they are dense. The three frequencies of a posting are one number, small
for the usual case of a few occurrences outside title and lead. Positions are gaps less one within the body and, after
it, within the title. All terms of a segment are encoded and decoded at once by array operations; `read_*` decode one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec.entry import TITLE_BASE
from index.codec.packing import I64, U8, U32, Array, offsets, pack_lists, spread, unpack, unpack_lists

BITMAP = 0x7F
#: A term in at least so many documents, and in more than one in eight, has a bitmap: fewer bytes and a faster decode.
_BITMAP_LEAST = 1024


@dataclass(frozen=True, slots=True)
class Postings:
    """docs uint32[k] ascending; title, lead, body: uint8[k] or uint16[k] occurrences (body counts the lead's too)."""

    docs: U32
    title: NDArray[np.uint8] | NDArray[np.uint16]
    lead: NDArray[np.uint8] | NDArray[np.uint16]
    body: NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions of posting i are flat[start[i]:start[i + 1]], ascending; start int64[k + 1], flat uint32."""

    start: I64
    flat: U32


@dataclass(frozen=True, slots=True)
class Run:
    """Postings of many terms in a row. df[terms]; docs, title, lead, body [postings]; flat [positions].

    Within a posting, body positions come first, then those of the title (from 0), each ascending.
    """

    df: I64
    docs: Array
    title: Array
    lead: Array
    body: Array
    flat: Array

    @property
    def counts(self) -> I64:
        """Positions of each posting."""
        return self.title.astype(np.int64) + self.body


# -- frequencies as one number


def _symbols(title: Array, lead: Array, body: Array) -> U32:
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


def frequencies(symbols: Array) -> tuple[Array, Array, Array]:
    """Title, lead and body frequencies of postings from their symbols."""
    if symbols.dtype == np.uint8:
        return TITLE_TABLE[symbols], LEAD_TABLE[symbols], BODY_TABLE[symbols]
    large = np.flatnonzero(symbols > 255)
    low = np.minimum(symbols, 255).astype(np.uint8)
    title, lead, body = (table[low].astype(np.uint16) for table in (TITLE_TABLE, LEAD_TABLE, BODY_TABLE))
    if large.size:
        s = symbols[large].astype(np.uint32)
        even = s % 2 == 0
        bits = (s - np.uint32(257)) >> np.uint32(1)
        title[large] = np.where(even, 0, bits >> np.uint32(22))
        lead[large] = np.where(even, 0, (bits >> np.uint32(16)) & np.uint32(63))
        body[large] = np.where(even, (s >> np.uint32(1)) + np.uint32(1), bits & np.uint32(0xFFFF))
    return title, lead, body


# -- all terms


def encode(run: Run, documents: int) -> tuple[U8, I64]:
    """The bytes of every term of a run, end to end, and each term's length."""
    bitmap = (run.df >= _BITMAP_LEAST) & (run.df * 8 > documents)
    first = offsets(run.df)
    starts = first[:-1][run.df > 0]
    gaps = _gaps(run.docs, starts)
    if bitmap.any():
        gaps = gaps[np.repeat(~bitmap, run.df)]
    lists, sizes = pack_lists(gaps, np.where(bitmap, 0, run.df))
    doc_sizes = np.where(bitmap, 1 + (documents + 7) // 8, sizes)
    symbols, symbol_sizes = pack_lists(_symbols(run.title, run.lead, run.body), run.df)
    positions, position_sizes = _encode_positions(run, first)
    at = offsets(doc_sizes + symbol_sizes + position_sizes)
    out = np.zeros(at[-1], dtype=np.uint8)
    keep = sizes * ~bitmap
    out[spread(at[:-1], keep)] = lists[spread(offsets(sizes)[:-1], keep)] if bitmap.any() else lists
    for term in np.flatnonzero(bitmap):
        bits = np.zeros(documents, dtype=np.uint8)
        bits[run.docs[first[term] : first[term + 1]]] = 1
        out[at[term]] = BITMAP
        out[at[term] + 1 : at[term] + doc_sizes[term]] = np.packbits(bits, bitorder="little")
    out[spread(at[:-1] + doc_sizes, symbol_sizes)] = symbols
    out[spread(at[:-1] + doc_sizes + symbol_sizes, position_sizes)] = positions
    return out, doc_sizes + symbol_sizes + position_sizes


def _gaps(values: Array, starts: Array) -> Array:
    """Differences less one, save at `starts`, which keep their value."""
    out = np.empty(len(values), dtype=np.uint32)
    if len(values):
        out[0] = values[0]
        np.subtract(values[1:], values[:-1], out=out[1:], casting="unsafe")
        out -= np.uint32(1)
        out[starts] = values[starts]
    return out


def _runs(title: Array, body: Array) -> tuple[I64, NDArray[np.bool_]]:
    """Lengths of the runs of positions (body's, then title's, of each posting; none empty), and which are a title's."""
    both = np.empty((len(body), 2), dtype=np.int64)
    both[:, 0] = body
    both[:, 1] = title
    lengths = both.reshape(-1)
    held = np.flatnonzero(lengths)
    return lengths[held], (held & 1).astype(np.bool_)


def _encode_positions(run: Run, first: I64) -> tuple[U8, I64]:
    ends = offsets(run.counts)
    starts = ends[:-1]
    both = np.flatnonzero((run.title > 0) & (run.body > 0))
    gaps = _gaps(run.flat, starts)
    titles = starts[both] + run.body[both]
    gaps[titles] = run.flat[titles]
    by_term = ends[first]
    return pack_lists(gaps, by_term[1:] - by_term[:-1])


def decode(data: U8, at: Array, df: Array, documents: int) -> Run:
    """The postings of many terms whose bytes begin at `at`; the counterpart of `encode`."""
    df = np.asarray(df, dtype=np.int64)
    bitmap = data[at] == BITMAP
    place = np.zeros(len(df), dtype=np.int64)
    gaps, place[~bitmap] = unpack_lists(data, at[~bitmap], df[~bitmap])
    first = offsets(df)
    docs = np.empty(first[-1], dtype=np.uint32)
    docs[spread(first[:-1][~bitmap], df[~bitmap])] = _sums(gaps, df[~bitmap & (df > 0)])
    for term in np.flatnonzero(bitmap):
        docs[first[term] : first[term + 1]], place[term] = _read_bitmap(data, int(at[term]), documents)
    symbols, place = unpack_lists(data, place, df)
    title, lead, body = frequencies(symbols)
    lengths, _ = _runs(title, body)
    ends = offsets(title.astype(np.int64) + body)
    deltas, _ = unpack_lists(data, place, ends[first[1:]] - ends[first[:-1]])
    return Run(df, docs, title, lead, body, _sums(deltas, lengths))


def _sums(gaps: U32, lengths: I64, shift: Array | None = None) -> U32:
    """Undoes `_gaps` for runs of these lengths (none empty); `shift` is added to whole runs."""
    if len(lengths) == len(gaps) and shift is None:
        return gaps
    starts = offsets(lengths)[:-1]
    total = np.cumsum(gaps, dtype=np.uint32)
    total += np.arange(len(gaps), dtype=np.uint32)
    base = total[starts] - gaps[starts]
    if shift is not None:
        base -= shift
    total -= np.repeat(base, lengths)
    return total


# -- one term


def _read_bitmap(data: U8, at: int, documents: int) -> tuple[Array, int]:
    end = at + 1 + (documents + 7) // 8
    return np.flatnonzero(np.unpackbits(data[at + 1 : end], count=documents, bitorder="little")).astype(np.uint32), end


def _read_docs(data: U8, at: int, df: int, documents: int) -> tuple[U32, int]:
    if data[at] == BITMAP:
        return _read_bitmap(data, at, documents)
    gaps, end = unpack(data, at, df)
    docs = np.add(gaps, np.uint32(1), dtype=np.uint32)
    np.cumsum(docs, out=docs)
    docs -= np.uint32(1)
    return docs, end


def _skip(data: U8, at: int, df: int, documents: int) -> int:
    """The byte after the documents of a term."""
    if data[at] == BITMAP:
        return at + 1 + (documents + 7) // 8
    return unpack(data, at, df)[1]


def read_postings(data: U8, at: int, df: int, documents: int) -> Postings:
    """Documents and frequencies of the term whose bytes begin at `at`."""
    docs, end = _read_docs(data, at, df, documents)
    symbols, _ = unpack(data, end, df)
    return Postings(docs, *frequencies(symbols))


def read_positions(data: U8, at: int, df: int, documents: int) -> Positions:
    """Positions of the term whose bytes begin at `at`; those of the title are moved up by TITLE_BASE."""
    symbols, end = unpack(data, _skip(data, at, df, documents), df)
    title, _, body = frequencies(symbols)
    start = offsets(title.astype(np.int64) + body)
    deltas, _ = unpack(data, end, int(start[-1]))
    return Positions(start, undo_gaps(deltas.astype(np.uint32), title, body))


def undo_gaps(deltas: U32, title: Array, body: Array) -> U32:
    """Positions of postings from their gaps; those of the title are moved up by TITLE_BASE."""
    lengths, titles = _runs(title, body)
    shift: NDArray[Any] | None = titles * np.uint32(TITLE_BASE) if titles.any() else None
    return _sums(deltas, lengths, shift)
