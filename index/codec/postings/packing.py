"""Packs lists of small numbers into few bytes, and unpacks them by whole-array operations.

A packed list is one header byte, then its values at one width of `WIDTHS` bits, chosen for that list by size. A width
is the sum of planes of 16, 8, 4, 2 and 1 bits, each plane stored by itself and padded to a byte: a plane of 8 or 16 is
an array as it lies, a smaller one is unpacked through a table of 256 rows. A value too large for the width is all ones
there and stands in full (uint32) after a count, between header and planes. The count of values is known from outside.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from morgue.core.loading.arrays import NDArray

U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]
I64 = NDArray[np.int64]
Array = NDArray[Any]

#: Widths of at most two planes, and 0 to say that every value is 0.
WIDTHS = (0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 16, 17, 18, 20, 24, 32)

_ESCAPES = 0x80
_WIDTH = 0x7F
_PLANES = {width: tuple(p for p in (32, 16, 8, 4, 2, 1) if width & p) for width in WIDTHS}
#: Values of one list whose lengths are counted at a time.
_CHUNK = 1 << 22
#: Bytes of a plane up to which its values are looked up: one step, where shifts take three or six that cost their call.
_LOOKED_UP = 1 << 10


@cache
def _table(plane: int) -> U8:
    """uint8[256, 8 / plane]: the values held by each byte, lowest bits first."""
    shifts = np.arange(0, 8, plane, dtype=np.uint8)
    return (np.arange(256, dtype=np.uint8)[:, None] >> shifts) & np.uint8((1 << plane) - 1)


@cache
def _row_numbers(plane: int) -> Array:
    """uint16[256] or uint32[256]: each row of `_table` of four or two bits as one number."""
    return _table(plane).view(f"<u{8 // plane}").reshape(-1)


def spread(starts: Array, counts: Array) -> I64:
    """starts[0], starts[0] + 1, ... (counts[0] of them), starts[1], ...: the indexes of many slices, in order."""
    total = int(counts.sum())
    ends = np.cumsum(counts, dtype=np.int64)
    shift = np.asarray(starts, dtype=np.int64) - (ends - counts)
    out: I64 = np.repeat(shift, counts)
    out += np.arange(total, dtype=np.int64)
    return out


def stretches(starts: Array, counts: Array) -> slice | I64:
    """Where many slices lie, to be read or written: one as it is, several by `spread`, at 8 bytes of memory a value."""
    if len(starts) == 1:
        return slice(int(starts[0]), int(starts[0]) + int(counts[0]))
    return spread(starts, counts)


def offsets(counts: Array) -> I64:
    """Running sums from 0: int64[len + 1]."""
    out = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=out[1:])
    return out


# -- packing


def pack_lists(values: Array, counts: Array) -> tuple[U8, I64]:
    """Packs many lists that lie end to end in `values`: their bytes end to end, each one's length.

    Values are 0 to 2³² - 2: all ones of 32 bits is kept for escapes.
    """
    counts = np.asarray(counts, dtype=np.int64)
    widths, escaped = _choose(values, counts)
    head = 1 + np.where(escaped > 0, 4 + 4 * escaped, 0)
    sizes = head.copy()
    for width in WIDTHS[1:]:
        mine = widths == width
        for plane in _PLANES[width]:
            sizes[mine] += (counts[mine] * plane + 7) // 8
    at = offsets(sizes)
    out = np.zeros(at[-1], dtype=np.uint8)
    out[at[:-1]] = widths + np.where(escaped > 0, _ESCAPES, 0).astype(np.uint8)
    first = offsets(counts)
    for width in np.unique(widths[counts > 0]):
        lists = np.flatnonzero((widths == width) & (counts > 0))
        _put_width(out, int(width), values, first[lists], counts[lists], at[lists], escaped[lists])
    return out, sizes


def _choose(values: Array, counts: I64) -> tuple[U8, I64]:
    """Per list: the width that takes the fewest bytes, and how many values escape from it."""
    lists = len(counts)
    histogram = _histogram(values) if lists == 1 else _histograms(values, counts)
    within = np.cumsum(histogram, axis=1)
    best = np.zeros(lists, dtype=np.uint8)
    escapes = np.zeros(lists, dtype=np.int64)
    cost = np.full(lists, np.iinfo(np.int64).max)
    for width in WIDTHS:
        # at width 0 nothing can be told apart, so there all values are 0 (bit length of 1 is 1) and none escapes
        beyond = counts - within[:, max(width, 1)]
        price = sum(((counts * plane + 7) // 8 for plane in _PLANES[width]), np.zeros(lists, dtype=np.int64))
        price = price + np.where(beyond > 0, 4 + 4 * beyond, 0)
        if width == 0:
            price = np.where(beyond > 0, np.iinfo(np.int64).max, price)
        better = price < cost
        cost[better] = price[better]
        best[better] = width
        escapes[better] = beyond[better]
    return best, escapes


def _histograms(values: Array, counts: I64) -> I64:
    """int64[lists, 34]: how many values of each list have each `_bit_lengths`."""
    owner = np.repeat(np.arange(len(counts), dtype=np.int64) * 34, counts)
    owner += _bit_lengths(values)
    return np.bincount(owner, minlength=len(counts) * 34).reshape(len(counts), 34)


def _histogram(values: Array) -> I64:
    """The same of one list, in constant memory: the commonest term of an archive has tens of millions of positions."""
    out = np.zeros((1, 34), dtype=np.int64)
    for start in range(0, len(values), _CHUNK):
        out += np.bincount(_bit_lengths(values[start : start + _CHUNK]), minlength=34)
    return out


@cache
def _lengths_of_small() -> U8:
    """Bit length of value + 1 for values below 65,536."""
    return np.array([(v + 1).bit_length() for v in range(1 << 16)], dtype=np.uint8)


def _bit_lengths(values: Array) -> U8:
    """Bit length of value + 1."""
    out = _lengths_of_small()[np.minimum(values, 0xFFFF).astype(np.uint16)]
    large = np.flatnonzero(values > 0xFFFF - 1)
    if large.size:
        # read off the exponent of a float, which holds these numbers exactly
        out[large] = ((values[large].astype(np.float64) + 1).view(np.int64) >> 52) - 1022
    return out


def _put_width(out: U8, width: int, values: Array, first: I64, counts: I64, at: I64, escaped: I64) -> None:
    """Writes all lists of one width into `out`; `first` indexes values, `at` the lists' first bytes."""
    if width == 0:
        return
    mine = values[stretches(first, counts)].astype(np.uint32)
    limit = np.uint32((1 << width) - 1)
    if escaped.any():
        some = escaped > 0
        out[spread(at[some] + 1, np.full(int(some.sum()), 4))] = escaped[some].astype("<u4").view(np.uint8)
        large = mine[mine >= limit]
        out[spread(at + 5, 4 * escaped)] = large.astype("<u4").view(np.uint8)
        mine = np.minimum(mine, limit)
    place = at + 1 + np.where(escaped > 0, 4 + 4 * escaped, 0)
    rest = width
    for plane in _PLANES[width]:
        rest -= plane
        part = (mine >> np.uint32(rest)) & np.uint32((1 << plane) - 1)
        length = (counts * plane + 7) // 8
        out[stretches(place, length)] = _plane_bytes(part, plane, counts, length)
        place = place + length


def _plane_bytes(part: U32, plane: int, counts: I64, length: I64) -> U8:
    if plane >= 8:
        return part.astype(f"<u{plane // 8}").view(np.uint8)
    each = 8 // plane
    slots = np.zeros(int(length.sum()) * each, dtype=np.uint8)
    slots[stretches(offsets(length)[:-1] * each, counts)] = part
    rows = slots.reshape(-1, each)
    packed = rows[:, 0].copy()
    for i in range(1, each):
        packed |= rows[:, i] << np.uint8(i * plane)
    return packed


# -- one list


def unpack(data: U8, at: int, count: int) -> tuple[Array, int]:
    """The list of `count` values that begins at byte `at`, as uint8, uint16 or uint32, and the byte after it.

    Damage shows as IndexError or ValueError, never as a read outside `data`.
    """
    values, limit, large, at = unpack_raw(data, at, count)
    if large is not None:
        escape = values == limit
        values = values.astype(np.uint32)
        values[escape] = large
    return values, at


def unpack_raw(data: U8, at: int, count: int) -> tuple[Array, int, U32 | None, int]:
    """A packed list with its escapes unresolved.

    Gives the values, the value that marks an escape, the full numbers that the escapes stand for in their order, and
    the offset of the byte after the list.
    """
    head = int(data[at])
    width = head & _WIDTH
    at += 1
    large: U32 | None = None
    if head & _ESCAPES:
        many = int.from_bytes(data[at : at + 4].tobytes(), "little")
        large = data[at + 4 : at + 4 + 4 * many].view("<u4")
        at += 4 + 4 * many
    values: Array = np.zeros(count, dtype=np.uint8) if width == 0 else data[:0]
    for i, plane in enumerate(_PLANES[width]):
        length = (count * plane + 7) // 8
        if at + length > len(data):
            raise ValueError("a list that leads out of its stream")
        part = plane_values(data[at : at + length], plane, count)
        at += length
        if i == 0:
            values = part
        else:
            values = (values if width <= 8 else values.astype(_dtype(width))) << plane
            values |= part
    return values, (1 << width) - 1, large, at


def _dtype(width: int) -> type[np.unsignedinteger[Any]]:
    return np.uint8 if width <= 8 else np.uint16 if width <= 16 else np.uint32


def plane_values(part: U8, plane: int, count: int) -> Array:
    """The first values of one plane."""
    if plane == 1:
        return np.unpackbits(part, count=count, bitorder="little")
    if plane < 8 and len(part) <= _LOOKED_UP:
        return _row_numbers(plane).take(part).view(np.uint8)[:count]
    if plane == 4:
        return _apart(part.astype("<u2"), 4, 0x0F0F).view(np.uint8)[:count]
    if plane == 2:
        return _apart(_apart(part.astype("<u4"), 12, 0x000F000F), 6, 0x03030303).view(np.uint8)[:count]
    if plane == 8:
        return part
    return part.view(f"<u{plane // 8}")


def _apart(values: Array, shift: int, mask: int) -> Array:
    """Moves the upper half of what each number holds up by `shift`, in place: whole numbers, nothing strided."""
    values |= values << values.dtype.type(shift)
    values &= values.dtype.type(mask)
    return values


# -- many lists


def unpack_lists(data: U8, at: Array, counts: Array) -> tuple[U32, I64]:
    """Many lists at once: their values end to end, and for each list the byte after it."""
    at = np.asarray(at, dtype=np.int64)
    counts = np.asarray(counts, dtype=np.int64)
    head = data[at]
    widths = head & _WIDTH
    some = head >= _ESCAPES
    place = at + 1
    escaped = np.zeros(len(at), dtype=np.int64)
    if some.any():
        escaped[some] = data[spread(place[some], np.full(int(some.sum()), 4))].view("<u4")
        place = place + np.where(some, 4 + 4 * escaped, 0)
        if int(place.max()) > len(data):
            raise ValueError("a list that leads out of its stream")
    first = offsets(counts)
    out = np.zeros(first[-1], dtype=np.uint32)
    for width in sorted(set(widths.tolist())):
        lists = np.flatnonzero(widths == width)
        mine = np.zeros(int(counts[lists].sum()), dtype=np.uint32)
        for plane in _PLANES[int(width)]:
            length = (counts[lists] * plane + 7) // 8
            if int((place[lists] + length).max()) > len(data):
                raise ValueError("a list that leads out of its stream")
            mine <<= np.uint32(plane)
            mine |= _gather_plane(data, plane, place[lists], counts[lists], length)
            place[lists] += length
        if some[lists].any():
            here = lists[some[lists]]
            large = data[spread(at[here] + 5, 4 * escaped[here])].view("<u4")
            escape = mine == np.uint32((1 << int(width)) - 1)
            mine[escape] = large
        out[stretches(first[lists], counts[lists])] = mine
    return out, place


def _gather_plane(data: U8, plane: int, place: I64, counts: I64, length: I64) -> Array:
    raw = data[stretches(place, length)]
    if plane >= 8:
        return raw.view(f"<u{plane // 8}")
    slots = _table(plane)[raw].reshape(-1)
    return slots[stretches(offsets(length)[:-1] * (8 // plane), counts)]
