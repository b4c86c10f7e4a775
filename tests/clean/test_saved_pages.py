"""What pages of all makes do to an article: parts, series of pictures, translators, names that are none."""

from __future__ import annotations

import pytest

from morgue.core.article import Article, Given, RawItem
from morgue.index.clean import clean

TEXT = [
    f"The council of Harrow Bay heard on evening {number} that the pier would cost more than planned, "
    f"and that the mayor had known of it since the survey of the autumn before, when divers went down {number} times."
    for number in range(1, 13)
]
HEADLINE = "Harrow Bay to pay more for its pier"


def article(body: str, head: str = f"<title>{HEADLINE}</title>", url: str | None = None) -> Article:
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    found = clean(RawItem("p.html", "html", "page", page.encode(), "0" * 64, given=Given(url=url)))
    assert isinstance(found, Article)
    return found


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{t}</p>" for t in texts)


def test_an_article_in_parts_is_read_to_its_end() -> None:
    parts = f'<div class="part wide">{paragraphs(TEXT[:10])}</div><div class="part wide">{paragraphs(TEXT[10:])}</div>'
    found = article(f"<article><h1>{HEADLINE}</h1><div>{parts}</div></article>")
    assert found.body == "\n".join(TEXT)


def test_a_short_first_sentence_belongs_to_the_text() -> None:
    opening = "It is not over yet."
    assert article(f"<h1>{HEADLINE}</h1>{paragraphs([opening, *TEXT])}").body == "\n".join([opening, *TEXT])


@pytest.mark.parametrize("line", ["Share", "3 March 2020.", "By Jane Roe.", "Follow us for more of this."])
def test_what_is_no_sentence_of_it_does_not(line: str) -> None:
    assert article(f"<h1>{HEADLINE}</h1>{paragraphs([line, *TEXT])}").body == "\n".join(TEXT)


def series(count: int) -> str:
    return "<h2>The year in pictures</h2>" + "".join(
        f"<h2>{n}/{count} Gulls</h2><p>{n} gulls sat on the roof of the fish market and watched the boats go out, "
        "as they had on every morning of that year and of the year before it.</p>"
        for n in range(1, count + 1)
    )


def test_a_series_of_pictures_within_an_article_is_another_text() -> None:
    page = f"<h1>{HEADLINE}</h1>{paragraphs(TEXT[:5])}{series(12)}{paragraphs(TEXT[5:])}"
    assert article(page).body == "\n".join(TEXT)


def test_a_series_of_pictures_by_itself_is_the_article() -> None:
    body = article(f"<h1>{HEADLINE}</h1>{series(12)}").body
    assert body.count("gulls sat on the roof") == 12


def test_what_a_translator_adds_is_not_the_page() -> None:
    added = '<div id="goog-gt-tt" class="skiptranslate"><h1>Original text</h1><div>Rate this translation</div></div>'
    found = article(f"{added}<h2>{HEADLINE}</h2>{paragraphs(TEXT)}")
    assert (found.title, found.body) == (HEADLINE, "\n".join(TEXT))


def test_a_page_that_names_itself_by_its_headline_keeps_it() -> None:
    head = f'<title>{HEADLINE}</title><meta name="application-name" content="{HEADLINE}">'
    found = article(f"<h1>{HEADLINE}</h1>{paragraphs(TEXT)}", head)
    assert (found.title, found.outlet) == (HEADLINE, None)


@pytest.mark.parametrize(
    ("meta", "outlet"),
    [
        ("Copyright (c) Harrow Lantern 2015", "Harrow Lantern"),
        ("© 1999-2020 by Harrow Lantern. All rights reserved.", "Harrow Lantern"),
        ("2015", None),
        ("1843 Magazine", "1843 Magazine"),
    ],
)
def test_rights_and_years_are_no_part_of_an_outlets_name(meta: str, outlet: str | None) -> None:
    head = f'<title>{HEADLINE}</title><meta name="copyright" content="{meta}">'
    assert article(f"<h1>{HEADLINE}</h1>{paragraphs(TEXT)}", head).outlet == outlet


def test_a_motto_is_no_part_of_an_outlets_name() -> None:
    head = f'<title>{HEADLINE}</title><meta property="og:site_name" content="Harrow Lantern - News of the whole bay">'
    assert article(f"<h1>{HEADLINE}</h1>{paragraphs(TEXT)}", head).outlet == "Harrow Lantern"


def test_two_names_in_one_authors_item_are_two_authors() -> None:
    item = (
        '<div itemprop="author" itemscope itemtype="https://schema.org/Person">'
        '<span itemprop="name">Jane Roe</span><span itemprop="name">Sam Poe</span></div>'
    )
    assert article(f"<h1>{HEADLINE}</h1>{item}{paragraphs(TEXT)}").authors == ("Jane Roe", "Sam Poe")


def test_links_beside_a_byline_are_no_authors() -> None:
    box = '<div class="byline">Jane Roe <a href="/a">View author archive</a> <a href="/f">Get author RSS feed</a></div>'
    assert article(f"<h1>{HEADLINE}</h1>{box}{paragraphs(TEXT)}").authors == ("Jane Roe",)


def test_a_sentence_with_a_date_is_no_date_line() -> None:
    caption = "<div>The act that built the first pier became law on August 14, 1935</div>"
    assert article(f"<h1>{HEADLINE}</h1>{caption}{paragraphs(TEXT)}").date is None
    dated = "<div>Published on Monday, August 14, 2023</div>"
    assert article(f"<h1>{HEADLINE}</h1>{dated}{paragraphs(TEXT)}").date == "2023-08-14"


def test_the_channel_and_the_site_are_no_part_of_a_chinese_headline() -> None:
    title = "港湾议会表决重建码头：费用高于计划"
    text = "港湾议会星期一表决重建旧码头，费用将高于计划，市长说工程将在春天开始，需要两年时间才能完成。" * 3
    found = article(f"<p>{text}</p><p>{text[::-1]}</p>", f"<title>{title}_教育频道_港湾网</title>")
    assert found.title == title


def headline_of(head: str, h1s: str) -> str | None:
    return article(f"{h1s}{paragraphs(TEXT)}", head).title


def test_an_h1_of_the_section_or_the_blog_is_no_headline_beside_one_that_the_page_states() -> None:
    og = '<meta property="og:title" content="Ferry runs twice a day from May">'
    section = "<h1>News</h1><h1>Ferry runs twice a day from May</h1>"
    assert headline_of(f"{og}<title>News - Harbour Lab</title>", section) == "Ferry runs twice a day from May"
    blog = "<h1>Gull The Complete Harbour Desktop</h1><h1>Ferry runs twice a day from May</h1>"
    title = "<title>Gull The Complete Harbour Desktop: Ferry runs twice a day from May</title>"
    assert headline_of(og + title, blog) == "Ferry runs twice a day from May"
    long = "<h1>Ferry runs twice a day from May to September</h1><h1>Ferry runs twice a day from May</h1>"
    assert headline_of(og, long) == "Ferry runs twice a day from May to September"
