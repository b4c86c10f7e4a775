"""tantivy (Rust) through its Python package: English stems, positions, stored text, fast fields for facets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import tantivy

from bench.engines import First, Ready, month_of
from bench.questions import Question

_HEAP = 256 << 20


class Tantivy:
    """One thread for building; memory as tantivy's own examples give it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, articles: Iterator[Ready]) -> None:
        """One segment at the end, as the reader would have it after a while."""
        self._folder.mkdir(parents=True)
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("title", stored=True, tokenizer_name="en_stem")
        schema.add_text_field("body", stored=True, tokenizer_name="en_stem")
        schema.add_text_field("outlet", stored=True, fast=True, tokenizer_name="raw")
        schema.add_unsigned_field("month", fast=True)
        schema.add_unsigned_field("day", fast=True, indexed=True)
        index = tantivy.Index(schema.build(), path=str(self._folder))
        writer = index.writer(_HEAP, 1)
        for a in articles:
            day = date.fromisoformat(a.date[:10]).toordinal() if a.date else 0
            document = tantivy.Document(id=a.id, title=a.title, body=a.body, outlet=a.outlet)
            document.add_unsigned("month", month_of(a.date))
            document.add_unsigned("day", day)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """Opens the index; the caches of the operating system are as the build left them."""
        self._index = tantivy.Index.open(str(self._folder))
        self._searcher = self._index.searcher()

    def _query(self, q: Question) -> tantivy.Query:
        must, fields = tantivy.Occur.Must, ["title", "body"]
        if q.mode == "prefix":
            words = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Should, tantivy.Query.regex_query(self._index.schema, f, q.words[0] + ".*"))
                    for f in fields
                ]
            )
        else:
            text = {"all": " AND ".join(q.words), "any": " OR ".join(q.words), "phrase": f'"{" ".join(q.words)}"'}
            words = self._index.parse_query(text[q.mode], fields)
        parts = [(must, words)]
        if q.days:
            field = tantivy.FieldType.Unsigned
            low, high = (d.toordinal() for d in q.days)
            parts.append((must, tantivy.Query.range_query(self._index.schema, "day", field, low, high)))
        if q.outlet:
            parts.append((must, tantivy.Query.term_query(self._index.schema, "outlet", q.outlet)))
        return tantivy.Query.boolean_query(parts) if len(parts) > 1 else words

    def first(self, question: Question) -> First:
        """Top ten with count, then both facets in one aggregation."""
        query = self._query(question)
        found = self._searcher.search(query, 10, count=True)
        facets = self._searcher.aggregate(
            query,
            {
                "outlets": {"terms": {"field": "outlet", "size": 1000}},
                "months": {"terms": {"field": "month", "size": 1000}},
            },
        )
        self._hits = [address for _, address in found.hits]
        ids = tuple(self._searcher.doc(a)["id"][0] for a in self._hits)
        return First(ids, found.count, len(facets["outlets"]["buckets"]), len(facets["months"]["buckets"]))

    def second(self, question: Question, ids: tuple[str, ...]) -> int:
        """Titles and tantivy's own snippets."""
        maker = tantivy.SnippetGenerator.create(self._searcher, self._query(question), self._index.schema, "body")
        shown = 0
        for address in self._hits:
            document = self._searcher.doc(address)
            shown += bool(document["title"]) and maker.snippet_from_doc(document) is not None
        return shown
