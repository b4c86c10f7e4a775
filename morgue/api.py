"""The door for programs and notebooks: an archive as one object, answers as the values that the other faces get too."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, get_args

from morgue.core.errors import MorgueError
from morgue.core.loading.compiled import lasting
from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.search.answer import Match, SearchQuery, Stream, Unit
from morgue.search.request import FACETS, SORTS, FacetName, Sort

if TYPE_CHECKING:
    from morgue.core.article import Filed
    from morgue.core.health import Stats
    from morgue.core.json import Document
    from morgue.index.stories.diff import Diff
    from morgue.search.answer import Answer, Timeline, Why
    from morgue.search.backend import SimilarHits
    from morgue.search.desk.collocates import Collocates
    from morgue.search.desk.kwic import Concordance
    from morgue.search.desk.outlets import Outlets
    from morgue.search.desk.quotes import Quotes
    from morgue.search.desk.rates import Rates
    from morgue.search.desk.receipts.receipt import Receipt
    from morgue.search.desk.receipts.receipt_check import Checked
    from morgue.search.desk.samples.sampling import Sample
    from morgue.search.desk.words import Basis, KeyWords
    from morgue.search.request import Count, Story
    from morgue.search.searcher import Searcher

#: (facet, value) pairs that hits must have, or must not have.
Choices = tuple[tuple[FacetName, str], ...]


def open(location: str | os.PathLike[str]) -> Archive:  # noqa: A001 -- people write morgue.open
    """The archive at a location, as it is now: a folder, or an address such as opensearch://host:9200/name.

    Raises ArchiveError (of morgue.core.errors) when it cannot be used, and MorgueError for a location that cannot be.
    Articles added later are seen by opening again.
    """
    lasting()
    return Archive(open_searcher(Location.parse(os.fspath(location))))


def _check(what: str, names: Iterable[str], known: Sequence[str]) -> None:
    """MorgueError for a name that there is not: a notebook's types are not checked before it runs."""
    for name in names:
        if name not in known:
            raise MorgueError(f'no {what} "{name}"', f"there are {', '.join(known)}")


def _check_match(match: Match) -> None:
    _check("match", (match,), get_args(Match))


def _check_basis(by: Basis) -> None:
    from morgue.search.desk.words import Basis

    _check("basis", (by,), get_args(Basis))


class Archive:
    """One snapshot of an archive. A context manager; not to be shared between threads.

    Every method raises QueryError for a query that cannot be read, NotFound for an id that no article has, and
    MorgueError for another argument that cannot be. No method has a limit of time: answers are whole.
    """

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        """How many articles the archive has."""
        return self._searcher.articles

    def close(self) -> None:
        """Lets go of the archive."""
        self._searcher.close()

    def search(
        self,
        query: str = "",
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        match: Match = "all",
        copies: bool = False,
        facets: tuple[FacetName, ...] = (),
        buckets: int = 10,
        include: Choices = (),
        exclude: Choices = (),
        snippets: int = 1,
    ) -> Answer:
        """The best hits of a query with counts, facets and passages; iterating over the answer gives its hits.

        One hit a story unless `copies`; `include` and `exclude` are (facet, value) pairs; `buckets` is the most a facet
        lists.
        """
        _check("facet", (*facets, *(name for name, _ in (*include, *exclude))), FACETS)
        _check("order", (sort,), SORTS)
        _check_match(match)
        return self._searcher.ask(
            SearchQuery(
                query,
                match=match,
                limit=limit,
                offset=offset,
                sort=sort,
                collapse=not copies,
                facets=facets,
                buckets=buckets,
                include=include,
                exclude=exclude,
                snippets=snippets,
                budget_ms=None,
            )
        )

    def count(self, query: str = "", *, match: Match = "all") -> Count:
        """How many articles and stories match."""
        _check_match(match)
        return self._searcher.count(query, match, None)

    def kwic(
        self,
        query: str,
        *,
        limit: int | None = 25,
        sort: str = "newest",
        width: int = 10,
        copies: bool = False,
        match: Match = "all",
        sample: int | None = None,
        seed: int = 0,
    ) -> Concordance:
        """Every occurrence of the query's words and phrases as a line; iterating over it gives the lines.

        sort: as on the command line, `1R,2R`. width: words on either side, 0 for the sentence. limit: None for all.
        """
        _check_match(match)
        from morgue.search.desk.kwic import KwicAsk

        keys = tuple(name.strip() for name in sort.split(","))
        limit = None if sample is not None else limit
        return self._searcher.desk.kwic(KwicAsk(query, match, limit, keys, width, not copies, sample, seed, None))

    def sample(
        self,
        query: str,
        size: int = 100,
        *,
        seed: int = 0,
        by: tuple[FacetName, ...] = (),
        equal: bool = False,
        one_per_story: bool = False,
        match: Match = "all",
    ) -> Sample:
        """Articles drawn by chance from the matches, the same for the same seed; iterating over it reads them."""
        _check_match(match)
        from morgue.search.desk.samples.sampling import SampleAsk

        return self._searcher.desk.sample(SampleAsk(query, match, size, seed, by, equal, one_per_story, None))

    def receipt(self, query: str, *, match: Match = "all") -> Receipt:
        """What was asked of which archive and what came of it, to be kept: `as_dict()` is the file."""
        _check_match(match)
        from morgue.search.desk.samples.sampling import SampleAsk

        return self._searcher.desk.receipt(SampleAsk(query, match, budget_ms=None), False)

    def check(self, receipt: Document) -> Checked:
        """Asks again what a receipt (its file, read as JSON) asked, and says what has changed; MorgueError for none."""
        from morgue.search.desk.receipts.receipt import load

        return self._searcher.desk.check(load(receipt))

    def rates(
        self, *queries: str, by: str | tuple[str, ...] = "month", match: Match = "all", hits: bool = True
    ) -> Rates:
        """What share of the articles held matches each query, by one or two of day, week, month, year, outlet ….

        With 95 per cent intervals, and how often their words stand in a million where `hits`.
        """
        _check_match(match)
        from morgue.search.desk.rates import RatesAsk
        from morgue.search.desk.tabulation import dimensions

        names = (by,) if isinstance(by, str) else by
        return self._searcher.desk.rates(RatesAsk(queries, dimensions(names), match, hits, None))

    def words(
        self, query: str, *, limit: int = 50, by: Basis = "stories", least: int = 3, run: int = 1, aside: bool = False
    ) -> KeyWords:
        """The words (or runs of words) that mark the matches off from the rest, with log-likelihood and %DIFF."""
        _check_basis(by)
        from morgue.search.desk.words import WordsAsk

        return self._searcher.desk.words(WordsAsk(query, "all", limit, by, least, run, aside, None))

    def collocates(
        self,
        query: str,
        *,
        limit: int = 50,
        left: int = 5,
        right: int = 5,
        by: Basis = "stories",
        least: int = 3,
        aside: bool = False,
    ) -> Collocates:
        """The words that stand near the occurrences of a query more than elsewhere, with logDice."""
        _check_basis(by)
        from morgue.search.desk.collocates import CollocatesAsk

        ask = CollocatesAsk(query, "all", limit, left, right, by, least, aside, None)
        return self._searcher.desk.collocates(ask)

    def quotes(self, query: str, *, shortest: int = 4, limit: int | None = None) -> Quotes:
        """Passages in quotation marks, variants of one together, with speakers where they are named beside them."""
        return self._searcher.desk.quotes(query, shortest, limit)

    def outlets(self, query: str = "") -> Outlets:
        """What share of each outlet's articles is its own, an agency's, copied, and how often it was first to print."""
        return self._searcher.desk.outlets(query)

    def timeline(self, query: str = "", *, by: Unit | None = None, outlets: int = 0) -> Timeline:
        """Matches and holdings over time, by a unit that suits the span unless one is named; rows for some outlets."""
        _check("unit", filter(None, (by,)), get_args(Unit))
        return self._searcher.timeline(query, by, outlets, None)

    def stories(self, query: str = "", *, least: int = 2) -> Stream[Story]:
        """Stories with a matching article and at least so many members, most members first."""
        return self._searcher.stories(query, least, None)

    def story(self, id: str) -> Story:
        """A story by its id, or by the id (or its beginning) of any of its articles."""
        return self._searcher.story(id)

    def show(self, id: str) -> Filed:
        """One article with its text, by its id or the beginning of it that no other has."""
        return self._searcher.show(id)

    def export(self, query: str = "") -> Stream[Filed]:
        """Every matching article with its text, one by one, in the archive's order."""
        return self._searcher.export(query, None)

    def similar(self, id: str, *, limit: int = 10) -> SimilarHits:
        """Articles of other stories on the same event, with the words that tie them."""
        return self._searcher.similar(id, limit, None)

    def why(self, id: str, query: str) -> Why:
        """Which clauses of a query an article matches."""
        return self._searcher.why(id, query, None)

    def diff(self, a: str, b: str) -> Diff:
        """What article b cut, added, reworded and moved against article a."""
        return self._searcher.diff(a, b)

    def stats(self) -> Stats:
        """What the archive holds."""
        return self._searcher.stats()
