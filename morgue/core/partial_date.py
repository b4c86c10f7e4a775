"""Represents dates as precise as they are known (moment, day, month, year), and the days each may mean. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

from morgue.core.dataclass import dataclass
from morgue.core.patterns import compiled

Precision = Literal["moment", "day", "month", "year"]

_FORM = compiled(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?\Z"
)


@dataclass(frozen=True, slots=True)
class When:
    """The calendar days a date may mean, in the page's own zone, and an instant for sorting.

    first, last  ordinals (`date.toordinal`) of the first and last possible day, inclusive
    instant      seconds since 1970 UTC; a moment without zone is taken as UTC, a coarser date as its first midnight
    """

    first: int
    last: int
    instant: int
    precision: Precision


def parse_when(text: str) -> When | None:
    """Reads an archive date (`2025`, `2025-02`, `2025-02-27`, `2025-02-27T23:30:00-05:00`); None if it is not one."""
    m = _FORM.match(text)
    if m is None:
        return None
    year, month, day, hour, minute, second, zone = m.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        if hour is not None:
            clock = time(int(hour), int(minute), min(59, int(second or 0)), tzinfo=_zone(zone))
            moment = datetime.combine(first, clock)
            return When(first.toordinal(), first.toordinal(), int(moment.timestamp()), "moment")
    except (ValueError, OverflowError):
        return None
    last, precision = _last_day(first, month, day)
    midnight = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return When(first.toordinal(), last.toordinal(), int(midnight.timestamp()), precision)


def _last_day(first: date, month: str | None, day: str | None) -> tuple[date, Precision]:
    if day is not None:
        return first, "day"
    if month is not None:
        from calendar import monthrange  # only here: it loads locales

        return first.replace(day=monthrange(first.year, first.month)[1]), "month"
    return first.replace(month=12, day=31), "year"


def _zone(text: str | None) -> timezone:
    if text is None or text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
