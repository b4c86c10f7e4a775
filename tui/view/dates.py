"""Dates as people read them. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from morgue.core.partial_date import parse_when
from morgue.search.timeline import first_day

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(date: str | None) -> str:
    """`4 Mar 2021`, `Mar 2021`, `2021` or `undated`; another form is shown as it is."""
    if not date:
        return "undated"
    if parse_when(date) is None:
        return date
    year, *rest = date[:10].split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def moment(date: str | None) -> str:
    """The day, and the time of day where it is known: `4 Mar 2021, 07:40`."""
    found = parse_when(date) if date else None
    if date is None or found is None or found.precision != "moment":
        return day(date)
    return f"{day(date)}, {date[11:16]}"


def short(date: str | None) -> str:
    """Day, month and time without the year, for rows below each other: `4 Mar 07:40`."""
    found = parse_when(date) if date else None
    if date is None or found is None:
        return day(date)
    if found.precision == "moment":
        return f"{day(date)[:-5]} {date[11:16]}"
    return day(date)[:-5] if found.precision == "day" else day(date)


def period(first: str, last: str) -> str:
    """From one day to another, as short as it can be: `4–6 Mar 2021`, `4 Mar – 2 Apr 2021`."""
    a, b = day(first), day(last)
    if a == b:
        return a
    if len(first) < 10 or len(last) < 10 or first[:4] != last[:4]:
        return f"{a} – {b}"
    return f"{a.split()[0]}–{b}" if first[:7] == last[:7] else f"{a.rsplit(' ', 1)[0]} – {b}"


def months_between(first: str, last: str) -> list[str]:
    """All months from one to another, both included, in the form `2021-03`; at most 12,000."""
    low, high = _number(first), _number(last)
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(low, min(high, low + 12_000) + 1)]


def days_of(month: str) -> list[str]:
    """All days of a month, `2021-03` → `2021-03-01` and so on."""
    year, number = int(month[:4]), int(month[5:7])
    return [f"{month}-{n:02d}" for n in range(1, monthrange(year, number)[1] + 1)]


def days_of_week(week: str) -> tuple[str, str]:
    """The first and the last day of a week: `2020-W08` → `2020-02-17`, `2020-02-23`."""
    monday = first_day(week)
    return date.fromordinal(monday).isoformat(), date.fromordinal(monday + 6).isoformat()


def month_of_week(week: str) -> str:
    """The month that most of a week lies in: `2020-W09` → `2020-02`."""
    return date.fromordinal(first_day(week) + 3).isoformat()[:7]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
