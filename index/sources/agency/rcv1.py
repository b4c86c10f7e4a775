"""Reads Reuters Corpus Volume 1 and 2: each file is a news item with its codes."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.core.article import Given
from morgue.index.sources.agency.tree import below, first, paragraphs, parsed, story, value
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.location import Found, Place


def read_rcv1(stream: Buffered, place: Place) -> Iterator[Found]:
    """The article of a file."""
    root, data = parsed(stream)
    codes = {str(dc.get("element")): str(dc.get("value") or "") for dc in below(root, "dc")}
    by = value(root, "byline")
    stated = Given(
        id=root.get("itemid"),
        outlet=codes.get("dc.source") or codes.get("dc.publisher") or None,
        title=value(root, "headline") or value(root, "title"),
        date=codes.get("dc.date.published") or root.get("date") or codes.get("dc.date.created") or None,
        authors=(by,) if by else (),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )
    text = first(root, "text")
    yield story(place, "rcv1", None, data, stated, paragraphs(text) if text is not None else [])
