"""Makes the JSON documents that only the command line prints: reports of runs, saved searches, story cards. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from morgue.core.json import Document, headed
from morgue.search.request import Story

if TYPE_CHECKING:
    from morgue.cli.cleaning_report import Taken
    from morgue.index.pipeline.ingest import Report
    from morgue.index.sources.registry import Reader
    from morgue.index.stories.card import CardRow


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
        document["files"] = [_taken(file) for file in files]
    return document


def _taken(file: Taken) -> Document:
    """What was taken of one file."""
    return {
        "path": file.path,
        "formats": list(file.formats),
        "articles": file.articles,
        "rejected": dict(file.rejected),
    }


def saved(held: Mapping[str, str]) -> Document:
    """The saved searches in the order of their names."""
    return headed({"saved": [{"name": name, "query": text} for name, text in held.items()]})


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


def reader(value: Reader, form: str) -> Document:
    """A format that is read."""
    return {"format": form, "name": value.name, "takes": value.takes, "example": value.example}
