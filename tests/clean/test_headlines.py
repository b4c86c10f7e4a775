"""Which of a page's headings and titles is its headline: what another source repeats, and never the site's name."""

from __future__ import annotations

import hashlib
import json

import pytest

from morgue.core.article import Article, RawItem
from morgue.index.clean import clean

TEXT = [
    "The council of Harrow Bay voted on Monday to rebuild the old pier, which was closed after the storm last winter.",
    "Work is to begin in the spring and will cost about four million, the mayor said after the vote, which was close.",
    "Three members voted against the plan because, they said, the money had been promised to the school up town.",
]
STATED = "Harrow Bay votes to rebuild its pier"
TRAVELS = "You will not believe what a small harbour wants to build"


def title_of(headings: str, head: str, url: str = "https://www.harrowbay.example/a/1") -> str | None:
    text = "".join(f"<p>{p}</p>" for p in TEXT)
    page = f'<html><head><link rel="canonical" href="{url}">{head}</head><body>{headings}{text}</body></html>'.encode()
    found = clean(RawItem("p.html", "html", "page", page, hashlib.sha256(page).hexdigest()))
    assert isinstance(found, Article)
    return found.title


def news(headline: str) -> str:
    node = json.dumps({"@type": "NewsArticle", "headline": headline})
    return f'<script type="application/ld+json">{node}</script>'


def og(text: str) -> str:
    return f'<meta property="og:title" content="{text}">'


def test_a_page_that_calls_itself_news_is_no_newsroom() -> None:
    head = news(STATED) + og(TRAVELS) + f"<title>{STATED}</title>"
    assert title_of(f"<h1>{STATED}</h1>", head) == STATED
    assert title_of(f"<h1>{STATED}</h1>", head, "https://www.bbc.co.uk/news/1") == TRAVELS


@pytest.mark.parametrize("site", ["Harrowbay online", "www.harrowbay.example: The Council"])
def test_a_title_that_begins_with_the_site_ends_with_its_headline(site: str) -> None:
    headings = f"<h1>Navigation and service</h1><h1>{STATED}</h1>"
    assert title_of(headings, f"<title>{site} / Notices / {STATED}</title>") == STATED


def test_a_motto_behind_the_headline_is_none() -> None:
    motto = "Your local news since the great flood"
    assert title_of(f"<h1>{motto}</h1>", f"<title>{STATED} | {motto}</title>") == STATED


def test_a_short_heading_that_nothing_repeats_gives_way_to_the_title() -> None:
    assert title_of("<h1>Ida's Blog</h1>", f"<title>{STATED}</title>") == STATED
    assert title_of("<h1>Pier to rise again</h1>", "<title>Notes of a very small town</title>") == "Pier to rise again"


def test_a_rubric_before_the_headline_is_no_headline() -> None:
    assert title_of(f"<h1>{STATED}</h1>", f"<title>Featured Notes | {STATED}</title>") == STATED


def test_a_long_motto_behind_a_short_headline_that_is_a_heading_too() -> None:
    motto = "All the news that a small town has to tell in a week"
    assert title_of(f"<h1>{motto}</h1><h1>Pier rises</h1>", f"<title>Pier rises | {motto}</title>") == "Pier rises"


def test_a_heading_that_the_microdata_repeats_comes_before_the_name_of_the_shop() -> None:
    item = f'<h1>{STATED}</h1><h2 itemprop="headline">{STATED}</h2>'
    head = og("HB boats, nets and oilskins") + "<title>HB boats, nets and oilskins</title>"
    assert title_of(item, head) == STATED


def test_a_long_heading_that_tells_of_what_the_title_tells_is_the_headline() -> None:
    more = "<h1>All the letters that came to our small office this week</h1>"
    head = og("Pier in Harrow: what it costs") + "<title>Pier in Harrow: what it costs</title>"
    assert title_of(f"<h1>Harrow Bay votes to rebuild its old pier</h1>{more}", head) == (
        "Harrow Bay votes to rebuild its old pier"
    )
    assert title_of(f"{more}<h1>Notes</h1>", head) == "Pier in Harrow: what it costs"
