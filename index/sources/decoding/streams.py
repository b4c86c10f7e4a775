"""Buffers streams, lets their first bytes be peeked at, and decompresses them in steps, up to a bounded ratio."""

from __future__ import annotations

import io
import lzma
import zlib
from bz2 import BZ2Decompressor
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Protocol

from morgue.index.sources.limits import HEAD_BYTES, ITEM_BYTES, RATIO, RATIO_FREE
from morgue.index.sources.location import Broken

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_IN = 16 << 10
_OUT = 256 << 10
# A zstd block of 4 bytes may stand for 128 KiB and the decompressor gives all at once: 1 KiB in is at most 32 MiB out.
_ZSTD_IN = 1 << 10
_ZSTD_WINDOW = 128 << 20
_XZ_MEMORY = 256 << 20

#: What every reader gets, and what it may be made from.
Buffered = io.BufferedReader
Raw = io.RawIOBase | io.BufferedIOBase | BinaryIO


class Meter:
    """Counts what comes out of one file on disk, through all its layers, and stops what expands without end."""

    def __init__(self, size: int | None) -> None:
        self._size = size
        self._out = 0

    def gave(self, count: int) -> None:
        """`count` more bytes were decompressed; raises Broken beyond the limit."""
        self._out += count
        if self._size is not None and self._out > RATIO_FREE and self._out > RATIO * max(1, self._size):
            raise Broken("decompression ratio", f"more than {RATIO} bytes for each byte on disk")


class _Decoder(Protocol):
    """What bz2 and lzma offer, and what zlib and zstd are made to offer."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Zlib:
    def __init__(self) -> None:
        self._z = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._z.eof

    @property
    def needs_input(self) -> bool:
        return not self._z.unconsumed_tail and not self._z.eof

    @property
    def unused_data(self) -> bytes:
        return self._z.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._z.decompress(self._z.unconsumed_tail + data, max(0, max_length))


class _Zstd:
    def __init__(self) -> None:
        import zstandard

        self._error = zstandard.ZstdError
        self._z = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        self._waiting = b""

    @property
    def eof(self) -> bool:
        return self._z.eof

    @property
    def needs_input(self) -> bool:
        return not self._waiting and not self._z.eof

    @property
    def unused_data(self) -> bytes:
        return self._z.unused_data + self._waiting

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        data = self._waiting + data
        self._waiting = data[_ZSTD_IN:]
        try:
            return self._z.decompress(data[:_ZSTD_IN])
        except self._error as e:
            raise zlib.error(str(e)) from e


def _xz() -> _Decoder:
    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)


#: Kind of compression: its decoder, its magic bytes, and the file endings it adds.
CODECS: dict[str, tuple[Callable[[], _Decoder], bytes, tuple[str, ...]]] = {
    "gz": (_Zlib, b"\x1f\x8b", (".gz", ".tgz")),
    "bz2": (BZ2Decompressor, b"BZh", (".bz2", ".tbz2", ".tbz")),
    "xz": (_xz, b"\xfd7zXZ\x00", (".xz", ".txz")),
    "zst": (_Zstd, b"\x28\xb5\x2f\xfd", (".zst", ".tzst")),
}


class Inflated(io.RawIOBase):
    """The decompressed bytes of a stream, all its members in a row.

    What was decompressed before a fault is given first; then reading raises Broken: "truncated" when the stream ends
    too soon, "unreadable" when it is damaged, "decompression ratio" when it expands without end.
    """

    def __init__(self, inner: Buffered, kind: str, meter: Meter) -> None:
        super().__init__()
        self._inner = inner
        self._new, self._magic, _ = CODECS[kind]
        self._decoder = self._new()
        self._meter = meter
        self._own = 0
        self._taken = 0
        self._left = b""
        self._ended = False
        self._fault: Broken | None = None

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fills the whole buffer while there is something to come, so that a peek sees as much as was asked for."""
        view = memoryview(buffer).cast("B")
        done = 0
        while done < len(view) and (self._left or not self._ended):
            if not self._left:
                self._left = self._more()
            part = self._left[: len(view) - done]
            view[done : done + len(part)] = part
            self._left = self._left[len(part) :]
            done += len(part)
        if not done and self._fault:
            raise self._fault
        return done

    def _more(self) -> bytes:
        try:
            return self._step()
        except Broken as e:
            self._fault = e
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as e:
            self._fault = Broken("unreadable", f"damaged compressed data: {e}")
        self._ended = True
        return b""

    def _step(self) -> bytes:
        data = b""
        if self._decoder.eof:
            rest = self._decoder.unused_data or self._inner.read(_IN)
            rest = rest.lstrip(b"\0") if len(rest) < _IN else rest
            if len(rest) < len(self._magic):
                rest += self._inner.read(_IN)
            if not rest.startswith(self._magic):
                self._ended = True  # padding or a foreign tail, which the usual tools leave aside too
                return b""
            self._decoder = self._new()
            data = rest
        elif self._decoder.needs_input:
            data = self._inner.read(_IN)
            if not data:
                raise Broken("truncated", "the compressed data ends too soon")
        self._taken += len(data)
        out = self._decoder.decompress(data, _OUT)
        self._own += len(out)
        if self._own > RATIO_FREE and self._own > RATIO * self._taken:
            raise Broken("decompression ratio", f"more than {RATIO} bytes for each byte of the compressed stream")
        self._meter.gave(len(out))
        return out


def buffered(raw: Raw) -> Buffered:
    """A stream whose first HEAD_BYTES can be looked at without being taken."""
    return io.BufferedReader(raw, HEAD_BYTES)  # type: ignore[arg-type]  # all of Raw have readinto in fact


def whole(stream: Buffered, limit: int = ITEM_BYTES) -> bytes:
    """All that is left of a stream; raises Broken("too large") beyond `limit` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Broken("too large", f"more than {limit >> 20} MiB")
    return data


def pass_over(stream: Buffered, length: int) -> None:
    """Skips so many bytes of a record; Broken where the stream ends within them."""
    while length > 0:
        chunk = stream.read(min(length, 1 << 20))
        if not chunk:
            raise Broken("truncated", "the last record is not whole")
        length -= len(chunk)


def pour(stream: Buffered, parts: Callable[[bytes], bytes]) -> Buffered:
    """The stream with each chunk passed through `parts` (called once more with nothing at the end)."""
    return buffered(_Poured(stream, parts))


class _Poured(io.RawIOBase):
    def __init__(self, inner: Buffered, parts: Callable[[bytes], bytes]) -> None:
        super().__init__()
        self._inner = inner
        self._parts = parts
        self._left = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        while not self._left and not self._ended:
            data = self._inner.read(_IN)
            self._ended = not data
            self._left = self._parts(data)
        part = self._left[: len(view)]
        view[: len(part)] = part
        self._left = self._left[len(part) :]
        return len(part)
