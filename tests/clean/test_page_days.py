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


def changed(day: str) -> str:
    return f'<meta property="article:modified_time" content="{day}">'


def test_a_moment_is_told_in_the_zone_in_which_the_page_states_its_changes() -> None:
    stated = meta("2024-03-05T03:37:00Z")
    assert date_of(head=stated + changed("2024-03-05T09:00:00-05:00")) == "2024-03-04T22:37:00-05:00"
    assert date_of(head=stated + changed("2024-03-05T09:00:00Z")) == "2024-03-05T03:37:00Z"
    assert date_of(head=stated + changed("2024-03-05T09:00:00")) == "2024-03-05T03:37:00Z"
    assert date_of(head=meta("2024-03-05T13:37:00Z") + changed("2024-03-05T09:00:00-05:00")) == "2024-03-05T13:37:00Z"
    both = changed("2024-03-05T09:00:00-05:00") + changed("2024-03-05T09:00:00+09:00")
    assert date_of(head=stated + both) == "2024-03-05T03:37:00Z"


def test_the_same_minute_by_another_clock_whatever_the_order_of_day_and_month() -> None:
    assert date_of("<p>3/4/2024 22:37</p>", head=meta("2024-03-05T03:37:00Z")) == "2024-03-04T22:37:00"
    assert date_of("<p>4/3/2024 22:37</p>", head=meta("2024-03-05T03:37:00Z")) == "2024-03-04T22:37:00"
    assert date_of("<p>4/3/2024 22:38</p>", head=meta("2024-03-05T03:37:00Z")) == "2024-03-05T03:37:00Z"


def test_what_is_later_than_the_last_change_is_another_articles() -> None:
    other = '<div class="card"><span class="date">9 March 2024</span></div>'
    assert date_of("<p>Last updated 7 March 2024</p>", below=other) == "2024-03-07"
    assert date_of("<p>Last updated 7 March 2024</p>", below=other.replace("9 M", "4 M")) == "2024-03-04"


def test_of_several_days_of_microdata_the_one_that_a_meta_tag_states_first() -> None:
    items = '<i itemprop="datePublished" content="1988"></i><i itemprop="datePublished" content="2024-03-09"></i>'
    items += '<i itemprop="datePublished" content="2024-03-04"></i>'
    metas = '<meta name="citation_date" content="1988"><meta name="dc.date" content="2024-03-04">'
    assert date_of(head=metas, below=items) == "2024-03-04"


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("<p>Market 14. - 20. March 2024</p>", None),
        ("<p>March 3-5, 2024</p>", None),
        ("<p>8:27 AM - 4 Mar 2024</p>", "2024-03-04T08:27:00"),
        ("<p>LTE: 1/3/7/8/20</p>", None),
        ("<p>Monday, 4.3.2024, 19:51 &gt; jr]oe[</p>", "2024-03-04T19:51:00"),
        ("<p>Home | By <a href='/jr'>Jane Roe</a> | 4 March 2024</p>", "2024-03-04"),
        ("<p>On 4 March 2024, <a href='/b'>the board</a> of the harbour had called the pier sound, and sold stalls "
         "for the summer market that is held on it every year but one.</p>", None),
    ],
)  # fmt: skip
def test_lines_that_give_a_day_or_none(line: str, want: str | None) -> None:
    assert date_of(line) == want


def test_a_month_alone_does_not_keep_a_day_from_being_found() -> None:
    archive = "<ul><li>May 2024</li><li>April 2024</li></ul>"
    assert date_of(archive, below='<p class="date">4 March 2024</p>') == "2024-03-04"
