"""Writes and maps a segment's file: named streams of little-endian arrays, aligned, with lengths and checksums.

Layout: a header of 64 bytes, the streams (each from a multiple of 64), then the table of contents as lines of text.
The header names the place and digest of the table, the table those of every stream. A stream of equal numbers is kept
as one of them with how many it stands for, one like another as that one's name, and many in a narrower type.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from morgue.core.durable_files import disk
from morgue.core.errors import ArchiveDamaged, ArchiveTooNew
from morgue.core.loading.arrays import NDArray
from morgue.core.loading.digests import blake2b
from morgue.core.regular_files import open_file
from morgue.index.codec.streams import packed_text
from morgue.index.codec.streams.forms import made
from morgue.index.codec.streams.narrowing import narrowed
from morgue.index.codec.streams.table import ALIGN, FULL, Table, read_table

MAGIC = b"MORGUE\x1a\n"
VERSION = 1
_HEADER = struct.Struct("<8sIIQQQ16s8x")
_DIGEST = 16
_PAD = 8
_COPY = 1 << 20
Array = NDArray[Any]


def _digest(*parts: bytes) -> bytes:
    made = blake2b(digest_size=_DIGEST)
    for part in parts:
        made.update(part)
    return made.digest()


class ContainerWriter:
    """Writes one file, stream after stream; nothing counts until `close` has put the header in its place and synced."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = disk().create(path)
        self._file.write(b"\0" * _HEADER.size)
        self._at = _HEADER.size
        self._lines: list[str] = []
        self._open: tuple[str, str, int, str, Any] | None = None

    def begin(self, name: str, dtype: str = "|u1", more: str = "") -> None:
        """Starts a stream; `put` appends to it until `end`. `dtype` is a numpy type string such as "<u4".

        more: what the stream's line of the table says behind its digest: " times 12" of one number taken so often.
        """
        assert self._open is None
        pad = -self._at % ALIGN
        self._file.write(b"\0" * pad)
        self._at += pad
        self._open = (name, dtype, self._at, more, blake2b(digest_size=_DIGEST))

    def put(self, data: bytes | bytearray | memoryview) -> None:
        """Appends bytes to the open stream."""
        assert self._open is not None
        self._file.write(data)
        self._open[-1].update(data)
        self._at += memoryview(data).nbytes

    def end(self) -> None:
        """Closes the open stream."""
        assert self._open is not None
        name, dtype, start, more, digest = self._open
        self._lines.append(f"{name} {dtype} {start} {self._at - start} {digest.hexdigest()}{more}\n")
        self._open = None

    def add(self, name: str, array: Array) -> None:
        """Writes a whole stream at once."""
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        self.begin(name, little.dtype.str)
        self.put(little.reshape(-1).view(np.uint8).data)
        self.end()

    def add_column(self, name: str, array: Array) -> None:
        """A whole stream at once that readers ask for its `count`; one number of it where all are the same."""
        if array.nbytes <= ALIGN or not bool((array == array[0]).all()):
            self.add(name, array)
            return
        little = array[:1].astype(array.dtype.newbyteorder("<"))
        self.begin(name, little.dtype.str, f" times {len(array)}")
        self.put(little.view(np.uint8).data)
        self.end()

    def add_narrow(self, name: str, array: Array, steps: bool = False) -> None:
        """A whole stream at once, in a narrower type where that saves bytes; steps: it holds ascending offsets from 0.

        Whoever asks for any of it has all of it widened, so not for what each question reads of each document.
        """
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        found = narrowed(little, steps)
        if found is None:
            self.add(name, little)
            return
        form, kept, full = found
        self.begin(name, kept.dtype.str, str(form))
        self.put(kept.view(np.uint8).data)
        self.end()
        if len(full):
            self.add(name + FULL, full)

    def add_like(self, name: str, array: Array, other: str, its: Array) -> None:
        """A column that is mostly the same as another, written before: as `add_column` does, if at all."""
        if array.nbytes <= ALIGN or array.dtype != its.dtype or not np.array_equal(array, its):
            self.add_column(name, array)
            return
        self.begin(name, array.dtype.newbyteorder("<").str, f" like {other}")
        self.end()

    def add_bytes(self, name: str, data: bytes | bytearray) -> None:
        """Writes a whole stream of bytes."""
        self.begin(name)
        self.put(data)
        self.end()

    def add_text(self, name: str, text: bytes | bytearray) -> None:
        """Writes a whole stream of bytes that is mostly read as a whole, packed where that saves bytes."""
        packed = packed_text.packed(text)
        self.begin(name, more="" if packed is None else f" packed {len(text)}")
        self.put(text if packed is None else packed)
        self.end()

    def note(self, name: str, value: int) -> None:
        """A number kept in the table itself."""
        self._lines.append(f"{name} = {value}\n")

    def close(self) -> int:
        """Table, header, flush and fsync; the file's length in bytes."""
        assert self._open is None
        table = "".join(self._lines).encode()
        self._file.write(table)
        length = self._at + len(table)
        plain = _HEADER.pack(MAGIC, VERSION, 0, self._at, len(table), length, b"")
        self._file.seek(0)
        self._file.write(_HEADER.pack(MAGIC, VERSION, 0, self._at, len(table), length, _digest(plain, table)))
        disk().sync(self._file)
        self._file.close()
        return length

    def __enter__(self) -> ContainerWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if not self._file.closed:
            self._file.close()
        if kind is not None:
            disk().remove(self._path)


class Container:
    """A file of streams, mapped. Opening checks the header, the lengths and the table's digest, and decodes nothing.

    Raises ArchiveDamaged or ArchiveTooNew, each naming the file; FileNotFoundError when it is gone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with open_file(path) as file:
            self.size = os.fstat(file.fileno()).st_size
            if self.size < _HEADER.size:
                raise self.damaged("is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._arrays: dict[str, Array] = {}
        self._sound: set[str] = set()
        self._table = self._read_table()
        self._streams, self._notes = self._table.streams, self._table.notes

    def damaged(self, what: str) -> ArchiveDamaged:
        """The error that names this file."""
        return ArchiveDamaged(f"{self.path.name} {what}", "`morgue verify --repair` rebuilds what it can")

    def _read_table(self) -> Table:
        magic, version, spare, at, length, size, digest = _HEADER.unpack_from(self._map)
        if magic != MAGIC:
            raise self.damaged("is not a segment of an archive")
        if version > VERSION:
            raise ArchiveTooNew(f"{self.path.name} was written by a newer morgue", "update morgue to read it")
        if size != self.size or at + length != size:
            raise self.damaged(f"has {self.size:,} bytes where {size:,} were written")
        table = self._map[at : at + length]
        if _digest(_HEADER.pack(magic, version, spare, at, length, size, b""), table) != digest:
            raise self.damaged("has a damaged table of contents")
        return read_table(table, _HEADER.size, at, self.damaged)

    def note(self, name: str) -> int:
        """A number that the table of streams holds beside them."""
        try:
            return self._notes[name]
        except KeyError:
            raise self.damaged(f"lacks its note {name}") from None

    def length(self, name: str, *kinds: str) -> int:
        """How many numbers a stream has; of one of these types, when any are named. Reads nothing of it.

        ArchiveDamaged for one number that stands for many: only who knows how many there should be asks for the count.
        """
        if self._table.like.get(name, name) in self._table.times:
            raise self.damaged(f"has one number for many in its stream {name}")
        return self.count(name, *kinds)

    def count(self, name: str, *kinds: str) -> int:
        """The same of a column, whose equal numbers may be kept as one; no more are there than the caller expects."""
        try:
            kind, count = self._table.kind_and_count(name)
        except KeyError:
            raise self.damaged(f"lacks its stream {name}") from None
        if kinds and kind not in kinds:
            raise self.damaged(f"has a stream {name} of another type")
        return count

    def once(self, name: str, test: Callable[[], bool], what: str) -> None:
        """ArchiveDamaged unless a stream passes a test; each test is made once, when it is first asked for."""
        if name not in self._sound:
            if not test():
                raise self.damaged(f"{what} (stream {name})")
            self._sound.add(name)

    def names(self) -> tuple[str, ...]:
        """The streams, in the order they were written."""
        return tuple(self._streams)

    def __contains__(self, name: str) -> bool:
        return name in self._streams

    def array(self, name: str) -> Array:
        """A stream as a read-only view of the mapped file, or as an array of its own where it is not kept as it is."""
        held = self._arrays.get(name)
        if held is None:
            if name not in self:
                raise self.damaged(f"lacks its stream {name}")
            held = self._arrays[name] = made(self._table, name, self._raw, self.damaged)
            held.flags.writeable = False
        return held

    def _raw(self, name: str) -> Array:
        """What lies in the file."""
        kind, start, length, _ = self._streams[name]
        dtype = np.dtype(kind)
        return np.frombuffer(self._map, dtype, length // dtype.itemsize, start)

    def view(self, name: str) -> memoryview:
        """A stream as bytes of the mapped file."""
        array = self.array(name)
        return array.data.cast("B") if array.size else memoryview(b"")

    def let_go(self) -> None:
        """Tells the system that the pages read so far need not stay mapped, and forgets what was made of them."""
        self._arrays.clear()
        if hasattr(mmap, "MADV_DONTNEED"):  # not on Windows
            self._map.madvise(mmap.MADV_DONTNEED)

    def verify(self) -> None:
        """Reads every byte against its checksum; raises ArchiveDamaged naming the file and the stream."""
        covered = _HEADER.size - _PAD
        for name, (_, start, length, _) in self._streams.items():
            if any(self._map[covered:start]):
                raise self.damaged(f"has stray bytes before its stream {name}")
            if not self.intact(name):
                raise self.damaged(f"has a damaged stream {name}")
            covered = start + length

    def intact(self, name: str) -> bool:
        """Whether a stream, which is there, is what was written; reads all of it."""
        _, start, length, digest = self._streams[name]
        return self._digest_of(start, length) == digest

    def alike(self, one: str, other: str) -> bool:
        """Whether two streams are there and were written with the same type and bytes; reads nothing of them."""
        found = [self._streams[name] for name in (one, other) if name in self]
        return len(found) == 2 and len({(kind, size, digest) for kind, _, size, digest in found}) == 1

    def damaged_streams(self) -> frozenset[str]:
        """The names of all streams that are not what was written."""
        return frozenset(name for name in self._streams if not self.intact(name))

    def _digest_of(self, start: int, length: int) -> str:
        made = blake2b(digest_size=_DIGEST)
        with memoryview(self._map) as whole:
            for at in range(start, start + length, _COPY):
                made.update(whole[at : min(at + _COPY, start + length)])
        return made.hexdigest()
