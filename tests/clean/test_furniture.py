"""Furniture across the archive: counted, bounded, independent of order, nothing destroyed."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.removed_spans import without
from morgue.index.clean.boilerplate import LineCounts, declared_spans, key, line_keys, lines_of, spans

PROMO = "The table of every tide is printed by Dunmore of Quay Street."
WEATHER = "Harrow Bay today: 14 degrees, wind from the west"


def own(i: int) -> str:
    """Two paragraphs that no other article has."""
    word = "".join(chr(97 + int(d)) for d in str(i))
    return (
        f"On pier {word} the council met and spoke at length about the ropes, the boats and the rest of it.\n"
        f"Member {word} said that the matter of the {word} boats would be settled by the spring, if not before."
    )


def bodies(n: int) -> list[str]:
    return [f"{WEATHER.replace('14', str(i))}\n{own(i)}\n{PROMO}" for i in range(n)]


def table(articles: list[str]) -> LineCounts:
    return LineCounts.of(len(articles), [line_keys(b) for b in articles])


def test_recurring_lines_go_and_the_rest_stays() -> None:
    articles = bodies(12)
    counts = table(articles)
    for i, body in enumerate(articles):
        cut = spans(body, counts)
        assert [body[s:e] for s, e in cut] == [body.split("\n")[0], PROMO]
        assert without(body, cut) == own(i)


def test_an_article_saved_many_times_is_not_furniture() -> None:
    articles = bodies(5) + [own(99)] * 6
    assert spans(own(99), table(articles)) == ()


def test_two_articles_are_too_few() -> None:
    articles = bodies(2)
    assert spans(articles[0], table(articles)) == ()


NOTICES = (
    "Sign up for our newsletter to get the tides every morning.",
    "(Except for the headline, this story has not been edited by the staff of the Courier.)",
    "Read also: Ferry to Gull Island delayed again",
    "Boats in the harbour of Harrow Bay. Photo: Ada Frost/Courier",
    "Advertisement",
    "Related stories",
)


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("others", [0, 12])
def test_a_line_that_says_it_is_no_article_goes_wherever_it_stands(notice: str, others: int) -> None:
    counts = table(bodies(others))
    for body in (f"{notice}\n{own(99)}", f"{own(99)}\n{notice}", own(99).replace("\n", f"\n{notice}\n")):
        assert without(body, spans(body, counts)) == own(99)


def test_a_short_list_under_its_heading_goes_and_the_text_after_it_stays() -> None:
    aside = "Related stories\nFerry to Gull Island delayed again\nMayor denies he will stand again"
    body = f"{own(1)}\n{aside}\n{own(2)}\n{aside}"
    assert without(body, declared_spans(lines_of(body))) == f"{own(1)}\n{own(2)}"


def test_prose_that_mentions_a_notice_stays() -> None:
    body = (
        "Read more than the label, the inspectors told the fishmongers of Harrow Bay on Monday, because a box of cod "
        "that says it is fresh may have been on the ice for nine days and nights.\n" + own(3)
    )
    assert declared_spans(lines_of(body)) == ()
    assert declared_spans(lines_of(NOTICES[0])) == ()


def test_an_article_of_furniture_alone_is_left_whole() -> None:
    articles = [*bodies(9), f"{PROMO}\n{WEATHER}"]
    assert spans(articles[-1], table(articles)) == ()


lines = st.sampled_from([PROMO, WEATHER, "Reported by the desk", *(own(i) for i in range(6))])
articles_of = st.lists(st.lists(lines, min_size=1, max_size=4).map("\n".join), min_size=1, max_size=9)


@settings(max_examples=60, deadline=None)
@given(articles_of, st.randoms())
def test_counts_are_a_sum_in_any_order(articles: list[str], random: Random) -> None:
    oracle: Counter[int] = Counter(k for b in articles for k in {key(line) for line in b.split("\n")})
    shuffled = list(articles)
    random.shuffle(shuffled)
    for counts in (table(articles), table(shuffled)):
        assert counts.articles == len(articles)
        assert dict(zip(counts.keys.tolist(), counts.counts.tolist(), strict=True)) == dict(oracle)


@settings(max_examples=60, deadline=None)
@given(articles_of)
def test_the_different_lines_of_an_article_are_those_that_are_counted(articles: list[str]) -> None:
    notice = "Sign up for our newsletter and get unlimited access for free."
    said = [f"{body}\n{notice}" for body in articles] + articles
    assert all(np.array_equal(lines_of(body).different(), line_keys(body)) for body in said)


@settings(max_examples=60, deadline=None)
@given(articles_of)
def test_an_article_without_a_recurring_line_has_no_furniture(articles: list[str]) -> None:
    counts = table(articles)
    recurring = set(counts.recurring().tolist())
    for body in articles:
        if not recurring & set(line_keys(body).tolist()):
            assert spans(body, counts) == ()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_spans_of_any_text_are_sound(body: str) -> None:
    counts = table([body] * 3 + bodies(3))
    end = 0
    for start, stop in spans(body, counts):
        assert end <= start < stop <= len(body)
        end = stop
