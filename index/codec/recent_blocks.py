"""Keeps the unpacked blocks of a stream that were used last, up to a size.

A question that is asked again with other facets, its passages, and the next letter typed show the same articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: Bytes remembered of a stream; larger blocks are not, but for the last one.
_MOST, _LARGEST = 1 << 20, 1 << 17


class RecentBlocks:
    """The blocks of one stream, unpacked."""

    def __init__(self, unpack: Callable[[int], bytes]) -> None:
        self._unpack = unpack
        self._held: dict[int, bytes] = {}
        self._last = -1, b""

    def get(self, block: int) -> bytes:
        """A block's bytes, from memory where it is one of the last used."""
        if self._last[0] != block:
            found = self._held.pop(block, None)
            self._last = block, self._unpack(block) if found is None else found
            self._keep(*self._last)
        return self._last[1]

    def _keep(self, block: int, found: bytes) -> None:
        if len(found) > _LARGEST:
            return
        while self._held and sum(map(len, self._held.values())) + len(found) > _MOST:
            del self._held[next(iter(self._held))]
        self._held[block] = found
