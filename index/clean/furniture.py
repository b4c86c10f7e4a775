"""Furniture across the archive: a line that recurs in many articles of one outlet is not news. Pure.

Each outlet has a `LineCounts`: how many of its articles hold each line. Counting is a sum: the result is the same in
whatever order articles arrive, and two tables of one outlet merge by addition. Memory is bounded: counts are exact up to
`EXACT` different lines, then become a count-min sketch of fixed size (Cormode and Muthukrishnan 2005), which never
counts too low, and too high by at most about 3·lines/width with probability .95; both depend on the articles only.

`spans` then says which parts of a body are furniture. Nothing is destroyed: the body stays as it was extracted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.analysis import paragraphs

Keys = NDArray[np.uint64]
Counts = NDArray[np.int64]

#: Different lines an outlet's table counts exactly (some 1,500 articles); 16 bytes each.
EXACT = 50_000
_ROWS, _WIDTH = 4, 1 << 15
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


def key(line: str) -> int:
    """The 64-bit key of a line. Case, punctuation and the value of numbers do not matter: `Today 14°` is `Today 9°`."""
    folded = _SPACE.sub(" ", _DIGITS.sub("0", line.casefold())).strip()
    return int.from_bytes(blake2b((folded or line).encode("utf-8", "replace"), digest_size=8).digest(), "little")


def line_keys(body: str) -> Keys:
    """The different keys of a body's lines, ascending: what an article adds to its outlet's counts."""
    found = {key(body[start:end]) for start, end in paragraphs(body)}
    return np.array(sorted(found), dtype=np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class LineCounts:
    """How many articles of one outlet hold each line.

    articles  articles counted
    keys      ascending, uint64 (n,); empty once the counts are a sketch
    counts    int64 (n,) beside the keys, or the sketch's (4, 32768) once there are more than `EXACT` lines
    """

    articles: int = 0
    keys: Keys = field(default_factory=lambda: np.empty(0, np.uint64))
    counts: Counts = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def sketched(self) -> bool:
        """Whether the counts are a sketch."""
        return self.counts.ndim == 2

    @classmethod
    def of(cls, articles: Iterable[Keys]) -> Self:
        """The counts of these articles, each given by its `line_keys`."""
        lists = list(articles)
        if not lists:
            return cls()
        keys, counts = np.unique(np.concatenate(lists), return_counts=True)
        return cls._bounded(len(lists), keys.astype(np.uint64), counts.astype(np.int64))

    def plus(self, other: Self) -> Self:
        """Both tables' articles counted together."""
        return self._combined(other, 1)

    def minus(self, other: Self) -> Self:
        """Without the articles of a table that were counted in this one (forgotten or changed articles)."""
        return self._combined(other, -1)

    def of_keys(self, keys: Keys) -> Counts:
        """How many articles hold each of these lines, int64 like `keys`."""
        if self.sketched:
            cells = _cells(keys)
            rows: Counts = np.stack([self.counts[r, cells[r]] for r in range(_ROWS)]).min(axis=0)
            return rows
        if not len(self.keys):
            return np.zeros(len(keys), np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.counts[at], 0)

    def _combined(self, other: Self, sign: int) -> Self:
        articles = self.articles + sign * other.articles
        if self.sketched or other.sketched:
            return type(self)(articles, np.empty(0, np.uint64), np.maximum(0, self._sketch() + sign * other._sketch()))
        keys, where = np.unique(np.concatenate([self.keys, other.keys]), return_inverse=True)
        counts = np.zeros(len(keys), np.int64)
        np.add.at(counts, where, np.concatenate([self.counts, sign * other.counts]))
        kept = counts > 0
        return self._bounded(articles, keys[kept], counts[kept])

    @classmethod
    def _bounded(cls, articles: int, keys: Keys, counts: Counts) -> Self:
        exact = cls(articles, keys, counts)
        return exact if len(keys) <= EXACT else cls(articles, np.empty(0, np.uint64), exact._sketch())

    def _sketch(self) -> Counts:
        if self.sketched:
            return self.counts
        sketch = np.zeros((_ROWS, _WIDTH), np.int64)
        cells = _cells(self.keys)
        for row in range(_ROWS):
            np.add.at(sketch[row], cells[row], self.counts)
        return sketch


def _cells(keys: Keys) -> NDArray[np.int64]:
    """The cell of each key in each row: four independent 15-bit slices of the hash."""
    return np.stack([((keys >> np.uint64(16 * r)) & np.uint64(_WIDTH - 1)).astype(np.int64) for r in range(_ROWS)])


def spans(body: str, table: LineCounts) -> tuple[tuple[int, int], ...]:
    """The parts of a body that are its outlet's furniture, as (start, end) offsets, ascending, neighbours joined.

    The table counts the article itself too. A line is furniture when it recurs often in the outlet (three articles, and
    half the root of all of them) and three times as often as the article's own paragraphs; an article of which that
    would leave no paragraph is left whole.
    """
    found = paragraphs(body)
    if not found or table.articles < _FEWEST:
        return ()
    keys = np.array([key(body[s:e]) for s, e in found], dtype=np.uint64)
    counts = table.of_keys(keys)
    own = [(int(c), e - s) for (s, e), c in zip(found, counts, strict=True) if e - s >= _PARAGRAPH]
    usual = _weighted_median(own) if own else 1
    least = max(_FEWEST, math.ceil(0.5 * math.sqrt(table.articles)), _TIMES * usual)
    cut = [bool(c >= least * _strictness(body[s:e])) for (s, e), c in zip(found, counts, strict=True)]
    kept = sum(e - s for (s, e), gone in zip(found, cut, strict=True) if not gone)
    if not any(cut) or kept < _PARAGRAPH:
        return ()
    return _joined(body, [span for span, gone in zip(found, cut, strict=True) if gone])


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


def _joined(body: str, cut: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    for start, end in cut:
        if out and not body[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return tuple(out)


def without(body: str, removed: Iterable[tuple[int, int]]) -> str:
    """A body without its removed spans: what is searched, quoted and compared."""
    kept: list[str] = []
    here = 0
    for start, end in removed:
        kept.append(body[here:start])
        here = end
    lines = "".join([*kept, body[here:]]).split("\n")
    return "\n".join(line for line in lines if line.strip())
