"""Shortens ids that are hashes to the beginning that no other article shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from morgue.core.patterns import compiled

#: (field, beginning, most) to the values of the archive that begin so; what `Searcher.complete` is.
Complete = Callable[[str, str, int], Sequence[str]]

_HASH = compiled(r"[0-9a-f]{16}")
_SHORTEST = 4


class ShortIds:
    """Shortens ids for one screen. An id given by the source, or of an article that is gone, stays whole.

    One look-up an id, mostly: how much the last id needed is tried first for the next.
    """

    def __init__(self, complete: Complete) -> None:
        self._complete = complete
        self._cells = _SHORTEST
        self._known: dict[str, str] = {}

    def __call__(self, id: str) -> str:
        """What to print, and what `show`, `story` and the others take for the whole id."""
        if id not in self._known:
            self._known[id] = self._beginning(id)
        return self._known[id]

    def _beginning(self, id: str) -> str:
        if not _HASH.fullmatch(id):
            return id
        for cells in range(self._cells, len(id)):
            with_it = tuple(self._complete("id", id[:cells], 2))
            if with_it == (id,):
                self._cells = cells
                return id[:cells]
            if id not in with_it and len(with_it) < 2:
                break
        return id
