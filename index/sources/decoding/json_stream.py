"""Cuts large JSON into elements without holding it: those of an array, or of the lists in an object."""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.limits import ITEM_BYTES, JSON_DEPTH
from morgue.index.sources.location import Broken

# What matters for finding the end of an element: whole strings, brackets and commas.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],]|"', re.DOTALL)
_CHUNK = 1 << 20


class _Window:
    """A stretch of a stream that is scanned token by token; what lies before `keep` is dropped as it moves on."""

    def __init__(self, stream: Buffered, data: bytes, base: int) -> None:
        self._stream = stream
        self.data = data
        self.base = base  # offset of data in the stream
        self.at = 0
        self.keep = 0

    def token(self) -> re.Match[bytes] | None:
        """The next token, None at the end of the stream; Broken when what is kept grows beyond an item."""
        while True:
            m = _TOKEN.search(self.data, self.at)
            if m is not None and m.group() != b'"':
                self.at = m.end()
                return m
            self.at = m.start() if m else len(self.data)
            if not self._grow():
                return None

    def _grow(self) -> bool:
        kept = len(self.data) - self.keep
        more = self._stream.read(max(_CHUNK, kept))
        if not more:
            return False
        if kept > ITEM_BYTES:
            raise Broken("too large", f"an element of more than {ITEM_BYTES >> 20} MiB; the rest was not read")
        self.data = self.data[self.keep :] + more
        self.base += self.keep
        self.at -= self.keep
        self.keep = 0
        return True

    def elements(self) -> Iterator[tuple[int, bytes]]:
        """Offset and bytes of each element of the array whose opening bracket was just passed."""
        self.keep, depth = self.at, 0
        while True:
            m = self.token()
            if m is None:
                raise Broken("truncated", "the JSON array does not end")
            token = m.group()
            if token in b"{[":
                depth += 1
                if depth > JSON_DEPTH:
                    raise Broken("nested too deep", f"more than {JSON_DEPTH} brackets within one another")
            elif depth and token in b"}]":
                depth -= 1
            elif not depth and token in b",]":
                yield self.base + self.keep, self.data[self.keep : m.start()].strip()
                self.keep = self.at
                if token == b"]":
                    return


class Elements:
    """The elements of an array, each with its offset. `data` begins with the array's opening bracket."""

    def __init__(self, stream: Buffered, data: bytes, base: int) -> None:
        self._window = _Window(stream, data, base)

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Broken when the array does not end, or an element is too large."""
        self._window.token()
        return self._window.elements()


def members(stream: Buffered, data: bytes) -> Iterator[tuple[int, bytes]]:
    """Offset and bytes of each object in the lists of a large object, wherever these stand; `data` is its beginning.

    A list whose first element is no object is passed over. Broken when the object does not end.
    """
    window = _Window(stream, data, 0)
    depth = 0
    while m := window.token():
        window.keep = window.at
        token = m.group()
        if token == b"[" and _of_objects(window):
            yield from ((offset, source) for offset, source in window.elements() if source.startswith(b"{"))
        elif token in (b"{", b"["):
            depth += 1
            if depth > JSON_DEPTH:
                raise Broken("nested too deep", f"more than {JSON_DEPTH} brackets within one another")
        elif token in (b"}", b"]"):
            depth -= 1
            if depth <= 0:
                return
    raise Broken("truncated", "the JSON object does not end")


def _of_objects(window: _Window) -> bool:
    """Whether the array just entered, from which on all is kept, begins with an object; nothing is taken."""
    m = window.token()
    window.at = window.keep
    return m is not None and m.group() == b"{"
