"""Loops over packed lists, to be run as machine code (`morgue.core.loading.compiled`); slow as they stand.

Each gives what the array operations of `packing` give. These remain for everyone without the extra, and the tests hold
these loops to them. Nothing is read outside the arrays, whatever they hold: what does not fit together is answered by a
number below 0. Arrays are cut into slices, which counters run through from 0 on, since any other place would be
compared with 0 each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.loading.kernel_types import wide

if TYPE_CHECKING:
    from morgue.core.loading.kernel_types import U8, U32, OutU8, OutU32

#: A list that leads out of its stream; another number of documents than is said; documents that are not there.
OUTSIDE, MISCOUNTED, BEYOND = -1, -2, -3
#: What the numbers below 0 mean.
REASONS = {
    OUTSIDE: "a list that leads out of its stream",
    MISCOUNTED: "another number of documents than is said",
    BEYOND: "documents that are not there",
}
#: What `small_plane` moves and keeps, in the types of its numbers.
_FOUR, _LOW_FOUR = np.uint16(4), np.uint16(0x0F0F)
_TWO, _SIX, _TWELVE = np.uint32(2), np.uint32(6), np.uint32(12)
_LOW_HALVES, _LOW_TWO = np.uint32(0x000F000F), np.uint32(0x03030303)
_BY_1, _BY_7, _BY_14, _BY_28 = np.uint64(1), np.uint64(7), np.uint64(14), np.uint64(28)
_LOW_WORDS, _LOW_PAIRS = np.uint64(0x0000000F0000000F), np.uint64(0x0003000300030003)
_LOW_ONE = np.uint64(0x0101010101010101)


def checked(answer: int) -> int:
    """What a kernel answered; ValueError for what does not fit together."""
    if answer < 0:
        raise ValueError(REASONS[answer])
    return answer


def number(data: U8, at: int) -> int:
    """The number of four bytes at a place."""
    low = wide(data[at]) | wide(data[at + 1]) << 8
    return low | wide(data[at + 2]) << 16 | wide(data[at + 3]) << 24


def small_plane(part: U8, bits: int, count: int, out: OutU8) -> None:
    """Moves each of the first `count` numbers up by 1, 2 or 4 bits, and adds those of the plane below.

    All numbers of a byte are spread over one of 16, 32 or 64 bits and written together: several of these in one step.
    out: a multiple of 8 bytes, with room for `count` numbers.
    """
    if bits == 4:
        two = out.view(np.uint16)
        for i in range(count + 1 >> 1):
            held = np.uint16(part[i])
            two[i] = two[i] << _FOUR | (held | held << _FOUR) & _LOW_FOUR
    elif bits == 2:
        four = out.view(np.uint32)
        for i in range(count + 3 >> 2):
            wide = np.uint32(part[i])
            wide = (wide | wide << _TWELVE) & _LOW_HALVES
            four[i] = four[i] << _TWO | (wide | wide << _SIX) & _LOW_TWO
    else:
        eight = out.view(np.uint64)
        for i in range(count + 7 >> 3):
            whole = np.uint64(part[i])
            whole = (whole | whole << _BY_28) & _LOW_WORDS
            whole = (whole | whole << _BY_14) & _LOW_PAIRS
            eight[i] = eight[i] << _BY_1 | (whole | whole << _BY_7) & _LOW_ONE


def plane(part: U8, bits: int, count: int, out: OutU32) -> None:
    """Moves each of the first `count` numbers up by so many bits, and adds those of the plane below."""
    if bits == 32:
        for i in range(count):
            out[i] = number(part, 4 * i)
    elif bits == 16:
        for i in range(count):
            out[i] = out[i] << 16 | np.uint32(part[2 * i]) | np.uint32(part[2 * i + 1]) << 8
    elif bits == 8:
        for i in range(count):
            out[i] = out[i] << 8 | np.uint32(part[i])
    else:
        held = np.zeros(count + 7 & -8, np.uint8)
        small_plane(part, bits, count, held)
        for i in range(count):
            out[i] = out[i] << bits | np.uint32(held[i])


def in_full(part: U8, width: int, count: int, out: OutU32) -> bool:
    """Puts the numbers that stand in full where all ones are; whether there are as many of both."""
    limit, met, many = (1 << width) - 1, 0, len(part) // 4
    for i in range(count):
        if out[i] == limit:
            if met == many:
                return False
            out[i] = number(part, 4 * met)
            met += 1
    return met == many


def planes_at(data: U8, at: int) -> int:
    """Where the planes of a packed list begin, or OUTSIDE."""
    size = len(data)
    if at < 0 or at >= size:
        return OUTSIDE
    start = at + 1
    if data[at] & 0x80:
        if at + 5 > size:
            return OUTSIDE
        start = at + 5 + 4 * number(data, at + 1)
    return start if start <= size else OUTSIDE


def unpacked(data: U8, at: int, count: int, out: OutU32) -> int:
    """A packed list into the first `count` numbers of `out`; the byte after it, or OUTSIDE."""
    start = end = planes_at(data, at)
    if start < 0:
        return OUTSIDE
    width = wide(data[at]) & 0x7F
    out[:count] = 0
    for shift in range(6):
        bits = 32 >> shift
        if width & bits:
            length = (count * bits + 7) // 8
            if end + length > len(data):
                return OUTSIDE
            plane(data[end : end + length], bits, count, out)
            end += length
    if start > at + 1 and not in_full(data[at + 5 : start], width, count, out):
        return OUTSIDE
    return end


def narrow(data: U8, at: int, count: int, out: OutU8) -> int:
    """`unpacked` of a list of at most 8 bits whose numbers in full are left as all ones.

    out: zeros, a multiple of 8 bytes, with room for `count` numbers. The byte after the list, or OUTSIDE.
    """
    end = planes_at(data, at)
    if end < 0:
        return OUTSIDE
    width = wide(data[at]) & 0x7F
    for shift in range(2, 6):
        bits = 32 >> shift
        if width & bits:
            length = (count * bits + 7) // 8
            if end + length > len(data):
                return OUTSIDE
            part = data[end : end + length]
            if bits == 8:
                out[:count] = part
            else:
                small_plane(part, bits, count, out)
            end += length
    return end


def bits_at(data: U8, start: int, bits: int, i: int) -> int:
    """One number of a plane of so many bits that begins at a byte; 0 of a plane of none."""
    if bits == 8:
        return wide(data[start + i])
    if bits == 0:
        return 0
    if bits < 8:
        return wide(data[start + (i * bits >> 3)]) >> (i * bits & 7) & (1 << bits) - 1
    if bits == 16:
        return wide(data[start + 2 * i]) | wide(data[start + 2 * i + 1]) << 8
    return number(data, start + 4 * i)


def upper(width: int) -> int:
    """The bits of the first plane of a width: the highest of its bits."""
    bits = 32
    while bits > width:
        bits >>= 1
    return bits


def one(data: U8, start: int, first: int, rest: int, count: int, i: int) -> int:
    """One number of a list of `count`, whose planes of so many bits begin at a byte; all ones where it stands in full.

    Who asks has made sure that the planes lie in the data (`ended`), and that `i` is below `count`.
    """
    value = bits_at(data, start, first, i)
    if rest:
        value = value << rest | bits_at(data, start + (count * first + 7 >> 3), rest, i)
    return value


def ended(data: U8, at: int, count: int) -> int:
    """The byte after a packed list, or OUTSIDE; also where it has more than two planes, which no width has."""
    end = planes_at(data, at)
    if end < 0:
        return OUTSIDE
    width = wide(data[at]) & 0x7F
    first = upper(width)
    rest = width - first
    if first > 32 or rest != upper(rest):
        return OUTSIDE
    end += (count * first + 7 >> 3) + (count * rest + 7 >> 3)
    return end if end <= len(data) else OUTSIDE


def in_full_at(full: U8, escapes: U32, i: int) -> int:
    """The number that stands in full for a place; escapes: all such places. -1 where it does not stand there."""
    low, high = 0, len(escapes)
    while low < high:
        middle = low + high >> 1
        if escapes[middle] < i:
            low = middle + 1
        else:
            high = middle
    return number(full, 4 * low) if 4 * low + 4 <= len(full) else -1


KERNELS = (
    number,
    small_plane,
    plane,
    in_full,
    planes_at,
    unpacked,
    narrow,
    bits_at,
    upper,
    one,
    ended,
    in_full_at,
)
