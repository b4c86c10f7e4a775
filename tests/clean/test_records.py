"""Articles that came as records of plain text: tables, lists, captions and heads in them are part of the text."""

from __future__ import annotations

import pytest

from morgue.core.article import Article, Given, RawItem, Rejected
from morgue.core.removed_spans import without
from morgue.index.clean import clean
from morgue.index.clean.boilerplate import declared_spans, lines_of
from tests.clean.prose import MORE, PROSE, article


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


@pytest.mark.parametrize(("first", "last"), [("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("»", "«")])
def test_what_somebody_is_quoted_as_saying_is_no_notice_of_the_house(first: str, last: str) -> None:
    said = f"{first}Everywhere it was, ‘Ferries! Sign up for a ferry card, get a free ball!’{last} said Ida Marsh."
    flyer = f"A leaflet with the words {first}Subscribe to our newsletter, the ferries are free{last} lay at each door."
    asked = f"Sign up for {first}The Short List{last}, the newsletter of the Herald that comes each evening."
    body = record(f"{PROSE}\n{said}\n{flyer}\n{MORE}\n{asked}").body
    read = without(body, declared_spans(lines_of(body)))
    assert said in read and flyer in read and asked not in read and asked in body


def test_a_list_of_headlines_inside_a_record_is_left_out_of_reading_and_the_article_goes_on() -> None:
    aside = "Related:\nFerry to Gull Island delayed again\nMayor denies he will stand again"
    rest = "\n".join(f"{MORE} The harbour master counted {n} boats on that day." for n in ("nine", "ten", "six", "two"))
    body = record(f"{PROSE}\n{aside}\n{rest}\n{aside}", "Council votes to rebuild the old pier").body
    assert "Ferry to Gull Island" in body  # the sender's word
    read = without(body, declared_spans(lines_of(body)))
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


@pytest.mark.parametrize(
    "title",
    [
        "No title found", "(no title)", "[No title]", "Untitled", "Untitled Document", "<untitled>", "Sin título",
        "SANS TITRE", "Без названия", "無題", "(no subject)", "None", "null", "https://news.example/ferry?a=1",
        "www.news.example/ferry", "news.example/ferry", "news.example", "news.example/ferry/",
    ],
)  # fmt: skip
def test_what_stands_where_no_title_was_found_is_no_headline(title: str) -> None:
    given = Given(title=title, url="https://www.news.example/ferry")
    page = f"<html><body><h1>The ferry and its crews</h1><p>{PROSE}</p></body></html>"
    found = clean(RawItem("a", "json", "page", page.encode(), "0" * 64, given=given))
    assert isinstance(found, Article) and found.title == "The ferry and its crews"
    bare = clean(RawItem("a", "json", "text", MORE.encode(), "0" * 64, given=given))
    assert isinstance(bare, Article) and bare.title != title
    nothing = clean(RawItem("a", "json", "none", b"", "0" * 64, given=given, notes=("title only",)))
    assert isinstance(nothing, Rejected) and nothing.reason == "no text"


@pytest.mark.parametrize(
    "title", ["Untitled no more", "No title for Skerry United", "None of the above", "amazon.com to hire 2,000", "1984"]
)
def test_a_headline_that_begins_like_one_stays(title: str) -> None:
    assert record(PROSE, title).title == title


def test_a_page_without_a_title_takes_its_heading() -> None:
    head = "<html><head><title>Untitled Document</title></head>"
    page = f"{head}<body><h1>The ferry and its crews</h1><p>{PROSE}</p></body></html>"
    found = clean(RawItem("a", "html", "page", page.encode(), "0" * 64))
    assert isinstance(found, Article) and found.title == "The ferry and its crews"
    found = clean(RawItem("a", "html", "page", page.replace("h1", "div").encode(), "0" * 64))
    assert isinstance(found, Article) and found.title != "Untitled Document"
