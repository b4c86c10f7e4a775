"""Names the fields of an article's document, as tables of articles have them."""

from __future__ import annotations

STORY = ("story.id", "story.role", "story.of", "story.articles", "story.copies", "story.versions", "story.outlets")
_ORIGIN = (
    *("path", "member", "offset", "captured", "sha256", "format", "extractor"),
    *("date_source", "outlet_source", "title_source", "notes"),
)
SOURCE = tuple(f"provenance.{name}" for name in _ORIGIN)
ARTICLE = ("id", "url", "outlet", "title", "authors", "agency", "place", "date", "modified", "language", "section")
#: The columns of a CSV file of articles.
ARTICLE_CSV = (*ARTICLE, "words", "body", *STORY)
