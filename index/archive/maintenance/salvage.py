"""Reads the articles that can still be read in a damaged archive, checks each, and says what was lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from morgue.core import regular_files
from morgue.core.article import Article
from morgue.core.errors import ArchiveError
from morgue.core.loading.arrays import NDArray
from morgue.core.wording.quantities import quantity
from morgue.index.archive import manifest
from morgue.index.archive.ids.tombstone import forget_key
from morgue.index.codec.reader import EXTENSION
from morgue.index.codec.stored_articles import StoredArticles
from morgue.index.codec.streams.table import FULL

#: Streams that say where a stored article begins and ends: without them a body could be cut from another's text.
_PLACES = tuple(
    name + more
    for name in ("store.first", "store.lengths", "store.bodies.at", "store.headers.at")
    for more in ("", FULL)
)
_DIGESTS = "sha"
#: A block that unpacks to something else than articles shows as one of these.
_DAMAGE = (ArchiveError, ValueError, LookupError, TypeError, AttributeError)


class Salvage:
    """Yields each readable article once. All segments are open from the start, so they may be removed meanwhile.

    `names` are the segments, in their order; `forgotten` are keys of what must not come back; `last` says of each
    document (counted through all segments) whether it comes after all others. `lost` fills while it yields.
    """

    def __init__(
        self,
        folder: Path,
        names: Sequence[str],
        forgotten: NDArray[np.uint64],
        last: NDArray[np.bool_] | None = None,
    ) -> None:
        self.lost: list[str] = []
        self._last = last
        self._forgotten = set(forgotten.tolist())
        self._seen: set[tuple[str, str]] = set()
        self._readers: list[StoredArticles] = []
        for name in names:
            try:
                self._readers.append(StoredArticles(folder, name))
            except (*_DAMAGE, OSError) as error:
                self.lost.append(_said(error, f"{name}{EXTENSION} cannot be opened"))

    def __iter__(self) -> Iterator[Article]:
        documents = sum(reader.doc_count for reader in self._readers)
        if self._last is None or len(self._last) != documents:
            self._last = np.zeros(documents, np.bool_)
        damaged = [reader.damaged_streams() for reader in self._readers]
        for which in (~self._last, self._last):
            base = 0
            for reader, streams in zip(self._readers, damaged, strict=True):
                docs = np.flatnonzero(which[base : base + reader.doc_count])
                yield from self._readable(reader, streams, docs.tolist())
                base += reader.doc_count

    def _readable(self, reader: StoredArticles, damaged: frozenset[str], docs: Sequence[int]) -> Iterator[Article]:
        places = [name for name in _PLACES if name in damaged]
        if places and docs:
            self.lost.append(f"{quantity(len(docs), 'article')} of {reader.name}: its stream {places[0]} is damaged")
            return
        for doc in docs:
            try:
                article = reader.stored(doc)
            except _DAMAGE as error:
                self.lost.append(_said(error, f"article {doc} of {reader.name}"))
                continue
            if _DIGESTS in damaged:
                article = _without_digest(article)
            if self._wanted(article):
                yield article

    def _wanted(self, article: Article) -> bool:
        sha = article.provenance.sha256
        if (article.id, sha) in self._seen or forget_key(article.id, sha) in self._forgotten:
            return False
        self._seen.add((article.id, sha))
        return True


def segments_there(folder: Path) -> list[str]:
    """The names of all segments in a folder, sorted."""
    return sorted(n.removesuffix(EXTENSION) for n in regular_files.names(folder) if manifest.is_segment(n))


def _without_digest(article: Article) -> Article:
    origin = article.provenance
    notes = (*origin.notes, "the digest of its source was lost to damage")
    return replace(article, provenance=replace(origin, sha256="", notes=notes))


def _said(error: Exception, where: str) -> str:
    return f"{where}: {error.what if isinstance(error, ArchiveError) else str(error) or type(error).__name__}"
