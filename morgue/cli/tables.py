"""Writes rows for programs in any form, and lists the fields of each kind of row."""

from __future__ import annotations

from collections.abc import Iterable

from morgue.cli import formats, output
from morgue.cli.formats import Form
from morgue.core.dataclass import dataclass
from morgue.core.json import Document, headed
from morgue.render.article_fields import ARTICLE, ARTICLE_CSV, SOURCE, STORY


@dataclass(frozen=True, slots=True)
class Columns:
    """known may be named by --fields and --format; usual are those of CSV when none are named."""

    known: tuple[str, ...]
    usual: tuple[str, ...]

    def checked(self, form: Form) -> Form:
        """The form; FormError for a field that these rows do not have, before anything is asked or written."""
        formats.check_fields(form.fields, self.known)
        if form.kind == "template":
            formats.check_fields(formats.slots(form.template), self.known)
        return form


_HIT = ("rank", "score", "id", "title", "outlet", "date", "authors", "url", "language")

HITS = Columns((*_HIT, "story", *STORY, "snippets"), (*_HIT, *STORY, "snippets"))
BATCH = Columns(("query", *HITS.known), ("query", *HITS.usual))
SIMILAR = Columns((*HITS.known, "shared"), (*_HIT, *STORY, "shared"))
_ARTICLE = (*ARTICLE, "body", "words", "provenance", *SOURCE, "story", *STORY)
ARTICLES = Columns((*_ARTICLE, "tags", "note"), ARTICLE_CSV)
_TAGGED = ("tag", "id", "title", "outlet", "date", "url", "added", "note")
TAGGED = Columns(_TAGGED, _TAGGED)
_NOTE = ("id", "title", "outlet", "date", "changed", "note")
NOTES = Columns(_NOTE, _NOTE)
COUNTS = Columns(
    ("query", "articles", "stories", "partial", "remarks", "error"), ("query", "articles", "stories", "error")
)
_CARD = ("id", "role", "of", "outlet", "first_seen", "kept", "headline", "headline_kept", "credit_kept")
CARD = Columns(
    (*_CARD, "paragraphs_cut", "sentences_added", "figures", "notice"), (*_CARD, "paragraphs_cut", "sentences_added")
)
BUCKETS = Columns(("start", "articles", "stories", "holdings"), ("start", "articles", "stories", "holdings"))
_LINE = ("id", "story", "outlet", "date", "title", "field", "start", "end", "left", "node", "right")
KWIC = Columns(_LINE, _LINE)
AGREEMENT = Columns(("variable",), ("variable",))
_WORDS = ("word", "log_likelihood", "difference", "articles", "stories", "tokens", "rest_articles", "rest_tokens")
WORDS = Columns(_WORDS, _WORDS)
_COLLOCATE = ("word", "log_dice", "together", "left", "right", "articles", "stories", "held")
COLLOCATES = Columns(_COLLOCATE, _COLLOCATE)
_QUOTE = ("speaker", "quote", "id", "story", "outlet", "date", "text", "kind", "start", "end")
QUOTES = Columns(_QUOTE, _QUOTE)
_OUTLET = ("outlet", "articles", "own", "agency", "copied", "versions", "own_share", "shared", "first")
OUTLETS = Columns(_OUTLET, _OUTLET)
FORMATS = Columns(("format", "name", "takes", "example"), ("format", "name", "takes", "example"))
SAVED = Columns(("name", "query"), ("name", "query"))
MEMBERS = Columns(
    ("story", "id", "role", "of", "outlet", "date", "title", "kept"),
    ("story", "id", "role", "of", "outlet", "date", "title", "kept"),
)


def write_rows(rows: Iterable[Document], form: Form, columns: Columns) -> None:
    """Writes rows in the form chosen (any but text and json)."""
    if form.kind == "jsonl":
        output.documents(formats.encode(formats.narrowed(_headed(row), form.fields)) for row in rows)
    elif form.kind == "csv":
        output.records(formats.csv_rows(rows, form.fields or columns.usual))
    elif form.kind == "template":
        output.records(formats.template_rows(rows, form.template), form.end)
    else:
        output.records(formats.field_rows(rows, form.fields), form.end)


def write_document(document: Document) -> None:
    """Writes the one JSON object of --json."""
    output.documents([formats.encode(document)])


def _headed(row: Document) -> Document:
    return row if "schema" in row else headed(row)
