"""Buckets of time: without gaps, each day in one, the unit fitting the span."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.errors import MorgueError
from morgue.search.answer import Unit
from morgue.search.periods import bucket_names, bucket_of, bucket_of_period, first_day, unit_for
from morgue.search.timeline import timeline

UNITS: list[Unit] = ["day", "week", "month", "year"]
some_day = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.toordinal)


@settings(deadline=None)
@given(some_day, st.integers(0, 1_500), st.sampled_from(UNITS))
def test_every_day_is_in_one_bucket_and_none_is_missing(first: int, length: int, unit: Unit) -> None:
    names = bucket_names(first, first + length, unit)
    assert list(dict.fromkeys(bucket_of(day, unit) for day in range(first, first + length + 1))) == list(names)
    assert sorted(names) == list(names)
    assert all(bucket_of(first_day(name), unit) == name for name in names)
    assert all(bucket_of(first_day(name) - 1, unit) != name for name in names)


@given(some_day, st.integers(0, 40_000))
def test_the_chosen_unit_is_readable(first: int, length: int) -> None:
    unit = unit_for(first, first + length)
    assert length == 0 or 1 <= len(bucket_names(first, first + length, unit)) <= 125


def test_names() -> None:
    day = date(2021, 1, 2).toordinal()
    assert [bucket_of(day, unit) for unit in UNITS] == ["2021-01-02", "2020-W53", "2021-01", "2021"]


def test_a_date_coarser_than_the_unit_is_in_no_bucket() -> None:
    month = date(2021, 2, 1).toordinal(), date(2021, 2, 28).toordinal()
    assert bucket_of_period(*month, "day") is None
    assert bucket_of_period(*month, "week") is None
    assert bucket_of_period(*month, "month") == "2021-02"
    assert bucket_of_period(*month, "year") == "2021"


def test_empty_buckets_are_there_and_holdings_stand_beside() -> None:
    counts, holdings = {"2021-01": (3, 2), "2021-04": (1, 1)}, {"2020-12": 7, "2021-01": 9, "2021-04": 5}
    found = timeline("ferry", "month", counts, holdings, 2, {"Post": {"2021-04": 1}})
    assert [(b.start, b.articles, b.stories, b.holdings) for b in found.buckets] == [
        ("2020-12", 0, 0, 7),
        ("2021-01", 3, 2, 9),
        ("2021-02", 0, 0, 0),
        ("2021-03", 0, 0, 0),
        ("2021-04", 1, 1, 5),
    ]
    assert found.rows[0].counts == (0, 0, 0, 0, 1)
    assert found.undated == 2


def test_holdings_of_too_long_a_time_are_told_from_the_first_match_to_the_last() -> None:
    counts, holdings = {"2021-01-02": (1, 1), "2021-01-04": (2, 1)}, {"1963-02-09": 3, "2021-01-02": 5, "2021-01-03": 1}
    found = timeline("ferry", "day", counts, holdings, 0, {"Post": {"2021-01-04": 1}})
    assert [(b.start, b.articles, b.holdings) for b in found.buckets] == [
        ("2021-01-02", 1, 5),
        ("2021-01-03", 0, 1),
        ("2021-01-04", 2, 0),
    ]
    assert found.rows[0].counts == (0, 0, 1)
    assert timeline("ferry", "day", {}, {"1963-02-09": 3, "2021-01-02": 5}, 0, {}).buckets == ()
    with pytest.raises(MorgueError, match="too short"):
        timeline("ferry", "day", {"1963-02-09": (1, 1), "2021-01-02": (1, 1)}, {}, 0, {})


def test_nothing_dated() -> None:
    assert timeline("ferry", "day", {}, {"2021-01-01": 0}, 4, {}).buckets == ()


@pytest.mark.parametrize("unit", ["day", "week", "month"])
def test_a_span_of_all_time_is_refused_in_small_units(unit: Unit) -> None:
    with pytest.raises(MorgueError, match="too short"):
        bucket_names(1, date.max.toordinal(), unit)
    assert len(bucket_names(1, date.max.toordinal(), "year")) == 9999
