"""Answers every question of a searcher from one point in time of an archive in a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from morgue.core.article import Filed
from morgue.core.health import Check, Stats
from morgue.core.wording.quantities import articles_in_stories
from morgue.index.cluster.archive import check
from morgue.index.cluster.http import Connection
from morgue.search.answer import Similar, Stream, Unit
from morgue.search.backend import ClauseCounts, Histogram, SimilarHits
from morgue.search.cluster.counting import Counting, aggregations
from morgue.search.cluster.desk_members import DeskMembers
from morgue.search.cluster.expansion import Expander
from morgue.search.cluster.lexicon import ClusterLexicon
from morgue.search.cluster.paging import Pages, aged
from morgue.search.cluster.ranking.nearness import nearness
from morgue.search.cluster.ranking.typed_forms import typed
from morgue.search.cluster.session import Session
from morgue.search.cluster.similar import Alike
from morgue.search.cluster.stories import PLACE, Stories, fields_of
from morgue.search.cluster.totals import stats
from morgue.search.cluster.translate import Translator
from morgue.search.cluster.unsought import Remarks
from morgue.search.cluster.values import COLUMNS, Values
from morgue.search.deadline import Deadline
from morgue.search.local.marking import marking
from morgue.search.query import All, Exact, IdSet, KeywordField, NumberRange, Query, Text
from morgue.search.request import Count, Explanation, FacetBucket, SearchRequest, SearchResult, Story

Json = dict[str, Any]

#: Articles read at a time when streaming, forms looked at to complete a word, stories whose sizes are asked at once.
_STREAM, _FORMS, _STORIES = 200, 4_000, 1_000
_TEXT_FIELDS = ("", "text", "body", "title", "lead", "hlead")


class ClusterBackend(DeskMembers):
    """One point in time of an archive. Not safe across threads: open one a thread."""

    def __init__(self, connection: Connection, outlets: Path | None = None) -> None:
        """outlets: the user's table of names, which holds for the values of queries too."""
        check(connection)
        self._session = Session(connection)
        self._expander = Expander(ClusterLexicon(self._session))
        self._values = Values(self._session, outlets)
        self._counting = Counting(self._session)
        self._stories = Stories(self._session)
        self._pages = Pages(self._session)
        self._alike = Alike(self._session, self._expander, self._stories, lambda: self.articles)
        self._turn = self._session.turn
        self._articles: int | None = None
        self._remarks = Remarks(self._session, self._expander, self._translated)

    def _backend(self) -> ClusterBackend:
        return self

    @property
    def articles(self) -> int:
        """How many there are."""
        self._fresh()
        if self._articles is None:
            self._articles = self._session.count({"match_all": {}})
        return self._articles

    @property
    def version(self) -> int:
        """The commit that is being searched."""
        return self._session.generation

    def _fresh(self) -> None:
        """Forgets what was remembered of a point in time that the cluster has let go of."""
        if self._turn != self._session.turn:
            self._turn = self._session.turn
            self._articles = None
            for each in (self._expander, self._values, self._counting, self._remarks):
                each.forget()

    def _translated(self, query: Query, deadline: Deadline) -> Json:
        self._fresh()

        def sized(asked: NumberRange) -> tuple[bool, list[str]]:
            return self._stories.sized(asked, deadline)

        return Translator(self._expander, self._values, deadline, self._stories.find, sized).of(query)

    # -- searching

    def run(self, request: SearchRequest, deadline: Deadline | None = None) -> SearchResult:
        """Hits without snippets, counts and facets."""
        deadline = deadline or Deadline()
        if deadline.passed():
            deadline.cut("the cluster was not asked")
            return SearchResult(0, 0, (), partial=deadline.partial)
        query = self._translated(request.query, deadline)
        ranked = self._ranked_by(request, query)
        names = tuple(dict.fromkeys(request.facets))
        articles, found, told = self._pages.page(ranked, request, deadline, aggregations(names))
        names = names if deadline.wanted() else ()
        count, facets = self._counting.page(names, query, request.buckets, articles, told, deadline)
        by_date = request.sort in ("newest", "oldest")
        why = [_explained(hit["_explanation"]) for hit in found] if request.explain else []
        return SearchResult(
            articles=articles,
            stories=count.stories,
            hits=self._stories.hits(found, request.offset + 1, not by_date, why),
            facets=facets,
            marking=marking(request.query, self._marked),
            sets=tuple(self._set(query, each, deadline) for each in request.sets),
            partial=deadline.partial,
            remarks=self._remarks.of(request.query, self.articles, deadline),
        )

    def _ranked_by(self, request: SearchRequest, query: Json) -> Json:
        """The question with all that its order depends on; the same articles match."""
        if request.sort in ("newest", "oldest") or not request.limit:
            return query
        near = nearness(request.query, self._expander, self.articles)
        gains = [*([] if near is None else [near]), *typed(request.query, self._expander, self.articles)]
        ranked = {"bool": {"must": [query], "should": gains}} if gains else query
        return aged(ranked, self._newest()) if request.sort == "recent" else ranked

    def _newest(self) -> int | None:
        told = self._session.ask({"match_all": {}}, size=0, aggs={"newest": {"max": {"field": "instant"}}})
        value = told["aggregations"]["newest"]["value"]
        return None if value is None else int(value)

    def _marked(self, query: Text, language: str | None) -> frozenset[str]:
        if isinstance(query, Exact) and query.strict:
            return frozenset((query.text,))
        return frozenset(self._expander.forms(query, language).texts)

    def _set(self, query: Json, each: IdSet, deadline: Deadline) -> FacetBucket:
        inside = {"bool": {"filter": [query, self._translated(each, deadline)]}}
        count = self._counting.count(inside, deadline)
        return FacetBucket(each.name, count.articles, count.stories)

    def count(self, query: Query, deadline: Deadline | None = None) -> Count:
        """The size of the answer alone."""
        deadline = deadline or Deadline()
        count = self._counting.count(self._translated(query, deadline), deadline)
        return Count(count.articles, count.stories, deadline.partial)

    def clause_counts(self, queries: Sequence[Query], deadline: Deadline | None = None) -> ClauseCounts:
        """The size of each answer, None from where time ran out."""
        deadline = deadline or Deadline()
        counts: list[Count | None] = []
        for query in queries:
            if deadline.passed():
                deadline.cut(f"{len(counts)} of {len(queries)} clauses were counted")
                counts += [None] * (len(queries) - len(counts))
                break
            counts.append(self._counting.count(self._translated(query, deadline), deadline))
        return ClauseCounts(tuple(counts), deadline.partial)

    def histogram(
        self, query: Query, unit: Unit | None = None, rows: int = 0, deadline: Deadline | None = None
    ) -> Histogram:
        """Matches and holdings a unit of time, and the busiest outlets' rows."""
        deadline = deadline or Deadline()
        told = self._counting.histogram(self._translated(query, deadline), unit, rows, deadline)
        return Histogram(told.unit, told.bins, told.undated, told.rows, deadline.partial)

    def similar(self, id: str, limit: int = 10, deadline: Deadline | None = None) -> SimilarHits:
        """Articles about the same event, of other stories only, with the words they share; none for an unknown id."""
        deadline = deadline or Deadline()
        filed = self.fetch(id)
        if filed is None:
            return SimilarHits(())
        found: tuple[Similar, ...] = self._alike.similar(filed.article, filed.story.id, limit, deadline)
        return SimilarHits(found, deadline.partial)

    # -- words and values

    def suggest(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Words of the archive that this one may have been meant for, best first."""
        self._fresh()
        return self._expander.suggestions(word, limit)

    def holds(self, field: KeywordField, text: str) -> tuple[bool, bool]:
        """Whether a value of a field with names has these words side by side, and whether some has no others."""
        self._fresh()
        return self._values.holds(field, text)

    def complete(self, field: str, prefix: str, limit: int = 20) -> tuple[str, ...]:
        """Values of a field that begin so, the commonest first: an outlet's name, an id, a word of the text."""
        self._fresh()
        if field in COLUMNS:
            return self._values.complete(field, prefix, limit)
        if field == "id":
            answer = self._session.ask(
                {"prefix": {"id": prefix}} if prefix else {"match_all": {}},
                size=limit,
                sort=[{"id": "asc"}],
                _source=False,
                docvalue_fields=["id"],
            )
            return tuple(str(fields_of(hit)["id"]) for hit in answer["hits"]["hits"])
        if field not in _TEXT_FIELDS:
            return ()
        from morgue.core.folding import fold

        bare = fold(prefix.casefold())
        forms = [f for f in self._expander.lexicon.beginning(bare, _FORMS) if f.startswith(bare)]
        counts = self._expander.lexicon.frequencies(forms)
        return tuple(sorted((f for f in forms if counts[f]), key=lambda f: (-counts[f], f))[:limit])

    # -- articles and stories

    def fetch(self, id: str) -> Filed | None:
        """One article with its story, or None."""
        return next(iter(self._stories.filed([id])), None)

    def fetch_many(self, ids: tuple[str, ...]) -> tuple[Filed, ...]:
        """Those of the articles that exist, in the order asked."""
        return self._stories.filed(ids)

    def bodies(self, ids: tuple[str, ...]) -> dict[str, str]:
        """The bodies of those of the articles that exist, by their ids."""
        return {filed.article.id: filed.article.body for filed in self.fetch_many(ids)}

    def stream(self, query: Query, deadline: Deadline | None = None) -> Stream[Filed]:
        """Every match in the archive's order, in constant memory, read as they are asked for."""
        deadline = deadline or Deadline()
        translated = self._translated(query, deadline)
        self._session.count(translated, deadline)  # what is missing is known before the first article is read
        if deadline.passed():
            deadline.cut("the articles were not read")
            return Stream(iter(()), deadline.partial)
        return Stream(self._read(translated), deadline.partial)

    def _read(self, query: Json) -> Iterator[Filed]:
        hits = self._session.rows({"bool": {"filter": [query]}}, PLACE, size=_STREAM, _source={"includes": ["a"]})
        for part in _parts(hits, _STREAM):
            yield from self._stories.read(part)

    def story(self, id: str) -> Story | None:
        """A story by its id (or another that leads to it) or by the id of any member."""
        found = self._stories.find(id)
        return None if found is None else self._stories.story(found)

    def stories(self, query: Query, least: int, deadline: Deadline | None = None) -> Stream[Story]:
        """Stories with a matching member and at least so many members, most members first, then by id."""
        deadline = deadline or Deadline()
        translated = self._translated(query, deadline)
        company: Json = {"term": {"company": True}}
        among = {"bool": {"filter": [translated, company] if least > 1 else [translated]}}
        names = [name for (name,), _ in self._session.composite(among, ("story",), deadline)]
        sizes: dict[str, int] = {}
        for at in range(0, len(names), _STORIES):
            part = {"terms": {"story": names[at : at + _STORIES]}}
            sizes.update((name, n) for (name,), n in self._session.composite(part, ("story",), deadline))
        kept = sorted((s for s, n in sizes.items() if n >= least), key=lambda s: (-sizes[s], s))
        return Stream((self._stories.story(s) for s in kept), deadline.partial)

    # -- the archive

    def stats(self) -> Stats:
        """What the archive holds."""
        return stats(self._session, self._counting, self._values, self.count(All()))

    def health(self) -> Iterator[Check]:
        """What this point in time holds."""
        held = self.stats()
        yield Check(
            "contents",
            True,
            f"{articles_in_stories(held.articles, held.stories)}, shards: {held.segments}, "
            f"generation {held.generation}",
        )

    def close(self) -> None:
        """Lets go of the point in time."""
        self._session.close()


def _parts(items: Iterator[Json], size: int) -> Iterator[list[Json]]:
    part: list[Json] = []
    for item in items:
        part.append(item)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def _explained(told: Json) -> Explanation:
    parts = tuple(_explained(part) for part in told.get("details", ()))
    return Explanation(str(told["description"])[:200], float(told["value"]), parts)
