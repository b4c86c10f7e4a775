"""The plain reference as an engine: every answer made by looking at each article in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from morgue.core.article import Article, Filed
from morgue.core.health import Check, Stats
from morgue.core.partial_date import parse_when
from morgue.search.answer import Similar, Stream, Unit
from morgue.search.backend import ClauseCounts, Histogram, SimilarHits
from morgue.search.deadline import Deadline
from morgue.search.desk.by_reading import (
    draw_by_reading,
    fingerprint_by_reading,
    neighbours_by_reading,
    texts_by_reading,
    vocabulary_by_reading,
)
from morgue.search.desk.neighbours import Neighbours
from morgue.search.desk.receipts.fingerprint import Fingerprint
from morgue.search.desk.samples.sampling import Draw, DrawRequest
from morgue.search.desk.tabulation import Cell, Dimension, Tabulation
from morgue.search.desk.texts import ArticleText, Made
from morgue.search.desk.vocabulary import Vocabulary
from morgue.search.query import KeywordField, Phrase, Query, Text
from morgue.search.request import Count, SearchRequest, SearchResult, Story
from tests.backend.plain_archive import PlainArchive, earliest
from tests.backend.plain_counts import facet, histogram, stats
from tests.backend.plain_words import completed, held_as, suggested, words_of
from tests.desk.plain_spans import spans_of
from tests.oracle.archives import Built
from tests.oracle.reference import Reference

T = TypeVar("T")


class PlainBackend:
    """Satisfies `Backend` over the articles of a `Built` archive. It takes no notice of time unless there is none."""

    version = 1

    def __init__(self, built: Built) -> None:
        self._archive = PlainArchive(built)
        self._reference = Reference(built.live, list(self._archive.stories.values()), self._archive.every)
        self._story_of, self._values = self._archive.story_of, self._archive.values
        self._found: dict[Query, list[Article]] = {}

    @property
    def articles(self) -> int:
        return len(self._archive.live)

    def _matching(self, query: Query) -> list[Article]:
        """What matches; remembered, since one question is asked several times."""
        if query not in self._found:
            texts = self._reference.texts
            self._found[query] = [a for a in self._archive.live if self._reference.matches(query, texts[a.id])]
        return self._found[query]

    def run(self, request: SearchRequest, deadline: Deadline | None = None) -> SearchResult:
        late = _late(deadline)
        found = [] if late else self._matching(request.query)
        ordered = self._ordered(found, request)
        if request.collapse:
            first: dict[str, tuple[str, float]] = {}
            for name, score in ordered:
                first.setdefault(self._story_of(name), (name, score))
            ordered = list(first.values())
        page = list(enumerate(ordered, 1))[request.offset : request.offset + request.limit]
        count = self._archive.count(found)
        return SearchResult(
            articles=count.articles,
            stories=count.stories,
            hits=tuple(self._archive.hit(name, rank, score) for rank, (name, score) in page),
            facets=tuple(facet(self._archive, name, found, request.buckets) for name in request.facets),
            sets=tuple(self._archive.bucket(s.name, [a for a in found if a.id in s.ids]) for s in request.sets),
            partial=late,
        )

    def _ordered(self, found: Sequence[Article], request: SearchRequest) -> list[tuple[str, float]]:
        if request.sort == "relevance":
            return self._reference.ranked(request.query)
        sign = -1 if request.sort == "newest" else 1

        def key(article: Article) -> tuple[bool, float, str]:
            when = parse_when(article.date or "")
            return when is None, sign * (when.instant if when else 0), article.id

        return [(a.id, 0.0) for a in sorted(found, key=key)]

    def count(self, query: Query, deadline: Deadline | None = None) -> Count:
        return self._archive.count(self._matching(query))

    def clause_counts(self, queries: Sequence[Query], deadline: Deadline | None = None) -> ClauseCounts:
        late = _late(deadline)
        return ClauseCounts(tuple(None if late else self.count(q) for q in queries), late)

    def histogram(
        self, query: Query, unit: Unit | None = None, rows: int = 0, deadline: Deadline | None = None
    ) -> Histogram:
        late = _late(deadline)
        return histogram(self._archive, [] if late else self._matching(query), unit, rows, late)

    def similar(self, id: str, limit: int = 10, deadline: Deadline | None = None) -> SimilarHits:
        if id not in self._archive.by_id:
            return SimilarHits(())
        mine, own = words_of(self._archive.by_id[id]), self._story_of(id)
        held = self._reference.forms.held
        rated = []
        for article in self._archive.live:
            shared = {w for w in mine & words_of(article) if held[w] * 4 <= self.articles}
            if self._story_of(article.id) != own and len(shared) >= 3:
                rated.append((-len(shared), article.id, tuple(sorted(shared))))
        seen: dict[str, Similar] = {}
        for _, other, shared_words in sorted(rated):
            seen.setdefault(self._story_of(other), Similar(self._archive.hit(other, len(seen) + 1, 1.0), shared_words))
        return SimilarHits(tuple(seen.values())[:limit])

    def suggest(self, word: str, limit: int = 3) -> tuple[str, ...]:
        return suggested(self._reference.forms.held, word, limit)

    def holds(self, field: KeywordField, text: str) -> tuple[bool, bool]:
        return held_as(self._archive.every, field, text)

    def complete(self, field: str, prefix: str, limit: int = 20) -> tuple[str, ...]:
        if field == "id":
            return tuple(sorted(i for i in self._archive.by_id if i.startswith(prefix))[:limit])
        return completed(self._reference.forms.held, self._archive.every, field, prefix, limit)

    def forms(self, word: Text, language: str | None = None) -> frozenset[str]:
        assert not isinstance(word, Phrase), "the forms of one word are asked for"
        return self._reference.forms.listed(word, language)

    def texts(
        self, request: SearchRequest | Query, make: Callable[[ArticleText], T], deadline: Deadline | None = None
    ) -> Made[T]:
        return texts_by_reading(self, request, make, deadline)

    def draw(self, request: DrawRequest, deadline: Deadline | None = None) -> Draw:
        return draw_by_reading(self, request, deadline)

    def fingerprint(self, query: Query, deadline: Deadline | None = None) -> Fingerprint:
        return fingerprint_by_reading(self, query, deadline)

    def tabulate(
        self, query: Query, by: tuple[Dimension, ...], hits: bool = False, deadline: Deadline | None = None
    ) -> Tabulation:
        late = _late(deadline)
        held: dict[tuple[str, ...], list[Article]] = {}
        for article in [] if late else self._matching(query):
            values = tuple((*self._values(article, name), "")[0] for name in by)
            held.setdefault(values, []).append(article)
        cells = []
        for values in sorted(held):
            count = self._archive.count(held[values])
            texts = [self._reference.texts[a.id] for a in held[values]]
            told = sum(len(spans_of(self._reference, query, t)) for t in texts) if hits else 0
            cells.append(Cell(values, count.articles, count.stories, sum(t.body + t.title for t in texts), told))
        return Tabulation(tuple(cells), late)

    def vocabulary(self, query: Query, least: int = 1, deadline: Deadline | None = None) -> Vocabulary:
        return vocabulary_by_reading(self, query, least, deadline)

    def neighbours(self, query: Query, left: int, right: int, deadline: Deadline | None = None) -> Neighbours:
        return neighbours_by_reading(self, query, left, right, deadline)

    def fetch(self, id: str) -> Filed | None:
        found = self._archive.by_id.get(id)
        return None if found is None else Filed(found, self._archive.membership(found), self._reference.texts[id].body)

    def fetch_many(self, ids: tuple[str, ...]) -> tuple[Filed, ...]:
        return tuple(f for f in map(self.fetch, ids) if f is not None)

    def bodies(self, ids: tuple[str, ...]) -> dict[str, str]:
        return {f.article.id: f.article.body for f in self.fetch_many(ids)}

    def stream(self, query: Query, deadline: Deadline | None = None) -> Stream[Filed]:
        late = _late(deadline)
        found = () if late else self.fetch_many(tuple(a.id for a in self._matching(query)))
        return Stream(iter(found), late)

    def story(self, id: str) -> Story | None:
        name = id if id in self._archive.stories else self._story_of(id)
        if name not in self._archive.stories and name not in self._archive.by_id:
            return None
        original, *others = self._archive.members(name)
        ordered = [original, *sorted(others, key=earliest)]
        return Story(name, self.fetch_many(tuple(a.id for a in ordered)))

    def stories(self, query: Query, least: int, deadline: Deadline | None = None) -> Stream[Story]:
        late = _late(deadline)
        names = {self._story_of(a.id) for a in ([] if late else self._matching(query))}
        sizes = {n: len(self._archive.members(n)) for n in names}
        kept = sorted((n for n in names if sizes[n] >= least), key=lambda n: (-sizes[n], n))
        return Stream((s for s in map(self.story, kept) if s is not None), late)

    def stats(self) -> Stats:
        return stats(self._archive, sum(t.body for t in self._reference.texts.values()))

    def health(self) -> Iterator[Check]:
        yield Check("contents", True, f"{self.articles:,} articles")

    def close(self) -> None:
        pass


def _late(deadline: Deadline | None) -> str | None:
    if deadline is None or not deadline.passed():
        return None
    deadline.cut("nothing was looked at")
    return deadline.partial
