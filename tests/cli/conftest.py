"""Answers made by hand, for the renderers: an invented town, Harrow Bay, and its outlets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from index.article import Article, Filed, Membership, Provenance
from search.answer import Advice, Answer, Ask, ClauseCount
from search.request import Facet, FacetBucket, Hit, SearchResult, Snippet

ALONE = Membership("c19a", "original")
TOLD = Membership("k7f2", "original", articles=8, copies=5, versions=2, outlets=6)


def passage(marked: str) -> Snippet:
    """A snippet from text with its marks in brackets: `crews of the [ferry] said`."""
    text, marks = "", []
    for i, part in enumerate(marked.replace("]", "[").split("[")):
        if i % 2:
            marks.append((len(text), len(text) + len(part)))
        text += part
    return Snippet(text, tuple(marks))


FIRST = Hit(
    rank=1,
    score=12.5,
    id="k7f2",
    title="Ferry strike enters third week",
    outlet="Harbour Times",
    agency="AP",
    date="2021-03-04T07:40:00+01:00",
    authors=("Ada Brook",),
    url="https://harbourtimes.example/ferry-strike",
    language="en",
    story=TOLD,
    also=("Hill Gazette", "Valley Post"),
    snippets=(passage("…talks over night shifts failed, and crews of the [ferry] said their [strike] would go on…"),),
)
SECOND = Hit(2, 9.25, "c19a", "Ministers step in", "Valley Post", None, "2021-03-09", (), None, "en", ALONE)


@pytest.fixture
def answer() -> Callable[..., Answer]:
    """An answer of two hits, two facets; keyword arguments replace parts of the result."""

    def make(**parts: Any) -> Answer:
        result = SearchResult(
            articles=67,
            stories=41,
            hits=(FIRST, SECOND),
            facets=(
                Facet("outlet", (FacetBucket("Harbour Times", 23, 12), FacetBucket("Valley Post", 12, 9)), 7, 1),
                Facet("month", (FacetBucket("2021-02", 10, 6), FacetBucket("2021-03", 40, 30))),
            ),
        )
        return Answer(
            Ask("ferry strike"), "ferry strike", replace(result, **parts), 8.6, span=("2019-05-01", "2021-04")
        )

    return make


@pytest.fixture
def nothing() -> Answer:
    """An answer without hits, with advice."""
    advice = Advice(
        clauses=(ClauseCount("ferry", 214), ClauseCount("zeppelin", 0)),
        spelling=(("zeppelin", "zeppelins", 2),),
        nearest=ClauseCount("ferry", 214),
        any_word=214,
    )
    return Answer(Ask("ferry zeppelin"), "ferry zeppelin", SearchResult(0, 0, ()), 1.0, advice=advice)


@pytest.fixture
def filed() -> Filed:
    """An article of the archive with everything known."""
    origin = Provenance("harbour/ferry.html", "ab" * 32, "html", date_source="jsonld", notes=("two dates differ",))
    article = Article(
        id="k7f2",
        body="Ferry crews walked out for a third week.\n"
        "The union said 212 sailors had refused an offer of four percent.",
        provenance=origin,
        url="https://harbourtimes.example/ferry-strike",
        outlet="Harbour Times",
        title="Ferry strike enters third week",
        authors=("Ada Brook", "Jo Tern"),
        agency="AP",
        place="Harrow Bay",
        date="2021-03-04T07:40:00+01:00",
        language="en",
    )
    return Filed(article, TOLD, 18)
