"""Remembers how often lines stood at an outlet when boilerplate was last looked for, so that few are read again. Pure.

What is boilerplate in an article follows from how many articles hold each of its lines, and from its text. Where counts
changed but no decision could, whatever the text is like, the text needs not be read. A footer that stands in 475
articles and no longer in 500 is a footer still.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from morgue.index.clean.boilerplate import Keys, LineCounts

#: Bumped whenever `spans` finds something else by the same text and counts: what another rule settled is read anew.
RULE = 1
#: How many times as often as its article's own paragraphs a line recurs, and what long prose must do besides: the
#: figures of `boilerplate`, which a test holds these to.
_TIMES, _STRICT = 3, (1, 2)

Pairs = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """An outlet as it was settled: the number of the archive's last article then, and the counts of its lines.

    Lines of one article alone are left out, see `shared`: whoever holds one that is not listed holds it alone.
    """

    seq: int
    table: LineCounts

    def as_dict(self) -> dict[str, Any]:
        """The counts as the data of a document of the cluster."""
        keys, counts = self.table.keys.tolist(), self.table.counts.tolist()
        return {"rule": RULE, "seq": self.seq, "articles": self.table.articles, "keys": keys, "counts": counts}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Settled | None:
        """What `as_dict` gave; None where another rule was at work."""
        if data.get("rule") != RULE:
            return None
        keys, counts = np.array(data["keys"], np.uint32), np.array(data["counts"], np.int64)
        return cls(int(data["seq"]), LineCounts(int(data["articles"]), keys, counts))


def shared(table: LineCounts) -> LineCounts:
    """The counts of lines that several articles hold."""
    several = table.counts > 1
    return LineCounts(table.articles, table.keys[several], table.counts[several])


@dataclass(slots=True)
class Decisions:
    """Two tables of one outlet, before and now; the lines of an article that was counted in both."""

    before: LineCounts
    now: LineCounts
    _known: dict[Pairs, bool] = field(default_factory=dict)

    def stay(self, keys: Keys) -> bool:
        """Whether what is boilerplate in an article with these lines is surely what it was."""
        then = self.before.of_keys(keys).tolist()  # 0 for a line of its own: with that nothing is decided otherwise
        pairs = frozenset(zip(then, self.now.of_keys(keys).tolist(), strict=True))
        if pairs not in self._known:
            self._known[pairs] = self._all_stay(sorted(pairs))
        return self._known[pairs]

    def _all_stay(self, pairs: Sequence[tuple[int, int]]) -> bool:
        """A line is boilerplate when its count reaches the least, and some times the usual: a median of counts.

        The median is weighted by lengths, which are not known here, so it may have been any of the counts.
        """
        for usual, *now in _usual(pairs):
            least = max(self.before.least, _TIMES * usual)
            for own in now:
                least_now = max(self.now.least, _TIMES * own)
                for then, count in pairs:
                    if any((then >= least * s) != (count >= least_now * s) for s in _STRICT):
                        return False
        return True


def _usual(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """What a weighted median of the first numbers may be, and the bounds of that of the second with the same weights.

    Half of the weight lies at or below the first median, so at or below the greatest of their second numbers; more than
    half lies at or above it, so at or above the least of theirs.
    """
    yield 1, 1, 1  # an article without a long line
    for each in {then for then, _ in pairs}:
        yield each, min(c for then, c in pairs if then >= each), max(c for then, c in pairs if then <= each)
