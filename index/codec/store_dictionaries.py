"""Trains and reads a segment's dictionaries: what zstd knows of its bodies and its records before it reads a block.

A dictionary is made of stretches of the segment's own live articles and of nothing else, and made anew whenever the
segment is: so an article that was forgotten is in none, once the segment that held it has been rewritten. All blocks
of a stream need it, so it is kept twice; the second is used where the first is not as written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from morgue.core.dataclass import dataclass
from morgue.index.codec.container import Container, ContainerWriter

if TYPE_CHECKING:
    from zstandard import ZstdCompressionDict, ZstdCompressor, ZstdDecompressor

#: Bytes of bodies from which a segment has dictionaries: they are four times smaller there than what they save.
ENOUGH = 8 << 20
#: Bytes of a dictionary of bodies and of one of records at least, and the most that one is read with.
_BODIES, _RECORDS, _MOST = 112 << 10, 16 << 10, 1 << 20
#: The share of all bodies that a dictionary may have, since it is kept twice; and of it, that of records.
_SHARE, _OF_RECORDS = 1 / 200, 1 / 8
#: A dictionary is chosen from so many times its size, evenly spread.
_CHOICE = 18
#: Bytes of the stretches it is made of, and of what is counted to choose them (zstd's `k` and `d`).
_STRETCH, _COUNTED = 200, 8
#: zstd's level of what is soon packed again.
_LEVEL = 3
#: Bytes of the largest dictionary, and zstd's level of what is to last; for short articles, and for those of more than
#: _LONG bytes on average. Level 6 is a twentieth of what it takes to file a short article, 9 as much of a long one; a
#: block of short ones takes a tenth longer to unpack with 256 KB and a fifth with 512, one of long ones a tenth.
_OF_SHORT, _OF_LONG, _LONG = (256 << 10, 6), (512 << 10, 9), 2_048
_COPIES = (".dictionary", ".dictionary.again")


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """Of the bodies and of the records of a segment, and zstd's level for these."""

    bodies: bytes
    records: bytes
    level: int = _LEVEL


def train(
    bodies: Sequence[bytes], records: Sequence[bytes], total: int = 0, lasting: bool = False
) -> Dictionaries | None:
    """Dictionaries for articles like these, whose bodies have so many bytes in all; None where they have too little in
    common to make one. lasting: what they pack is not soon packed again.
    """
    long = sum(map(len, bodies)) > _LONG * len(bodies)
    largest, level = _OF_LONG if long else _OF_SHORT
    size = max(_BODIES, min(int(total * _SHARE), largest))
    made = _trained(bodies, size), _trained(records, max(_RECORDS, int(size * _OF_RECORDS)))
    return Dictionaries(*made, level if lasting else _LEVEL) if all(made) else None


def _trained(samples: Sequence[bytes], size: int) -> bytes:
    from zstandard import ZstdError, train_dictionary

    usable: list[bytes | bytearray | memoryview] = [s for s in samples if len(s) >= _COUNTED]
    step = 1 + sum(map(len, usable)) // (_CHOICE * size)
    try:
        return train_dictionary(size, usable[::step], k=_STRETCH, d=_COUNTED).as_bytes()
    except (ZstdError, MemoryError):
        return b""


def _loaded(data: bytes) -> ZstdCompressionDict:
    from zstandard import DICT_TYPE_FULLDICT, ZstdCompressionDict

    return ZstdCompressionDict(data, dict_type=DICT_TYPE_FULLDICT)


def compressors(known: Dictionaries | None) -> tuple[ZstdCompressor, ZstdCompressor]:
    """For bodies and for records."""
    if known is None:
        return _plain_compressor(), _plain_compressor()
    return _compressor(_loaded(known.bodies), known.level), _compressor(_loaded(known.records), known.level)


@lru_cache(maxsize=1)
def _plain_compressor() -> ZstdCompressor:
    return _compressor(None, _LEVEL)


def _compressor(known: ZstdCompressionDict | None, level: int) -> ZstdCompressor:
    from zstandard import ZstdCompressor

    # A checksum is four bytes a block, so that no article is ever read, rebuilt or merged from a damaged one.
    return ZstdCompressor(level=level, dict_data=known, write_content_size=True, write_checksum=True)


@lru_cache(maxsize=1)
def _plain_decompressor() -> ZstdDecompressor:
    from zstandard import ZstdDecompressor

    return ZstdDecompressor()


def write(out: ContainerWriter, stream: str, data: bytes) -> None:
    """The dictionary of a stream, twice."""
    for copy in _COPIES:
        out.add_text(stream + copy, data)


def has(file: Container, stream: str) -> bool:
    """Whether the blocks of a stream were packed with a dictionary."""
    return stream + _COPIES[0] in file


def check(file: Container, streams: Iterable[str]) -> None:
    """ArchiveDamaged where a dictionary is alone, is not as its copy, or is larger than a writer makes it."""
    for stream in streams:
        one, other = (stream + copy for copy in _COPIES)
        there = one in file or other in file
        if there and not (file.alike(one, other) and file.length(one, "|u1") <= _MOST):
            raise file.damaged(f"has a dictionary of its stream {stream} that cannot be")


def decompressor(file: Container, stream: str) -> ZstdDecompressor:
    """For the blocks of a stream; ArchiveDamaged where neither of its dictionaries is as written."""
    if not has(file, stream):
        return _plain_decompressor()
    from zstandard import ZstdDecompressor

    for copy in _COPIES:
        if file.intact(stream + copy):
            return ZstdDecompressor(dict_data=_loaded(bytes(file.view(stream + copy))))
    raise file.damaged(f"has lost the dictionary of its stream {stream}")
