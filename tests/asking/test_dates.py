"""Days that dates mean, held against the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.search.language.parse import parse
from morgue.search.query import DateRange

from .strategies import TODAY


def days(text: str, today: date = TODAY) -> tuple[date | None, date | None]:
    found = parse(text, today=today)
    assert isinstance(found, DateRange)
    first, last = (None if n is None else date.fromordinal(n) for n in (found.first, found.last))
    return first, last


some_day = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(some_day)
def test_every_way_to_write_a_day(day: date) -> None:
    ways = [
        day.isoformat(),
        day.strftime("%Y%m%d"),
        day.strftime("%Y/%m/%d"),
        day.strftime("%d.%m.%Y"),
        day.strftime("%d %B %Y"),
        day.strftime('"%B %d, %Y"'),
        day.strftime("%d %b %Y"),
        day.isoformat() + "T23:30:00-05:00",
    ]
    for way in ways:
        assert days("date:" + way) == (day, day), way


@given(some_day, some_day)
def test_ranges_and_their_sides(a: date, b: date) -> None:
    a, b = sorted((a, b))
    for way in (f"{a}..{b}", f"{a}...{b}", f"{a}:{b}", f"[{a} TO {b}]", f"{a}/{b}", f"{a}–{b}", f'"{a} to {b}"'):
        assert days("date:" + way) == (a, b), way
    assert days(f"date:{a}..") == days(f"since:{a}") == days(f"from:{a}") == days(f"date>={a}") == (a, None)
    assert days(f"date:..{a}") == days(f"until:{a}") == days(f"to:{a}") == days(f"date:<={a}") == (None, a)
    assert days(f"after:{a}") == days(f"date:>{a}") == (a + timedelta(1), None)
    assert days(f"before:{a}") == days(f"date<{a}") == (None, a - timedelta(1))


@given(some_day)
def test_units_cover_their_days(day: date) -> None:
    first = day.replace(day=1)
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    for way in (f"{day:%Y-%m}", f"{day:%b} {day.year}", f"{day:%B} {day.year}", f'"{day:%Y %b}"', f"{day:%Y/%m}"):
        assert days("date:" + way) == (first, last), way
    assert days(f"after:{day:%Y-%m}") == (last + timedelta(1), None)
    assert days(f"before:{day:%Y-%m}") == (None, first - timedelta(1))
    assert days(f"date:{day.year}") == (date(day.year, 1, 1), date(day.year, 12, 31))


@given(some_day)
def test_words_for_days_move_with_today(today: date) -> None:
    assert days("date:today", today) == (today, today)
    assert days("date:yesterday", today) == (today - timedelta(1),) * 2
    assert days("date:7d", today) == (today - timedelta(7), today)
    assert days("date:2w..", today) == (today - timedelta(14), None)
    monday = today - timedelta(today.weekday())
    assert days("date:this week", today) == (monday, monday + timedelta(6))
    assert days("date:last week", today) == (monday - timedelta(7), monday - timedelta(1))
    assert days("date:this month", today)[0] == today.replace(day=1)
    assert days("date:last month", today)[1] == today.replace(day=1) - timedelta(1)
    assert days("date:last year", today) == (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("date:P1M", date(2026, 10, 21), TODAY),
        ("date:P1Y2M", date(2025, 9, 21), TODAY),
        ("date:1y", date(2025, 11, 21), TODAY),
        ("date:last 3 days", date(2026, 11, 18), TODAY),
        ("date:2 weeks ago..", date(2026, 11, 7), None),
        ("date:december", date(2025, 12, 1), date(2025, 12, 31)),
        ("date:february..march 2025", date(2025, 2, 1), date(2025, 3, 31)),
        ("date:feb 2024..mar", date(2024, 2, 1), date(2024, 3, 31)),
        ("date:2019-2021", date(2019, 1, 1), date(2021, 12, 31)),
        ("date:*", None, None),
        ("date:sept. 2025", date(2025, 9, 1), date(2025, 9, 30)),
        ("date:2024-02-10/P1M", date(2024, 2, 10), date(2024, 3, 9)),
    ],
)
def test_other_spellings(text: str, first: date | None, last: date | None) -> None:
    assert days(text) == (first, last)


def test_the_last_day_of_a_month_goes_back_to_the_last_day_of_a_shorter_one() -> None:
    assert days("since:P1M", date(2025, 3, 31)) == (date(2025, 2, 28), None)
