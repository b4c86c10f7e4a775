"""Scraped text with all of a page's menus: headline, byline, date and text are the article's, nothing is a menu's."""

from __future__ import annotations

import pytest

from morgue.core.article import Article, RawItem
from morgue.index.clean import clean

HEADLINE = "Harbour board orders second survey of the old pier"
TEXT = [
    "The harbour board ordered a second survey of the old pier on Tuesday after divers found that two of its oak "
    "pillars had been eaten away below the water line.",
    "The first survey, made in the spring, had called the pier sound, and the board had begun to sell stalls for the "
    "summer market that is held on it.",
    "“We shall not open it before we know,” said Ida Marsh, who chairs the board. She did not say who would pay for "
    "the divers or for the oak.",
    "Stall holders who had paid in advance will have their money back by the end of the month, the board said, and the "
    "market moves to the fish hall.",
]
MORE = [
    "Divers of the harbour will look at each of the pillars of the pier before the board meets again, Ms Marsh said.",
    "Oak for two new pillars would have to come by water, and the first survey had put its price below that of stalls.",
    "The money for the survey is there, but the board has not said for how many pillars of oak it would be enough.",
    "On Tuesday the stalls on the pier were still for sale, and holders of stalls asked the board for their money.",
]
MENU = (
    "Skip to main content|News|World|Sport|School and Event Closures|People|Time|Customize Your Weather|Letters to the "
    "Editor|All Business Topics »|Obituaries|Jobs|Search for:|Sign in|Ferry fares to rise|Subscribe|Special Sections|"
    "Place an Ad|Gull of the Year: the winners"
).split("|")
AFTER = ["Most Popular", "Ferry fares to rise", "Gull of the Year: the winners", "About us", "Terms of Use"]


def article(lines: list[str]) -> Article:
    found = clean(RawItem("a.txt", "text", "text", "\n".join(lines).encode(), "0" * 64))
    assert isinstance(found, Article)
    return found


def test_the_headline_is_the_line_that_speaks_of_the_text_and_no_menus() -> None:
    found = article([*MENU, HEADLINE, "Print", "Email", *TEXT, *AFTER])
    assert (found.title, found.body) == (HEADLINE, "\n".join(TEXT))
    assert (found.outlet, found.authors, found.date) == (None, (), None)


def test_where_no_line_speaks_of_the_text_there_is_no_headline() -> None:
    assert article([*MENU, *TEXT]).title is None


def test_a_notice_among_menus_is_not_where_the_text_begins() -> None:
    cookies = "We and our partners use cookies to make this site better for you and for all who come after you to it."
    found = article([cookies, *MENU, HEADLINE, *TEXT, *AFTER])
    assert (found.title, found.body) == (HEADLINE, "\n".join(TEXT))


@pytest.mark.parametrize(
    ("lines", "authors", "date"),
    [
        (["By Jane Roe and Sam Poe March 4, 2021"], ("Jane Roe", "Sam Poe"), "2021-03-04"),
        (["by Jane Roe, Staff Writer | March 4, 2021 07:38am ET"], ("Jane Roe",), "2021-03-04T07:38:00"),
        (["on March 4, 2021 at 3:02 PM, updated March 5, 2021 at 8:00 AM"], (), "2021-03-04T15:02:00"),
        (["Updated: March 6, 2021", "Published: March 4, 2021"], (), "2021-03-04"),
        (["Von: Jane Roe", "04.03.2021"], ("Jane Roe",), "2021-03-04"),
    ],
)
def test_byline_and_date_below_the_headline(lines: list[str], authors: tuple[str, ...], date: str) -> None:
    today = "Saturday, April 10, 2021"
    found = article([today, "2014", "By Region", *MENU, HEADLINE, *lines, *TEXT, *AFTER])
    assert (found.title, found.authors, found.date) == (HEADLINE, authors, date)


def test_byline_and_date_below_the_standfirst_leave_the_text() -> None:
    found = article([*MENU, HEADLINE, TEXT[0], "By Jane Roe", "4 March 2021", *TEXT[1:], *AFTER])
    assert (found.authors, found.date, found.body) == (("Jane Roe",), "2021-03-04", "\n".join(TEXT))


def test_what_stands_before_a_date_is_no_outlet_unless_it_is_known_as_one() -> None:
    assert article(["Returns as of 08/10/2022", HEADLINE, *TEXT]).outlet is None
    assert article(["Harrow Bay Courier13-02-2025", HEADLINE, *TEXT]).outlet == "Harrow Bay Courier"


@pytest.mark.parametrize(
    "between",
    [
        ["Up Next"],
        ["Related", "Ferry fares to rise", "Gull of the Year: the winners", "The fish hall gets a new roof of slate"],
        [f"A gull of the harbour, number {n}, photographed in the rain of last week" for n in range(7)],
    ],
)
def test_the_text_goes_on_after_what_parts_it(between: list[str]) -> None:
    found = article([*MENU, HEADLINE, *TEXT, *between, *MORE, *AFTER])
    assert found.body == "\n".join([*TEXT, *MORE])


def test_another_story_below_is_not_where_it_goes_on() -> None:
    other = [
        f"A choir of {n} singers from the northern valleys won gold at a contest abroad, its conductor told guests."
        for n in (20, 30, 40, 50)
    ]
    found = article([*MENU, HEADLINE, *TEXT, "Most Popular", "Choir wins gold abroad", *other])
    assert found.body == "\n".join(TEXT)


def test_menus_in_lower_case_do_not_run_together_into_a_paragraph() -> None:
    places = [f"{name} and environs today" for name in ("ambra", "brakel", "corva", "dunmore", "elst", "farrow") * 4]
    found = article(["Choose the town you live in here", *places, HEADLINE, *TEXT, *AFTER])
    assert (found.title, found.body) == (HEADLINE, "\n".join(TEXT))


def test_sentences_are_prose_in_languages_without_a_list_of_words() -> None:
    text = [
        "Bodurun e harapta muva tinelo sorga pelin dorata, ke mulina vasto arrenda, pilota sumira tena morvo desta kal "
        f"renota {n} vasilo.".replace(" e ", " ")
        for n in range(5)
    ]
    assert article([*MENU, *text]).body == "\n".join(text)


@pytest.mark.parametrize("headline", ["Zebra crossing", "Ferry", "潮"])
def test_a_short_line_alone_above_a_text_is_its_headline(headline: str) -> None:
    found = article([headline, "", *TEXT])
    assert (found.title, found.body) == (headline, "\n".join(TEXT))


def test_a_section_alone_above_a_text_is_none() -> None:
    assert article(["WORLD", *TEXT]).title is None
