"""Stores strings end to end with an offset each, and finds one by bisection where they are sorted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.codec.container import Container, ContainerWriter
from morgue.index.codec.postings.packing import offsets, stretches

#: Strings that are remembered of those looked at, and the longest of them in bytes: those at which a search among so
#: many would look.
_SEEN, _BRIEF, _STEPS = 4_096, 64, 2_048
#: Strings copied at a time.
_COPIED = 1 << 16


def write_strings(out: ContainerWriter, name: str, strings: Sequence[str], packed: bool = True) -> None:
    """Strings end to end, each ended by a line feed, and their offsets.

    packed: whoever asks for one of them has all of them unpacked; not for what is many and asked for one by one.
    """
    raw = [s.encode("utf-8", "surrogatepass") for s in strings]
    blob = b"\n".join(raw) + b"\n" if raw else b""
    at = offsets(np.fromiter(map(len, raw), dtype=np.int64, count=len(raw)) + 1)
    _write(out, name, blob, at, packed)


def merge_strings(
    out: ContainerWriter, name: str, sources: Sequence[tuple[Strings, NDArray[np.intp]]], packed: bool = True
) -> None:
    """The strings at some places of each source, one source after the other, copied as they lie; as `write_strings`."""
    counts: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    blob = bytearray()
    for strings, places in sources:
        for start in range(0, len(places), _COPIED):
            text, sizes = strings.raw_many(places[start : start + _COPIED])
            blob += text.data
            counts.append(sizes)
    _write(out, name, blob, offsets(np.concatenate(counts)), packed)


def _write(out: ContainerWriter, name: str, blob: bytes | bytearray, at: NDArray[np.int64], packed: bool) -> None:
    starts = at.astype(np.uint32 if len(blob) < 1 << 32 else np.uint64)
    if packed:
        out.add_text(name + ".text", blob)
        out.add_narrow(name + ".at", starts, steps=True)
    else:
        out.add_bytes(name + ".text", blob)
        out.add(name + ".at", starts)


class Strings:
    """What `write_strings` wrote."""

    def __init__(self, file: Container, name: str) -> None:
        self._file = file
        self._text = file.view(name + ".text")
        self._at = file.array(name + ".at")

    def __len__(self) -> int:
        return len(self._at) - 1

    def raw(self, i: int) -> bytes:
        """The bytes of one string."""
        return bytes(self._text[int(self._at[i]) : int(self._at[i + 1]) - 1])

    def get(self, i: int) -> str:
        """One string."""
        try:
            return self.raw(i).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise self._file.damaged("has strings that are no text") from None

    def raw_many(self, places: NDArray[np.intp]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The bytes of several strings end to end, each with a line feed behind it, and how many each has with it.

        Whoever asks has looked at all offsets.
        """
        first, ends = (self._at[places + more].astype(np.int64) for more in (0, 1))
        counts = ends - first
        if counts.min(initial=1) < 1:
            raise self._file.damaged("has strings without an end")
        text = np.frombuffer(self._text, np.uint8)[stretches(first, counts)].copy()
        text[offsets(counts)[1:] - 1] = ord("\n")
        return text, counts

    def many(self, places: NDArray[np.intp]) -> list[str]:
        """Several strings, in the order asked."""
        text = self._text
        starts, ends = self._at.take(places).tolist(), self._at.take(places + 1).tolist()
        try:
            return [str(text[a : b - 1], "utf-8", "surrogatepass") for a, b in zip(starts, ends, strict=True)]
        except UnicodeDecodeError:
            raise self._file.damaged("has strings that are no text") from None


class SortedStrings(Strings):
    """Packs strings that stand in ascending order of their bytes and hold no line feed."""

    def __init__(self, file: Container, name: str) -> None:
        super().__init__(file, name)
        #: The strings that most searches look at first.
        self._seen: dict[int, bytes] = {}

    def bisect(self, key: bytes, low: int = 0) -> int:
        """The first string not less than `key`."""
        high = len(self._at) - 1
        text, at, seen = self._text, self._at, self._seen
        coarse = high // _STEPS
        while low < high:
            middle = (low + high) >> 1
            held = seen.get(middle)
            if held is None:
                held = bytes(text[int(at[middle]) : int(at[middle + 1]) - 1])
                if high - low > coarse and len(seen) < _SEEN and len(held) <= _BRIEF:
                    seen[middle] = held
            if held < key:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, key: bytes) -> int | None:
        """The place of a string among the sorted ones."""
        i = self.bisect(key)
        return i if i < len(self) and self.raw(i) == key else None

    def range(self, prefix: bytes, low: int = 0) -> range:
        """The places of the strings that begin with `prefix`."""
        start = self.bisect(prefix, low)
        beyond = _successor(prefix)
        return range(start, len(self) if beyond is None else max(start, self.bisect(beyond, start)))

    def all(self, low: int = 0) -> list[str]:
        """All strings from place `low` on."""
        try:
            text = bytes(self._text[int(self._at[low]) :]).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise self._file.damaged("has strings that are no text") from None
        found = text.split("\n")[:-1]
        if len(found) != len(self) - low:
            raise self._file.damaged("has other strings than it counts")
        return found

    def starting(self, starts: Iterable[int]) -> NDArray[np.int64]:
        """The places of the strings that begin at these bytes of the text."""
        return np.searchsorted(self._at, np.fromiter(starts, dtype=self._at.dtype)).astype(np.int64)

    def text_from(self, low: int) -> memoryview:
        """The text from the string at place `low` on."""
        return self._text[int(self._at[low]) :]

    def start(self, i: int) -> int:
        """The byte at which a string begins."""
        return int(self._at[i])


def _successor(prefix: bytes) -> bytes | None:
    """The least string of bytes greater than all that begin with `prefix`."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else None
