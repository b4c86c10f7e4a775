"""Answers every question of a searcher from one snapshot of an archive in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.dataclass import replace
from morgue.core.loading.compiled import asked
from morgue.core.wording.quantities import articles_in_stories
from morgue.index.codec.stored_texts import few_bodies
from morgue.search.answer import Stream
from morgue.search.backend import ClauseCounts, Histogram, SimilarHits
from morgue.search.deadline import Deadline
from morgue.search.language.remarks.unsought import unsought
from morgue.search.local.aggregation.facets import Facets, Matches
from morgue.search.local.collection import Collection
from morgue.search.local.desk.members import DeskMembers
from morgue.search.local.docset import DocSet
from morgue.search.local.hits import Hits
from morgue.search.local.marking import marking
from morgue.search.local.matching.evaluate import Evaluation
from morgue.search.local.matching.term_expansion import Expander
from morgue.search.local.parallel import beside
from morgue.search.local.process_memory import ProcessMemory
from morgue.search.local.ranking.page import Ranking
from morgue.search.local.unsought import CountedForms
from morgue.search.query import All, IdSet, KeywordField, Query
from morgue.search.request import Count, FacetBucket, SearchRequest, SearchResult, Story

if TYPE_CHECKING:
    from pathlib import Path

    from morgue.core.article import Filed
    from morgue.core.health import Check, Stats
    from morgue.index.archive.snapshot import Snapshot
    from morgue.search.answer import Unit
    from morgue.search.local.aggregation.story_counts import StoryCounter
    from morgue.search.local.docset import Ints
    from morgue.search.local.ranking.explain import Explainer

#: Articles read at a time when streaming.
_STREAM = 256
#: The share of a question's time that is left for putting what was found in order.
_FOR_RANKING = 0.25
#: So many answers are counted with a table of which articles share a story, which costs as much as a few of them.
_MANY = 16
#: Milliseconds within which spelling suggestions are sought.
_SUGGEST_MS = 500


class LocalBackend(DeskMembers):
    """One snapshot of an archive, ready to be asked. Not safe across threads: open one a thread."""

    def __init__(self, snapshot: Snapshot, outlets: Path | None = None, folder: Path | None = None) -> None:
        """outlets: the user's table of names, which holds for the values of queries too. folder: for its size alone."""
        self.snapshot = snapshot
        self._folder = folder
        self._collection = Collection(snapshot, outlets)
        self._expander = Expander(self._collection)
        self._facets = Facets(self._collection)
        self._memory = ProcessMemory(snapshot)

    @property
    def articles(self) -> int:
        """How many there are."""
        return self._collection.articles

    @property
    def version(self) -> int:
        """The generation that is being searched."""
        return self.snapshot.generation

    @cached_property
    def _hits(self) -> Hits:
        return Hits(self._collection)

    def _ask(self, deadline: Deadline | None = None) -> Evaluation:
        for segment in self._collection.segments:
            segment.forget()
        self._memory.begin()
        asked()
        return Evaluation(self._collection, self._expander, deadline or Deadline())

    def _matches(self, evaluation: Evaluation, query: Query) -> Matches:
        """The matches in every segment; time is looked at before each."""
        found: list[DocSet] = []
        deadline, segments = evaluation.deadline, self._collection.segments
        for i, segment in enumerate(segments):
            if i and deadline.passed():
                deadline.cut(f"{i} of {len(segments)} parts of the archive were searched")
                found += [DocSet.empty(s.size) for s in segments[i:]]
                break
            found.append(evaluation.matches(query, segment))
        return Matches(self._collection, found)

    def run(self, request: SearchRequest, deadline: Deadline | None = None) -> SearchResult:
        """Hits without snippets, counts and facets."""
        evaluation = self._ask(deadline)
        with evaluation.deadline.keeping(_FOR_RANKING):
            matches = self._matches(evaluation, request.query)
        self._memory.relieve(matches.articles)
        ranking = Ranking(evaluation, request, matches)
        names = request.facets if evaluation.deadline.wanted() else ()
        count, facets, placed = beside(
            matches.articles,
            lambda: (matches.count, self._facets.facets(names, matches, request.buckets)),
            ranking.page,
        )
        self._memory.relieve(matches.articles)
        explain = _explainer(evaluation, ranking).explain if request.explain else None
        hits = self._hits.hits(placed, request.offset + 1, explain)
        self._memory.relieve(matches.articles)
        sets = self._sets(evaluation, request.sets, matches)
        return SearchResult(
            sets=sets,
            articles=count.articles,
            stories=count.stories,
            hits=hits,
            facets=facets,
            marking=marking(request.query, evaluation.leaves.texts),
            partial=evaluation.deadline.partial,
            remarks=unsought(CountedForms(evaluation), request.query),
        )

    def _sets(self, evaluation: Evaluation, sets: Sequence[IdSet], matches: Matches) -> tuple[FacetBucket, ...]:
        """How many of the matches are in each set."""
        buckets = []
        for each in sets:
            inside = Matches(
                self._collection,
                [
                    found & evaluation.matches(each, segment)
                    for found, segment in zip(matches.found, self._collection.segments, strict=True)
                ],
            )
            buckets.append(FacetBucket(each.name, inside.count.articles, inside.count.stories))
        return tuple(buckets)

    def count(self, query: Query, deadline: Deadline | None = None) -> Count:
        """The size of the answer alone."""
        evaluation = self._ask(deadline)
        count = self._matches(evaluation, query).count
        return replace(count, partial=evaluation.deadline.partial)

    def clause_counts(self, queries: Sequence[Query], deadline: Deadline | None = None) -> ClauseCounts:
        """The size of each answer, None where time ran out; words that stand in several are looked up once."""
        evaluation = self._ask(deadline)
        size_of = self._counter.count if len(queries) >= _MANY else attrgetter("count")
        counts: list[Count | None] = []
        for query in queries:
            count = None if evaluation.deadline.passed() else size_of(self._matches(evaluation, query))
            counts.append(None if evaluation.deadline.ran_out else count)
            if count is None:
                evaluation.deadline.cut("not every part of the query was counted")
        return ClauseCounts(tuple(counts), evaluation.deadline.partial)

    @cached_property
    def _counter(self) -> StoryCounter:
        from morgue.search.local.aggregation.story_counts import StoryCounter  # no search asks for it

        return StoryCounter(self._collection)

    def histogram(
        self, query: Query, unit: Unit | None = None, rows: int = 0, deadline: Deadline | None = None
    ) -> Histogram:
        """Matches and holdings a unit of time, by default one that fits the matches; and the busiest outlets' rows."""
        from morgue.search.local.aggregation.histogram import histogram

        evaluation = self._ask(deadline)
        matches = self._matches(evaluation, query)
        told = histogram(self._facets, matches, self._everything, unit, rows)
        return replace(told, partial=evaluation.deadline.partial)

    @cached_property
    def _everything(self) -> Matches:
        return self._matches(self._ask(), All())

    def similar(self, id: str, limit: int = 10, deadline: Deadline | None = None) -> SimilarHits:
        """Articles about the same event, of other stories only, with the words they share; none where no such id is."""
        doc = self.snapshot.find(id)
        if doc is None:
            return SimilarHits(())

        from morgue.search.local.ranking.more_like_this import similar

        evaluation = self._ask(deadline)
        return SimilarHits(similar(evaluation, self._hits, doc, limit), evaluation.deadline.partial)

    def suggest(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Words of the archive that this one may have been meant for, best first."""
        from morgue.search.local.matching import spelling

        return spelling.suggestions(self._collection, word, limit, Deadline(_SUGGEST_MS))

    def holds(self, field: KeywordField, text: str) -> tuple[bool, bool]:
        """Whether a value of a field with names has these words side by side, and whether some has no others."""
        from morgue.search.local.filters.value_match import held_words

        return held_words(self._collection, field, text)

    def complete(self, field: str, prefix: str, limit: int = 20) -> tuple[str, ...]:
        """Values of a field that begin so, the commonest first: an outlet's name, an id, a word of the text."""
        from morgue.search.local import completion

        return completion.complete(self._collection, field, prefix, limit)

    def fetch(self, id: str) -> Filed | None:
        """One article with its story, or None."""
        doc = self.snapshot.find(id)
        return None if doc is None else next(self.snapshot.filed([doc]))

    def fetch_many(self, ids: tuple[str, ...]) -> tuple[Filed, ...]:
        """Those of the articles that exist, in the order asked."""
        docs = self._found(ids)
        return tuple(self.snapshot.filed([docs[i] for i in ids if i in docs]))

    def bodies(self, ids: tuple[str, ...]) -> dict[str, str]:
        """The bodies of those of the articles that exist, by their ids."""
        found: dict[str, str] = {}
        docs = self._found(ids)
        for view in self.snapshot.segments:
            mine = {i: d - view.base for i, d in docs.items() if 0 <= d - view.base < view.reader.doc_count}
            found.update(zip(mine, few_bodies(view.reader, list(mine.values())), strict=True))
        return found

    def _found(self, ids: tuple[str, ...]) -> dict[str, int]:
        """The numbers of those of the articles that exist, in the order asked."""
        known = self._hits.places
        docs = {i: known[i] if i in known else self.snapshot.find(i) for i in ids}
        return {i: d for i, d in docs.items() if d is not None}

    def stream(self, query: Query, deadline: Deadline | None = None) -> Stream[Filed]:
        """Every match in the archive's order, in constant memory. Found at once, read as they are asked for."""
        evaluation = self._ask(deadline)
        docs = self._matches(evaluation, query).docs
        steps = (docs[start : start + _STREAM].tolist() for start in range(0, len(docs), _STREAM))
        return Stream(chain.from_iterable(map(self.snapshot.filed, steps)), evaluation.deadline.partial)

    def story(self, id: str) -> Story | None:
        """A story by its id (or an alias of it) or by the id of any member."""
        ordinal = self._collection.stories.find(id, self.snapshot.find)
        return None if ordinal is None else self._hits.story(ordinal)

    def stories(self, query: Query, least: int, deadline: Deadline | None = None) -> Stream[Story]:
        """Stories with a matching member and at least so many members, most members first, then by id.

        Found at once, read as they are asked for.
        """
        columns = self._collection.stories
        evaluation = self._ask(deadline)
        with evaluation.deadline.keeping(_FOR_RANKING):
            docs = self._matches(evaluation, query).docs
        held = np.zeros(len(columns.articles), np.bool_)
        held[columns.story[docs]] = True
        found = self._by_size(np.flatnonzero(held & (columns.articles >= least)))
        return Stream(found, evaluation.deadline.partial)

    def _by_size(self, ordinals: Ints) -> Iterator[Story]:
        sizes = self._collection.stories.articles[ordinals]
        for size in np.unique(sizes)[::-1].tolist():
            same = ordinals[sizes == size].tolist()
            for ordinal in sorted(same, key=self._hits.story_id):
                yield self._hits.story(ordinal)

    def stats(self) -> Stats:
        """What the archive holds."""
        from morgue.index.archive.stats import stats

        size = None if self._folder is None else sum(p.stat().st_size for p in self._folder.iterdir() if p.is_file())
        return replace(stats(self.snapshot), bytes=size)

    def health(self) -> Iterator[Check]:
        """What the snapshot holds."""
        from morgue.core.health import Check

        held = self.stats()
        yield Check(
            "contents",
            True,
            f"{articles_in_stories(held.articles, held.stories)}, segments: {held.segments}, "
            f"generation {held.generation}",
        )

    def close(self) -> None:
        """Nothing: the files of a snapshot are let go with the last reference to them."""


def _explainer(evaluation: Evaluation, ranking: Ranking) -> Explainer:
    from morgue.search.local.ranking.explain import Explainer

    return Explainer(evaluation, ranking)
