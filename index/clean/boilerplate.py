"""Finds boilerplate across the archive: a line that recurs in many articles of one outlet is not news. Pure.

Every article's different lines are kept beside it as 32-bit keys (`line_keys`). How many articles of an outlet hold
each line (`LineCounts`) is counted from those: the same in whatever order articles arrive, and right again when one is
removed. Two lines of 50,000 share a key once in four times; that matters only where three would.

`spans` then says which parts of a body are furniture. Nothing is destroyed: the body stays as it was extracted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from morgue.core.analyzer import paragraphs
from morgue.core.loading.arrays import NDArray
from morgue.index.clean.declared_lines import declared

Keys = NDArray[np.uint32]
Spans = tuple[tuple[int, int], ...]

#: A line stands in at least this many articles of the outlet before it can be furniture.
_FEWEST = 3
#: ... and in this many times as many as the article's own paragraphs do: an article saved five times is not furniture.
_TIMES = 3
#: From this length on a line counts as one of the article's own paragraphs.
_PARAGRAPH = 60
#: Longer ones that end as sentences may be a running story's background: they must recur twice as often.
_PROSE = 140
_SPACE = re.compile(r"\W+")
_DIGITS = re.compile(r"\d+")
#: What becomes of each character of ASCII: a letter its small one, a digit 0, all but these and `_` a space.
_PLAIN = {
    i: "0" if c.isdigit() else c.lower() if c.isalpha() or c == "_" else " " for i, c in enumerate(map(chr, range(128)))
}
#: The marks beyond ASCII that most texts have; as all marks they become spaces.
_TYPESET = "’“”—–‘…\xa0•"
_ASCII = bytes(range(128))
#: As _PLAIN, of UTF-8: all bytes of what is beyond ASCII become spaces. Line feeds stay.
_FOLDED = bytes(10 if i == 10 else ord(_PLAIN.get(i, " ")) for i in range(256))
#: Of rows of these one is left.
_SPACES, _ZEROS = ord(" "), ord("0")
#: How sentences end, before quotation marks and brackets that close.
_STOPS, _CLOSERS = (".", "!", "?", "。"), "\"'”’»)]"


def key(line: str) -> int:
    """The 32-bit key of a line. Case, punctuation and the value of numbers do not matter: `Today 14°` is `Today 9°`."""
    return int.from_bytes(blake2b(_told(line), digest_size=4).digest(), "little")


def _told(line: str) -> bytes:
    """What of a line its key is made of: its marks, where it has no words."""
    return (folded_line(line) or line).encode("utf-8", "replace")


def folded_line(line: str) -> str:
    """The words of a line in lower case with a space between, each number as 0.

    A line of ASCII but for a typesetter's marks goes through one table, a quarter of the time of the patterns.
    """
    plain = line
    if not plain.isascii():
        for mark in _TYPESET:
            plain = plain.replace(mark, " ")
        if not plain.isascii():
            return _SPACE.sub(" ", _DIGITS.sub("0", line.casefold())).strip()
    plain = plain.translate(_PLAIN)
    while "00" in plain:
        plain = plain.replace("00", "0")
    return " ".join(plain.split())


def _keys(body: str, found: Sequence[tuple[int, int]]) -> Keys:
    """The `key` of each paragraph of a body: of those that are plain all are folded at once."""
    whole = body.encode("utf-8", "surrogatepass")
    beyond = set(whole.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    letters = np.frombuffer(whole.translate(_FOLDED), np.uint8)
    again = np.zeros(len(letters), np.bool_)
    again[1:] = (letters[1:] == letters[:-1]) & ((letters[1:] == _SPACES) | (letters[1:] == _ZEROS))
    folded = letters[~again].tobytes()
    lines = folded.split(b"\n")
    others = beyond.difference(_TYPESET)
    if len(lines) != len(found):  # some are blank
        return np.array([key(body[s:e]) for s, e in found], dtype=np.uint32)
    digests = bytearray()
    for line, (start, end) in zip(lines, found, strict=True):
        bare = line.strip(b" ")
        if not bare or (others and not others.isdisjoint(body[start:end])):
            bare = _told(body[start:end])
        digests += blake2b(bare, digest_size=4).digest()
    return np.frombuffer(digests, "<u4").astype(np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """What the lines of a body are by themselves, whatever else is held. Found where the article is cleaned, so that
    whoever files it need not look at its text again.

    rows   uint32 (4, lines): the key of each line, where it begins and ends in the body, and its marks, as bits:
           _SENTENCE, long and ends as a sentence; _DECLARED, one that `declared` finds
    """

    rows: NDArray[np.uint32]

    @property
    def keys(self) -> Keys:
        """The key of each line."""
        keys: Keys = self.rows[0]
        return keys

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The characters of each."""
        sizes: NDArray[np.int64] = self.rows[2].astype(np.int64) - self.rows[1]
        return sizes

    def marked(self, mark: int) -> NDArray[np.bool_]:
        """Which lines have a mark."""
        found: NDArray[np.bool_] = self.rows[3] & np.uint32(mark) != 0
        return found

    def different(self) -> Keys:
        """The different keys, ascending: what an article adds to its outlet's counts."""
        return np.array(sorted({*self.keys.tolist()}), dtype=np.uint32)

    def left_out(self, cut: NDArray[np.bool_]) -> Spans:
        """Some of the lines as (start, end), neighbours joined; none where nothing else is left."""
        places = np.flatnonzero(cut).tolist()
        if not places or self.sizes[~cut].sum() < _PARAGRAPH:
            return ()
        out: list[tuple[int, int]] = []
        before = -2
        for at in places:
            start, end = int(self.rows[1, at]), int(self.rows[2, at])
            if at == before + 1:
                out[-1] = out[-1][0], end
            else:
                out.append((start, end))
            before = at
        return tuple(out)


#: Marks of a line.
_SENTENCE, _DECLARED = 1, 2


def lines_of(body: str) -> Lines:
    """What the lines of a body are by themselves."""
    found = paragraphs(body)
    rows = np.zeros((4, len(found)), np.uint32)
    rows[0] = _keys(body, found)
    rows[1:3] = np.array(found, np.uint32).reshape(-1, 2).T
    for at, (start, end) in enumerate(found):
        if end - start >= _PROSE and body[start:end].rstrip(_CLOSERS).endswith(_STOPS):
            rows[3, at] = _SENTENCE
    rows[3, declared(body, found)] |= _DECLARED
    return Lines(rows)


def line_keys(body: str) -> Keys:
    """The different keys of a body's lines, ascending."""
    return np.array(sorted({key(body[start:end]) for start, end in paragraphs(body)}), dtype=np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class LineCounts:
    """How many articles of one outlet hold each line: keys ascending uint32 (n,), counts int64 (n,) beside them."""

    articles: int
    keys: Keys
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, articles: int, keys: Sequence[Keys]) -> LineCounts:
        """The counts of so many articles, given the `line_keys` of all of them in any order and pieces."""
        found, counts = np.unique(np.concatenate([np.empty(0, np.uint32), *keys]), return_counts=True)
        return cls(articles, found.astype(np.uint32), counts.astype(np.int64))

    def of_keys(self, keys: Keys) -> NDArray[np.int64]:
        """How many articles hold each of these lines, int64 like `keys`."""
        if not len(self.keys):
            return np.zeros(len(keys), np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.counts[at], 0)

    @property
    def least(self) -> int:
        """In fewer articles than this a line is no furniture: three, and half the root of all of them."""
        return max(_FEWEST, math.ceil(0.5 * math.sqrt(self.articles)))

    def recurring(self) -> Keys:
        """The lines that may be furniture somewhere; an article with none of them has none."""
        return self.keys[self.counts >= self.least]


def spans(body: str, table: LineCounts) -> Spans:
    """The parts of a body that are its outlet's furniture, as (start, end) offsets, ascending, neighbours joined."""
    return furniture_of(lines_of(body), table)


def furniture_of(lines: Lines, table: LineCounts) -> Spans:
    """The parts of a body that are its outlet's furniture, as (start, end) offsets, ascending, neighbours joined.

    The table counts the article itself too. A line is furniture when it recurs often in the outlet (three articles, and
    half the root of all of them) and three times as often as the article's own paragraphs, or when it says of itself
    that it is no article; an article of which that would leave no paragraph is left whole.
    """
    says = lines.marked(_DECLARED)
    own_words = lines.left_out(says)
    if not len(says) or table.articles < _FEWEST:
        return own_words
    counts, sizes = table.of_keys(lines.keys), lines.sizes
    paragraph = sizes >= _PARAGRAPH
    own = [*zip(counts[paragraph].tolist(), sizes[paragraph].tolist(), strict=True)]
    least = max(table.least, _TIMES * (_weighted_median(own) if own else 1))
    cut = counts >= least * np.where(lines.marked(_SENTENCE), 2, 1)
    return lines.left_out(cut | says if own_words else cut) or own_words


def declared_spans(lines: Lines) -> Spans:
    """The lines that say of themselves that they are no article, neighbours joined; none where nothing else is left."""
    return lines.left_out(lines.marked(_DECLARED))


def _weighted_median(values: list[tuple[int, int]]) -> int:
    """The count that half of the characters stay at or below."""
    values.sort()
    half = sum(size for _, size in values) / 2
    seen = 0
    for count, size in values:
        seen += size
        if seen >= half:
            return max(1, count)
    return 1
