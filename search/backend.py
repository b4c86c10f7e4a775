"""Declares the seam: what a searcher asks of whatever engine holds the articles.

An engine that satisfies `Backend` answers everything that the searcher can ask, and through it the command line and
the browser. `tests/backend` puts the same questions to every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from morgue.core.article import Filed
from morgue.core.dataclass import dataclass
from morgue.core.json import Document, frame, headed
from morgue.search.answer import Similar, Stream, Unit
from morgue.search.deadline import Deadline
from morgue.search.query import KeywordField, Query, Text
from morgue.search.request import Count, SearchRequest, SearchResult, Story

if TYPE_CHECKING:
    from morgue.core.health import Check, Stats
    from morgue.search.desk.neighbours import Neighbours
    from morgue.search.desk.receipts.fingerprint import Fingerprint
    from morgue.search.desk.samples.sampling import Draw, DrawRequest
    from morgue.search.desk.tabulation import Dimension, Tabulation
    from morgue.search.desk.texts import ArticleText, Made
    from morgue.search.desk.vocabulary import Vocabulary

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bin:
    """A unit of time: the matching articles and stories in it, and all articles the archive holds of it.

    `start` is `2025`, `2025-02`, or the first day of a week or day.
    """

    start: str
    articles: int
    stories: int
    holdings: int


@dataclass(frozen=True, slots=True)
class OutletRow:
    """The matching articles of one outlet in each bin of the histogram."""

    outlet: str
    articles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Histogram:
    """Every unit in which the archive holds an article, in order. undated: matches not known so precisely."""

    unit: Unit
    bins: tuple[Bin, ...]
    undated: int
    rows: tuple[OutletRow, ...] = ()
    partial: str | None = None


@dataclass(frozen=True, slots=True)
class ClauseCounts:
    """The size of the answer to each of several queries, None where time ran out."""

    counts: tuple[Count | None, ...]
    partial: str | None = None


@dataclass(frozen=True, slots=True)
class SimilarHits:
    """Hits akin to an article, the nearest first; `partial` says why there may be more."""

    hits: tuple[Similar, ...]
    partial: str | None = None

    def as_dict(self) -> Document:
        """The hits with the words that tie them."""
        return headed({"hits": [hit.as_dict() for hit in self.hits], "partial": self.partial})

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each hit."""
        return frame(hit.as_dict() for hit in self.hits)


class Backend(Protocol):
    """One snapshot of an archive, ready to be asked.

    Every answer of one object is of one snapshot. Not safe across threads: open one a thread. Whatever evaluates a
    query takes a `Deadline`, which holds both the time it may take and whether anybody still waits; it stops there, and
    its answer says in `partial` what was left undone.
    """

    @property
    def articles(self) -> int:
        """How many articles there are."""

    @property
    def version(self) -> int:
        """Which commit is being searched; a later commit has a higher number."""

    def run(self, request: SearchRequest, deadline: Deadline | None = None) -> SearchResult:
        """Hits, counts and facets. Hits may come without snippets: the searcher cuts those that are missing."""

    def count(self, query: Query, deadline: Deadline | None = None) -> Count:
        """The size of the answer alone."""

    def clause_counts(self, queries: Sequence[Query], deadline: Deadline | None = None) -> ClauseCounts:
        """The size of each answer."""

    def histogram(
        self, query: Query, unit: Unit | None = None, rows: int = 0, deadline: Deadline | None = None
    ) -> Histogram:
        """Matches and holdings a unit of time, by default one that fits the matches; and the busiest outlets' rows."""

    def similar(self, id: str, limit: int = 10, deadline: Deadline | None = None) -> SimilarHits:
        """Articles about the same event, of other stories only, with the words they share; none for an unknown id."""

    def suggest(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Words of the archive that this one may have been meant for, best first."""

    def holds(self, field: KeywordField, text: str) -> tuple[bool, bool]:
        """Whether a value of a field with names has these words side by side, and whether some has no others."""

    def complete(self, field: str, prefix: str, limit: int = 20) -> tuple[str, ...]:
        """Values of a field that begin so, the commonest first: an outlet's name, an id, a word of the text."""

    def forms(self, word: Text, language: str | None = None) -> frozenset[str]:
        """The forms of the archive that a word of a query stands for; of a compound those that are written as one.

        language: the only one in which it is stemmed. Not asked of a phrase.
        """

    def texts(
        self, request: SearchRequest | Query, make: Callable[[ArticleText], T], deadline: Deadline | None = None
    ) -> Made[T]:
        """What `make` gives of each hit of a request, in their order; of a bare query of each match, in any order.

        Found at once, read as they are asked for; `make` is called in whatever order suits the engine.
        `texts_by_reading` is one for an engine that has no faster way.
        """

    def draw(self, request: DrawRequest, deadline: Deadline | None = None) -> Draw:
        """A sample of the matches; `draw_by_reading` is one for an engine that has no faster way."""

    def fingerprint(self, query: Query, deadline: Deadline | None = None) -> Fingerprint:
        """What the matches are known by; `fingerprint_by_reading` is one for an engine that has no faster way."""

    def tabulate(
        self, query: Query, by: tuple[Dimension, ...], hits: bool = False, deadline: Deadline | None = None
    ) -> Tabulation:
        """The matches by one or two dimensions; `tabulate_by_reading` is one for an engine that has no faster way.

        hits: whether occurrences are counted, too (else they are 0).
        """

    def vocabulary(self, query: Query, least: int = 1, deadline: Deadline | None = None) -> Vocabulary:
        """The forms that stand in at least so many matches, with what they have there and in the whole archive.

        Forms that take no place of their own (a compound as a whole, a word in capitals) are not among them.
        `vocabulary_by_reading` is one for an engine that has no faster way.
        """

    def neighbours(self, query: Query, left: int, right: int, deadline: Deadline | None = None) -> Neighbours:
        """The words within so many places to the left and to the right of the query's occurrences.

        The deadline is for finding the matches. `neighbours_by_reading` is one for an engine that has no faster way.
        """

    def fetch(self, id: str) -> Filed | None:
        """One article with its story, or None."""

    def fetch_many(self, ids: tuple[str, ...]) -> tuple[Filed, ...]:
        """Those of the articles that exist, in the order asked."""

    def bodies(self, ids: tuple[str, ...]) -> dict[str, str]:
        """The bodies of those of the articles that exist, by their ids."""

    def stream(self, query: Query, deadline: Deadline | None = None) -> Stream[Filed]:
        """Every match in the archive's order, in constant memory. Found at once, read as they are asked for."""

    def story(self, id: str) -> Story | None:
        """A story by its id (or an alias of it) or by the id of any member."""

    def stories(self, query: Query, least: int, deadline: Deadline | None = None) -> Stream[Story]:
        """Stories with a matching member and at least so many members, most members first, then by id."""

    def stats(self) -> Stats:
        """What the archive holds."""

    def health(self) -> Iterator[Check]:
        """What was looked at in this snapshot, and what to do about what is wrong."""

    def close(self) -> None:
        """Lets go of the archive."""
