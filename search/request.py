"""Declares what is asked of a backend and what it answers, as frozen values without engine objects. Pure."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeGuard, get_args

from morgue.core.article import Filed, Membership
from morgue.core.dataclass import dataclass
from morgue.core.json import Document, frame, headed
from morgue.core.wording import stand_in
from morgue.search.query import IdSet, Query

Sort = Literal["relevance", "newest", "oldest", "recent"]
FacetName = Literal["outlet", "agency", "section", "language", "byline", "place", "role", "year", "month", "day"]
SORTS: tuple[Sort, ...] = get_args(Sort)
FACETS: tuple[FacetName, ...] = get_args(FacetName)


def is_sort(name: str) -> TypeGuard[Sort]:
    """Whether it is the name of an order of hits."""
    return name in SORTS


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question.

    collapse   one hit a story (the best member that matches), else every article
    facets     the facets to count over all matches
    sets       named sets of ids to be counted over all matches, as facets are
    buckets    most buckets a facet lists (the rest is counted as others); dates list all
    """

    query: Query
    limit: int = 10
    offset: int = 0
    sort: Sort = "relevance"
    collapse: bool = True
    facets: tuple[FacetName, ...] = ()
    buckets: int = 10
    explain: bool = False
    sets: tuple[IdSet, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage and the spans in it that matched: half-open character ranges, ascending, not overlapping."""

    text: str
    marks: tuple[tuple[int, int], ...]

    def as_dict(self) -> Document:
        """The passage; marks are half-open ranges of characters (Unicode code points) of its text."""
        return {"text": self.text, "marks": [[start, end] for start, end in self.marks]}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a hit scored what it did: one line a part, each with its share of the score and its parts below it."""

    label: str
    value: float
    parts: tuple[Explanation, ...] = ()

    def as_dict(self) -> Document:
        """A part of a score and its parts."""
        return {"label": self.label, "value": self.value, "parts": [part.as_dict() for part in self.parts]}


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

    def as_dict(self) -> Document:
        """One result without the schema number; with `explanation` when one was asked for."""
        document: Document = {
            "rank": self.rank,
            "score": self.score,
            "id": self.id,
            "title": self.title,
            "outlet": self.outlet,
            "date": self.date,
            "authors": list(self.authors),
            "url": self.url,
            "language": self.language,
            "story": self.story.as_dict(),
            "snippets": [part.as_dict() for part in self.snippets],
        }
        if self.explanation is not None:
            document["explanation"] = self.explanation.as_dict()
        return document


class FacetBucket(NamedTuple):
    """A value with the number of matching articles that have it, and of stories with such an article.

    A tuple, as an answer has hundreds: a frozen dataclass takes twice as long to make.
    """

    value: str
    articles: int
    stories: int

    def as_dict(self) -> Document:
        """The value with both counts."""
        return {"value": self.value, "articles": self.articles, "stories": self.stories}


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

    sets are the matches in each set that was asked for, in that order; an empty set has a bucket too.
    remarks tell of forms of the words that were not looked for.
    """

    articles: int
    stories: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    marking: Marking = Marking()
    sets: tuple[FacetBucket, ...] = ()
    partial: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles match, and in how many stories; `partial` says why that is not all, remarks how it was read."""

    articles: int
    stories: int
    partial: str | None = None
    remarks: tuple[str, ...] = ()

    def as_dict(self, query: str) -> Document:
        """Both counts, with the query as it was typed."""
        counts: Document = {"articles": self.articles, "stories": self.stories, "partial": self.partial}
        return headed({"query": query, **counts, "remarks": [*self.remarks]})


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its members, original first, then by date, then by id."""

    id: str
    members: tuple[Filed, ...]

    def as_dict(self) -> Document:
        """The story with its members, without the schema number."""
        return {"id": self.id, "articles": [part.as_member() for part in self.members]}

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each member."""
        return frame(part.as_member() for part in self.members)
