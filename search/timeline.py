"""A query over time: days, ISO weeks, months and years without gaps, and which unit suits a span of days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from morgue.core.errors import MorgueError
from morgue.search.answer import TimeBucket, Timeline, TimelineRow, Unit

if TYPE_CHECKING:
    from morgue.search.backend import Backend
    from morgue.search.deadline import Deadline
    from morgue.search.query import Query

#: A timeline is refused when it would have more buckets than this (27 years of days).
MOST_BUCKETS = 10_000
#: The longest span in days that is told in days, in weeks and in months: each gives at most some 60 to 120 rows.
_DAYS, _WEEKS, _MONTHS = 62, 370, 3_660


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


def timeline(
    query: str,
    unit: Unit,
    counts: Mapping[str, tuple[int, int]],
    holdings: Mapping[str, int],
    undated: int,
    rows: Mapping[str, Mapping[str, int]],
) -> Timeline:
    """A timeline of the counted buckets, with the empty ones between them.

    counts maps a bucket's name to matching articles and stories, holdings to all articles held, rows an outlet to its
    articles a bucket. It reaches from the first to the last bucket with a match or a holding; where those would be too
    many, with a match.
    """
    matched = sorted(name for name in counts if any(counts[name]))
    known = sorted({*matched, *(name for name, held in holdings.items() if held)})
    try:
        names = _between(known, unit)
    except MorgueError:
        names = _between(matched, unit)
    buckets = tuple(TimeBucket(n, *counts.get(n, (0, 0)), holdings.get(n, 0)) for n in names)
    by_outlet = tuple(TimelineRow(outlet, tuple(row.get(n, 0) for n in names)) for outlet, row in rows.items())
    return Timeline(query, unit, buckets, undated, by_outlet)


def _between(names: Sequence[str], unit: Unit) -> tuple[str, ...]:
    """The names from the first of some buckets to the last; MorgueError when there would be too many."""
    return bucket_names(first_day(names[0]), first_day(names[-1]), unit) if names else ()


def first_day(name: str) -> int:
    """The first day (ordinal) of a bucket by its name."""
    if "W" in name:
        year, week = name.split("-W")
        return date.fromisocalendar(int(year), int(week), 1).toordinal()
    parts = [int(part) for part in name.split("-")]
    return date(*([*parts, 1, 1])[:3]).toordinal()


def over_time(backend: Backend, query: Query, by: Unit | None, rows: int, deadline: Deadline) -> Timeline:
    """The timeline of a query; the unit fits the span of the matches when none is asked for."""
    from morgue.search.language.printing import print_query

    found = backend.histogram(query, by, rows, deadline)
    names = [_name(b.start, found.unit) for b in found.bins]
    counts = {name: (b.articles, b.stories) for name, b in zip(names, found.bins, strict=True)}
    holdings = {name: b.holdings for name, b in zip(names, found.bins, strict=True)}
    by_outlet = {row.outlet: dict(zip(names, row.articles, strict=True)) for row in found.rows}
    told = timeline(print_query(query), found.unit, counts, holdings, found.undated, by_outlet)
    return replace(told, partial=found.partial)


def _name(start: str, unit: Unit) -> str:
    """The bucket's name as timelines write it; the engine names a week by its first day."""
    return bucket_of(date.fromisoformat(start).toordinal(), "week") if unit == "week" else start
