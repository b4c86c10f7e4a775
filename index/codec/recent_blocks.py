"""Keeps the unpacked blocks of a stream that were used last, up to a size.

A question that is asked again with other facets, its passages, and the next letter typed show the same articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

#: Bytes remembered of a stream; larger blocks are not, but for the last one.
_MOST, _LARGEST = 1 << 20, 1 << 17

Unpacked = TypeVar("Unpacked")


class RecentBlocks(Generic[Unpacked]):
    """The blocks of one stream, unpacked. size: bytes of a block."""

    def __init__(self, unpack: Callable[[int], Unpacked], size: Callable[[Unpacked], int]) -> None:
        self._unpack = unpack
        self._size = size
        self._held: dict[int, tuple[Unpacked, int]] = {}
        self._bytes = 0
        self._last: tuple[int, Unpacked] | None = None

    def get(self, block: int) -> Unpacked:
        """A block as it was unpacked, from memory where it is one of the last used."""
        if self._last is not None and self._last[0] == block:
            return self._last[1]
        held = self._held.pop(block, None)
        if held is None:
            found = self._unpack(block)
            self._keep(block, found)
        else:
            self._held[block] = held  # the last of those kept
            found = held[0]
        self._last = block, found
        return found

    def _keep(self, block: int, found: Unpacked) -> None:
        size = self._size(found)
        if size > _LARGEST:
            return
        while self._held and self._bytes + size > _MOST:
            self._bytes -= self._held.pop(next(iter(self._held)))[1]
        self._held[block] = found, size
        self._bytes += size
