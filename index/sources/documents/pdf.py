"""Hands a PDF whole to a worker, which can be killed; `index/clean/text/pdf_text.py` reads its pages there."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.limits import DOCUMENT_BYTES
from morgue.index.sources.location import Found, Place


def read_pdf(stream: Buffered, place: Place) -> Iterator[Found]:
    """A PDF as one item."""
    yield place.item("pdf", "pdf", whole(stream, DOCUMENT_BYTES))
