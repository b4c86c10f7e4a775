"""Answers faces: takes what a person typed, gives answers with snippets, all of one snapshot."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from morgue.core.article import Filed
from morgue.core.dataclass import replace
from morgue.core.wording.quantities import quantity
from morgue.search.answer import Advice, Answer, Match, NotFound, SearchQuery, Stream, Timeline, Unit, Why
from morgue.search.deadline import USUAL_MS, Deadline, always
from morgue.search.facet_filters import chosen_facets
from morgue.search.highlight.snippets import snippets
from morgue.search.language.build import all_of
from morgue.search.language.named_sets import Sets, any_of_sets, tag_facet
from morgue.search.language.parse import Reading, read
from morgue.search.language.printing import print_query
from morgue.search.query import All, Query
from morgue.search.request import Count, Hit, Marking, SearchRequest, SearchResult, Snippet, Story

if TYPE_CHECKING:
    from morgue.core.health import Stats
    from morgue.index.stories.diff import Diff
    from morgue.search.backend import Backend, SimilarHits
    from morgue.search.desk.desk import Desk

#: Queries remembered as read: facets, passages and counts of a question are asked for one after the other.
_MOST_READ = 64


class Searcher:
    """Answers questions about one snapshot of an archive. A context manager; open one for each thread."""

    def __init__(
        self, backend: Backend, saved: Mapping[str, str], today: date | None = None, sets: Sets | None = None
    ) -> None:
        """saved: texts of saved queries by name. sets: what knows the articles of `tag:NAME`."""
        self._backend = backend
        self._saved = saved
        self._sets = sets
        self._today = today or date.today()
        #: Queries as they were read, but for those that name what a person keeps, which may change.
        self._read: dict[tuple[str, Match, date | None], Reading] = {}
        #: The last query that was printed: it is asked again with other facets, and for its next page.
        self._printed: tuple[Query, str] | None = None
        #: Whether anybody still waits for the answer to what is asked now. One that nobody waits for ends soon, cut.
        self.wanted: Callable[[], bool] = always

    def __enter__(self) -> Searcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the archive."""
        self._backend.close()

    @property
    def version(self) -> int:
        """Which commit of the archive is being searched; a later one has a higher number."""
        return self._backend.version

    def stats(self) -> Stats:
        """What the archive holds."""
        return self._backend.stats()

    @property
    def articles(self) -> int:
        """How many articles the archive has; unlike `count("")` without counting their stories."""
        return self._backend.articles

    def parse(self, text: str, match: Match = "all") -> Query:
        """The query value of what was typed; nothing typed is every article."""
        return self.read(text, match).query

    def read(
        self, text: str, match: Match = "all", today: date | None = None, saved: Mapping[str, str] | None = None
    ) -> Reading:
        """The query value with its clauses and with remarks on how it was read; as on another day, if one is named."""
        if not text.strip():
            return Reading(All(), (), ())
        asked = text, match, today
        if saved is None and asked in self._read:
            return self._read[asked]
        known = self._saved if saved is None else saved
        values, sets = self._backend.holds, self._sets
        reading = read(text, match=match, today=today or self._today, saved=known, values=values, sets=sets)
        if saved is None and "@" not in text and "IdSet(" not in repr(reading.query):
            if len(self._read) >= _MOST_READ:
                self._read.clear()
            self._read[asked] = reading
        return reading

    def ask(self, ask: SearchQuery) -> Answer:
        """Runs one question. QueryError for a bad query; an empty answer carries advice, when there is time for it."""
        deadline = Deadline(ask.budget_ms, self.wanted)
        answer = self._answer(ask, deadline)
        enough = ask.budget_ms is None or 2 * answer.took_ms < ask.budget_ms
        if answer.result.articles or answer.result.partial or not enough:
            return answer
        return replace(answer, advice=self._advice(ask, deadline))

    def answer(self, ask: SearchQuery) -> Answer:
        """Runs one question without advice on an empty answer; `advice` gives that, and costs as much again."""
        return self._answer(ask, Deadline(ask.budget_ms, self.wanted))

    def advice(self, ask: SearchQuery) -> Advice:
        """What to try instead of a question that found nothing."""
        return self._advice(ask, Deadline(ask.budget_ms, self.wanted))

    def _answer(self, ask: SearchQuery, deadline: Deadline) -> Answer:
        started = time.perf_counter()
        reading = self.read(ask.text, ask.match)
        chosen = chosen_facets(ask.include, ask.exclude)
        request = _request(ask, all_of((reading.query, *chosen)))
        if ask.tags:
            tags = self._sets.tags() if self._sets is not None else ()
            request = replace(request, sets=(*tags, any_of_sets(tags)))
        result = self._backend.run(request, deadline)
        if ask.tags:
            result = replace(result, facets=(*result.facets, tag_facet(result, ask.buckets)), sets=())
        result = self.with_snippets(result, ask.snippets, deadline)
        took = round((time.perf_counter() - started) * 1000, 3)
        remarks = (*reading.remarks, *result.remarks)
        return Answer(ask, self._print(reading.query), result, took, remarks, None, self._span(result))

    def _print(self, query: Query) -> str:
        if self._printed is None or self._printed[0] is not query:
            self._printed = query, print_query(query)
        return self._printed[1]

    def _advice(self, ask: SearchQuery, deadline: Deadline) -> Advice:
        from morgue.search.advice import advise

        clauses = self.read(ask.text, ask.match).clauses
        return advise(self._backend, clauses, chosen_facets(ask.include, ask.exclude), deadline)

    def count(self, text: str, match: Match = "all", budget_ms: int | None = USUAL_MS) -> Count:
        """How many articles and stories match."""
        reading = self.read(text, match)
        count = self._backend.count(reading.query, Deadline(budget_ms, self.wanted))
        return replace(count, remarks=reading.remarks)

    def show(self, id: str) -> Filed:
        """One article by its id or the beginning of it that no other has; NotFound says what there is instead."""
        filed = self._backend.fetch(id)
        if filed is not None:
            return filed
        near = self._backend.complete("id", id, 4) if id else ()
        if len(near) == 1:
            found = self._backend.fetch(near[0])
            assert found is not None
            return found
        if near:
            raise NotFound(f'several articles have ids that begin with "{id}"', ", ".join(near[:3]) + " …")
        raise NotFound(f'no article has the id "{id}"', "ids are printed with every hit")

    def story(self, id: str) -> Story:
        """A story by its id, an earlier id of it, or the id (or its beginning) of a member."""
        story = self._backend.story(id)
        if story is None:
            story = self._backend.story(self.show(id).story.id)
        assert story is not None
        return story

    def stories(self, text: str = "", least: int = 2, budget_ms: int | None = USUAL_MS) -> Stream[Story]:
        """Stories with a matching member and at least so many members, most members first, then by id."""
        reading = self.read(text)
        return replace(self._backend.stories(reading.query, least, Deadline(budget_ms)), remarks=reading.remarks)

    def export(self, text: str, budget_ms: int | None = USUAL_MS) -> Stream[Filed]:
        """Every matching article, in the archive's order, in constant memory; the time is for finding them."""
        reading = self.read(text)
        return replace(self._backend.stream(reading.query, Deadline(budget_ms)), remarks=reading.remarks)

    @property
    def desk(self) -> Desk:
        """What is done with what was found: lines, samples, rates, words."""
        from morgue.search.desk.desk import Desk

        return Desk(self._backend, self.read, lambda: self.wanted(), self._today, self._saved)

    def timeline(self, text: str, by: Unit | None = None, rows: int = 0, budget_ms: int | None = USUAL_MS) -> Timeline:
        """Matches and holdings over time; the unit is chosen by the span when not given."""
        from morgue.search.timeline import over_time

        reading = self.read(text)
        told = over_time(self._backend, reading.query, by, rows, Deadline(budget_ms))
        return replace(told, remarks=reading.remarks)

    def why(self, id: str, text: str, budget_ms: int | None = USUAL_MS) -> Why:
        """Which clauses of the query the article matches."""
        from morgue.search.advice import why

        reading = self.read(text)
        told = why(self._backend, self.show(id).article.id, reading.clauses, Deadline(budget_ms))
        return replace(told, remarks=reading.remarks)

    def similar(self, id: str, limit: int = 10, budget_ms: int | None = USUAL_MS) -> SimilarHits:
        """Articles of other stories on the same event or thread, with the words that tie them."""
        return self._backend.similar(self.show(id).article.id, limit, Deadline(budget_ms))

    def diff(self, a: str, b: str) -> Diff:
        """What the second article cut, added, reworded and moved against the first."""
        from morgue.index.stories.diff import diff

        return diff(self.show(a).article, self.show(b).article)

    def passages(self, filed: Filed, marking: Marking, count: int) -> tuple[Snippet, ...]:
        """At most so many passages of an article's body, those that answer best."""
        return snippets(filed.article.body, marking, count)

    def with_snippets(self, result: SearchResult, count: int, deadline: Deadline | None = None) -> SearchResult:
        """The result with so many passages a hit; after the deadline only the first hit has any."""
        if not count or not result.hits:
            return result
        bodies = self._backend.bodies(tuple(h.id for h in result.hits))
        hits: list[Hit] = []
        for hit in result.hits:
            if hits and deadline is not None and deadline.passed():
                break
            cut = hit.snippets or snippets(bodies[hit.id], result.marking, count)
            hits.append(replace(hit, snippets=cut))
        bare = result.hits[len(hits) :]
        note = f"time ran out before the passages of {quantity(len(bare), 'hit')}" if bare else None
        partial = "; ".join(filter(None, (result.partial, note))) or None
        return replace(result, hits=(*hits, *bare), partial=partial)

    def complete(self, field: str, prefix: str, limit: int = 50) -> tuple[str, ...]:
        """Values of a facet that begin so, most articles first."""
        return self._backend.complete(field, prefix, limit)

    @staticmethod
    def _span(result: SearchResult) -> tuple[str, str] | None:
        dated = [f.buckets for f in result.facets if f.name in ("year", "month", "day") and f.buckets]
        ends = [bucket.value for buckets in dated for bucket in (buckets[0], buckets[-1])]  # they are in time
        return (min(ends), max(ends)) if ends else None


def _request(ask: SearchQuery, query: Query) -> SearchRequest:
    return SearchRequest(
        query=query,
        limit=ask.limit,
        offset=ask.offset,
        sort=ask.sort,
        collapse=ask.collapse,
        facets=ask.facets,
        buckets=ask.buckets,
        explain=ask.explain,
    )
