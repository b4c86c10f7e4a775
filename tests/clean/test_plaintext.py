"""Plain text scraped from pages, with its debris."""

from __future__ import annotations

import pytest

from morgue.core.article import Article, Given, RawItem, Rejected
from morgue.core.removed_spans import without
from morgue.index.clean import clean
from morgue.index.clean.boilerplate import declared_spans

PROSE = """HARROW BAY (Reuters) - The council voted on Monday to rebuild the old pier, which a storm had closed.

Work is to begin in the spring and will cost about four million, the mayor said after the vote, which was close.

“We have waited long enough,” said Ida Marsh, who has sold ice cream at the pier for thirty years.
"""
MORE = "Three members voted against the plan, they said, because the old school is to be pulled down for it."
DEBRIS = """
Related Articles

Ferry to Gull Island delayed again as crews blame the tide
Ten ways to cook a herring that your grandmother never knew
Share This

Popular

Mayor denies he will stand again
"""


def article(text: str) -> Article:
    found = clean(RawItem("a.txt", "text", "text", text.encode(), "0" * 64))
    assert isinstance(found, Article)
    return found


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


def test_a_record_without_a_date_does_not_take_one_from_its_text() -> None:
    life = "Ida Marsh (born January 29, 1970) is the mayor of Harrow Bay, where she sold ice cream for thirty years."
    update = "UPDATE (12/12/2017): The harbour master, whom this report criticised for his silence, has since replied."
    for body in (life, update):
        made = clean(RawItem("x", "jsonl", "text", body.encode(), "0" * 64, given=Given(title="The mayor")))
        assert isinstance(made, Article) and made.date is None and made.provenance.date_source is None


def test_the_address_of_a_record_dates_it_where_nothing_else_does() -> None:
    def made(date: str | None = None) -> Article:
        given = Given(title="The school", url="https://harrowbay.example/2024/03/04/school", date=date)
        found = clean(RawItem("x", "jsonl", "text", MORE.encode(), "0" * 64, given=given))
        assert isinstance(found, Article)
        return found

    assert (made().date, made().provenance.date_source) == ("2024-03-04", "url")
    assert made("2024-03-01").date == "2024-03-01"
    assert any("differs" in note for note in made("2024-03-01").provenance.notes)


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


TABLE = """Shr 52 cts vs 43 cts
Net 17.7 mln vs 14.2 mln
Nine mths
Shr 1.58 dlrs vs 66 cts
NOTE: 1986 figures restated for the sale of the ferry yard and of its docks in Gull Island.
Sales 413.1 mln vs 361.6 mln"""


def record(text: str, title: str = "Gull Island Ferries 3rd Qtr Net") -> Article:
    item = RawItem("a.jsonl", "jsonl", "text", text.encode(), "0" * 64, given=Given(title=title))
    found = clean(item)
    assert isinstance(found, Article)
    return found


def test_a_table_that_came_as_a_record_is_the_article() -> None:
    assert record(TABLE).body == TABLE
    assert record(f"{PROSE}\n{TABLE}").body.endswith(TABLE)


def test_a_list_of_headlines_inside_a_record_is_left_out_of_reading_and_the_article_goes_on() -> None:
    aside = "Related:\nFerry to Gull Island delayed again\nMayor denies he will stand again"
    rest = "\n".join(f"{MORE} The harbour master counted {n} boats on that day." for n in ("nine", "ten", "six", "two"))
    body = record(f"{PROSE}\n{aside}\n{rest}\n{aside}", "Council votes to rebuild the old pier").body
    assert "Ferry to Gull Island" in body  # the sender's word
    read = without(body, declared_spans(body))
    assert read.endswith(rest)
    assert "Ferry to Gull Island" not in read
    assert "rebuild the old pier, which" in read


OPENINGS = (
    "Who would have thought that the pier of Harrow Bay, closed since the storm of last winter and given up by nearly "
    "everyone in the town, would one day be the pride of the coast again?",
    "Nobody in Harrow Bay believed that the pier would ever be rebuilt. Nobody, that is, but the harbour master, who "
    "kept every plank of it in his barn and waited…",
    "What a day it was for the people of Harrow Bay, who had waited nine years for their pier and saw the first boats "
    "land at it in the evening sun, with flags and a band!",
)


@pytest.mark.parametrize("opening", OPENINGS)
def test_an_opening_paragraph_may_end_as_a_teaser_does(opening: str) -> None:
    assert record(f"{opening}\n{PROSE}\n{MORE}").body.startswith(opening)
    scraped = f"The pier of Harrow Bay, nine years on\nBy Ada Frost\n{opening}\n{PROSE}\n{MORE}"
    assert article(scraped).body.startswith(opening)


PLAIN = PROSE.strip().replace("\n\n", "\n")


def test_what_stands_above_a_caption_in_a_record_stays() -> None:
    caption = "FILE PHOTO: The pier of Harrow Bay, May 3, 2016. REUTERS/Ada Frost/File Photo"
    lead = "A pier, at last"
    body = record(f"{lead}\n{PROSE}\n{caption}\n{MORE}").body
    assert body.startswith(f"{lead}\n{PLAIN}")
    assert body.endswith(MORE)


def test_short_lines_in_a_row_end_no_record() -> None:
    rows = "\n".join(
        f"The attack on the {what} of Gull Island" for what in "quay mill ferry church school light".split()
    )
    body = record(f"{PROSE}\n{MORE}\n{rows}\n{MORE[::-1]}\n{rows}").body
    assert body.count("The attack on the") == 12
    assert MORE[::-1] in body


def test_a_records_own_head_is_said_once() -> None:
    title = "Council votes to rebuild the old pier"
    found = record(f"{title}\nBy Ada Frost\nMarch 4, 2021\n{PROSE}\n{MORE}", title)
    assert found.body == f"{PLAIN}\n{MORE}"
    assert found.authors == ("Ada Frost",)
    kept = f"By Monday the pier had been closed for nine years.\n{PLAIN}"
    assert record(kept, title).body == kept


def test_items_and_questions_that_end_a_record_stay() -> None:
    tails = (
        "\n".join(
            f"{n}) the {what} of the pier in Harrow Bay" for n, what in enumerate(("planks", "piles", "lamps"), 1)
        ),
        "\n".join(
            f"How much will the {what} of the pier cost the town?" for what in "planks piles lamps rails steps".split()
        ),
        f"The council set out what it wants to be done first:\n{TABLE}",
    )
    for tail in tails:
        assert record(f"{PROSE}\n{MORE}\n{MORE[::-1]}\n{tail}").body.endswith(tail)


def test_sentences_broken_over_lines_are_whole_again() -> None:
    broken = (
        "The harbour bank set a crown rate for April 2 of\n"
        "780.00 to the pound, down from the previous\n"
        "rate of 777.00 of the day before."
    )
    whole = broken.replace("\n", " ")
    assert record(broken).body == whole
    assert whole in article(f"{PROSE}\n{broken}\n{MORE}").body


@pytest.mark.parametrize(
    ("opening", "stays"),
    [
        (
            "Today could very well be the day on which the council votes. Or it might not be; it has waited before.",
            True,
        ),
        ("Date night at the harbour is back, the council said, and so are the queues that everybody remembers.", True),
        ("Saved from the sea in January, the old ferry will be shown in the town hall from March on, for free.", True),
        ("Today: 4 March 2024", False),
    ],
)
def test_a_sentence_that_begins_with_today_is_no_day_of_a_scrape(opening: str, stays: bool) -> None:
    rest = "The mayor has promised an answer by the spring, and the islanders say they have heard that one before."
    text = f"{opening}\n{rest}\n{rest[::-1]}."
    found = clean(
        RawItem("a", "jsonl", "text", text.encode(), "0" * 64, given=Given(title="The council and its ferry"))
    )
    assert isinstance(found, Article)
    assert found.body.startswith(opening) == stays
