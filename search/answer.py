"""Declares what a face asks in a person's words, and what it gets back. Frozen values. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Generic, Literal, Protocol, TypeVar

from morgue.core.dataclass import dataclass
from morgue.core.errors import MorgueError
from morgue.core.json import Document, Json, frame, headed
from morgue.search.deadline import USUAL_MS
from morgue.search.request import FacetName, Hit, SearchResult, Sort

Match = Literal["all", "any"]


class Documented(Protocol):
    """What can be written as a JSON document."""

    def as_dict(self) -> Document:
        """The document."""


Item = TypeVar("Item", bound=Documented)
Unit = Literal["day", "week", "month", "year"]


class NotFound(MorgueError):
    """No article or story has that id."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A question as typed, with what was chosen beside it.

    include, exclude  (facet, value) pairs: values of one facet in include are alternatives
    tags              count the matches by the tags of the workspace, too: the last facet of the answer
    """

    text: str
    match: Match = "all"
    limit: int = 10
    offset: int = 0
    sort: Sort = "relevance"
    collapse: bool = True
    facets: tuple[FacetName, ...] = ()
    buckets: int = 10
    include: tuple[tuple[FacetName, str], ...] = ()
    exclude: tuple[tuple[FacetName, str], ...] = ()
    snippets: int = 1
    explain: bool = False
    budget_ms: int | None = USUAL_MS
    tags: bool = False


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """A clause of a query in normal form and how many articles match it alone."""

    clause: str
    articles: int


@dataclass(frozen=True, slots=True)
class Advice:
    """What to try when nothing was found.

    clauses   each clause with its own count
    spelling  words of the archive near those that it does not have: (typed, there, articles)
    nearest   the query with the fewest clauses left out that finds something, and how many articles; or None
    any_word  how many articles have any of the words, when all together find none
    """

    clauses: tuple[ClauseCount, ...] = ()
    spelling: tuple[tuple[str, str, int], ...] = ()
    nearest: ClauseCount | None = None
    any_word: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to an `SearchQuery`: `parsed` is the query's normal form; `advice` is there when nothing was found.

    remarks say how the query was read where it may have been meant otherwise, and what was not looked for
    span is the first and last known day (`2019-03-01`) among all matches, None where unknown or not counted.
    """

    ask: SearchQuery
    parsed: str
    result: SearchResult
    took_ms: float
    remarks: tuple[str, ...] = ()
    advice: Advice | None = None
    span: tuple[str, str] | None = None

    @property
    def suggestion(self) -> str | None:
        """The one query to try next when nothing was found: with a word respelt, else without what matches nothing."""
        if self.advice is None:
            return None
        for typed, there, _ in self.advice.spelling:
            word = re.compile(rf"(?<!\w){re.escape(typed)}(?!\w)", re.I)
            if word.search(self.ask.text):
                return word.sub(there.replace("\\", r"\\"), self.ask.text)
        return self.advice.nearest.clause if self.advice.nearest else None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.result.hits)

    def as_dict(self) -> Document:
        """The answer of `search --json`."""
        result = self.result
        return headed(
            {
                "query": self.ask.text,
                "parsed": self.parsed,
                "articles": result.articles,
                "stories": result.stories,
                "took_ms": self.took_ms,
                "partial": result.partial,
                "hits": [found.as_dict() for found in result.hits],
                "facets": {facet.name: [bucket.as_dict() for bucket in facet.buckets] for facet in result.facets},
                "others": {facet.name: facet.others for facet in result.facets},
                "missing": {facet.name: facet.missing for facet in result.facets},
                "suggestion": self.suggestion,
                "remarks": [*self.remarks],
            }
        )

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each hit."""
        return frame(hit.as_dict() for hit in self.result.hits)


@dataclass(frozen=True, slots=True)
class TimeBucket:
    """start is the first day of the bucket in ISO form (`2021-03`, `2021`, `2021-W09`, `2021-03-04`);
    holdings is all that the archive holds in it."""

    start: str
    articles: int
    stories: int
    holdings: int

    def as_dict(self) -> Document:
        """One stretch of time."""
        return {
            "start": self.start,
            "articles": self.articles,
            "stories": self.stories,
            "holdings": self.holdings,
        }


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One outlet's articles a bucket, in the order of the timeline's buckets."""

    outlet: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Matches over time; every bucket from the first to the last holding or match is there, empty ones too.

    partial says why some matches are not counted.
    """

    query: str
    by: Unit
    buckets: tuple[TimeBucket, ...]
    undated: int
    rows: tuple[TimelineRow, ...] = ()
    partial: str | None = None
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> Document:
        """Matches over time; with `rows` when outlets were asked for."""
        document = headed(
            {
                "query": self.query,
                "by": self.by,
                "buckets": [part.as_dict() for part in self.buckets],
                "undated": self.undated,
            }
        )
        if self.rows:
            document["rows"] = [{"outlet": row.outlet, "counts": list(row.counts)} for row in self.rows]
        document["partial"] = self.partial
        document["remarks"] = [*self.remarks]
        return document

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each bucket."""
        return frame(part.as_dict() for part in self.buckets)


@dataclass(frozen=True, slots=True)
class ClauseCheck:
    """Whether one clause matches the article in question, and how many articles it matches alone.

    None is not known: time ran out.
    """

    clause: str
    matches: bool | None
    articles: int | None


@dataclass(frozen=True, slots=True)
class Why:
    """Why an article is, or is not, in the answer; `matches` is None and `partial` says why when time ran out."""

    id: str
    matches: bool | None
    clauses: tuple[ClauseCheck, ...]
    partial: str | None = None
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> Document:
        """Which clauses of the query the article matches."""
        clauses: list[Json] = [
            {"clause": check.clause, "matches": check.matches, "articles": check.articles} for check in self.clauses
        ]
        return headed(
            {
                "id": self.id,
                "matches": self.matches,
                "clauses": clauses,
                "partial": self.partial,
                "remarks": [*self.remarks],
            }
        )


@dataclass(frozen=True, slots=True)
class Stream(Generic[Item]):
    """Answers that are read one by one, as they are asked for; `partial` says why they are not all."""

    items: Iterator[Item]
    partial: str | None = None
    remarks: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Item]:
        return self.items

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each item; all of them are read."""
        return frame(item.as_dict() for item in self.items)


@dataclass(frozen=True, slots=True)
class Similar:
    """A hit akin to an article and the words that tie them, the most telling first."""

    hit: Hit
    shared: tuple[str, ...]

    def as_dict(self) -> Document:
        """The hit with the words."""
        return {**self.hit.as_dict(), "shared": list(self.shared)}
