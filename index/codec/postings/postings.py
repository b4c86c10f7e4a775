"""Encodes a term's postings as one run of bytes: documents, frequencies by field and positions, each a packed list.

Documents are gaps less one, or a bitmap where they are dense. The three frequencies of a posting are one number, small
for the usual case of a few occurrences outside title and lead. Positions are gaps less one within the body and, after
it, within the title. All terms of a segment are encoded and decoded at once by array operations; `read_*` decode one.
"""

from __future__ import annotations

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.core.loading.arrays import NDArray
from morgue.index.codec.layout import TITLE_BASE
from morgue.index.codec.postings.frequency_symbols import frequencies, read_frequencies, symbols_of
from morgue.index.codec.postings.packing import (
    I64,
    U8,
    U32,
    Array,
    offsets,
    pack_lists,
    stretches,
    unpack,
    unpack_lists,
    unpack_raw,
)

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
    symbols, symbol_sizes = pack_lists(symbols_of(run.title, run.lead, run.body), run.df)
    positions, position_sizes = _encode_positions(run, first)
    at = offsets(doc_sizes + symbol_sizes + position_sizes)
    out = np.zeros(at[-1], dtype=np.uint8)
    keep = sizes * ~bitmap
    out[stretches(at[:-1], keep)] = lists[stretches(offsets(sizes)[:-1], keep)] if bitmap.any() else lists
    for term in np.flatnonzero(bitmap):
        bits = np.zeros(documents, dtype=np.uint8)
        bits[run.docs[first[term] : first[term + 1]]] = 1
        out[at[term]] = BITMAP
        out[at[term] + 1 : at[term] + doc_sizes[term]] = np.packbits(bits, bitorder="little")
    out[stretches(at[:-1] + doc_sizes, symbol_sizes)] = symbols
    out[stretches(at[:-1] + doc_sizes + symbol_sizes, position_sizes)] = positions
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


def _encode_positions(run: Run, first: I64) -> tuple[U8, I64]:
    ends = offsets(run.counts)
    starts = ends[:-1]
    both = np.flatnonzero((run.title > 0) & (run.body > 0))
    gaps = _gaps(run.flat, starts)
    titles = starts[both] + run.body[both]
    gaps[titles] = run.flat[titles]
    by_term = ends[first]
    return pack_lists(gaps, by_term[1:] - by_term[:-1])


def decode(data: U8, at: Array, df: Array, documents: int, most: int | None = None) -> Run:
    """The postings of many terms whose bytes begin at `at`; the counterpart of `encode`.

    ValueError when they would have more than `most` positions in all.
    """
    df = np.asarray(df, dtype=np.int64)
    bitmap = data[at] == BITMAP
    place = np.zeros(len(df), dtype=np.int64)
    gaps, place[~bitmap] = unpack_lists(data, at[~bitmap], df[~bitmap])
    first = offsets(df)
    docs = np.empty(first[-1], dtype=np.uint32)
    docs[stretches(first[:-1][~bitmap], df[~bitmap])] = _sums(gaps, df[~bitmap & (df > 0)])
    for term in np.flatnonzero(bitmap):
        docs[first[term] : first[term + 1]], place[term] = _read_bitmap(data, int(at[term]), documents)
    symbols, place = unpack_lists(data, place, df)
    title, lead, body = frequencies(symbols)
    ends = offsets(title.astype(np.int64) + body)
    if most is not None and int(ends[-1]) > most:
        raise ValueError("more positions than there are words")
    gaps, _ = unpack_lists(data, place, ends[first[1:]] - ends[first[:-1]])
    return Run(df, docs, title, lead, body, _absolute(gaps, title, body, ends[:-1], 0))


def _sums(gaps: U32, lengths: I64) -> U32:
    """Undoes `_gaps` for runs of these lengths, none empty."""
    starts = offsets(lengths)[:-1]
    total = np.cumsum(gaps, dtype=np.uint32)
    total += np.arange(len(gaps), dtype=np.uint32)
    total -= np.repeat(total[starts] - gaps[starts], lengths)
    return total


def _absolute(gaps: Array, title: Array, body: Array, starts: I64, base: int) -> U32:
    """Positions from gaps less one: within each posting (from `starts`) those of the body, then those of the title.

    Title positions are moved up by `base`. One running sum, whose steps between runs are set so that each begins anew;
    the arithmetic is modulo 2^32.
    """
    step = gaps.astype(np.uint32)
    if not len(starts):
        return step
    step += np.uint32(1)
    step[starts] -= np.uint32(1)
    rows = np.flatnonzero(title)
    if rows.size:
        here, bodies = starts[rows], body[rows].astype(np.int64)
        step[here[bodies == 0]] += np.uint32(base)
        here, bodies = here[bodies > 0], bodies[bodies > 0]
        if here.size:
            middle = here + bodies
            last = np.add.reduceat(step, np.stack([here, middle], axis=1).reshape(-1))[::2]
            step[middle] += np.uint32((base - 1) % (1 << 32)) - last
    last = np.add.reduceat(step, starts)
    step[starts[1:]] -= last[:-1]
    np.cumsum(step, out=step)
    return step


# -- one term


def _read_bitmap(data: U8, at: int, documents: int) -> tuple[Array, int]:
    end = at + 1 + (documents + 7) // 8
    bits = np.unpackbits(data[at + 1 : end], count=documents, bitorder="little")
    return np.flatnonzero(bits.view(np.bool_)).astype(np.uint32), end


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
    return unpack_raw(data, at, df)[3]


def read_postings(data: U8, at: int, df: int, documents: int) -> Postings:
    """Documents and frequencies of the term whose bytes begin at `at`."""
    docs, end = _read_docs(data, at, df, documents)
    title, lead, body, _ = read_frequencies(data, end, df)
    return Postings(docs, title, lead, body)


def read_positions(data: U8, at: int, df: int, documents: int, most: int | None = None) -> Positions:
    """Positions of the term whose bytes begin at `at`; those of the title are moved up by TITLE_BASE.

    ValueError when there would be more than `most`.
    """
    title, _, body, end = read_frequencies(data, _skip(data, at, df, documents), df)
    start = offsets(np.add(title, body, dtype=np.int64))
    if most is not None and int(start[-1]) > most:
        raise ValueError("more positions than there are words")
    gaps, _ = unpack(data, end, int(start[-1]))
    return Positions(start, _absolute(gaps, title, body, start[:-1], TITLE_BASE))
