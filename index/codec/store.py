"""Stores the articles in zstd blocks of a few: bodies in one stream, everything else in another.

A block holds the articles first[b] to first[b + 1], so blocks can be copied from one segment to another as they are.
One article costs the decoding of one block, or two with its body.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from morgue.core.article import Article, Provenance
from morgue.core.errors import ArchiveError
from morgue.index.codec.container import Container, ContainerWriter
from morgue.index.codec.recent_blocks import RecentBlocks

if TYPE_CHECKING:
    from zstandard import ZstdCompressor, ZstdDecompressor

#: Articles to a block, and the fewest for which a block is copied in a merge instead of packed anew with others.
BLOCK = 16
_WORTH_COPYING = 8
#: A block is closed early when it has grown so large; and the longest body that can be stored, in bytes.
_BLOCK_BYTES = 1 << 20
_LONGEST = 1 << 30
#: Bytes that a block may unpack to: bodies (the longest in a block that was nearly full), and records (a name of some
#: kilobytes each; more where so much text repeats itself that it packs as well as this).
_MOST_BODIES = _LONGEST + _BLOCK_BYTES
_MOST_RECORDS, _RATIO = 64 << 20, 100
_LEVEL = 3
_SHA_LENGTH = 64


@lru_cache(maxsize=1)
def _compressor() -> ZstdCompressor:
    from zstandard import ZstdCompressor

    # Four bytes a block, so that no article is ever read, rebuilt or merged from a damaged one.
    return ZstdCompressor(level=_LEVEL, write_content_size=True, write_checksum=True)


@lru_cache(maxsize=1)
def _decompressor() -> ZstdDecompressor:
    from zstandard import ZstdDecompressor

    return ZstdDecompressor()


# -- records


def sha_bytes(article: Article) -> bytes | None:
    """The 32 bytes of the source's digest, when it is one."""
    text = article.provenance.sha256
    if len(text) != _SHA_LENGTH or text != text.lower():
        return None
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def _record(article: Article) -> bytes:
    p = article.provenance
    head = (
        article.id, article.url, article.outlet, article.title,
        article.agency, article.place, article.date, article.modified, article.language, article.section,
        article.authors,
    )  # fmt: skip
    origin = (
        p.path, None if sha_bytes(article) is not None else p.sha256, p.format, p.member, p.offset, p.captured,
        p.extractor, p.date_source, p.outlet_source, p.title_source, p.notes,
    )  # fmt: skip
    return _dump((head, origin))


def _dump(value: object) -> bytes:
    """JSON on one line, by the fast library unless the text holds half a surrogate pair."""
    import orjson

    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, separators=(",", ":")).encode("ascii")


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


# -- writing


class StoreWriter:
    """Takes articles or whole blocks in order. Bodies go to the file at once; headers, being small, at the end."""

    def __init__(self, out: ContainerWriter) -> None:
        self._out = out
        self._bodies: list[bytes] = []
        self._records: list[bytes] = []
        self._pending = 0
        self._count = 0
        self._first: list[int] = [0]
        self._body_at: list[int] = [0]
        self._headers: list[bytes] = []
        self._lengths: list[NDArray[np.uint32]] = []
        out.begin("store.bodies")

    def add(self, article: Article) -> None:
        """Stores the next article."""
        self.add_raw(_record(article), article.body.encode("utf-8", "surrogatepass"), article.id)

    def add_raw(self, record: bytes, body: bytes, id: str = "") -> None:
        """The next article, as it is stored."""
        if len(body) > _LONGEST:
            raise ArchiveError(f"article {id[:80]} has a text of {len(body):,} bytes", f"at most {_LONGEST:,} fit")
        self._bodies.append(body)
        self._records.append(record)
        self._pending += len(body)
        if len(self._bodies) == BLOCK or self._pending >= _BLOCK_BYTES:
            self._flush()

    def add_block(self, bodies: bytes, headers: bytes, lengths: NDArray[np.uint32]) -> None:
        """A block as another segment holds it, with the lengths of its bodies."""
        self._flush()
        self._put(bodies, headers, lengths)

    def _flush(self) -> None:
        if not self._bodies:
            return
        compress = _compressor().compress
        lengths = np.array([len(b) for b in self._bodies], dtype=np.uint32)
        self._put(compress(b"".join(self._bodies)), compress(b"\n".join(self._records)), lengths)
        self._bodies.clear()
        self._records.clear()
        self._pending = 0

    def _put(self, bodies: bytes, headers: bytes, lengths: NDArray[np.uint32]) -> None:
        self._out.put(bodies)
        self._headers.append(headers)
        self._lengths.append(lengths)
        self._count += len(lengths)
        self._first.append(self._count)
        self._body_at.append(self._body_at[-1] + len(bodies))

    def close(self) -> None:
        """Writes what is left, then the streams that say where everything is."""
        self._flush()
        out = self._out
        out.end()
        out.add_bytes("store.headers", b"".join(self._headers))
        sizes = np.fromiter(map(len, self._headers), dtype=np.int64, count=len(self._headers))
        out.add("store.first", np.array(self._first, dtype=np.uint32))
        out.add("store.bodies.at", np.array(self._body_at, dtype=np.uint64))
        out.add("store.headers.at", np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint64))
        out.add("store.lengths", np.concatenate([np.zeros(0, dtype=np.uint32), *self._lengths]))


# -- reading


class Store:
    """The stored articles of a segment."""

    def __init__(self, file: Container) -> None:
        self._file = file
        self._headers = RecentBlocks(self._unpacked_records, lambda records: sum(map(len, records)))
        self._bodies = RecentBlocks(partial(self._decode, "store.bodies"), len)

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
            return _decompressor().decompress(raw)
        except (ZstdError, MemoryError):
            raise self._file.damaged(f"has a damaged block in its stream {stream}") from None

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
        """Gives the live documents to another segment, in order; whole blocks as they are."""
        first = self._file.array("store.first").astype(np.int64)
        lengths = self._file.array("store.lengths")
        for block in range(len(first) - 1):
            start, stop = int(first[block]), int(first[block + 1])
            kept: Iterable[int] = range(start, stop) if live is None else (np.flatnonzero(live[start:stop]) + start)
            kept = list(kept)
            if len(kept) == stop - start >= _WORTH_COPYING:
                bodies, headers = (bytes(self._raw(s, block)) for s in ("store.bodies", "store.headers"))
                out.add_block(bodies, headers, lengths[start:stop])
            else:
                for record, body in self._raw_articles(block, [int(d) - start for d in kept]):
                    out.add_raw(record, body)

    def _raw_articles(self, block: int, places: Sequence[int]) -> Iterator[tuple[bytes, bytes]]:
        for place in places:
            yield self.records(block)[place], self._body(block, place)
