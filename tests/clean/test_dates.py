"""Dates: what is read, what is chosen, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.partial_date import parse_when
from morgue.index.clean.dates.date_choice import choose
from morgue.index.clean.dates.date_parser import from_url, read_date
from morgue.index.clean.extraction import Candidate

LATEST = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Published February 27, 2024 at 9:05 pm", "2024-02-27T21:05:00"),
        ("27. Februar 2024, 14:30 Uhr", "2024-02-27T14:30:00"),
        ("2024-02-27T23:30:00-05:00", "2024-02-27T23:30:00-05:00"),
        ("Tue, 27 Feb 2024 23:30:00 GMT", "2024-02-27T23:30:00Z"),
        ("Fri Apr 28 19:20:36 CEST 2023", "2023-04-28T19:20:36+02:00"),
        ("2024年02月27日 17:21", "2024-02-27T17:21:00"),
        ("30 Δεκεμβρίου 2011", "2011-12-30"),
        ("16 января 2012 | 20:52", "2012-01-16T20:52:00"),
        ("5 de marzo de 2020", "2020-03-05"),
        ("1 sierpnia 2011", "2011-08-01"),
        ("Courier13-02-2024", "2024-02-13"),
        ("2024", "2024"),
        ("March 1963", "1963-03"),
    ],
)
def test_read(text: str, want: str) -> None:
    found = read_date(text)
    assert found is not None
    assert found[0] == want


def test_ambiguous_days() -> None:
    both = Candidate("02/03/2021", "byline")
    assert choose([both], latest=LATEST).date == "2021"
    assert choose([both], latest=LATEST, month_first=True).date == "2021-02-03"
    assert choose([both], latest=LATEST, month_first=False).date == "2021-03-02"
    assert choose([both, Candidate("https://x.org/2021/03/02/pier", "url")], latest=LATEST).date == "2021-03-02"
    assert choose([both], latest=date(2021, 2, 10)).date == "2021-02-03"


def test_order_sources_and_conflicts() -> None:
    found = choose([Candidate("2024-05-01", "url"), Candidate("2024-03-04T10:00:00Z", "jsonld")], latest=LATEST)
    assert (found.date, found.source) == ("2024-03-04T10:00:00Z", "jsonld")
    url = choose([Candidate("https://x.org/2024/05/09/a", "url"), Candidate("2024-03-04", "meta")], latest=LATEST)
    assert (url.date, url.source) == ("2024-03-04", "meta")
    assert any("2024-05-09" in note for note in url.notes)


@pytest.mark.parametrize("text", ["1970-01-01T00:00:00Z", "2031-01-01", "1700-01-01", "soon", "", "31/31/2020"])
def test_refused(text: str) -> None:
    assert choose([Candidate(text, "meta")], latest=LATEST).date is None


def test_url_days() -> None:
    assert from_url("https://x.org/2024/mar/04/pier") == "2024-03-04"
    assert from_url("https://x.org/news/20240304-pier") == "2024-03-04"
    assert from_url("https://x.org/id_101072480/") is None
    assert from_url("https://x.org/2024/3/4/pier") == "2024-03-04"
    assert from_url("https://x.org/2024/0304/pier") == "2024-03-04"
    assert from_url("https://x.org/2024/12/pier") == "2024-12"
    assert from_url("https://x.org/2024/1234/pier") is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_a_date_the_archive_can_read_or_none(text: str) -> None:
    found = choose([Candidate(text, "byline")], latest=LATEST).date
    assert found is None or parse_when(found) is not None


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1800, 1, 2), date(2024, 5, 31)).filter(lambda d: d not in (date(1970, 1, 1), date(1969, 12, 31))))
def test_every_day_survives_its_own_writing(day: date) -> None:
    for text in (day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day}. {day:%B} {day.year}"):
        assert choose([Candidate(text, "byline")], latest=LATEST).date == day.isoformat()
