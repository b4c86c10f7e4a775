"""Days of publication: what is one, in whatever calendar, script and words, and what is none."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Self

import pytest

from morgue.core.article import Article, Given, RawItem
from morgue.index.clean import clean
from morgue.index.clean.dates.date_choice import choose
from morgue.index.clean.dates.date_parser import read_date
from morgue.index.clean.dates.publication_lines import date_line, stamps
from morgue.index.clean.extraction import Candidate

TEXT = (
    "<p>The ferry to Gull Island will run twice a day from May, the harbour office of Harrow Bay said on Thursday, and"
    " a return ticket will cost nine, two more than last year.</p>{}<p>It has made one crossing since the old boat was"
    " damaged in January, and the islanders had asked for more than that at three meetings.</p>"
)


def page(inside: str = "", head: str = "", above: str = "") -> Article:
    """What comes of a small page with something inside its text, in its head, and above its text."""
    data = (
        f"<html><head><meta charset=utf-8><title>Ferry to Gull Island</title>{head}</head><body>"
        f"<h1>Ferry to Gull Island</h1>{above}<article>{TEXT.format(inside)}</article></body></html>"
    ).encode()
    found = clean(RawItem("p.html", "html", "page", data, hashlib.sha256(data).hexdigest()))
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("วันเสาร์ที่ 9 พฤศจิกายน พ.ศ. 2567 เวลา 08:15 น.", "2024-11-09T08:15:00"),
        ("9 พ.ย. 67", "2024-11-09"),
        ("شنبه ۱۹ آبان ۱۴۰۳ - ۰۸:۱۵", "2024-11-09T08:15:00"),
        ("۱۴۰۳/۰۸/۱۹", "2024-11-09"),
        ("令和6年11月9日", "2024-11-09"),
        ("平成元年1月8日", "1989-01-08"),
        ("中華民國113年11月9日", "2024-11-09"),
        ("יום שבת, 9 בנובמבר 2024", "2024-11-09"),
        ("शनिवार, 9 नवंबर 2024", "2024-11-09"),
        ("শনিবার, ৯ নভেম্বর ২০২৪", "2024-11-09"),
        ("السبت 9 تشرين الثاني 2024", "2024-11-09"),
        ("7 جمادى الأولى 1446 - 9 نوفمبر 2024", "2024-11-09"),
        ("2024. november 9., szombat", "2024-11-09"),
        ("2024 m. lapkričio 9 d.", "2024-11-09"),
        ("2024. gada 9. novembris", "2024-11-09"),
        ("9 tháng 11, 2024", "2024-11-09"),
        ("9 ნოემბერი 2024", "2024-11-09"),
        ("Sa, 09 Nov 2024 08:15:00 +0100", "2024-11-09T08:15:00+01:00"),
        ("Sat, Nov 9 2024 08:15:00 -0500", "2024-11-09T08:15:00-05:00"),
    ],
)
def test_other_calendars_and_languages(text: str, want: str) -> None:
    found = read_date(text)
    assert found is not None
    assert found[0] == want


def test_a_month_that_means_another_one_in_croatian() -> None:
    assert read_date("9 listopada 2024") == ("2024-11-09", None)
    assert read_date("9 listopada 2024", "hr") == ("2024-10-09", None)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("2024-11-09 7:05 p.m. ET", "T19:05:00"),
        ("9 de noviembre de 2024 a las 7:05 p. m.", "T19:05:00"),
        ("2024年11月9日 晚上7:05", "T19:05:00"),
        ("2024년 11월 9일 오전 7:05", "T07:05:00"),
        ("9/11/2024 7:05 μ.μ.", "T19:05:00"),
        ("9 novembre 2024, 7 h 05 du soir", "T19:05:00"),
        ("9 نوفمبر 2024 7:05 صباحًا", "T07:05:00"),
        ("9 November 2024 12:05 am", "T00:05:00"),
        ("9. November 2024, 19.05 Uhr", "T19:05:00"),
        ("9 November 2024 7:05 zyxw", ""),
    ],
)
def test_halves_of_the_day(text: str, want: str) -> None:
    """What names no half that is known leaves the day alone."""
    found = read_date(text)
    assert found is not None
    assert found[0][10:] == want


@pytest.mark.parametrize(
    "line",
    [
        "She was born on 9 November 1981.",
        "Das Gesetz vom 9. November 1918 wurde aufgehoben.",
        "La banque fut fondée le 9 novembre 1847 par deux frères.",
        "Она родилась 9 ноября 1981 года.",
        "该法于1981年11月9日生效。",
        "The part number is 2019-11-09.",
        "Call 2019-11-09-81 for the office.",
        "9.11.2024, 10:00-11:30 Uhr",
        "Price as of November 9, 2024",
        "Registered: 09.11.2008",
    ],
)
def test_a_day_in_running_text_is_no_publication(line: str) -> None:
    assert not date_line(line)
    assert page(f"<p>{line}</p>").date is None


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("Published on 9 November 2024", "2024-11-09"),
        ("By Ada Brook | 9 November 2024", "2024-11-09"),
        ("Von Ada Brook am 9. November 2024", "2024-11-09"),
        ("Opublikowano 9 listopada 2024", "2024-11-09"),
        ("发布时间：2024年11月9日", "2024-11-09"),
        ("9 November 2024 · 5 min read", "2024-11-09"),
    ],
)
def test_a_date_line_is_one(line: str, want: str) -> None:
    assert (page(above=f"<p>{line}</p>").date or "")[:10] == want


@pytest.mark.parametrize(
    ("line", "published", "changed"),
    [
        ("Updated 11 November 2024 · First published 9 November 2024", "2024-11-09", "2024-11-11"),
        ("Veröffentlicht am 9.11.2024, aktualisiert am 11.11.2024", "2024-11-09", "2024-11-11"),
        ("입력 2024.11.09 오후 6:30 수정 2024.11.11 오전 9:10", "2024-11-09", "2024-11-11"),
        ("Mis à jour le 11 novembre 2024, publié le 9 novembre 2024", "2024-11-09", "2024-11-11"),
    ],
)
def test_publication_and_change_in_one_line(line: str, published: str, changed: str) -> None:
    days = {s.updated: (read_date(s.text) or ("",))[0][:10] for s in stamps(line)}
    assert days == {False: published, True: changed}
    found = page(above=f'<p class="date">{line}</p>')
    assert ((found.date or "")[:10], (found.modified or "")[:10]) == (published, changed)


def test_a_change_alone_is_said_to_be_one() -> None:
    found = page(above="<p>Updated 11 November 2024</p>")
    assert found.date == "2024-11-11"
    assert any("change" in note for note in found.provenance.notes)


def test_an_address_with_a_month_wins_over_running_text() -> None:
    link = '<link rel="canonical" href="https://hb.example/2024/11/ferry">'
    assert page("<p>He was born on 3 May 1999.</p>", link).date == "2024-11"


def test_the_clock_of_the_machine_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Early(date):
        @classmethod
        def today(cls) -> Self:
            return cls(1971, 1, 1)

    monkeypatch.setattr("morgue.index.clean.dates.date_choice.date", Early)
    assert choose([Candidate("2024-11-09", "meta")], latest=None).date == "2024-11-09"


def test_a_given_day_after_the_capture_is_kept_with_a_note() -> None:
    item = RawItem(
        "r.jsonl", "jsonl", "text", b"The ferry will run twice a day from May, the harbour office said.", "0" * 64,
        captured="2024-03-01T00:00:00Z", given=Given(title="Ferry", date="2024-11-09"),
    )  # fmt: skip
    found = clean(item)
    assert isinstance(found, Article)
    assert found.date == "2024-11-09"
    assert any("after the capture" in note for note in found.provenance.notes)


def test_day_and_month_as_another_line_of_the_page_has_them() -> None:
    """A template writes 11/01 for the first of November; the line below it says so."""
    found = choose(
        [Candidate("11/01/2023", "meta"), Candidate("01.11.2023", "byline")], latest=None, month_first=False
    )  # fmt: skip
    assert found.date == "2023-11-01"
