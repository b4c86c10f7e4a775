"""Reads the texts of many stored articles in the order in which they lie: decodes a block once, makes no article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.core.removed_spans import without
from morgue.index.codec.store import load_record

if TYPE_CHECKING:
    from morgue.index.codec.reader import SegmentReader


class StoredText(NamedTuple):
    """What a stored article says of itself, with its body as it is searched: recurring lines are left out."""

    doc: int
    id: str
    outlet: str | None
    title: str | None
    date: str | None
    body: str


#: Places of id, outlet, title and date in a stored record.
_ID, _OUTLET, _TITLE, _DATE = 0, 2, 3, 6
_TEXTS = frozenset((str, type(None)))


def stored_texts(reader: SegmentReader, docs: NDArray[Any]) -> Iterator[StoredText]:
    """The texts of some documents (ascending) of a segment; ArchiveDamaged where one is not as written."""
    for block, first, some, bare in _blocks(reader, docs):
        yield from _of_block(reader, block, first, some, bare)


def stored_bodies(reader: SegmentReader, docs: NDArray[Any]) -> Iterator[str]:
    """Of `stored_texts` the bodies alone."""
    for block, first, some, bare in _blocks(reader, docs):
        bodies, lengths = reader.store.bodies(block)
        ends = list(accumulate(lengths))
        for doc, whole in zip(some, bare, strict=True):
            yield _body(reader, doc, bodies, ends, lengths, doc - first, whole)


def few_bodies(reader: SegmentReader, docs: Sequence[int]) -> list[str]:
    """`stored_bodies` of a few documents in any order, of which the blocks are kept: they are read again."""
    at = np.array(docs, np.intp)
    offsets = reader.numbers("furniture").offsets
    bare = (offsets.take(at + 1) == offsets.take(at)).tolist()
    texts = map(reader.store.text, docs)
    return [t if whole else without(t, reader.furniture(d)) for d, whole, t in zip(docs, bare, texts, strict=True)]


def stored_titles(reader: SegmentReader, docs: NDArray[Any]) -> Iterator[str]:
    """Of `stored_texts` the headlines alone; an empty one for none."""
    for block, first, some, _ in _blocks(reader, docs):
        records = reader.store.records(block)
        for doc in some:
            yield _head(reader, doc, records, doc - first)[2] or ""


def _blocks(reader: SegmentReader, docs: NDArray[Any]) -> Iterator[tuple[int, int, list[int], list[bool]]]:
    """The blocks that hold some documents, each with its first document and those asked for.

    The last says of each of these whether no line of it is left out.
    """
    first = reader.plain("store.first")
    blocks = first.searchsorted(docs.astype(first.dtype), side="right") - 1
    if len(docs) and not 0 <= int(blocks.min()) <= int(blocks.max()) < len(first) - 1:
        raise reader.damaged("has no block for some article")
    offsets = reader.numbers("furniture").offsets
    bare = (offsets[docs + 1] == offsets[docs]).tolist()
    edges = np.flatnonzero(np.diff(blocks, prepend=-1, append=-1)).tolist()
    numbers = docs.tolist()
    for start, stop in pairwise(edges):
        block = int(blocks[start])
        yield block, int(first[block]), numbers[start:stop], bare[start:stop]


def _of_block(reader: SegmentReader, block: int, first: int, docs: list[int], bare: list[bool]) -> Iterator[StoredText]:
    """The texts of some documents of the block that begins with document number `first`."""
    records = reader.store.records(block)
    bodies, lengths = reader.store.bodies(block)
    ends = list(accumulate(lengths))
    for doc, whole in zip(docs, bare, strict=True):
        place = doc - first
        name, outlet, title, date = _head(reader, doc, records, place)
        yield StoredText(doc, name, outlet, title, date, _body(reader, doc, bodies, ends, lengths, place, whole))


def _body(
    reader: SegmentReader, doc: int, bodies: bytes, ends: list[int], lengths: list[int], place: int, whole: bool
) -> str:
    """A body as it is searched; `place` is that of the document in its block."""
    try:
        body = bodies[ends[place] - lengths[place] : ends[place]].decode("utf-8", "surrogatepass")
    except (ValueError, LookupError):
        raise reader.damaged(f"has a damaged text of its article {doc}") from None
    return body if whole else without(body, reader.furniture(doc))


def _head(
    reader: SegmentReader, doc: int, records: list[bytes], place: int
) -> tuple[str, str | None, str | None, str | None]:
    """Id, outlet, title and date of a record."""
    try:
        head = load_record(records[place])[0]
        found = head[_ID], head[_OUTLET], head[_TITLE], head[_DATE]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise reader.damaged(f"has a damaged record of its article {doc}") from None
    if type(found[0]) is not str or not _TEXTS.issuperset(map(type, found)):
        raise reader.damaged(f"has a record of other things than texts, of its article {doc}")
    return found
