"""Tells quickly that an archive does not hold an id, as is so for most; kept in memory for one writer."""

from __future__ import annotations

from collections.abc import Iterable

#: Places, a byte each: a million ids take a sixteenth of them, so one new id in sixteen is looked up in vain.
_PLACES = 1 << 24
#: Before so many look-ups to each id of the archive, gathering all ids would cost more than it saves.
_WORTH = 0.02


class Familiar:
    """Remembers ids by a hash. `knows` is never False for an id that was given to `learn`."""

    def __init__(self) -> None:
        self._marks: bytearray | None = None
        self._asked = 0

    def worth_learning(self, held: int) -> bool:
        """Whether it is time to give all ids of an archive of `held` articles to `learn`; counts the look-ups."""
        if self._marks is not None:
            return False
        self._asked += 1
        return self._asked > _WORTH * held

    def learn(self, ids: Iterable[str]) -> None:
        """Adds ids to those that are known. The first call must bring every id there is."""
        if self._marks is None:
            self._marks = bytearray(_PLACES)
        marks = self._marks
        for name in ids:
            marks[hash(name) % _PLACES] = 1

    def learn_more(self, ids: Iterable[str]) -> None:
        """New ids, where the old ones are known already."""
        if self._marks is not None:
            self.learn(ids)

    def knows(self, name: str) -> bool:
        """Whether the archive may hold this id."""
        return self._marks is None or bool(self._marks[hash(name) % _PLACES])
