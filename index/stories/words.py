"""A text as arrays of word numbers and word kinds: what signatures and alignment count instead of strings. Pure.

A word's number is a hash of the analyzer's term, the same in every process; figures are hashed as they are compared,
however they were written. Texts are cut at white space first and
each piece is looked up in a memo, because a news text uses few different ones: several
times faster than matching again.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from index.analysis import terms
from index.stories.calendar import CAPITAL_DAYS, DAYS, NUMBER_WORDS, NUMBERS

Hashes = NDArray[np.uint64]
Kinds = NDArray[np.uint8]
Offsets = NDArray[np.int64]

#: Kinds of words, as bits. FIGURE has a digit or is a number word, DAY names a day or month, NAME has a capital;
#: STOP ends a sentence, OPEN stands after an opening quotation mark and CLOSE before a closing one.
FIGURE, DAY, NAME, STOP, OPEN, CLOSE = 1, 2, 4, 8, 16, 32

#: Words remembered at most; an archive in several languages has some hundred thousand common ones.
_MEMO_WORDS = 1_500_000
#: Pieces looked up at once.
_PART = 1 << 16
_STOPS = (".", "!", "?", "…", ":", "。", "！", "？")
_CLOSING = "\"'”’»)]“」』"
#: A piece of letters between such marks is one term, as the analyzer would find.
_ASCII_MARKS = '.,;:!?"()[]'
_AROUND_AMOUNTS = _ASCII_MARKS + "$€£¥%“”‘’«»'…"
#: A figure, perhaps with the first letters of its unit; a mark before three digits parts thousands.
_AMOUNT = re.compile(r"(\d+(?:[.,]\d+)*)[a-z]{0,3}", re.ASCII)
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
_OPENING = "([—–-"
_OPENS = ('"', "“", "„", "«", "「", "『", "»", "''", "``")
_CLOSES = ('"', "”", "»", "“", "」", "』", "«", "''")


@dataclass(frozen=True, slots=True)
class Words:
    """A text's terms in order: their numbers, uint64[n], and kinds, uint8[n] (the bits FIGURE to CLOSE)."""

    numbers: Hashes
    kinds: Kinds


def hash_of(text: str) -> int:
    """The 64-bit number of any text, the same in every process."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


#: The 64-bit number of one term.
term_hash = lru_cache(maxsize=100_000)(hash_of)


def kind_of(term: str, piece: str) -> int:
    """The kind of a term that stands in a white-space piece, STOP aside."""
    if term in NUMBERS or (not term.isalpha() and any(map(str.isdigit, term))):
        return FIGURE
    capital = piece.lower() != piece
    if term in DAYS or (capital and term in CAPITAL_DAYS):
        return DAY
    return NAME if capital else 0


def written(term: str) -> str:
    """A term as it is compared: a figure without marks between thousands and without its unit, in digits if small."""
    if not term[:1].isdigit():
        return NUMBER_WORDS.get(term, term)
    amount = _AMOUNT.fullmatch(term)
    return _THOUSANDS.sub("", amount[1]).replace(",", ".") if amount else term


def _terms(piece: str) -> list[str]:
    """The terms of a piece as they are compared; an amount with its unit ("$1.2m") is one."""
    bare = piece.strip(_ASCII_MARKS)
    if bare.isascii() and bare.isalpha():
        return [bare.lower()]
    amount = _AMOUNT.fullmatch(piece.strip(_AROUND_AMOUNTS).lower())
    return [amount[0]] if amount else terms(piece)


def _ending(piece: str) -> int:
    bare = piece.rstrip(".,;:!?…)]")
    return STOP * piece.rstrip(_CLOSING).endswith(_STOPS) | CLOSE * bare.endswith(_CLOSES)


class _Vocabulary(dict[str, int]):
    """White-space pieces to rows; a row is a run of terms, its length at `counts[row]`."""

    def __init__(self) -> None:
        super().__init__()
        self.starts = array("q")
        self.counts = array("q")
        self.numbers = array("Q")
        self.kinds = bytearray()

    def __missing__(self, piece: str) -> int:
        row = len(self.starts)
        found = _terms(piece)
        self.starts.append(len(self.numbers))
        self.counts.append(len(found))
        for term in found:
            self.numbers.append(term_hash(written(term)))
            self.kinds.append(kind_of(term, piece))
        if found and not piece.isalpha():
            self.kinds[-len(found)] |= OPEN * piece.lstrip(_OPENING).startswith(_OPENS)
            self.kinds[-1] |= _ending(piece)
        self[piece] = row
        return row

    def look_up(self, pieces: Sequence[str]) -> tuple[Words, Offsets]:
        """The words of some pieces, and how many come before each piece (and in all).

        Only here is the memo emptied: rows live no longer than one look-up.
        """
        if len(self.numbers) > _MEMO_WORDS:
            self.clear()
            del self.starts[:], self.counts[:], self.numbers[:], self.kinds[:]
        rows = np.fromiter(map(self.__getitem__, pieces), np.int64, len(pieces))
        counts = np.frombuffer(self.counts, np.int64)[rows]
        at = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(counts, out=at[1:])
        places = np.repeat(np.frombuffer(self.starts, np.int64)[rows] - at[:-1], counts) + np.arange(at[-1])
        words = Words(np.frombuffer(self.numbers, np.uint64)[places], np.frombuffer(self.kinds, np.uint8)[places])
        return words, at


_vocabulary = _Vocabulary()


def words_of(text: str) -> Words:
    """All terms of a text in order, as `index.analysis.terms` gives them but for amounts with their units."""
    return words_of_many([text])[0]


def words_of_many(texts: Sequence[str]) -> tuple[Words, Offsets]:
    """The words of some texts one after another; those of text i are the ones from at[i] to at[i + 1]."""
    pieces: list[str] = []
    ends = [0]
    for text in texts:
        pieces += text.split()
        ends.append(len(pieces))
    numbers, kinds, before = [np.empty(0, np.uint64)], [np.empty(0, np.uint8)], [np.zeros(1, np.int64)]
    for i in range(0, len(pieces), _PART):
        words, at = _vocabulary.look_up(pieces[i : i + _PART])
        numbers.append(words.numbers)
        kinds.append(words.kinds)
        before.append(at[1:] + before[-1][-1])
    return Words(np.concatenate(numbers), np.concatenate(kinds)), np.concatenate(before)[ends]


def mix(values: Hashes) -> Hashes:
    """Spreads 64-bit numbers evenly (the finaliser of splitmix64, Steele, Lea and Flood 2014); a bijection."""
    x = values ^ (values >> np.uint64(30))
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    x *= np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return x


def distinct(values: Hashes) -> Hashes:
    """Ascending, each once; by a sort, which for large numbers is several times faster than `np.unique`."""
    values = np.sort(values)
    fresh = np.ones(len(values), np.bool_)
    fresh[1:] = values[1:] != values[:-1]
    return values if fresh.all() else values[fresh]


def shingles(numbers: Hashes, size: int) -> Hashes:
    """The hash of each run of `size` words, uint64[len - size + 1]; empty for a shorter text."""
    count = len(numbers) - size + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    total = numbers[:count].copy()
    for k in range(1, size):
        total *= np.uint64(0x9E3779B97F4A7C15)  # odd: a polynomial over the integers modulo 2**64
        total += numbers[k : k + count]
    return mix(total)
