"""Cuts texts at white space as bytes, many at once, where `str.split` would cut them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from morgue.core.loading.arrays import NDArray

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]

#: Zero bytes that follow a text whose pieces are looked up.
PADDING = b"\0" * 16
#: Whether a character below U+4000 is one that `str.split` cuts at; there are none above.
_SPACES = np.zeros(1 << 14, np.bool_)
_SPACES[[*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F]] = 1
_SPACES[0x3000] = True
_SPACES_OF_ONE = _SPACES[:256] & (np.arange(256) < 128)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Texts end to end and the pieces between white space.

    text      UTF-8, a space before each text, and `PADDING` behind
    starts, ends  of each piece, int64
    first     the number of the first piece of each text, and of all pieces: int64[texts + 1]
    """

    text: bytes
    starts: Places
    ends: Places
    first: Places


def pieces_of(encoded: Sequence[bytes]) -> Pieces:
    """The pieces of some UTF-8 texts."""
    text = b" ".join([b"", *encoded, PADDING])
    starts, ends = _cut(np.frombuffer(text, np.uint8, len(text) - len(PADDING)))
    begins = np.cumsum([1, *(len(each) + 1 for each in encoded)])
    return Pieces(text, starts, ends, np.searchsorted(starts, begins))


def _cut(text: Bytes) -> tuple[Places, Places]:
    """Where the pieces of a UTF-8 text between white space begin and end; white space stands at both of its ends."""
    space = _SPACES_OF_ONE.take(text)
    two = np.flatnonzero(text == 0xC2)
    two = two[_SPACES[text[two + 1]]]
    three = np.flatnonzero(text - np.uint8(0xE1) <= 2)
    code = (
        (text[three].astype(np.intp) & 3) << 12
        | (text[three + 1] & np.intp(0x3F)) << 6
        | text[three + 2] & np.intp(0x3F)
    )
    three = three[_SPACES.take(code)]
    space[np.concatenate([two, two + 1, three, three + 1, three + 2])] = True
    edges = np.flatnonzero(space[1:] != space[:-1]) + 1
    return edges[::2], edges[1::2]
