"""Reads what a list of hits shows of stored articles: no bodies, no provenance, and no article is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from morgue.index.codec.store import load_record

if TYPE_CHECKING:
    from morgue.index.codec.reader import SegmentReader


class Head(NamedTuple):
    """The first half of a record, in the order in which it is stored."""

    id: str
    url: str | None
    outlet: str | None
    title: str | None
    agency: str | None
    place: str | None
    date: str | None
    modified: str | None
    language: str | None
    section: str | None
    authors: tuple[str, ...]


_TEXTS, _AUTHORS = frozenset((str, type(None))), len(Head._fields) - 1


def stored_heads(reader: SegmentReader, docs: Sequence[int]) -> list[Head]:
    """The heads of some documents of a segment, in the order asked; ArchiveDamaged where one is not as written."""
    first = reader.plain("store.first")
    blocks = (first.searchsorted(np.array(docs, first.dtype), side="right") - 1).tolist()
    starts = first.take(blocks, mode="clip").tolist()
    out = []
    for doc, block, start in zip(docs, blocks, starts, strict=True):
        if not 0 <= block < len(first) - 1:
            raise reader.damaged("has no block for some article")
        try:
            out.append(_head(reader.store.records(block)[doc - start]))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise reader.damaged(f"has a damaged record of its article {doc}") from None
    return out


def _head(record: bytes) -> Head:
    """ValueError for a record of other things than texts."""
    head = load_record(record)[0]
    authors = head[_AUTHORS] = tuple(head[_AUTHORS])
    if type(head[0]) is not str or not _TEXTS.issuperset(map(type, head[:_AUTHORS])):
        raise ValueError("a record of other things than texts")
    if authors and not {*map(type, authors)} <= {str}:
        raise ValueError("authors who are no texts")
    return Head._make(head)
