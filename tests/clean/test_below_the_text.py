"""What a page has below an article: readers' postings, another whole article, data for programs."""

from __future__ import annotations

import json

import pytest

from morgue.core.article import Article, RawItem
from morgue.index.clean import clean

TEXT = [
    f"The council of Harrow Bay heard on evening {number} that the pier would cost more than planned, "
    f"and that the mayor had known of it since the survey of the autumn before, when divers went down {number} times."
    for number in range(1, 5)
]
OTHER = [t.replace("pier", "school").replace("divers", "teachers") for t in TEXT]
HEADLINE = "Harrow Bay to pay more for its pier"
WHOLE = "\n".join(TEXT)


def body(markup: str, head: str = "") -> str:
    page = f"<!doctype html><html><head><title>{HEADLINE}</title>{head}</head><body>{markup}</body></html>"
    found = clean(RawItem("p.html", "html", "page", page.encode(), "0" * 64))
    assert isinstance(found, Article)
    return found.body


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{t}</p>" for t in texts)


SAID = [
    "I took the old boat in 1990 and it was late then too, as everybody knows who lives on this side of the bay.",
    "Nobody asks us what we want, and next year they will come for the money again, you will see that I am right.",
    "The mayor should pay for it himself, and the divers too, since they were the ones who said it would be cheap.",
]


@pytest.mark.parametrize(
    "signed",
    ["~baba [2012-01-04 14:39]", "04.01.2012 23:46", "11:02 17-January-2012", "xxx (guest) 01.01.12, 16:50:22"],
)
def test_postings_signed_with_a_day_and_an_hour_are_no_text(signed: str) -> None:
    postings = "".join(f'<div class="x"><div class="h">{signed}</div><p>{said}</p></div>' for said in SAID)
    assert body(f"<h1>{HEADLINE}</h1><div>{paragraphs(TEXT)}{postings}</div>") == WHOLE


def test_two_such_lines_or_hours_alone_end_nothing() -> None:
    entries = "".join(f"<div><h2>1{n}:30</h2><p>{said}</p></div>" for n, said in enumerate(SAID))
    assert all(said in body(f"<h1>{HEADLINE}</h1><div>{paragraphs(TEXT)}{entries}</div>") for said in SAID)
    two = "".join(f'<div class="x"><p class="h">04.01.2012 23:46</p><p>{said}</p></div>' for said in SAID[:2])
    assert all(said in body(f"<h1>{HEADLINE}</h1><div>{paragraphs(TEXT)}{two}</div>") for said in SAID[:2])


def test_the_short_last_lines_of_a_text_without_postings_stay() -> None:
    dates = [f"July {day} -- Harrow Hall {day}, Harrow Bay" for day in range(2, 9)]
    assert body(f"<h1>{HEADLINE}</h1>{paragraphs([*TEXT, *dates])}") == "\n".join([*TEXT, *dates])


def test_the_next_whole_article_is_not_read() -> None:
    og = f'<meta property="og:title" content="{HEADLINE}">'
    second = f"<article><h1>School to close for the year</h1><div>{paragraphs(OTHER)}</div></article>"
    first = f"<article><h1>{HEADLINE}</h1><div>{paragraphs(TEXT)}</div></article>"
    assert body(f"<main>{first}{second}</main>", og) == WHOLE
    inner = f"<article><h1>{HEADLINE}</h1><div>{paragraphs(TEXT)}</div><section>{second}</section></article>"
    assert WHOLE in body(f"<main>{inner}</main>", og)


def test_data_that_a_page_shows_as_text_is_none() -> None:
    data = json.dumps([{"id": n, "author_name": "Team", "title": t, "shown": True} for n, t in enumerate(OTHER)])
    assert body(f"{data}<h1>{HEADLINE}</h1><div>{paragraphs(TEXT)}</div>") == WHOLE
    quoted = (
        'The note said "price": four million, and "time": two years, which the council thought was too long for all.'
    )
    assert quoted in body(f"<h1>{HEADLINE}</h1><div>{paragraphs([*TEXT, quoted, TEXT[0][::-1]])}</div>")


def test_a_long_hidden_text_goes_where_another_is_shown() -> None:
    concealed = 'style="display: none"'
    terms = "".join(f"<p>{t.replace('The council', 'We reserve the right that the council')}</p>" for t in OTHER)
    shown = f"<h1>{HEADLINE}</h1><div>{paragraphs(TEXT)}</div>"
    assert body(f"<div {concealed}>{terms}</div>{shown}") == WHOLE
    assert body(f"<h1>{HEADLINE}</h1><div {concealed}>{paragraphs(TEXT)}</div>") == WHOLE


def test_lines_set_like_lines_about_rights_are_about_rights() -> None:
    rights = [
        "© 2024 Harrow Bay Courier. The owner of this site is the Courier company of Gull Street, Harrow Bay.",
        "All rights reserved to the owner of the texts and pictures, whoever may have sent them to the newsroom.",
        "The share of texts that were written by the old newsroom of the Evening Lantern is told on each page.",
        "No text may be reproduced or copied without the consent of the owner, who can be asked by letter only.",
    ]
    foot = "".join(f'<div class="foot">{line}</div>' for line in rights)
    ask = "Write to the newsroom of the Courier: 12 Gull Street, Harrow Bay, and it will answer."
    contact = f"<table><tr><td>{ask}</td></tr></table>"
    assert body(f"<h1>{HEADLINE}</h1><div>{paragraphs(TEXT)}</div><div>{foot}{contact}</div>") == WHOLE
