"""Tells quickly that an archive does not hold an id, as is so for most; kept in memory for one writer."""

from __future__ import annotations

from collections.abc import Iterable

#: Bits, 16 MB of them, of which each id sets two: of a million ids one new one in 4,500 is looked up in vain, of ten
#: million one in 50 (the square of the share of bits that are set).
_BITS = 1 << 27
#: An id looked up in one segment costs as much as some 50 learned; so gathering all of n is worth it after n / 50.
_WORTH = 0.02


class Familiar:
    """Remembers ids by a hash. `knows` is never False for an id that was given to `learn`."""

    def __init__(self) -> None:
        self._marks: bytearray | None = None
        self._asked = 0

    def worth_learning(self, held: int, segments: int) -> bool:
        """Whether it is time to give all ids of an archive of `held` articles to `learn`; counts the look-ups."""
        if self._marks is not None:
            return False
        self._asked += segments
        return self._asked > _WORTH * held

    def learn(self, ids: Iterable[str]) -> None:
        """Adds ids to those that are known. The first call must bring every id there is."""
        if self._marks is None:
            self._marks = bytearray(_BITS >> 3)
        marks = self._marks
        for name in ids:
            one, other = _places(name)
            marks[one >> 3] |= 1 << (one & 7)
            marks[other >> 3] |= 1 << (other & 7)

    def learn_more(self, ids: Iterable[str]) -> None:
        """New ids, where the old ones are known already."""
        if self._marks is not None:
            self.learn(ids)

    def knows(self, name: str) -> bool:
        """Whether the archive may hold this id."""
        marks = self._marks
        if marks is None:
            return True
        one, other = _places(name)
        return bool(marks[one >> 3] >> (one & 7) & marks[other >> 3] >> (other & 7) & 1)


def _places(name: str) -> tuple[int, int]:
    """Two bits of an id, from different parts of its hash."""
    code = hash(name)
    return code % _BITS, (code >> 32) % _BITS
