"""Reads the stored articles: zstd blocks of a few, bodies in one stream, everything else in another.

A block holds the articles first[b] to first[b + 1]. One article costs the decoding of one block, or two with its body.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from morgue.core.article import Article, Provenance
from morgue.core.loading.arrays import NDArray
from morgue.index.codec import store_dictionaries
from morgue.index.codec.container import Container
from morgue.index.codec.layout import BLOCK_BYTES, LONGEST_BODY
from morgue.index.codec.recent_blocks import RecentBlocks

if TYPE_CHECKING:
    from zstandard import ZstdDecompressor

    from morgue.index.codec.store_writer import StoreWriter

#: The two streams of blocks.
STREAMS = ("store.bodies", "store.headers")

#: The fewest articles for which a block is copied in a merge instead of packed anew with others.
_WORTH_COPYING = 8
#: Blocks copied before their pages are given back.
_BLOCKS_AT_ONCE = 2_048
#: Bytes that a block may unpack to: bodies (the longest in a block that was nearly full), and records (a name of some
#: kilobytes each; more where so much text repeats itself that it packs as well as this).
_MOST_BODIES = LONGEST_BODY + BLOCK_BYTES
_MOST_RECORDS, _RATIO = 64 << 20, 100


def load_record(record: bytes) -> Any:
    """What a record says; ValueError for one that is none."""
    import orjson

    try:
        return orjson.loads(record)
    except ValueError:
        return json.loads(record)


def _article(record: bytes, sha: bytes, body: str = "") -> Article:
    """ValueError for a record that `_record` does not write."""
    head, origin = load_record(record)
    authors, notes = tuple(head.pop()), tuple(origin.pop())
    offset = origin[4]
    texts = (*head[1:], *origin[3:4], *origin[5:], origin[1])
    always = (head[0], *authors, *notes, origin[0], origin[2])
    if not {*map(type, always)} <= _TEXT or not {*map(type, texts)} <= _TEXT_OR_NONE:
        raise ValueError("a record of other things than texts")
    if offset is not None and type(offset) is not int:
        raise ValueError("an offset that is no number")
    origin[1] = sha.hex() if origin[1] is None else origin[1]
    name, url, outlet, title, *rest = head
    return Article(name, body, Provenance(*(*origin, notes)), url, outlet, title, authors, *rest)


_TEXT, _TEXT_OR_NONE = {str}, {str, type(None)}


class Store:
    """The stored articles of a segment."""

    def __init__(self, file: Container) -> None:
        self._file = file
        self._headers = RecentBlocks(self._unpacked_records, lambda records: sum(map(len, records)))
        self._bodies = RecentBlocks(partial(self._decode, "store.bodies"), len)
        self._decompressors: dict[str, ZstdDecompressor] = {}

    def _block(self, doc: int) -> tuple[int, int]:
        """The block of a document and its place there."""
        first = self._file.array("store.first")
        block = int(first.searchsorted(first.dtype.type(doc), side="right")) - 1
        if not 0 <= block < len(first) - 1:
            raise self._file.damaged("has no block for some article")
        return block, doc - int(first[block])

    def _raw(self, stream: str, block: int) -> memoryview:
        at = self._file.array(stream + ".at")
        return self._file.view(stream)[int(at[block]) : int(at[block + 1])]

    def _decode(self, stream: str, block: int) -> bytes:
        from zstandard import ZstdError, frame_content_size

        raw = self._raw(stream, block)
        most = sum(self._lengths(block)) if stream == "store.bodies" else _MOST_RECORDS + _RATIO * len(raw)
        try:
            if frame_content_size(raw) > min(most, _MOST_BODIES):
                raise self._file.damaged(f"has a block too large in its stream {stream}")
            return self._decompressor(stream).decompress(raw)
        except (ZstdError, MemoryError):
            raise self._file.damaged(f"has a damaged block in its stream {stream}") from None

    def _decompressor(self, stream: str) -> ZstdDecompressor:
        held = self._decompressors.get(stream)
        if held is None:
            held = self._decompressors[stream] = store_dictionaries.decompressor(self._file, stream)
        return held

    def _lengths(self, block: int) -> list[int]:
        """The bytes of each body of a block."""
        first = self._file.array("store.first")
        found: list[int] = self._file.array("store.lengths")[int(first[block]) : int(first[block + 1])].tolist()
        return found

    def _unpacked_records(self, block: int) -> list[bytes]:
        return self._decode("store.headers", block).split(b"\n")

    def records(self, block: int) -> list[bytes]:
        """The records of a block."""
        return self._headers.get(block)

    def _body(self, block: int, place: int) -> bytes:
        bodies = self._bodies.get(block)
        first = int(self._file.array("store.first")[block])
        lengths = self._file.array("store.lengths")
        if not 0 <= first + place < len(lengths):
            raise self._file.damaged("has a block of more articles than there are")
        start = int(lengths[first : first + place].sum(dtype=np.int64))
        return bodies[start : start + int(lengths[first + place])]

    def bodies(self, block: int) -> tuple[bytes, list[int]]:
        """The bodies of a block end to end, and the length of each."""
        return self._decode("store.bodies", block), self._lengths(block)

    def sha(self, doc: int) -> bytes:
        """The digest of the source, 32 bytes; zeros where the source's was no SHA-256."""
        return self._file.array("sha")[32 * doc : 32 * doc + 32].tobytes()

    def header(self, doc: int) -> Article:
        """The article with an empty body."""
        block, place = self._block(doc)
        return self._made(doc, block, place)

    def _made(self, doc: int, block: int, place: int, body: str = "") -> Article:
        try:
            return _article(self.records(block)[place], self.sha(doc), body)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise self._file.damaged(f"has a damaged record of its article {doc}") from None

    def article(self, doc: int) -> Article:
        """The article."""
        return self._made(doc, *self._block(doc), self.text(doc))

    def text(self, doc: int) -> str:
        """The body alone, whole."""
        try:
            return self._body(*self._block(doc)).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise self._file.damaged(f"has a damaged text of its article {doc}") from None

    def articles(self, docs: Sequence[int], get: Any) -> list[Any]:
        """`get` of each document in the order asked, called in ascending order so that a block is decoded once."""
        found = {doc: get(doc) for doc in sorted(set(docs))}
        return [found[doc] for doc in docs]

    def copy_to(self, out: StoreWriter, live: NDArray[np.bool_] | None) -> None:
        """Gives the live documents to another segment, in order; where neither has dictionaries, whole blocks."""
        plain = out.dictionaries is None and not any(store_dictionaries.has(self._file, s) for s in STREAMS)
        lengths = self._file.array("store.lengths")
        for block, start, stop, kept in self._live_blocks(live):
            if plain and len(kept) == stop - start >= _WORTH_COPYING:
                bodies, headers = (bytes(self._raw(s, block)) for s in STREAMS)
                out.add_block(bodies, headers, lengths[start:stop])
            else:
                for record, body in self._raw_articles(block, [d - start for d in kept]):
                    out.add_raw(record, body)
            if block % _BLOCKS_AT_ONCE == 0:
                self._file.let_go()

    def sample(self, step: int, live: NDArray[np.bool_] | None) -> Iterator[tuple[bytes, bytes]]:
        """The records and bodies of the live documents in every so manieth block."""
        for block, start, _, kept in self._live_blocks(live):
            if block % step == 0:
                yield from self._raw_articles(block, [d - start for d in kept])

    def _live_blocks(self, live: NDArray[np.bool_] | None) -> Iterator[tuple[int, int, int, Sequence[int]]]:
        """Each block, the documents it holds as first and behind the last, and those of them that are live."""
        first = self._file.array("store.first").astype(np.int64)
        for block in range(len(first) - 1):
            start, stop = int(first[block]), int(first[block + 1])
            kept = range(start, stop) if live is None else (np.flatnonzero(live[start:stop]) + start).tolist()
            yield block, start, stop, kept

    def _raw_articles(self, block: int, places: Sequence[int]) -> Iterator[tuple[bytes, bytes]]:
        if not places:
            return
        records, (bodies, lengths) = self.records(block), self.bodies(block)
        ends = [*accumulate(lengths)]
        if len(records) < len(lengths):
            raise self._file.damaged(f"has a damaged block in its stream {STREAMS[1]}")
        for place in places:
            yield records[place], bodies[ends[place] - lengths[place] : ends[place]]
