"""Holds the frequencies of postings as symbols: one small number each, and a few that stand in full."""

from __future__ import annotations

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.core.loading.arrays import NDArray
from morgue.index.codec.postings import frequency_symbols as s
from morgue.index.codec.postings.packing import U8, Array, unpack, unpack_raw

#: Symbols below this stand for title, lead and body frequencies by the tables TITLE, LEAD and BODY, uint8[SYMBOLS].
SYMBOLS = 256
TITLE, LEAD, BODY = s.TITLE_TABLE, s.LEAD_TABLE, s.BODY_TABLE
_TITLES, _OCCURRENCES = TITLE.tobytes(), (TITLE + BODY).tobytes()
NOWHERE, NONE = np.empty(0, np.intp), np.empty(0, np.uint32)


@dataclass(frozen=True, slots=True)
class Symbols:
    """Frequencies of postings: `low`, uint8[k] below SYMBOLS, save at the ascending places `at`, which have `large`."""

    low: U8
    at: NDArray[np.intp]
    large: NDArray[np.uint32]

    @staticmethod
    def of(values: Array) -> Symbols:
        """From numbers of any size."""
        if values.dtype == np.uint8:
            return Symbols(values, NOWHERE, NONE)
        at = (values >= SYMBOLS).nonzero()[0]
        return Symbols(values.astype(np.uint8), at, values[at].astype(np.uint32))

    @staticmethod
    def read(data: U8, at: int, count: int) -> tuple[Symbols, int]:
        """Of a packed list of `count` postings that begins at byte `at`; and the place of the byte after it."""
        low, limit, large, end = unpack_raw(data, at, count)
        if low.dtype != np.uint8:
            return Symbols.of(unpack(data, at, count)[0]), end
        if large is None or not len(large):
            return Symbols(low, NOWHERE, NONE), end
        escaped = (low == np.uint8(limit)).nonzero()[0]
        if not low.flags.writeable:
            low = low.copy()
        if int(large.max()) < SYMBOLS:
            low[escaped] = large
            return Symbols(low, NOWHERE, NONE), end
        beyond = large >= SYMBOLS
        low[escaped] = np.minimum(large, SYMBOLS - 1)
        return Symbols(low, escaped[beyond], large[beyond]), end

    @staticmethod
    def joined(parts: list[Symbols]) -> Symbols:
        """The symbols of several lists end to end."""
        if len(parts) == 1:
            return parts[0]
        low = np.concatenate([s.low for s in parts])
        if not any(len(s.at) for s in parts):
            return Symbols(low, NOWHERE, NONE)
        starts = np.cumsum([0, *(len(s.low) for s in parts[:-1])])
        at = np.concatenate([s.at + start for s, start in zip(parts, starts, strict=True)])
        return Symbols(low, at, np.concatenate([s.large for s in parts]))

    def take(self, places: NDArray[np.intp]) -> Symbols:
        """The frequency codes at some ascending places."""
        low = self.low.take(places)
        if not len(self.at) or not len(places):
            return Symbols(low, NOWHERE, NONE)
        first, last = self.at.searchsorted((places[0], places[-1] + 1))
        at, large = self.at[first:last], self.large[first:last]
        there = places.searchsorted(at)
        held = (places.take(there) == at).nonzero()[0]
        return Symbols(low, there[held], large[held])

    def reordered(self, places: NDArray[np.intp]) -> Symbols:
        """The frequency codes at all places, in another order."""
        low = self.low.take(places)
        if not len(self.at):
            return Symbols(low, NOWHERE, NONE)
        beyond = np.zeros(len(low), np.bool_)
        beyond[self.at] = True
        at = beyond.take(places).nonzero()[0]
        return Symbols(low, at, self.large.take(self.at.searchsorted(places.take(at))))

    def look_up(self, table: bytes) -> U8:
        """table[low], read-only; what stands at `at` means nothing."""
        return np.frombuffer(self.low.tobytes().translate(table), np.uint8)

    def frequencies(self) -> tuple[Array, Array, Array]:
        """Title, lead and body frequencies: uint8[k], or uint16[k] where some are large."""
        fields = TITLE[self.low], LEAD[self.low], BODY[self.low]
        if not len(self.at):
            return fields
        wide = tuple(f.astype(np.uint16) for f in fields)
        for field, large in zip(wide, s.wide_frequencies(self.large), strict=True):
            field[self.at] = large
        return wide[0], wide[1], wide[2]

    def titles(self) -> Array:
        """Occurrences in the title: uint8[k], or uint32[k] where one has more than 255."""
        few = self.look_up(_TITLES)
        return self._with_large(few, s.wide_frequencies(self.large)[0]) if len(self.at) else few

    def occurrences(self) -> Array:
        """Positions of each posting, in title and body: uint8[k], or uint32[k] where one has more than 255."""
        few = self.look_up(_OCCURRENCES)
        if not len(self.at):
            return few
        title, _, body = s.wide_frequencies(self.large)
        return self._with_large(few, title + body)

    def _with_large(self, few: U8, large: NDArray[np.uint32]) -> Array:
        values = few.copy() if int(large.max()) < SYMBOLS else few.astype(np.uint32)
        values[self.at] = large
        return values
