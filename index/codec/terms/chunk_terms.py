"""Turns text into term numbers by looking up chunks between white space, each of which is analysed only once.

No token of `morgue.core.analyzer` spans white space, nor does any of its rules look across it, so the terms of a text
are those of its chunks one after another. Whether a sentence ends after a chunk shows in the end of that chunk and the
beginning of the next. Each chunk is analysed once, when it is first met; after that it is a number.
"""

from __future__ import annotations

import re
from array import array
from itertools import islice
from typing import Any

import numpy as np

from morgue.core.analyzer import LONGEST_CAPITALS, LONGEST_TERM, SHORTEST_CAPITALS, surface_pattern, surface_tokens
from morgue.core.loading.arrays import NDArray
from morgue.index.pieces.cutting import Pieces
from morgue.index.pieces.piece_table import Numbers, PieceTable

#: So many chunks are remembered before the memory is started afresh (some 100 bytes each).
_MOST_CHUNKS = 600_000
#: Chunks looked up at once.
_PART = 1 << 16

#: Marks around a word that join it to nothing.
_TRIM = ".,;:?!\"'“”‘’()[]…«»*"
_CLOSERS = frozenset(".!?…\"'”’»)]")
_OPENERS = frozenset("\"'“‘«([¿¡—–-")
_ENDS = re.compile(r"[.!?…]+[\"'”’»)\]]*\Z")
_BEGINS = re.compile(r"[\"'“‘«(\[¿¡—–-]*[^\W_a-zà-ÿа-яα-ω]")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|Jr|Sr|St|Mt|Inc|Ltd|Co|Corp|No|vs|etc|cf|al"
    r"|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Dept|Univ|Ph\.D)|\b[^\W\d_])\.\Z"
)

ENDS = 1
BEGINS = 2

#: A chunk that ends a line; its number is 0, and no text holds it.
LINE_END = "\0"


class _Numbers(dict[str, int]):
    """A number for each string, given when it is first asked for."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


def chunk_terms(chunk: str) -> tuple[list[str], list[tuple[str, int]]]:
    """The terms of a text without white space, and the extra ones, each with its place among those."""
    out: list[str] = []
    extras: list[tuple[str, int]] = []
    for surface in surface_pattern(chunk).findall(chunk):
        before = len(out)
        for token in surface_tokens(surface):
            if token.extra:
                extras.append((token.term, before + token.place))
            else:
                out.append(token.term)
    return out, extras


def _may_end(chunk: str) -> bool:
    """Whether a sentence may end after a chunk whose last character is one of _CLOSERS."""
    return _ENDS.search(chunk) is not None and not (chunk[-1] == "." and _SHORT.search(chunk[-14:]))


class _Beginnings(dict[str, bool | None]):
    """By first character: whether a sentence may begin so; None where more of the chunk must be seen."""

    def __missing__(self, first: str) -> bool | None:
        found = None if first in _OPENERS else _BEGINS.match(first) is not None
        self[first] = found
        return found


class Vocabulary:
    """Remembers chunks and terms. Keep one over many segments: each then analyses only what is new to it."""

    def __init__(self) -> None:
        self.chunks = _Numbers()
        self._beginnings = _Beginnings()
        self._reset()

    def _reset(self) -> None:
        self.chunks.clear()
        self.chunks[LINE_END] = 0
        self._table = PieceTable(1)
        self.numbers = _Numbers()
        self.terms: list[str] = []
        self._flat = array("i")
        self._counts = array("i")
        self._marks = array("B")
        self._extras = array("i"), array("i"), array("i")  # chunk, place in it, term

    def trim(self) -> None:
        """Forgets everything when it has grown past its bound; only between segments."""
        if len(self.chunks) > _MOST_CHUNKS:
            self._reset()

    def numbers_of(self, cut: Pieces) -> NDArray[np.int32]:
        """The numbers of the chunks of some texts: what `chunks` gives for each, three times as fast."""
        out = np.empty(len(cut.starts), np.int32)
        for at in range(0, len(out), _PART):
            part = slice(at, at + _PART)
            out[part] = self._table.look_up(cut.text, cut.starts[part], cut.ends[part], self._numbered)[:, 0]
        return out

    def _numbered(self, pieces: list[bytes]) -> list[Numbers]:
        return [np.array([self.chunks[piece.decode("utf-8", "surrogatepass")] for piece in pieces], np.uint64)]

    def _extra(self, chunk: int, place: int, term: int) -> None:
        for held, value in zip(self._extras, (chunk, place, term), strict=True):
            held.append(value)

    def settle(self) -> Tables:
        """Analyses the chunks met since the last call; the tables of all chunks."""
        numbers, beginnings = self.numbers, self._beginnings
        flat, counts, marks, extra = self._flat.append, self._counts.append, self._marks.append, self._extra
        for chunk in islice(self.chunks, len(self._counts), None):
            core = chunk.strip(_TRIM)
            if core.isalpha() and core.isascii() and len(core) <= LONGEST_TERM:
                # letters of ASCII within marks that join nothing: one term, as the analyzer would find
                flat(numbers[core.lower()])
                counts(1)
                if SHORTEST_CAPITALS <= len(core) <= LONGEST_CAPITALS and core.isupper():
                    extra(len(self._marks), 0, numbers[core])
            else:
                found, extras = chunk_terms(chunk)
                for term, place in extras:
                    extra(len(self._marks), place, numbers[term])
                for term in found:
                    flat(numbers[term])
                counts(len(found))
            begins = beginnings[chunk[0]]
            if begins is None:
                begins = _BEGINS.match(chunk) is not None
            ends = chunk[-1] in _CLOSERS and _may_end(chunk)
            marks((BEGINS if begins else 0) | (ENDS if ends else 0))
        self.terms.extend(islice(numbers, len(self.terms), None))
        return Tables(self)


class Tables:
    """Arrays by chunk number: first and count into `flat` (term numbers), marks.

    extra_chunk, extra_place, extra_term: the terms without a place of their own, by chunk: int32 each.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.flat: NDArray[np.int32] = np.array(vocabulary._flat, dtype=np.int32)
        self.count: NDArray[np.int32] = np.array(vocabulary._counts, dtype=np.int32)
        self.first: NDArray[np.int64] = np.cumsum(self.count, dtype=np.int64) - self.count
        self.marks: NDArray[np.uint8] = np.array(vocabulary._marks, dtype=np.uint8)
        self.extra_chunk, self.extra_place, self.extra_term = (np.array(a, np.int32) for a in vocabulary._extras)
        self._extra_count = np.bincount(self.extra_chunk, minlength=len(self.count))
        self._extra_first = np.cumsum(self._extra_count) - self._extra_count

    def extras(self, chunks: NDArray[Any], before: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The extra terms of a run of chunks: which token each stands beside, and its number."""
        having = np.flatnonzero(self._extra_count[chunks])
        held = chunks[having]
        counts = self._extra_count[held]
        at = np.repeat(self._extra_first[held] - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
        return np.repeat(before[having], counts) + self.extra_place[at], self.extra_term[at]

    def expand(self, chunks: NDArray[Any], before: NDArray[np.int64]) -> NDArray[np.int32]:
        """The term numbers of a run of chunks; `before`: int64[chunks + 1], how many terms come before each."""
        counts = self.count[chunks]
        shift = np.repeat(self.first[chunks] - before[:-1], counts)
        shift += np.arange(len(shift))
        out: NDArray[np.int32] = self.flat[shift]
        return out
