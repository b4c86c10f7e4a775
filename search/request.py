"""What is asked of a backend and what it answers. Frozen values without engine objects. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from morgue.core import stand_in
from morgue.core.article import Filed, Membership
from morgue.search.deadline import USUAL_MS, Deadline, always
from morgue.search.query import Query

Sort = Literal["relevance", "newest", "oldest", "recent"]
FacetName = Literal["outlet", "agency", "section", "language", "byline", "place", "role", "year", "month", "day"]
FACETS: tuple[FacetName, ...] = (
    "outlet",
    "agency",
    "section",
    "language",
    "byline",
    "place",
    "role",
    "year",
    "month",
    "day",
)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question.

    collapse   one hit a story (the best member that matches), else every article
    facets     the facets to count over all matches
    buckets    most buckets a facet lists (the rest is counted as others); dates list all
    budget_ms  after this long the engine stops and the answer says what is missing; None: no limit
    """

    query: Query
    limit: int = 10
    offset: int = 0
    sort: Sort = "relevance"
    collapse: bool = True
    facets: tuple[FacetName, ...] = ()
    buckets: int = 10
    explain: bool = False
    budget_ms: int | None = USUAL_MS


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage and the spans in it that matched: half-open character ranges, ascending, not overlapping."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a hit scored what it did: one line a part, each with its share of the score and its parts below it."""

    label: str
    value: float
    parts: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. `rank` counts from 1 over the whole result, offset included.

    lead: the first words of an article without a headline.
    """

    rank: int
    score: float
    id: str
    title: str | None
    outlet: str | None
    agency: str | None
    date: str | None
    authors: tuple[str, ...]
    url: str | None
    language: str | None
    story: Membership
    also: tuple[str, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    explanation: Explanation | None = None
    lead: str = ""

    @property
    def headline(self) -> str:
        """The headline, or the first words in brackets."""
        return stand_in.headline(self.title, self.lead)


@dataclass(frozen=True, slots=True)
class FacetBucket:
    """A value with the number of matching articles that have it, and of stories with such an article."""

    value: str
    articles: int
    stories: int


@dataclass(frozen=True, slots=True)
class Facet:
    """Buckets by falling count (dates by time); others and missing count articles beyond and without a value."""

    name: FacetName
    buckets: tuple[FacetBucket, ...]
    others: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Marking:
    """What is marked in the text of an article.

    terms    all words that are marked by themselves
    phrases  words and phrases of the query by their places, each place the terms that may stand there; a word has one
             place, so that a passage can be judged by how many words of the query, not forms, it has
    title    what is marked in the headline, where that is something else (`title:ferry`); None for the same
    """

    terms: frozenset[str] = frozenset()
    phrases: tuple[tuple[frozenset[str], ...], ...] = ()
    title: Marking | None = None

    @property
    def headline(self) -> Marking:
        """What is marked in the headline."""
        return self if self.title is None else self.title


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer. articles counts every match, stories every story with one; `partial` says why it is not whole.

    remarks tell of forms of the words that were not looked for.
    """

    articles: int
    stories: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    marking: Marking = Marking()
    partial: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles match, and in how many stories; `partial` says why that is not all, remarks how it was read."""

    articles: int
    stories: int
    partial: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its members, original first, then by date, then by id."""

    id: str
    members: tuple[Filed, ...]


class Backend(Protocol):
    """What a searcher needs of whatever holds the articles: the embedded archive first, a cluster later.

    Every answer of one backend object is of one snapshot. Not safe across threads: open one a thread. What evaluates a
    query stops at its deadline, and tells the deadline what was left undone.
    """

    def run(self, request: SearchRequest, wanted: Callable[[], bool] = always) -> SearchResult:
        """Hits without snippets (the searcher cuts those), counts and facets; cut short when no longer wanted."""

    def count(self, query: Query, deadline: Deadline | None = None) -> Count:
        """The size of the answer alone."""

    def fetch(self, id: str) -> Filed | None:
        """One article with its story, or None."""

    def fetch_many(self, ids: tuple[str, ...]) -> tuple[Filed, ...]:
        """Those of the articles that exist, in the order asked."""

    def stream(self, query: Query, deadline: Deadline | None = None) -> Iterator[Filed]:
        """Every match in the archive's order, in constant memory. Found at once, read as they are asked for."""

    def story(self, id: str) -> Story | None:
        """A story by its id (or an alias of it) or by the id of any member."""

    def stories(self, query: Query, least: int, deadline: Deadline | None = None) -> Iterator[Story]:
        """Stories with a matching member and at least so many members, most members first, then by id."""
