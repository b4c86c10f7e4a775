"""Writes the stored articles in zstd blocks of a few: bodies in one stream, everything else in another."""

from __future__ import annotations

import json

import numpy as np

from morgue.core.article import Article
from morgue.core.errors import ArchiveError
from morgue.core.loading.arrays import NDArray
from morgue.index.codec import store_dictionaries
from morgue.index.codec.container import ContainerWriter
from morgue.index.codec.layout import BLOCK_BYTES, LONGEST_BODY
from morgue.index.codec.postings.packing import offsets
from morgue.index.codec.store_dictionaries import Dictionaries, train
from morgue.index.codec.streams.narrowing import narrowest

#: Articles to a block.
BLOCK = 16
_SHA_LENGTH = 64


def sha_bytes(article: Article) -> bytes | None:
    """The 32 bytes of the source's digest, when it is one that they say in full: no spaces, no capitals."""
    text = article.provenance.sha256
    if len(text) != _SHA_LENGTH:
        return None
    try:
        digest = bytes.fromhex(text)
    except ValueError:
        return None
    return digest if digest.hex() == text else None


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


class StoreWriter:
    """Takes articles or whole blocks in order. Bodies go to the file at once; headers, being small, at the end.

    dictionaries: what the blocks are packed with. learn: there are none yet, and they are trained on the first
    articles, once there are enough.
    """

    def __init__(self, out: ContainerWriter, dictionaries: Dictionaries | None = None, learn: bool = False) -> None:
        self._out = out
        self._learning = learn
        self._use(dictionaries)
        self._bodies: list[bytes] = []
        self._records: list[bytes] = []
        self._pending = 0
        self._count = 0
        self._first: list[int] = [0]
        self._body_at: list[int] = [0]
        #: The packed records end to end, and the bytes of each block's.
        self._headers = bytearray()
        self._header_sizes: list[int] = []
        self._lengths: list[NDArray[np.uint32]] = []
        out.begin("store.bodies")

    def add(self, article: Article) -> None:
        """Stores the next article."""
        self.add_raw(_record(article), article.body.encode("utf-8", "surrogatepass"), article.id)

    def add_raw(self, record: bytes, body: bytes, id: str = "") -> None:
        """The next article, as it is stored."""
        if len(body) > LONGEST_BODY:
            raise ArchiveError(f"article {id[:80]} has a text of {len(body):,} bytes", f"at most {LONGEST_BODY:,} fit")
        self._bodies.append(body)
        self._records.append(record)
        self._pending += len(body)
        if self._learning:
            if self._pending >= store_dictionaries.ENOUGH:
                self._learned(train(self._bodies, self._records))
        elif len(self._bodies) == BLOCK or self._pending >= BLOCK_BYTES:
            self._flush()

    def _use(self, dictionaries: Dictionaries | None) -> None:
        self.dictionaries = dictionaries
        self._pack_bodies, self._pack_records = (c.compress for c in store_dictionaries.compressors(dictionaries))

    def _learned(self, dictionaries: Dictionaries | None) -> None:
        """Packs what has waited for the dictionaries."""
        self._learning = False
        self._use(dictionaries)
        waiting = [*zip(self._records, self._bodies, strict=True)]
        self._bodies.clear()
        self._records.clear()
        self._pending = 0
        for record, body in waiting:
            self.add_raw(record, body)

    def add_block(self, bodies: bytes, headers: bytes, lengths: NDArray[np.uint32]) -> None:
        """A block as another segment holds it, with the lengths of its bodies."""
        self._flush()
        self._put(bodies, headers, lengths)

    def _flush(self) -> None:
        if not self._bodies:
            return
        lengths = np.array([len(b) for b in self._bodies], dtype=np.uint32)
        self._put(self._pack_bodies(b"".join(self._bodies)), self._pack_records(b"\n".join(self._records)), lengths)
        self._bodies.clear()
        self._records.clear()
        self._pending = 0

    def _put(self, bodies: bytes, headers: bytes, lengths: NDArray[np.uint32]) -> None:
        self._out.put(bodies)
        self._headers += headers
        self._header_sizes.append(len(headers))
        self._lengths.append(lengths)
        self._count += len(lengths)
        self._first.append(self._count)
        self._body_at.append(self._body_at[-1] + len(bodies))

    def close(self) -> None:
        """Writes what is left, then the streams that say where everything is."""
        if self._learning:
            self._learned(None)
        self._flush()
        out = self._out
        out.end()
        out.add_bytes("store.headers", self._headers)
        if self.dictionaries is not None:
            store_dictionaries.write(out, "store.bodies", self.dictionaries.bodies)
            store_dictionaries.write(out, "store.headers", self.dictionaries.records)
        header_at = offsets(np.array(self._header_sizes, dtype=np.int64)).astype(np.uint64)
        out.add_narrow("store.first", np.array(self._first, dtype=np.uint32), steps=True)
        out.add_narrow("store.bodies.at", np.array(self._body_at, dtype=np.uint64), steps=True)
        out.add_narrow("store.headers.at", header_at, steps=True)
        out.add("store.lengths", narrowest(np.concatenate([np.zeros(0, dtype=np.uint32), *self._lengths])))
