"""Packs a whole stream of text into fewer bytes, and unpacks it: for words and addresses, which are read as one. Pure.

Unpacking takes some 2 ms a megabyte, once an opened file.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from morgue.core.loading.arrays import NDArray

U8 = NDArray[np.uint8]

#: What is packed better than this is left as it is, so that a small file unpacks to no more than so many times itself.
MOST_TIMES = 16
#: Bytes of a text from which packing is worth its while.
_LEAST = 4096
_LEVEL = 6


def packed(text: bytes | bytearray) -> bytes | None:
    """The text in fewer bytes; None for one that is short, or packs too badly or too well."""
    if len(text) < _LEAST:
        return None
    from zstandard import ZstdCompressor

    made = ZstdCompressor(level=_LEVEL, write_content_size=True, write_checksum=True).compress(text)
    return made if len(text) // MOST_TIMES <= len(made) <= len(text) * 3 // 4 else None


def unpacked(kept: U8, size: int, damaged: Callable[[str], Exception]) -> U8:
    """The text, which has so many bytes; raises what `damaged` makes of it where it is not as packed."""
    from zstandard import ZstdDecompressor, ZstdError, frame_content_size

    try:
        if frame_content_size(kept.data) == size:
            return np.frombuffer(ZstdDecompressor().decompress(kept.data), np.uint8)
    except (ZstdError, MemoryError):
        pass
    raise damaged("has a packed text that cannot be")
