"""This program, through the doors that the command line uses; collapse by story and story counts included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path

from bench.engines import First, Ready
from bench.questions import Question
from morgue.core.article import Article, Provenance
from morgue.core.loading.compiled import load
from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.ingest import COMMIT_ARTICLES
from morgue.index.pipeline.prepared import Prepared
from morgue.index.stories.similarity.signature import NO_KEYS, StoryKeys, story_keys_many
from morgue.search.answer import SearchQuery


class Morgue:
    """Articles ready to be filed: no cleaning, but stories found, everything durable."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, articles: Iterator[Ready]) -> None:
        """Commits and settles as `morgue index` does."""
        with Writer(Archive.open_or_create(self._folder)) as writer:
            while batch := list(islice(articles, COMMIT_ARTICLES)):
                ready = [_article(a) for a in batch]
                for article, keys in zip(ready, self._keys(ready), strict=True):
                    writer.add(Prepared(article, keys))
                writer.commit()
            writer.settle()

    def _keys(self, articles: Sequence[Article]) -> list[StoryKeys]:
        return story_keys_many(articles)

    def open(self) -> None:
        """One snapshot, and compiled kernels where numba is there, as the browser has from its third question on."""
        load()
        self._searcher = open_searcher(Location.of_folder(self._folder))

    def _ask(self, q: Question) -> SearchQuery:
        text = {"all": " ".join(q.words), "any": " OR ".join(q.words), "phrase": f'"{" ".join(q.words)}"'}
        typed = text.get(q.mode, f"{q.words[0]}*")
        if q.mode == "any" and (q.days or q.outlet):
            typed = f"({typed})"
        if q.days:
            typed += f" date:{q.days[0]}..{q.days[1]}"
        if q.outlet:
            typed += f' outlet:"{q.outlet}"'
        return SearchQuery(typed, facets=("outlet", "month"), buckets=1000, snippets=0, budget_ms=None)

    def first(self, question: Question) -> First:
        """Ten stories, both counts, both facets with both counts."""
        self._result = self._searcher.ask(self._ask(question)).result
        outlets, months = (len(f.buckets) for f in self._result.facets)
        return First(tuple(h.id for h in self._result.hits), self._result.articles, outlets, months)

    def second(self, question: Question, ids: tuple[str, ...]) -> int:
        """Titles and snippets of the ten."""
        shown = self._searcher.with_snippets(self._result, 1)
        return sum(bool(h.title) and bool(h.snippets) for h in shown.hits)


class IndexOnly(Morgue):
    """The same without stories: every article stands alone. What other engines do when they build."""

    def _keys(self, articles: Sequence[Article]) -> list[StoryKeys]:
        return [StoryKeys(NO_KEYS, NO_KEYS, NO_KEYS, NO_KEYS)] * len(articles)


def _article(a: Ready) -> Article:
    digest = sha256(f"{a.id}\0{a.title}\0{a.body}".encode()).hexdigest()
    source = Provenance("bench", digest, "jsonl")
    return Article(a.id, a.body, source, outlet=a.outlet or None, title=a.title or None, date=a.date, language="en")
