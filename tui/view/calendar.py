"""Months, weeks and days by their names: what the time screens count in. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from morgue.search.periods import first_day


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
