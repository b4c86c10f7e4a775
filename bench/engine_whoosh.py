"""Stock Whoosh: its own codec, its stemming analyzer, its matchers, collectors and groupings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from whoosh import fields, index, query
from whoosh.analysis.analyzers import StemmingAnalyzer

from bench.engines import First, Ready, month_of
from bench.questions import Question


class Whoosh:
    """One process, a writer with 256 MB, one segment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, articles: Iterator[Ready]) -> None:
        """Stored text, positions, sortable columns for the facets."""
        self._folder.mkdir(parents=True)
        stemming = StemmingAnalyzer(stoplist=None)
        schema = fields.Schema(
            id=fields.ID(stored=True),
            title=fields.TEXT(analyzer=stemming, stored=True),
            body=fields.TEXT(analyzer=stemming, stored=True),
            outlet=fields.ID(stored=True, sortable=True),
            month=fields.NUMERIC(sortable=True),
            day=fields.DATETIME(sortable=True),
        )
        writer = index.create_in(str(self._folder), schema).writer(limitmb=256)
        for a in articles:
            # A missing date breaks grouping by date: undated articles get the earliest month.
            day = datetime.fromisoformat(a.date[:10]) if a.date else datetime(1, 1, 1)
            writer.add_document(id=a.id, title=a.title, body=a.body, outlet=a.outlet, month=month_of(a.date), day=day)
        writer.commit(optimize=True)

    def open(self) -> None:
        """A fresh searcher."""
        self._searcher = index.open_dir(str(self._folder)).searcher()

    def _query(self, q: Question) -> query.Query:
        schema = self._searcher.schema

        def terms(word: str) -> query.Query:
            stems = [t.text for t in schema["body"].analyzer(word)]
            return query.Or([query.Term(f, s) for f in ("title", "body") for s in stems])

        if q.mode == "prefix":
            words: query.Query = query.Or([query.Prefix(f, q.words[0]) for f in ("title", "body")])
        elif q.mode == "phrase":
            stems = [t.text for t in schema["body"].analyzer(" ".join(q.words))]
            words = query.Or([query.Phrase(f, stems) for f in ("title", "body")])
        else:
            words = (query.And if q.mode == "all" else query.Or)([terms(w) for w in q.words])
        parts = [words]
        if q.days:
            first, last = (datetime(d.year, d.month, d.day) for d in q.days)
            parts.append(query.DateRange("day", first, last))
        if q.outlet:
            parts.append(query.Term("outlet", q.outlet))
        return query.And(parts) if len(parts) > 1 else words

    def first(self, question: Question) -> First:
        """Top ten, the exact total, both groupings."""
        self._results = self._searcher.search(self._query(question), limit=10, groupedby=["outlet", "month"])
        outlets, months = self._results.groups("outlet"), self._results.groups("month")
        return First(tuple(h["id"] for h in self._results), len(self._results), len(outlets), len(months))

    def second(self, question: Question, ids: tuple[str, ...]) -> int:
        """Titles and Whoosh's own highlights."""
        return sum(bool(h["title"]) and h.highlights("body") is not None for h in self._results)
