"""Values as the JSON documents of the command-line contract, in its field order. Pure.

These mappings exist only between here and the encoder; no room takes one in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from morgue.core.article import Article, Filed, Membership, Provenance, Rejected
from morgue.search.answer import Answer, Similar, TimeBucket, Timeline, Why
from morgue.search.request import Count, Explanation, Hit, Snippet, Story

if TYPE_CHECKING:
    from morgue.cli.cleaning_report import Taken
    from morgue.index.archive.stats import Stats
    from morgue.index.pipeline.ingest import Report
    from morgue.index.sources.registry import Reader
    from morgue.index.stories.card import CardRow
    from morgue.index.stories.diff import Diff

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Document = dict[str, Json]

#: Raised whenever a field is renamed, removed or changes its meaning.
SCHEMA = 1


def headed(body: Mapping[str, Json]) -> Document:
    """The document with its schema number first."""
    return {"schema": SCHEMA, **body}


def article(value: Article, words: int, story: Membership | None) -> Document:
    """The Article object; `story` is null outside an archive."""
    return headed(
        {
            "id": value.id,
            "url": value.url,
            "outlet": value.outlet,
            "title": value.title,
            "authors": list(value.authors),
            "agency": value.agency,
            "place": value.place,
            "date": value.date,
            "modified": value.modified,
            "language": value.language,
            "section": value.section,
            "body": value.body,
            "words": words,
            "provenance": provenance(value.provenance),
            "story": membership(story) if story else None,
        }
    )


def filed(value: Filed) -> Document:
    """An article of the archive."""
    return article(value.article, value.words, value.story)


def provenance(value: Provenance) -> Document:
    """Where it all came from."""
    return {
        "path": value.path,
        "member": value.member,
        "offset": value.offset,
        "captured": value.captured,
        "sha256": value.sha256,
        "format": value.format,
        "extractor": value.extractor,
        "date_source": value.date_source,
        "outlet_source": value.outlet_source,
        "title_source": value.title_source,
        "notes": list(value.notes),
    }


def membership(value: Membership) -> Document:
    """An article's place in its story."""
    return {
        "id": value.id,
        "role": value.role,
        "of": value.of,
        "articles": value.articles,
        "copies": value.copies,
        "versions": value.versions,
        "outlets": value.outlets,
    }


def rejected(value: Rejected) -> Document:
    """An input that gave no article: its provenance as far as known, the reason, and the detail for people."""
    return headed(
        {
            "provenance": {
                "path": value.path,
                "member": value.member,
                "sha256": value.sha256,
                "format": value.format,
            },
            "rejected": value.reason,
            "detail": value.detail or None,
        }
    )


def hit(value: Hit) -> Document:
    """One result without the schema number; with `explanation` when one was asked for."""
    document: Document = {
        "rank": value.rank,
        "score": value.score,
        "id": value.id,
        "title": value.title,
        "outlet": value.outlet,
        "date": value.date,
        "authors": list(value.authors),
        "url": value.url,
        "language": value.language,
        "story": membership(value.story),
        "snippets": [snippet(part) for part in value.snippets],
    }
    if value.explanation is not None:
        document["explanation"] = explanation(value.explanation)
    return document


def snippet(value: Snippet) -> Document:
    """A passage; marks are half-open ranges of characters (Unicode code points) of its text."""
    return {"text": value.text, "marks": [[start, end] for start, end in value.marks]}


def explanation(value: Explanation) -> Document:
    """A part of a score and its parts."""
    return {"label": value.label, "value": value.value, "parts": [explanation(part) for part in value.parts]}


def answer(value: Answer) -> Document:
    """The answer of `search --json`."""
    result = value.result
    return headed(
        {
            "query": value.ask.text,
            "parsed": value.parsed,
            "articles": result.articles,
            "stories": result.stories,
            "took_ms": value.took_ms,
            "partial": result.partial,
            "hits": [hit(found) for found in result.hits],
            "facets": {
                facet.name: [{"value": b.value, "articles": b.articles, "stories": b.stories} for b in facet.buckets]
                for facet in result.facets
            },
            "others": {facet.name: facet.others for facet in result.facets},
            "missing": {facet.name: facet.missing for facet in result.facets},
            "suggestion": value.suggestion,
            "remarks": [*value.remarks],
        }
    )


def count(query: str, value: Count) -> Document:
    """How many articles and stories match."""
    counts = {"articles": value.articles, "stories": value.stories, "partial": value.partial}
    return headed({"query": query, **counts, "remarks": [*value.remarks]})


def story(value: Story) -> Document:
    """A story with its members, original first."""
    return headed(bare_story(value))


def bare_story(value: Story) -> Document:
    """The same inside another document."""
    return {"id": value.id, "articles": [member(part) for part in value.members]}


def member(value: Filed) -> Document:
    """An article as a member of its story."""
    return {
        "id": value.article.id,
        "role": value.story.role,
        "of": value.story.of,
        "outlet": value.article.outlet,
        "date": value.article.date,
        "title": value.article.title,
        "kept": value.story.kept,
    }


def report(value: Report, files: Iterable[Taken] | None = None) -> Document:
    """What a run of `index` did; with `files` when it was a dry run."""
    document = headed(
        {
            "read": value.read,
            "added": value.added,
            "unchanged": value.unchanged,
            "without_text": value.without_text,
            "rejected": dict(value.rejected),
            "copies": value.copies,
            "versions": value.versions,
            "doubtful": value.doubtful,
            "seconds": value.seconds,
            "archive": {"articles": value.articles, "stories": value.stories},
        }
    )
    if files is not None:
        document["files"] = [
            {
                "path": file.path,
                "formats": list(file.formats),
                "articles": file.articles,
                "rejected": dict(file.rejected),
            }
            for file in files
        ]
    return document


def stats(value: Stats, archive: str, size: int) -> Document:
    """What an archive holds; `bytes` is its size on disk."""
    return headed(
        {
            "archive": archive,
            "articles": value.articles,
            "stories": value.stories,
            "copies": value.copies,
            "excerpts": value.excerpts,
            "versions": value.versions,
            "words": value.words,
            "first": value.first,
            "last": value.last,
            "undated": value.undated,
            "bytes": size,
            "segments": value.segments,
            "generation": value.generation,
            "outlets": dict(value.outlets),
            "languages": dict(value.languages),
        }
    )


def similar(value: Similar) -> Document:
    """A hit akin to an article, with the words that tie them."""
    return {**hit(value.hit), "shared": list(value.shared)}


def why(value: Why) -> Document:
    """Which clauses of a query an article matches."""
    clauses: list[Json] = [
        {"clause": check.clause, "matches": check.matches, "articles": check.articles} for check in value.clauses
    ]
    return headed(
        {
            "id": value.id,
            "matches": value.matches,
            "clauses": clauses,
            "partial": value.partial,
            "remarks": [*value.remarks],
        }
    )


def timeline(value: Timeline) -> Document:
    """Matches over time; with `rows` when outlets were asked for."""
    document = headed(
        {
            "query": value.query,
            "by": value.by,
            "buckets": [bucket(part) for part in value.buckets],
            "undated": value.undated,
        }
    )
    if value.rows:
        document["rows"] = [{"outlet": row.outlet, "counts": list(row.counts)} for row in value.rows]
    document["partial"] = value.partial
    document["remarks"] = [*value.remarks]
    return document


def saved(held: Mapping[str, str]) -> Document:
    """The saved searches in the order of their names."""
    return headed({"saved": [{"name": name, "query": text} for name, text in held.items()]})


def bucket(value: TimeBucket) -> Document:
    """One stretch of time."""
    return {
        "start": value.start,
        "articles": value.articles,
        "stories": value.stories,
        "holdings": value.holdings,
    }


def card(value: Story, rows: Sequence[CardRow]) -> Document:
    """A story with the columns of its card."""
    return headed({"id": value.id, "articles": [*card_rows(value, rows)]})


def card_rows(value: Story, rows: Sequence[CardRow]) -> Iterator[Document]:
    """One article of the card each; the comparisons are null for an original."""
    titles = {part.article.id: part.article.title for part in value.members}
    for row in rows:
        compared = row.of is not None
        yield {
            "id": row.id,
            "role": row.role,
            "of": row.of,
            "outlet": row.outlet,
            "first_seen": row.first_seen,
            "kept": row.kept,
            "headline": titles[row.id],
            "headline_kept": row.headline is None if compared else None,
            "credit_kept": row.credit,
            "paragraphs_cut": [[first, last] for first, last in row.cut] if compared else None,
            "sentences_added": row.added if compared else None,
            "figures": [{"before": figure.before, "after": figure.after} for figure in row.figures],
            "notice": row.notice if row.role == "version" else None,
        }


def diff(value: Diff) -> Document:
    """What one article made of another, sentence by sentence."""
    changes: list[Json] = [{"op": change.op, "a": change.a, "b": change.b} for change in value.changes]
    return headed({"a": value.a, "b": value.b, "kept": value.kept, "changes": changes})


def reader(value: Reader, form: str) -> Document:
    """A format that is read."""
    return {"format": form, "name": value.name, "takes": value.takes, "example": value.example}
