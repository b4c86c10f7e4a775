"""Loops over the documents of postings, to be run as machine code; see `packing_kernels`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.loading.kernel_types import wide
from morgue.index.codec.postings import packing_kernels as packing
from morgue.index.codec.postings.postings import BITMAP

if TYPE_CHECKING:
    from morgue.core.loading.kernel_types import I64, U8, OutI64

#: So many more numbers than documents must `documents` have room for: those of a byte are written together.
ROOM = 8
_TO_BITS, _TO_BYTE = np.uint64(0x0102040810204080), np.uint64(56)
#: Numbers so many times as few as those of a list are searched for; else both are gone through.
_FEW = 16
#: uint8[256, 8], uint8[256]: the bits of a byte that are set, before the others, and how many there are.
_BITS = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
_ONES = np.argsort(_BITS == 0, axis=1, kind="stable").astype(np.uint8)
_COUNT = np.bitwise_count(np.arange(256, dtype=np.uint8))


def marked(bits: U8, count: int, size: int, out: OutI64) -> int:
    """The places of the ones of a bitmap of `size` bits; how many there are, counted on to no more than `count` + 8.

    out: room for `count` + ROOM.
    """
    found = 0
    for place in range(len(bits)):
        byte = wide(bits[place])
        if place == size >> 3:
            byte &= (1 << (size & 7)) - 1
        if byte:
            here = out[found : found + ROOM]
            for i in range(ROOM):
                here[i] = 8 * place + wide(_ONES[byte, i])
            found += wide(_COUNT[byte])
            if found > count:
                break
    return found


def documents(data: U8, at: int, count: int, size: int, out: OutI64) -> int:
    """The ascending documents, below `size`, of a term's postings at a byte; the byte after them, or why there is none.

    out: room for `count` + ROOM, of which the first `count` are the documents.
    """
    if at < 0 or at >= len(data):
        return packing.OUTSIDE
    if data[at] == BITMAP:
        end = at + 1 + (size + 7) // 8
        if end > len(data):
            return packing.OUTSIDE
        return end if marked(data[at + 1 : end], count, size, out) == count else packing.MISCOUNTED
    gaps = np.empty(count, np.uint32)
    end = packing.unpacked(data, at, count, gaps)
    if end < 0:
        return end
    doc = wide(-1)
    for i in range(count):
        doc += wide(gaps[i]) + 1
        out[i] = doc
    return packing.BEYOND if doc >= size else end


def sought(held: I64, at: int, doc: int, few: bool) -> int:
    """The place, from `at` on, of the first number of an ascending list that is not below another; else its end.

    few: whether it is likely to be far from `at`, so that halving what is left pays.
    """
    end = len(held)
    if not few:
        while at < end and held[at] < doc:
            at += 1
        return at
    while at < end:
        middle = at + end >> 1
        if held[middle] < doc:
            at = middle + 1
        else:
            end = middle
    return at


def located(held: I64, wanted: I64, docs: OutI64, places: OutI64) -> int:
    """Which of some ascending documents are in an ascending list, and their places there; how many."""
    found, at, end = 0, 0, len(held)
    few = len(wanted) * _FEW < end
    for i in range(len(wanted)):
        doc = wanted[i]
        at = sought(held, at, doc, few)
        if at == end:
            break
        if held[at] == doc:
            docs[found] = doc
            places[found] = at
            found += 1
    return found


def ranked(bits: U8, wanted: I64, docs: OutI64, places: OutI64) -> int:
    """The same of a bitmap: a document's place is how many ones stand before it. OUTSIDE for one beyond it.

    docs, places: room for one more than are wanted.
    """
    found, byte, before = 0, 0, 0
    for i in range(len(wanted)):
        doc = wanted[i]
        target = doc >> 3
        if doc < 0 or target >= len(bits):
            return packing.OUTSIDE
        while byte < target:
            before += wide(_COUNT[bits[byte]])
            byte += 1
        held = wide(bits[target])
        docs[found] = doc  # without a branch: it would be foreseen wrongly half the time
        places[found] = before + wide(_COUNT[held & (1 << (doc & 7)) - 1])
        found += held >> (doc & 7) & 1
    return found


def ones(mask: U8, out: OutI64) -> None:
    """The places of the ones of a mask of zeros and ones; room for as many, and ROOM.

    Eight bytes of it become the bits of one by a product (each byte's lowest bit is moved to the eighth byte).
    """
    found, words = 0, mask[: len(mask) & -8].view(np.uint64)
    for i in range(len(words)):
        if words[i]:
            byte = wide(words[i] * _TO_BITS >> _TO_BYTE)
            here = out[found : found + ROOM]
            for j in range(ROOM):
                here[j] = 8 * i + wide(_ONES[byte, j])
            found += wide(_COUNT[byte])
    for i in range(len(words) * 8, len(mask)):
        if mask[i]:
            out[found] = i
            found += 1


KERNELS = (marked, documents, sought, located, ranked, ones)
