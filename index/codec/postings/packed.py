"""Reads a packed list at a few places, without unpacking the rest of it."""

from __future__ import annotations

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.core.loading.arrays import NDArray
from morgue.index.codec.postings.frequency_codes import NONE
from morgue.index.codec.postings.packing import I64, U8, plane_values

_HEADER_WIDTH, _HEADER_ESCAPES = 0x7F, 0x80


@dataclass(frozen=True, slots=True)
class Packed:
    """The list: its planes (bits a value, bytes), the values that stand in full, the byte after."""

    width: int
    planes: list[tuple[int, U8]]
    large: NDArray[np.uint32]
    end: int

    @staticmethod
    def of(data: U8, at: int, count: int) -> Packed:
        """The list of so many values at byte `at`."""
        head = int(data[at])
        width = head & _HEADER_WIDTH
        place = at + 1
        if head & _HEADER_ESCAPES:
            place += 4 + 4 * int.from_bytes(data[place : place + 4].tobytes(), "little")
        large = data[at + 5 : place].view("<u4")
        planes = []
        for plane in (32, 16, 8, 4, 2, 1):
            if width & plane:
                length = (count * plane + 7) // 8
                planes.append((plane, data[place : place + length]))
                place += length
        return Packed(width, planes, large, place)

    def escapes(self, count: int) -> NDArray[np.uint32]:
        """The ascending places of the values that stand in full."""
        return _all_ones(self.planes, count).astype(np.uint32) if len(self.large) else NONE

    def values(self, wanted: I64, escapes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """The values at some places."""
        values = _values_at(self.planes, wanted)
        if len(self.large):
            escaped = (values == (1 << self.width) - 1).nonzero()[0]
            if len(escaped):
                values[escaped] = self.large[escapes.searchsorted(wanted[escaped].astype(np.uint32))]
        return values

    def low_bytes(self, start: int, stop: int, escapes: NDArray[np.uint32]) -> U8:
        """The values from one place to another modulo 256, all unpacked."""
        first = start & ~7  # where a byte of every plane begins
        values = np.zeros(stop - first, np.uint8)
        for plane, part in self.planes:
            held = plane_values(part[first * plane // 8 : (stop * plane + 7) // 8], plane, stop - first)
            if plane < 8:
                values <<= np.uint8(plane)
                values |= held
            else:
                values = held.astype(np.uint8)
        low, high = escapes.searchsorted(np.array((start, stop), np.uint32))
        values[escapes[low:high] - np.uint32(first)] = self.large[low:high]
        return values[start - first :]


def _values_at(planes: list[tuple[int, U8]], places: I64) -> NDArray[np.uint32]:
    values: NDArray[np.uint32] | None = None
    for plane, part in planes:
        if plane >= 8:
            held = part.view(f"<u{plane // 8}").take(places)
        else:
            each = 8 // plane
            shift = places.astype(np.uint8)
            shift &= each - 1
            shift *= plane
            held = part.take(places >> (each.bit_length() - 1))
            held >>= shift
            held &= (1 << plane) - 1
        if values is None:
            values = held.astype(np.uint32)
        else:
            values <<= plane
            values |= held
    return np.zeros(len(places), np.uint32) if values is None else values


def _all_ones(planes: list[tuple[int, U8]], total: int) -> I64:
    """The places of all values whose bits are all set, ascending: those of the first plane, then seen to one by one."""
    plane, part = planes[0]
    ones = (1 << plane) - 1
    if plane >= 8:
        places = (part.view(f"<u{plane // 8}") == ones).nonzero()[0]
    else:
        each = 8 // plane
        rows = np.empty((len(part), each), np.bool_)
        for i in range(each):
            rows[:, i] = (part >> np.uint8(i * plane)) & np.uint8(ones) == ones
        places = rows.reshape(-1)[:total].nonzero()[0]
    width = sum(p for p, _ in planes)
    return np.asarray(places[_values_at(planes, places) == (1 << width) - 1])
