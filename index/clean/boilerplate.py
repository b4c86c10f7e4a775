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


def key(line: str) -> int:
    """The 32-bit key of a line. Case, punctuation and the value of numbers do not matter: `Today 14°` is `Today 9°`."""
    folded = folded_line(line)
    return int.from_bytes(blake2b((folded or line).encode("utf-8", "replace"), digest_size=4).digest(), "little")


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


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """What the lines of a body are by themselves, whatever else is held: the key of each, and those that `declared`
    finds. Found where the article is cleaned, so that whoever files it need not look at its text again.
    """

    keys: Keys
    declared: Spans

    def different(self) -> Keys:
        """The different keys, ascending: what an article adds to its outlet's counts."""
        return np.array(sorted({*self.keys.tolist()}), dtype=np.uint32)


def lines_of(body: str) -> Lines:
    """What the lines of a body are by themselves."""
    return Lines(np.array([key(body[s:e]) for s, e in paragraphs(body)], dtype=np.uint32), declared(body))


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


def spans(body: str, table: LineCounts, lines: Lines | None = None) -> Spans:
    """The parts of a body that are its outlet's furniture, as (start, end) offsets, ascending, neighbours joined.

    The table counts the article itself too. A line is furniture when it recurs often in the outlet (three articles, and
    half the root of all of them) and three times as often as the article's own paragraphs, or when it says of itself
    that it is no article; an article of which that would leave no paragraph is left whole. `lines` are those of the
    body, where they are known.
    """
    found, lines = paragraphs(body), lines or lines_of(body)
    owned = lines.declared
    own_words = _left_out(body, found, owned)
    if not found or table.articles < _FEWEST:
        return own_words
    says = set(owned) if own_words else set()
    counts = table.of_keys(lines.keys)
    own = [(int(c), e - s) for (s, e), c in zip(found, counts, strict=True) if e - s >= _PARAGRAPH]
    usual = _weighted_median(own) if own else 1
    least = max(table.least, _TIMES * usual)
    recurs = [bool(c >= least * _strictness(body[s:e])) for (s, e), c in zip(found, counts, strict=True)]
    cut = [span for span, often in zip(found, recurs, strict=True) if often or span in says]
    return _left_out(body, found, cut) or own_words


def declared_spans(body: str, lines: Lines | None = None) -> Spans:
    """The lines that say of themselves that they are no article, neighbours joined; none where nothing else is left."""
    return _left_out(body, paragraphs(body), declared(body) if lines is None else lines.declared)


def _left_out(body: str, found: Sequence[tuple[int, int]], cut: Sequence[tuple[int, int]]) -> Spans:
    """Some of the paragraphs found, neighbours joined; none where nothing else is left."""
    kept = sum(e - s for s, e in found) - sum(e - s for s, e in cut)
    return _joined(body, cut) if cut and kept >= _PARAGRAPH else ()


def _strictness(line: str) -> int:
    return 2 if len(line) >= _PROSE and line.rstrip("\"'”’»)]").endswith((".", "!", "?", "。")) else 1


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


def _joined(body: str, cut: Sequence[tuple[int, int]]) -> Spans:
    out: list[tuple[int, int]] = []
    for start, end in cut:
        if out and not body[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return tuple(out)
