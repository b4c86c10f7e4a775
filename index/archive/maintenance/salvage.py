"""The articles that can still be read in an archive that is damaged, each checked; and what was lost, said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from morgue.core import regular_files
from morgue.core.article import Article
from morgue.core.errors import ArchiveError
from morgue.index.archive import manifest
from morgue.index.archive.ids.tombstone import forget_key
from morgue.index.codec.reader import EXTENSION, SegmentReader

#: Streams that say where a stored article begins and ends: without them a body could be cut from another's text.
_PLACES = ("store.first", "store.lengths", "store.bodies.at", "store.headers.at")
_DIGESTS = "sha"
#: A block that unpacks to something else than articles shows as one of these.
_DAMAGE = (ArchiveError, ValueError, LookupError, TypeError, AttributeError)


class Salvage:
    """Yields each readable article once. All segments are open from the start, so they may be removed meanwhile.

    `but` names segments to leave out; `forgotten` are keys of what must not come back. `lost` fills while it yields.
    """

    def __init__(self, folder: Path, but: frozenset[str], forgotten: NDArray[np.uint64]) -> None:
        self.lost: list[str] = []
        self._forgotten = set(forgotten.tolist())
        self._seen: set[tuple[str, str]] = set()
        self._readers: list[SegmentReader] = []
        found = [name.removesuffix(EXTENSION) for name in regular_files.names(folder) if manifest.is_segment(name)]
        for name in sorted(set(found) - but):
            try:
                self._readers.append(SegmentReader(folder, name))
            except (*_DAMAGE, OSError) as error:
                self.lost.append(_said(error, f"{name}{EXTENSION} cannot be opened"))

    def __iter__(self) -> Iterator[Article]:
        for reader in self._readers:
            yield from self._readable(reader)

    def _readable(self, reader: SegmentReader) -> Iterator[Article]:
        damaged = reader.damaged_streams()
        places = [name for name in _PLACES if name in damaged]
        if places:
            self.lost.append(f"{reader.doc_count:,} articles of {reader.name}: its stream {places[0]} is damaged")
            return
        for doc in range(reader.doc_count):
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


def _without_digest(article: Article) -> Article:
    origin = article.provenance
    notes = (*origin.notes, "the digest of its source was lost to damage")
    return replace(article, provenance=replace(origin, sha256="", notes=notes))


def _said(error: Exception, where: str) -> str:
    return f"{where}: {error.what if isinstance(error, ArchiveError) else error or type(error).__name__}"
