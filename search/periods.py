"""Divides time into days, ISO weeks, months and years, and chooses the unit that suits a span."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeGuard, get_args

from morgue.core.errors import MorgueError
from morgue.search.answer import Unit

#: A timeline is refused when it would have more buckets than this (27 years of days).
MOST_BUCKETS = 10_000
#: The longest span in days that is told in days, in weeks and in months: each gives at most some 60 to 120 rows.
_DAYS, _WEEKS, _MONTHS = 62, 370, 3_660


def is_unit(name: str) -> TypeGuard[Unit]:
    """Whether the name of a facet or a dimension is that of a unit of time."""
    return name in get_args(Unit)


def unit_for(first: int, last: int) -> Unit:
    """The unit that tells a span of days (ordinals, inclusive) in a readable number of buckets."""
    days = last - first + 1
    if days <= _DAYS:
        return "day"
    if days <= _WEEKS:
        return "week"
    return "month" if days <= _MONTHS else "year"


def bucket_of(day: int, unit: Unit) -> str:
    """The bucket's name that a day (ordinal) is in: `2021-03-04`, `2021-W09`, `2021-03`, `2021`."""
    when = date.fromordinal(day)
    if unit == "day":
        return when.isoformat()
    if unit == "week":
        year, week, _ = when.isocalendar()
        return f"{year:04}-W{week:02}"
    return f"{when.year:04}-{when.month:02}" if unit == "month" else f"{when.year:04}"


def bucket_of_period(first: int, last: int, unit: Unit) -> str | None:
    """The bucket in which the whole of a known period lies; None for a date coarser than the unit."""
    name = bucket_of(first, unit)
    return name if name == bucket_of(last, unit) else None


def bucket_names(first: int, last: int, unit: Unit) -> tuple[str, ...]:
    """All buckets from one day to another (ordinals), empty ones too. MorgueError when there would be too many."""
    shortest = {"day": 1, "week": 7, "month": 28, "year": 365}[unit]
    if (last - first) // shortest > MOST_BUCKETS + 100:
        raise _too_many(unit)
    names = tuple(_names(first, last, unit))
    if len(names) > MOST_BUCKETS:
        raise _too_many(unit)
    return names


def _names(first: int, last: int, unit: Unit) -> Iterator[str]:
    if unit == "year":
        yield from (f"{y:04}" for y in range(date.fromordinal(first).year, date.fromordinal(last).year + 1))
    elif unit == "month":
        months = [when.year * 12 + when.month - 1 for when in (date.fromordinal(first), date.fromordinal(last))]
        yield from (f"{m // 12:04}-{m % 12 + 1:02}" for m in range(months[0], months[1] + 1))
    else:
        step = 7 if unit == "week" else 1
        begin = first - date.fromordinal(first).weekday() if unit == "week" else first
        yield from (bucket_of(max(day, 1), unit) for day in range(begin, last + 1, step))


def _too_many(unit: Unit) -> MorgueError:
    return MorgueError(f"a timeline of more than {MOST_BUCKETS:,} buckets", f"a {unit} is too short for this span")


def first_day(name: str) -> int:
    """The first day (ordinal) of a bucket by its name."""
    if "W" in name:
        year, week = name.split("-W")
        return date.fromisocalendar(int(year), int(week), 1).toordinal()
    parts = [int(part) for part in name.split("-")]
    return date(*([*parts, 1, 1])[:3]).toordinal()
