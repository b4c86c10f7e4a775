"""Days that dates mean, held against the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.search.language.errors import QueryError
from morgue.search.language.parse import parse, read
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
        "{}-W{:02}-{}".format(*day.isocalendar()),
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
        ("date:2024-W07", date(2024, 2, 12), date(2024, 2, 18)),
        ("date:2024W07", date(2024, 2, 12), date(2024, 2, 18)),
        ("date:2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        ('date:"KW 7 2024"', date(2024, 2, 12), date(2024, 2, 18)),
        ("date:2024-W07..2024-W09", date(2024, 2, 12), date(2024, 3, 3)),
        ("after:2024-W07", date(2024, 2, 19), None),
        ("date:3.4.20", date(2020, 4, 3), date(2020, 4, 3)),
        ("date:3.12.26", date(2026, 12, 3), date(2026, 12, 3)),
        ("date:3.4.45", date(1945, 4, 3), date(1945, 4, 3)),
        ('date:"3. 4. 20"', date(2020, 4, 3), date(2020, 4, 3)),
        ("date:3.4.20..5.4.20", date(2020, 4, 3), date(2020, 4, 5)),
        ("date:02-2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("date:2.2024", date(2024, 2, 1), date(2024, 2, 29)),
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


@pytest.mark.parametrize(
    ("english", "others"),
    [
        ("today", "heute aujourd'hui aujourd’hui hoy oggi hoje vandaag сегодня"),
        ("yesterday", "gestern hier ayer ieri ontem gisteren вчера"),
        ("tomorrow", "morgen demain mañana manana domani amanhã завтра"),
        ("monday", "montag lundi lunes lunedì lunedi segunda-feira maandag понедельник"),
        ("saturday", "Samstag Sonnabend samedi sábado sabado sabato zaterdag суббота"),
        ("this_week", "diese_woche cette_semaine esta_semana questa_settimana deze_week эта_неделя"),
        ("last_week", "letzte_Woche semaine_dernière la_semana_pasada settimana_scorsa semana_passada vorige_week"),
        ("last_month", "letzten_Monat mois_dernier mes_pasado mese_scorso mês_passado mes_passado vorige_maand"),
        ("last_year", "letztes_Jahr année_dernière año_pasado anno_scorso ano_passado vorig_jaar прошлый_год"),
    ],
)
def test_words_for_days_in_the_languages_of_the_months(english: str, others: str) -> None:
    for word in others.split():
        assert days(f"date:{word}") == days(f"date:{english}"), word
        assert days('date:"{}"'.format(word.replace("_", " "))) == days(f"date:{english}"), word


def remarks(text: str) -> tuple[str, ...]:
    return read(text, today=TODAY).remarks


def test_a_year_of_two_figures_is_said_in_full() -> None:
    assert remarks("date:3.4.20") == ("3.4.20 is read as 2020-04-03",)
    assert remarks("date:3.4.2020") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date:3/4/20", "2020-04-03 or 2020-03-04 or 2003-04-20"),
        ("date:27/2/20", "2020-02-27 or 1927-02-20"),
        ("date:3.4.", "without its year: as in 3.4.2026"),
        ("date:27.2", "without its year"),
        ("date:31.2.20", "31.2.20 is not a day of the calendar"),
        ("date:2021-W53", "2021-W53 is not a week of the calendar"),
        ("date:2024-W07-8", "no date"),
        ("date:2024-W1x", "no date"),
    ],
)
def test_what_may_be_several_days_or_none_says_what_to_write(text: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, today=TODAY)
    assert said in f"{caught.value.reason}: {caught.value.hint}"
