"""Plain text scraped from pages, with its debris."""

from __future__ import annotations

import pytest

from morgue.core.article import Article, Given, RawItem, Rejected
from morgue.index.clean import clean
from tests.clean.prose import MORE, PROSE, article

DEBRIS = """
Related Articles

Ferry to Gull Island delayed again as crews blame the tide
Ten ways to cook a herring that your grandmother never knew
Share This

Popular

Mayor denies he will stand again
"""


def test_masthead_headline_byline_dates_and_end() -> None:
    head = (
        "Harrow Bay Courier\nToday: June 02, 2024\n\nCouncil votes to rebuild the old pier\n\n"
        "March 4, 2024\n\nBy Jane Roe and Sam Poe\n\n"
    )
    found = article(
        head
        + PROSE
        + "\nAdvertisement\n\nThree members voted against the plan, they said, because of the school.\n"
        + DEBRIS
    )
    assert found.title == "Council votes to rebuild the old pier"
    assert found.authors == ("Jane Roe", "Sam Poe")
    assert (found.date, found.agency, found.place) == ("2024-03-04", "Reuters", "Harrow Bay")
    assert found.body.startswith("HARROW BAY (Reuters) - The council voted")
    assert found.body.endswith("because of the school.")
    assert "Advertisement" not in found.body


def test_text_without_a_head_has_no_invented_fields() -> None:
    found = article(
        "The council voted on Monday to rebuild the old pier, which was closed after the storm of last winter.\n"
    )
    assert (found.title, found.date, found.authors, found.outlet, found.agency) == (None, None, (), None, None)


def test_a_mention_is_no_wire_credit() -> None:
    found = article(
        "According to Reuters news agency, the council voted on Monday to rebuild the pier, which the storm closed.\n"
    )
    assert found.agency is None


def test_feed_notice_names_the_agency_and_is_left_off() -> None:
    text = (
        PROSE.replace("(Reuters) ", "")
        + "\nExcept for the headline, this story has not been edited by our staff and is published from ANI.\n"
    )
    found = article(text)
    assert found.agency == "ANI"
    assert "not been edited" not in found.body


def test_empty_text_is_rejected() -> None:
    assert not isinstance(clean(RawItem("a.txt", "text", "text", b" \n\n", "0" * 64)), Article)


def test_a_short_first_sentence_is_kept_when_the_headline_is_given() -> None:
    from morgue.core.article import Article, Given, RawItem
    from morgue.index.clean import clean

    body = "The ferry stopped on Thursday.\n" + (
        "The union said that it would go on for as long as the company kept its present rosters, "
        "and that nobody was to sail."
    )
    for title in ("Zebra", "Ferry stops"):
        given = Given(title=title)
        made = clean(RawItem("x", "jsonl", "text", body.encode(), "0" * 64, given=given))
        assert isinstance(made, Article) and made.body == body


def test_a_text_no_article_is_as_long_as_is_refused_at_once() -> None:
    found = clean(RawItem("a.txt", "text", "text", b"word " * 1_000_000, "0" * 64))
    assert isinstance(found, Rejected)
    assert found.reason == "text too large"


def test_the_text_names_its_outlet_before_the_folder() -> None:
    def named(head: str, folder: str) -> tuple[str | None, str | None]:
        found = clean(RawItem("a.txt", "text", "text", f"{head}\n\n{PROSE}".encode(), "0" * 64, folder=folder))
        assert isinstance(found, Article)
        return found.outlet, found.provenance.outlet_source

    assert named("FISH MARKET\n\nHarbour Times\nWeek to 4 June 2021", "fish-market") == ("Harbour Times", "text")
    assert named("Pier to be rebuilt\n\nHill Gazette, 16 November 2020", "x") == ("Hill Gazette", "text")
    assert named("Pier to be rebuilt at last", "fish-market") == ("Fish Market", "folder")


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        ("a truce that … Read more", "a truce that …"),
        ("as it began. Continue reading The ferry strike goes on →", "as it began."),
        ("as it began. Continue reading »", "as it began."),
        ("as it began. [Weiterlesen]", "as it began."),
        ("as it began.\n\nLire la suite…", "as it began."),
        ("what the children need to read more", "what the children need to read more"),
        ("“Read more!”", "“Read more!”"),
    ],
)
def test_the_pointer_at_the_end_of_a_teaser_goes(end: str, kept: str) -> None:
    given = Given(title="The ferry strike goes on")
    made = clean(RawItem("x", "feed", "text", f"{MORE} It ended {end}".encode(), "0" * 64, given=given))
    assert isinstance(made, Article)
    assert made.body == f"{MORE} It ended {kept}"


@pytest.mark.parametrize(
    "line",
    [
        "Crews across the country said today that they would strike.",
        "The harbour office will try to free the ship at the next high tide.",
        "Islanders can sign up at the town hall, where access is free on Mondays.",
        "The two harbours have been rivals for years, and the new pier will not be closing the gap with the island.",
        "Books published from 1990 on are lent for a month, the library of the industry said.",
    ],
)
def test_news_is_no_notice_of_the_house(line: str) -> None:
    assert line in article(f"{PROSE}\n{line}\n\n{MORE}").body


@pytest.mark.parametrize(
    "line",
    [
        "Try the Courier free for 1 month with unlimited access to our website.",
        "Tide Tables newsletter Sign up today to receive them every morning.",
        "Sign up for Daily Newsletters Manage Newsletters",
    ],
)
def test_notices_of_the_house_go(line: str) -> None:
    assert line not in article(f"{PROSE}\n{line}\n\n{MORE}").body
