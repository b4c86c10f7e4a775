"""Remembers what the lines of articles that a run filed are, so that its end need not read and judge them once more."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.clean.boilerplate import Lines

#: So many lines are remembered (some 25 bytes each): those of 40,000 long articles.
_MOST = 1_000_000


class KnownLines:
    """The lines of articles by their documents' numbers, of those that came last."""

    def __init__(self) -> None:
        self._lines: dict[int, Lines] = {}
        self._held = 0

    def of(self, doc: int) -> Lines | None:
        """Those of a document, where they are remembered."""
        return self._lines.get(doc)

    def take(self, first: int, lines: Iterable[Lines | None]) -> None:
        """Remembers those of more documents, numbered from `first` on."""
        for doc, own in enumerate(lines, first):
            if self._held > _MOST:
                self.clear()
            if own is not None:
                self._lines[doc] = own
                self._held += len(own.keys)

    def renumber(self, mapping: NDArray[np.int32]) -> None:
        """Follows a merge: the new number of each document, -1 where it is gone."""
        self._lines = {new: lines for doc, lines in self._lines.items() if (new := int(mapping[doc])) >= 0}

    def clear(self) -> None:
        """Forgets all."""
        self._lines = {}
        self._held = 0
