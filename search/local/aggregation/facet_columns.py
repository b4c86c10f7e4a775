"""Gives each document's value of a facet as a number into one global list, 0 where it has none."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from morgue.core.article import ROLES
from morgue.search.local.aggregation.compiled_counts import NO_SUCH_VALUE
from morgue.search.local.docset import parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence, Sized

    from morgue.search.answer import Unit
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs, DocSet, Ints

#: Ordinal of 1970-01-01 and months from year 0 to it.
_EPOCH_DAY, _EPOCH_MONTH = date(1970, 1, 1).toordinal(), 1970 * 12
#: Two columns are read as one where their values make at most so many pairs: numbers of two bytes, few to add up.
MOST_JOINED = 1 << 16


class Counted(Protocol):
    """A column to count by."""

    def values(self, segment: Segment, docs: Docs) -> Ints:
        """The value of each document, 0 where missing."""

    def size(self) -> int:
        """One more than the largest value."""

    @property
    def labels(self) -> Sequence[str]:
        """Every value as shown, the missing one first."""


class Named:
    """Outlet, agency and the like: strings numbered alike in all segments."""

    def __init__(self, collection: Collection, name: str) -> None:
        self._segments = collection.segments
        self._name = name

    @cached_property
    def _global(self) -> tuple[tuple[str, ...], tuple[Ints, ...]]:
        numbers: dict[str, int] = {"": 0}
        maps = []
        for segment in self._segments:
            strings = segment.column(self._name).strings
            maps.append(np.array([numbers.setdefault(s, len(numbers)) for s in strings], np.intp))
        return tuple(numbers), tuple(maps)

    def values(self, segment: Segment, docs: Docs) -> Ints:
        """The value of each document, 0 where missing."""
        held = segment.column(self._name).values.take(docs)
        return held if len(self._segments) == 1 else self._global[1][segment.number].take(held)

    def size(self) -> int:
        """One more than the largest value."""
        return len(self.labels)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """All values; the first is the missing one."""
        return self._segments[0].column(self._name).strings if len(self._segments) == 1 else self._global[0]


class Roles:
    """The role of each document in its story."""

    def __init__(self, collection: Collection) -> None:
        self._roles = collection.stories.role

    def values(self, segment: Segment, docs: Docs) -> Ints:
        """The value of each document, 0 where missing."""
        return self._roles[segment.base + docs].astype(np.intp) + 1

    def size(self) -> int:
        """One more than the largest value."""
        return len(ROLES) + 1

    labels = ("", *ROLES)


class Dates:
    """The day, week, month or year of publication, as far as the date is known so precisely."""

    def __init__(self, collection: Collection, unit: Unit) -> None:
        self._collection = collection
        self.unit = unit

    @cached_property
    def _range(self) -> tuple[int, int]:
        """First and last day of any known date in the archive."""
        lows, highs = [], []
        for segment in self._collection.segments:
            if segment.size and (last := int(segment.reader.last_day.max())):
                highs.append(last)
                days = segment.reader.first_day.view(np.uint32)
                # 0, the unknown day, becomes the largest number
                lows += [int((days[part] - np.uint32(1)).min()) + 1 for part in parts_of(segment.size)]
                segment.reader.let_go()
        return (min(lows), max(highs)) if lows else (1, 1)

    @cached_property
    def _bins(self) -> tuple[Ints, int]:
        """The bin of each day of the range, from 1, and what to add to get the unit's own number."""
        first, last = self._range
        days = np.arange(first, last + 1)
        if self.unit == "day":
            numbers = days
        elif self.unit == "week":
            numbers = (days - 1) // 7
        else:
            months = (days - _EPOCH_DAY).astype("M8[D]").astype("M8[M]").astype(np.int64) + _EPOCH_MONTH
            numbers = months if self.unit == "month" else months // 12
        shift = int(numbers[0]) - 1
        return (numbers - shift).astype(np.int32), shift

    def values(self, segment: Segment, docs: Docs) -> Ints:
        """The value of each document, 0 where missing."""
        reader = segment.reader
        if len(docs) == segment.size:
            return self._of(reader.first_day, reader.last_day)
        return self._of(reader.first_day[docs], reader.last_day[docs])

    def _of(self, first: Ints, last: Ints) -> Ints:
        bins, _ = self._bins
        start = self._range[0]
        known = first > 0
        values = bins.take(np.maximum(first - start, 0))
        values *= known
        coarse = (first != last).nonzero()[0]
        if len(coarse):
            values[coarse[values[coarse] != bins.take(np.maximum(last[coarse] - start, 0))]] = 0
        return np.asarray(values)

    def size(self) -> int:
        """One more than the largest value."""
        return int(self._bins[0][-1]) + 1

    @cached_property
    def labels(self) -> list[str]:
        """All units of the range in time, the missing one first."""
        return ["", *(self._label(v + self._bins[1]) for v in range(1, self.size()))]

    def _label(self, number: int) -> str:
        if self.unit == "year":
            return f"{number:04}"
        if self.unit == "month":
            return f"{number // 12:04}-{number % 12 + 1:02}"
        return date.fromordinal(number if self.unit == "day" else number * 7 + 1).isoformat()


class Joined:
    """Two columns read as one: the values of both in one number."""

    def __init__(self, first: Counted, second: Counted) -> None:
        self._first, self._second = first, second

    def values(self, segment: Segment, docs: Docs) -> Ints:
        """first * second.size() + second, of each document."""
        joined = self._first.values(segment, docs).astype(np.int64)
        joined *= self._second.size()
        joined += self._second.values(segment, docs)
        return joined

    def size(self) -> int:
        """One more than the largest value."""
        return self._first.size() * self._second.size()

    labels = ()


class Written:
    """A column over the whole archive, written out once as many documents have been asked for as it has."""

    def __init__(self, collection: Collection, column: Counted) -> None:
        self.column = column
        self._collection = collection
        self._written: Ints | None = None
        self._asked = 0

    def values(self, docs: Docs, found: Sequence[DocSet]) -> Ints:
        """The value of each document of `found`, a set a segment; `docs` are their global numbers."""
        written = self.written(docs)
        if written is None:
            parts = [self.column.values(s, f.docs) for s, f in zip(self._collection.segments, found, strict=True)]
            return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.empty(0, np.intp)
        return written.take(docs)

    def written(self, docs: Sized) -> Ints | None:
        """The value of every document, once as many have been asked for, with these, as there are; None before."""
        if self._written is None:
            self._asked += len(docs)
            if self._asked >= self._collection.size:
                self._written = self._whole()
                if int(self._written.max(initial=0)) >= self.size():
                    raise IndexError(NO_SUCH_VALUE)
        return self._written

    def _whole(self) -> Ints:
        size = self.size()
        out = np.empty(self._collection.size, np.uint16 if size <= 1 << 16 else np.int32)
        for segment in self._collection.segments:
            for part in parts_of(segment.size):
                values = self.column.values(segment, np.arange(part.start, part.stop))
                out[segment.base + part.start : segment.base + part.stop] = values
        self._collection.snapshot.let_go()  # whole columns were looked at, as they are once
        return out

    def size(self) -> int:
        """One more than the largest value."""
        return self.column.size()

    @property
    def labels(self) -> Sequence[str]:
        """Every value as shown, the missing one first."""
        return self.column.labels

    @cached_property
    def order(self) -> Ints:
        """The place of each value among the values in the order of their names."""
        return order_of(self.labels)


def order_of(names: Sequence[str]) -> Ints:
    """The place of each name in the order of names: int array."""
    places = np.empty(len(names), np.intp)
    places[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return places
