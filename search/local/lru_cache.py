"""Caches what was decoded for earlier questions, up to a size: the next letter of a prefix asks for it again."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


class Sized(Protocol):
    """Something that knows how much memory it takes."""

    @property
    def bytes(self) -> int:
        """All its arrays, those made later included; 0 where it is not to be remembered."""


Held = TypeVar("Held", bound=Sized)

#: Bytes kept in all: the forms of one letter with a star, the widest prefix there is, take 13 MB at a million articles.
MOST = 64 << 20
#: What is smaller is decoded anew at once. Of many segments each has little of a word, and all of them together much.
LEAST = 1 << 13


class LruCache(Generic[Held]):
    """The last used of things made from a key."""

    def __init__(self, most: int = MOST, least: int = LEAST) -> None:
        self._most, self._least = most, least
        self._held: OrderedDict[Hashable, Held] = OrderedDict()
        self.bytes = 0

    def get(self, key: Hashable, make: Callable[[], Held]) -> Held:
        """The thing of that key, made where it is not remembered."""
        held = self._held.get(key)
        if held is not None:
            self._held.move_to_end(key)
            return held
        made = make()
        if max(1, self._least) <= made.bytes <= self._most:
            self._held[key] = made
            self.bytes += made.bytes
            while self.bytes > self._most:
                self.bytes -= self._held.popitem(last=False)[1].bytes
        return made
