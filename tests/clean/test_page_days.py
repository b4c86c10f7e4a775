"""Which of the days on a page is the article's: not a teaser's, a quoted post's, a sentence's or a move's."""

from __future__ import annotations

import hashlib

import pytest

from morgue.core.article import Article, RawItem
from morgue.index.clean import clean

TEXT = [
    "The council of Harrow Bay voted on Monday to rebuild the old pier, which was closed after the storm last winter.",
    "Work is to begin in the spring and will cost about four million, the mayor said after the vote, which was close.",
    "Three members voted against the plan because, they said, the money had been promised to the school up town.",
]
H1 = "<h1>Harrow Bay votes to rebuild its pier</h1>"
OTHER = '<a href="/b">Ferry to Gull Island to run twice a day from May</a>'
POST = '<blockquote class="post"><p>At last!</p><time datetime="2021-06-01T10:00:00Z">Jun 1</time></blockquote>'
BOX = f'<div class="box"><div><span>09.08.2021 at 10:52</span></div>{OTHER}</div>'


def date_of(above: str = "", head: str = "", below: str = "") -> str | None:
    paragraphs = "".join(f"<p>{p}</p>" for p in TEXT)
    data = f"<html><head><title>x</title>{head}</head><body>{H1}{above}{paragraphs}{below}</body></html>".encode()
    found = clean(RawItem("p.html", "html", "page", data, hashlib.sha256(data).hexdigest()))
    assert isinstance(found, Article)
    return found.date


def meta(day: str) -> str:
    return f'<meta property="article:published_time" content="{day}">'


def ld(day: str) -> str:
    return (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harrow Bay to rebuild its pier",'
        f' "datePublished": "{day}"}}</script>'
    )


@pytest.mark.parametrize(
    ("above", "want"),
    [
        (f"<div><span>4 March 2024</span></div>{POST}", "2024-03-04"),
        (BOX, None),
        (f"<p>Published 4 March 2024</p>{BOX}", "2024-03-04"),
        ('<time datetime="2024-03-09T10:18:46Z">Published 4 March 2024</time>', "2024-03-04"),
        ('<time datetime="2024-03-04T10:18:46Z">Published 4 March 2024</time>', "2024-03-04T10:18:46Z"),
        ('<time datetime="2024-03-04T10:18:46Z">5 days ago</time>', "2024-03-04T10:18:46Z"),
        ("<p>Written: 2024-03-04 15:03</p>", "2024-03-04T15:03:00"),
        ("<p>https://example.org/2016/07/07/another-page</p>", None),
        ("<p>On 15.12.2023 friends of Open Data meet again at four in the town hall.</p>", None),
        ('<p>See <a href="/x">4 March 2024</a>, when the mayor said so.</p>', None),
    ],
)
def test_days_beside_the_headline(above: str, want: str | None) -> None:
    assert date_of(above) == want


def test_a_day_after_a_line_break_and_that_of_a_change_alone() -> None:
    assert date_of(below="<p>Harrow Bay Courier<br>First published: 4 March 2024<br>Page 3</p>") == "2024-03-04"
    assert date_of(below="<div>last edited: <span>17 Jun 2018</span></div>") == "2018-06-17"
    assert date_of(below="<p>Posted: 4 March 2018</p><div>last edited: <span>17 Jun 2018</span></div>") == "2018-03-04"


def test_a_lone_statement_gives_way_to_the_day_that_readers_see() -> None:
    shown = "<p>4 March 2024</p>"
    assert date_of(shown, meta("2024-05-01")) == "2024-03-04"
    assert date_of(shown, meta("2024-05-01") + ld("2024-05-01")) == "2024-05-01"
    assert date_of(shown, meta("2024-02-01")) == "2024-02-01"
    assert date_of(shown, ld("2024-03-02") + meta("2024-03-04T08:00:00+01:00")) == "2024-03-04T08:00:00+01:00"
    assert date_of("<p>4 March 2024</p><p>6 March 2024</p>", meta("2024-05-01")) == "2024-05-01"


def test_the_same_moment_by_the_clock_of_the_page() -> None:
    late = "<p>Published 4 March 2024 at 22:41</p>"
    assert date_of(late, ld("2024-03-05T02:41:00Z")) == "2024-03-04T22:41:00"
    assert date_of(late, ld("2024-03-05T02:12:00Z")) == "2024-03-05T02:12:00Z"
    own = '<time datetime="2024-03-04T22:35:29-08:00">today</time>'
    assert date_of(own, ld("2024-03-05T06:35:29Z")) == "2024-03-04T22:35:29-08:00"
    assert date_of(own, ld("2024-03-05T07:35:29Z")) == "2024-03-05T07:35:29Z"
