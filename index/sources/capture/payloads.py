"""Keeps pages of a WARC, compressed and within bounds, so that later revisit records can be resolved to them."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass

#: So much of earlier pages is kept, compressed.
_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Payload:
    """An earlier page: the record's name, its address, its Content-Type, its body."""

    name: str
    url: str
    media: str
    body: bytes


class Payloads:
    """Earlier pages by their digest and by their address; the oldest go when there are too many."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Payload] = OrderedDict()
        self._by_url: dict[str, str] = {}
        self._size = 0

    def keep(self, digest: str, payload: Payload) -> None:
        """Remembers a page under the digest of its payload."""
        if not digest or digest in self._held:
            return
        packed = Payload(payload.name, payload.url, payload.media, zlib.compress(payload.body, 1))
        self._held[digest] = packed
        self._by_url[payload.url] = digest
        self._size += len(packed.body)
        while self._size > _BYTES:
            _, oldest = self._held.popitem(last=False)
            self._size -= len(oldest.body)
            self._by_url.pop(oldest.url, None)

    def find(self, digest: str, url: str) -> Payload | None:
        """The page of this digest, or where none is stated of this address; None when it was never seen here."""
        found = self._held.get(digest) if digest else self._held.get(self._by_url.get(url, ""))
        if found is None:
            return None
        return Payload(found.name, found.url, found.media, zlib.decompress(found.body))
