"""The plain reference as an engine: every answer made by looking at each article in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

from rapidfuzz.distance import OSA

from morgue.core.analyzer import fold, joints, terms
from morgue.core.article import Article, Filed, Membership
from morgue.core.health import Check, Stats
from morgue.core.partial_date import When, parse_when
from morgue.search.answer import Similar, Stream, Unit
from morgue.search.backend import Bin, ClauseCounts, Histogram, OutletRow, SimilarHits
from morgue.search.deadline import Deadline
from morgue.search.desk.by_reading import (
    draw_by_reading,
    fingerprint_by_reading,
    texts_by_reading,
    vocabulary_by_reading,
)
from morgue.search.desk.receipts.fingerprint import Fingerprint
from morgue.search.desk.samples.sampling import Draw, DrawRequest
from morgue.search.desk.tabulation import Cell, Dimension, Tabulation
from morgue.search.desk.texts import ArticleText, Made
from morgue.search.desk.vocabulary import Vocabulary
from morgue.search.periods import bucket_of_period, first_day, unit_for
from morgue.search.query import All, KeywordField, Query, Text, Word
from morgue.search.request import Count, Facet, FacetBucket, FacetName, Hit, SearchRequest, SearchResult, Story
from tests.desk.plain_spans import spans_of
from tests.oracle.archives import Built
from tests.oracle.reference import Reference

T = TypeVar("T")
ROLE_OF_PLACE = ("copy", "excerpt", "version")


class PlainBackend:
    """Satisfies `Backend` over the articles of a `Built` archive. It takes no notice of time unless there is none."""

    version = 1

    def __init__(self, built: Built) -> None:
        stories = [[i for i in s if i not in built.deleted] for s in built.stories]
        self._stories = {s[0]: s for s in stories if s}
        self._every = [a for s in built.segments for a in s]
        self._live = built.live
        self._place = {a.id: a for a in self._live}
        self._reference = Reference(self._live, [s for s in stories if s], self._every)
        self._story = {i: s[0] for s in self._stories.values() for i in s}

    @property
    def articles(self) -> int:
        return len(self._live)

    # -- matching

    def _matching(self, query: Query) -> list[Article]:
        return [a for a in self._live if self._reference.matches(query, self._reference.texts[a.id])]

    def _story_of(self, id: str) -> str:
        return self._story.get(id, id)

    def _members(self, story: str) -> list[Article]:
        return [self._place[i] for i in self._stories.get(story, [story])]

    def _count(self, found: Sequence[Article]) -> Count:
        return Count(len(found), len({self._story_of(a.id) for a in found}))

    # -- what is asked

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
        count = self._count(found)
        return SearchResult(
            articles=count.articles,
            stories=count.stories,
            hits=tuple(self._hit(name, rank, score) for rank, (name, score) in page),
            facets=tuple(self._facet(name, found, request.buckets) for name in request.facets),
            sets=tuple(self._bucket(s.name, [a for a in found if a.id in s.ids]) for s in request.sets),
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

    def _hit(self, id: str, rank: int, score: float) -> Hit:
        a = self._place[id]
        return Hit(
            rank=rank,
            score=score,
            id=id,
            title=a.title,
            outlet=a.outlet,
            agency=a.agency,
            date=a.date,
            authors=a.authors,
            url=a.url,
            language=a.language,
            story=self._membership(a),
            also=self._also(a),
        )

    def _also(self, article: Article) -> tuple[str, ...]:
        members = sorted(self._members(self._story_of(article.id)), key=_earliest)
        if len({m.outlet for m in members if m.outlet}) < 2:
            return ()
        return tuple(dict.fromkeys(m.outlet for m in members if m.outlet and m.outlet != article.outlet))

    def _membership(self, article: Article) -> Membership:
        story = self._story_of(article.id)
        members = self._members(story)
        roles = [("original", *(ROLE_OF_PLACE[n % 3] for n in range(len(members))))[n] for n in range(len(members))]
        at = members.index(article)
        outlets = {m.outlet for m in members if m.outlet}
        return Membership(
            id=story,
            role=roles[at],  # type: ignore[arg-type]  # the names above are roles
            of=None if not at else members[0].id,
            kept=None if not at else 0.5,
            articles=len(members),
            copies=sum(r in ("copy", "excerpt") for r in roles),
            versions=roles.count("version"),
            outlets=max(1, len(outlets)),
            day=self._day(article, members),
        )

    def _day(self, article: Article, members: Sequence[Article]) -> str | None:
        """The date of the story's first dated member, for one that has none."""
        dated = [(w.first, self._every.index(m), m.date) for m in members if (w := parse_when(m.date or ""))]
        return None if parse_when(article.date or "") or not dated else min(dated)[2]

    def _bucket(self, value: str, articles: Sequence[Article]) -> FacetBucket:
        count = self._count(articles)
        return FacetBucket(value, count.articles, count.stories)

    def _values(self, article: Article, name: str) -> tuple[str, ...]:
        if name == "byline":
            return tuple(dict.fromkeys(article.authors))
        if name == "role":
            return (self._membership(article).role,)
        if name in ("year", "month", "week", "day"):
            when = parse_when(article.date or "")
            found = when and bucket_of_period(when.first, when.last, name)  # type: ignore[arg-type]  # just checked
        else:
            found = getattr(article, name)
        return (found,) if found else ()

    def _facet(self, name: FacetName, found: Sequence[Article], buckets: int) -> Facet:
        by_value: dict[str, list[Article]] = {}
        for article in found:
            for value in self._values(article, name):
                by_value.setdefault(value, []).append(article)
        missing = sum(not self._values(a, name) for a in found)
        if name in ("year", "month", "day"):
            return Facet(name, tuple(self._bucket(v, by_value[v]) for v in sorted(by_value)), 0, missing)
        kept = sorted(by_value, key=lambda v: (-len(by_value[v]), v))[:buckets]
        shown = {a.id for v in kept for a in by_value[v]}
        return Facet(
            name, tuple(self._bucket(v, by_value[v]) for v in kept), len(found) - len(shown) - missing, missing
        )

    def count(self, query: Query, deadline: Deadline | None = None) -> Count:
        return self._count(self._matching(query))

    def clause_counts(self, queries: Sequence[Query], deadline: Deadline | None = None) -> ClauseCounts:
        late = _late(deadline)
        return ClauseCounts(tuple(None if late else self.count(q) for q in queries), late)

    def histogram(
        self, query: Query, unit: Unit | None = None, rows: int = 0, deadline: Deadline | None = None
    ) -> Histogram:
        late = _late(deadline)
        found = [] if late else self._matching(query)
        unit = unit or self._fitting(found)
        held = self._by_bucket(self._live, unit)
        mine = self._by_bucket(found, unit)
        bins = []
        for name in sorted(held):
            count = self._count(mine.get(name, ()))
            start = date.fromordinal(first_day(name)).isoformat() if unit == "week" else name
            bins.append(Bin(start, count.articles, count.stories, len(held[name])))
        outlets = self._facet("outlet", found, rows).buckets if rows else ()
        told = tuple(
            OutletRow(b.value, tuple(sum(a.outlet == b.value for a in mine.get(n, ())) for n in sorted(held)))
            for b in outlets
        )
        return Histogram(unit, tuple(bins), len(found) - sum(map(len, mine.values())), told, late)

    def _fitting(self, found: Sequence[Article]) -> Unit:
        months = sorted(self._by_bucket(found, "month"))
        return unit_for(first_day(months[0]), first_day(months[-1]) + 30) if months else "month"

    @staticmethod
    def _by_bucket(articles: Sequence[Article], unit: Unit) -> dict[str, list[Article]]:
        out: dict[str, list[Article]] = {}
        for article in articles:
            when = parse_when(article.date or "")
            name = when and bucket_of_period(when.first, when.last, unit)
            if name:
                out.setdefault(name, []).append(article)
        return out

    def similar(self, id: str, limit: int = 10, deadline: Deadline | None = None) -> SimilarHits:
        if id not in self._place:
            return SimilarHits(())
        mine, own = _words(self._place[id]), self._story_of(id)
        rated = []
        for article in self._live:
            shared = {w for w in mine & _words(article) if self._reference.held[w] * 4 <= len(self._live)}
            if self._story_of(article.id) != own and len(shared) >= 3:
                rated.append((-len(shared), article.id, tuple(sorted(shared))))
        seen: dict[str, Similar] = {}
        for _, other, shared_words in sorted(rated):
            seen.setdefault(self._story_of(other), Similar(self._hit(other, len(seen) + 1, 1.0), shared_words))
        return SimilarHits(tuple(seen.values())[:limit])

    def suggest(self, word: str, limit: int = 3) -> tuple[str, ...]:
        edits = 1 if len(word) <= 4 else 2
        bare, held = fold(word), self._reference.held
        near = []
        for form in held:
            distance = min(OSA.distance(bare, form), OSA.distance(bare, fold(form)))
            if distance <= edits and form != word:
                near.append((distance, -held[form], form))
        common = [x for x in sorted(near) if x[1] < -1] or sorted(near)
        return tuple(form for _, _, form in common[:limit])

    def holds(self, field: KeywordField, text: str) -> tuple[bool, bool]:
        wanted = [fold(t) for t in terms(text)]
        values = [[fold(t) for t in terms(v)] for a in self._every for v in self._values_of_any(a, field)]
        if not wanted:
            return False, False
        inside = [v for v in values if any(v[i : i + len(wanted)] == wanted for i in range(len(v)))]
        return bool(inside), wanted in inside

    def complete(self, field: str, prefix: str, limit: int = 20) -> tuple[str, ...]:
        if field == "id":
            return tuple(sorted(i for i in self._place if i.startswith(prefix))[:limit])
        counts: Counter[str] = Counter()
        if field in ("", "text"):
            counts.update({w: n for w, n in self._reference.held.items() if w.startswith(fold(prefix.casefold()))})
        else:
            wanted = fold(prefix.casefold())
            for article in self._every:
                counts.update(v for v in self._values_of_any(article, field) if fold(v.casefold()).startswith(wanted))
        return tuple(sorted(counts, key=lambda v: (-counts[v], v))[:limit])

    @staticmethod
    def _values_of_any(article: Article, field: str) -> tuple[str, ...]:
        if field == "byline":
            return article.authors
        value = getattr(article, "language" if field == "lang" else field)
        return (value,) if value else ()

    def forms(self, word: Text, language: str | None = None) -> frozenset[str]:
        if isinstance(word, Word) and len(joints(word.text)) > 1:
            return frozenset(self._reference._apart(word.text, language))
        return frozenset(self._reference.expand(word, language))

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
            count = self._count(held[values])
            texts = [self._reference.texts[a.id] for a in held[values]]
            told = sum(len(spans_of(self._reference, query, t)) for t in texts) if hits else 0
            cells.append(Cell(values, count.articles, count.stories, sum(t.body + t.title for t in texts), told))
        return Tabulation(tuple(cells), late)

    def vocabulary(self, query: Query, least: int = 1, deadline: Deadline | None = None) -> Vocabulary:
        return vocabulary_by_reading(self, query, least, deadline)

    def fetch(self, id: str) -> Filed | None:
        found = self._place.get(id)
        return None if found is None else Filed(found, self._membership(found), self._reference.texts[id].body)

    def fetch_many(self, ids: tuple[str, ...]) -> tuple[Filed, ...]:
        return tuple(f for f in map(self.fetch, ids) if f is not None)

    def stream(self, query: Query, deadline: Deadline | None = None) -> Stream[Filed]:
        late = _late(deadline)
        found = () if late else self.fetch_many(tuple(a.id for a in self._matching(query)))
        return Stream(iter(found), late)

    def story(self, id: str) -> Story | None:
        name = id if id in self._stories else self._story_of(id)
        if name not in self._stories and name not in self._place:
            return None
        original, *others = self._members(name)
        ordered = [original, *sorted(others, key=_earliest)]
        return Story(name, self.fetch_many(tuple(a.id for a in ordered)))

    def stories(self, query: Query, least: int, deadline: Deadline | None = None) -> Stream[Story]:
        late = _late(deadline)
        names = {self._story_of(a.id) for a in ([] if late else self._matching(query))}
        kept = sorted((n for n in names if len(self._members(n)) >= least), key=lambda n: (-len(self._members(n)), n))
        return Stream((s for s in map(self.story, kept) if s is not None), late)

    # -- the archive

    @cached_property
    def _whens(self) -> list[When]:
        return [when for a in self._live if (when := parse_when(a.date or ""))]

    def stats(self) -> Stats:
        roles = Counter(self._membership(a).role for a in self._live)
        outlets = Counter(a.outlet for a in self._live if a.outlet)
        languages = Counter(a.language for a in self._live if a.language)
        return Stats(
            articles=len(self._live),
            stories=self.count(All()).stories,
            copies=roles["copy"],
            excerpts=roles["excerpt"],
            versions=roles["version"],
            words=sum(self._reference.texts[a.id].body for a in self._live),
            undated=len(self._live) - len(self._whens),
            first=date.fromordinal(min(w.first for w in self._whens)).isoformat() if self._whens else None,
            last=date.fromordinal(max(w.last for w in self._whens)).isoformat() if self._whens else None,
            outlets=tuple(sorted(outlets.items(), key=lambda x: (-x[1], x[0]))),
            languages=tuple(sorted(languages.items(), key=lambda x: (-x[1], x[0]))),
            segments=1,
            generation=1,
        )

    def health(self) -> Iterator[Check]:
        yield Check("contents", True, f"{self.articles:,} articles")

    def close(self) -> None:
        pass


def _late(deadline: Deadline | None) -> str | None:
    if deadline is None or not deadline.passed():
        return None
    deadline.cut("nothing was looked at")
    return deadline.partial


def _words(article: Article) -> frozenset[str]:
    return frozenset(terms(article.body)) | frozenset(terms(article.title or ""))


def _earliest(article: Article) -> tuple[bool, float, str]:
    when = parse_when(article.date or "")
    return when is None, when.instant if when else 0, article.id
