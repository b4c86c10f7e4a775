"""Makes the entry of a segment from an article that is ready to be filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.index.codec.layout import TEASER, TITLE_ONLY, Entry

if TYPE_CHECKING:
    from morgue.index.pipeline.prepared import Prepared

TEASER_NOTE = "teaser only"


def entry(prepared: Prepared) -> Entry:
    """An article as a segment takes it."""
    article = prepared.article
    flags = TEASER if TEASER_NOTE in article.provenance.notes else 0
    if not article.body:
        flags |= TITLE_ONLY
    return Entry(article, keys=prepared.keys, furniture=prepared.furniture, flags=flags, lines=prepared.lines)
