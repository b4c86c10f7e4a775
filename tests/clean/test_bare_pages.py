"""Pages without any meta tag: headline, byline, date and site stand only in the title and on the page."""

from __future__ import annotations

import pytest

from morgue.core.article import Article, Given, RawItem
from morgue.index.clean import clean
from tests.counting import calls

TEXT = "".join(
    f"<p>{p}</p>"
    for p in (
        "The council of Harrow Bay voted on Monday to rebuild the old pier, which was closed after the storm.",
        "Work is to begin in the spring and will cost about four million, the mayor said, and all were glad of it.",
        "Three members voted against the plan because, they said, the money had been promised to the school up town.",
    )
)
NAV = '<font size="6">Harrow Bay Courier</font> <a href="/">Home</a> | <a href="/sport">Sport</a>'
HEADLINE = "Council votes to rebuild the old pier"


def article(title: str, body: str) -> Article:
    page = f"<html><head><title>{title}</title></head><body>{NAV}<hr>{body}</body></html>"
    found = clean(RawItem("p.html", "html", "page", page.encode(), "0" * 64))
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    "title", ["{} - Harrow Bay Courier", "Harrow Bay Courier | {}", "{} :: Sport :: Harrow Bay Courier"]
)
@pytest.mark.parametrize(
    "head",
    [
        "<h2>{}</h2><b>By Jonas Weir</b><br><i>3 February 2020</i>",
        "<h3>{}</h3>By Jonas Weir<br>3 February 2020<br>",
        "<p><b>{}</b></p><p>By Jonas Weir, 3 February 2020</p>",
        "<i>3 February 2020</i><table><tr><td><font size=5>{}</font><br><small>By Jonas Weir</small></td></tr></table>",
    ],
)
def test_the_title_is_told_from_the_site_and_the_head_is_read(title: str, head: str) -> None:
    found = article(title.format(HEADLINE), head.format(HEADLINE) + TEXT)
    assert (found.title, found.outlet) == (HEADLINE, "Harrow Bay Courier")
    assert (found.authors, found.date) == (("Jonas Weir",), "2020-02-03")
    assert (found.provenance.outlet_source, found.provenance.date_source) == ("text", "byline")
    assert found.body.startswith("The council of Harrow Bay")


@pytest.mark.parametrize("url", ["http://[a, b]/x", "https://[x/y", "//[", "http://a:99999999/b"])
def test_an_address_that_is_none_loses_no_article(url: str) -> None:
    """The standard library refuses to take some apart; fuzzing found one in 25,000 pages lost by that."""
    head = f'<link rel="canonical" href="{url}"><meta property="og:url" content="{url}"><base href="{url}">'
    page = f"<html><head>{head}</head><body>{NAV}<h2>{HEADLINE}</h2>{TEXT}<a href='{url}'>more</a></body></html>"
    for given in (Given(), Given(url=url)):
        found = clean(RawItem("p.html", "html", "page", page.encode(), "0" * 64, given=given))
        assert isinstance(found, Article)
        assert found.body.startswith("The council of Harrow Bay")


def test_a_headline_with_a_dash_stays_whole() -> None:
    whole = "Pier - a bridge to nowhere - to be rebuilt"
    assert article(f"{whole} - Harrow Bay Courier", f"<h2>{whole}</h2>{TEXT}").title == whole


def test_what_does_not_stand_on_the_page_names_no_outlet() -> None:
    found = article(f"{HEADLINE} - Gull Island Gazette", f"<h2>{HEADLINE}</h2>{TEXT}")
    assert (found.title, found.outlet, found.authors, found.date) == (HEADLINE, None, (), None)


def test_a_page_full_of_its_own_title_costs_what_it_is_long() -> None:
    def work(size: int) -> int:
        flood = f"<div>{HEADLINE}" * 15 * size + f"<b>{HEADLINE}</b><b></b>" * 50 * size
        return calls(lambda: article(f"{HEADLINE} - Courier", flood + TEXT))

    work(1)  # what is loaded and remembered is so now
    assert work(40) < 2.5 * work(20)
    assert isinstance(article(f"{HEADLINE} - Courier", f"<div>{HEADLINE}" * 1500 + TEXT), Article)


@pytest.mark.parametrize("label", ["Written by", "Author:", "Von", "By"])
def test_a_name_under_its_label_is_the_author(label: str) -> None:
    found = article(HEADLINE, f"<h1>{HEADLINE}</h1><p>{label}</p><p>Jonas Weir</p>{TEXT}")
    assert found.authors == ("Jonas Weir",)
