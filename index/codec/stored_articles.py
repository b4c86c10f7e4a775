"""Reads the stored articles of a segment, whatever else of its file is older or damaged."""

from __future__ import annotations

from pathlib import Path

from morgue.core.article import Article
from morgue.index.codec.container import Container
from morgue.index.codec.reader import EXTENSION
from morgue.index.codec.shapes import check_store
from morgue.index.codec.store import Store


class StoredArticles:
    """The stored articles of one segment, by number from 0. ArchiveDamaged where its store is not as written."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._file = Container(folder / (name + EXTENSION))
        self.doc_count = check_store(self._file)
        self._store = Store(self._file)

    def stored(self, doc: int) -> Article:
        """The stored article of a document."""
        return self._store.article(doc)

    def damaged_streams(self) -> frozenset[str]:
        """The streams of the file that are not as written."""
        return self._file.damaged_streams()
