"""Reads the texts of many matches in the order in which they are stored, and gives them in the order of the hits."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from morgue.index.codec.stored_texts import stored_texts
from morgue.search.desk.texts import ArticleText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs

T = TypeVar("T")

#: Articles of the first lot that is read together, how many times larger the next one is, and the largest.
FIRST, WIDER, MOST = 256, 32, 1 << 18


def in_order(collection: Collection, docs: Docs, make: Callable[[ArticleText], T]) -> Iterator[T]:
    """What `make` gives of each of some documents (global numbers), in their order.

    Lots are read as they lie, so that neighbours share the decoding of a block; what was made of a lot is held.
    """
    at, size = 0, FIRST
    while at < len(docs):
        some = docs[at : at + size]
        order = np.argsort(some, kind="stable")
        made = dict(zip(order.tolist(), map(make, as_stored(collection, some[order])), strict=True))
        yield from (made.pop(place) for place in range(len(some)))
        at, size = at + size, min(size * WIDER, MOST)


def as_stored(collection: Collection, docs: Docs) -> Iterator[ArticleText]:
    """The texts of some documents (global numbers, ascending)."""
    bounds = docs.searchsorted([segment.base for segment in collection.segments]).tolist()
    for segment, start, stop in zip(collection.segments, bounds, [*bounds[1:], len(docs)], strict=True):
        if start < stop:
            yield from _of_segment(collection, segment, docs[start:stop])


def _of_segment(collection: Collection, segment: Segment, docs: Docs) -> Iterator[ArticleText]:
    columns, name_of = collection.stories, collection.snapshot.id
    stories = columns.story[docs]
    founders = columns.founder[stories]
    own = (founders == docs).tolist()
    texts = stored_texts(segment.reader, docs - segment.base)
    for text, story, itself in zip(texts, stories.tolist(), own, strict=True):
        name = text.id if itself else columns.id_of(story, name_of)
        yield ArticleText(text.id, name, text.outlet, text.date, text.title, text.body)
